"""Out and in again, for every format and each kind that it can carry: into the same bank, and into an empty one."""

from dataclasses import replace

import pytest

from quizzes import importing
from quizzes.exchange.items import Item, Picture, Reading
from quizzes.importing import WRITTEN, Verdict
from quizzes.importing.bank import all_questions, item_of
from quizzes.models import Question
from quizzes.scoring import Kind
from tests.quizzes.exchanged import curriculum

LANGUAGES = {"en": "en", "zh": "zh-hans"}
CARRIED = {
    "gift": set(Kind) - {Kind.CLOZE, Kind.HOTSPOT, Kind.DIALOGUE},
    "moodle": set(Kind),
    "xlsx": set(Kind),
    "aiken": {Kind.SINGLE},
}


def some(language: str) -> list[Item]:
    """Three of each kind at most; one of the single choice questions shows a picture, and one is retired."""
    found = [item for kind in Kind for item in curriculum(language, kind)[:3]]
    found = [replace(item, language=LANGUAGES[language], clauses=("P2-01",), tags=("冬天",)) for item in found]
    drawn: Picture = next(item.picture for item in found if item.picture)
    return [replace(found[0], picture=drawn), replace(found[1], status="retired"), *found[2:]]


@pytest.fixture
def bank(clause, home, home_zh, xu) -> list[Item]:
    items = some("en") + some("zh")
    importing.commit(importing.plan(Reading(items)), by=xu)
    return items


def held(language: str) -> dict[str, Item]:
    rows = all_questions().filter(locale__language_code=language) if language else all_questions()
    return {f"{row.code} {row.locale.language_code}": item_of(row) for row in rows}


@pytest.mark.parametrize("name", WRITTEN)
def test_a_dry_run_after_an_export_changes_nothing(bank, name):
    language = "" if WRITTEN[name].both_languages else "en"
    written = importing.export(name, language)
    found = importing.plan(importing.read(written.data, name, language))
    assert [(row.code, row.verdict, row.why) for row in found.rows if row.verdict is not Verdict.LEAVE] == []
    assert len(found.rows) == len(held(language)) - len(written.left_out)


@pytest.mark.parametrize("name", CARRIED)
def test_what_is_left_out_is_of_the_kinds_that_the_format_has_not(bank, name):
    left_out = {code for code, _why in importing.export(name, "en").left_out}
    assert left_out == {item.code for item in some("en") if item.kind not in CARRIED[name]}


@pytest.mark.parametrize("language", LANGUAGES.values())
@pytest.mark.parametrize("name", ["gift", "moodle", "xlsx"])
def test_an_empty_bank_gets_the_same_questions(bank, xu, name, language):
    form = WRITTEN[name]
    before = held("" if form.both_languages else language)
    written = importing.export(name, language)
    Question.objects.all().delete()
    found = importing.plan(importing.read(written.data, name, language))
    assert found.count(Verdict.REFUSE) == 0
    importing.commit(found, by=xu)
    after = held("")
    lost = {code for code, _what in (*written.left_out, *written.notes)}
    assert {key: item for key, item in before.items() if item.code not in lost} == {
        key: item for key, item in after.items() if item.code not in lost
    }
    assert len(after) == len(before) - len(written.left_out)
