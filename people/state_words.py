"""The words of the states, the same as on the screen."""

from django.utils.translation import pgettext_lazy

STATES = {
    "passed": pgettext_lazy("state", "Passed"),
    "in_progress": pgettext_lazy("state", "In progress"),
    "due": pgettext_lazy("state", "Due"),
    "overdue": pgettext_lazy("state", "Overdue"),
    "expiring": pgettext_lazy("state", "Expiring"),
    "expired": pgettext_lazy("state", "Expired"),
    "failed": pgettext_lazy("state", "Failed"),
    "revoked": pgettext_lazy("state", "Revoked"),
    "suspended": pgettext_lazy("state", "Suspended"),
    "superseded": pgettext_lazy("state", "Superseded"),
    "not_needed": pgettext_lazy("state", "Not needed"),
    "valid": pgettext_lazy("state", "Valid"),
    "done": pgettext_lazy("state", "Done"),
    "excused": pgettext_lazy("state", "Excused"),
    "not_started": pgettext_lazy("state", "Not started"),
}


def state_word(state: str) -> str:
    return str(STATES[state])
