"""What a road of the curriculum asks for, as the lives need it; and what a certificate keeps of having walked it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from random import Random
from uuid import UUID

from certificates import rules
from certificates.models import Certification, Requirement
from certificates.models.design import DesignEdition, Look
from certificates.models.prospects import Programme as Asked
from certificates.models.prospects import programmes
from certificates.models.snapshot import titles_of
from courses.models import CoursePage, LessonPage
from people.models import JobRole
from quizzes.models import QuizPage
from roleplays.models import Edition, RolePlayPage
from tracking.populating import lives
from tracking.populating.detail import Paper

PAPERS_DRAWN = 12


class NothingToDo(Exception):
    """No certification is offered that can be earned by passing pages."""


@dataclass(frozen=True)
class Road:
    certification: Certification
    programme: lives.Programme
    label_of: dict[UUID, Requirement]
    design: DesignEdition


@dataclass(frozen=True)
class Curriculum:
    """Everything that histories are made of. Pages are those of the language that was first."""

    roads: dict[str, Road]  # by job
    quizzes: dict[UUID, QuizPage]
    papers: dict[UUID, list[Paper]]
    role_plays: dict[UUID, RolePlayPage]
    editions: dict[UUID, Edition]
    courses: dict[UUID, UUID]  # by activity
    titles: dict[UUID, dict[str, str]]


def curriculum(at, dice: Random) -> Curriculum:
    roads = _by_job([road for each in programmes(list(Certification.objects.filter(is_offered=True))) if _walks(each)
                     for road in [_road(each)]])  # fmt: skip
    steps = [step for road in roads.values() for step in (*road.programme.first, *road.programme.renewal)]
    keys = {step.key for step in steps}
    quizzes, role_plays = _pages(QuizPage, keys), _pages(RolePlayPage, keys)
    return Curriculum(
        roads,
        quizzes,
        {key: [Paper.of(page.draw_paper(dice)) for _ in range(PAPERS_DRAWN)] for key, page in quizzes.items()},
        role_plays,
        {key: page.check_sheet.edition(at) for key, page in role_plays.items()},
        _courses_of(keys),
        titles_of(rules.Result(key, True, at) for key in keys),
    )


def _walks(asked: Asked) -> bool:
    """Whether everything is a page to pass: nobody here signs off or observes."""
    return bool(asked.first) and all(rule.kind == rules.ACTIVITY for rule in (*asked.first.values(),))


def _by_job(roads: list[Road]) -> dict[str, Road]:
    """The first certification is the advisors'; the others' is the one that is called like their job."""
    if not roads:
        raise NothingToDo
    own = {road.certification.code.replace("-", "_"): road for road in roads}
    specialists = own.get(JobRole.CUSTOMER_SPECIALIST, roads[-1])
    return {
        JobRole.SERVICE_ADVISOR: roads[0],
        JobRole.CUSTOMER_SPECIALIST: specialists,
        JobRole.FOLLOW_UP_CLERK: specialists,
    }


def _road(asked: Asked) -> Road:
    each = asked.certification
    first, renewal = _steps(asked.first), _steps(asked.renewal)
    programme = lives.Programme(first, renewal, each.valid_months, each.renewal_window_days, each.grace_days)
    labels = {key: requirement for requirement, rule in asked.first.items() for key in rule.activities}
    return Road(each, programme, labels, each.design.edition() if each.design else DesignEdition.of(Look()))


def _steps(asked: dict[Requirement, rules.Rule]) -> tuple[lives.Step, ...]:
    """In the order of the requirements, and lessons in the order of the course; a page that is asked twice is one."""
    keys = [key for rule in asked.values() for key in sorted(rule.activities)]
    minimum = {key: rule.minimum for rule in asked.values() for key in rule.activities}
    lessons = {key: n for n, key in enumerate(_in_order(keys))}
    quizzes, plays = _pages(QuizPage, keys), _pages(RolePlayPage, keys)
    steps = [lives.Step(lives.LESSON, key) for key in lessons]
    for key in dict.fromkeys(keys):
        if page := quizzes.get(key):
            steps.append(lives.Step(lives.QUIZ, key, max(page.pass_mark, int(minimum[key] or 0)), page.attempts))
        elif page := plays.get(key):
            steps.append(lives.Step(lives.ROLE_PLAY, key, max(page.pass_mark, int(minimum[key] or 0))))
    return tuple(steps)


def _in_order(keys: Iterable[UUID]) -> list[UUID]:
    rows = LessonPage.objects.filter(translation_key__in=keys).order_by("path")
    return list(dict.fromkeys(rows.values_list("translation_key", flat=True)))


def _pages(model: type, keys: Iterable[UUID]) -> dict:
    """Of each the one that stands first in the tree."""
    found: dict = {}
    for page in model.objects.filter(translation_key__in=keys).order_by("path"):
        found.setdefault(page.translation_key, page)
    return found


def _courses_of(keys: set[UUID]) -> dict[UUID, UUID]:
    courses = list(CoursePage.objects.order_by("path").values_list("path", "translation_key"))
    found: dict[UUID, UUID] = {}
    for model in (LessonPage, QuizPage, RolePlayPage):
        for path, key in model.objects.filter(translation_key__in=keys).values_list("path", "translation_key"):
            found[key] = next(course for start, course in courses if path.startswith(start))
    return found
