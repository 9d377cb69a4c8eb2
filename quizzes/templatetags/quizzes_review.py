"""What a result says of each option. A result has a hundred of them, and a template for each took half of its time."""

from django import template
from django.template.defaultfilters import linebreaksbr
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from people.icons import icon
from quizzes.kinds.frozen import Phrase, Reviewed, ReviewedOption

register = template.Library()
NO_SIGN = mark_safe('<svg class="icon" aria-hidden="true" focusable="false"></svg>')


@register.simple_tag
def reviewed_options(question: Reviewed) -> SafeString:
    """Items of a list: the sign of each option, its text, what became of it, and why it is wrong."""
    return format_html_join("", "{}", ((_item(option, question.is_answered),) for option in question.options))


def _item(option: ReviewedOption, is_answered: bool) -> SafeString:
    look, sign, word = _placed(option, is_answered) if option.place else _chosen(option)
    return format_html(
        '<li class="option{}"><span>{}</span><span lang="{}">{}</span><span class="small">{}</span>{}</li>',
        look, sign, option.text.lang, option.text.text, word, _reason(option) if option.reason else "",
    )  # fmt: skip


def _chosen(option: ReviewedOption) -> tuple[str, SafeString, str]:
    if option.is_right:
        return " is-right", icon("check"), _("Your answer, right") if option.is_chosen else _("Right answer")
    if option.is_chosen:
        return " is-wrong", icon("cross"), _("Your answer, wrong")
    return "", NO_SIGN, ""


def _placed(option: ReviewedOption, is_answered: bool) -> tuple[str, SafeString | int | None, str]:
    """Of an order; where nothing was answered, the right one is shown with its numbers."""
    if not is_answered:
        return "", option.place, ""
    if option.is_right:
        return " is-right", icon("check"), _("Right place")
    word = _("Belongs at place %(place)s") % {"place": option.place}
    return (" is-wrong", icon("cross"), word) if option.is_chosen else ("", NO_SIGN, word)


def _reason(option: ReviewedOption) -> SafeString:
    why: Phrase = option.reason
    text = linebreaksbr(why.text, autoescape=True)
    if option.is_chosen:
        return format_html('<p class="option-reason" lang="{}">{}</p>', why.lang, text)
    return format_html(
        '<details class="option-reason is-quiet"><summary>{}<span class="visually-hidden"> <span lang="{}">{}</span>'
        '</span></summary><p lang="{}">{}</p></details>',
        _("Why not?"), option.text.lang, option.text.text, why.lang, text,
    )  # fmt: skip
