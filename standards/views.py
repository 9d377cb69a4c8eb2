from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from standards.models import Area, Clause
from standards.search import matching
from standards.uses import Kind, uses_of


@require_safe
def clauses(request: HttpRequest) -> HttpResponse:
    """All areas with their numbers, or the clauses of one area, or those that a search finds."""
    area = request.GET.get("area", "") if request.GET.get("area") in Area.values else ""
    words = request.GET.get("q", "").strip()[:100]
    clauses = Clause.objects.filter(**{"area": area} if area else {}) if area or words else ()
    found = matching(clauses, words)
    counts = dict(Clause.objects.order_by("area").values_list("area").annotate(number=Count("pk")))
    areas = [(each, counts[each]) for each in Area if each in counts]
    context = {"clauses": found, "areas": areas, "area": Area(area) if area else None, "words": words}
    return render(request, "standards/clauses.html", context)


@require_safe
def clause(request: HttpRequest, code: str) -> HttpResponse:
    """One clause, with the pages on which it is taught, tested and performed, and the versions before this one."""
    found = get_object_or_404(Clause, code=code)
    neighbours = list(Clause.objects.filter(area=found.area).order_by("code"))
    place = neighbours.index(found)
    context = {
        "clause": found,
        "before": neighbours[place - 1] if place else None,
        "after": neighbours[place + 1] if place + 1 < len(neighbours) else None,
        "earlier": found.versions.filter(number__lt=found.version),
    }
    return render(request, "standards/clause.html", context | pages_by_kind(code))


def pages_by_kind(code: str) -> dict[str, list]:
    """The pages that learners know, each once: `lesson`, `question` and `item` lead to a list of them."""
    found: dict[str, dict] = {}
    for use in uses_of([code]):
        if use.page is not None:
            found.setdefault(use.kind, {})[use.page.pk] = use.page
    return {kind.value: list(found.get(kind, {}).values()) for kind in (Kind.LESSON, Kind.QUESTION, Kind.ITEM)}
