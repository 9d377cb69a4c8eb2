"""What the audit trail is told: exceptions for one person and sittings are rows, so a new row is what happened."""

from people import audit
from people.audit import Action
from quizzes.models import AccessWord, Allowance


def listen() -> None:
    audit.watch(Allowance, Action.EXCEPTION_MADE)
    audit.watch(AccessWord, Action.SITTING_BEGUN)
