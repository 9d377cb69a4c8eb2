"""What a quiz of the CMS says, in the shape of a `quiz.yaml`; the reverse of `quizzes.curriculum`."""

from collections.abc import Iterable
from uuid import UUID

from courses.curriculum.export.cms import Exchange, File, Pages
from courses.curriculum.export.joining import agreed
from courses.curriculum.export.pages import own_clauses, own_fields, said
from courses.curriculum.loader import LANGUAGES, stable_key
from quizzes.curriculum import PAGE_FIELDS
from quizzes.curriculum_rows import LEFT_OUT
from quizzes.curriculum_rows_export import own_rows
from quizzes.curriculum_rules import own_rules
from quizzes.models import Kind, Question, QuizPage

RELATED = ("options", "parts", "regions", "clauses", "tags")
Versions = dict[str, Question]


def export_quiz(export: Exchange, key: UUID, file: File, pages: Pages) -> dict:
    old = file.old or {}
    for page in pages.values():
        note_what_files_cannot_say(export, file, page)
    own = {language: own_page(export, page, old) for language, page in pages.items()}
    data = export.join(key, own.get("zh"), own.get("en"), old)
    questions = export_questions(export, key, pages, file)
    if questions:
        data["draw"] = data.get("draw") or len(questions)
        data["questions"] = questions
    return data


def note_what_files_cannot_say(export: Exchange, file: File, page: QuizPage) -> None:
    if page.introduction:
        export.note(f"{file.name}: the introduction is in the CMS only")
    if not page.shuffle:
        export.note(f"{file.name}: files do not say that a quiz is not mixed")
    if page.time_limit is None:
        export.note(f"{file.name}: the CMS has no time limit; a file has one")
    if any(slot.points != 1 for slot in page.slots.all()):
        export.note(f"{file.name}: files do not say what a question is worth")


def own_page(export: Exchange, page: QuizPage, old: dict) -> dict:
    own = own_fields(page, (*PAGE_FIELDS, "draw"))
    own["time_limit"] = own["time_limit"] or old.get("time_limit")
    draws = page.draws.select_related("source")
    drawn = [{"quiz": export.key(draw.source.translation_key), "number": draw.number} for draw in draws]
    return own | ({"draw_from": drawn} if drawn else {}) | own_rules(page)


def export_questions(export: Exchange, page: UUID, pages: Pages, file: File) -> list[dict]:
    """What either page lists; where only one does, the other is behind."""
    in_file = {question_key(row): row for row in (file.old or {}).get("questions", [])}
    listed = {
        language: [slot.question.translation_key for slot in quiz.slots.select_related("question")]
        for language, quiz in pages.items()
    }
    known = next(iter(listed.values()))
    keys = agreed(listed.get("zh", known), listed.get("en", known), list(in_file))
    export.left_behind(page, {language for language, own in listed.items() if own != keys})
    versions = versions_of(keys)
    return [export_question(export, file, key, versions[key], in_file.get(key)) for key in keys]


def question_key(row: dict) -> UUID:
    return stable_key("question", row.get("key") or row["code"])


def versions_of(keys: Iterable[UUID]) -> dict[UUID, Versions]:
    found: dict[UUID, Versions] = {}
    rows = Question.objects.filter(translation_key__in=keys, locale__language_code__in=LANGUAGES)
    for row in rows.select_related("locale", "picture").prefetch_related(*RELATED):
        found.setdefault(row.translation_key, {})[LANGUAGES[row.locale.language_code]] = row
    return found


def export_question(export: Exchange, file: File, key: UUID, versions: Versions, old: dict | None) -> dict:
    own = {language: own_question(question) for language, question in versions.items()}
    for language, question in versions.items():
        if question.picture:
            own[language]["picture"] = export.path_of(question.picture, file, language)
    joined = without_rules(export.join(key, own.get("zh"), own.get("en"), LEFT_OUT | old if old else None))
    if stable_key("question", joined["code"]) == key:
        return joined
    return {"code": joined.pop("code"), "key": str(key)} | joined


def without_rules(question: dict) -> dict:
    """Both languages had to say it, so that a change in one is seen; a file leaves out what is the rule."""
    return {name: said for name, said in question.items() if name not in LEFT_OUT or said != LEFT_OUT[name]}


def own_question(question: Question) -> dict:
    own = {"code": question.code, "kind": question.kind, "difficulty": question.difficulty}
    own |= {name: getattr(question, name) for name in LEFT_OUT if name != "tags"}
    own["tags"] = frozenset(tag.name for tag in question.tags.all())  # in any order
    own |= {"clauses": own_clauses(question), "stem": said(question.stem)}
    if question.kind == Kind.TRUE_FALSE:
        own["answer"] = question.answer
    own |= own_rows(question)
    return own | {"explanation": said(question.explanation)}
