import shutil
import subprocess
from datetime import timedelta

import pytest

from certificates import keys, pdf, signing
from tests.certificates.printed import DOCUMENT


@pytest.fixture(scope="module")
def plain() -> bytes:
    return pdf.render(DOCUMENT)


@pytest.fixture
def signed(plain, db, now) -> bytes:
    return signing.sign(plain, now)


def test_what_we_signed_is_genuine(signed, now):
    report = signing.check(signed)
    assert report.is_genuine
    assert (report.kid, report.signed_at) == (keys.document_key().kid, now)


def test_two_copies_differ_in_nothing_but_the_time(plain, signed, now):
    assert signing.sign(plain, now) == signed
    assert signing.sign(plain, now + timedelta(seconds=1)) != signed


def test_the_text_of_the_file_stays_as_it_was(plain, signed):
    assert signed.startswith(plain)


@pytest.mark.parametrize("part", [0.01, 0.3, 0.6, 0.93])
def test_one_flipped_bit_is_found(signed, part):
    changed = bytearray(signed)
    changed[int(len(signed) * part)] ^= 1
    assert not signing.check(bytes(changed)).is_genuine


@pytest.mark.parametrize("bit", [1, 0x20])
def test_no_bit_of_the_signature_itself_can_be_changed_either(signed, bit):
    start = signed.rindex(b"/Contents <") + 11
    for place in range(start, signed.index(b">", start), 211):
        changed = bytearray(signed)
        changed[place] ^= bit
        assert not signing.check(bytes(changed)).is_genuine


def test_whatever_is_added_afterwards_is_found(signed):
    again = signing._Revision(signing.io.BytesIO(signed))
    again.root["/Lang"] = signing.ArrayObject()
    again.update_root()
    out = signing.io.BytesIO()
    again.write(out)
    assert signing.check(out.getvalue()).problems == ["Something was added after it was signed."]


def test_a_signature_of_somebody_else_is_not_ours(plain, db, now, settings, tmp_path):
    settings.KEYS_DIR = tmp_path
    keys.forget()
    theirs = signing.sign(plain, now)
    keys.forget()
    settings.KEYS_DIR = tmp_path / "ours"
    assert signing.check(theirs).problems == ["It is signed, but not with a key of this installation."]
    keys.forget()


def test_after_a_rotation_older_documents_are_as_genuine_as_new_ones(plain, admin, now, settings, tmp_path):
    settings.KEYS_DIR = tmp_path
    keys.forget()
    keys.publish(now)
    older = signing.sign(plain, now)
    keys.rotate(admin, now, "Due.")
    assert signing.check(older).is_genuine
    assert signing.check(signing.sign(plain, now)).is_genuine
    keys.forget()


def test_what_is_not_signed_says_so(plain):
    assert signing.check(plain).problems == ["It is not signed."]


@pytest.mark.parametrize("content", [b"", b"x", b"%PDF-1.7\n", b"%PDF-1.7" + bytes(500), b"\xff" * 999])
def test_what_is_no_pdf_says_so(content):
    assert signing.check(content).problems == ["This is not a PDF that can be read."]


def test_half_a_file_is_not_genuine(signed):
    assert not signing.check(signed[: len(signed) // 2]).is_genuine


@pytest.mark.skipif(not shutil.which("pdfsig"), reason="pdfsig (poppler-utils) is not installed")
def test_other_readers_validate_it(signed, tmp_path):
    (tmp_path / "signed.pdf").write_bytes(signed)
    said = subprocess.run(["pdfsig", "-nocert", tmp_path / "signed.pdf"], capture_output=True, text=True).stdout
    assert "Signature is Valid" in said
    assert "Total document signed" in said


@pytest.mark.skipif(not shutil.which("pdfsig"), reason="pdfsig (poppler-utils) is not installed")
@pytest.mark.parametrize("part", [0.1, 0.5, 0.9])
def test_other_readers_see_that_one_byte_was_changed(signed, tmp_path, part):
    changed = bytearray(signed)
    changed[round(len(changed) * part)] ^= 1
    (tmp_path / "changed.pdf").write_bytes(changed)
    said = subprocess.run(["pdfsig", "-nocert", tmp_path / "changed.pdf"], capture_output=True, text=True).stdout
    assert "Signature is Valid" not in said


@pytest.mark.skipif(not shutil.which("qpdf"), reason="qpdf is not installed")
def test_signed_it_is_still_a_sound_file(signed, tmp_path):
    (tmp_path / "signed.pdf").write_bytes(signed)
    assert subprocess.run(["qpdf", "--check", tmp_path / "signed.pdf"], capture_output=True).returncode == 0
