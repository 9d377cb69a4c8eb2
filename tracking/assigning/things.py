"""What is assigned: a page of the course with the activities that it stands for, or a certification."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.models import Page

from certificates.models import Certification
from courses.models import CoursePage, HomePage, ModulePage
from courses.progress import activity_types
from tracking.models import Assignment

Choices = list[tuple[str, list[tuple[str, str]]]]


@dataclass(frozen=True)
class Thing:
    """`activities` are what must be done in the first round, `again` what can be done again in a later one."""

    title: str
    activities: frozenset[UUID]
    again: frozenset[UUID]
    url: str

    def activities_of_round(self, number: int) -> frozenset[UUID]:
        return self.activities if number == 1 else self.again


def things_of(assignments: Iterable[Assignment]) -> dict[UUID, Thing]:
    """By the assignment's key, with its title in the active language; the same few queries for any number."""
    assignments = list(assignments)
    pages = things_of_pages({each.activity for each in assignments if each.activity})
    certifications = {each.certification for each in assignments if each.certification_id}
    programmes = {each.pk: thing_of_certification(each) for each in certifications}
    return {
        each.key: programmes[each.certification_id] if each.certification_id else pages[each.activity]
        for each in assignments
    }


def thing_of_certification(certification: Certification) -> Thing:
    rules = certification.rule_of_each().values()
    keys = frozenset(key for rule in rules for key in rule.activities)
    return Thing(certification.title, keys, frozenset(), reverse("certificates:mine"))


def things_of_pages(keys: Iterable[UUID]) -> dict[UUID, Thing]:
    """By translation_key. A page that is gone stands for nothing, so nobody can finish it: it has to be ended."""
    versions = defaultdict(dict)
    found = Page.objects.filter(translation_key__in=keys).select_related("locale").order_by("path")
    for page in found:
        versions[page.translation_key][page.locale.language_code] = page
    first = {key: pages.get(settings.LANGUAGE_CODE, next(iter(pages.values()))) for key, pages in versions.items()}
    below = activities_below(first.values())
    things = {key: Thing(_("No longer there"), frozenset(), frozenset(), "") for key in keys}
    for key, page in first.items():
        shown = versions[key].get(get_language(), page)
        activities = below[page.pk]
        scored = frozenset(each for each, kind in activities if kind != "lesson")
        things[key] = Thing(shown.title, frozenset(each for each, _kind in activities), scored, shown.url or "")
    return things


def activities_below(pages: Iterable[Page]) -> dict[int, set[tuple[UUID, str]]]:
    """By the id of each page the live activities, with their kinds, that finishing it asks for.

    An activity stands for itself, also where it is a choice; a module or course for all that is required below.
    """
    pages = list(pages)
    if not pages:
        return {}
    within = Q()
    for page in pages:
        within |= Q(path__startswith=page.path)
    drafts = list(Page.objects.not_live().filter(within).values_list("path", flat=True))
    below: dict[int, set[tuple[UUID, str]]] = {page.pk: set() for page in pages}
    for model in activity_types():
        rows = model.objects.live().filter(within).values_list("path", "translation_key", "required")
        for path, key, required in rows:
            for page in pages:
                if path == page.path or (required and is_open(path, page.path, drafts)):
                    below[page.pk].add((key, model.kind))
    return below


def is_open(path: str, top: str, drafts: list[str]) -> bool:
    """Whether `path` is below `top`, with no draft on the way."""
    return path.startswith(top) and not any(len(draft) > len(top) and path.startswith(draft) for draft in drafts)


def thing_choices() -> Choices:
    """For a list to choose from: certifications, then each course with its modules, then their activities."""
    certifications = [
        (f"certification:{each.code}", each.title) for each in Certification.objects.filter(is_offered=True)
    ]
    pages = {model: live(model) for model in (CoursePage, ModulePage, *activity_types())}
    courses = [(f"page:{page.translation_key}", page.title) for page in pages.pop(CoursePage)]
    modules = pages.pop(ModulePage)
    activities = sorted((page for found in pages.values() for page in found), key=lambda page: page.path)
    groups = [(_("Certifications"), certifications), (_("Courses"), courses)]
    groups.append((_("Modules"), [(f"page:{page.translation_key}", page.title) for page in modules]))
    for module in modules:
        inside = [page for page in activities if page.path.startswith(module.path)]
        groups.append((module.title, [(f"page:{page.translation_key}", title_in_list(page)) for page in inside]))
    return [(label, choices) for label, choices in groups if choices]


def live(model: type[Page]) -> list[Page]:
    home = HomePage.objects.live().filter(locale__language_code=get_language()).first() or HomePage.objects.first()
    found = model.objects.live().order_by("path")
    return list(found.descendant_of(home).only("path", "title", "translation_key", "depth")) if home else []


def title_in_list(page) -> str:
    return f"{page.title} · {page.kind_label}"
