import pytest
import yaml
from wagtail.models import Revision

from courses.curriculum import loader
from courses.models import ModulePage
from quizzes.curriculum import load_quiz
from quizzes.models import Attempt, Option, Question, QuizPage, QuizSlot

RECEPTION = loader.FOLDER / "seven-steps" / "reception" / "quiz.yaml"


@pytest.fixture
def data() -> dict:
    return {
        "key": "small", "slug": "small-quiz", "minutes": 5, "time_limit": 10, "pass_mark": 70, "attempts": 2, "draw": 2,
        "title": {"zh": "小测验", "en": "Small quiz"},
        "summary": {"zh": "两道题。", "en": "Two questions."},
        "questions": [
            {
                "code": "S-1", "kind": "single", "difficulty": "easy", "clauses": ["P2-01"],
                "stem": {"zh": "谁？", "en": "Who?"}, "explanation": {"zh": "因为。", "en": "Because."},
                "options": [
                    {"text": {"zh": "顾问", "en": "Advisor"}, "correct": True},
                    {
                        "text": {"zh": "客户", "en": "Customer"}, "correct": False,
                        "reason": {"zh": "客户在等顾问。", "en": "The customer waits for the advisor."},
                    },
                ],
            },
            {
                "code": "S-2", "kind": "true_false", "difficulty": "hard", "clauses": ["P2-01"], "answer": False,
                "stem": {"zh": "可以等。", "en": "It can wait."}, "explanation": {"zh": "不可以。", "en": "It cannot."},
            },
        ],
    }  # fmt: skip


@pytest.fixture
def modules(module, home_zh, course) -> dict:
    course_zh = course.copy_for_translation(home_zh.locale)
    course_zh.save_revision().publish()
    module_zh = module.copy_for_translation(home_zh.locale)
    module_zh.save_revision().publish()
    return {"en": module, "zh-hans": ModulePage.objects.get(pk=module_zh.pk)}


@pytest.fixture
def loaded(data, modules, clause) -> dict:
    load_quiz(data, modules)
    return data


def pages() -> dict:
    return {page.locale.language_code: page for page in QuizPage.objects.select_related("locale")}


def test_both_languages_are_written_as_one_quiz(loaded):
    quizzes = pages()
    assert (quizzes["en"].title, quizzes["zh-hans"].title) == ("Small quiz", "小测验")
    assert quizzes["en"].translation_key == quizzes["zh-hans"].translation_key
    assert quizzes["en"].live
    assert quizzes["zh-hans"].live


def test_the_rules_of_the_quiz_are_written(loaded):
    quiz = pages()["en"]
    assert (quiz.time_limit, quiz.pass_mark, quiz.attempts, quiz.draw, quiz.minutes) == (10, 70, 2, 2, 5)
    assert [clause.code for clause in quiz.clauses.all()] == ["P2-01"]
    assert [slot.question.code for slot in quiz.slots.all()] == ["S-1", "S-2"]


def test_questions_are_written_in_both_languages(loaded):
    stems = dict(Question.objects.filter(code="S-1").values_list("locale__language_code", "stem"))
    assert stems == {"en": "Who?", "zh-hans": "谁？"}
    assert Question.objects.get(code="S-2", locale__language_code="en").answer is False


def test_options_are_joined_across_languages(loaded):
    keys = Option.objects.filter(correct=True).values_list("translation_key", flat=True)
    assert len(keys) == 2
    assert len(set(keys)) == 1


def test_a_wrong_option_says_why_in_both_languages(loaded):
    reasons = dict(Option.objects.exclude(reason="").values_list("locale__language_code", "reason"))
    assert reasons == {"en": "The customer waits for the advisor.", "zh-hans": "客户在等顾问。"}


def test_the_reason_is_on_the_paper_in_both_languages(loaded, lin, now):
    attempt = Attempt.start(pages()["en"], by=lin, at=now)
    reasons = [option["reason"] for data in attempt.paper for option in data["options"] if option["reason"]]
    assert reasons == [{"zh-hans": "客户在等顾问。", "en": "The customer waits for the advisor."}]


def test_an_attempt_has_both_languages(loaded, lin, now):
    attempt = Attempt.start(pages()["en"], by=lin, at=now)
    texts = {option["text"]["zh-hans"] for data in attempt.paper for option in data["options"]}
    assert {"顾问", "客户"} <= texts


def test_a_second_load_changes_nothing(loaded, modules):
    before = list(Option.objects.values()), list(QuizSlot.objects.values()), list(Question.objects.values())
    revisions = Revision.objects.count()
    load_quiz(loaded, modules)
    assert (list(Option.objects.values()), list(QuizSlot.objects.values()), list(Question.objects.values())) == before
    assert Revision.objects.count() == revisions


def test_a_changed_question_is_written_in_place(loaded, modules):
    options = set(Option.objects.values_list("pk", flat=True))
    loaded["questions"][0]["options"][0]["text"]["en"] = "The advisor"
    load_quiz(loaded, modules)
    assert Option.objects.filter(text="The advisor").exists()
    assert set(Option.objects.values_list("pk", flat=True)) == options


def test_a_changed_page_is_written_in_place(loaded, modules):
    slots = set(QuizSlot.objects.values_list("pk", flat=True))
    loaded["title"]["en"] = "Another title"
    load_quiz(loaded, modules)
    assert pages()["en"].title == "Another title"
    assert set(QuizSlot.objects.values_list("pk", flat=True)) == slots


def test_a_question_that_an_author_edited_is_theirs(loaded, modules, xu):
    from wagtail.log_actions import log

    question = Question.objects.get(code="S-1", locale__language_code="en")
    question.stem = "By an author"
    question.save()
    log(instance=question, action="wagtail.edit", user=xu)
    loaded["questions"][0]["stem"]["en"] = "From the file"
    load_quiz(loaded, modules)
    assert Question.objects.get(pk=question.pk).stem == "By an author"


def test_a_page_that_an_author_edited_is_theirs(loaded, modules, xu):
    page = pages()["en"]
    page.title = "By an author"
    page.save_revision(user=xu, log_action=True).publish(user=xu)
    loaded["title"]["en"] = "From the file"
    load_quiz(loaded, modules)
    assert pages()["en"].title == "By an author"


def test_the_curriculums_own_quiz_loads(modules, home):
    for path in (loader.FOLDER / "standards").glob("*.yaml"):
        loader.load_clauses(loader.read(path))
    data = yaml.safe_load(RECEPTION.read_text(encoding="utf-8"))
    load_quiz(data, modules)
    assert pages()["en"].slots.count() == pages()["zh-hans"].slots.count() == len(data["questions"])


def test_the_order_of_the_file_is_kept_in_the_rows(modules, home):
    """No database promises an order that was not asked for, and the order of an ordering question is its key."""
    data = yaml.safe_load(RECEPTION.read_text(encoding="utf-8"))
    for path in (loader.FOLDER / "standards").glob("*.yaml"):
        loader.load_clauses(loader.read(path))
    load_quiz(data, modules)
    english = pages()["en"]
    assert list(english.slots.values_list("sort_order", flat=True)) == list(range(len(data["questions"])))
    for slot in english.slots.all():
        places = list(slot.question.options.values_list("sort_order", flat=True))
        assert places == list(range(len(places)))
