"""The questions of a whole paper, on one page and on the overview: each with addresses of its own."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from html import escape

from django import template
from django.template import Context
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from people.addresses import addresses
from quizzes.kinds.frozen import Reviewed, Shown
from quizzes.markup import sign
from quizzes.models import Attempt
from quizzes.models.attempts import Feedback, Layout
from quizzes.templatetags.quizzes_asked import asked
from quizzes.templatetags.quizzes_review import reviewed

register = template.Library()
# By whether it is answered and whether it is flagged.
PLACES = {
    (True, True): gettext_lazy("Question %(position)s, answered, to be looked at again"),
    (False, True): gettext_lazy("Question %(position)s, not answered, to be looked at again"),
    (True, False): gettext_lazy("Question %(position)s, answered"),
    (False, False): gettext_lazy("Question %(position)s, not answered"),
}


@register.simple_tag(takes_context=True)
def all_questions(context: Context, rows: Iterable[tuple[Shown, Reviewed | None]]) -> SafeString:
    """Each in a form of its own; or as it is after submission, where that has been shown already."""
    attempt, total, token = context["attempt"], context["total"], escape(str(context["csrf_token"]))
    answer, save = addresses("quizzes:question", attempt.pk), addresses("quizzes:save", attempt.pk)
    buttons, made = _buttons(attempt), []
    for question, checked in rows:
        if checked:
            made.append(f'<div class="question-of-many">{reviewed(context, checked)}</div>')
            continue
        number = question.position
        kicker = _("Question %(number)s of %(total)s") % {"number": number, "total": total}
        made.append(f"""<form class="question-of-many" id="question-{number}" method="post" action="{answer(number)}" \
data-behaviour="saving" data-url="{save(number)}" data-position="{number}" autocomplete="off">
  <input type="hidden" name="csrfmiddlewaretoken" value="{token}">
  <p class="kicker">{kicker}</p>
  {asked(context, question, "h2")}
  {buttons}
</form>""")
    return mark_safe("\n".join(made))  # noqa: S308 - what comes from data is escaped


def _buttons(attempt: Attempt) -> str:
    check = '<button class="button" name="go" value="check">{}</button>'.format(pgettext("answer", "Check"))
    save = '<noscript><button class="button">{}</button></noscript>'.format(_("Save this answer"))
    return f"{check}\n  {save}" if attempt.feedback == Feedback.EACH else save


@register.simple_tag
def question_map(
    attempt: Attempt, positions: Iterable[int], answered: Collection[int], flagged: Collection[int]
) -> SafeString:
    """A link to each question, which says what has become of it."""
    paper, flag = reverse("quizzes:paper", args=[attempt.pk]), sign("flag")
    question = addresses("quizzes:question", attempt.pk)
    made = []
    for number in positions:
        is_answered, is_flagged = number in answered, number in flagged
        address = f"{paper}#question-{number}" if attempt.layout == Layout.ALL else question(number)
        look = f"{'is-answered' if is_answered else ''}{' is-flagged' if is_flagged else ''}"
        label = PLACES[is_answered, is_flagged] % {"position": number}
        words = f"{number}{flag if is_flagged else ''}"
        made.append(f'<a href="{address}" class="{look}" aria-label="{label}">{words}</a>')
    return mark_safe("\n".join(made))  # noqa: S308 - numbers, and words of ours
