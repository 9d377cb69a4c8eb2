"""How far assessors agree, in Wagtail's admin: all role-plays, and one of them."""

from functools import cached_property

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from roleplays import fair_scores, standards_set
from roleplays.figures import ENOUGH_PERFORMANCES, blind_sheets, figures, overview
from roleplays.models import PassMark, Rating, RolePlayPage
from roleplays.picture import picture
from standards.uses import in_active_language

MOST_FAIR = 50  # performances; who would change side comes first


class AgreementView(WagtailAdminTemplateMixin, TemplateView):
    template_name = "roleplays/reports/all.html"
    header_icon = "group"
    page_title = _("Agreement of assessors")

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not request.user.scores_role_plays:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs) -> dict:
        found = {row.role_play: row for row in overview(self.request.user)}
        pages = in_active_language(RolePlayPage.objects.filter(translation_key__in=found).select_related("locale"))
        rows = [(page, found[key]) for key, page in pages.items()]
        return super().get_context_data(**kwargs) | {"rows": sorted(rows, key=lambda row: row[0].title)}


class RolePlayView(AgreementView):
    template_name = "roleplays/reports/one.html"

    @cached_property
    def role_play(self) -> RolePlayPage:
        return get_object_or_404(RolePlayPage, pk=self.kwargs["pk"])

    def get_page_title(self) -> str:
        return self.role_play.title

    def get_breadcrumbs_items(self) -> list:
        everything = {"url": reverse("role_plays_agreement"), "label": AgreementView.page_title}
        return [*self.breadcrumbs_items, everything, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs) -> dict:
        sheets = blind_sheets(self.role_play.translation_key, self.request.user)
        found = figures(self.role_play.translation_key, self.request.user, sheets)
        return super(AgreementView, self).get_context_data(**kwargs) | {
            "fair": fair_scores.found_in(sheets)[:MOST_FAIR],
            "pass_mark": PassMark.of(self.role_play, timezone.now()),
            "role_play": self.role_play,
            "figures": found,
            "enough": ENOUGH_PERFORMANCES,
            "picture": picture(found.ratings, found.line) if found.has_line else None,
            "ratings": standards_set.rating_rows(found, Rating.choices),
        }
