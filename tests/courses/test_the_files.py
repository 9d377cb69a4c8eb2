"""What the curriculum's own files promise: how much there is, what it rests on, and the same in both languages."""

import re
from collections import Counter

import pytest

from courses.curriculum.checking import read_all, together
from courses.curriculum.counting import count
from courses.curriculum.loader import FOLDER

SOURCES, _ = read_all(FOLDER)
LESSONS = [source for source in SOURCES if source.kind == "lesson"]
QUIZZES = [source for source in SOURCES if source.kind == "quiz"]
ROLE_PLAYS = [source for source in SOURCES if source.kind == "role-play"]
CLAUSES = [row for source in SOURCES if source.kind == "standards" for row in source.data]
QUESTIONS = [question for quiz in QUIZZES for question in quiz.data.get("questions", [])]
WITH_OPTIONS = [question for question in QUESTIONS if question["kind"] in ("single", "multiple")]


def items_of(role_play) -> list[dict]:
    return [item for section in role_play.data["check_sheet"]["sections"] for item in section["items"]]


def name_of(source) -> str:
    return source.name


def test_the_files_are_sound():
    assert list(together(FOLDER, SOURCES)) == []


@pytest.mark.parametrize(
    ("what", "least"),
    [
        ("clauses", 200),
        ("courses", 4),
        ("lessons", 50),
        ("questions", 320),
        ("pictures", 30),
        ("role-plays and audits", 12),
        ("certifications", 4),
    ],
)
def test_there_is_as_much_as_was_promised(what, least):
    assert count(FOLDER)[what] >= least


@pytest.mark.parametrize("document", [f"D{number}" for number in range(1, 20)])
def test_each_document_is_a_source_of_three_clauses(document):
    assert sum(document in clause["documents"] for clause in CLAUSES) >= 3


def test_every_kind_of_question_is_there():
    assert set(Counter(question["kind"] for question in QUESTIONS)) == {"single", "multiple", "true_false", "ordering"}


def test_the_right_option_is_not_given_away_by_its_length():
    longest = 0
    single = [question for question in QUESTIONS if question["kind"] == "single"]
    for question in single:
        lengths = {len(option["text"]["zh"]): option["correct"] for option in question["options"]}
        longest += lengths[max(lengths)]
    assert longest <= 0.4 * len(single)


@pytest.mark.parametrize("lesson", LESSONS, ids=name_of)
def test_a_lesson_has_what_a_lesson_has(lesson):
    body = lesson.data["body"]
    kinds = {block["type"] for block in body}
    assert (body[0]["type"], body[0].get("kind")) == ("callout", "customer")
    assert kinds >= {"standard_table", "text", "talk_script", "do_dont", "self_check"}


@pytest.mark.parametrize("lesson", LESSONS, ids=name_of)
def test_a_lesson_teaches_the_clauses_that_it_names(lesson):
    named = {row["clause"] for block in lesson.data["body"] for row in block.get("rows", []) if "clause" in row}
    assert named <= set(lesson.data["clauses"]), "a row of the standard is not among the lesson's clauses"


@pytest.mark.parametrize("role_play", ROLE_PLAYS, ids=name_of)
def test_a_check_sheet_has_fifteen_to_thirty_items_some_of_them_critical(role_play):
    items = items_of(role_play)
    assert 15 <= len(items) <= 30
    assert 1 <= sum(item["critical"] for item in items) <= 6


def test_audits_ask_for_photographs_and_have_no_customer():
    audits = [role_play for role_play in ROLE_PLAYS if "customer" not in role_play.data]
    assert len(audits) == 2
    assert all(sum(item.get("photo", False) for item in items_of(audit)) >= 10 for audit in audits)


@pytest.mark.parametrize("path", sorted((FOLDER / "images").glob("*.svg")), ids=lambda path: path.name)
def test_a_picture_is_drawn_in_both_languages_and_shown_in_a_lesson(path):
    name, language, _ = path.name.split(".")
    used = {block["file"][language] for lesson in LESSONS for block in lesson.data["body"] if block["type"] == "image"}
    assert f"images/{path.name}" in used
    assert path.with_name(f"{name}.{'en' if language == 'zh' else 'zh'}.svg").exists()
    drawing = path.read_text(encoding="utf-8")
    assert re.search(r"<title>[^<]+</title>", drawing)
    assert not re.search(r"<script|href=|url\(|\bon\w+=", drawing)
