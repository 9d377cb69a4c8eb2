"""What every page of the shell needs: the same page in the other language."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.translation import get_language


def shell(request: HttpRequest) -> dict:
    return {"languages": LazyLanguages(request), "SIGN_UP_OPEN": settings.SIGN_UP_OPEN}


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
        return translate_url(request.get_full_path(), code)
    translation = page.get_translations(inclusive=True).live().filter(locale__language_code=code).first()
    return translation.get_url(request) if translation else f"/{code}/"
