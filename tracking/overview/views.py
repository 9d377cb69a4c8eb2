from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from tracking.overview.page import overview_of

ROWS_A_PAGE = 50
CLAUSES_SHOWN = 10


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    if not request.user.manages_team:
        raise Http404
    shown = overview_of(request.user, request.GET, timezone.localdate())
    page = Paginator(shown.rows, ROWS_A_PAGE).get_page(request.GET.get("page"))
    context = {"overview": shown, "page_of_rows": page, "clauses_shown": CLAUSES_SHOWN}
    return render(request, "tracking/overview.html", context)
