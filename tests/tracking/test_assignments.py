"""Assignments: whom they touch, once each, and what a manager does with them."""

import csv
import datetime as dt
import io
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses import ledger
from courses.models import Outcome
from people.models import User
from tracking.assigning.catching import catch, catch_all
from tracking.assigning.own import all_duties, own_duties
from tracking.assigning.standing import stand
from tracking.matrix import Asked, rows
from tracking.models import Assignment, Duty

TODAY = dt.date(2026, 11, 2)
NEW = "/en/team/assignments/new/"
LIST = "/en/team/assignments/"


@pytest.fixture
def assign(chen, riverside, module, lesson, second_lesson, now):
    """`assign(days=14)` gives the module to the advisors of Riverside."""

    def give(**fields) -> Assignment:
        said = {"dealership": riverside, "activity": module.translation_key, "reason": "New", "owner": chen, "at": now}
        assignment = Assignment.objects.create(key=uuid.uuid4(), **said | ({} if "days" in fields else FIXED) | fields)
        catch(assignment, TODAY)
        return assignment

    return give


FIXED = {"due_on": dt.date(2026, 11, 20)}


def finish(person, *pages, at) -> None:
    for page in pages:
        ledger.record(person=person, activity=page.translation_key, outcome=Outcome.COMPLETED, at=at)


def touched(assignment) -> list[str]:
    return sorted(Duty.objects.held().filter(assignment=assignment).values_list("person__employee_number", flat=True))


def form(**said) -> dict:
    return {
        "key": str(uuid.uuid4()), "place": "dealership:riverside", "when": "date", "due_on": "2027-03-01",
        "reason": "The standard has changed",
    } | said  # fmt: skip


@pytest.fixture
def thing(module, lesson) -> str:
    return f"page:{module.translation_key}"


def test_it_touches_the_advisors_of_the_dealership_and_nobody_else(assign, lin, zhou, xu, chen, harbour_advisor):
    assert touched(assign()) == ["lin", "zhou"]


def test_a_job_role_touches_those_who_have_it(assign, lin, xu):
    xu.job_role = "trainer"
    xu.save()
    assert touched(assign(job_role="trainer")) == ["xu"]


def test_a_region_touches_all_its_dealerships(assign, lin, harbour_advisor, summit_manager, east):
    assert touched(assign(dealership=None, region=east)) == ["h-advisor", "lin"]


def test_a_rule_about_new_people_leaves_the_others_alone(assign, lin, zhou):
    zhou.hired_on = TODAY
    zhou.save()
    assert touched(assign(days=14, from_hire=True, hired_since=TODAY)) == ["zhou"]


def test_repeated_it_catches_nobody_twice(assign, lin, zhou):
    assignment = assign()
    assert [catch_all(TODAY), catch_all(TODAY + dt.timedelta(days=1))] == [0, 0]
    assert Duty.objects.filter(assignment=assignment).count() == 2


def test_who_joins_later_is_caught_and_has_time(assign, lin, riverside):
    assignment = assign()
    User.objects.create_user("late", name="Late", dealership=riverside)
    catch_all(dt.date(2026, 11, 18))
    assert Duty.objects.get(assignment=assignment, person__employee_number="late").due_on == dt.date(2026, 11, 25)


def test_who_moves_away_is_released_and_held_again_on_coming_back(assign, lin, riverside, harbour):
    assignment = assign()
    User.objects.filter(pk=lin.pk).update(dealership=harbour)
    catch_all(TODAY)
    assert touched(assignment) == []
    User.objects.filter(pk=lin.pk).update(dealership=riverside)
    catch_all(TODAY)
    assert touched(assignment) == ["lin"]
    assert Duty.objects.filter(assignment=assignment).count() == 1


def test_who_leaves_has_nothing_to_do(assign, lin):
    assignment = assign()
    User.objects.filter(pk=lin.pk).update(is_active=False)
    assert touched(assignment) == []


def test_whether_it_is_done_is_read_from_the_ledger(assign, lin, lesson, second_lesson, now):
    assign()
    assert [held.state for held in own_duties(lin, TODAY)] == ["not_started"]
    finish(lin, lesson, at=now)
    assert [(held.state, held.done, held.total) for held in own_duties(lin, TODAY)] == [("in_progress", 1, 2)]
    finish(lin, second_lesson, at=now)
    assert own_duties(lin, TODAY) == []
    assert [held.state for held in all_duties(lin, dt.date(2027, 1, 1))] == ["done"]


