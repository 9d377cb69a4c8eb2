import datetime as dt
from collections.abc import Iterable
from typing import IO

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from certificates.models import Certificate, Certification
from courses.models import LedgerEntry
from people.models import User
from tracking import wall
from tracking.evidence import proofs, with_links
from tracking.matrix import Asked, rows
from tracking.sheets import Value, csv_parts, xlsx
from tracking.tables import matrix_table, record_table
from tracking.team import Team, certification_of, team_of

ROWS_A_PAGE = 100
ENTRIES_A_PAGE = 100
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def team(request: HttpRequest) -> HttpResponse:
    if not request.user.manages_team:
        raise Http404
    shown = team_of(request.user, request.GET, timezone.localdate())
    page = Paginator(shown.entries, ROWS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "team": shown,
        "place": shown.place(request.user),
        "page_of_rows": page,
        "rows": shown.rows(page.object_list) if page.object_list else [],
        "fits_the_wall": len(shown.entries) <= wall.MOST_PEOPLE,
    }
    return render(request, "tracking/team.html", context)


@require_safe
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """One person's record: the evidence behind the cells of the matrix."""
    shown = _person(request, pk)
    certifications = list(Certification.objects.filter(is_offered=True))
    certification = certification_of(certifications, request.GET.get("certification"))
    today = timezone.localdate()
    row = rows(Asked.by(certification), [shown], today)[0] if certification else None
    page = Paginator(_record(request, shown), ENTRIES_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "person": shown,
        "certifications": certifications,
        "certification": certification,
        "proofs": proofs(row) if row else [],
        "entries": with_links(page),
        "page_of_entries": page,
        "certificates": _certificates(shown, today),
    }
    return render(request, "tracking/person.html", context)


@require_safe
def matrix_csv(request: HttpRequest) -> StreamingHttpResponse:
    shown = _team(request)
    return _csv(matrix_table(shown), _file_name(shown))


@require_safe
def matrix_xlsx(request: HttpRequest) -> FileResponse:
    shown = _team(request)
    return _xlsx(xlsx(matrix_table(shown), shown.certification.title), _file_name(shown))


@require_safe
def matrix_pdf(request: HttpRequest) -> HttpResponse:
    """For the wall of one team; who asks for a region is told to choose."""
    shown = _team(request)
    if len(shown.entries) > wall.MOST_PEOPLE:
        limit = {"number": wall.MOST_PEOPLE}
        messages.info(request, _("A sheet for the wall has room for %(number)s people: choose a dealership.") % limit)
        return redirect(f"{reverse('tracking:matrix')}?{request.GET.urlencode()}")
    paper = "a3" if request.GET.get("paper") == "a3" else "a4"
    content = wall.render(shown, list(shown.all_rows()), shown.place(request.user), paper, get_language())
    name = f'inline; filename="{_file_name(shown)}.pdf"'
    return HttpResponse(content, content_type="application/pdf", headers={"Content-Disposition": name})


@require_safe
def record_csv(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    shown = _person(request, pk)
    return _csv(_record_table(request, shown), f"record-{shown.employee_number}")


@require_safe
def record_xlsx(request: HttpRequest, pk: int) -> FileResponse:
    shown = _person(request, pk)
    return _xlsx(xlsx(_record_table(request, shown), shown.name), f"record-{shown.employee_number}")


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


def _record(request: HttpRequest, person: User):
    return LedgerEntry.objects.visible_to(request.user).filter(person=person).order_by("-at", "-pk")


def _certificates(person: User, on: dt.date) -> list[tuple[Certificate, str]]:
    return [(each, each.state(on)) for each in person.certificates.select_related("revocation")]


def _record_table(request: HttpRequest, person: User) -> list[list[Value]]:
    certificates = _certificates(person, timezone.localdate())
    return list(record_table(with_links(_record(request, person)), certificates))


def _file_name(team: Team) -> str:
    return f"team-{team.certification.code}-{team.on.isoformat()}"


def _csv(table: Iterable, name: str) -> StreamingHttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return StreamingHttpResponse(csv_parts(table), content_type="text/csv; charset=utf-8", headers=headers)


def _xlsx(file: IO[bytes], name: str) -> FileResponse:
    return FileResponse(file, as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX)
