"""Whose addresses these are: for everybody else they do not exist."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse


def assessors_only(view: Callable) -> Callable:
    return _only(view, lambda user: user.scores_role_plays)


def observers_only(view: Callable) -> Callable:
    """Trainers and managers: whoever may score somebody on the job."""
    return _only(view, lambda user: user.observes_at_work)


def way_back(user, session) -> str:
    """Where whoever scores a session comes from: its area, or the board, which managers do not have."""
    if session.area_id:
        return reverse("roleplays:area", args=[session.area_id])
    if user.scores_role_plays:
        return reverse("roleplays:board")
    return reverse("roleplays:person", args=[session.person_id])


def result_of(session) -> str:
    return reverse("roleplays:audited" if session.area_id else "roleplays:result", args=[session.pk])


def _only(view: Callable, may: Callable) -> Callable:
    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not may(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded
