"""Practice: the five of a day, drills on weak clauses. Each answer is shown at once, and nothing of it is a result."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from people.localized import localized
from quizzes.forms import AnswerForm
from quizzes.models import AttemptRefused, Card, Drill
from quizzes.paper import AnswerRefused
from quizzes.today import five_of
from standards.models import Clause

MOST_WEAK = 8


@require_safe
def practice(request: HttpRequest) -> HttpResponse:
    weak = Card.objects.of(request.user).weak_clauses()[:MOST_WEAK]
    clauses = {clause.code: clause for clause in Clause.objects.filter(code__in=[each.code for each in weak])}
    rows = [(each, localized(clauses[each.code], "text")) for each in weak if each.code in clauses]
    five = five_of(request.user, timezone.localdate())
    return render(request, "quizzes/practice.html", {"five": five, "rows": rows})


@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    code = request.POST.get("clause", "")
    try:
        drill = (
            Drill.start_clause(code, request.user, timezone.now())
            if code
            else Drill.start_five(request.user, timezone.now())
        )
    except AttemptRefused as refusal:
        messages.info(request, str(refusal))
        return redirect("quizzes:practice")
    return _to(drill, drill.first_open())


@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, pk: int, position: int) -> HttpResponse:
    drill = get_object_or_404(Drill.objects.of(request.user), pk=pk)
    if not drill.has(position):
        raise Http404
    given = drill.answered().get(position)
    if given:
        reviewed = drill.review(position, given.answer, get_language())
        return render(request, "quizzes/practice_answer.html", _context(drill, position) | {"question": reviewed})
    form = AnswerForm(request.POST)
    if request.method == "POST" and not form.stays:
        return _answer(request, drill, position, form)
    return _ask(request, drill, position, form)


def _ask(request: HttpRequest, drill: Drill, position: int, form: AnswerForm) -> HttpResponse:
    """The question; with what a button has moved or marked on it, which is no answer yet."""
    try:
        answer = drill.items[position - 1].accept(form.answer) if form.stays else []
    except AnswerRefused:
        answer = []
    shown = drill.show(position, get_language(), answer, form.moved)
    return render(request, "quizzes/practice_question.html", _context(drill, position) | {"question": shown})


def _answer(request: HttpRequest, drill: Drill, position: int, form: AnswerForm) -> HttpResponse:
    try:
        if not drill.answer(position, form.answer, timezone.now()):
            messages.info(request, _("Answer first; then you see what is right."))
    except AnswerRefused:
        messages.error(request, _("This answer could not be read. Please answer again."))
    except AttemptRefused as refusal:
        messages.info(request, str(refusal))
        return redirect("quizzes:practice")
    return redirect("quizzes:practise", drill.pk, position)


def _to(drill: Drill, position: int | None) -> HttpResponse:
    return redirect("quizzes:practise", drill.pk, position) if position else redirect("quizzes:practice")


def _context(drill: Drill, position: int) -> dict:
    return {"drill": drill, "position": position, "total": len(drill.paper), "following": drill.first_open()}
