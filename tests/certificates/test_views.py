import pytest
from django.urls import reverse

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
    lin.certificates.update(name="林\U000e0001")
    response = signed_in(lin).get(address("pdf", certificate.serial))
    assert response.status_code == 422
    assert "cannot be printed" in response.text


def test_my_page_asks_the_same_number_of_questions_for_more_certificates(
    signed_in, lin, certificate, django_assert_max_num_queries
):
    client = signed_in(lin)
    client.get(address("mine"))
    with django_assert_max_num_queries(15):
        client.get(address("mine"))
