"""How often one address may ask, counted where every process sees it.

Behind proxies whoever asks is told apart as at sign-in, by TRUSTED_PROXIES.
"""

from collections.abc import Callable
from functools import wraps

from allauth.core.internal import ratelimit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

View = Callable[..., HttpResponse]


def limited(what: str, rate: str, methods: tuple[str, ...] = ()) -> Callable[[View], View]:
    """`rate` such as 60/m. Only requests by `methods` count, if any are named. One beyond it is answered with 429."""

    def decorator(view: View) -> View:
        @wraps(view)
        def within(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            if (not methods or request.method in methods) and not is_within(request, what, rate):
                response = render(request, "certificates/too_often.html", status=429)
                response["Retry-After"] = "60"
                return response
            return view(request, *args, **kwargs)

        return within

    return decorator


def is_within(request: HttpRequest, what: str, rate: str) -> bool:
    config = {what: f"{rate}/ip"}
    return bool(ratelimit.consume(request, app="certificates", action=what, config=config, limit_get=True))
