import datetime as dt

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from certificates.models import Certificate, Certification
from courses.models import LedgerEntry
from people import audit
from people.models import User
from people.privacy import consents
from people.privacy.records import ConsentKind
from tracking import wall
from tracking.assigning.own import all_duties
from tracking.evidence import proofs, with_links
from tracking.lines import lines
from tracking.matrix import Asked, rows
from tracking.team import Team, certification_of, team_of

ROWS_A_PAGE = 50
ENTRIES_A_PAGE = 100


@require_safe
def team(request: HttpRequest) -> HttpResponse:
    if not request.user.manages_team:
        raise Http404
    shown = team_of(request.user, request.GET, timezone.localdate())
    page = Paginator(shown.entries, ROWS_A_PAGE).get_page(request.GET.get("page"))
    rows_shown = shown.rows(page.object_list) if page.object_list else []
    context = {
        "team": shown,
        "place": shown.place(request.user),
        "page_of_rows": page,
        "rows": rows_shown,
        "lines": list(lines(rows_shown, shown)) if rows_shown else [],
        "fits_the_wall": len(shown.entries) <= wall.MOST_PEOPLE,
    }
    return render(request, "tracking/team.html", context)


@require_safe
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """One person's record: the evidence behind the cells of the matrix."""
    shown = _person(request, pk)
    audit.viewed(request, shown)
    certifications = list(Certification.objects.filter(is_offered=True))
    certification = certification_of(certifications, request.GET.get("certification"))
    today = timezone.localdate()
    row = rows(Asked.by(certification), [shown], today)[0] if certification else None
    page = Paginator(record_of(shown, request.user), ENTRIES_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "person": shown,
        "memberships": shown.memberships.with_places(),
        "certifications": certifications,
        "certification": certification,
        "proofs": proofs(row) if row else [],
        "entries": with_links(page),
        "page_of_entries": page,
        "certificates": certificates_of(shown, today),
        "duties": all_duties(shown, today),
    }
    return render(request, "tracking/person.html", context)


@require_safe
def matrix_pdf(request: HttpRequest) -> HttpResponse:
    """For the wall of one team; who asks for a region is told to choose."""
    shown = _team(request)
    if len(shown.entries) > wall.MOST_PEOPLE:
        limit = {"number": wall.MOST_PEOPLE}
        messages.info(request, _("A sheet for the wall has room for %(number)s people: choose a dealership.") % limit)
        return redirect(f"{reverse('tracking:matrix')}?{request.GET.urlencode()}")
    audit.exported(request, "team.pdf", people=len(shown.entries))
    paper = "a3" if request.GET.get("paper") == "a3" else "a4"
    unwilling = consents.who_said_no([entry.pk for entry in shown.entries], ConsentKind.SCORE)
    rows_hung = [row for row in shown.all_rows() if row.person.pk not in unwilling]
    content = wall.render(shown, rows_hung, shown.place(request.user), paper, get_language())
    name = f'inline; filename="{_file_name(shown)}.pdf"'
    return HttpResponse(content, content_type="application/pdf", headers={"Content-Disposition": name})


def _team(request: HttpRequest) -> Team:
    """What the screen shows for the same question; 404 where there is nothing to show."""
    if not request.user.manages_team:
        raise Http404
    shown = team_of(request.user, request.GET, timezone.localdate())
    if not shown.certification:
        raise Http404
    return shown


def _person(request: HttpRequest, pk: int) -> User:
    if not request.user.manages_team:
        raise Http404
    return get_object_or_404(User.objects.visible_to(request.user).select_related("dealership"), pk=pk)


def record_of(person: User, reader: User):
    return LedgerEntry.objects.visible_to(reader).filter(person=person).order_by("-at", "-pk")


def certificates_of(person: User, on: dt.date) -> list[tuple[Certificate, str]]:
    return [(each, each.state(on)) for each in person.certificates.with_state()]


def _file_name(team: Team) -> str:
    return f"team-{team.certification.code}-{team.on.isoformat()}"
