"""A question as it is asked. The whole paper has twenty of them with a hundred options."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from django import template
from django.template import Context
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quizzes.kinds.frozen import Choice, Shown
from quizzes.markup import included, lines, said, sign
from quizzes.scoring import Kind

register = template.Library()
MOVE = '<button class="button is-plain is-square'
HINTS = {
    Kind.SINGLE: gettext_lazy("Choose one."),
    Kind.MULTIPLE: gettext_lazy("Choose all that are right."),
    Kind.TRUE_FALSE: gettext_lazy("Is this statement true or false?"),
    Kind.ORDERING: gettext_lazy("Put these into the right order, the first at the top."),
    Kind.MATCHING: gettext_lazy("Choose for each what fits it."),
    Kind.CATEGORIES: gettext_lazy("Choose for each where it belongs."),
    Kind.FILL_IN: gettext_lazy("Write a word or a few."),
    Kind.NUMERIC: gettext_lazy("Write a number."),
    Kind.CLOZE: gettext_lazy("Each gap counts the same."),
    Kind.HOTSPOT: gettext_lazy("Tap each place on the picture. A wrong mark takes away a right one."),
    Kind.DIALOGUE: gettext_lazy("What do you say next?"),
    Kind.SHORT_ANSWER: gettext_lazy("Answer in your own words."),
}


@register.simple_tag(takes_context=True)
def asked(context: Context, question: Shown, heading: str, is_practice: bool = False) -> SafeString:
    """`heading` is the element of its text; in practice nothing is flagged, for nothing is submitted."""
    with_picture = question.picture and question.kind is not Kind.HOTSPOT
    picture = included(context, "quizzes/includes/picture.html", question) if with_picture else ""
    made = f"""<fieldset class="question" data-asked>
  <legend class="stack is-tight">
    <{heading} class="question-text" data-heading lang="{escape(question.stem.lang)}">{stem(question)}</{heading}>
    {hint(question)}
  </legend>
  {picture}
  {screen(context, question)}
  {"" if is_practice else _flag(question.position in context["flagged"])}
</fieldset>"""
    return mark_safe(made)  # noqa: S308 - what comes from data is escaped


@register.simple_tag
def stem(question: Shown) -> SafeString:
    """That of a text with gaps stands where its gaps are."""
    text = _("Fill the gaps.") if question.kind is Kind.CLOZE else lines(question.stem.text)
    return mark_safe(text)  # noqa: S308 - what comes from data is escaped


@register.simple_tag
def hint(question: Shown) -> SafeString:
    return mark_safe(f'<span class="question-hint">{HINTS[question.kind]}</span>')  # noqa: S308 - words of ours


@register.simple_tag(takes_context=True)
def screen(context: Context, question: Shown) -> SafeString:
    """What is answered with."""
    if question.screen:
        return included(context, question.screen, question)
    if question.kind is Kind.ORDERING:
        return _ordering(question.choices)
    return choices(question.choices, "checkbox" if question.kind is Kind.MULTIPLE else "radio", "answer")


@register.simple_tag
def choices(options: Iterable[Choice], kind: str, name: str) -> SafeString:
    field = f'<input type="{kind}" name="{escape(name)}"'
    made = (
        f"""
    <label class="option">
      {field} value="{escape(each.key)}"{" checked" if each.is_chosen else ""}>
      {said(each.text)}
      <kbd class="option-key" aria-hidden="true">{each.number}</kbd>
    </label>"""
        for each in options
    )
    return mark_safe(f'<div class="options">{"".join(made)}\n</div>')  # noqa: S308 - what comes from data is escaped


def _ordering(options: Sequence[Choice]) -> SafeString:
    """As they stand; each with buttons for where there is no pointer and no script."""
    up, down, made = _("Up: %(option)s"), _("Down: %(option)s"), []
    for place, each in enumerate(options):
        key, option = escape(each.key), {"option": escape(each.text.text)}
        up_focus = " autofocus" if each.is_moved and place else ""
        down_focus = " autofocus" if each.is_moved and not place else ""
        made.append(f"""
    <li class="ordering-item">
      {said(each.text)}
      <input type="hidden" name="answer" value="{key}">
      <span class="ordering-moves">
        {MOVE} is-up" name="move" value="up:{key}" aria-label="{up % option}"{up_focus}>{sign("up")}</button>
        {MOVE} is-down" name="move" value="down:{key}" aria-label="{down % option}"{down_focus}>{sign("down")}</button>
      </span>
    </li>""")
    start = '<ol class="ordering" data-behaviour="ordering" data-moved="{}">'.format(_("Now at place {place}"))
    return mark_safe(f"{start}{''.join(made)}\n</ol>")  # noqa: S308 - what comes from data is escaped


def _flag(is_set: bool) -> str:
    field = f'<input type="checkbox" name="flag" value="on"{" checked" if is_set else ""}>'
    label = '<label class="check question-flag">{} {} {}</label>'
    return label.format(field, sign("flag"), _("Look at this again before submitting"))
