"""Writes a `quiz.yaml` of the curriculum into the question bank and the page tree, by the loader's rules."""

from uuid import UUID

from wagtail.models import Locale

from courses.curriculum.loader import LANGUAGES, in_language, is_current, report, stable_key, upsert_page, upsert_record
from courses.models import ModulePage
from quizzes.models import Kind, Option, Question, QuizPage, QuizSlot
from standards.models import Clause

PAGE_FIELDS = ("title", "slug", "summary", "minutes", "time_limit", "pass_mark", "attempts", "draw")


def load_quiz(data: dict, module_pages: dict[str, ModulePage]) -> None:
    """`data` is the file's content, `module_pages` the module in each language ("zh-hans", "en")."""
    clauses = {clause.code: clause for clause in Clause.objects.all()}
    for code, language in LANGUAGES.items():
        module = module_pages[code]
        own = in_language(data, language)
        questions = [load_question(question, module.locale, clauses) for question in own["questions"]]
        _load_page(own, module, questions, [clauses[code] for code in own["clauses"]])


def load_question(data: dict, locale: Locale, clauses: dict[str, Clause]) -> Question:
    """`data` is one question in one language."""
    lookup = {"translation_key": stable_key("question", data["code"]), "locale": locale}
    values = {name: data.get(name) for name in ("code", "kind", "difficulty", "stem", "explanation", "answer")}

    def fill(question: Question) -> None:
        question.clauses = [clauses[code] for code in data["clauses"]]
        question.options = _options(data, question)

    return upsert_record(Question, lookup, data, values, fill)


def _options(data: dict, question: Question) -> list[Option]:
    """The options with the keys that they keep, so that a second load updates rows instead of replacing them."""
    rows = {option.translation_key: option.pk for option in question.options.all()} if question.pk else {}
    options = []
    for number, option in enumerate(data.get("options", [])):
        key = stable_key("option", f"{data['code']}:{number}")
        options.append(
            Option(
                pk=rows.get(key),
                translation_key=key,
                locale=question.locale,
                text=option["text"],
                correct=data["kind"] != Kind.ORDERING and option["correct"],
                reason=option.get("reason", ""),
            )
        )
    return options


def _load_page(data: dict, module: ModulePage, questions: list[Question], clauses: list[Clause]) -> None:
    key = stable_key("quizpage", data["key"])
    own = {name: data[name] for name in PAGE_FIELDS}
    source = own | {"clauses": data["clauses"], "questions": [question["code"] for question in data["questions"]]}
    if is_current(QuizPage, key, module.locale.language_code, source):
        report.counts["unchanged"] += 1
        return

    def fill(page: QuizPage) -> None:
        page.clauses = clauses
        page.slots = _slots(page, questions, key)

    upsert_page(module, QuizPage, key, source, own, fill)


def _slots(page: QuizPage, questions: list[Question], key: UUID) -> list[QuizSlot]:
    rows = {slot.translation_key: slot.pk for slot in page.slots.all()}
    keys = [stable_key("slot", f"{key}:{question.translation_key}") for question in questions]
    return [
        QuizSlot(pk=rows.get(slot), translation_key=slot, locale=page.locale, question=question)
        for slot, question in zip(keys, questions, strict=True)
    ]