def test_a_certification_is_done_by_its_certificate(assign, lin, certification, lesson, second_lesson, now):
    assign(activity=None, certification=certification)
    for page in (lesson, second_lesson):
        ledger.record(person=lin, activity=page.translation_key, outcome=Outcome.PASSED, score=95, at=now)
    assert [held.state for held in all_duties(lin, TODAY)] == ["in_progress"]
    certification.award_to(lin, now)
    assert [held.state for held in all_duties(lin, TODAY)] == ["done"]


def test_what_comes_again_is_done_anew(assign, lin, module, now, monkeypatch):
    from tracking.assigning import things

    key = uuid.uuid4()
    monkeypatch.setattr(things, "activities_below", lambda pages: {page.pk: {(key, "quiz")} for page in pages})
    assignment = assign(every_months=12)
    ledger.record(person=lin, activity=key, outcome=Outcome.PASSED, score=90, at=now)
    assert [catch(assignment, TODAY), catch(assignment, TODAY)] == [1, 0]
    held = stand(Duty.objects.held().with_all(), TODAY)
    assert [(each.duty.round, each.duty.due_on, each.state) for each in held] == [
        (2, dt.date(2027, 11, 20), "not_started")
    ]


def test_an_excuse_says_who_and_why_and_can_be_taken_back(signed_in, chen, assign, lin):
    duty = assign().duties.get(person=lin)
    client = signed_in(chen)
    client.post(reverse("tracking:excuse", args=[duty.pk]), {"reason": "Parental leave"})
    client.post(reverse("tracking:excuse", args=[duty.pk]), {"reason": "Another"})
    assert (duty.excuse.by, duty.excuse.reason) == (chen, "Parental leave")
    assert own_duties(lin, TODAY) == []
    client.post(reverse("tracking:ask_again", args=[duty.pk]))
    assert len(own_duties(lin, TODAY)) == 1


def test_an_ended_assignment_asks_nobody(signed_in, chen, assign, lin):
    assignment = assign()
    for _ in range(2):
        signed_in(chen).post(reverse("tracking:end_assignment", args=[assignment.pk]))
    assert own_duties(lin, TODAY) == []
    assert assignment.ending.by == chen


def test_the_matrix_says_by_when(assign, certification, lin, now):
    assign(activity=None, certification=certification)
    asked = Asked.by(certification)
    states = [[cell.state for cell in rows(asked, [lin], TODAY + dt.timedelta(days=n))[0].cells] for n in (0, 15, 19)]
    assert states == [["not_started"] * 2, ["due"] * 2, ["overdue"] * 2]
    assert rows(asked, [lin], TODAY)[0].state == "not_started"


def test_the_learners_home_says_what_is_due_and_why(signed_in, assign, lin, home):
    assign(reason="Before the summer campaign")
    assert "Before the summer campaign" in signed_in(lin).get("/en/").text


def test_before_it_is_saved_it_shows_whom_it_touches(signed_in, chen, lin, zhou, thing):
    response = signed_in(chen).post(NEW, form(thing=thing))
    assert (response.context["number"], len(response.context["held"])) == (2, 2)
    assert Assignment.objects.count() == 0


def test_what_was_shown_is_saved_once(signed_in, chen, lin, zhou, thing):
    said = form(thing=thing, seen="2", save="1")
    client = signed_in(chen)
    answers = [client.post(NEW, said).status_code for _ in range(2)]
    assert answers == [302, 302]
    assert touched(Assignment.objects.get()) == ["lin", "zhou"]


def test_whoever_came_in_between_is_shown_first(signed_in, chen, lin, zhou, thing):
    response = signed_in(chen).post(NEW, form(thing=thing, seen="1", save="1"))
    assert response.context["number"] == 2
    assert Assignment.objects.count() == 0


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ({"due_on": ""}, "due_on"),
        ({"due_on": "2020-01-01"}, "due_on"),
        ({"when": "hire", "days": "14"}, "hired_since"),
        ({"when": "catch", "days": ""}, "days"),
        ({"when": "catch", "days": "-3"}, "days"),
        ({"place": "dealership:harbour"}, "place"),
        ({"place": "all"}, "place"),
        ({"person": "h-advisor"}, "person"),
        ({"every_months": "12"}, "every_months"),  # lessons are read once
        ({"thing": f"page:{uuid.uuid4()}"}, "thing"),
        ({"reason": ""}, "reason"),
        ({"key": "x"}, "key"),
    ],
)
def test_what_makes_no_sense_is_not_taken(signed_in, chen, lin, harbour_advisor, thing, said, wrong):
    response = signed_in(chen).post(NEW, form(thing=thing, seen="1", save="1") | said)
    assert list(response.context["form"].errors) == [wrong]
    assert Assignment.objects.count() == 0


