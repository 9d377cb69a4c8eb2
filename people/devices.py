"""Known devices, so that wrong passwords typed by one person lock nobody else out.

A browser that somebody has signed in with carries a signed cookie that says for whom. Wrong passwords from it are
counted for that browser; all others are counted by account *and* address. So whoever guesses at a colleague's password
shuts out their own address for that account, and never the colleague's own phone or a place elsewhere. Only a crowd of
addresses together reaches the account's own limit, and even then known devices go on.
"""

import secrets
from collections.abc import Callable

from django.conf import settings
from django.core import signing
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from people.models import User

COOKIE = "known_device"
LASTS = 60 * 60 * 24 * 365
# A workshop's computer has many users; the cookie keeps the latest.
MOST_PEOPLE = 30
SALT = "people.device"

OF_DEVICE = {"device": "10/5m/key"}
OF_STRANGER = {"address": "20/m/ip", "pair": "5/5m/key", "account": "200/h/key"}


def remember_device(get_response: Callable[[HttpRequest], HttpResponseBase]):
    """Gives the cookie with the answer to a sign-in, which the adapter notes on the request."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        person = getattr(request, "signed_in_now", None)
        if person is not None:
            response.set_cookie(
                COOKIE,
                signing.dumps(_with(request, person.pk), salt=SALT, compress=True),
                max_age=LASTS,
                httponly=True,
                samesite="Lax",
                secure=settings.HTTPS,
            )
        return response

    return middleware


def device_of(request: HttpRequest, login: str) -> str:
    """The device's own number if whoever `login` names has signed in with it before, else ""."""
    kept = _kept(request)
    if not kept["people"]:
        return ""
    people = User.objects.filter(pk__in=kept["people"]).values_list("employee_number", "email")
    known = {text.lower() for pair in people for text in pair if text}
    return kept["device"] if login.strip().lower() in known else ""


def _with(request: HttpRequest, pk: int) -> dict:
    kept = _kept(request)
    others = [each for each in kept["people"] if each != pk]
    return {"device": kept["device"], "people": [pk, *others][:MOST_PEOPLE]}


def _kept(request: HttpRequest) -> dict:
    try:
        return signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=LASTS)
    except signing.BadSignature:
        return {"device": secrets.token_hex(8), "people": []}
