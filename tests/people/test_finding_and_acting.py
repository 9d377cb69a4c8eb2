"""Finding a person, and naming who acts for oneself."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from people.finding import initials, matches, spelt
from people.models import Delegation, User

LIST, ACTING = "people:directory", "people:acting"


@pytest.mark.parametrize("sought", ["林晓", "晓", "linxiao", "Lin Xiao", "lin x", "lx", "LX", "1001", "林 晓", "ｌｘ"])
def test_a_person_is_found_however_it_is_typed(sought):
    assert matches(sought, "林晓", "Lin Xiao", "a-1001")


@pytest.mark.parametrize("sought", ["zhou", "xl", "周", "lxx", "2002"])
def test_and_not_by_what_is_not_theirs(sought):
    assert not matches(sought, "林晓", "Lin Xiao", "a-1001")


@pytest.mark.parametrize(
    ("name", "spelling", "letters"),
    [("欧阳一", "ou yang yi", "oyy"), ("单田", "shan tian", "st"), ("Emma Clarke", "Emma Clarke", "ec")],
)
def test_initials_are_those_of_the_characters(name, spelling, letters):
    assert spelt(name) == spelling
    assert initials(spelt(name)) == letters


def shown(response) -> set[str]:
    return {person.employee_number for person in response.context["page_of_people"]}


@pytest.mark.parametrize(
    ("who", "numbers"),
    [("chen", {"lin", "zhou"}), ("regional", {"lin", "zhou", "chen", "h-advisor"}), ("harbour_manager", {"h-advisor"})],
)
def test_managers_find_whom_they_see(request, signed_in, lin, zhou, chen, harbour_advisor, who, numbers):
    assert shown(signed_in(request.getfixturevalue(who)).get(reverse(LIST))) == numbers


def test_leavers_have_a_list_of_their_own(signed_in, chen, lin, gone):
    client = signed_in(chen)
    assert shown(client.get(reverse(LIST), {"left": 1})) == {"gone"}
    assert "gone" not in shown(client.get(reverse(LIST)))


def test_a_search_narrows_the_list_and_leads_to_the_record(signed_in, chen, lin, zhou):
    client = signed_in(chen)
    response = client.get(reverse(LIST), {"q": "lx"})
    assert shown(response) == {"lin"}
    page = client.get(reverse("tracking:person", args=[lin.pk])).content.decode()
    assert "Where and when" in page
    assert "Riverside" in page


@pytest.mark.parametrize("who", ["lin", "xu"])
def test_whoever_manages_nobody_has_no_list(request, signed_in, who):
    assert signed_in(request.getfixturevalue(who)).get(reverse(LIST)).status_code == 404


def test_more_people_take_no_more_queries(
    signed_in, chen, lin, riverside, django_assert_num_queries, django_assert_max_num_queries
):
    client = signed_in(chen)
    client.get(reverse(LIST))
    with django_assert_max_num_queries(12) as few:
        client.get(reverse(LIST))
    for number in range(5):
        User.objects.create_user(f"more-{number}", name="多", dealership=riverside)
    with django_assert_num_queries(len(few)):
        client.get(reverse(LIST))


def sent(number: str, first: int = 0, last: int = 7) -> dict:
    today = timezone.localdate()
    return {
        "number": number,
        "first_day": str(today + dt.timedelta(days=first)),
        "last_day": str(today + dt.timedelta(days=last)),
    }


def test_a_manager_names_who_acts_and_ends_it(signed_in, chen, xu, lin):
    client = signed_in(chen)
    assert client.get(reverse(ACTING)).status_code == 200
    assert client.post(reverse(ACTING), sent("XU")).status_code == 302
    row = Delegation.objects.get()
    assert (row.person, row.delegate, row.made_by) == (chen, xu, chen)
    for _ in range(2):
        client.post(reverse("people:stop_acting", args=[row.pk]))
    row.refresh_from_db()
    assert row.revoked_by == chen


@pytest.mark.parametrize(
    "data",
    [sent("chen"), sent("nobody"), sent("s-advisor"), sent("admin"), sent("lin", 3, 2), sent("lin", -9, -2),
     sent("lin", 0, 400), {"number": "lin"}],
)  # fmt: skip
def test_what_makes_no_sense_is_refused(signed_in, chen, lin, admin, summit_advisor, data):
    assert signed_in(chen).post(reverse(ACTING), data).status_code == 200
    assert not Delegation.objects.exists()


@pytest.mark.parametrize("who", ["lin", "admin"])
def test_who_has_nothing_to_hand_over_hands_over_nothing(request, signed_in, who):
    assert signed_in(request.getfixturevalue(who)).get(reverse(ACTING)).status_code == 404


def test_nobody_ends_what_another_has_given(signed_in, chen, xu, lin):
    signed_in(chen).post(reverse(ACTING), sent("lin"))
    assert signed_in(xu).post(reverse("people:stop_acting", args=[Delegation.objects.get().pk])).status_code == 404


def test_a_delegate_does_not_hand_on(signed_in, chen, lin):
    signed_in(chen).post(reverse(ACTING), sent("lin"))
    assert signed_in(lin).get(reverse(LIST)).status_code == 200
    assert signed_in(lin).get(reverse(ACTING)).status_code == 404
