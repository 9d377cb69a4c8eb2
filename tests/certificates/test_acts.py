"""What administrators and managers do on the site, and who may not."""

import pytest
from django.urls import reverse

from certificates.models import Certificate, Requirement, SignOff
from courses.models import LedgerEntry, Outcome
from courses.models.ledger import AT_WORK

ACTS = ["suspend", "lift", "replace", "revoke"]


def address(name: str, *args) -> str:
    return reverse(f"certificates:{name}", args=args)


@pytest.fixture
def signed(certification) -> Requirement:
    return Requirement.objects.create(
        certification=certification, kind="sign_off", label_zh="签字", label_en="Sign-off", sort_order=9
    )


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("who", ["lin", "xu", "chen", "regional"])
def test_only_an_administrator_acts_on_a_certificate(act, who, signed_in, certificate, request):
    client = signed_in(request.getfixturevalue(who))
    assert client.get(address(act, certificate.serial)).status_code == 404
    assert client.post(address(act, certificate.serial), {"reason": "x"}).status_code == 404


@pytest.mark.parametrize("act", ACTS)
def test_an_act_needs_its_reason_and_is_never_done_by_looking(act, signed_in, admin, certificate):
    client = signed_in(admin)
    assert client.get(address(act, certificate.serial)).status_code == 200
    response = client.post(address(act, certificate.serial), {"name": "x", "name_latin": "x", "reason": " "})
    assert "reason" in response.context["form"].errors


def test_suspending_and_lifting(signed_in, admin, certificate):
    client = signed_in(admin)
    client.post(address("suspend", certificate.serial), {"reason": "Review"})
    page = client.get(certificate.get_absolute_url())
    assert page.context["state"] == "suspended"
    client.post(address("lift", certificate.serial), {"reason": "Cleared"})
    assert client.get(certificate.get_absolute_url()).context["state"] == "valid"


def test_replacing_leads_to_the_new_one(signed_in, admin, certificate):
    said = {"name": "林小晓", "name_latin": "Lin Xiaoxiao", "reason": "Misspelt"}
    response = signed_in(admin).post(address("replace", certificate.serial), said)
    assert response.url == Certificate.objects.get(number=2).get_absolute_url()


def test_a_certificate_that_was_replaced_is_not_suspended(signed_in, admin, certificate, now):
    certificate.replace(admin, now, "Misspelt", "林", "Lin")
    assert signed_in(admin).post(address("suspend", certificate.serial), {"reason": "x"}).status_code == 302
    assert not certificate.suspensions.exists()


def test_issuing_by_hand_twice_from_one_page_makes_one(signed_in, admin, certification, zhou):
    client = signed_in(admin)
    form = {"certification": certification.pk, "reason": "Recognised", "seen": ""}
    assert client.get(address("issue", zhou.pk)).status_code == 200
    assert client.post(address("issue", zhou.pk), form).url == client.post(address("issue", zhou.pk), form).url
    assert zhou.certificates.count() == 1


def test_a_manager_signs_off_from_the_queue(signed_in, chen, certification, signed, lin, earn):
    earn(lin)
    client = signed_in(chen)
    assert [each.person for each in client.get(address("sign_offs")).context["waiting"]] == [lin]
    client.post(address("give_sign_off", certification.pk, lin.pk), {"comment": "Good"})
    assert lin.certificates.count() == 1
    assert client.get(address("sign_offs")).context["waiting"] == []


def test_the_badge_says_how_many_wait(signed_in, chen, harbour_manager, certification, signed, lin, earn):
    path = address("waiting_number")
    assert "1" not in signed_in(chen).get(path).text
    earn(lin)
    assert "1 person waits" in signed_in(chen).get(path).text
    assert signed_in(harbour_manager).get(path).text.strip() == ""
    assert signed_in(lin).get(path).status_code == 404
    assert signed_in(chen).post(path).status_code == 405


def test_the_button_is_there_without_opening_anything(signed_in, chen, certification, signed, lin, earn):
    earn(lin)
    page = signed_in(chen).get(address("sign_offs")).text
    form = page.partition(f'action="{address("give_sign_off", certification.pk, lin.pk)}"')[2]
    assert form.index("Sign off<span") < form.index("<details")


@pytest.fixture
def observed(certification, exam) -> Requirement:
    return Requirement.objects.create(
        certification=certification, kind="observation", page=exam, label_zh="观察", label_en="At work", sort_order=8
    )


def to_observe(client) -> list:
    return [each.person for each in client.get(address("sign_offs")).context["to_observe"]]


def test_whoever_only_has_to_be_seen_at_work_waits_for_that(
    signed_in, chen, harbour_manager, certification, observed, signed, lin, zhou, exam, earn, now
):
    earn(lin)
    client = signed_in(chen)
    assert to_observe(client) == [lin]
    assert client.get(address("sign_offs")).context["waiting"] == []
    assert to_observe(signed_in(harbour_manager)) == []
    LedgerEntry.objects.create(
        person=lin, activity=exam.translation_key, outcome=Outcome.PASSED, score=90, at=now, evidence_kind=AT_WORK,
        evidence_id=1,
    )  # fmt: skip
    assert to_observe(client) == []
    assert [each.person for each in client.get(address("sign_offs")).context["waiting"]] == [lin]


def test_a_sign_off_is_not_given_by_looking(signed_in, chen, certification, signed, lin):
    assert signed_in(chen).get(address("give_sign_off", certification.pk, lin.pk)).status_code == 405


@pytest.mark.parametrize("who", ["lin", "zhou", "xu", "harbour_manager", "summit_manager"])
def test_a_stranger_signs_nobody_off(who, signed_in, certification, signed, lin, request):
    client = signed_in(request.getfixturevalue(who))
    assert client.post(address("give_sign_off", certification.pk, lin.pk), {"comment": ""}).status_code == 404
    assert not SignOff.objects.exists()


def test_a_sign_off_is_taken_back_with_a_reason(signed_in, chen, certification, signed, lin, now):
    given = SignOff.give(certification, lin, chen, now)
    client = signed_in(chen)
    assert client.get(address("withdraw_sign_off", given.pk)).status_code == 200
    client.post(address("withdraw_sign_off", given.pk), {"reason": "Too early"})
    assert SignOff.objects.standing().count() == 0


@pytest.mark.parametrize("who", ["lin", "xu", "harbour_manager"])
def test_a_stranger_takes_no_sign_off_back(who, signed_in, chen, certification, signed, lin, now, request):
    given = SignOff.give(certification, lin, chen, now)
    assert signed_in(request.getfixturevalue(who)).get(address("withdraw_sign_off", given.pk)).status_code == 404


def test_the_team_list_holds_what_the_team_holds(signed_in, chen, certificate):
    assert [each for each, _ in signed_in(chen).get(address("team")).context["rows"]] == [certificate]


def test_the_team_list_of_a_stranger_is_empty(signed_in, summit_manager, certificate):
    assert signed_in(summit_manager).get(address("team")).context["rows"] == []


def test_the_team_list_takes_no_more_queries_for_more_people(
    signed_in, chen, certificate, zhou, earn, django_assert_max_num_queries
):
    earn(zhou)
    client = signed_in(chen)
    client.get(address("team"))
    with django_assert_max_num_queries(12):
        assert len(client.get(address("team")).context["rows"]) == 2
