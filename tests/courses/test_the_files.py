"""What the curriculum's own files promise: how much there is, what it rests on, and the same in both languages."""

import re
from collections import Counter

import pytest

from courses.curriculum.checking import LANGUAGES, read_all, together
from courses.curriculum.counting import count
from courses.curriculum.loader import FOLDER, in_language
from quizzes import writing
from quizzes.curriculum_checking import draft

SOURCES, _ = read_all(FOLDER)
LESSONS = [source for source in SOURCES if source.kind == "lesson"]
QUIZZES = [source for source in SOURCES if source.kind == "quiz"]
ROLE_PLAYS = [source for source in SOURCES if source.kind == "role-play"]
CLAUSES = [row for source in SOURCES if source.kind == "standards" for row in source.data]
QUESTIONS = [question for quiz in QUIZZES for question in quiz.data.get("questions", [])]
KINDS = {
    *("single", "multiple", "true_false", "ordering", "matching", "categories", "fill_in", "numeric", "cloze"),
    *("hotspot", "dialogue", "short_answer"),
}
OLD = ("single", "multiple", "true_false", "ordering")  # written before there was advice
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


def test_there_are_three_questions_of_every_kind_at_least():
    counts = Counter(question["kind"] for question in QUESTIONS)
    assert set(counts) == KINDS
    assert min(counts.values()) >= 3


def test_a_short_answer_is_asked_of_everybody_or_of_nobody():
    """What waits for a trainer must not depend on chance."""
    quizzes = [
        quiz.data for quiz in QUIZZES if any(row["kind"] == "short_answer" for row in quiz.data.get("questions", []))
    ]
    drawn_from = {row["quiz"] for quiz in QUIZZES for row in quiz.data.get("draw_from", [])}
    assert all(quiz["draw"] == len(quiz["questions"]) for quiz in quizzes)
    assert drawn_from.isdisjoint(quiz["key"] for quiz in quizzes)


@pytest.mark.parametrize(
    "question", [q for q in QUESTIONS if q["kind"] not in OLD], ids=lambda question: question["code"]
)
def test_a_question_of_the_newer_kinds_is_written_by_the_rules(question):
    for language in LANGUAGES:
        assert writing.advice(draft(in_language(question, language))) == []


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
