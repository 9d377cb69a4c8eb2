"""The standard in Wagtail's admin: clauses, what covers them, and what a change of one touches."""

import django_filters
from django.forms import CheckboxSelectMultiple
from django.http import HttpResponse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.snippets.views.snippets import SnippetViewSet

from standards import picture
from standards.coverage import coverage
from standards.impact import impact_of
from standards.models import Area, Clause
from standards.uses import Kind


class ClauseFilterSet(WagtailFilterSet):
    area = django_filters.MultipleChoiceFilter(
        label=pgettext_lazy("standard", "area"), choices=Area.choices, widget=CheckboxSelectMultiple
    )

    class Meta:
        model = Clause
        fields = ["area"]


def in_both(name: str) -> FieldRowPanel:
    return FieldRowPanel([FieldPanel(f"{name}_zh"), FieldPanel(f"{name}_en")])


class ClauseViewSet(SnippetViewSet):
    model = Clause
    icon = "list-ol"
    menu_label = _("The standard")
    menu_order = 240
    add_to_admin_menu = True
    inspect_view_enabled = True
    copy_view_enabled = False
    list_display = ["code", Column("text", label=_("requirement")), "version", "in_force_from"]
    search_fields = ["code", "text_zh", "text_en", "details_zh", "details_en"]
    search_backend_name = None  # the database's full-text search does not cut Chinese into words
    filterset_class = ClauseFilterSet
    list_per_page = 50
    ordering = ["area", "code"]
    panels = [
        FieldRowPanel([FieldPanel("area"), FieldPanel("code")]),
        MultiFieldPanel([in_both("text"), in_both("why"), in_both("responsible")], _("Requirement")),
        MultiFieldPanel([in_both("talk_points"), in_both("tools"), in_both("details")], _("How it is done")),
        MultiFieldPanel([FieldPanel("change"), FieldPanel("in_force_from"), FieldPanel("documents")], _("Version")),
    ]


class ReportView(WagtailAdminTemplateMixin, TemplateView):
    header_icon = "list-ol"

    def get_breadcrumbs_items(self) -> list:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]


class CoverageView(ReportView):
    page_title = _("Coverage of the standard")
    template_name = "standards/admin/coverage.html"

    def get_context_data(self, **kwargs) -> dict:
        found = coverage()
        drawing = mark_safe(picture.draw(found))  # noqa: S308 - our own drawing; its words are escaped
        return super().get_context_data(**kwargs) | {"coverage": found, "picture": drawing}


class CoveragePicture(TemplateView):
    """The same picture as a file of its own, for a report or a slide."""

    def get(self, request, *args, **kwargs) -> HttpResponse:
        answer = HttpResponse(picture.draw(coverage()), content_type="image/svg+xml")
        answer["Content-Disposition"] = 'attachment; filename="coverage.svg"'
        return answer


class ImpactView(ReportView):
    page_title = _("What a clause touches")
    template_name = "standards/admin/impact.html"

    def get_context_data(self, **kwargs) -> dict:
        code = self.request.GET.get("clause", "")[:8]
        clause = Clause.objects.filter(code=code).first()
        context = {"clauses": Clause.objects.all(), "clause": clause, "asked": code}
        if clause:
            found = impact_of(clause, self.request.user)
            context |= {"impact": found, "groups": [(kind, found.of(kind)) for kind in Kind]}
        return super().get_context_data(**kwargs) | context
