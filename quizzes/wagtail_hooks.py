from collections.abc import Iterator

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.snippets.models import register_snippet

from quizzes.admin import QuestionViewSet
from quizzes.bulk import StatusBulkAction, TagBulkAction
from quizzes.models import Question, QuizPage
from quizzes.regrading_views import NEEDED, QuestionRegradeView, RegradesView, RegradeView
from quizzes.reports import AllQuizzesView, QuestionView, QuizView

register_snippet(QuestionViewSet)
hooks.register("register_bulk_action", TagBulkAction)
hooks.register("register_bulk_action", StatusBulkAction)


@hooks.register("register_admin_urls")
def statistics_addresses() -> list:
    return [
        path("reports/quizzes/", AllQuizzesView.as_view(), name="quizzes_statistics"),
        path("reports/quizzes/<int:pk>/", QuizView.as_view(), name="quizzes_statistics_quiz"),
        path("reports/questions/<int:pk>/", QuestionView.as_view(), name="quizzes_statistics_question"),
        path("regrades/", RegradesView.as_view(), name="quizzes_regrades"),
        path("regrades/<int:pk>/", RegradeView.as_view(), name="quizzes_regrade"),
        path("regrades/questions/<int:pk>/", QuestionRegradeView.as_view(), name="quizzes_regrade_question"),
    ]


@hooks.register("insert_editor_js")
def fields_of_the_kind() -> str:
    scripts = [[static(f"quizzes/{name}.js")] for name in ("question-editor", "outline-editor")]
    return format_html_join("", '<script type="module" src="{}"></script>', scripts)


@hooks.register("insert_global_admin_css")
def styles() -> str:
    sheets = [[static(f"quizzes/{name}.css")] for name in ("outline-editor", "bank")]
    return format_html_join("", '<link rel="stylesheet" href="{}">', sheets)


@hooks.register("register_admin_menu_item")
def answers_to_mark() -> MenuItem:
    return MenuItem(_("Answers to mark"), reverse("quizzes:marking"), icon_name="edit", order=255)


@hooks.register("register_reports_menu_item")
def statistics_in_menu() -> MenuItem:
    return MenuItem(_("Statistics of quizzes"), reverse("quizzes_statistics"), icon_name="order", order=120)


def address(name: str, question: Question) -> str:
    return reverse(f"wagtailsnippets_quizzes_question:{name}", args=[question.pk])


@hooks.register("register_snippet_listing_buttons")
def statistics_of_question(snippet, user, next_url=None) -> Iterator[Button]:
    if isinstance(snippet, Question):
        yield Button(_("See it as learners do"), address("try", snippet), icon_name="view", priority=15)
        yield Button(_("Duplicate"), address("duplicate", snippet), icon_name="copy", priority=25)
        yield Button(_("Statistics"), reverse("quizzes_statistics_question", args=[snippet.pk]), icon_name="order")
        if user.has_perm(NEEDED):
            yield Button(_("Regrade"), reverse("quizzes_regrade_question", args=[snippet.pk]), icon_name="rotate")


class RegradesMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(NEEDED)


@hooks.register("register_reports_menu_item")
def regrades_in_menu() -> MenuItem:
    return RegradesMenuItem(_("Regrades"), reverse("quizzes_regrades"), icon_name="rotate", order=125)


@hooks.register("register_page_header_buttons")
@hooks.register("register_page_listing_more_buttons")
def statistics_of_quiz(page, user, *args, **kwargs) -> Iterator[Button]:
    if isinstance(page, QuizPage):
        url = reverse("quizzes_statistics_quiz", args=[page.pk])
        yield Button(_("Statistics"), url, icon_name="order", priority=80)
