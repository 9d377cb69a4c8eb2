"""Pieces of templates that are kept: once for all who see the same, and what is a person's own never."""

import itertools

import pytest
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.template import RequestContext, Template, TemplateSyntaxError
from django.utils import translation

from courses import kept, published
from courses.models import LessonPage

NUMBERS = itertools.count()


@pytest.fixture(autouse=True)
def _nothing_is_kept_yet(monkeypatch) -> None:
    monkeypatch.setattr(kept, "_kept", {})


@pytest.fixture
def shown(rf):
    """What a template shows to a request of its own; `made` counts how often a piece was made."""

    def show(text: str, request: HttpRequest | None = None, **values) -> str:
        context = RequestContext(request or rf.get("/"), {"made": lambda: next(NUMBERS), **values})
        return Template(text).render(context)

    return show


def test_a_piece_is_made_once(shown):
    text = "{% kept piece 1 %}{{ made }}{% endkept %}"
    assert shown(text) == shown(text)


@pytest.mark.parametrize(
    "other", ["{% kept piece 2 %}{{ made }}{% endkept %}", "{% kept some 1 %}{{ made }}{% endkept %}"]
)
def test_each_value_and_each_name_has_a_piece_of_its_own(shown, other):
    assert shown("{% kept piece 1 %}{{ made }}{% endkept %}") != shown(other)


def test_each_language_has_a_piece_of_its_own(shown):
    text = "{% load i18n %}{% kept piece %}{% get_current_language as language %}{{ language }}{% endkept %}"
    for language in ("zh-hans", "en"):
        with translation.override(language):
            assert shown(text) == language


def test_a_place_has_what_is_asked_now_and_is_escaped(shown):
    text = "{% kept piece with name=who %}{{ made }} <b>{{ name }}</b>{% endkept %}"
    first, second = shown(text, who="Lin"), shown(text, who="<Zhou>")
    assert first.endswith("<b>Lin</b>")
    assert second == first.replace("Lin", "&lt;Zhou&gt;")


def test_a_piece_within_a_piece_may_have_the_same_place(shown):
    text = "{% kept outer with name=who %}{% kept inner with name=name %}{{ name }}{% endkept %}{% endkept %}"
    assert [shown(text, who=who) for who in ("Lin", "Zhou")] == ["Lin", "Zhou"]


def test_the_token_is_always_that_of_the_request(shown, rf):
    text = "{% kept piece %}{{ made }}{{ csrf_token }}{% endkept %}"
    first, second = rf.get("/"), rf.get("/")
    assert shown(text, first)[-64:] != shown(text, second)[-64:]
    assert "\0" not in shown(text, first)
    assert len(get_token(second)) == 64


def test_a_page_stands_for_itself_as_it_is_published(shown, lesson):
    text = "{% kept piece page %}{{ page.title }}{{ made }}{% endkept %}"
    first = shown(text, page=published.now().pages[lesson.pk])
    assert shown(text, page=published.now().pages[lesson.pk]) == first
    lesson.save_revision().publish()
    assert shown(text, page=published.now().pages[lesson.pk]) != first


def test_a_draft_is_not_kept(shown, lesson):
    draft = LessonPage.objects.get(pk=lesson.pk)
    text = "{% kept piece page with name=who %}{{ name }}{{ made }}{% endkept %}"
    assert shown(text, page=draft, who="Lin") != shown(text, page=draft, who="Lin")


def test_a_preview_is_not_kept(shown, rf):
    request = rf.get("/")
    request.is_preview = True
    text = "{% kept piece %}{{ made }}{% endkept %}"
    assert shown(text, request) != shown(text, request)
    assert not kept._kept


def test_a_piece_is_made_anew_after_half_an_hour(shown, monkeypatch):
    text = "{% kept piece %}{{ made }}{% endkept %}"
    first = shown(text)
    later = kept.monotonic() + kept.SECONDS + 1
    monkeypatch.setattr(kept, "monotonic", lambda: later)
    assert shown(text) != first


def test_no_more_than_so_many_are_kept(shown, monkeypatch):
    monkeypatch.setattr(kept, "MOST", 3)
    for number in range(8):
        shown("{% kept piece number %}{% endkept %}", number=number)
    assert len(kept._kept) <= 3


def test_what_is_no_place_is_refused():
    with pytest.raises(TemplateSyntaxError, match="place=value"):
        Template("{% kept piece with name %}{% endkept %}")
