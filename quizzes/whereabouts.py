"""Where a question is asked: the quizzes that list it, those that draw from them, and how many attempts have had it."""

from __future__ import annotations

from dataclasses import dataclass

from quizzes.models import CountedAnswer, Question, QuizDraw, QuizPage, QuizSlot
from standards.uses import in_active_language


@dataclass(frozen=True)
class Whereabouts:
    """`attempts` counts those that are submitted and counted for statistics."""

    listed: list[QuizPage]
    drawn: list[QuizPage]
    attempts: int

    @property
    def is_used(self) -> bool:
        return bool(self.listed or self.drawn or self.attempts)


def whereabouts(question: Question) -> Whereabouts:
    slots = QuizSlot.objects.filter(question__translation_key=question.translation_key)
    listed = QuizPage.objects.filter(pk__in=slots.values("page"))
    keys = set(listed.values_list("translation_key", flat=True))
    drawing = QuizDraw.objects.filter(source__translation_key__in=keys)
    answers = CountedAnswer.objects.filter(wording__question=question.translation_key)
    return Whereabouts(shown(listed), shown(QuizPage.objects.filter(pk__in=drawing.values("page"))), answers.count())


def shown(pages) -> list[QuizPage]:
    """Each once, in the active language, in the order of the tree."""
    found = in_active_language(pages.select_related("locale")).values()
    return sorted(found, key=lambda page: page.path)
