"""Planned sessions: made, moved, cancelled, prepared, begun; and what each who takes part sees of them."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from people import audit
from people.privacy import consents
from roleplays import board as boards
from roleplays import recordings
from roleplays.forms import CancelForm
from roleplays.guards import assessors_only
from roleplays.models import (
    EveryCardUsed,
    IncompleteCheckSheet,
    NoRight,
    NotAnAssessor,
    Plan,
    RolePlayPage,
    SessionClosed,
)
from roleplays.models.rights import certifies
from roleplays.planning_forms import MoveForm, PlanForm, people_of
from roleplays.starting import every_card_used, no_right, role_plays

PLANS_A_PAGE = 30


@require_safe
def plans(request: HttpRequest) -> HttpResponse:
    """What is ahead: one's own part, and for whoever scores or leads, that of the people whom they see."""
    ahead = Plan.objects.open_to(request.user).ahead(timezone.now()).select_related("person", "player")
    page = Paginator(ahead.soonest_first(), PLANS_A_PAGE).get_page(request.GET.get("page"))
    page.object_list = boards.titled(page.object_list)
    return render(request, "roleplays/plans.html", {"page": page})


@require_http_methods(["GET", "POST"])
@assessors_only
def make(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(boards.advisors(request.user), pk=pk)
    now = timezone.now()
    chosen = role_plays().filter(translation_key=_uuid(request.GET.get("role_play"))).first()
    form = PlanForm(
        request.POST or None, by=request.user, person=person, role_plays=role_plays(), now=now,
        initial={"practice": not certifies(request.user, now)} | ({"role_play": chosen} if chosen else {}),
    )  # fmt: skip
    if form.is_valid():
        data = {name: form.cleaned_data[name] for name in ("starts_at", "place", "assessors", "player", "kind")}
        try:
            plan = Plan.make(form.cleaned_data["role_play"], person, by=request.user, at=now, **data)
        except EveryCardUsed as used:
            form.add_error("role_play", every_card_used(person, used))
        except NoRight as lacking:
            form.add_error("assessors", no_right(lacking))
        else:
            messages.success(request, _("Planned. Everybody who takes part is told."))
            return redirect("roleplays:plan", plan.pk)
    return render(request, "roleplays/plan_form.html", {"form": form, "person": person})


@require_safe
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    shown = _plan(request, pk)
    if shown.person_id != request.user.pk:
        audit.viewed(request, shown.person)
    return render(request, "roleplays/plan.html", _context(request, shown))


@require_safe
def clock(request: HttpRequest, pk: int) -> HttpResponse:
    """The clock alone, for every device that looks at the same performance."""
    return render(request, "roleplays/components/running.html", _context(request, _plan(request, pk)))


@require_safe
def card(request: HttpRequest, pk: int) -> HttpResponse:
    """The customer’s card for whoever plays or assesses. For the advisor who performs it does not exist."""
    found = Plan.objects.playing_the_customer(request.user).standing().select_related("person", "use")
    shown = get_object_or_404(found, pk=pk)
    if shown.card is None:
        raise Http404
    audit.viewed(request, shown.person)
    return render(request, "roleplays/card.html", {"plan": shown, "card": shown.card})


@require_safe
def door_note(request: HttpRequest, pk: int) -> HttpResponse:
    """For the door: both languages, and nothing of the case."""
    shown = _plan(request, pk)
    titles = {page.locale.language_code: page.title for page in _translations(shown)}
    context = {"plan": shown, "titles": titles, "people": people_of(shown)}
    return render(request, "roleplays/door_note.html", context)


@require_http_methods(["GET", "POST"])
@assessors_only
def move(request: HttpRequest, pk: int) -> HttpResponse:
    shown = _plan(request, pk)
    if not shown.is_open:
        return redirect("roleplays:plan", pk)
    now = timezone.now()
    initial = {"starts_at": timezone.localtime(shown.starts_at), "place": shown.place}
    form = MoveForm(request.POST or None, plan=shown, now=now, initial=initial)
    if form.is_valid():
        data = {name: form.cleaned_data[name] for name in ("starts_at", "place", "because")}
        try:
            shown.move(request.user, now, **data)
        except EveryCardUsed as used:
            form.add_error("starts_at", every_card_used(shown.person, used))
        except SessionClosed:
            return redirect("roleplays:plan", pk)
        else:
            messages.success(request, _("Moved. Everybody who takes part is told, and the calendar file has changed."))
            return redirect("roleplays:plan", pk)
    return render(request, "roleplays/plan_move.html", {"form": form, "plan": shown})


@require_http_methods(["GET", "POST"])
@assessors_only
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    shown, form = _plan(request, pk), CancelForm(request.POST or None)
    if not shown.is_open:
        return redirect("roleplays:plan", pk)
    if not form.is_valid():
        return render(request, "roleplays/plan_cancel.html", {"form": form, "plan": shown})
    try:
        shown.cancel(request.user, timezone.now(), form.cleaned_data["because"])
    except SessionClosed:
        return redirect("roleplays:plan", pk)
    messages.success(request, _("Cancelled. Everybody who takes part is told."))
    return redirect("roleplays:plans")


@require_POST
@assessors_only
def prepare(request: HttpRequest, pk: int) -> HttpResponse:
    try:
        _plan(request, pk).prepare(request.user, timezone.now())
    except NotAnAssessor:
        raise Http404 from None
    except SessionClosed:
        pass
    return redirect("roleplays:plan", pk)


@require_POST
@assessors_only
def begin(request: HttpRequest, pk: int) -> HttpResponse:
    try:
        session = _plan(request, pk).begin(request.user, timezone.now())
    except NotAnAssessor:
        raise Http404 from None
    except SessionClosed:
        return redirect("roleplays:plan", pk)
    except IncompleteCheckSheet:
        messages.error(request, _("The check sheet of this role-play is not complete yet."))
        return redirect("roleplays:plan", pk)
    except NoRight as lacking:
        messages.error(request, no_right(lacking))
        return redirect("roleplays:calibration")
    return redirect("roleplays:score", session.pk)


def _plan(request: HttpRequest, pk: int) -> Plan:
    related = ("person__dealership", "player", "session", "use", "cancelled_by")
    return get_object_or_404(Plan.objects.open_to(request.user).select_related(*related), pk=pk)


def _context(request: HttpRequest, shown: Plan) -> dict:
    assessors = [each.assessor for each in shown.assessors.select_related("assessor")]
    is_performer = shown.person_id == request.user.pk
    return {
        "plan": shown,
        "assessors": assessors,
        "is_assessor": request.user in assessors and request.user.scores_role_plays,
        "is_performer": is_performer,
        "reads_card": shown.has_card and Plan.objects.playing_the_customer(request.user).filter(pk=shown.pk).exists(),
        "changes": request.user.scores_role_plays and not is_performer,
        "moves": shown.moves.select_related("by"),
        "clock": shown.clock(timezone.now()),
        "limits": shown.limits,
        **_recording(shown, request.user, assessors),
    }


def _recording(shown: Plan, reader, assessors: list) -> dict:
    """Whoever takes part is asked before the day, and sees on any device that it is recorded."""
    takes_part = reader.pk in {shown.person_id, shown.player_id, *(each.pk for each in assessors)}
    if not takes_part or shown.cancelled_at or shown.page is None:
        return {"takes_part": takes_part}
    medium = shown.session.recording if shown.session else shown.recording
    return {
        "takes_part": True,
        "questions": recordings.questions(reader, medium),
        "version": consents.VERSION,
        "going": recordings.going(shown.session) if shown.session else [],
    }


def _translations(shown: Plan):
    return RolePlayPage.objects.filter(translation_key=shown.role_play).select_related("locale")


def _uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text or "")
    except ValueError:
        return None
