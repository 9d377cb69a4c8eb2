"""The statement of who may see what: one for the tests, the page and the documentation."""

from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from people import rules
from people.rules import About, Rule, Who, rule_of

DOCUMENT = Path(settings.BASE_DIR) / "docs" / "access.md"
RULES = [
    Rule(("one:*",), Who.SIGNED_IN, About.ONESELF, "a", "b"),
    Rule(("one:two",), Who.LEADERS, About.VISIBLE, "a", "b"),
    Rule(("one:t*",), Who.AUTHORS, About.VISIBLE, "a", "b"),
]


@pytest.mark.parametrize(
    ("name", "who"), [("one:two", Who.LEADERS), ("one:three", Who.AUTHORS), ("one:four", Who.SIGNED_IN)]
)
def test_the_rule_that_says_most_holds(name, who):
    assert rule_of(name, RULES).who is who


def test_what_nobody_states_has_no_rule():
    assert rule_of("other", RULES) is None


@pytest.mark.parametrize(
    ("who", "included"),
    [
        (Who.ASSESSORS, {"xu", "admin"}),
        (Who.LEADERS, {"chen", "regional", "admin"}),
        (Who.AUTHORS, {"xu", "admin"}),
        (Who.ADMINISTRATORS, {"admin"}),
        (Who.SIGNED_IN, {"lin", "xu", "chen", "regional", "admin"}),
    ],
)
def test_each_word_means_these_people(who, included, lin, xu, chen, regional, admin):
    cast = {"lin": lin, "xu": xu, "chen": chen, "regional": regional, "admin": admin}
    assert {name for name, person in cast.items() if who.includes(person)} == included


def test_whoever_has_left_is_nobody(chen):
    chen.is_active = False
    assert not Who.LEADERS.includes(chen)
    assert not Who.SIGNED_IN.includes(chen)


@pytest.mark.parametrize("who", ["lin", "chen", "admin"])
def test_everybody_can_read_the_statement(who, request, signed_in):
    page = signed_in(request.getfixturevalue(who)).get(reverse("people:rules"))
    assert sum(len(some) for _, some in page.context["groups"]) == len(rules.statement())


def test_strangers_are_asked_to_sign_in(db):
    assert Client().get(reverse("people:rules")).status_code == 302


def test_nothing_can_be_sent_to_it(signed_in, lin):
    assert signed_in(lin).post(reverse("people:rules")).status_code == 405


def test_the_documentation_says_the_same():
    """`manage.py people rules > docs/access.md` writes it anew."""
    assert DOCUMENT.read_text() == rules.as_markdown()
