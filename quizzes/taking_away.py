"""The tables of answers that wait for a trainer and of regraded results, for `people.tables`.

What was written stays with the answer.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import F
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, pgettext
from django.utils.translation import gettext as _

from courses.models import Outcome
from people.tables import Asked, Line, Sheet, Table, some_at_a_time
from quizzes.models import HandMark, Question, QuizPage, Regraded


def to_mark(asked: Asked) -> Sheet:
    heading = [
        _("Employee number"),
        pgettext("person", "Name"),
        _("Dealership"),
        _("Quiz"),
        _("Question"),
        _("Waits since"),
    ]
    waiting = HandMark.objects.to_be_read_by(asked.user).open().select_related("attempt__person__dealership")
    return Sheet(heading, lines(waiting.defer("attempt__paper")))


def lines(waiting) -> Iterator[Line]:
    for some in some_at_a_time(waiting):
        titles = QuizPage.titles({mark.attempt.quiz for mark in some}, get_language())
        for mark in some:
            person = mark.attempt.person
            who = person.employee_number, person.name, str(person.dealership or "")
            yield [*who, titles.get(mark.attempt.quiz, ""), mark.position, timezone.localdate(mark.asked_at)]


def regraded_results(asked: Asked) -> Sheet:
    heading = [
        _("Employee number"), pgettext("person", "Name"), _("Dealership"), _("Quiz"), _("Question"), _("Result before"),
        _("Result after"), _("Outcome before"), _("Outcome after"), _("When"), pgettext("decided", "By"), _("Reason"),
    ]  # fmt: skip
    people = "attempt__person__dealership"
    rows = Regraded.objects.select_related(people, "regrade__by").defer(
        "item_before", "attempt__paper", "regrade__item"
    )
    return Sheet(heading, regraded_lines(rows.exclude(percent_before=F("percent_after")).order_by("-pk")))


def regraded_lines(rows) -> Iterator[Line]:
    words = dict(Outcome.choices)
    for some in some_at_a_time(rows.exclude(percent_before=None)):
        titles = QuizPage.titles({row.attempt.quiz for row in some}, get_language())
        codes = Question.objects.filter(translation_key__in={row.regrade.question for row in some})
        code_of = dict(codes.values_list("translation_key", "code"))
        for row in some:
            person, regrade = row.attempt.person, row.regrade
            who = person.employee_number, person.name, str(person.dealership or "")
            what = titles.get(row.attempt.quiz, ""), code_of.get(regrade.question, "")
            result = row.percent_before, row.percent_after, words[row.outcome_before], words[row.outcome_after]
            yield [*who, *what, *map(plain, result), timezone.localdate(regrade.at), regrade.by.name, regrade.reason]


def plain(value):
    return str(value) if isinstance(value, Promise) else value


TABLES = [
    Table("answers-to-mark", gettext_lazy("Answers to mark"), "quizzes:marking", to_mark),
    Table("regraded-results", gettext_lazy("Results changed by regrades"), "quizzes_regrades", regraded_results),
]
