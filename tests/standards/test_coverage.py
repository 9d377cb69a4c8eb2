"""Coverage counts what teaches, tests and performs each clause; a language is not counted twice."""

import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.models import LessonPage
from standards import picture
from standards.coverage import Coverage, coverage, tally
from standards.models import Clause
from standards.uses import Kind, Use

REPORTS = ["standards_coverage", "standards_coverage_picture", "standards_impact"]


def use(code, kind, key):
    return Use(code, kind, key, "", "")


def row_of(found: Coverage, code: str) -> tuple[int, int, int]:
    row = next(row for row in found.rows if row.code == code)
    return row.lessons, row.questions, row.items


def said(*args) -> str:
    out = StringIO()
    call_command("standards", *args, stdout=out)
    return out.getvalue()


def test_each_kind_is_counted_by_itself():
    clauses = [Clause(code="P2-01", area="P2"), Clause(code="P2-02", area="P2")]
    uses = [
        use("P2-01", Kind.LESSON, "a"),
        use("P2-01", Kind.LESSON, "b"),
        use("P2-01", Kind.LESSON, "b"),
        use("P2-01", Kind.QUESTION, "q"),
        use("P2-02", Kind.ITEM, "i"),
        use("P2-01", Kind.CERTIFICATION, "c"),
    ]
    found = tally(clauses, uses)
    assert (row_of(found, "P2-01"), row_of(found, "P2-02")) == ((2, 1, 0), (0, 0, 1))
    assert found.totals == {"lessons": 1, "questions": 1, "items": 1}


@pytest.mark.parametrize(
    ("kinds", "is_orphan", "is_gap"),
    [
        ([], True, False),
        ([Kind.CERTIFICATION], True, False),
        ([Kind.LESSON], False, True),
        ([Kind.QUESTION], False, True),
        ([Kind.ITEM], False, True),
        ([Kind.LESSON, Kind.QUESTION], False, False),
        ([Kind.LESSON, Kind.ITEM], False, False),
    ],
)
def test_an_orphan_is_neither_taught_nor_tested_and_a_gap_only_one_of_them(kinds, is_orphan, is_gap):
    found = tally([Clause(code="P2-01", area="P2")], [use("P2-01", kind, "x") for kind in kinds])
    assert (bool(found.orphans), bool(found.gaps)) == (is_orphan, is_gap)


def test_two_languages_of_a_lesson_are_one(clause, lesson, teach, home_zh):
    chinese = LessonPage(
        title="迎接", slug="greeting", minutes=6, locale=home_zh.locale, translation_key=lesson.translation_key
    )
    home_zh.add_child(instance=chinese)
    chinese.clauses.add(clause)
    chinese.save()
    teach(clause)
    assert row_of(coverage(), "P2-03") == (1, 0, 0)


def test_the_command_fails_for_an_orphan_and_names_it(clause, another, teach):
    another("ET-01")
    teach(clause)
    with pytest.raises(CommandError, match="ET-01"):
        said("coverage")


def test_the_command_is_content_with_a_lesson_unless_it_is_strict(clause, teach):
    teach(clause)
    assert "1 clauses, 0 orphans, 1 gaps" in said("coverage")
    with pytest.raises(CommandError, match="P2-03"):
        said("coverage", "--strict")


def test_the_picture_has_a_square_for_each_clause(clause, another, tmp_path, teach):
    another("ET-01")
    teach(clause, Clause.objects.get(code="ET-01"))
    said("coverage", "--picture", str(tmp_path / "coverage.svg"))
    titles = re.findall("<g><title>(.*?)</title>", (tmp_path / "coverage.svg").read_text())
    assert titles == ["ET-01 · 1 / 0 / 0", "P2-03 · 1 / 0 / 0"]


def test_a_text_cannot_break_the_picture():
    found = tally([Clause(code="P2-01", area="P2", text_en="<script>")], [])
    assert "<script" not in picture.draw(found)


def test_coverage_of_more_clauses_takes_no_more_queries(clause, another, teach):
    teach(clause)
    with CaptureQueriesContext(connection) as before:
        coverage()
    for number in range(10, 20):
        teach(another(f"P2-{number}"))
    with CaptureQueriesContext(connection) as after:
        coverage()
    assert len(after) == len(before)


@pytest.mark.parametrize("name", REPORTS)
@pytest.mark.parametrize(
    ("who", "status"), [("admin", 200), ("xu", 200), ("lin", 302), ("chen", 302), ("regional", 302)]
)
def test_authors_see_the_reports_and_nobody_else(request, signed_in, clause, name, who, status):
    response = signed_in(request.getfixturevalue(who)).get(reverse(name))
    assert response.status_code == status


def test_the_report_names_orphans(signed_in, xu, clause):
    page = signed_in(xu).get(reverse("standards_coverage")).content.decode()
    assert "?clause=P2-03" in page
    assert "<svg" in page


@pytest.mark.parametrize("code", ["", "P9-99", "nothing at all"])
def test_the_impact_report_bears_any_code(signed_in, xu, clause, code):
    assert signed_in(xu).get(reverse("standards_impact"), {"clause": code}).status_code == 200
