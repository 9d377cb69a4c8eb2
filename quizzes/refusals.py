"""Why an attempt may not begin, in words for the learner."""

from __future__ import annotations

from collections.abc import Callable

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from quizzes.admission import Answer, Refusal

WORDS: dict[Refusal, Callable[[], str]] = {
    Refusal.NOT_YET: lambda: _("This quiz opens at %(moment)s."),
    Refusal.CLOSED: lambda: _("This quiz closed at %(moment)s."),
    Refusal.NONE_LEFT: lambda: _("You have used all the attempts that this quiz allows."),
    Refusal.TOO_SOON: lambda: _("You can try again from %(moment)s on."),
}


def refusal_words(answer: Answer) -> str:
    """ "" for whoever may begin."""
    if answer.refusal is None:
        return ""
    moment = date_format(timezone.localtime(answer.at), "DATETIME_FORMAT") if answer.at else ""
    return WORDS[answer.refusal]() % {"moment": moment}
