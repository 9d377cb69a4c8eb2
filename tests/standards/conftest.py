import datetime as dt

import pytest

from standards.models import Clause


def make_clause(code: str, **fields) -> Clause:
    values = {
        "area": code[:2],
        "in_force_from": dt.date(2026, 1, 1),
        "text_zh": f"要求 {code}",
        "text_en": f"Requirement {code}",
        "why_zh": "受到尊重",
        "why_en": "Respect",
        "responsible_zh": "服务顾问",
        "responsible_en": "Service advisor",
    }
    return Clause.objects.create(code=code, **values | fields)


@pytest.fixture
def clause(db) -> Clause:
    return make_clause("P2-03", talk_points_zh="您好", talk_points_en="Good morning")


@pytest.fixture
def another():
    """`another("ET-01")` is one more clause."""
    return make_clause


@pytest.fixture
def teach(lesson):
    """`teach(clause)`: the lesson is about it."""

    def name_clauses(*clauses) -> None:
        lesson.clauses.add(*clauses)
        lesson.save()

    return name_clauses
