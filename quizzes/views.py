"""An attempt on the screen. While it runs, it is its owner's alone; its result is for whoever may see the owner."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from quizzes.forms import AnswerForm
from quizzes.models import Attempt, AttemptRefused, QuizPage
from quizzes.paper import AnswerRefused


@require_POST
def start(request: HttpRequest, pk: int) -> HttpResponse:
    quiz = get_object_or_404(QuizPage.objects.live(), pk=pk)
    try:
        attempt = Attempt.start(quiz, by=request.user, at=timezone.now())
    except AttemptRefused as refusal:
        messages.error(request, str(refusal))
        return redirect(quiz.url)
    return _to(attempt, attempt.first_open())


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, pk: int, position: int) -> HttpResponse:
    attempt = _own(request, pk)
    if attempt.is_submitted:
        return redirect("quizzes:result", attempt.pk)
    if not attempt.has(position):
        raise Http404
    if request.method == "POST":
        return _answer(request, attempt, position)
    shown = attempt.show(position, get_language(), moved=request.GET.get("moved", ""))
    return render(request, "quizzes/question.html", _bar(attempt) | {"question": shown})


@require_POST
def save(request: HttpRequest, pk: int, position: int) -> HttpResponse:
    """Save without leaving the screen: 204 saved, 400 cannot be read, 409 too late, with the address of the result."""
    attempt = _own(request, pk)
    if not attempt.has(position):
        raise Http404
    try:
        attempt.save_answer(position, AnswerForm(request.POST).answer, timezone.now())
    except AnswerRefused:
        return HttpResponse(status=400)
    except AttemptRefused:
        return JsonResponse({"result": reverse("quizzes:result", args=[attempt.pk])}, status=409)
    return HttpResponse(status=204)


@never_cache
@require_safe
def overview(request: HttpRequest, pk: int) -> HttpResponse:
    attempt = _own(request, pk)
    if attempt.is_submitted:
        return redirect("quizzes:result", attempt.pk)
    quiz = QuizPage.in_language(attempt.quiz, get_language())
    return render(
        request, "quizzes/overview.html", _bar(attempt) | {"quiz": quiz, "back_to": attempt.first_open() or 1}
    )


@require_POST
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    attempt = _own(request, pk)
    attempt.submit(timezone.now())
    return redirect("quizzes:result", attempt.pk)


@require_safe
def result(request: HttpRequest, pk: int) -> HttpResponse:
    attempts = Attempt.objects.visible_to(request.user).select_related("person")
    attempt = get_object_or_404(attempts, pk=pk)
    is_own = attempt.person == request.user
    if not attempt.submit_if_overdue(timezone.now()):
        if is_own:
            return redirect("quizzes:attempt", attempt.pk)
        raise Http404
    quiz = QuizPage.in_language(attempt.quiz, get_language())
    questions = attempt.review(get_language())
    may_repeat = is_own and quiz is not None and quiz.allows(Attempt.taken(quiz, by=request.user))
    context = {"attempt": attempt, "quiz": quiz, "questions": questions, "is_own": is_own, "may_repeat": may_repeat}
    return render(request, "quizzes/result.html", context)


def _own(request: HttpRequest, pk: int) -> Attempt:
    attempt = get_object_or_404(Attempt.objects.sat_by(request.user), pk=pk)
    attempt.submit_if_overdue(timezone.now())
    return attempt


def _answer(request: HttpRequest, attempt: Attempt, position: int) -> HttpResponse:
    form = AnswerForm(request.POST)
    try:
        attempt.save_answer(position, form.answer, timezone.now())
    except AnswerRefused:
        messages.error(request, _("This answer could not be read. Please answer again."))
        return _to(attempt, position)
    except AttemptRefused:
        return redirect("quizzes:result", attempt.pk)
    if form.steps:
        return redirect(reverse("quizzes:question", args=[attempt.pk, position]) + f"?moved={form.moved}")
    steps = {"back": position - 1, "on": position + 1}
    return _to(attempt, steps.get(request.POST.get("go", "on")))


def _to(attempt: Attempt, position: int | None) -> HttpResponse:
    """The question there; the overview where there is none."""
    if position is None or not attempt.has(position):
        return redirect("quizzes:attempt", attempt.pk)
    return redirect("quizzes:question", attempt.pk, position)


def _bar(attempt: Attempt) -> dict:
    """What the bar over a running attempt shows."""
    at = timezone.now()
    return {
        "attempt": attempt,
        "total": len(attempt.items),
        "answered": attempt.answers().keys(),
        "positions": range(1, len(attempt.items) + 1),
        "seconds_left": attempt.seconds_left(at),
        "minutes_left": attempt.minutes_left(at),
    }
