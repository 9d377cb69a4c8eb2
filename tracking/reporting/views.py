"""Reports by mail: ordered, seen, and stopped by those who answer for the dealership."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from people.models import Dealership
from tracking.managed import managed
from tracking.models import Report
from tracking.reminding.answering import managers_of_dealerships, regional_managers
from tracking.reporting.forms import ReportForm
from tracking.reporting.planning import answering_for


@require_http_methods(["GET", "HEAD", "POST"])
def reports(request: HttpRequest) -> HttpResponse:
    """Whoever answers for several dealerships chooses one."""
    dealership, dealerships = managed(request.user, request.GET.get("dealership", ""))
    form = _form(request, dealership)
    if request.method == "POST" and form.is_valid():
        _order(form)
        messages.success(request, _("It goes out for the first time on the next such day."))
        return redirect(f"{reverse('tracking:reports')}?dealership={dealership.code}")
    going = Report.objects.going().filter(dealership=dealership).select_related("owner").prefetch_related("receivers")
    context = {
        "form": form, "dealership": dealership, "dealerships": dealerships, "reports": going.order_by("-at", "-pk"),
    }  # fmt: skip
    return render(request, "tracking/reports.html", context)


@require_POST
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Report.objects.select_related("dealership"), pk=pk)
    managed(request.user, found.dealership.code)
    found.end(by=request.user, at=timezone.now())
    messages.success(request, _("Stopped: nothing more goes out."))
    return redirect(f"{reverse('tracking:reports')}?dealership={found.dealership.code}")


@transaction.atomic
def _order(form: ReportForm) -> None:
    """Once for each form that was filled in, however often it is sent."""
    wanted = form.save(commit=False)
    if not Report.objects.filter(key=wanted.key).exists():
        wanted.at = timezone.now()
        wanted.save()
        wanted.receivers.set(form.cleaned_data["receivers"])


def _form(request: HttpRequest, dealership: Dealership) -> ReportForm:
    now = timezone.now()
    candidates = answering_for(dealership.pk, managers_of_dealerships(now), regional_managers(now))
    return ReportForm(request.POST or None, request.user, dealership, candidates)
