import multiprocessing
import stat
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ed25519, padding

from certificates import hsm, keys
from certificates.models import KeyRotation, PublishedKey
from people.models import AuditEntry


@pytest.fixture
def folder(settings, tmp_path):
    """A new installation's."""
    keys.forget()
    settings.KEYS_DIR = tmp_path / "keys"
    yield settings.KEYS_DIR
    keys.forget()


def test_keys_are_made_at_first_use_for_nobody_elses_eyes(folder):
    keys.document_key(), keys.proof_key()
    assert {path.name for path in folder.iterdir()} == {"signing.pem", "badge.pem"}
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}


def test_the_next_start_finds_the_same_keys(folder):
    before = keys.document_key().kid, keys.proof_key().kid
    keys.forget()
    assert (keys.document_key().kid, keys.proof_key().kid) == before


def test_a_signature_holds_under_the_published_key(folder, db):
    document, proof = keys.published()
    document.public_key.verify(keys.document_key().sign(b"x"), b"x", padding.PKCS1v15(), hashes.SHA256())
    proof.public_key.verify(keys.proof_key().sign(b"x"), b"x")


def _make(folder, barrier) -> None:
    barrier.wait()
    keys._made_once("badge.pem", keys._new_proof_key)


def test_of_many_processes_at_first_start_all_get_one_key(folder):
    context = multiprocessing.get_context("fork")
    barrier = context.Barrier(6)
    processes = [context.Process(target=_make, args=(folder, barrier)) for _ in range(6)]
    [process.start() for process in processes]
    [process.join() for process in processes]
    assert [process.exitcode for process in processes] == [0] * 6
    assert [path.name for path in folder.iterdir()] == ["badge.pem"]


def test_the_thumbprint_is_that_of_the_rfc():
    """RFC 8037, appendix A.3: its public key and the thumbprint of that."""
    public = ed25519.Ed25519PublicKey.from_public_bytes(
        bytes.fromhex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
    )
    assert keys.thumbprint(public) == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"


def test_older_keys_stay_published(folder, admin, now):
    keys.publish(now)
    older = {key.kid for key in keys.published()}
    keys.rotate(admin, now + timedelta(days=1), "Due.")
    published = keys.published()
    assert older < {key.kid for key in published}
    assert {key.kid for key in published if key.until} == older
    assert keys.document_key().kid not in older


def test_publishing_again_changes_nothing(folder, db, now):
    keys.publish(now)
    keys.publish(now + timedelta(days=1))
    assert set(PublishedKey.objects.values_list("since", "retired_at")) == {(now, None)}


def test_what_was_replaced_is_kept_in_a_file_of_its_own(folder, admin, now):
    keys.publish(now)
    old = (folder / "badge.pem").read_bytes()
    keys.rotate(admin, now, "Due.")
    assert (folder / "badge-until-20261102T013000Z.pem").read_bytes() == old


@pytest.mark.parametrize("as_it_is_given", ["text", "one line", "path"])
def test_keys_come_from_the_environment(folder, settings, tmp_path, as_it_is_given):
    pem = keys._new_document_key().decode()
    (tmp_path / "given.pem").write_text(pem)
    forms = {"text": pem, "one line": pem.replace("\n", "\\n"), "path": str(tmp_path / "given.pem")}
    settings.SIGNING_KEY = forms[as_it_is_given]
    given = serialization.load_pem_private_key(pem.encode(), password=None)
    assert keys.document_key().kid == keys.thumbprint(given.public_key())
    assert not folder.exists()


def test_a_key_with_another_ones_certificate_is_refused(folder, settings):
    key, certificate = keys._new_document_key().decode(), keys._new_document_key().decode()
    settings.SIGNING_KEY = key[: key.index("-----BEGIN CERT")] + certificate[certificate.index("-----BEGIN CERT") :]
    with pytest.raises(keys.UnusableKey, match="belongs"):
        keys.document_key()


def test_keys_of_the_environment_are_not_rotated_in_files(folder, settings, admin, now):
    settings.BADGE_KEY = keys._new_proof_key().decode()
    with pytest.raises(keys.UnusableKey, match="environment"):
        keys.rotate(admin, now, "Due.")


