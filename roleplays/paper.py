"""The check sheet on A4, for the day without electricity; its code opens the session on a phone."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import segno
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from people import audit
from roleplays import results, sheets
from roleplays.guards import assessors_only
from roleplays.models import IncompleteCheckSheet, PassMark, Plan, Rating, ScoreSheet


@dataclass(frozen=True)
class PaperLine:
    """An item with its boxes; `phrases` are its own, those of the whole sheet are printed once."""

    item: sheets.Item
    choices: list[results.Choice]
    phrases: tuple[str, ...]


@dataclass(frozen=True)
class PaperSection:
    title: str
    lines: list[PaperLine]


@require_safe
@assessors_only
def of_plan(request: HttpRequest, pk: int) -> HttpResponse:
    """Before it begins: the sheet as it stands now, with the code of the plan."""
    related = ("person__dealership", "player")
    plan = get_object_or_404(Plan.objects.open_to(request.user).standing().select_related(*related), pk=pk)
    if plan.person_id == request.user.pk or plan.page is None or plan.page.check_sheet is None:
        raise Http404
    audit.viewed(request, plan.person)
    try:
        content = plan.page.check_sheet.frozen()
    except IncompleteCheckSheet:
        messages.error(request, _("The check sheet of this role-play is not complete yet."))
        return redirect("roleplays:plan", pk)
    assessors = [each.assessor.called for each in plan.assessors.select_related("assessor")]
    pass_mark = PassMark.of(plan.page, plan.planned_at)
    about = {"when": plan.starts_at, "place": plan.place, "assessors": assessors, "pass_mark": pass_mark}
    return _paper(request, plan, "roleplays:plan", content, about)


@require_safe
def of_session(request: HttpRequest, pk: int) -> HttpResponse:
    """While it runs: the edition that it is scored on, for its assessor."""
    if not request.user.observes_at_work:
        raise Http404
    own = ScoreSheet.objects.of(request.user).select_related("session__edition", "session__person__dealership")
    session = get_object_or_404(own, session=pk).session
    about = {"when": session.opened_at, "assessors": [request.user.called], "pass_mark": session.pass_mark}
    return _paper(request, session, "roleplays:score", session.edition.content, about)


def _paper(request: HttpRequest, performed: Any, name: str, content: Mapping[str, Any], about: dict) -> HttpResponse:
    path, language = reverse(name, args=[performed.pk]), get_language() or settings.LANGUAGE_CODE
    shared = sheets.lines_in_language(content.get("phrases", {}), language)
    context = {
        "performed": performed,
        "sections": [section_of(section, shared) for section in sheets.read(content, language)],
        "phrases": shared,
        "ratings": Rating.choices,
        "back": path,
        "code": code_of(settings.PUBLIC_URL + path),
    }
    return render(request, "roleplays/paper.html", context | about)


def section_of(section: sheets.Section, shared: tuple[str, ...]) -> PaperSection:
    lines = [
        PaperLine(item, results.Line(item, "", "").choices, item.phrases[: len(item.phrases) - len(shared)])
        for item in section.items
    ]
    return PaperSection(section.title, lines)


def code_of(address: str) -> SafeString:
    drawn = segno.make(address, error="m", micro=False).svg_inline(
        border=2, omitsize=True, dark="#10151c", light="#fff"
    )
    return mark_safe(drawn)  # noqa: S308 - segno's own SVG; the address is only in its modules
