"""Gold performances and sets in Wagtail's admin: as they stand, what stands against publishing, and publishing."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from roleplays.models import CalibrationSet, GoldPerformance, Incomplete
from roleplays.models.gold import Published


class PublishView(WagtailAdminTemplateMixin, TemplateView):
    header_icon = "pick"
    _show_breadcrumbs = True
    model: type[Published]

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not request.user.has_perm(f"roleplays.change_{self.model._meta.model_name}"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def shown(self) -> Published:
        return get_object_or_404(self.model, pk=self.kwargs["pk"])

    def get_page_title(self) -> str:
        return self.shown.title

    def get_breadcrumbs_items(self) -> list[dict]:
        listing = reverse(self.model.snippet_viewset.get_url_name("list"))
        here = {"url": "", "label": self.shown.title}
        return [*self.breadcrumbs_items, {"url": listing, "label": self.model._meta.verbose_name_plural}, here]

    def get_context_data(self, **kwargs) -> dict:
        problems = [] if self.shown.published_at else self.shown.problems()
        edit = reverse(self.model.snippet_viewset.get_url_name("edit"), args=[self.shown.pk])
        return super().get_context_data(**kwargs) | {"shown": self.shown, "problems": problems, "edit": edit}

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        try:
            self.shown.publish(timezone.now(), request.user)
        except Incomplete as lacking:
            messages.error(request, " ".join(lacking.problems))
        else:
            messages.success(request, _("Published. From now on it stays as it is."))
        return redirect(request.path)


class GoldView(PublishView):
    model = GoldPerformance
    template_name = "roleplays/admin/gold.html"
    page_title = gettext_lazy("Gold performance")

    def get_context_data(self, **kwargs) -> dict:
        items = self.shown.edition.items if self.shown.edition else []
        said = {item.code: item.behaviour for item in items} or {
            item.code: item.behaviour
            for section in self.shown.check_sheet.sections.all()
            for item in section.items.all()
        }
        marks = [(mark, said.get(mark.item, "")) for mark in self.shown.marks.all()]
        return super().get_context_data(**kwargs) | {"marks": marks}


class SetView(PublishView):
    model = CalibrationSet
    template_name = "roleplays/admin/gold_set.html"
    page_title = gettext_lazy("Calibration set")

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if "withdraw" not in request.POST:
            return super().post(request, *args, **kwargs)
        self.shown.withdraw(timezone.now())
        messages.success(request, _("Withdrawn. Nobody begins it any more."))
        return redirect(request.path)


def address_of(shown: Published) -> str:
    return reverse("gold_performance" if isinstance(shown, GoldPerformance) else "gold_set", args=[shown.pk])


def to_what_stands(instances: list) -> HttpResponse | None:
    """Published gold is neither edited nor deleted; whoever wants to is shown it."""
    standing = [each for each in instances if isinstance(each, Published) and each.stands]
    return redirect(address_of(standing[0])) if standing else None
