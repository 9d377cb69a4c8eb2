"""Why a cell is as it is, and where it leads."""

import datetime as dt
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.urls import reverse

from certificates.models import Certificate, Requirement, Road
from courses.models import LedgerEntry, Outcome
from people.models import User
from tracking.lines import why_in_parts
from tracking.matrix import Asked, roll, rows
from tracking.reasons import why

TEAM = "/en/team/"


@pytest.fixture
def entered(now):
    """`entered(lin, lesson, score=…)` writes an entry without awarding anything."""

    def enter(person, page, outcome=Outcome.COMPLETED, score=None, at=now, evidence=("", "")) -> LedgerEntry:
        kind, number = evidence
        return LedgerEntry.objects.create(
            person=person, activity=page.translation_key, outcome=outcome, at=at,
            score=None if score is None else Decimal(score), evidence_kind=kind, evidence_id=number,
        )  # fmt: skip

    return enter


@pytest.fixture
def certified(certification, now):
    def certify(person, until: dt.date) -> Certificate:
        start = until - dt.timedelta(days=700)
        return Certificate.objects.create(
            certification=certification, person=person, serial=f"SA-{person.pk}", code=f"C{person.pk}", name="x",
            title_zh="x", title_en="x", awarded_at=now - dt.timedelta(days=700), awarded_on=start, valid_until=until,
            evidence=[],
        )  # fmt: skip

    return certify


def cells(certification, person, now) -> list[tuple[str, str]]:
    row = rows(Asked.by(certification), [person], now.date())[0]
    return [(cell.state, why(cell)) for cell in row.cells]


def test_a_cell_says_how_much_is_done(certification, lin, lesson, entered, now):
    entered(lin, lesson)
    assert cells(certification, lin, now)[0] == ("in_progress", "1 of 2 done")


def test_a_cell_says_what_score_was_needed(certification, lin, second_lesson, entered, now):
    entered(lin, second_lesson, Outcome.FAILED, 72.5)
    assert cells(certification, lin, now)[1] == ("failed", "72.5 %, 80 % needed")


def test_a_passed_cell_says_how_well_and_when(certification, lin, second_lesson, entered, now):
    entered(lin, second_lesson, Outcome.PASSED, 95)
    assert cells(certification, lin, now)[1] == ("passed", "95 % · 2026-11-02")


def test_without_a_date_to_be_due_by_nothing_is_due(certification, lin, now):
    assert [state for state, _ in cells(certification, lin, now)] == ["not_started", "not_started"]


@pytest.mark.parametrize(
    ("until", "state", "reason"),
    [
        (dt.date(2026, 11, 20), "due", "by 2026-11-20"),
        (dt.date(2026, 11, 2), "due", "by 2026-11-02"),
        (dt.date(2026, 11, 1), "overdue", "was due 2026-11-01"),
    ],
)
def test_what_a_renewal_asks_for_is_due_until_the_certificate_ends(
    certification, lin, lesson, second_lesson, entered, certified, now, until, state, reason
):
    """The shorter road asks for the walk-round alone; the lessons stay passed."""
    Requirement.objects.create(certification=certification, page=second_lesson, road=Road.RENEWAL, label_en="R")
    long_ago = now - dt.timedelta(days=701)
    entered(lin, lesson, at=long_ago)
    entered(lin, second_lesson, Outcome.PASSED, 95, at=long_ago)
    certified(lin, until)
    assert [cell[0] for cell in cells(certification, lin, now)] == ["passed", state]
    assert cells(certification, lin, now)[1][1] == reason


def test_what_is_renewed_already_is_passed(certification, lin, lesson, second_lesson, entered, certified, now):
    Requirement.objects.create(certification=certification, page=second_lesson, road=Road.RENEWAL, label_en="R")
    entered(lin, second_lesson, Outcome.PASSED, 90)
    certified(lin, dt.date(2026, 11, 20))
    assert cells(certification, lin, now)[1] == ("passed", "90 % · 2026-11-02")


def test_long_after_the_end_the_whole_road_is_overdue(certification, lin, second_lesson, certified, now):
    Requirement.objects.create(certification=certification, page=second_lesson, road=Road.RENEWAL, label_en="R")
    certified(lin, dt.date(2026, 7, 1))
    assert [state for state, _ in cells(certification, lin, now)] == ["overdue", "overdue"]


