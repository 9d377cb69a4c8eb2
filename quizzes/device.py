"""What opens the questions of a running attempt without a network; the tab that has the paper fills the screen."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_safe

from courses import offline

# What the screen's modules import; named in its head, so that a browser and the worker fetch them at once.
MODULES = [
    *(f"js/{name}.js" for name in ("behaviour", "dialog", "menu", "ordering", "print", "submit-once")),
    *(
        f"quizzes/{name}.js"
        for name in (
            "ahead", "attempt", "countdown", "digits", "dragging", "filling", "hotspot", "kept", "outbox", "pairing",
            "saving",
        )
    ),
]  # fmt: skip


def empty_screen(request: HttpRequest) -> str:
    return render_to_string("quizzes/shell.html", {"modules": MODULES}, request)


@require_safe
@login_not_required
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker. Its address is its scope: the attempts of one language."""
    return offline.worker(request, "quizzes", reverse("quizzes:shell"), empty_screen(request))


@require_safe
@login_not_required
def shell(request: HttpRequest) -> HttpResponse:
    """The screen of a question with nothing on it."""
    return offline.lasting(HttpResponse(empty_screen(request)))
