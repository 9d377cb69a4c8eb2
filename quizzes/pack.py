"""What was asked, answered and given in each attempt, for the auditor's pack."""

from collections.abc import Iterator
from typing import Any

from people.packs import Record, Scope, of_facts
from people.privacy.copying import facts
from quizzes.models import Attempt


def records(scope: Scope) -> Iterator[Record]:
    handed_in = Attempt.objects.filter(person__in=scope.people, submitted_at__isnull=False, submitted_at__lte=scope.at)
    rows = handed_in.order_by("person__employee_number", "pk").values_list("pk", "person__employee_number")
    for pk, number in rows:
        yield of_facts(f"evidence/{number}/attempt-{pk}.json", lambda pk=pk: attempt(pk))


def attempt(pk: int) -> dict[str, Any]:
    found = Attempt.objects.prefetch_related("responses", "hand_marks").get(pk=pk)
    answers = sorted(found.responses.all(), key=lambda each: each.position)
    marks = sorted(found.hand_marks.all(), key=lambda each: each.position)
    about = facts(found) | {"id": f"quizzes.attempt:{pk}"}
    return about | {"responses": [facts(each) for each in answers], "hand_marks": [facts(each) for each in marks]}
