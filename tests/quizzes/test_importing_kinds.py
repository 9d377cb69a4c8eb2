"""Every kind of question goes from an item into the bank and comes back as the same item."""

from dataclasses import replace
from decimal import Decimal

import pytest
from wagtail.models import Locale

from courses.models import Picture
from quizzes import importing
from quizzes.exchange.items import Choice, Item, Part, Place, Reading
from quizzes.exchange.items import Picture as Drawn
from quizzes.importing import Verdict
from quizzes.importing.bank import all_questions, item_of
from quizzes.models import Question
from quizzes.scoring import Kind, Marking
from tests.quizzes.exchanged import whole_curriculum

LANGUAGES = {"en": "en", "zh": "zh-hans"}
CODES = {item.kind: item.code for item in reversed(whole_curriculum("en"))}


def items(kind: Kind) -> list[Item]:
    """A question of the kind in both languages, as if a file had said everything."""
    return [
        replace(item, language=code, clauses=("P2-01",), status="trial", tags=("winter",))
        for language, code in LANGUAGES.items()
        for item in whole_curriculum(language)
        if item.code == CODES[kind]
    ]


def plan_of(*found: Item) -> importing.Plan:
    return importing.plan(Reading(list(found)))


def held(code: str) -> list[Item]:
    return [item_of(question) for question in all_questions().filter(code=code).order_by("locale__language_code")]


@pytest.fixture
def bank(clause, home, home_zh) -> None:
    """Both languages and one clause."""


@pytest.mark.parametrize("kind", Kind)
def test_a_kind_is_held_as_the_file_said_it_and_then_left_alone(bank, xu, kind):
    found = items(kind)
    first = plan_of(*found)
    assert [(row.verdict, row.why) for row in first.rows] == [(Verdict.CREATE, ())] * 2
    importing.commit(first, by=xu)
    assert [replace(item, numerals=None) for item in held(CODES[kind])] == [
        replace(item, numerals=None) for item in found
    ]
    assert len(set(Question.objects.values_list("translation_key"))) == 1
    assert [row.verdict for row in plan_of(*found).rows] == [Verdict.LEAVE] * 2


@pytest.mark.parametrize("kind", Kind)
def test_the_rows_of_both_languages_have_the_same_keys(bank, xu, kind):
    importing.commit(plan_of(*items(kind)), by=xu)
    for name in ("options", "parts", "regions"):
        one, other = ([row.translation_key for row in getattr(q, name).all()] for q in Question.objects.all())
        assert one == other


def test_a_picture_is_written_once_and_belongs_to_whoever_brought_it(bank, xu):
    english, chinese = items(Kind.HOTSPOT)
    drawn = replace(english.picture, alt="A drawer")
    importing.commit(plan_of(replace(english, picture=drawn), replace(chinese, picture=drawn)), by=xu)
    picture = Picture.objects.get()
    assert (picture.uploaded_by_user, picture.title, picture.file_hash) == (xu, "A drawer", drawn.sha1)
    assert picture.width
    assert {question.picture for question in Question.objects.all()} == {picture}


