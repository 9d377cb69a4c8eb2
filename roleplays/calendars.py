"""Planned sessions in a calendar: one as a file, and all of one's own under a private address."""

from datetime import timedelta

from allauth.core.internal import ratelimit
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from people.models import User
from roleplays import board as boards
from roleplays.calendar_file import Event, calendar
from roleplays.models import CalendarFeed, Plan
from roleplays.paper import code_of

BACK = timedelta(days=30)  # how long what is over stays in a subscribed calendar
MOST = 500
MADE = "calendar_token"  # in the browser's session, until it has been shown
WRONG, ASKED = "30/10m/ip", "60/10m/key"


@require_safe
def calendar_file(request: HttpRequest, pk: int) -> HttpResponse:
    plan = get_object_or_404(with_people(Plan.objects.open_to(request.user)), pk=pk)
    response = answered(calendar([event_of(plan, request.user)]))
    response["Content-Disposition"] = f'attachment; filename="role-play-{plan.pk}.ics"'
    return response


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Whether there is an address. The address itself is shown once, after it was made, if it has not ended since."""
    feed = CalendarFeed.objects.open().filter(person=request.user).first()
    context = {"feed": feed}
    token = request.session.pop(MADE, "")
    if feed and feed.is_at(token):
        address = settings.PUBLIC_URL + reverse("roleplays:calendar_feed", args=[token])
        webcal = "webcal:" + address.partition(":")[2]
        context |= {"address": address, "webcal": webcal, "code": code_of(webcal)}
    return render(request, "roleplays/calendar.html", context)


@require_POST
def renew(request: HttpRequest) -> HttpResponse:
    request.session[MADE] = CalendarFeed.renew(request.user, timezone.now(), request)
    return redirect("roleplays:calendar")


@require_POST
def end(request: HttpRequest) -> HttpResponse:
    CalendarFeed.revoke(request.user, timezone.now(), request)
    messages.success(request, _("The address has ended. Calendars that used it get nothing any more."))
    return redirect("roleplays:calendar")


@login_not_required
@never_cache
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """For a telephone, which cannot sign in: whoever has the address reads one person's sessions, and nothing else."""
    if not within(request, "calendar_guess", WRONG, dry_run=True):
        return ratelimit.respond_429(request)
    found = CalendarFeed.objects.open().by_token(token).filter(person__is_active=True).select_related("person").first()
    if found is None:
        within(request, "calendar_guess", WRONG)
        raise Http404
    if not within(request, "calendar_feed", ASKED, key=str(found.pk)):
        return ratelimit.respond_429(request)
    own = with_people(Plan.objects.concerning(found.person).standing())
    shown = own.filter(ends_at__gt=timezone.now() - BACK).soonest_first()[:MOST]
    events = [event_of(plan, found.person) for plan in boards.titled(shown)]
    return answered(calendar(events, name=_("Role-plays")))


def with_people(plans):
    return plans.select_related("person", "player").prefetch_related("assessors__assessor")


def event_of(plan: Plan, reader: User) -> Event:
    return Event(
        uid=f"{plan.uid}@{_host()}", sequence=plan.sequence, changed_at=plan.changed_at,
        starts_at=plan.starts_at, ends_at=plan.ends_at, place=plan.place,
        url=settings.PUBLIC_URL + reverse("roleplays:plan", args=[plan.pk]),
        summary=f"{plan.title} · {plan.person.called}", description=_part(plan, reader),
        cancelled=plan.cancelled_at is not None,
    )  # fmt: skip


def answered(content: bytes) -> HttpResponse:
    return HttpResponse(content, content_type="text/calendar; charset=utf-8")


def within(request: HttpRequest, action: str, rate: str, **options) -> bool:
    config = {action: rate}
    return bool(ratelimit.consume(request, app="roleplays", action=action, config=config, limit_get=True, **options))


def _part(plan: Plan, reader: User) -> str:
    """What the reader does there; nothing of the case, for a calendar is read over shoulders."""
    if plan.person_id == reader.pk:
        part = _("You perform. You get your brief on the spot.")
    elif plan.player_id == reader.pk:
        part = _("You play the customer. The card is on the page of the session.")
    else:
        part = _("Performs: %(name)s") % {"name": plan.person.called}
    assessors = ", ".join(each.assessor.called for each in plan.assessors.all())
    return part + "\n" + _("Assessors: %(names)s") % {"names": assessors}


def _host() -> str:
    return settings.PUBLIC_URL.rpartition("/")[2].partition(":")[0]
