"""Before a regrade: what a corrected key would do to each attempt. Nothing is written here."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from hashlib import sha256
from random import Random
from uuid import UUID

from django.db.models import Prefetch, QuerySet, TextField
from django.db.models.functions import Cast

from courses.models import Outcome
from courses.resting import Resting, name_of, resting_on
from people.models import User
from quizzes import paper
from quizzes.models import Attempt, CountedAnswer, Question, Regrade, Regraded
from quizzes.models.regrades import position_of
from quizzes.models.sources import source_of, versions_of
from quizzes.paper import Item
from quizzes.rekeying import Reworded, rekeyed

AT_ONCE = 200  # attempts in memory
NOBODYS_CHANCE = Random(0)  # noqa: S311 - nothing is shuffled


@dataclass(frozen=True)
class Change:
    """What would become of one attempt; without results where there is none yet."""

    attempt: Attempt
    percent_before: Decimal | None
    outcome_before: str
    percent_after: Decimal | None
    outcome_after: str

    @property
    def is_other_result(self) -> bool:
        return (self.percent_before, self.outcome_before) != (self.percent_after, self.outcome_after)

    @property
    def flips(self) -> str:
        """The outcome that it would have instead of another, or ""."""
        return self.outcome_after if self.outcome_before != self.outcome_after else ""


@dataclass
class Plan:
    """`reworded` counts attempts for which the question was worded otherwise, `alike` those with the key already."""

    item: Item
    changes: list[Change] = field(default_factory=list)
    reworded: int = 0
    alike: int = 0

    @property
    def results(self) -> list[Change]:
        """Those whose result changes: first who would fail now, then who would pass now, then the others."""
        order = {Outcome.FAILED: 0, Outcome.PASSED: 1}
        changed = [change for change in self.changes if change.is_other_result]
        return sorted(changed, key=lambda change: (order.get(change.flips, 2), change.attempt.pk))

    @property
    def fingerprint(self) -> str:
        """Of the key and of what it would do: what was looked at is what is carried out."""
        said = [[change.attempt.pk, str(change.percent_after), change.outcome_after] for change in self.results]
        text = json.dumps([self.item.to_json(), said], sort_keys=True, ensure_ascii=False, default=str)
        return sha256(text.encode()).hexdigest()


def item_of(question: Question) -> Item:
    """The question as it stands in the bank, in all its languages."""
    versions = versions_of([question.translation_key])[question.translation_key]
    return paper.lay_out(source_of(question.pk, 1, versions), False, NOBODYS_CHANCE)


def plan(question: Question) -> Plan:
    found = Plan(item_of(question))
    for attempt in papers_with(question.translation_key):
        position = position_of(attempt, str(question.translation_key))
        before = attempt.items[position - 1]
        try:
            after = rekeyed(before, found.item)
        except Reworded:
            found.reworded += 1
            continue
        if after == before:
            found.alike += 1
        else:
            found.changes.append(change_of(attempt, position, after))
    return found


def change_of(attempt: Attempt, position: int, after: Item) -> Change:
    percent, outcome = attempt.percent, attempt.outcome
    attempt.replace_item(position, after)
    changed = Change(attempt, percent, outcome, attempt.percent, attempt.outcome)
    attempt.paper = []  # long, and no longer needed
    attempt.__dict__.pop("items", None)
    return changed


def papers_with(question: UUID) -> Iterator[Attempt]:
    """The attempts that have the question, going on or submitted, with everything that marking asks for."""
    pks = sorted(numbers_with(question))
    for start in range(0, len(pks), AT_ONCE):
        rows = Attempt.objects.filter(pk__in=pks[start : start + AT_ONCE]).order_by("pk")
        yield from with_answers(rows)


def numbers_with(question: UUID) -> set[int]:
    """Counted answers know the question; of what is not counted yet the papers are looked through."""
    counted = CountedAnswer.objects.filter(wording__question=question).values_list("paper_id", flat=True)
    uncounted = Attempt.objects.filter(counted__isnull=True).annotate(words=Cast("paper", TextField()))
    return {*counted, *uncounted.filter(words__contains=str(question)).values_list("pk", flat=True)}


def with_answers(rows: QuerySet) -> QuerySet:
    people = Prefetch("person", User.objects.select_related("dealership"))
    earlier = Prefetch("regraded", Regraded.objects.defer("item_before"))
    return rows.prefetch_related(people, "responses", "hand_marks", earlier)


def certificates_of(changes: list[Change]) -> list[tuple[Change, Resting]]:
    """Each certificate that rests on one of these results."""
    by_evidence = {name: change for change in changes for name in names_of(change.attempt)}
    found = resting_on({change.attempt.person_id for change in changes}, by_evidence)
    return [(by_evidence[each.evidence], each) for each in found]


def certificates_since(regrade: Regrade) -> list[tuple[Regraded, Resting]]:
    """Each certificate that rests on a result that this regrade changed, as it is now."""
    rows = [
        row
        for row in regrade.regraded.defer("item_before", "attempt__paper").select_related("attempt__person")
        if row.is_other_result
    ]
    by_evidence = {name_of(row.attempt): row for row in rows} | {name_of(row): row for row in rows}
    found = resting_on({row.attempt.person_id for row in rows}, by_evidence)
    return [(by_evidence[each.evidence], each) for each in found]


def names_of(attempt: Attempt) -> list[str]:
    """What awards call the result: the attempt itself, and after a regrade that."""
    return [name_of(attempt), *map(name_of, attempt.regraded.all())]


def carry_out(regrade: Regrade, at) -> None:
    """Attempt by attempt, so that an interruption leaves each of them whole; again, it goes on with the rest."""
    for pk in sorted(numbers_with(regrade.question)):
        regrade.carry_out(pk, at)
    regrade.finish(at)
