"""Questions of every kind go into the CMS and come back as they were, and so does what a trainer changes in them."""

from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from wagtail.log_actions import log

from courses.curriculum.checking import check
from quizzes.models import Question
from quizzes.models.sources import source_of, versions_of
from tests.courses.exporting import call, said

pytestmark = pytest.mark.django_db

QUIZ = "steps/reception/quiz.yaml"
EVERY_KIND = Path(__file__).with_name("every_kind.yaml").read_text(encoding="utf-8")


def question(code: str, language: str = "en") -> Question:
    return Question.objects.get(code=code, locale__language_code=language)


@pytest.fixture
def every_kind(small) -> dict[str, str]:
    """The small curriculum with the newer kinds, loaded; what its files say."""
    path = small / QUIZ
    path.write_text(path.read_text() + EVERY_KIND)
    assert check(small) == []
    call("load")
    return said(small)


def test_nothing_changes_right_after_loading(small, every_kind):
    out = call("export")
    assert said(small) == every_kind
    assert "0 files written; 0 texts" in out
    assert "0 created, 0 updated" in call("load")


def test_a_question_has_everything_that_its_file_says(every_kind):
    assert [(option.text, option.match) for option in question("K-1").options.all()] == [("A", "One"), ("B", "Two")]
    assert {tag.name for tag in question("K-1", "zh-hans").tags.all()} == {"电话", "desk"}
    assert question("K-2").status == "trial"
    assert question("K-3").numerals
    part = question("K-4", "zh-hans").parts.get()
    assert (part.value, part.tolerance, part.unit) == (Decimal("12.5"), Decimal("0.1"), "分钟")
    assert question("K-6").picture.file.name != question("K-6", "zh-hans").picture.file.name
    assert [region.name for region in question("K-6", "zh-hans").regions.all()] == ["灯", "门"]


def test_rows_are_joined_across_languages_and_kept_by_a_second_load(small, every_kind):
    before = set(question("K-7").options.values_list("pk", "translation_key"))
    path = small / QUIZ
    path.write_text(path.read_text().replace("Let me explain", "May I explain"))
    assert "0 created, 1 updated" in call("load")
    assert set(question("K-7").options.values_list("pk", "translation_key")) == before
    key = question("K-7").translation_key
    source = source_of(question("K-7").pk, 1, versions_of([key])[key])
    assert source.options[0].text == {"zh-hans": "我解释", "en": "May I explain"}


def test_what_a_trainer_changes_in_rows_comes_home(small, every_kind, xu):
    question("K-4").parts.update(tolerance=0, value=13)
    Question.objects.filter(code="K-2", locale__language_code="en").update(status="ready", marking="partial")
    tagged = question("K-1")
    tagged.tags.clear()
    tagged.save()
    question("K-6").regions.filter(name="Lamp").update(points="110,100 200,100")
    for code in ("K-1", "K-2", "K-4", "K-6"):
        log(question(code), "wagtail.edit", user=xu)
    call("export")
    text = (small / QUIZ).read_text()
    assert "value: 13" in text
    assert "tolerance: 0.1" not in text
    assert "status" not in text
    assert "tags" not in text
    assert "110,100 200,100" in text
    assert check(small) == []
    assert "Left alone" not in call("load")
    assert question("K-4", "zh-hans").parts.get().value == 13
    assert question("K-2", "zh-hans").marking == "partial"


def test_a_redrawn_picture_is_a_changed_question(small, every_kind):
    path = small / "images" / "a.en.svg"
    path.write_text(path.read_text().replace("</svg>", "<title>New</title></svg>"))
    was = question("K-6").picture
    call("load")
    assert question("K-6").picture != was


def broken(code: str, change) -> str:
    rows = yaml.safe_load("questions:\n" + EVERY_KIND)["questions"]
    change(next(row for row in rows if row["code"] == code))
    return "\n" + "\n".join("  " + line for line in yaml.safe_dump(rows, allow_unicode=True).splitlines()) + "\n"


@pytest.mark.parametrize(
    ("code", "change", "words"),
    [
        ("K-1", lambda q: q["options"][0].pop("match"), "match missing"),
        ("K-2", lambda q: q["options"][0].update(part=3), "a part that there is"),
        ("K-3", lambda q: q["options"][0].update(correct=False), "No wording is accepted"),
        ("K-4", lambda q: q["parts"][0].update(value=0.00001), "digits after the point"),
        ("K-4", lambda q: q["parts"].append({"value": 3}), "too many entries"),
        ("K-5", lambda q: q["stem"].update(en="No gap"), "gaps of the text"),
        ("K-6", lambda q: q["picture"].update(en="images/no.svg"), "no picture images/no.svg"),
        ("K-6", lambda q: q["regions"][1].update(points="1,1 1,1"), "no such shape"),
        ("K-6", lambda q: q.update(parts=[{"text": {"zh": "a", "en": "b"}}]), "does not belong here"),
        ("K-7", lambda q: q["options"][1].update(correct=True), "one of them ticked"),
        ("K-7", lambda q: q["options"][1]["text"].update(en="Let me explain"), "the same twice"),
        ("K-8", lambda q: q.update(options=[{"text": {"zh": "a", "en": "b"}}]), "does not belong here"),
    ],
)
def test_a_question_that_is_none_is_refused_with_its_line(small, code, change, words):
    path = small / QUIZ
    path.write_text(path.read_text() + broken(code, change))
    problems = check(small)
    assert problems
    assert all(words in problem.message and problem.line > 40 for problem in problems)
