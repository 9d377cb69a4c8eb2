from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from certificates.models import Certification
from courses.models import LedgerEntry
from people.models import User
from tracking.evidence import proofs, with_links
from tracking.matrix import Asked, rows
from tracking.team import certification_of, team_of

ROWS_A_PAGE = 100
ENTRIES_A_PAGE = 100


@require_safe
def team(request: HttpRequest) -> HttpResponse:
    if not request.user.manages_team:
        raise Http404
    shown = team_of(request.user, request.GET, timezone.localdate())
    page = Paginator(shown.entries, ROWS_A_PAGE).get_page(request.GET.get("page"))
    context = {"team": shown, "page_of_rows": page, "rows": shown.rows(page.object_list) if page.object_list else []}
    return render(request, "tracking/team.html", context)


@require_safe
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """One person's record: the evidence behind the cells of the matrix."""
    if not request.user.manages_team:
        raise Http404
    shown = get_object_or_404(User.objects.visible_to(request.user).select_related("dealership"), pk=pk)
    certifications = list(Certification.objects.filter(is_offered=True))
    certification = certification_of(certifications, request.GET.get("certification"))
    today = timezone.localdate()
    row = rows(Asked.by(certification), [shown], today)[0] if certification else None
    record = LedgerEntry.objects.visible_to(request.user).filter(person=shown).order_by("-at", "-pk")
    page = Paginator(record, ENTRIES_A_PAGE).get_page(request.GET.get("page"))
    certificates = [(each, each.state(today)) for each in shown.certificates.select_related("revocation")]
    context = {
        "person": shown,
        "certifications": certifications,
        "certification": certification,
        "proofs": proofs(row) if row else [],
        "entries": with_links(page),
        "page_of_entries": page,
        "certificates": certificates,
    }
    return render(request, "tracking/person.html", context)