def test_the_roll_and_the_rows_agree(certification, riverside, lesson, second_lesson, entered, certified, now):
    people = [User.objects.create_user(f"n{n}", name=f"N{n}", dealership=riverside) for n in range(6)]
    entered(people[1], lesson)
    entered(people[2], second_lesson, Outcome.FAILED, 40)
    entered(people[3], second_lesson, Outcome.FAILED, 40, evidence=("a", "1"))
    entered(people[3], second_lesson, Outcome.PASSED, 60, evidence=("a", "2"))
    certified(people[4], dt.date(2028, 1, 1))
    certified(people[5], dt.date(2026, 1, 1))
    asked = Asked.by(certification)
    rolled = {entry.pk: entry.state for entry in roll(asked, User.objects.advisors(), now.date())}
    assert rolled == {row.person.pk: row.state for row in rows(asked, people, now.date())}
    assert list(rolled.values()).count("failed") == 1


def test_every_cell_leads_to_its_requirement(signed_in, chen, lin, certification):
    text = signed_in(chen).get(TEAM).text
    page = signed_in(chen).get(reverse("tracking:person", args=[lin.pk])).text
    for requirement in certification.requirements.all():
        address = f"/en/team/{lin.pk}/?certification=reception#requirement-{requirement.pk}"
        assert f'<td data-state="not_started"><a href="{address}">' in text
        assert f'id="requirement-{requirement.pk}"' in page


def test_a_card_shows_what_is_open_and_counts_the_rest(
    signed_in, chen, lin, lesson, second_lesson, certification, entered
):
    entered(lin, lesson, Outcome.FAILED, 30)
    Requirement.objects.create(certification=certification, page=lesson.get_parent().get_parent(), label_en="Course")
    entered(lin, second_lesson, Outcome.PASSED, 90)
    card = signed_in(chen).get(TEAM).text.partition('class="matrix-cards"')[2].partition('class="matrix-wrap"')[0]
    assert card.count("matrix-open-label") == 2
    assert "1 of 3 passed" in card


def test_a_requirement_shows_its_attempts_and_what_is_missing(
    signed_in, chen, lin, lesson, second_lesson, certification, entered
):
    entered(lin, lesson, Outcome.FAILED, 40, evidence=("quizzes.attempt", "77"))
    response = signed_in(chen).get(reverse("tracking:person", args=[lin.pk]))
    lessons, walk_round = response.context["proofs"]
    assert [(each.title, each.url) for each in lessons.evidence] == [("Greeting", "/en/quizzes/attempts/77/result/")]
    assert (lessons.missing, walk_round.missing) == (["Walk-round"], ["Walk-round"])


def test_a_longer_record_asks_no_more_questions(
    signed_in, chen, lin, lesson, certification, entered, django_assert_max_num_queries
):
    client, path = signed_in(chen), reverse("tracking:person", args=[lin.pk])
    entered(lin, lesson)
    client.get(path)
    with django_assert_max_num_queries(100) as few:
        client.get(path)
    for number in range(10):
        entered(lin, lesson, Outcome.FAILED, 40, evidence=("quizzes.attempt", str(number)))
    with django_assert_max_num_queries(len(few)):
        client.get(path)


def test_a_card_names_what_is_not_started_in_one_line(signed_in, chen, lin, lesson, certification, entered):
    entered(lin, lesson)
    card = signed_in(chen).get(TEAM).text.partition('class="matrix-cards"')[2].partition('class="matrix-wrap"')[0]
    assert card.count("matrix-open-label") == 1
    assert "Not started: Round" in card


def test_a_state_is_drawn_and_not_spelled_out(certification, lin, chen, signed_in):
    text = signed_in(chen).get("/en/team/").text
    assert '<span class="state" data-state="not_started">' in text
    assert "&lt;span" not in text


def test_a_date_is_kept_in_one_piece():
    cell = SimpleNamespace(
        standing=SimpleNamespace(is_met=False, total=3, done=1, score=None), state="due", until=dt.date(2026, 5, 3),
        rule=SimpleNamespace(minimum=None),
    )  # fmt: skip
    parts = why_in_parts(cell)
    assert parts == '<span class="nowrap">1 of 3 done</span> · <span class="nowrap">by 2026-05-03</span>'
