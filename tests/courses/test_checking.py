"""What is wrong with a file is said with its name, its line, and words that an author understands."""

import copy
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from courses.curriculum.checking import check

LESSON = "steps/reception/lesson-1.yaml"
QUESTION = {
    "code": "P2-Q01",
    "kind": "single",
    "difficulty": "easy",
    "clauses": ["P2-01"],
    "stem": {"zh": "先做什么？", "en": "What comes first?"},
    "explanation": {"zh": "先迎接。", "en": "The greeting."},
    "options": [
        {"text": {"zh": "迎接", "en": "Greet"}, "correct": True},
        {"text": {"zh": "报价", "en": "Quote"}, "correct": False, "reason": {"zh": "太早。", "en": "Too early."}},
        {"text": {"zh": "收款", "en": "Cash"}, "correct": False, "reason": {"zh": "更早。", "en": "Earlier still."}},
    ],
}
QUIZ = {
    "key": "reception-quiz",
    "slug": "quiz",
    "title": {"zh": "测验", "en": "Quiz"},
    "summary": {"zh": "一道题", "en": "One question"},
    "minutes": 5,
    "time_limit": 5,
    "pass_mark": 80,
    "attempts": 0,
    "draw": 1,
    "questions": [QUESTION],
}


def problems(folder) -> list[str]:
    return [str(problem) for problem in check(folder.path)]


@pytest.fixture
def quiz(folder) -> dict:
    """The quiz of the module; `folder.write()` puts a change of it on disk."""
    folder.data["steps/reception/quiz.yaml"] = data = copy.deepcopy(QUIZ)
    folder.data["steps/reception/module.yaml"]["activities"].append("quiz")
    folder.write()
    return data


def test_a_sound_folder_has_no_problems(folder, quiz):
    assert problems(folder) == []


def test_the_line_is_the_line(folder):
    lines = (folder.path / LESSON).read_text().splitlines()
    place = next(n for n, line in enumerate(lines) if line.startswith("minutes:"))
    lines[place] = "minutes: 99"
    (folder.path / LESSON).write_text("\n".join(lines))
    (only,) = problems(folder)
    assert only.startswith(f"{LESSON}, line {place + 1}: minutes")


@pytest.mark.parametrize(
    ("break_it", "said"),
    [
        (lambda lesson: lesson.pop("minutes"), "minutes missing in the file"),
        (lambda lesson: lesson["title"].pop("en"), "en missing in title"),
        (lambda lesson: lesson["title"].update(en=""), "en is empty"),
        (lambda lesson: lesson.update(colour="red"), "unknown in the file: colour"),
        (lambda lesson: lesson["clauses"].append("P2-99"), "there is no clause P2-99"),
        (lambda lesson: lesson["clauses"].append("P9-01"), "'P9-01', which is not of the form"),
        (lambda lesson: lesson["body"].append({"type": "poem"}), "type is 'poem'; it is one of text, image"),
        (lambda lesson: lesson["body"][1]["file"].update(en="images/none.svg"), "there is no picture images/none.svg"),
        (lambda lesson: lesson["body"][1].pop("alt"), "alt missing"),
        (lambda lesson: lesson["body"][0]["text"].update(en="a\n\n<script>x</script>"), "HTML is not allowed"),
        (lambda lesson: lesson["body"][5]["text"].update(en="# Rule"), "a heading other than ## between paragraphs is"),
        (lambda lesson: lesson["body"][6]["answer"].update(en="![x](y.png)"), "a picture is not allowed"),
        (lambda lesson: lesson["body"][0].update(html={"zh": "一", "en": "one"}), "unknown in 0: html"),
        (lambda lesson: lesson["summary"].update(en="<b>x</b>"), "<b> is not allowed; this text is plain"),
        (lambda lesson: lesson["title"].update(en="x" * 121), "en has 121 characters; 120 is the most"),
    ],
)
def test_a_broken_lesson_is_named_with_what_is_wrong(folder, break_it, said):
    break_it(folder.lesson)
    folder.write()
    found = problems(folder)
    assert len(found) == 1
    assert found[0].startswith(f"{LESSON}, line ")
    assert said in found[0]