def test_a_failure_in_the_middle_takes_the_pictures_files_back(bank, xu, settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    found = plan_of(*items(Kind.HOTSPOT))
    found.rows[1].item = replace(found.rows[1].item, clauses=("NO-99",))
    with pytest.raises(KeyError):
        importing.commit(found, by=xu)
    assert not Question.objects.exists()
    assert not Picture.objects.exists()
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def changed(item: Item, **fields) -> importing.Row:
    (row,) = plan_of(replace(item, **fields)).rows
    return row


NUMERIC = Item(
    Kind.NUMERIC, "How long?", explanation="So.", code="N-1", clauses=("P2-01",), language="en",
    parts=(Part(value=Decimal("30"), tolerance=Decimal("2"), unit="min"),),
)  # fmt: skip
MATCHING = Item(
    Kind.MATCHING, "What fits?", (Choice("a", match="1"), Choice("b", match="2")), explanation="So.", code="M-1",
    clauses=("P2-01",), language="en", parts=(Part(text="3"),), marking=Marking.PARTIAL, tags=("winter",),
)  # fmt: skip

CHANGES = [
    (NUMERIC, {"parts": (Part(value=Decimal("31"), tolerance=Decimal("2"), unit="min"),)}, "right answer"),
    (NUMERIC, {"parts": (Part(value=Decimal("30"), tolerance=Decimal("3"), unit="min"),)}, "right answer"),
    (NUMERIC, {"parts": (Part(value=Decimal("30"), tolerance=Decimal("2"), unit="h"),)}, "parts read otherwise"),
    (MATCHING, {"choices": (Choice("a", match="1"), Choice("b", match="1"))}, "right answer"),
    (MATCHING, {"parts": (Part(text="4"),)}, "parts read otherwise"),
    (MATCHING, {"marking": Marking.ALL_OR_NOTHING}, "marked otherwise"),
    (MATCHING, {"tags": ("summer",)}, "other tags"),
    (MATCHING, {"status": "retired"}, "status"),
]


@pytest.mark.parametrize(("item", "fields", "why"), CHANGES)
def test_what_would_change_is_said(bank, xu, item, fields, why):
    importing.commit(plan_of(item), by=xu)
    row = changed(item, **fields)
    assert (row.verdict, why in " ".join(row.why)) == (Verdict.CHANGE, True)
    importing.commit(importing.Plan([row]), by=xu)
    assert changed(item, **fields).verdict is Verdict.LEAVE


def test_what_the_file_leaves_empty_of_a_kind_stays(bank, xu):
    importing.commit(plan_of(replace(NUMERIC, status="trial"), replace(MATCHING, status="retired")), by=xu)
    bare = replace(NUMERIC.parts[0], unit="")
    assert changed(NUMERIC, parts=(bare,), explanation="", clauses=()).verdict is Verdict.LEAVE
    assert changed(MATCHING, marking=None, tags=()).verdict is Verdict.LEAVE


def test_a_new_question_without_an_explanation_is_a_draft(bank, xu):
    importing.commit(plan_of(replace(NUMERIC, explanation=""), MATCHING), by=xu)
    assert dict(Question.objects.values_list("code", "status")) == {"N-1": "draft", "M-1": "ready"}


SPOTS = (Place("door", "rectangle", "1,1 9,9", True), Place("roof", "circle", "1,1 9,9"))
SPOT = Item(Kind.HOTSPOT, "Where?", code="H-1", language="en", places=SPOTS)
CLOZE = Item(
    Kind.CLOZE, "It is [[1]].", (Choice("so", True, part=1), Choice("no", part=1)), code="C-1", language="en",
    parts=(Part("choice"),),
)  # fmt: skip
REFUSED = [
    (replace(SPOT, picture=Drawn.of("a.png", b"no picture")), "picture “a.png” is refused"),
    (replace(SPOT, picture=Drawn.of("a.exe", b"MZ")), "picture “a.exe” is refused"),
    (SPOT, "Choose the picture"),
    (replace(SPOT, places=SPOTS[:1]), "two places or more"),
    (replace(SPOT, places=(replace(SPOTS[0], points="1,1"), SPOTS[1])), "is no such shape"),
    (replace(SPOT, places=(SPOTS[0], replace(SPOTS[1], name="door"))), "parts are the same"),
    (replace(SPOT, places=(SPOTS[0], replace(SPOTS[1], name=""))), "has no name"),
    (replace(CLOZE, stem="It is so."), "gaps of the text and the parts"),
    (replace(CLOZE, choices=(*CLOZE.choices, Choice("so", part=1))), "the same"),
    (replace(CLOZE, choices=(*CLOZE.choices, Choice("so", part=7))), "number of a part"),
    (replace(MATCHING, choices=(Choice("a", match="1"), Choice("b"))), "says what fits it"),
    (replace(MATCHING, tags=("x" * 51,)), "tag is longer"),
    (replace(NUMERIC, parts=()), "exactly one part"),
    (replace(NUMERIC, parts=(replace(NUMERIC.parts[0], tolerance=Decimal(-1)),)), "less than nothing"),
    (replace(NUMERIC, parts=(replace(NUMERIC.parts[0], unit="x" * 81),)), "units are longer"),
    (replace(NUMERIC, language="fr"), "no language"),
]


@pytest.mark.parametrize(("item", "why"), REFUSED)
def test_what_is_no_question_of_its_kind_is_refused_and_says_why(bank, item, why):
    (row,) = plan_of(item).rows
    assert (row.verdict, why in " ".join(row.why)) == (Verdict.REFUSE, True), row.why


def test_the_status_of_one_language_is_that_of_both(bank, xu):
    english, chinese = items(Kind.NUMERIC)
    importing.commit(plan_of(english, chinese), by=xu)
    importing.commit(plan_of(replace(english, status="retired")), by=xu)
    assert set(Question.objects.values_list("status", flat=True)) == {"retired"}
    assert Locale.objects.count() == 2
