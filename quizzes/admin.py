"""The question bank in Wagtail's admin."""

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.forms import CheckboxSelectMultiple
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.forms.choosers import BaseFilterForm, LocaleFilterMixin
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import Button
from wagtail.snippets.views.chooser import ChooseResultsView, ChooseView, SnippetChooserViewSet
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet

from quizzes.importing_views import NEEDED, ExportView, ImportView, PreviewView, TemplateSheetView
from quizzes.models import Difficulty, Kind, Question
from standards.models import Clause


class QuestionFilterSet(WagtailFilterSet):
    kind = django_filters.MultipleChoiceFilter(label=_("kind"), choices=Kind.choices, widget=CheckboxSelectMultiple)
    difficulty = django_filters.MultipleChoiceFilter(
        label=_("difficulty"), choices=Difficulty.choices, widget=CheckboxSelectMultiple
    )
    clauses = django_filters.ModelChoiceFilter(label=_("clause"), queryset=Clause.objects.all())

    class Meta:
        model = Question
        fields = ["kind", "difficulty", "clauses"]


class QuestionSearchForm(LocaleFilterMixin, BaseFilterForm):
    """Looks inside the words: the database's full-text search does not cut Chinese into words."""

    q = forms.CharField(label=_("Search"), required=False)

    def filter(self, objects: QuerySet) -> QuerySet:
        objects = super().filter(objects)
        self.search_query = self.cleaned_data.get("q")
        if not self.search_query:
            return objects
        self.is_searching = True
        return objects.filter(Q(code__icontains=self.search_query) | Q(stem__icontains=self.search_query))


class QuestionChooseView(ChooseView):
    filter_form_class = QuestionSearchForm


class QuestionChooseResultsView(ChooseResultsView):
    filter_form_class = QuestionSearchForm


class QuestionChooserViewSet(SnippetChooserViewSet):
    choose_view_class = QuestionChooseView
    choose_results_view_class = QuestionChooseResultsView


class QuestionIndexView(IndexView):
    @property
    def header_more_buttons(self) -> list[Button]:
        buttons = list(super().header_more_buttons)
        if self.request.user.has_perms(NEEDED):
            address = reverse("wagtailsnippets_quizzes_question:import")
            buttons.append(Button(_("Import and export"), url=address, icon_name="upload", priority=90))
        return buttons


class QuestionViewSet(SnippetViewSet):
    model = Question
    index_view_class = QuestionIndexView
    icon = "help"
    menu_label = _("Question bank")
    menu_order = 250
    add_to_admin_menu = True
    list_display = [
        "code",
        "stem",
        Column("get_kind_display", label=_("kind"), sort_key="kind"),
        Column("get_difficulty_display", label=_("difficulty"), sort_key="difficulty"),
    ]
    filterset_class = QuestionFilterSet
    search_fields = ["code", "stem", "explanation"]
    chooser_viewset_class = QuestionChooserViewSet
    list_per_page = 25
    ordering = ["code"]

    def get_urlpatterns(self) -> list:
        own = [
            path("import/", ImportView.as_view(), name="import"),
            path("import/template/", TemplateSheetView.as_view(), name="import_template"),
            path("import/<uuid:token>/", PreviewView.as_view(), name="import_preview"),
            path("export/", ExportView.as_view(), name="export"),
        ]
        return super().get_urlpatterns() + own  # the menu leads to the first of them all