def test_the_line_of_a_block_of_markdown_is_that_of_what_is_wrong_in_it(folder):
    text = (folder.path / LESSON).read_text()
    (folder.path / LESSON).write_text(text.replace("en: Good day", "en: |-\n      Good day\n\n      - a\n      - <br>"))
    lines = (folder.path / LESSON).read_text().splitlines()
    place = next(n for n, line in enumerate(lines, 1) if "<br>" in line)
    assert problems(folder) == [f"{LESSON}, line {place}: HTML is not allowed; README.md says what is"]


@pytest.mark.parametrize(
    ("break_it", "said"),
    [
        (lambda q: q["options"][0].update(correct=False), "has 0 right options; single choice has one"),
        (lambda q: q["options"].__setitem__(1, {**q["options"][0]}), "the same option twice"),
        (lambda q: q["options"].__setitem__(1, {"text": {"zh": "无", "en": "No"}, "correct": False}), "has no reason"),
        (lambda q: q.update(kind="essay"), "kind is 'essay'"),
        (lambda q: q.update(kind="true_false"), "answer missing"),
        (lambda q: q.update(answer=True), "answer does not belong here"),
    ],
)
def test_a_broken_question_is_named_with_what_is_wrong(folder, quiz, break_it, said):
    break_it(quiz["questions"][0])
    folder.write()
    assert any(said in problem for problem in problems(folder))


def test_more_questions_than_there_are_cannot_be_drawn(folder, quiz):
    quiz["draw"] = 2
    folder.write()
    assert "more questions are drawn than there are" in problems(folder)[0]


@pytest.mark.parametrize(
    ("pool", "problem"),
    [
        ({"clause": "P2-01", "number": 9}, "such questions on P2-01"),
        ({"clause": "P2-01", "number": 1, "difficulty": "unheard of"}, "difficulty"),
        ({"number": 1}, "not valid under any"),
        ({"tag": "winter", "clause": "P2-01", "number": 1}, "is not right"),
    ],
)
def test_a_pool_is_of_one_thing_and_no_larger_than_that(folder, quiz, pool, problem):
    quiz["pools"] = [pool]
    folder.write()
    assert problem in str(problems(folder)[0])


def test_a_pool_with_a_tag_may_draw_what_is_in_the_cms_only(folder, quiz):
    quiz["pools"] = [{"tag": "winter", "number": 9}, {"clause": "P2-01", "number": 1}]
    folder.write()
    assert problems(folder) == []


def test_a_code_is_given_once(folder, quiz):
    quiz["questions"].append(QUESTION)
    folder.write()
    assert "question P2-Q01 is taken already" in problems(folder)[0]


def test_a_file_that_is_no_yaml_is_named(folder):
    (folder.path / "steps" / "course.yaml").write_text("title: {zh: 一\nslug: x")
    assert problems(folder)[0].startswith("steps/course.yaml, line 2: not YAML")


def test_a_file_that_is_no_text_is_named(folder):
    (folder.path / "steps" / "course.yaml").write_bytes("标题".encode("gb18030"))
    assert problems(folder)[0].startswith("steps/course.yaml: not UTF-8")


@pytest.mark.parametrize("content", ["", "[]", "null", "just words", "3"])
def test_a_file_of_another_kind_is_named(folder, content):
    (folder.path / LESSON).write_text(content)
    assert problems(folder)[0].startswith(f"{LESSON}, line 1: ")


def test_a_file_that_is_missing_is_named_where_it_is_listed(folder):
    (folder.path / LESSON).unlink()
    assert problems(folder) == ["steps/reception/module.yaml, line 2: there is no file steps/reception/lesson-1.yaml"]


def test_a_file_that_nothing_lists_is_named(folder):
    folder.data["steps/reception/lesson-2.yaml"] = folder.lesson | {"key": "walk", "slug": "walk"}
    folder.write()
    assert problems(folder) == ["steps/reception/lesson-2.yaml, line 72: nothing lists this file"]


def test_the_command_lists_every_problem_and_fails(folder, quiz):
    folder.lesson["minutes"] = 99
    quiz["draw"] = "many"
    folder.write()
    out = StringIO()
    with pytest.raises(CommandError, match="2 problems"):
        call_command("curriculum", "check", stdout=out)
    assert len(out.getvalue().splitlines()) == 2


def test_the_command_counts(folder, quiz):
    out = StringIO()
    call_command("curriculum", "counts", stdout=out)
    counted = dict(line.rsplit(maxsplit=1) for line in out.getvalue().splitlines())
    assert (counted["lessons"], counted["questions"], counted["pictures"], counted["clauses"]) == ("1", "1", "1", "1")
