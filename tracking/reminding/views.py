from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tracking.managed import managed
from tracking.models import Delivery, ReminderPlan
from tracking.reminding.forms import PlanForm
from tracking.reminding.notices import notices as notices_of
from tracking.reminding.notices import reminders_of, unread_of

NOTICES_A_PAGE = 30
LAST_DELIVERIES = 10


@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    page = Paginator(reminders_of(request.user), NOTICES_A_PAGE).get_page(request.GET.get("page"))
    shown = notices_of(page.object_list, timezone.localdate())
    return render(request, "tracking/notices.html", {"notices": shown, "page": page})


@require_POST
def read_notices(request: HttpRequest) -> HttpResponse:
    unread_of(request.user).update(read_at=timezone.now())
    return redirect("tracking:notices")


@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest) -> HttpResponse:
    """How the dealership reminds its people; whoever manages several chooses one."""
    dealership, dealerships = managed(request.user, request.GET.get("dealership", ""))
    stored = ReminderPlan.objects.filter(dealership=dealership).first() or ReminderPlan(dealership=dealership)
    form = PlanForm(request.POST or None, instance=stored)
    if form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect(f"{reverse('tracking:reminder_plan')}?dealership={dealership.code}")
    last = Delivery.objects.filter(reminder__dealership=dealership).select_related("reminder__person")
    context = {
        "form": form,
        "dealership": dealership,
        "dealerships": dealerships,
        "last": last.order_by("-changed_at", "-pk")[:LAST_DELIVERIES],
    }
    return render(request, "tracking/reminder_plan.html", context)
