"""What a changed clause touches: lessons, questions, items, certifications, and people certified before the change."""

from __future__ import annotations

from dataclasses import dataclass

from standards.models import Clause
from standards.uses import Holder, Kind, Use, holders_of, uses_of


@dataclass(frozen=True)
class Impact:
    clause: Clause
    uses: tuple[Use, ...]
    holders: tuple[Holder, ...]

    def of(self, kind: Kind) -> list[Use]:
        return [use for use in self.uses if use.kind == kind]


def impact_of(clause: Clause, viewer=None) -> Impact:
    """Everything that depends on the clause; of the people only those whom `viewer` may see, if one is given."""
    distinct = {(use.kind, use.key): use for use in uses_of([clause.code])}
    in_order = sorted(distinct.values(), key=lambda use: use.title)
    # Nobody was certified on an older version of a clause that has only had one.
    holders = holders_of(clause, viewer) if clause.version > 1 else []
    return Impact(clause, tuple(in_order), tuple(holders))
