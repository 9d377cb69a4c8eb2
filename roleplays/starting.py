"""From a person to a running session in two taps: what they can be scored on, and on the job too."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from wagtail.models import Locale

from people import audit
from roleplays import board as boards
from roleplays.forms import OpenForm
from roleplays.guards import assessors_only, observers_only
from roleplays.models import EveryCardUsed, IncompleteCheckSheet, Kind, NoRight, RolePlayPage, Session
from roleplays.models.rights import certifies

RECENT = 10


@require_safe
@observers_only
def person(request: HttpRequest, pk: int) -> HttpResponse:
    shown = get_object_or_404(boards.advisors(request.user), pk=pk)
    audit.viewed(request, shown)
    offered = list(role_plays())
    seen = Session.objects.filter(person=shown, kind=Kind.AT_WORK)
    own = seen.running().assessed_by(request.user)
    context = {
        "person": shown,
        "row": boards.rows(request.user, [shown], offered)[0],
        "certifies": certifies(request.user, timezone.now()),
        "observing": boards.titled(own.select_related("edition").newest_first()),
        "observed": boards.titled(seen.released().select_related("edition").newest_first()[:RECENT]),
    }
    return render(request, "roleplays/person.html", context)


@require_POST
@assessors_only
def open_session(request: HttpRequest) -> HttpResponse:
    return _open(request, Kind.PRACTICE if request.POST.get("practice") else Kind.ROLE_PLAY)


@require_POST
@observers_only
def observe(request: HttpRequest) -> HttpResponse:
    return _open(request, Kind.AT_WORK)


def role_plays():
    """The role-plays of the active language, in the order of the courses."""
    pages = RolePlayPage.objects.live().filter(locale=Locale.get_active(), check_sheet__isnull=False)
    return pages.select_related("check_sheet").order_by("path")


def _open(request: HttpRequest, kind: Kind) -> HttpResponse:
    form = OpenForm(request.POST)
    if not form.is_valid():
        raise Http404
    performer = get_object_or_404(boards.advisors(request.user), pk=form.cleaned_data["person"])
    role_play = get_object_or_404(role_plays(), translation_key=form.cleaned_data["role_play"])
    try:
        session = Session.open(role_play, performer, by=request.user, at=timezone.now(), kind=kind)
    except IncompleteCheckSheet:
        messages.error(request, _("The check sheet of this role-play is not complete yet."))
        return redirect("roleplays:person", performer.pk)
    except EveryCardUsed as used:
        messages.error(request, every_card_used(performer, used))
        return redirect("roleplays:person", performer.pk)
    except NoRight as lacking:
        messages.error(request, no_right(lacking))
        return redirect("roleplays:calibration")
    return redirect("roleplays:score", session.pk)


def no_right(lacking: NoRight) -> str:
    """What to do about it."""
    return (
        _("%(assessor)s may score practice only. The right to certify is earned by scoring a calibration set.")
        % {"assessor": lacking.person.called}
    )  # fmt: skip


def every_card_used(performer, used: EveryCardUsed) -> str:
    said = {"person": performer.name, "date": date_format(timezone.localtime(used.free_at), "DATE_FORMAT")}
    return (
        _(
            "%(person)s has met every customer of this role-play within 180 days. The next is free again on %(date)s; "
            "or add another customer’s card to the role-play."
        )
        % said
    )
