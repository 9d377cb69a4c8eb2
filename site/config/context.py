"""What every page of the shell needs: addresses, and the same page in the other language."""

from functools import cache

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language

from courses import published


def shell(request: HttpRequest) -> dict:
    return {
        "addresses": addresses(get_language()),
        "languages": LazyLanguages(request),
        "SIGN_UP_OPEN": settings.SIGN_UP_OPEN,
        "whole_style": getattr(staticfiles_storage, "whole_style", ""),
    }


@cache
def addresses(language: str | None) -> dict[str, str]:
    """Of what stands on every page, found once for each language."""
    return {"start": reverse("start"), "notices": reverse("tracking:notices"), "sign_out": reverse("account_logout")}


class LazyLanguages:
    """The languages with the address of this page in each; worked out only if a template asks."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def __iter__(self):
        current = get_language()
        for code, name in settings.LANGUAGES:
            yield {"code": code, "name": name, "url": address_in(self.request, code), "current": code == current}


def address_in(request: HttpRequest, code: str) -> str:
    page = getattr(request, "page_shown", None)
    if page is None:
        return with_language(request.get_full_path(), code)
    translation = published.of(request).in_language(page, code)
    return translation.get_url(request) if translation else f"/{code}/"


def with_language(path: str, code: str) -> str:
    """No address of ours is itself translated, so it is not resolved and made anew: only its first part differs."""
    own = f"/{get_language()}/"
    return f"/{code}/{path.removeprefix(own)}" if path.startswith(own) else path
