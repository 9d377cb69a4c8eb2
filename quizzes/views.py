"""An attempt on the screen. While it runs, it is its owner's alone; its result is for whoever may see the owner."""

from datetime import datetime

from allauth.core.internal import ratelimit
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from courses import published
from people import audit
from quizzes.feedback import may_see_keys
from quizzes.forms import AnswerForm
from quizzes.models import Attempt, AttemptRefused, HandMark, QuizPage, Regraded, WordRefused
from quizzes.models.attempts import Feedback, Layout
from quizzes.models.reading import glance
from quizzes.paper import AnswerRefused

WRONG_WORDS = {"access_word": "5/5m/key"}


@require_POST
def start(request: HttpRequest, pk: int) -> HttpResponse:
    quiz = published.of(request).live(pk)
    if not isinstance(quiz, QuizPage):
        raise Http404
    if not _may_try_a_word(request, quiz, dry_run=True):
        return ratelimit.respond_429(request)
    at = timezone.now()
    try:
        attempt = Attempt.start(quiz, by=request.user, at=at, word=request.POST.get("word", ""))
    except WordRefused as refusal:
        _may_try_a_word(request, quiz)
        messages.error(request, str(refusal))
        return redirect(quiz.url)
    except AttemptRefused as refusal:
        messages.error(request, str(refusal))
        return redirect(quiz.url)
    is_new = attempt.started_at == at
    return _to(attempt, 1 if is_new else attempt.first_open() or (1 if attempt.layout == Layout.ALL else None))


def _may_try_a_word(request: HttpRequest, quiz: QuizPage, **options) -> object:
    """Wrong words are counted for each person and quiz that asks for one."""
    if not quiz.is_supervised:
        return True
    key = f"{request.user.pk}:{quiz.translation_key}"
    return ratelimit.consume(request, app="quizzes", action="access_word", config=WRONG_WORDS, key=key, **options)


@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, pk: int, position: int) -> HttpResponse:
    attempt = _own(request, pk, position)
    if attempt.is_submitted:
        return redirect("quizzes:result", attempt.pk)
    if not attempt.has(position):
        raise Http404
    if request.method == "POST":
        return _answer(request, attempt, position)
    bar = _bar(attempt, position)
    if position in bar["checked"]:
        reviewed = attempt.review(get_language())[position - 1]
        return render(request, "quizzes/checked.html", bar | {"question": reviewed})
    shown = attempt.show(position, get_language(), moved=request.GET.get("moved", ""))
    foot = {
        "is_first": position == 1,
        "is_last": position == bar["total"],
        "tells_at_once": attempt.feedback == Feedback.EACH,
    }
    return render(request, "quizzes/question.html", bar | foot | {"question": shown})


@require_safe
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """All questions on one page; also what a device keeps, to go on without a network."""
    attempt = _own(request, pk, whole=True)
    if attempt.is_submitted:
        return redirect("quizzes:result", attempt.pk)
    bar, language = _bar(attempt), get_language()
    questions = attempt.show_all(language)
    reviewed = {each.position: each for each in (attempt.review(language) if bar["checked"] else ())}
    rows = [(shown, reviewed[shown.position] if shown.position in bar["checked"] else None) for shown in questions]
    return render(request, "quizzes/paper.html", bar | {"rows": rows})


@require_POST
def save(request: HttpRequest, pk: int, position: int) -> HttpResponse:
    """Save without leaving the screen: 204 saved, with the seconds that are left; 205 another device gave a later
    answer, which stays; 400 cannot be read; 403 somebody else has signed in on this device since; 409 too late, with
    the address of the result."""
    own = str(request.user.pk)
    if request.headers.get("X-Person", own) != own:
        return HttpResponse(status=403)
    form, at = AnswerForm(request.POST), timezone.now()
    how = {"given_at": form.given_at, "flag": form.flag}
    try:
        kept = Attempt.objects.save_answer(pk, request.user.pk, position, form.answer, at, **how)
    except Attempt.DoesNotExist:
        raise Http404 from None
    except AnswerRefused:
        return HttpResponse(status=400)
    except AttemptRefused:
        attempt = _own(request, pk)  # submitted, if it was its time that ran out
        return JsonResponse({"result": reverse("quizzes:result", args=[attempt.pk])}, status=409)
    left = kept and kept.attempt.seconds_left(at)
    return HttpResponse(status=204 if kept else 205, headers={} if left is None else {"X-Seconds-Left": left})


@require_safe
def overview(request: HttpRequest, pk: int) -> HttpResponse:
    attempt = _own(request, pk)
    if attempt.is_submitted:
        return redirect("quizzes:result", attempt.pk)
    context = _bar(attempt) | {"quiz": _quiz(request, attempt)}
    return render(request, "quizzes/overview.html", context | {"back_to": attempt.first_open() or 1})


@require_POST
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    """The clock of a screen may not know of the time that a trainer has given meanwhile; then the attempt goes on."""
    attempt, at = _own(request, pk), timezone.now()
    if request.POST.get("by") == "clock" and attempt.goes_on(at):
        messages.info(request, _("You have been given more time. The attempt goes on."))
        return redirect("quizzes:attempt", attempt.pk)
    attempt.submit(at)
    return redirect("quizzes:result", attempt.pk)


