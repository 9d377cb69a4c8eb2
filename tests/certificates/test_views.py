import pytest
from django.urls import reverse
from django.utils import translation

from certificates.models import Revocation


def address(name: str, *args) -> str:
    return reverse(f"certificates:{name}", args=args)


def test_an_advisor_sees_the_own_certificate(signed_in, lin, certificate):
    assert certificate.serial in signed_in(lin).get(address("mine")).text


def test_an_advisor_without_one_sees_the_road_to_it(signed_in, certification, zhou):
    page = signed_in(zhou).get(address("mine")).text
    assert "Lessons" in page
    assert "at least 80 %" in page


def test_where_no_certification_is_offered_the_page_says_so(signed_in, lin, home):
    assert "No certification is offered yet" in signed_in(lin).get(address("mine")).text


@pytest.mark.parametrize("who", ["lin", "xu", "chen", "regional", "admin"])
def test_people_who_may_see_the_holder_may_see_the_certificate(request, signed_in, certificate, who):
    client = signed_in(request.getfixturevalue(who))
    assert client.get(certificate.get_absolute_url()).status_code == 200
    assert client.get(address("pdf", certificate.serial)).content.startswith(b"%PDF-")


@pytest.mark.parametrize("who", ["zhou", "harbour_advisor", "harbour_trainer", "harbour_manager", "summit_manager"])
@pytest.mark.parametrize("name", ["detail", "pdf", "revoke"])
def test_a_stranger_finds_no_certificate(request, signed_in, certificate, who, name):
    client = signed_in(request.getfixturevalue(who))
    assert client.get(address(name, certificate.serial)).status_code == 404


@pytest.mark.parametrize("name", ["detail", "pdf", "revoke"])
def test_signed_out_a_certificate_leads_to_sign_in(client, certificate, name):
    response = client.get(address(name, certificate.serial))
    assert response.url.startswith(reverse("account_login"))


@pytest.mark.parametrize("name", ["detail", "pdf"])
def test_a_certificate_cannot_be_posted_to(signed_in, lin, certificate, name):
    assert signed_in(lin).post(address(name, certificate.serial)).status_code == 405


@pytest.mark.parametrize("who", ["lin", "xu", "chen", "regional"])
def test_only_an_administrator_revokes(request, signed_in, certificate, who):
    client = signed_in(request.getfixturevalue(who))
    assert client.post(address("revoke", certificate.serial), {"reason": "x"}).status_code == 404
    assert not Revocation.objects.exists()


def test_an_administrator_revokes_with_a_reason(signed_in, admin, certificate):
    signed_in(admin).post(address("revoke", certificate.serial), {"reason": "Mistaken identity"})
    revocation = Revocation.objects.get()
    assert (revocation.by, revocation.reason) == (admin, "Mistaken identity")


def test_revoking_asks_for_a_reason(signed_in, admin, certificate):
    response = signed_in(admin).post(address("revoke", certificate.serial), {"reason": " "})
    assert "reason" in response.context["form"].errors


def test_a_name_we_cannot_print_is_said_and_not_printed_wrongly(signed_in, lin, certificate):
    certificate.name = "林\U000e0001"
    certificate.save()
    response = signed_in(lin).get(address("pdf", certificate.serial))
    assert response.status_code == 422
    assert "cannot be printed" in response.text


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


def test_a_serial_number_is_not_enough_to_verify(client, certificate):
    assert client.get(address("verify", certificate.serial)).status_code == 404


@pytest.mark.parametrize("typed", ["{}", " {} ", "lower"])
def test_a_typed_code_may_have_spaces_dashes_and_small_letters(client, certificate, typed):
    code = certificate.code
    text = f"{code[:4]}-{code[4:8]} {code[8:]}".lower() if typed == "lower" else typed.format(code)
    assert client.get(address("look_up"), {"code": text}).url == address("verify", code)


def test_looking_up_nothing_says_what_is_missing(client, db):
    assert client.get(address("look_up"), {"code": ""}).context["form"].errors


def test_my_page_asks_the_same_number_of_questions_for_more_certificates(
    signed_in, lin, certificate, django_assert_max_num_queries
):
    client = signed_in(lin)
    client.get(address("mine"))
    with django_assert_max_num_queries(12):
        client.get(address("mine"))
