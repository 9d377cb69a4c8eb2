"""A question after submission: what was answered, what is right and why.

A result has twenty of them with a hundred options, and templates for all of it took two thirds of its time.
"""

from __future__ import annotations

from functools import lru_cache
from html import escape

from django import template
from django.template import Context
from django.template.defaultfilters import floatformat
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext_lazy, ngettext, pgettext_lazy
from django.utils.translation import gettext as _

from people.icons import state
from quizzes.kinds.frozen import Reviewed, ReviewedOption, ReviewedSlot
from quizzes.markup import included, lines, said, sign
from quizzes.scoring import Kind, Mark

register = template.Library()
NO_SIGN = '<svg class="icon" aria-hidden="true" focusable="false"></svg>'
VERDICTS: dict[str, tuple[str, Promise]] = {
    "pending": ("in_progress", gettext_lazy("Being marked")),
    "right": ("passed", pgettext_lazy("answer", "Right")),
    "partial": ("in_progress", gettext_lazy("Right in part")),
    "wrong": ("failed", pgettext_lazy("answer", "Wrong")),
    "open": ("not_started", gettext_lazy("Not answered")),
}


@register.simple_tag(takes_context=True)
def reviewed(context: Context, question: Reviewed) -> SafeString:
    stem = _("Fill the gaps.") if question.kind is Kind.CLOZE else lines(question.stem.text)
    with_picture = question.picture and question.kind is not Kind.HOTSPOT
    picture = included(context, "quizzes/includes/picture.html", question) if with_picture else ""
    number = question.position
    made = f"""<section class="section" aria-labelledby="question-{number}">
  <div class="stack is-close">
    <div class="cluster is-apart">
      <p class="muted small">{_facts(question)}</p>
      {state(*VERDICTS[_verdict(question)])}
    </div>
    <h3 id="question-{number}" lang="{escape(question.stem.lang)}">{stem}</h3>
    {picture}
    {_answer(context, question)}
    <p class="measure" lang="{escape(question.explanation.lang)}">{lines(question.explanation.text)}</p>
    {_clauses(question.clauses, get_language()) if question.clauses else ""}
  </div>
</section>"""
    return mark_safe(made)  # noqa: S308 - what comes from data is escaped


@register.simple_tag
def reviewed_options(question: Reviewed) -> SafeString:
    """Items of a list: the sign of each option, its text, what became of it, and why it is wrong."""
    items = (_option(option, question.is_answered) for option in question.options)
    return mark_safe("".join(items))  # noqa: S308 - what comes from data is escaped


@register.simple_tag
def reviewed_slots(question: Reviewed) -> SafeString:
    """Items of a list: the sign of each gap, pair or line, what was given there, and what is right."""
    items = (_slot(slot, question.kind is Kind.CLOZE) for slot in question.slots)
    return mark_safe("".join(items))  # noqa: S308 - what comes from data is escaped


def _facts(question: Reviewed) -> str:
    facts = [_("Question %(number)s") % {"number": question.position}, _points(question.mark, get_language())]
    return " · ".join(facts if question.is_scored else [*facts, _("on trial, does not count")])


@lru_cache(maxsize=1000)
def _points(mark: Mark, language: str) -> str:
    words = ngettext("%(earned)s of %(counter)s point", "%(earned)s of %(counter)s points", mark.of)
    return words % {"earned": floatformat(mark.points, "-2"), "counter": mark.of}


def _verdict(question: Reviewed) -> str:
    if question.is_pending and question.is_scored:
        return "pending"
    if question.mark.is_full:
        return "right"
    if question.mark.is_partial:
        return "partial"
    return "wrong" if question.is_answered else "open"


def _answer(context: Context, question: Reviewed) -> str:
    if question.screen:
        return included(context, question.screen, question)
    if question.slots:
        return f'<ul class="options">{reviewed_slots(question)}</ul>'
    if question.kind is Kind.ORDERING:
        order = _("Your order:") if question.is_answered else _("The right order:")
        return f'<p class="muted small">{order}</p>\n<ol class="options">{reviewed_options(question)}</ol>'
    return f'<ul class="options">{reviewed_options(question)}</ul>'


@lru_cache(maxsize=1000)
def _clauses(codes: tuple[str, ...], language: str) -> str:
    links = [f'<a href="{escape(reverse("standards:clause", args=[code]))}">{escape(code)}</a>' for code in codes]
    return '<p class="muted small">{} {}</p>'.format(_("From the standard:"), ", ".join(links))


def _option(option: ReviewedOption, is_answered: bool) -> str:
    look, mark, word = _placed(option, is_answered) if option.place else _chosen(option)
    reason = _why_not(option) if option.reason else ""
    return (
        f'<li class="option{look}"><span>{mark}</span>{said(option.text)}<span class="small">{word}</span>{reason}</li>'
    )


def _chosen(option: ReviewedOption) -> tuple[str, str, str]:
    if option.is_right:
        return " is-right", sign("check"), _("Your answer, right") if option.is_chosen else _("Right answer")
    if option.is_chosen:
        return " is-wrong", sign("cross"), _("Your answer, wrong")
    return "", NO_SIGN, ""


def _placed(option: ReviewedOption, is_answered: bool) -> tuple[str, str, str]:
    """Of an order; where nothing was answered, the right one is shown with its numbers."""
    if not is_answered:
        return "", str(option.place), ""
    if option.is_right:
        return " is-right", sign("check"), _("Right place")
    word = _("Belongs at place %(place)s") % {"place": option.place}
    return (" is-wrong", sign("cross"), word) if option.is_chosen else ("", NO_SIGN, word)


def _why_not(option: ReviewedOption) -> str:
    """Of what was chosen at once, of the rest to be unfolded."""
    if option.is_chosen:
        return _reason(option)
    ask, lang, text = _("Why not?"), escape(option.reason.lang), lines(option.reason.text)
    summary = f'<summary>{ask}<span class="visually-hidden"> {said(option.text)}</span></summary>'
    return f'<details class="option-reason is-quiet">{summary}<p lang="{lang}">{text}</p></details>'


def _reason(answer: ReviewedOption | ReviewedSlot) -> str:
    return f'<p class="option-reason" lang="{escape(answer.reason.lang)}">{lines(answer.reason.text)}</p>'


def _slot(slot: ReviewedSlot, is_gap: bool) -> str:
    look, mark = "", NO_SIGN
    right = _("Right answer") + f": {said(slot.right, 'strong')}"
    if slot.is_right:
        look, mark, right = " is-right", sign("check"), _("Your answer, right")
    elif slot.given:
        look, mark = " is-wrong", sign("cross")
    given = said(slot.given) if slot.given else '<span class="muted">{}</span>'.format(_("Not answered"))
    return f"""<li class="option{look}">
  <span>{mark}</span>
  <span>{_label(slot, is_gap)}{given}</span>
  <span class="small">{right}</span>
  {_reason(slot) if slot.reason else ""}
</li>"""


def _label(slot: ReviewedSlot, is_gap: bool) -> str:
    if not slot.label.text:
        return ""
    text = escape(slot.label.text)
    words = _("Gap %(number)s") % {"number": text} if is_gap else text
    return f'<span class="slot-label" lang="{escape(slot.label.lang)}">{words}</span>'
