from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from people.models import Dealership
from tracking.forecasting.page import Forecasts, forecasts_of
from tracking.models import Minimum

ROWS_A_PAGE = 50


class MinimumForm(forms.Form):
    number = forms.IntegerField(
        label=gettext_lazy("Certified advisors, at least"), min_value=0, max_value=999,
        help_text=gettext_lazy("Below this the dealership counts as having too few, here and in the overview."),
    )  # fmt: skip


@require_safe
def forecast(request: HttpRequest) -> HttpResponse:
    if not request.user.manages_team:
        raise Http404
    shown = forecasts_of(request.user, request.GET, timezone.localdate())
    page = Paginator(shown.rows, ROWS_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "tracking/forecast.html", {"forecasts": shown, "page_of_rows": page})


@require_http_methods(["GET", "HEAD", "POST"])
def forecast_of(request: HttpRequest, code: str) -> HttpResponse:
    """One dealership's forecast, and how many certified advisors it needs."""
    shown = _of_one(request, code)
    row = shown.rows[0]
    form = MinimumForm(request.POST or None, initial={"number": row.forecast.minimum})
    if request.method == "POST" and form.is_valid():
        number = form.cleaned_data["number"]
        Minimum.say(row.dealership, shown.certification, number, by=request.user, at=timezone.now())
        messages.success(request, _("Saved."))
        return redirect(f"{reverse('tracking:forecast_of', args=[code])}?certification={shown.certification.code}")
    context = {"forecasts": shown, "row": row, "form": form}
    return render(request, "tracking/forecast_of.html", context)


def _of_one(request: HttpRequest, code: str) -> Forecasts:
    if not request.user.manages_team:
        raise Http404
    dealership = get_object_or_404(Dealership, code=code)
    shown = forecasts_of(request.user, request.GET, timezone.localdate(), dealership)
    if not shown.rows:
        raise Http404
    return shown
