"""The board of people to be scored, and what came of a performance."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from people import audit
from roleplays import board as boards
from roleplays import fair_scores, recordings, results
from roleplays.comparison import compare
from roleplays.forms import BoardForm
from roleplays.guards import assessors_only
from roleplays.models import Objection, Session
from roleplays.models.objections import may_object
from roleplays.models.rights import certifies
from roleplays.playing import shown_to
from roleplays.starting import role_plays

PEOPLE_A_PAGE = 40


@require_safe
@assessors_only
def board(request: HttpRequest) -> HttpResponse:
    form = BoardForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {"q": "", "role_play": None, "show": ""}
    offered = list(role_plays())
    chosen = [page for page in offered if page.translation_key == asked["role_play"]]
    people = boards.found(boards.advisors(request.user), asked["q"])
    if asked["show"] == "open":
        people = boards.not_yet_passed(people, chosen or offered)
    page = Paginator(people, PEOPLE_A_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "roleplays/board.html",
        {
            "asked": asked,
            "offered": offered,
            "certifies": certifies(request.user, timezone.now()),
            "chosen": chosen[0] if chosen else None,
            "page_of_people": page,
            "rows": boards.rows(request.user, page.object_list, chosen or offered),
            "objections": Objection.objects.answerable_by(request.user).count(),
            "planned": boards.planned(request.user, timezone.now()),
            "running": boards.running_of(request.user),
            "disputed": boards.disputed(request.user),
            "wanting": boards.wanting(request.user),
            "handed_in": boards.handed_in(request.user),
            "recent": boards.recent(request.user),
        },
    )


@require_safe
def result(request: HttpRequest, pk: int) -> HttpResponse:
    sessions = Session.objects.visible_to(request.user).released().select_related("person__dealership", "edition")
    session = get_object_or_404(sessions, pk=pk)
    audit.viewed(request, session)
    given = results.of(session)
    beside = _beside(request, session) | {"compared": compare(session, given["parts"])}
    return render(request, "roleplays/result.html", given | beside)


def _beside(request: HttpRequest, session: Session) -> dict:
    """What the page of a result says besides what was given."""
    objection = Objection.objects.filter(session=session).select_related("answer__by").first()
    is_own = session.person_id == request.user.pk
    return {
        "reader": request.user,
        "fair": None if is_own or not request.user.scores_role_plays else fair_scores.of_session(session),
        "objection": objection,
        "may_object": is_own and objection is None and may_object(session, timezone.now()),
        "recordings": shown_to(request.user, session) if session.mediums else [],
        "takes_part": bool(session.mediums) and recordings.may_record(session, request.user),
        "answers": objection and Objection.objects.answerable_by(request.user).filter(pk=objection.pk).exists(),
    }
