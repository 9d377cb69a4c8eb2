"""5S audits of an area: the areas of a place, how each has done, and what its last audit showed."""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from people.models import Dealership
from people.scope import about_led_places
from roleplays import board as boards
from roleplays import results
from roleplays.comparison import compare
from roleplays.guards import observers_only
from roleplays.models import Area, AreaRetired, IncompleteCheckSheet, RolePlayPage, Session
from roleplays.starting import role_plays
from roleplays.trend import Trend, trend

AREAS_A_PAGE, AUDITS_A_PAGE = 40, 30
MOST_IN_A_LINE = 24  # audits that the trend shows


class AreaForm(forms.ModelForm):
    class Meta:
        model = Area
        fields = ["dealership", "name_zh", "name_en"]

    def __init__(self, *args, by, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["dealership"].queryset = Dealership.objects.filter(about_led_places(by, "")).order_by("code")
        self.fields["dealership"].empty_label = None

    def clean(self) -> dict:
        data = super().clean()
        if Area.objects.in_use().filter(dealership=data.get("dealership"), name_zh=data.get("name_zh")).exists():
            self.add_error("name_zh", _("This dealership has an area of this name already."))
        return data


class AuditForm(forms.Form):
    role_play = forms.UUIDField()


@dataclass(frozen=True)
class Course:
    """The audits of an area on one check sheet, newest first, and the line that they make."""

    title: str
    audits: list[Session]
    trend: Trend | None


@require_http_methods(["GET", "POST"])
@observers_only
def areas(request: HttpRequest) -> HttpResponse:
    form = AreaForm(request.POST or None, by=request.user)
    if form.is_valid():
        return redirect("roleplays:area", form.save().pk)
    page = Paginator(with_last_audit(request.user), AREAS_A_PAGE).get_page(request.GET.get("page"))
    page.object_list = told(page.object_list)
    context = {"form": form, "page": page, "running": running_of(request.user)}
    return render(request, "roleplays/areas.html", context, status=422 if form.errors else 200)


@require_safe
@observers_only
def area(request: HttpRequest, pk: int) -> HttpResponse:
    shown = get_object_or_404(Area.objects.visible_to(request.user).select_related("dealership"), pk=pk)
    audits = Session.audits.filter(area=shown)
    page = Paginator(newest(audits.released()), AUDITS_A_PAGE).get_page(request.GET.get("page"))
    page.object_list = boards.titled(page.object_list)
    context = {
        "area": shown,
        "page": page,
        "courses": courses_of(audits),
        "running": boards.titled(audits.running().assessed_by(request.user).select_related("edition")),
        "offered": audit_pages(),
    }
    return render(request, "roleplays/area.html", context)


@require_POST
@observers_only
def begin(request: HttpRequest, pk: int) -> HttpResponse:
    looked_at = get_object_or_404(Area.objects.visible_to(request.user), pk=pk)
    form = AuditForm(request.POST)
    if not form.is_valid():
        return redirect("roleplays:area", pk)
    page = get_object_or_404(audit_pages(), translation_key=form.cleaned_data["role_play"])
    try:
        session = Session.audit_area(page, looked_at, by=request.user, at=timezone.now())
    except IncompleteCheckSheet:
        messages.error(request, _("The check sheet of this role-play is not complete yet."))
        return redirect("roleplays:area", pk)
    except AreaRetired:
        return redirect("roleplays:area", pk)
    return redirect("roleplays:score", session.pk)


@require_POST
@observers_only
def retire(request: HttpRequest, pk: int) -> HttpResponse:
    """Out of use, and back into it: its history stays."""
    chosen = get_object_or_404(Area.objects.visible_to(request.user), pk=pk)
    if chosen.retired_at is None:
        chosen.retire(timezone.now())
    elif not chosen.take_back():
        messages.error(request, _("This dealership has an area of this name already."))
    return redirect("roleplays:area", pk)


@require_safe
@observers_only
def audited(request: HttpRequest, pk: int) -> HttpResponse:
    """The released result of one audit."""
    related = Session.audits.visible_to(request.user).released().select_related("area__dealership", "edition")
    session = get_object_or_404(related, pk=pk)
    given = results.of(session)
    return render(request, "roleplays/audited.html", given | {"compared": compare(session, given["parts"])})


def audit_pages() -> QuerySet[RolePlayPage]:
    return role_plays().filter(customer_name="")


def with_last_audit(user) -> QuerySet[Area]:
    """`last` is the newest audit that is released; areas out of use come last."""
    released = newest(Session.audits.filter(area=OuterRef("pk")).released())
    seen = Area.objects.visible_to(user).select_related("dealership").annotate(last=Subquery(released.values("pk")[:1]))
    return seen.order_by("retired_at", "dealership__code", "name_zh", "pk")


def told(areas_shown: QuerySet[Area]) -> list[Area]:
    """With the session itself as `last`."""
    found = list(areas_shown)
    last = Session.audits.select_related("edition").in_bulk([each.last for each in found if each.last])
    boards.titled(last.values())
    for each in found:
        each.last = last.get(each.last)
    return found


def running_of(user) -> list[Session]:
    own = Session.audits.visible_to(user).running().assessed_by(user)
    return boards.titled(own.select_related("area", "edition").newest_first())


def courses_of(audits: QuerySet[Session]) -> list[Course]:
    """One for each check sheet, because percentages of different ones do not compare."""
    found: dict[object, list[Session]] = {}
    for session in boards.titled(newest(audits.released())[: 2 * MOST_IN_A_LINE]):
        found.setdefault(session.role_play, []).append(session)
    return [
        Course(some[0].title, some, trend([float(each.percent or 0) for each in reversed(some)], some[0].pass_mark))
        for some in (each[:MOST_IN_A_LINE] for each in found.values())
    ]


def newest(audits: QuerySet[Session]) -> QuerySet[Session]:
    return audits.select_related("edition", "opened_by").order_by("-released_at", "-pk")
