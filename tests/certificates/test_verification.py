"""The public pages of verification: by code, by serial number, by the file; and what they keep to themselves."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation

from certificates import keys
from certificates.badges.issuing import badge_of
from certificates.issuing import signed_pdf
from certificates.models import Certificate, PublishedKey
from certificates.verification import FILES, LOOK_UPS


def address(name: str, *args) -> str:
    return reverse(f"certificates:{name}", args=args)


@pytest.fixture
def pdf(certificate, now) -> bytes:
    return signed_pdf(certificate, now)


def hand_in(client, content: bytes, name: str = "certificate.pdf"):
    return client.post(address("check_file"), {"file": SimpleUploadedFile(name, content)})


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_stranger_verifies_a_certificate(client, certificate, language):
    with translation.override(language):
        page = client.get(address("verify", certificate.code)).text
    assert certificate.name in page
    assert certificate.serial in page


def test_the_printed_address_leads_to_the_verification(client, certificate):
    response = client.get(f"/v/{certificate.code}/", follow=True)
    assert response.status_code == 200
    assert certificate.verification_url.endswith(f"/v/{certificate.code}/")


def test_the_verification_shows_a_revocation_but_not_its_reason(client, certificate, admin, now):
    certificate.revoke(by=admin, at=now, reason="Mistaken identity")
    page = client.get(address("verify", certificate.code)).text
    assert "revoked" in page
    assert "Mistaken identity" not in page


def test_an_unknown_code_is_answered_plainly(client, db):
    response = client.get(address("verify", "NOSUCHCODE"))
    assert response.status_code == 404
    assert "No certificate has this code" in response.text


@pytest.mark.parametrize("typed", ["{}", " {} ", "lower", "full width"])
def test_the_whole_serial_number_is_enough(client, certificate, typed):
    serial = certificate.serial
    text = {"lower": serial.lower().replace("-", " "), "full width": serial.replace("S", "Ｓ").replace("-", "－")}
    page = client.get(address("look_up"), {"code": text.get(typed, typed.format(serial))}, follow=True)
    assert page.context["certificate"] == certificate


def test_a_serial_number_cannot_be_walked(client, certificate):
    """Neither the count alone, nor another tail, nor a serial of the first kind, which has none."""
    counted = certificate.serial[:14]
    Certificate.objects.filter(pk=certificate.pk).update(serial=counted)
    for guess in (counted, f"{counted}-234567", counted.replace("-", "")):
        assert client.get(address("verify", guess)).status_code == 404


@pytest.mark.parametrize("typed", ["{}", " {} ", "lower"])
def test_a_typed_code_may_have_spaces_dashes_and_small_letters(client, certificate, typed):
    code = certificate.code
    text = f"{code[:4]}-{code[4:8]} {code[8:]}".lower() if typed == "lower" else typed.format(code)
    assert client.get(address("look_up"), {"code": text}).url == address("verify", code)


def test_looking_up_nothing_says_what_is_missing(client, db):
    assert client.get(address("look_up"), {"code": ""}).context["form"].errors


def test_every_state_is_said_in_words_and_shape(client, certificate, monkeypatch):
    for state in ("valid", "expiring", "expired", "suspended", "revoked", "superseded"):
        if state == "revoked":
            continue  # that one has a row, and a test of its own
        monkeypatch.setattr(Certificate, "state", lambda self, on, state=state: state)
        page = client.get(address("verify", certificate.code)).text
        assert f'class="verification" data-state="{state}"' in page
        assert f"#state-{state}" in page


def test_the_page_says_what_it_attests_and_no_more(client, certificate, lin):
    page = client.get(address("verify", certificate.code)).text
    assert "<span>Lessons</span>" in page
    assert lin.employee_number not in page.split("<main")[1]
    assert "90" not in page.split("attests-list")[1].split("</ul>")[0]


def test_the_page_is_kept_by_nobody(client, certificate):
    assert client.get(address("verify", certificate.code))["Cache-Control"] == "no-store"


def test_a_pdf_that_was_handed_in_is_recognised(client, certificate, pdf):
    response = hand_in(client, pdf)
    assert response.status_code == 200
    assert response.context["certificate"] == certificate
    assert certificate.name in response.text


def test_a_pdf_of_a_revoked_certificate_says_so(client, certificate, pdf, admin, now):
    certificate.revoke(by=admin, at=now, reason="Mistaken identity")
    assert hand_in(client, pdf).context["state"] == "revoked"


@pytest.mark.parametrize("kind", ["document", "token"])
def test_a_credential_that_was_handed_in_is_recognised(client, certificate, now, kind):
    response = hand_in(client, getattr(badge_of(certificate, now), kind).encode(), "credential.json")
    assert response.context["certificate"] == certificate


def test_one_byte_that_was_changed_is_noticed(client, pdf):
    """Anywhere: in the text, in the signature, behind it."""
    for place in (20, len(pdf) // 3, len(pdf) // 2, len(pdf) - 20, pdf.index(b"/Contents <") + 600):
        broken = bytearray(pdf)
        broken[place] ^= 1
        assert hand_in(client, bytes(broken)).status_code == 422, place


HOSTILE = {
    "empty": b"",
    "no PDF": b"hello",
    "a picture": b"\x89PNG\r\n\x1a\n" + b"\0" * 100,
    "a PDF without signature": b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer<<>>\n%%EOF",
    "a signature that is none": b"%PDF-1.7 /ByteRange [0 40 60 20] /Contents <30820000>" + b"A" * 40,
    "ranges out of bounds": b"%PDF-1.7 /ByteRange [0 999999999 999999999 999999999]",
    "ranges that overlap": b"%PDF-1.7 /ByteRange [0 50 10 20] /Contents <30820000>" + b"A" * 40,
    "a thousand signatures": b"%PDF-1.7 " + b"/ByteRange [0 1 2 3] " * 1000,
    "deep JSON": b"[" * 100_000,
    "deep objects": b'{"a":' * 50_000,
    "a bomb": b"%PDF-1.7\n" + b"<<" * 500_000,
    "no text": bytes(range(256)) * 10,
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_file_gets_a_clear_answer(client, db, content):
    assert hand_in(client, content).status_code == 422


def test_what_was_added_behind_the_signature_is_noticed(client, pdf):
    response = hand_in(client, pdf + b"\n%% more")
    assert "Something was added after it was signed." in response.text


def test_a_pdf_that_others_signed_is_not_ours(client, certificate, now, settings, tmp_path):
    settings.KEYS_DIR = tmp_path
    keys.forget()
    theirs = signed_pdf(certificate, now)
    PublishedKey.objects.all().delete()
    settings.KEYS_DIR = tmp_path / "ours"
    keys.forget()
    response = hand_in(client, theirs)
    keys.forget()
    assert "not with a key of this installation" in response.text


def test_after_a_file_that_proves_nothing_the_code_on_the_paper_can_be_typed(client, db):
    response = hand_in(client, b"%PDF-1.7 made by nobody")
    assert response.status_code == 422
    assert 'name="code"' in response.text


def test_a_file_too_large_is_not_taken_in(client, db):
    response = hand_in(client, b"%PDF-" + b"\0" * (6 * 1024 * 1024))
    assert response.status_code == 422
    assert response.context["file_form"].errors


def test_no_file_is_said(client, db):
    assert client.post(address("check_file")).context["file_form"].errors


def test_a_file_needs_its_token(db):
    assert Client(enforce_csrf_checks=True).post(address("check_file")).status_code == 403


@pytest.mark.parametrize("name", ["look_up"])
def test_the_page_of_verification_cannot_be_posted_to(client, db, name):
    assert client.post(address(name)).status_code == 405


def test_files_are_only_handed_in(client, db):
    assert client.get(address("check_file")).status_code == 405


def many(client, rate: str, ask) -> list[int]:
    return [ask(client).status_code for _ in range(int(rate.partition("/")[0]) + 1)]


def test_who_looks_up_too_much_has_to_wait(client, db):
    statuses = many(client, LOOK_UPS, lambda c: c.get(address("verify", "NOSUCHCODE")))
    assert statuses[-1] == 429
    assert set(statuses[:-1]) == {404}


def test_another_address_is_not_held_up(client, certificate, settings):
    """Behind one proxy, by what that proxy says; what a client says itself counts for nothing."""
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    many(client, LOOK_UPS, lambda c: c.get(address("verify", "X"), headers={"X-Forwarded-For": "6.6.6.6, 203.0.113.7"}))
    same = {"X-Forwarded-For": "7.7.7.7, 203.0.113.7"}
    assert client.get(address("verify", certificate.code), headers=same).status_code == 429
    other = {"X-Forwarded-For": "203.0.113.8"}
    assert client.get(address("verify", certificate.code), headers=other).status_code == 200


def test_who_hands_in_too_many_files_has_to_wait(client, db):
    assert many(client, FILES, lambda c: hand_in(c, b"x"))[-1] == 429


def test_an_erased_holder_is_not_named_and_the_proof_stays(client, certificate, now):
    certificate.forget_holder(now)
    response = client.get(address("verify", certificate.code))
    assert response.context["state"] == "valid"
    assert "林晓" not in response.text
    assert "Lin Xiao" not in response.text


def test_who_shows_the_file_of_an_erased_holder_is_recognised(client, certificate, pdf, now):
    certificate.forget_holder(now)
    response = hand_in(client, pdf)
    assert response.context["is_holder"] is True
    assert "林晓" in response.text


@pytest.mark.parametrize(("name", "is_holder"), [("林晓", True), (" lin  XIAO ", True), ("周堃", False), ("林", False)])
def test_the_name_on_the_paper_of_an_erased_holder_can_be_tried(client, certificate, now, name, is_holder):
    certificate.forget_holder(now)
    response = client.post(address("verify", certificate.code), {"name": name})
    assert response.context["is_holder"] is is_holder


def test_names_cannot_be_tried_without_end(client, certificate, now):
    certificate.forget_holder(now)
    statuses = many(client, "10/m", lambda c: c.post(address("verify", certificate.code), {"name": "王"}))
    assert statuses[-1] == 429


def test_nothing_in_the_database_tells_the_name_of_an_erased_holder(certificate, now):
    badge_of(certificate, now)
    certificate.forget_holder(now)
    certificate.refresh_from_db()
    kept = [certificate.name, certificate.name_latin, certificate.badge.document, certificate.badge.token]
    assert kept == ["", "", "", ""]
    assert "林晓" not in json.dumps([certificate.erasure.name_digest, certificate.evidence], ensure_ascii=False)


def test_forgetting_twice_is_forgetting_once(certificate, now):
    first = certificate.forget_holder(now)
    assert certificate.forget_holder(now) == first
    assert first.knows("林晓")
