"""One attempt, two languages."""

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from quizzes.models import Attempt, Option, Question


@pytest.fixture
def in_chinese(questions, zh) -> list[Question]:
    """The first and the last question in Chinese too."""
    made = []
    for question, texts in ((questions[0], "问候 等待 指点"), (questions[3], "一 二 三 四")):
        copy = Question(
            translation_key=question.translation_key, locale=zh, code=question.code, kind=question.kind,
            stem=f"题干 {question.code}", explanation=f"解析 {question.code}",
        )  # fmt: skip
        copy.options = [
            Option(text=text, correct=option.correct, translation_key=option.translation_key, locale=zh)
            for option, text in zip(question.options.all(), texts.split(), strict=True)
        ]
        copy.clauses = question.clauses.all()
        copy.save()
        made.append(copy)
    return made


@pytest.fixture
def running(in_chinese, quiz, lin, dice) -> Attempt:
    return Attempt.start(quiz, by=lin, at=timezone.now(), dice=dice(1))


def address(attempt: Attempt, language: str, name: str = "question", *args) -> str:
    with translation.override(language):
        return reverse(f"quizzes:{name}", args=[attempt.pk, *args])


def test_the_paper_has_both_languages(running):
    first, last = running.items[0], running.items[3]
    assert first.stem == {"en": "Stem of Q1", "zh-hans": "题干 Q1"}
    assert {"en": "Greets", "zh-hans": "问候"} in [option.text for option in first.options]
    assert [option.text["zh-hans"] for key in last.right for option in last.options if option.key == key] == list(
        "一二三四"
    )


def test_switching_the_language_keeps_answer_and_order(signed_in, lin, running):
    running.save_answer(1, ["b"], timezone.now())
    browser = signed_in(lin)
    chinese, english = (browser.get(address(running, code, "question", 1)).text for code in ("zh-hans", "en"))
    assert "题干 Q1" in chinese
    assert "Stem of Q1" in english
    assert chinese.count('value="b" checked') == english.count('value="b" checked') == 1


def test_a_question_without_translation_is_shown_in_the_other_language_and_marked(signed_in, lin, running):
    page = signed_in(lin).get(address(running, "zh-hans", "question", 2)).text
    assert 'lang="en">Stem of Q2' in page
    assert '<span lang="en">Seat cover</span>' in page


def test_the_result_is_explained_in_either_language(signed_in, lin, running):
    running.submit(timezone.now())
    browser = signed_in(lin)
    assert "解析 Q1" in browser.get(address(running, "zh-hans", "result")).text
    assert "Because the standard says so Q1" in browser.get(address(running, "en", "result")).text


def test_true_and_false_have_words_in_the_questions_languages(running):
    assert [option.text for option in running.items[2].options] == [{"en": "True"}, {"en": "False"}]


def test_attempts_count_in_whichever_language_they_were_made(running, quiz, zh, lin):
    quiz.module.course.copy_for_translation(zh)
    quiz.module.copy_for_translation(zh)
    copy = quiz.copy_for_translation(zh)
    copy.save_revision().publish()
    assert Attempt.start(copy, by=lin, at=timezone.now()) == running
