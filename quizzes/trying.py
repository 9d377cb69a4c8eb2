"""A question as a learner sees it, for whoever writes it: answers are tried and nothing is kept."""

from __future__ import annotations

from random import Random

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import translation
from django.views.generic import TemplateView

from quizzes import paper, writing
from quizzes.forms import AnswerForm
from quizzes.models import Question
from quizzes.models.sources import source_of, versions_of
from quizzes.paper import AnswerRefused, Item
from quizzes.whereabouts import whereabouts
from quizzes.written import draft_of

NEEDED = "quizzes.change_question"
POINTS = 1


class TryView(TemplateView):
    """The answer is in the form itself, and what was mixed follows from `seed`: no row remembers anything."""

    template_name = "quizzes/try.html"

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not request.user.has_perm(NEEDED):
            raise PermissionDenied
        self.question = get_object_or_404(Question.objects.select_related("locale"), pk=kwargs["pk"])
        with translation.override(self.question.locale.language_code):
            response = super().dispatch(request, *args, **kwargs)
            return response.render()

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        return self.get(request, *args, **kwargs)

    def get_context_data(self, **kwargs) -> dict:
        own = {"asked": self.question, "languages": self.languages(), "seed": self.seed, "used": self.used()}
        problems = writing.errors(draft_of(self.question))
        if problems:
            return super().get_context_data(**kwargs) | own | {"problems": problems}
        return super().get_context_data(**kwargs) | own | self.tried(self.item())

    @property
    def seed(self) -> int:
        given = self.request.POST.get("seed", "")
        return int(given) if given.isascii() and given.isdigit() and len(given) < 9 else self.question.pk

    def item(self) -> Item:
        versions = versions_of([self.question.translation_key])[self.question.translation_key]
        dice = Random(self.seed)  # noqa: S311 - nobody gains by guessing it
        return paper.lay_out(source_of(self.question.pk, POINTS, versions), True, dice)

    def tried(self, item: Item) -> dict:
        """The screen, and once it was asked for what the learner reads afterwards."""
        language, form = self.question.locale.language_code, AnswerForm(self.request.POST)
        try:
            answer = item.accept(form.answer)
        except AnswerRefused:
            return {"question": item.show(1, [], language), "refused": True}
        found = {"question": item.show(1, answer, language, moved=form.moved if form.steps else "")}
        if self.request.method == "POST" and self.request.POST.get("go") == "check":
            found["reviewed"] = item.review(1, answer, language)
        return found

    def languages(self) -> list[tuple[int, str]]:
        """The question in the other languages."""
        names = dict(settings.LANGUAGES)
        others = self.question.versions.exclude(pk=self.question.pk).select_related("locale").order_by("locale")
        return [(other.pk, names.get(other.locale.language_code, str(other.locale))) for other in others]

    def used(self):
        return whereabouts(self.question)
