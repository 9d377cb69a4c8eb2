"""Writes a `quiz.yaml` of the curriculum into the question bank and the page tree, by the loader's rules."""

from collections.abc import Iterable
from pathlib import Path
from uuid import UUID

from django.db.models import Q
from wagtail.models import Locale

from courses.curriculum.loader import (
    LANGUAGES,
    CurriculumError,
    in_language,
    is_current,
    read,
    report,
    stable_key,
    upsert_page,
    upsert_record,
)
from courses.models import ModulePage
from quizzes import curriculum_rules
from quizzes.curriculum_rows import LEFT_OUT, fill_rows, picture_of, with_picture
from quizzes.models import Question, QuizDraw, QuizPage, QuizSlot, Tag
from standards.models import Clause

PAGE_FIELDS = ("title", "slug", "summary", "minutes", "time_limit", "pass_mark", "attempts")


def load_quiz(data: dict, module_pages: dict[str, ModulePage]) -> None:
    """`data` is the file's content, `module_pages` the module in each language ("zh-hans", "en")."""
    clauses = {clause.code: clause for clause in Clause.objects.all()}
    for code, language in LANGUAGES.items():
        module = module_pages[code]
        own = in_language(data, language)
        questions = [load_question(question, module.locale, clauses) for question in own.get("questions", [])]
        _load_page(own, module, questions)


def load_all(folder: Path) -> None:
    """Once every quiz has its page: those that draw from others get what they could not find when they were loaded."""
    for path in sorted(folder.glob("*/*/quiz*.yaml")):
        if "draw_from:" in path.read_text(encoding="utf-8"):  # Most do not; parsing them all takes long.
            _load_draws(read(path), path.relative_to(folder))


def _load_draws(data: dict, name: Path) -> None:
    pages = QuizPage.objects.filter(translation_key=stable_key("quizpage", data["key"])).select_related("locale")
    modules = {page.locale.language_code: page.module for page in pages}
    if set(modules) != set(LANGUAGES):
        return  # No module has this file.
    for module in modules.values():
        found = _sources(data, module)
        if missing := [row["quiz"] for row in data["draw_from"] if row["quiz"] not in found]:
            raise CurriculumError(f"{name}: no module has the quiz {', '.join(missing)}")
    load_quiz(data, modules)


def load_question(data: dict, locale: Locale, clauses: dict[str, Clause]) -> Question:
    """`data` is one question in one language."""
    lookup = {"translation_key": stable_key("question", data.get("key", data["code"])), "locale": locale}
    values = {name: data.get(name) for name in ("code", "kind", "difficulty", "stem", "explanation", "answer")}
    values |= {name: data.get(name, rule) for name, rule in LEFT_OUT.items() if name != "tags"}

    def fill(question: Question) -> None:
        question.clauses = [clauses[code] for code in data["clauses"]]
        question.tags = [Tag.objects.get_or_create(name=name)[0] for name in data.get("tags", [])]
        question.picture = picture_of(data)
        fill_rows(question, data)

    return upsert_record(Question, lookup, with_picture(data), values, fill)


def _load_page(data: dict, module: ModulePage, questions: list[Question]) -> None:
    key = stable_key("quizpage", data["key"])
    own = {name: data[name] for name in PAGE_FIELDS} | {"draw": data.get("draw")}
    rules = curriculum_rules.said(data)
    codes = [question["code"] for question in data.get("questions", [])]
    sources = _sources(data, module)
    tested = sorted({code for question in data.get("questions", []) for code in question["clauses"]})
    source = own | rules | {"clauses": tested, "questions": codes}
    if "draw_from" in data:
        source["draw_from"] = [row | {"is_there": row["quiz"] in sources} for row in data["draw_from"]]
    if is_current(QuizPage, key, module.locale.language_code, source):
        report.counts["unchanged"] += 1
        return

    def fill(page: QuizPage) -> None:
        page.clauses = _tested(questions, sources.values())
        page.slots = _slots(page, questions, key)
        page.draws = _draws(page, data, sources)
        page.bank_pools = curriculum_rules.pools_of(page, data)

    upsert_page(module, QuizPage, key, source, own | curriculum_rules.fields_of(data), fill)


def _tested(questions: list[Question], sources: Iterable[QuizPage]) -> list[Clause]:
    """What a quiz is about: the clauses of every question that it may ask."""
    asked = Question.objects.filter(slots__page__in=list(sources)).values("pk")
    own = [question.pk for question in questions]
    return list(Clause.objects.filter(Q(questions__in=asked) | Q(questions__in=own)).distinct())


def _slots(page: QuizPage, questions: list[Question], key: UUID) -> list[QuizSlot]:
    rows = {slot.translation_key: slot.pk for slot in page.slots.all()}
    keys = [stable_key("slot", f"{key}:{question.translation_key}") for question in questions]
    return [
        QuizSlot(pk=rows.get(slot), translation_key=slot, locale=page.locale, question=question, sort_order=place)
        for place, (slot, question) in enumerate(zip(keys, questions, strict=True))
    ]


def _sources(data: dict, module: ModulePage) -> dict[str, QuizPage]:
    """By the files' key, the quizzes to draw from that exist in the module's language."""
    keys = {stable_key("quizpage", row["quiz"]): row["quiz"] for row in data.get("draw_from", [])}
    pages = QuizPage.objects.filter(translation_key__in=keys, locale=module.locale) if keys else []
    return {keys[page.translation_key]: page for page in pages}


def _draws(page: QuizPage, data: dict, sources: dict[str, QuizPage]) -> list[QuizDraw]:
    rows = {draw.translation_key: draw.pk for draw in page.draws.all()}
    draws = []
    for place, row in enumerate(data.get("draw_from", [])):
        if row["quiz"] in sources:
            key = stable_key("draw", f"{data['key']}:{row['quiz']}")
            draw = QuizDraw(pk=rows.get(key), translation_key=key, locale=page.locale, sort_order=place)
            draw.source, draw.number = sources[row["quiz"]], row["number"]
            draws.append(draw)
    return draws
