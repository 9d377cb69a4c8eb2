"""A pack is whole and ours, or it is said in which record it is not: for every single byte of it."""

import io
import json
import zipfile

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from tracking.packs.checking import FORMAT, HASHES, SIGNATURE, check
from tracking.packs.container import TooLarge, Writer
from tracking.packs.seal import Broken, digest_in, sealed

RECORDS = {"people.json": b"[1]", "certificates/sa-1.pdf": b"%PDF-1.7 x", "standard/p2-01.json": "“条款”".encode()}


@pytest.fixture(scope="module")
def key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@pytest.fixture(scope="module")
def keys(key) -> dict:
    return {"k1": key.public_key()}


def written(key, records: dict[str, bytes], kid: str = "k1") -> bytes:
    file = io.BytesIO()
    writer = Writer(file)
    for name, content in records.items():
        writer.add(name, content)
    rows = [{"name": each.name, "size": each.size, "sha256": each.digest} for each in writer.entries]
    content = json.dumps({"format": FORMAT, "records": rows}).encode()
    writer.add(HASHES, content)
    writer.add(SIGNATURE, sealed(content, kid, lambda data: key.sign(data, padding.PKCS1v15(), hashes.SHA256())))
    writer.close()
    return file.getvalue()


@pytest.fixture(scope="module")
def pack(key) -> bytes:
    return written(key, RECORDS)


def problems(data: bytes, keys: dict, look=lambda name, content: None) -> list[str]:
    return check(io.BytesIO(data), keys, look).problems


def owners(pack: bytes) -> list[str]:
    """To which record each byte belongs, found by another reader of ZIPs than ours; "" is the end of the table."""
    owner = [""] * len(pack)
    with zipfile.ZipFile(io.BytesIO(pack)) as archive:
        entries, place = archive.infolist(), archive.start_dir
    for entry in entries:
        name = entry.filename.encode()
        begins = entry.header_offset
        owner[begins : begins + 30 + len(name) + entry.file_size] = [entry.filename] * (
            30 + len(name) + entry.file_size
        )
        owner[place : place + 46 + len(name)] = [entry.filename] * (46 + len(name))
        place += 46 + len(name)
    return owner


def test_a_whole_pack_has_nothing_wrong(pack, keys):
    report = check(io.BytesIO(pack), keys, lambda name, content: None)
    assert report.problems == []
    assert [each["name"] for each in report.facts["records"]] == list(RECORDS)


def test_any_program_that_opens_a_zip_opens_it(pack):
    with zipfile.ZipFile(io.BytesIO(pack)) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in RECORDS} == RECORDS


def test_one_flipped_bit_anywhere_is_found_and_its_record_named(pack, keys):
    unnoticed, misnamed = [], []
    for place, owner in enumerate(owners(pack)):
        damaged = bytearray(pack)
        damaged[place] ^= 1 << place % 8
        found = problems(bytes(damaged), keys)
        if not found:
            unnoticed.append(place)
        elif found[0].partition(":")[0] != (owner or "the end of the file was changed"):
            misnamed.append((place, owner, found))
    assert (unnoticed, misnamed) == ([], [])


@pytest.mark.parametrize("bit", range(8))
def test_no_spelling_of_the_signature_but_the_one_that_was_made_is_taken(pack, keys, bit):
    """The last letter of Base64 has bits that mean nothing."""
    last = pack.index(b"PK\x01\x02") - 1
    damaged = bytearray(pack)
    damaged[last] ^= 1 << bit
    assert problems(bytes(damaged), keys)[0].startswith(SIGNATURE)


@pytest.mark.parametrize(
    ("spoil", "named"),
    [
        (lambda pack: pack + b"\0", "the end of the file"),
        (lambda pack: pack[:-1], "the end of the file"),
        (lambda pack: pack[: len(pack) // 2], HASHES),
        (lambda pack: pack.replace(b"%PDF-1.7 x", b"%PDF-1.7 y"), "certificates/sa-1.pdf"),
        (lambda pack: b"\0" + pack, ""),
        (lambda pack: b"", HASHES),
        (lambda pack: b"PK\x05\x06" + 18 * b"\0", HASHES),
    ],
)
def test_whatever_else_is_done_to_it_is_found(pack, keys, spoil, named):
    assert problems(spoil(pack), keys)[0].startswith(named)


def test_a_pack_signed_with_another_key_is_not_ours(keys):
    other = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    assert problems(written(other, RECORDS), keys)[0].startswith(SIGNATURE)
    assert problems(written(other, RECORDS, kid="k2"), keys)[0].startswith(SIGNATURE)


def test_several_damaged_records_are_all_named(pack, keys):
    damaged = pack.replace(b"%PDF-1.7 x", b"%PDF-1.7 y").replace(b"[1]", b"[2]", 1)
    assert [each.partition(":")[0] for each in problems(damaged, keys)] == ["people.json", "certificates/sa-1.pdf"]


def test_a_record_is_looked_at_for_itself_too(pack, keys):
    found = problems(pack, keys, lambda name, content: "not signed" if content.startswith(b"%PDF") else None)
    assert found == ["certificates/sa-1.pdf: not signed"]


def test_more_than_a_zip_can_hold_is_refused(monkeypatch):
    monkeypatch.setattr("tracking.packs.container.MOST_BYTES", 10)
    with pytest.raises(TooLarge):
        Writer(io.BytesIO()).add("a", 11 * b"x")


@pytest.mark.parametrize("token", [b"", b"a.b.c", b"....", b"e30.e30.e30", b"\xff.\xff.\xff", b"W10.W10."])
def test_what_is_no_signature_is_refused(token, keys):
    with pytest.raises(Broken):
        digest_in(token, keys)
