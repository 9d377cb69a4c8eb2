"""For whoever answers for learners: the word of a sitting, who is where with a quiz, and what one person is allowed."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from people import audit
from people.finding import found
from people.models import User
from quizzes.forms import AllowanceForm
from quizzes.models import AccessWord, Allowance, Attempt, QuizPage

PEOPLE_A_PAGE = 30


@require_safe
def people(request: HttpRequest, pk: int) -> HttpResponse:
    quiz, at = _quiz(request, pk), timezone.now()
    sought = request.GET.get("q", "").strip()
    seen = _people(request).order_by("name", "pk")
    page = Paginator(found(seen, sought) if sought else seen, PEOPLE_A_PAGE).get_page(request.GET.get("page"))
    # Not "word": by that name the shape of a state is given another word.
    sitting = AccessWord.objects.open(at).filter(quiz=quiz.translation_key, by=request.user).first()
    rows = _rows(quiz, list(page))
    context = {"quiz": quiz, "page": page, "rows": rows, "sought": sought, "sitting": sitting}
    return render(request, "quizzes/people.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def person(request: HttpRequest, pk: int, person: int) -> HttpResponse:
    quiz, learner = _quiz(request, pk), get_object_or_404(_people(request), pk=person)
    form = AllowanceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if quiz.allow(form.allowance(learner, request.user, timezone.now())):
            messages.success(request, _("Allowed."))
        return redirect("quizzes:person", quiz.pk, learner.pk)
    audit.viewed(request, learner)
    mine = Attempt.objects.sat_by(learner).filter(quiz=quiz.translation_key).defer("paper")
    allowances = Allowance.objects.of(learner, quiz.translation_key).select_related("by", "withdrawn_by")
    standing = quiz.standing(learner, list(mine.order_by("number")), timezone.now())
    context = {"quiz": quiz, "learner": learner, "form": form, "allowances": allowances, "now": timezone.now()}
    return render(request, "quizzes/person.html", context | standing)


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    seen = Allowance.objects.visible_to(request.user).exclude(person=request.user)
    allowance = get_object_or_404(seen, pk=pk) if _is_responsible(request) else None
    if allowance is None:
        raise Http404
    if allowance.withdraw(request.user, timezone.now()):
        messages.success(request, _("Taken back. An attempt that runs keeps its time."))
    quiz = QuizPage.in_language(allowance.quiz, request.LANGUAGE_CODE)
    return redirect("quizzes:person", quiz.pk, allowance.person_id) if quiz else redirect("start")


@require_POST
def word(request: HttpRequest, pk: int) -> HttpResponse:
    """A new word for the people of this trainer, or none any more."""
    if not request.user.scores_role_plays:
        raise Http404
    quiz = _quiz(request, pk)
    if request.POST.get("go") == "end":
        AccessWord.end(quiz.translation_key, request.user, timezone.now())
    else:
        AccessWord.begin(quiz.translation_key, request.user, timezone.now())
    return redirect("quizzes:people", quiz.pk)


def _is_responsible(request: HttpRequest) -> bool:
    return request.user.scores_role_plays or request.user.manages_team


def _quiz(request: HttpRequest, pk: int) -> QuizPage:
    if not _is_responsible(request):
        raise Http404
    return get_object_or_404(QuizPage.objects.live(), pk=pk)


def _people(request: HttpRequest):
    """Nobody allows themselves anything."""
    return User.objects.visible_to(request.user).filter(is_active=True).exclude(pk=request.user.pk)


def _rows(quiz: QuizPage, people: list[User]) -> list[dict]:
    """With each person their attempts and whether something was allowed to them, in two queries."""
    attempts: dict[int, list[Attempt]] = {}
    rows = Attempt.objects.filter(person__in=people, quiz=quiz.translation_key).defer("paper").order_by("number")
    for attempt in rows:
        attempts.setdefault(attempt.person_id, []).append(attempt)
    allowed = set(
        Allowance.objects.valid().filter(person__in=people, quiz=quiz.translation_key).values_list("person", flat=True)
    )
    return [
        {
            "person": person,
            "taken": len(mine := attempts.get(person.pk, [])),
            "last": mine[-1] if mine else None,
            "is_allowed": person.pk in allowed,
        }
        for person in people
    ]