def test_one_person_can_be_given_something(signed_in, chen, lin, zhou, thing):
    signed_in(chen).post(NEW, form(thing=thing, person="zhou", seen="1", save="1"))
    assert touched(Assignment.objects.get()) == ["zhou"]


@pytest.mark.parametrize("who", ["lin", "xu"])
def test_advisors_and_trainers_assign_nothing(request, signed_in, assign, lin, who):
    assignment = assign()
    client = signed_in(request.getfixturevalue(who))
    duty = assignment.duties.get(person=lin)
    paths = [LIST, NEW, assignment.get_absolute_url(), reverse("tracking:excuse", args=[duty.pk])]
    assert {client.get(path).status_code for path in paths} == {404}


def test_a_stranger_sees_none_of_it(signed_in, harbour_manager, assign, lin):
    assignment = assign()
    duty = assignment.duties.get(person=lin)
    client = signed_in(harbour_manager)
    names = [
        ("assignment", assignment),
        ("end_assignment", assignment),
        ("excuse", duty),
    ]
    assert {client.get(reverse(f"tracking:{name}", args=[row.pk])).status_code for name, row in names} == {404}
    assert client.get(table("assignment"), {"assignment": assignment.pk}).status_code == 404
    assert client.post(reverse("tracking:ask_again", args=[duty.pk])).status_code == 404
    assert client.get(LIST).context["lines"] == []


def test_of_a_regions_assignment_a_manager_sees_the_own_people_and_ends_nothing(
    signed_in, chen, assign, lin, harbour_advisor, regional, east
):
    assignment = assign(owner=regional, dealership=None, region=east)
    client = signed_in(chen)
    assert client.get(assignment.get_absolute_url()).context["total"] == 1
    assert client.post(reverse("tracking:end_assignment", args=[assignment.pk])).status_code == 404


@pytest.mark.parametrize("name", ["assignments", "assignment"])
def test_what_is_only_shown_cannot_be_posted_to(signed_in, chen, assign, name):
    assignment = assign()
    path = reverse(f"tracking:{name}", args=[] if name == "assignments" else [assignment.pk])
    assert signed_in(chen).post(path).status_code == 405


def test_asking_again_needs_a_post(signed_in, chen, assign, lin):
    assert signed_in(chen).get(reverse("tracking:ask_again", args=[assign().duties.get().pk])).status_code == 405


def test_the_file_has_those_of_the_screen(signed_in, chen, assign, lin, zhou):
    response = signed_in(chen).get(table("assignment"), {"assignment": assign().pk})
    text = b"".join(response.streaming_content)
    assert [line.split(",")[0] for line in text.decode().splitlines()[1:]] == ["lin", "zhou"]


@pytest.mark.parametrize("name", ["assignments", "assignment"])
def test_more_people_and_assignments_ask_no_more_questions(signed_in, chen, assign, lin, riverside, name):
    assignment = assign()
    client = signed_in(chen)
    path = reverse(f"tracking:{name}", args=[] if name == "assignments" else [assignment.pk])
    few = queries(client, path)
    for number in range(12):
        User.objects.create_user(f"n{number}", name=f"N{number}", dealership=riverside)
    catch_all(TODAY)
    for _ in range(5):
        assign()
    assert queries(client, path) == few


def test_the_list_of_assignments_is_a_table(signed_in, chen, assign, lin, zhou):
    assign()
    text = b"".join(signed_in(chen).get(table("assignments")).streaming_content).decode("utf-8-sig")
    [line] = csv.DictReader(io.StringIO(text))
    assert (line["People"], line["Done"], line["Owner"]) == ("2", "0", "陈立")


def table(name: str) -> str:
    return reverse("people:table", args=[name, "csv"])


def queries(client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as found:
        client.get(path)
    return len(found)


def test_an_administrator_ends_what_another_has_given(assign, signed_in, admin, now):
    assignment = assign()
    signed_in(admin).post(reverse("tracking:end_assignment", args=[assignment.pk]))
    assert Assignment.objects.get(pk=assignment.pk).is_ended
