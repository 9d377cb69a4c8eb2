"""The question bank in Wagtail's admin."""

import django_filters
from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView, View
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.forms.choosers import BaseFilterForm, LocaleFilterMixin
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button
from wagtail.snippets.views.chooser import ChooseResultsView, ChooseView, SnippetChooserViewSet
from wagtail.snippets.views.snippets import CreateView, EditView, IndexView, SnippetViewSet

from courses.models import Picture
from quizzes.duplicating import duplicate
from quizzes.importing_views import NEEDED, ExportView, ImportView, PreviewView, RetryView, TemplateSheetView
from quizzes.models import Difficulty, Kind, Question, Status, Tag
from quizzes.templatetags.quizzes_pictures import FILTER
from quizzes.trying import TryView
from standards.models import Clause


class QuestionFilterSet(WagtailFilterSet):
    kind = django_filters.MultipleChoiceFilter(
        label=pgettext_lazy("question", "kind"), choices=Kind.choices, widget=CheckboxSelectMultiple
    )
    difficulty = django_filters.MultipleChoiceFilter(
        label=_("difficulty"), choices=Difficulty.choices, widget=CheckboxSelectMultiple
    )
    clauses = django_filters.ModelChoiceFilter(label=_("clause"), queryset=Clause.objects.all())

    status = django_filters.MultipleChoiceFilter(
        label=_("status"), choices=Status.choices, widget=CheckboxSelectMultiple
    )
    tags = django_filters.ModelChoiceFilter(label=_("tag"), queryset=Tag.objects.all())

    class Meta:
        model = Question
        fields = ["kind", "status", "difficulty", "clauses", "tags"]


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
    def get_base_queryset(self) -> QuerySet:
        return (
            super().get_base_queryset().select_related("locale").annotate(quizzes=Count("slots__page", distinct=True))
        )

    @property
    def header_more_buttons(self) -> list[Button]:
        buttons = list(super().header_more_buttons)
        if self.request.user.has_perms(NEEDED):
            address = reverse("wagtailsnippets_quizzes_question:import")
            buttons.append(Button(_("Import and export"), url=address, icon_name="upload", priority=90))
        return buttons


class Advised:
    """The advice is beside its box, at the end of a long page: the top says so, and calls it no error."""

    def is_valid(self, form: forms.ModelForm) -> bool:
        is_valid = super().is_valid(form)
        if set(form.errors) == {"overrule"} and not self.expects_json_response:
            self.produced_error_message = gettext(
                "Not saved yet: there is advice at the end of the page. Follow it, or tick the box below it."
            )
        return is_valid


class QuestionCreateView(Advised, CreateView):
    pass


class QuestionEditView(Advised, EditView):
    @property
    def header_more_buttons(self) -> list[Button]:
        address = reverse("wagtailsnippets_quizzes_question:try", args=[self.object.pk])
        button = Button(_("See it as learners do"), url=address, icon_name="view", priority=15)
        return [*super().header_more_buttons, button]


class DuplicateView(WagtailAdminTemplateMixin, TemplateView):
    template_name = "quizzes/admin/duplicate.html"
    page_title = _("Duplicate a question")
    header_icon = "copy"
    _show_breadcrumbs = True

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not request.user.has_perm("quizzes.add_question"):
            raise PermissionDenied
        self.question = get_object_or_404(Question, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        made = duplicate(self.question, by=request.user)
        messages.success(
            request, gettext("%(code)s is the copy. Change what is to be different.") % {"code": made.code}
        )
        return redirect("wagtailsnippets_quizzes_question:edit", made.pk)

    def get_breadcrumbs_items(self) -> list[dict]:
        bank = {"url": reverse("wagtailsnippets_quizzes_question:list"), "label": gettext("Question bank")}
        return [*self.breadcrumbs_items, bank, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(**kwargs) | {"question": self.question}


class PictureView(View):
    """The picture of a question as large as a screen, for drawing outlines on it."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not request.user.has_perm("quizzes.change_question"):
            raise PermissionDenied
        picture = get_object_or_404(Picture, pk=pk)
        return redirect(picture.get_rendition(FILTER).url)


class QuestionViewSet(SnippetViewSet):
    model = Question
    index_view_class = QuestionIndexView
    add_view_class = QuestionCreateView
    edit_view_class = QuestionEditView
    icon = "help"
    menu_label = _("Question bank")
    menu_order = 250
    add_to_admin_menu = True
    list_display = [
        "code",
        Column("stem", label=_("question"), sort_key="stem", classname="bank-stem"),
        Column("locale.get_display_name", label=_("Language"), sort_key="locale", classname="bank-more"),
        Column("get_kind_display", label=pgettext_lazy("question", "kind"), sort_key="kind"),
        Column("get_status_display", label=_("status"), sort_key="status"),
        Column("get_difficulty_display", label=_("difficulty"), sort_key="difficulty", classname="bank-more"),
        Column("quizzes", label=_("in quizzes"), sort_key="quizzes", classname="bank-more"),
    ]
    filterset_class = QuestionFilterSet
    search_fields = ["code", "stem", "explanation"]
    chooser_viewset_class = QuestionChooserViewSet
    copy_view_enabled = False  # it copies one language; `duplicate` copies them all
    list_per_page = 25
    ordering = ["code"]

    def get_urlpatterns(self) -> list:
        own = [
            path("import/", ImportView.as_view(), name="import"),
            path("import/template/", TemplateSheetView.as_view(), name="import_template"),
            path("import/<uuid:token>/", PreviewView.as_view(), name="import_preview"),
            path("import/<uuid:token>/retry/", RetryView.as_view(), name="import_retry"),
            path("export/", ExportView.as_view(), name="export"),
            path("try/<int:pk>/", TryView.as_view(), name="try"),
            path("duplicate/<int:pk>/", DuplicateView.as_view(), name="duplicate"),
            path("picture/<int:pk>/", PictureView.as_view(), name="picture"),
        ]
        return super().get_urlpatterns() + own  # the menu leads to the first of them all
