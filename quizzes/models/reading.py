"""A running attempt as most of its screens need it: without its paper, which is long, but for one question."""

from __future__ import annotations

from functools import lru_cache

from django.db.models import F, Func, IntegerField

from people.prepared import Prepared
from quizzes.models.answering import QUESTIONS_AT_MOST, only
from quizzes.models.attempts import Attempt


def glance(pk: int, person, position: int | None = None) -> Attempt:
    """That person's attempt, with the question at `position`. Raises DoesNotExist where it is somebody else's."""
    if position is not None and not 1 <= position <= QUESTIONS_AT_MOST:
        raise Attempt.DoesNotExist
    attempt = only(Attempt, _glanced(position).objects(pk, person.pk))
    attempt.person = person
    attempt.position = position
    return attempt


@lru_cache(maxsize=128)
def _glanced(position: int | None) -> Prepared:
    with_question = {} if position is None else {"item": F(f"paper__{position - 1}")}
    return Prepared(
        lambda pk, person: (
            Attempt.objects.filter(pk=pk, person=person)
            .defer("paper")
            .annotate(length=Length(F("paper")), **with_question)
        )
    )


class Length(Func):
    """Of a list in JSON."""

    function = "json_array_length"
    output_field = IntegerField()

    def as_postgresql(self, compiler, connection, **context) -> tuple[str, list]:
        return self.as_sql(compiler, connection, function="jsonb_array_length", **context)
