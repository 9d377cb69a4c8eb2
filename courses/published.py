"""What is published, as every learner sees it: read once after each publishing and kept in the process's memory.

Each request asks the database for one thing, the name of the present state (`courses.models.Publication`), along with
the person where somebody is signed in; as long as it is the name of what is kept, the tree, the outline of a module,
addresses and whatever else follows from published content alone come from memory. Nothing about a person is ever kept
here, and no draft: a page that somebody previews was not handed out by a `Published` and asks the database as Wagtail
does.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from django.http import HttpRequest
from django.utils import translation
from wagtail.models import Page, PageViewRestriction, Site, get_page_models

from courses.models.publication import Publication

if TYPE_CHECKING:
    from courses.models.pages import ActivityPage

T = TypeVar("T")
STEP = Page.steplen
ADDRESSES_KEPT = 2000
# Each page is asked for its restrictions, and making even an empty list of them takes a while.
UNRESTRICTED = PageViewRestriction.objects.none()


@dataclass(frozen=True)
class Leaf:
    """A page of the tree, live or not."""

    pk: int
    path: str
    url_path: str
    live: bool
    key: UUID
    language: str
    alias_of: int | None


class Published:
    """One state of what is published. Filled when first asked; given up as a whole when the state has another name."""

    def __init__(self, token: str) -> None:
        self.token = token
        self.memory: dict[Hashable, Any] = {}

    def remember(self, key: Hashable, make: Callable[[], T]) -> T:
        """What `make` gives, made once in this state. Only for what is the same for everybody, in `key`'s terms."""
        try:
            return self.memory[key]
        except KeyError:
            return self.memory.setdefault(key, make())

    # --- The tree -----------------------------------------------------------------------------------------------

    @cached_property
    def leaves(self) -> list[Leaf]:
        """In the order of the tree."""
        rows = Page.objects.order_by("path").values_list(
            "pk", "path", "url_path", "live", "translation_key", "locale__language_code", "alias_of"
        )
        return [Leaf(*row) for row in rows]

    @cached_property
    def by_path(self) -> dict[str, Leaf]:
        return {leaf.path: leaf for leaf in self.leaves}

    @cached_property
    def by_url_path(self) -> dict[str, Leaf]:
        return {leaf.url_path: leaf for leaf in self.leaves}

    @cached_property
    def by_key(self) -> dict[tuple[UUID, str], Leaf]:
        """The live page of a translation_key in a language."""
        return {(leaf.key, leaf.language): leaf for leaf in reversed(self.leaves) if leaf.live}

    @cached_property
    def pages(self) -> dict[int, Page]:
        """Every page as what it is, without the bodies, which few requests need; one query for each type."""
        found: dict[int, Page] = {}
        for model in get_page_models():
            if model is not Page:
                for page in model.objects.defer_streamfields().select_related("locale", "content_type"):
                    page.published = self
                    found[page.pk] = page
        return found

    def parent(self, page: Page) -> Page | None:
        leaf = self.by_path.get(page.path[:-STEP])
        return self.pages.get(leaf.pk) if leaf else None

    def children(self, page: Page, kind: type[Page]) -> list[Any]:
        """The live children of that kind, in the order of the tree."""
        below = (self.pages.get(leaf.pk) for leaf in self.below(page) if len(leaf.path) == len(page.path) + STEP)
        return [child for child in below if isinstance(child, kind) and child.live]

    def below(self, page: Page) -> list[Leaf]:
        return self.remember(
            ("below", page.path),
            lambda: [leaf for leaf in self.leaves if leaf.path.startswith(page.path) and leaf.path != page.path],
        )

    def activities_below(self, page: Page) -> list[ActivityPage]:
        """The live activities under a module, course or home page, in the order of the tree.

        What hangs under a draft is as hidden as the draft: a module in the making counts for nobody.
        """
        return self.remember(("activities", page.path), lambda: self._activities_below(page))

    def _activities_below(self, page: Page) -> list[ActivityPage]:
        from courses.models.pages import ActivityPage  # pages are laid out with this module, so they load first

        leaves = self.below(page)
        drafts = tuple(leaf.path for leaf in leaves if not leaf.live)
        found = (self.pages.get(leaf.pk) for leaf in leaves if not leaf.path.startswith(drafts))
        return [each for each in found if isinstance(each, ActivityPage)]

    # --- Addresses ----------------------------------------------------------------------------------------------

    def page_at(self, request: HttpRequest, path: str) -> Page | None:
        """The live page of that address, as Wagtail's own routing finds it; None is for Wagtail to answer.

        A copy: what a request notes on its page is not for the next one.
        """
        site = self._site_of(request)
        root = self._root_of(site) if site else None
        leaf = self.by_url_path.get(root + path) if root else None
        page = self.pages.get(leaf.pk) if leaf and leaf.live else None
        return copy.copy(page) if page and self.is_plain else None

    @cached_property
    def is_plain(self) -> bool:
        """Whether an address is the way of slugs to its page, which a type with a `route` of its own may change."""
        return all(model.route is Page.route for model in get_page_models())

    def _site_of(self, request: HttpRequest) -> Site | None:
        """As `Site.find_for_request` does, which keeps it on the request."""
        where = ("site", request._get_raw_host(), request.get_port())
        if where not in self.memory and len(self.memory) > ADDRESSES_KEPT:
            return Site.find_for_request(request)  # somebody makes up hosts
        request._wagtail_site = self.remember(where, lambda: Site.find_for_request(request))
        request._wagtail_cached_site_root_paths = self.remember("root paths", Site.get_site_root_paths)
        return request._wagtail_site

    def _root_of(self, site: Site) -> str:
        """The address in the tree of the site's root in the active language."""
        return self.remember(("root", site.pk, translation.get_language()), lambda: site.root_page.localized.url_path)

    def live(self, pk: int) -> Page | None:
        """A copy, as of `page_at`."""
        page = self.pages.get(pk)
        return copy.copy(page) if page and page.live else None

    def in_language(self, page: Page, language: str) -> Page | None:
        leaf = self.by_key.get((page.translation_key, language))
        return self.pages.get(leaf.pk) if leaf else None

    def of_key(self, key: UUID, language: str) -> Page | None:
        """The live page of a translation_key: in the language, or else in one that has it."""
        leaf = self.by_key.get((key, language))
        leaf = leaf or next((other for other in self.leaves if other.key == key and other.live), None)
        return self.live(leaf.pk) if leaf else None

    def restricts(self, page: Page) -> bool:
        """Whether Wagtail has to be asked who may see the page: it, what is above it or what it mirrors is private."""
        return bool(self.restricted and not self.restricted.isdisjoint(self._asked_for(page)))

    @cached_property
    def restricted(self) -> set[int]:
        return set(PageViewRestriction.objects.values_list("page", flat=True))

    def _asked_for(self, page: Page) -> set[int]:
        way = (self.by_path.get(page.path[:end]) for end in range(STEP, len(page.path) + 1, STEP))
        asked, left = set(), [leaf for leaf in way if leaf]
        by_pk = {leaf.pk: leaf for leaf in self.leaves}
        while left:
            leaf = left.pop()
            asked.add(leaf.pk)
            left += [by_pk[leaf.alias_of]] if leaf.alias_of in by_pk else []
        return asked