def test_a_file_that_is_not_there_is_named(folder, settings):
    settings.SIGNING_KEY = "/nowhere/key.pem"
    with pytest.raises(keys.UnusableKey, match="nowhere"):
        keys.document_key()


def test_a_key_in_a_token_needs_its_certificate(folder, settings):
    settings.SIGNING_KEY_URI = "pkcs11:token=a;object=b?module-path=/x&pin-value=1"
    with pytest.raises(keys.UnusableKey, match="SIGNING_CERTIFICATE"):
        keys.document_key()


def test_a_key_in_a_token_signs(folder, settings, monkeypatch):
    pem = keys._new_document_key()
    inside = serialization.load_pem_private_key(pem, password=None)
    settings.SIGNING_KEY_URI = "pkcs11:token=a;object=b?module-path=/x&pin-value=1"
    settings.SIGNING_CERTIFICATE = pem[pem.index(b"-----BEGIN CERT") :].decode()
    monkeypatch.setattr(
        hsm, "open_token", lambda uri: lambda data: inside.sign(data, padding.PKCS1v15(), hashes.SHA256())
    )
    inside.public_key().verify(keys.document_key().sign(b"x"), b"x", padding.PKCS1v15(), hashes.SHA256())


def test_the_address_of_a_token_is_read_as_the_rfc_has_it():
    uri = "pkcs11:token=The%20Academy;object=signing?module-path=/usr/lib/p11.so&pin-source=file:/run/pin"
    names, queries = hsm.parse(uri)
    assert names == {"token": "The Academy", "object": "signing"}
    assert queries == {"module-path": "/usr/lib/p11.so", "pin-source": "file:/run/pin"}


def test_anything_else_is_no_address_of_a_token():
    with pytest.raises(ValueError, match="http"):
        hsm.parse("http://example.com")


def test_a_key_that_another_process_has_replaced_is_used_at_once(folder):
    before = keys.proof_key().kid
    keys._write_secret(folder / "badge.pem", keys._new_proof_key(), over=True)
    assert keys.proof_key().kid != before


def test_an_administrator_replaces_the_keys_and_it_is_in_the_trail(folder, admin, signed_in):
    keys.publish(admin.date_joined)
    before = {key.kid for key in keys.published()}
    signed_in(admin).post("/admin/signing-keys/", {"reason": "A laptop was stolen."})
    rotation = KeyRotation.objects.get()
    assert (rotation.by, rotation.reason) == (admin, "A laptop was stolen.")
    assert {rotation.document, rotation.proof}.isdisjoint(before)
    assert AuditEntry.objects.filter(action="keys_rotated", actor=admin.pk).count() == 1
    page = signed_in(admin).get("/admin/signing-keys/").content.decode()
    assert all(kid in page for kid in before | {rotation.document, rotation.proof})


def test_without_a_reason_nothing_is_replaced(folder, admin, signed_in):
    page = signed_in(admin).post("/admin/signing-keys/", {"reason": ""})
    assert page.context["form"].errors["reason"]
    assert not KeyRotation.objects.exists()


def test_keys_of_the_environment_are_only_shown(folder, settings, admin, signed_in):
    settings.BADGE_KEY = keys._new_proof_key().decode()
    page = signed_in(admin).post("/admin/signing-keys/", {"reason": "Due."})
    assert not page.context["may_rotate"]
    assert not KeyRotation.objects.exists()


@pytest.mark.parametrize("who", ["xu", "chen", "lin"])
def test_nobody_else_sees_the_keys(who, folder, signed_in, request):
    client = signed_in(request.getfixturevalue(who))
    assert client.get("/admin/signing-keys/").status_code in (302, 404)
    assert client.post("/admin/signing-keys/", {"reason": "Due."}).status_code in (302, 404)
    assert not KeyRotation.objects.exists()


def test_the_page_of_keys_is_only_read_or_sent(admin, signed_in):
    assert signed_in(admin).put("/admin/signing-keys/").status_code == 405
