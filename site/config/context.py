"""What every page of the shell needs: addresses, and the same page in the other language."""

from functools import cache, cached_property

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language

from courses import published
from people.models import User


def shell(request: HttpRequest) -> dict:
    return {
        "frame": Frame(request),
        "addresses": addresses(get_language()),
        "languages": LazyLanguages(request),
        "SIGN_UP_OPEN": settings.SIGN_UP_OPEN,
        "whole_style": getattr(staticfiles_storage, "whole_style", ""),
    }


@cache
def addresses(language: str | None) -> dict[str, str]:
    """Of what stands on every page, found once for each language."""
    return {"start": reverse("start"), "notices": reverse("tracking:notices"), "sign_out": reverse("account_logout")}


class Frame:
    """What pages differ by around their own content: what is kept of it is named by `standing` and `place`.

    Found once for each page; a template that asks the person for each of it takes longer than all the rest.
    """

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @cached_property
    def person(self) -> User | AnonymousUser | None:
        """None before anybody can be known, on a page that says that something failed."""
        return getattr(self.request, "user", None)

    @cached_property
    def is_signed_in(self) -> bool:
        return self.person is not None and self.person.is_authenticated

    @cached_property
    def number(self) -> int | str | None:
        """Of the person, for the browser: what it keeps of one it does not show to another."""
        return self.person and (self.person.pk or "")

    @cached_property
    def standing(self) -> tuple[str, bool, bool] | None:
        """The role, whether the person manages people, and whether they score role-plays."""
        user = self.person
        return (user.role, user.manages_team, user.scores_role_plays) if self.is_signed_in else None

    @cached_property
    def writes(self) -> bool:
        """Whether the person is offered to edit what is shown."""
        return self.is_signed_in and self.person.writes_content

    @cached_property
    def unread(self) -> int:
        """Notices; the query that found the person has counted them."""
        return getattr(self.person, "unread_notices", 0)

    @cached_property
    def place(self) -> tuple[str, bool]:
        """The view, or else the address, and whether it shows a page of the tree."""
        found = getattr(self.request, "resolver_match", None)
        view = found and found.view_name
        return view or self.request.path, hasattr(self.request, "page_shown")


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
