"""How far a person is: pages of one language laid beside the ledger, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property, reduce
from operator import or_
from typing import TYPE_CHECKING
from uuid import UUID

from django.apps import apps
from django.db.models import Q
from wagtail.models import Page

from courses import published
from courses.models.asked import RESULTS

if TYPE_CHECKING:
    from courses.models.pages import ActivityPage

DONE, NOW, TODO = "done", "now", "todo"


@dataclass(frozen=True)
class Stop:
    """An activity on the way: `state` is "done", "now" (the first that is open) or "todo"."""

    page: ActivityPage
    state: str
    number: int

    @property
    def is_done(self) -> bool:
        return self.state == DONE


@dataclass(frozen=True)
class Route:
    """The stops of a module, or of a course as the stops of its `parts`."""

    page: Page
    stops: tuple[Stop, ...]
    parts: tuple[Route, ...] = field(default=())

    @cached_property
    def required(self) -> list[Stop]:
        return [stop for stop in self.stops if stop.page.required]

    @cached_property
    def done(self) -> int:
        return len([stop for stop in self.required if stop.state == DONE])

    @cached_property
    def total(self) -> int:
        return len(self.required)

    @cached_property
    def percent(self) -> int:
        return 100 * self.done // self.total if self.total else 0

    @cached_property
    def is_done(self) -> bool:
        return self.total > 0 and self.done == self.total

    @cached_property
    def is_begun(self) -> bool:
        return any(stop.state == DONE for stop in self.stops)

    @cached_property
    def state(self) -> str:
        return "passed" if self.is_done else "in_progress" if self.is_begun else "not_started"

    @cached_property
    def states(self) -> str:
        """All that a person changes in how the route looks: what is kept of it in memory is named after this."""
        return " ".join(stop.state for stop in self.stops)

    @cached_property
    def minutes(self) -> int:
        return sum(stop.page.minutes for stop in self.stops)

    @cached_property
    def minutes_left(self) -> int:
        return sum(stop.page.minutes for stop in self.stops if not stop.is_done)

    @cached_property
    def next(self) -> Stop | None:
        return next((stop for stop in self.stops if stop.state == NOW), None)

    def stop_of(self, activity: UUID) -> Stop | None:
        return next((stop for stop in self.stops if stop.page.translation_key == activity), None)

    def after(self, here: Stop | None) -> Stop | None:
        return next((stop for stop in self.stops if here and stop.number == here.number + 1), None)


def activity_types() -> list[type[ActivityPage]]:
    from courses.models.pages import ActivityPage  # pages are laid out with this module, so they load first

    return [model for model in apps.get_models() if issubclass(model, ActivityPage)]


def activities_below(page: Page) -> list[ActivityPage]:
    """The live activities under a module, course or home page, in the order of the tree."""
    return published.around(page).activities_below(page)


def required_lessons_below(pages: Collection[Page]) -> dict[str, set[UUID]]:
    """By the path of each module or course, the live lessons that completing it asks for; two queries for them all."""
    from courses.models.pages import LessonPage

    if not pages:
        return {}
    below = reduce(or_, (Q(path__startswith=page.path) for page in pages))
    drafts = list(Page.objects.not_live().filter(below).values_list("path", flat=True))
    lessons = list(LessonPage.objects.live().filter(below, required=True).values_list("path", "translation_key"))
    return {page.path: {key for path, key in lessons if _is_open(path, page, drafts)} for page in pages}


def _is_open(path: str, page: Page, drafts: list[str]) -> bool:
    """Whether the path is below the page, with no draft between them."""
    between = tuple(draft for draft in drafts if len(draft) > len(page.path))
    return path.startswith(page.path) and not path.startswith(between)


def done_keys(person) -> set[UUID]:
    """Everything that a person has done; a page needs little of it, but a list of what it needs would be longer."""
    return {key for (key,) in RESULTS.rows(person.pk)}


def lay(page: Page, activities: list[ActivityPage], done: set[UUID]) -> Route:
    """The activities as stops; "now" is the first required one that is open."""
    stops: list[Stop] = []
    is_ahead = False
    for number, each in enumerate(activities, start=1):
        if each.translation_key in done:
            state = DONE
        elif is_ahead or not each.required:
            state = TODO
        else:
            state, is_ahead = NOW, True
        stops.append(Stop(each, state, number))
    return Route(page, tuple(stops))


def module_route(person, module: Page) -> Route:
    return module_laid(module, done_keys(person))


def module_laid(module: Page, done: set[UUID]) -> Route:
    return lay(module, activities_below(module), done)


def course_route(person, course: Page, modules: Iterable[Page]) -> Route:
    return _course_of(course, list(modules), activities_below(course), done_keys(person))


def course_routes(courses: Iterable[Page], done: set[UUID]) -> list[Route]:
    """The courses of a home page, without their modules' routes."""
    return [_course_of(course, [], activities_below(course), done) for course in courses]


def first_open(routes: Iterable[Route]) -> Stop | None:
    """What to do next: in a course that is begun, else in the first that is open."""
    unfinished = [route for route in routes if route.next]
    begun = [route for route in unfinished if route.is_begun]
    return next((route.next for route in [*begun, *unfinished]), None)


def _course_of(course: Page, modules: list[Page], activities: list[ActivityPage], done: set[UUID]) -> Route:
    whole = lay(course, activities, done)
    return replace(whole, parts=_parts_of(whole, modules)) if modules else whole


def _parts_of(whole: Route, modules: list[Page]) -> tuple[Route, ...]:
    """Each module's stops as they are in the course, where only one is next, and numbered for themselves."""
    inside: dict[str, list[Stop]] = {module.path: [] for module in modules}
    length = len(modules[0].path)  # all are children of the course
    for stop in whole.stops:
        if (stops := inside.get(stop.page.path[:length])) is not None:
            stops.append(Stop(stop.page, stop.state, len(stops) + 1))
    return tuple(Route(module, tuple(inside[module.path])) for module in modules)
