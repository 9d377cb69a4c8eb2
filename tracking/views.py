from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from certificates.models import Certification
from courses.models import LedgerEntry
from people.models import Dealership, User
from tracking.evidence import with_links
from tracking.matrix import matrix

ROWS_A_PAGE = 100
ENTRIES_A_PAGE = 100


@require_safe
def team(request: HttpRequest) -> HttpResponse:
    if not request.user.manages_team:
        raise Http404
    certifications = list(Certification.objects.filter(is_offered=True))
    chosen = next((c for c in certifications if c.code == request.GET.get("certification")), None)
    certification = chosen or next(iter(certifications), None)
    people = User.objects.visible_to(request.user).advisors().select_related("dealership")
    dealerships = Dealership.objects.filter(people__in=people).distinct()
    dealership = dealerships.filter(code=request.GET.get("dealership", "")).first()
    if dealership:
        people = people.filter(dealership=dealership)
    shown = matrix(certification, people, timezone.localdate()) if certification else None
    context = {"matrix": shown, "certifications": certifications, "dealerships": dealerships, "dealership": dealership}
    rows = Paginator(shown.rows if shown else [], ROWS_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "tracking/team.html", context | {"page_of_rows": rows, "today": timezone.localdate()})


@require_safe
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """One person's record: the evidence behind the cells of the matrix."""
    if not request.user.manages_team:
        raise Http404
    shown = get_object_or_404(User.objects.visible_to(request.user).select_related("dealership"), pk=pk)
    record = LedgerEntry.objects.visible_to(request.user).filter(person=shown).order_by("-at", "-pk")
    page = Paginator(record, ENTRIES_A_PAGE).get_page(request.GET.get("page"))
    certificates = [
        (each, each.state(timezone.localdate())) for each in shown.certificates.select_related("revocation")
    ]
    context = {"person": shown, "entries": with_links(page), "page_of_entries": page, "certificates": certificates}
    return render(request, "tracking/person.html", context)
