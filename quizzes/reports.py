"""Statistics in Wagtail's admin, for those who write questions: all quizzes, one quiz, one question."""

from functools import cached_property
from typing import TypeVar

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from quizzes import count_state
from quizzes import item_analysis as analysis
from quizzes.bars import bars
from quizzes.figures import Group, groups_of, overview, question_figures, quiz_figures
from quizzes.models import Question, QuizPage
from standards.uses import in_active_language

Row = TypeVar("Row", QuizPage, Question)


class StatisticsView(WagtailAdminTemplateMixin, TemplateView):
    header_icon = "order"
    page_title = _("Statistics of quizzes")

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not request.user.writes_content:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def groups(self) -> list[Group]:
        return groups_of(self.request.user)

    @cached_property
    def group(self) -> Group:
        """The one asked for, among those that the user may see; everybody if there is no such group."""
        asked = self.request.GET.get("people", "")
        return next((group for group in self.groups if group.key == asked), self.groups[0])

    def get_breadcrumbs_items(self) -> list:
        all_quizzes = {"url": reverse("quizzes_statistics"), "label": StatisticsView.page_title}
        return [*self.breadcrumbs_items, all_quizzes, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs) -> dict:
        shared = {
            "groups": self.groups,
            "group": self.group,
            "enough_for_a_quiz": analysis.ENOUGH_FOR_A_QUIZ,
            "enough_for_a_question": analysis.ENOUGH_FOR_A_QUESTION,
        }
        return super().get_context_data(**kwargs) | shared


class AllQuizzesView(StatisticsView):
    template_name = "quizzes/reports/all.html"

    def get_breadcrumbs_items(self) -> list:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs) -> dict:
        found = overview(self.group)
        pages = in_active_language(QuizPage.objects.filter(translation_key__in=found).select_related("locale"))
        rows = [(page, found[key]) for key, page in pages.items()]
        return super().get_context_data(**kwargs) | {"rows": sorted(rows, key=lambda row: row[0].title)}


class QuizView(StatisticsView):
    template_name = "quizzes/reports/quiz.html"

    @cached_property
    def quiz(self) -> QuizPage:
        return in_reading_language(QuizPage, self.kwargs["pk"])

    def get_page_title(self) -> str:
        return self.quiz.title

    def get_context_data(self, **kwargs) -> dict:
        """`counted` names what the figures of everybody are made from; those of a group depend on the reader."""
        key = self.quiz.translation_key
        counted = "" if self.group.key else count_state.current(key)
        figures = SimpleLazyObject(lambda: quiz_figures(key, self.group, get_language()))
        drawn = SimpleLazyObject(lambda: bars(figures.histogram))
        shown = {"quiz": self.quiz, "figures": figures, "bars": drawn, "counted": counted}
        return super().get_context_data(**kwargs) | shown


class QuestionView(StatisticsView):
    template_name = "quizzes/reports/question.html"

    @cached_property
    def question(self) -> Question:
        return in_reading_language(Question, self.kwargs["pk"])

    def get_page_title(self) -> str:
        return self.question.code

    def get_context_data(self, **kwargs) -> dict:
        found = question_figures(self.question.translation_key, self.group, get_language())
        quizzes = in_active_language(
            QuizPage.objects.filter(translation_key__in={one.quiz for one in found}).select_related("locale")
        )
        rows = [(one, quizzes.get(one.quiz)) for one in found]
        return super().get_context_data(**kwargs) | {"question": self.question, "rows": rows}


def in_reading_language(model: type[Row], pk: int) -> Row:
    """The row, or its translation into the language of whoever reads: the figures are of both. Raises Http404."""
    row = get_object_or_404(model, pk=pk)
    every = model.objects.filter(translation_key=row.translation_key).select_related("locale")
    return in_active_language(every)[row.translation_key]
