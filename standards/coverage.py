"""Which clause is taught, tested and performed: counts of lessons, questions and check-sheet items."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from standards.models import Area, Clause
from standards.uses import Kind, Use, uses_of


@dataclass(frozen=True)
class Row:
    code: str
    area: str
    text: str
    lessons: int
    questions: int
    items: int

    @property
    def is_taught(self) -> bool:
        return self.lessons > 0

    @property
    def is_tested(self) -> bool:
        return self.questions > 0 or self.items > 0

    @property
    def is_orphan(self) -> bool:
        return not self.is_taught and not self.is_tested


@dataclass(frozen=True)
class Coverage:
    rows: tuple[Row, ...]

    @property
    def orphans(self) -> list[Row]:
        return [row for row in self.rows if row.is_orphan]

    @property
    def gaps(self) -> list[Row]:
        """Taught and never tested, or tested and never taught."""
        return [row for row in self.rows if row.is_taught != row.is_tested]

    def total(self, name: str) -> int:
        """How many clauses have at least one: `name` is "lessons", "questions" or "items"."""
        return sum(getattr(row, name) > 0 for row in self.rows)

    @property
    def totals(self) -> dict[str, int]:
        return {name: self.total(name) for name in ("lessons", "questions", "items")}


def coverage() -> Coverage:
    """Every clause, in the order of the areas."""
    clauses = sorted(Clause.objects.all(), key=lambda clause: (Area.values.index(clause.area), clause.code))
    return tally(clauses, uses_of())


def tally(clauses: Iterable[Clause], uses: Iterable[Use]) -> Coverage:
    found: dict[tuple[str, Kind], set[str]] = {}
    for use in uses:
        found.setdefault((use.clause, use.kind), set()).add(use.key)

    def count(clause: Clause, kind: Kind) -> int:
        return len(found.get((clause.code, kind), ()))

    return Coverage(
        tuple(
            Row(
                clause.code,
                clause.area,
                clause.text,
                count(clause, Kind.LESSON),
                count(clause, Kind.QUESTION),
                count(clause, Kind.ITEM),
            )
            for clause in clauses
        )
    )
