from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.snippets.models import register_snippet

from standards.admin import ClauseViewSet, CoveragePicture, CoverageView, ImpactView
from standards.models import Clause
from standards.uses import uses_of

register_snippet(ClauseViewSet)


@hooks.register("register_admin_urls")
def report_addresses() -> list:
    return [
        path("reports/standard/coverage/", CoverageView.as_view(), name="standards_coverage"),
        path("reports/standard/coverage.svg", CoveragePicture.as_view(), name="standards_coverage_picture"),
        path("reports/standard/impact/", ImpactView.as_view(), name="standards_impact"),
    ]


@hooks.register("register_reports_menu_item")
def coverage_in_menu() -> MenuItem:
    label = gettext_lazy("Coverage of the standard")
    return MenuItem(label, reverse("standards_coverage"), icon_name="list-ol", order=100)


@hooks.register("register_reports_menu_item")
def impact_in_menu() -> MenuItem:
    return MenuItem(gettext_lazy("What a clause touches"), reverse("standards_impact"), icon_name="list-ol", order=110)


@hooks.register("before_delete_snippet")
def keep_what_is_used(request: HttpRequest, instances: list) -> HttpResponse | None:
    """Asked before one is deleted and before many are."""
    codes = [each.code for each in instances if isinstance(each, Clause)]
    used = sorted({use.clause for use in uses_of(codes)}) if codes else []
    if not used:
        return None
    names = ", ".join(used)
    messages.error(
        request, _("In use, and therefore kept: %(codes)s. The impact report says where.") % {"codes": names}
    )
    return redirect("wagtailsnippets_standards_clause:list")
