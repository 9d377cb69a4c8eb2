"""Answers that a trainer reads: the queue, and one answer. Both are for the people whom the trainer may see."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from quizzes.forms import HandMarkForm
from quizzes.models import HandMark, QuizPage
from quizzes.paper import phrase

ANSWERS_A_PAGE = 40


@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    if not request.user.scores_role_plays:
        raise Http404
    waiting = HandMark.objects.to_be_read_by(request.user).open().select_related("attempt__person")
    page = Paginator(waiting.defer("attempt__paper"), ANSWERS_A_PAGE).get_page(request.GET.get("page"))
    titles = QuizPage.titles({mark.attempt.quiz for mark in page}, get_language())
    rows = [(mark, titles.get(mark.attempt.quiz, "")) for mark in page]
    return render(request, "quizzes/marking.html", {"page": page, "rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    waiting = HandMark.objects.to_be_read_by(request.user).select_related("attempt__person")
    mark = get_object_or_404(waiting, pk=pk)
    if mark.given_at:
        messages.info(request, _("This answer is marked already."))
        return redirect("quizzes:marking")
    form = HandMarkForm(request.POST or None, of=mark.item.points)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if mark.give(given["points"], given["comment"], by=request.user, at=timezone.now()):
            messages.success(request, _("Saved."))
        else:
            messages.info(request, _("Somebody else has just marked this answer."))
        following = HandMark.objects.to_be_read_by(request.user).open().first()
        return redirect("quizzes:mark", following.pk) if following else redirect("quizzes:marking")
    context = {
        "mark": mark,
        "form": form,
        "stem": phrase(mark.item.stem, get_language()),
        "model": phrase(mark.item.explanation, get_language()),
        "steps": form.steps,
    }
    return render(request, "quizzes/mark.html", context)