@require_safe
def result(request: HttpRequest, pk: int) -> HttpResponse:
    attempt = _visible(request, pk)
    is_own = attempt.person_id == request.user.pk
    if not attempt.submit_if_overdue(timezone.now()):
        if is_own:
            return redirect("quizzes:attempt", attempt.pk)
        raise Http404
    audit.viewed(request, attempt)
    quiz = _quiz(request, attempt)
    shows_keys = may_see_keys(request.user, attempt, quiz, timezone.now())
    attempt.read_responses()
    questions = attempt.review(get_language()) if shows_keys else []
    is_open = is_own and quiz is not None and not attempt.is_passed
    may_repeat = is_open and _may_repeat(quiz, attempt, timezone.now())
    may_mark = attempt.is_pending and HandMark.objects.to_be_read_by(request.user).filter(attempt=attempt).exists()
    context = {"attempt": attempt, "quiz": quiz, "questions": questions, "is_own": is_own, "may_repeat": may_repeat}
    context |= {
        "may_mark": may_mark,
        "shows_keys": shows_keys,
        "why_not": "" if shows_keys else _why_not(attempt, quiz),
    }
    return render(request, "quizzes/result.html", context)


def _why_not(attempt: Attempt, quiz: QuizPage | None) -> str:
    if attempt.feedback == Feedback.SCORE:
        return _("This quiz shows the score only.")
    closed_at = quiz.closed_to_all_at() if quiz and attempt.feedback == Feedback.CLOSING else None
    if closed_at and closed_at > timezone.now():
        moment = date_format(timezone.localtime(closed_at), "DATETIME_FORMAT")
        return _("What was right, and why, is shown from %(moment)s on.") % {"moment": moment}
    if attempt.feedback == Feedback.CLOSING:
        return _("What was right, and why, is shown once the quiz has closed.")
    return _("You are sitting a quiz. What was right, and why, is shown here once you have submitted it.")


def _may_repeat(quiz: QuizPage, attempt: Attempt, at: datetime) -> bool:
    taken = Attempt.taken(quiz, by=attempt.person) if quiz.attempts else 0  # where they are not limited, nobody asks
    return quiz.admission_of(attempt.person, taken, attempt.submitted_at, at)[1].refusal is None


@require_safe
def regraded(request: HttpRequest, pk: int) -> HttpResponse:
    """The result that a regrade changed: where the records name the regrade as their evidence."""
    found = get_object_or_404(Regraded, pk=pk)
    attempt = get_object_or_404(Attempt.objects.visible_to(request.user), pk=found.attempt_id)
    return redirect("quizzes:result", attempt.pk)


def _quiz(request: HttpRequest, attempt: Attempt) -> QuizPage | None:
    """As it is published: in the language of the page, or else in one that has it."""
    return published.of(request).of_key(attempt.quiz, get_language())


def _visible(request: HttpRequest, pk: int) -> Attempt:
    """One's own is asked for as on every page of an attempt, which is quicker than asking whom one may see."""
    try:
        return Attempt.objects.own(pk, request.user)
    except Attempt.DoesNotExist:
        return get_object_or_404(Attempt.objects.visible_to(request.user).select_related("person"), pk=pk)


def _own(request: HttpRequest, pk: int, position: int | None = None, whole: bool = False) -> Attempt:
    """With the question at `position`, or with the `whole` paper."""
    try:
        attempt = Attempt.objects.own(pk, request.user) if whole else glance(pk, request.user, position)
    except Attempt.DoesNotExist:
        raise Http404 from None
    attempt.submit_if_overdue(timezone.now())
    return attempt


def _answer(request: HttpRequest, attempt: Attempt, position: int) -> HttpResponse:
    form = AnswerForm(request.POST)
    try:
        if request.POST.get("go") == "check":
            return _check(request, attempt, position, form.answer)
        attempt.save_answer(position, form.answer, timezone.now(), given_at=form.given_at, flag=form.flag)
    except AnswerRefused:
        messages.error(request, _("This answer could not be read. Please answer again."))
        return _to(attempt, position)
    except AttemptRefused:
        return redirect("quizzes:result", attempt.pk)
    if attempt.layout == Layout.ALL and request.POST.get("go") != "overview":
        return _to(attempt, position)
    if form.steps:
        return redirect(reverse("quizzes:question", args=[attempt.pk, position]) + f"?moved={form.moved}")
    if form.stays:
        return redirect(reverse("quizzes:question", args=[attempt.pk, position]) + "#answer")
    steps = {"back": position - 1, "on": position + 1}
    return _to(attempt, steps.get(request.POST.get("go", "on")))


def _check(request: HttpRequest, attempt: Attempt, position: int, answer: list[str]) -> HttpResponse:
    if not attempt.reveal(position, answer, timezone.now()):
        messages.info(request, _("Answer first; then you see what is right."))
    return _to(attempt, position)


def _to(attempt: Attempt, position: int | None) -> HttpResponse:
    """The question there; the overview where there is none."""
    if position is None or not attempt.has(position):
        return redirect("quizzes:attempt", attempt.pk)
    if attempt.layout == Layout.ALL:
        return redirect(reverse("quizzes:paper", args=[attempt.pk]) + f"#question-{position}")
    return redirect("quizzes:question", attempt.pk, position)


def _bar(attempt: Attempt, position: int | None = None) -> dict:
    """What the bar over a running attempt shows; `position` is that of the one question on the screen."""
    at = timezone.now()
    attempt.read_responses()
    answered = attempt.answers().keys()
    return {
        "attempt": attempt,
        "now": int(1000 * at.timestamp()),
        "flagged": attempt.flagged(),
        "checked": attempt.checked(),
        "total": attempt.length,
        "answered": answered,
        "is_saved": position in answered,
        "positions": range(1, attempt.length + 1),
        "seconds_left": attempt.seconds_left(at),
        "minutes_left": attempt.minutes_left(at),
    }
