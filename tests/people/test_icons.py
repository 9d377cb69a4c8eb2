import pytest
from django.template import Context, Template
from django.utils import translation

from people.state_words import STATES


def drawn(tag: str, language: str = "en", **given) -> str:
    with translation.override(language):
        return Template("{% load i18n %}" + tag).render(Context(given))


@pytest.mark.parametrize(("language", "word"), [("en", "Not started"), ("zh-hans", "未开始")])
def test_a_state_has_a_shape_and_the_word_of_its_language(language, word):
    page = drawn("{% state state %}", language, state="not_started")
    assert 'data-state="not_started"' in page
    assert 'img/icons.svg#state-not_started"' in page
    assert f"<span>{word}</span>" in page


@pytest.mark.parametrize("state", STATES)
def test_each_state_says_its_own_word(state):
    assert f"<span>{STATES[state]}</span>" in drawn("{% state state %}", state=state)


def test_what_is_no_state_has_not_been_started():
    assert "<span>Not started</span>" in drawn("{% state state %}", state="")


def test_another_word_may_be_given_in_each_language():
    tag = '{% translate "Being marked" as word %}{% state "in_progress" word=word tag=True %}'
    assert "<span>Being marked</span>" in drawn(tag)
    assert "<span>批阅中</span>" in drawn(tag, "zh-hans")
    assert 'class="state is-tag" data-state="in_progress"' in drawn(tag)


def test_a_quiet_state_is_still_said_to_those_who_listen():
    assert '<span class="visually-hidden">Passed</span>' in drawn('{% state "passed" quiet=True %}')


def test_a_word_is_no_markup():
    assert "&lt;b&gt;" in drawn("{% state 'passed' word=word %}", word="<b>")
    assert "<b>" not in drawn("{% state 'passed' word=word %}", word="<b>")


def test_an_icon_is_hidden_from_those_who_listen():
    assert 'aria-hidden="true"' in drawn('{% icon "check" %}')
    assert 'img/icons.svg#check"' in drawn('{% icon "check" %}')