_kept: Published | None = None


def now() -> Published:
    """The present state; one query."""
    return _named(Publication.token_now())


def of(request: HttpRequest) -> Published:
    """The state that this request shows, asked once: with the person, where somebody is signed in."""
    if not hasattr(request, "published"):
        asked = getattr(getattr(request, "user", None), Publication.ASKED_ALONG, None)
        request.published = now() if asked is None else _named(asked)
    return request.published


def _named(token: str) -> Published:
    global _kept
    kept = _kept
    if kept is None or not token or kept.token != token:
        kept = _kept = Published(token)
    return kept


def around(page: Page) -> Published:
    """The state that handed out the page, or else the present one."""
    return getattr(page, "published", None) or now()


def parent_of(page: Page) -> Page:
    published = getattr(page, "published", None)
    return (published and published.parent(page)) or page.get_parent().specific


def remembered(page: Page, name: str, make: Callable[[], T]) -> T:
    """What follows from a published page and is the same for everybody; that of a draft is made anew each time."""
    published = getattr(page, "published", None)
    return published.remember((name, page.pk), make) if published else make()


class Addressed:
    """For page types: addresses and privacy from the published state, where a page or request came with one."""

    def get_url(self, request: HttpRequest | None = None, current_site: Site | None = None) -> str | None:
        published = getattr(request or self, "published", None)
        if published is None or current_site is not None:
            return super().get_url(request, current_site)
        site = Site.find_for_request(request)
        key = ("url", self.url_path, site and site.pk, translation.get_language())
        return published.remember(key, lambda: super(Addressed, self).get_url(request))

    url = property(get_url)

    def get_view_restrictions(self) -> Any:
        published = getattr(self, "published", None)
        if published is None or published.restricts(self):
            return super().get_view_restrictions()
        return UNRESTRICTED
