"""What Python puts together of a question is as safe as what a template does, whatever somebody has written."""

import json
from html.parser import HTMLParser
from random import Random

import pytest
from django.template import engines
from django.utils.html import escape

from quizzes.kinds.frozen import Phrase, ReviewedOption, ReviewedSlot
from quizzes.markup import lines, said
from quizzes.models import Attempt
from quizzes.paper import Item
from quizzes.scoring import Kind, Marking
from quizzes.templatetags.quizzes_review import reviewed_options, reviewed_slots
from tests.quizzes.kinds import item

KINDS = list(Kind)
HOSTILE = """\"'><img src=x onerror=alert(1)><script>alert(1)</script>&{{ x }}%(number)s{0}"""
ASKED = '{% load quizzes_asked %}{% asked question "h2" %}'
REVIEWED = "{% load quizzes_review %}{% reviewed question %}"
WHOLE = "{% load quizzes_paper %}{% all_questions rows %}"


class Seen(HTMLParser):
    """The elements and attributes that a browser would make of it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: set[str] = set()
        self.attributes: set[str] = set()
        self.values: list[str] = []
        self.words = ""
        self.feed(text)

    def handle_starttag(self, tag, attrs) -> None:
        self.elements.add(tag)
        self.attributes |= {name for name, _value in attrs}
        self.values += [value for _name, value in attrs if value]

    def handle_data(self, data) -> None:
        self.words += data


def hostile(value, name=""):
    """Every text with something in it that wants to be markup; what texts are named by stays."""
    if isinstance(value, dict) and name != "":
        return {key: hostile(each, key) for key, each in value.items()}
    if isinstance(value, list):
        return [hostile(each, name) for each in value]
    return value + HOSTILE if isinstance(value, str) and name == "en" else value


def written_by_an_enemy(kind: Kind) -> Item:
    data = json.loads(json.dumps(item(kind, Random(1)).to_json()))  # noqa: S311 - nothing here is a secret
    for rows in (data["options"], data["regions"]):
        for row in rows:
            row["reason"] = {"en": "No"}
    return Item.from_json({name: hostile(value, name) for name, value in data.items()} | {"clauses": [HOSTILE[:9]]})


def rendered(source: str, **context) -> Seen:
    return Seen(engines["django"].from_string(source).render(context))


def is_harmless(seen: Seen) -> bool:
    return not seen.elements & {"script", "img"} and "onerror" not in seen.attributes and HOSTILE in seen.words


def answers_of(kind: Kind) -> list[list[str]]:
    typed = {Kind.FILL_IN: [[HOSTILE]], Kind.NUMERIC: [[HOSTILE]], Kind.SHORT_ANSWER: [[HOSTILE]]}
    return [
        [],
        *typed.get(kind, [list(written_by_an_enemy(kind).right), ["2:" + HOSTILE] if kind is Kind.CLOZE else []]),
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("kind", KINDS)
def test_a_question_is_asked_in_words(kind):
    for answer in answers_of(kind):
        shown = written_by_an_enemy(kind).show(1, answer, "en")
        assert is_harmless(rendered(ASKED, question=shown, flagged={1}))


@pytest.mark.django_db
@pytest.mark.parametrize("kind", KINDS)
def test_a_question_is_explained_in_words(kind):
    for answer in answers_of(kind):
        found = written_by_an_enemy(kind).review(1, answer, "en", comment=HOSTILE)
        assert is_harmless(rendered(REVIEWED, question=found))


@pytest.mark.django_db
def test_a_whole_paper_is_in_words():
    items = [written_by_an_enemy(kind) for kind in KINDS]
    rows = [(each.show(n, [], "en"), each.review(n, [], "en") if n % 2 else None) for n, each in enumerate(items, 1)]
    asked = {"rows": rows, "attempt": Attempt(pk=7), "total": len(rows), "flagged": set(), "csrf_token": HOSTILE}
    seen = rendered(WHOLE, **asked)
    assert is_harmless(seen)
    assert HOSTILE in seen.values


def test_keys_and_languages_are_as_little_markup_as_words():
    evil = Phrase(HOSTILE, HOSTILE)
    option = ReviewedOption(evil, is_right=False, is_chosen=False, reason=evil)
    slot = ReviewedSlot(evil, evil, evil, is_right=False, reason=evil)

    class Question:
        kind, is_answered, options, slots = Kind.SINGLE, True, (option,), (slot,)

    for made in (reviewed_options(Question), reviewed_slots(Question)):
        seen = Seen(made)
        assert is_harmless(seen)
        assert HOSTILE in seen.values


def test_lines_are_broken_and_escaped_as_in_a_template():
    assert lines("a\r\nb\rc\n<d>") == "a<br>b<br>c<br>&lt;d&gt;"
    assert said(Phrase(HOSTILE, "zh-hans")) == f'<span lang="zh-Hans">{escape(HOSTILE)}</span>'


def test_partial_marks_are_said_in_the_language(dice):
    kind = Kind.MULTIPLE
    asked = item(kind, dice(1))
    assert asked.marking is Marking.PARTIAL
    seen = rendered(REVIEWED, question=asked.review(1, [asked.right[0]], "en"))
    assert "2 of 4 points" in seen.words
    assert "Right in part" in seen.words
