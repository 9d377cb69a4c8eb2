from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from roleplays import gold_views, importing_views
from roleplays.models import CalibrationSet, CheckSheet, GoldPerformance
from roleplays.pass_mark_views import EstimatesView, PassMarkView
from roleplays.reports import AgreementView, RolePlayView


class CheckSheetViewSet(SnippetViewSet):
    model = CheckSheet
    icon = "tasks"
    menu_label = _("Check sheets")
    menu_name = "check-sheets"
    menu_order = 310
    add_to_admin_menu = True
    list_display = ["title", "code", "locale"]


class GoldViewSet(SnippetViewSet):
    """For administrators: a trainer who reads the reference cannot be measured by it any more."""

    model = GoldPerformance
    icon = "pick"
    menu_label = _("Gold performances")
    menu_order = 311
    add_to_admin_menu = True
    copy_view_enabled = False
    list_display = ["title_zh", "title_en", "code", "check_sheet", "published_at"]


class CalibrationSetViewSet(SnippetViewSet):
    model = CalibrationSet
    icon = "list-ul"
    menu_label = _("Calibration sets")
    menu_order = 312
    add_to_admin_menu = True
    copy_view_enabled = False
    list_display = ["title_zh", "title_en", "code", "published_at", "withdrawn_at"]


register_snippet(CheckSheetViewSet)
register_snippet(GoldViewSet)
register_snippet(CalibrationSetViewSet)


@hooks.register("register_admin_urls")
def agreement_addresses() -> list:
    return [
        path("check-sheets/template/", importing_views.TemplateSheetView.as_view(), name="check_sheet_template"),
        path("check-sheets/<uuid:key>/", importing_views.ImportView.as_view(), name="check_sheet_import"),
        path("check-sheets/<uuid:key>/excel/", importing_views.ExportView.as_view(), name="check_sheet_export"),
        path(
            "check-sheets/<uuid:key>/<uuid:token>/", importing_views.PreviewView.as_view(), name="check_sheet_preview"
        ),
        path("gold-performances/<int:pk>/", gold_views.GoldView.as_view(), name="gold_performance"),
        path("calibration-sets/<int:pk>/", gold_views.SetView.as_view(), name="gold_set"),
        path("reports/role-plays/", AgreementView.as_view(), name="role_plays_agreement"),
        path("reports/role-plays/<int:pk>/", RolePlayView.as_view(), name="role_plays_agreement_of"),
        path("reports/role-plays/<int:pk>/pass-mark/", PassMarkView.as_view(), name="role_plays_pass_mark"),
        path("reports/role-plays/<int:pk>/estimates/", EstimatesView.as_view(), name="role_plays_estimates"),
    ]


@hooks.register("register_snippet_listing_buttons")
def excel_of_a_check_sheet(snippet, user, next_url=None) -> Iterator[Button]:
    if isinstance(snippet, CheckSheet) and user.has_perm(importing_views.NEEDED):
        address = reverse("check_sheet_import", args=[snippet.translation_key])
        yield Button(_("Excel, in and out"), address, icon_name="upload", priority=60)


@hooks.register("register_snippet_listing_buttons")
def publishing_of_gold(snippet, user, next_url=None) -> Iterator[Button]:
    if isinstance(snippet, GoldPerformance | CalibrationSet):
        yield Button(_("Look at and publish"), gold_views.address_of(snippet), icon_name="view", priority=10)


@hooks.register("before_edit_snippet")
def published_gold_is_read(request: HttpRequest, instance) -> HttpResponse | None:
    return gold_views.to_what_stands([instance])


@hooks.register("before_delete_snippet")
def published_gold_stays(request: HttpRequest, instances: list) -> HttpResponse | None:
    return gold_views.to_what_stands(instances)


@hooks.register("register_reports_menu_item")
def agreement_in_menu() -> MenuItem:
    return MenuItem(_("Agreement of assessors"), reverse("role_plays_agreement"), icon_name="group", order=125)
