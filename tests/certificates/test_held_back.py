"""A character that none of our fonts can draw: nothing is issued before it is gone, and it is said why."""

import datetime as dt

import pytest
from django.core.management import call_command

from certificates import privacy
from certificates.models import Certificate, HeldBack, award_everybody, award_held_back, issue_by_hand
from certificates.printable import UnprintableName
from people.models import User

DAY = dt.timedelta(days=1)


def call(person, name: str) -> None:
    User.objects.filter(pk=person.pk).update(name=name)
    person.refresh_from_db()


@pytest.fixture
def unprintable(certification, lin, earn):
    call(lin, "林😀")
    earn(lin)
    return HeldBack.objects.get()


def test_an_award_waits_and_names_the_character(unprintable, lin):
    assert (unprintable.person, unprintable.characters) == (lin, "😀")
    assert not Certificate.objects.exists()


def test_looking_again_leaves_one_row(unprintable, certification, lin, now):
    certification.award_to(lin, now + DAY)
    assert award_held_back(now + DAY) == 0
    assert HeldBack.objects.get() == unprintable


def test_another_character_takes_the_place_of_the_first(unprintable, certification, lin, now):
    call(lin, "林😎")
    certification.award_to(lin, now + DAY)
    assert HeldBack.objects.get().characters == "😎"


def test_once_the_name_is_corrected_the_next_round_awards_it(unprintable, lin):
    call(lin, "林喆")
    assert award_held_back(unprintable.at + DAY) == 1
    assert lin.certificates.get().name == "林喆"
    assert not HeldBack.objects.waiting().exists()


@pytest.mark.parametrize(
    ("who", "address", "name"), [("chen", "team/", "林😀"), ("lin", "", ""), ("admin", "team/", "林😀")]
)
def test_who_can_do_something_about_it_is_told(client, unprintable, who, address, name, request):
    client.force_login(request.getfixturevalue(who))
    page = client.get(f"/en/certificates/{address}").content.decode()
    assert f"{name} has earned “Customer Reception”" in page if name else "You have earned" in page
    assert "cannot draw 😀" in page


@pytest.mark.parametrize("who", ["harbour_manager", "zhou"])
def test_nobody_else_is(client, unprintable, who, request):
    client.force_login(request.getfixturevalue(who))
    for address in ("", "team/"):
        assert "😀" not in client.get(f"/en/certificates/{address}").content.decode()


def test_by_hand_it_is_an_error_of_the_form(client, certification, lin, admin):
    call(lin, "林😀")
    client.force_login(admin)
    said = {"certification": certification.pk, "reason": "Merit."}
    page = client.post(f"/en/certificates/issue/{lin.pk}/", said).content.decode()
    assert "Our fonts cannot draw 😀" in page
    assert not Certificate.objects.exists()


def test_not_even_a_program_can_issue_it(certification, lin, admin, now):
    call(lin, "林😀")
    with pytest.raises(UnprintableName):
        issue_by_hand(certification, lin, admin, now, "Merit.", None)


def test_a_correction_has_to_be_printable_too(client, certificate, admin):
    client.force_login(admin)
    said = {"name": "林😀", "name_latin": "LIN", "reason": "Typing error."}
    page = client.post(f"/en/certificates/{certificate.serial}/replace/", said).content.decode()
    assert "Our fonts cannot draw 😀." in page
    assert Certificate.objects.count() == 1


def test_a_replacement_is_refused_by_the_certificate_itself(certificate, admin, now):
    with pytest.raises(UnprintableName):
        certificate.replace(admin, now, "Typing error.", "林😀", "LIN")


def test_who_takes_their_data_along_or_is_erased_finds_it(unprintable, lin, now):
    assert privacy.export_of(lin)["awards_that_wait"][0]["characters"] == "😀"
    privacy.erase(lin, now)
    assert not HeldBack.objects.exists()


def test_the_round_of_the_day_awards_what_no_result_tells_of(certification, lin, zhou, earn, now):
    certification.is_offered = False
    certification.save()
    earn(lin)
    certification.is_offered = True
    certification.save()
    assert award_everybody(now + DAY) == 1
    assert list(Certificate.objects.values_list("person", flat=True)) == [lin.pk]
    assert award_everybody(now + DAY) == 0


def test_the_command_says_how_many_it_awarded(certification, capsys):
    call_command("award")
    assert capsys.readouterr().out == "Certificates awarded: 0\n"
