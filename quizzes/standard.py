"""Which questions test a clause, for `standards.uses`."""

from collections.abc import Collection, Iterator

from django.urls import reverse

from quizzes.models import Question, QuizPage, QuizSlot
from standards.uses import Kind, Use, in_active_language, links


def uses(codes: Collection[str] | None) -> Iterator[Use]:
    found = links(Question.clauses, "question", codes)
    questions = Question.objects.filter(pk__in={pk for _, pk in found}) if codes else Question.objects.all()
    rows = list(questions.select_related("locale"))
    key_of, shown = {row.pk: row.translation_key for row in rows}, in_active_language(rows)
    quizzes = quiz_of_each(None if codes is None else list(key_of))
    for code, key in dict.fromkeys((code, key_of[pk]) for code, pk in found if pk in key_of):
        question = shown[key]
        edit = reverse(Question.snippet_viewset.get_url_name("edit"), args=[question.pk])
        yield Use(code, Kind.QUESTION, str(key), str(question), edit, quizzes.get(key))


def quiz_of_each(questions: list[int] | None) -> dict:
    """The live quiz that lists a question, in the active language, by the question's translation_key."""
    slots = QuizSlot.objects.filter(page__live=True)
    if questions is not None:
        slots = slots.filter(question__in=questions)
    rows = list(slots.values_list("question__translation_key", "page_id"))
    pages = QuizPage.objects.filter(pk__in={page for _, page in rows}).select_related("locale")
    by_pk = {page.pk: page for page in pages}
    shown = in_active_language(by_pk.values())
    return {question: shown[by_pk[page].translation_key] for question, page in rows}
