"""A country of people: no query that lists them one by one, and no page without an end."""

import gc
import weakref

import pytest
from django.db import connection

from courses.models import LedgerEntry, Outcome
from people.models import User
from tests.benchmarks.measured import Queries
from tracking import team, views
from tracking.matrix import Asked, roll
from tracking.tables import matrix_lines


@pytest.fixture
def crowd(riverside):
    def add(number: int) -> None:
        User.objects.bulk_create(
            User(employee_number=f"p-{n}", name=f"P{n}", password="!", dealership=riverside) for n in range(number)
        )

    return add


def most_values(certification, now) -> int:
    """Of all queries, the most values that one was given."""
    given = []

    def count(execute, sql, params, many, context):
        given.append(len(params or ()))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        roll(Asked.by(certification), User.objects.advisors(), now.date())
    return max(given)


def test_no_query_grows_with_the_number_of_people(certification, crowd, lin, now):
    before = most_values(certification, now)
    crowd(200)
    assert most_values(certification, now) == before


def test_a_file_under_way_reads_part_by_part_and_holds_nobody_of_the_roll(
    certification, crowd, lin, chen, now, monkeypatch
):
    monkeypatch.setattr(team, "ROWS_AT_ONCE", 3)
    crowd(8)
    shown = team.team_of(chen, {}, now.date())
    held, number, lines = weakref.ref(shown), len(shown.entries), matrix_lines(shown)
    del shown
    asked = Queries()
    with connection.execute_wrapper(asked):
        parts = [(next(lines), asked.number)[1] for _ in range(number)]
    gc.collect()
    assert held() is None
    assert len(set(parts)) == 3
    assert next(lines, None) is None


def test_a_matrix_that_is_too_long_has_pages(certification, crowd, chen, signed_in, monkeypatch):
    monkeypatch.setattr(views, "ROWS_A_PAGE", 3)
    crowd(4)
    client = signed_in(chen)
    first, second = client.get("/en/team/?certification=reception"), client.get("/en/team/?page=2")
    assert (first.text.count('scope="row"'), second.text.count('scope="row"')) == (3, 1)
    assert "?certification=reception&amp;page=2" in first.text


def test_the_sentence_above_the_matrix_counts_everybody(certification, crowd, chen, signed_in, monkeypatch):
    monkeypatch.setattr(views, "ROWS_A_PAGE", 3)
    crowd(4)
    assert "0 of 4 advisors" in signed_in(chen).get("/en/team/").text


def test_a_long_record_has_pages(lin, lesson, chen, now, signed_in, monkeypatch):
    monkeypatch.setattr(views, "ENTRIES_A_PAGE", 3)
    for number in range(4):
        LedgerEntry.objects.create(
            person=lin, activity=lesson.translation_key, outcome=Outcome.FAILED, at=now,
            evidence_kind="somewhere", evidence_id=str(number),
        )  # fmt: skip
    response = signed_in(chen).get(f"/en/team/{lin.pk}/?page=2")
    assert len(response.context["entries"]) == 1
