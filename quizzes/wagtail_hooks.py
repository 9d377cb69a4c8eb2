from collections.abc import Iterator

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.snippets.models import register_snippet

from quizzes.admin import QuestionViewSet
from quizzes.models import Question, QuizPage
from quizzes.reports import AllQuizzesView, QuestionView, QuizView

register_snippet(QuestionViewSet)


@hooks.register("register_admin_urls")
def statistics_addresses() -> list:
    return [
        path("reports/quizzes/", AllQuizzesView.as_view(), name="quizzes_statistics"),
        path("reports/quizzes/<int:pk>/", QuizView.as_view(), name="quizzes_statistics_quiz"),
        path("reports/questions/<int:pk>/", QuestionView.as_view(), name="quizzes_statistics_question"),
    ]


@hooks.register("register_reports_menu_item")
def statistics_in_menu() -> MenuItem:
    return MenuItem(_("Statistics of quizzes"), reverse("quizzes_statistics"), icon_name="order", order=120)


@hooks.register("register_snippet_listing_buttons")
def statistics_of_question(snippet, user, next_url=None) -> Iterator[Button]:
    if isinstance(snippet, Question):
        yield Button(_("Statistics"), reverse("quizzes_statistics_question", args=[snippet.pk]), icon_name="order")


@hooks.register("register_page_header_buttons")
@hooks.register("register_page_listing_more_buttons")
def statistics_of_quiz(page, user, *args, **kwargs) -> Iterator[Button]:
    if isinstance(page, QuizPage):
        url = reverse("quizzes_statistics_quiz", args=[page.pk])
        yield Button(_("Statistics"), url, icon_name="order", priority=80)
