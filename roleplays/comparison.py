"""What stands beside a released result: the try before it, how the advisor saw it, what went well, what to practise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from wagtail.models import Locale

from courses.models import LessonPage
from roleplays import panel
from roleplays.models import OwnView, Session
from roleplays.radar import Radar, radar
from roleplays.results import Line, Part

STRONG = 90  # per cent of a section from which it is a strength
MOST_STRENGTHS, MOST_TO_PRACTISE = 3, 6
STEP = 20  # per cent that one grade of the self-assessment stands for


@dataclass(frozen=True)
class Compared:
    """A section's percentages: now, in the try before, and the advisor's own grade from 1 to 5."""

    part: Part
    before: Decimal | None
    own: int | None
    minimum: int | None

    @property
    def change(self) -> Decimal | None:
        if self.before is None or self.part.percent is None:
            return None
        return self.part.percent - self.before

    @property
    def is_below(self) -> bool:
        return self.minimum is not None and self.part.percent is not None and self.part.percent < self.minimum


@dataclass(frozen=True)
class ToPractise:
    part: Part
    line: Line
    lessons: list[LessonPage]


@dataclass(frozen=True)
class Comparison:
    before: Session | None
    own: OwnView | None
    sections: list[Compared]
    strengths: list[Compared]
    practise: list[ToPractise]
    radar: Radar | None


def compare(session: Session, parts: Sequence[Part]) -> Comparison:
    before = try_before(session)
    own = OwnView.objects.filter(session=session).first()
    earlier = sections_of(before) if before else {}
    grades = own.ratings if own else [None] * len(parts)
    sections = [
        Compared(part, earlier.get(part.section.title), grade, session.section_minimum)
        for part, grade in zip(parts, grades, strict=True)
    ]
    return Comparison(before, own, sections, strengths(sections), practise(parts), drawing(sections, before, own))


def try_before(session: Session) -> Session | None:
    tries = Session.every.released().filter(
        person=session.person_id, area=session.area_id, role_play=session.role_play, kind=session.kind,
        number__lt=session.number,
    )  # fmt: skip
    return tries.select_related("edition").order_by("-number").first()


def sections_of(session: Session) -> dict[str, Decimal | None]:
    """By title: an edition may have been changed between two tries."""
    sheets = list(session.score_sheets.exclude(submitted_at=None).prefetch_related("marks"))
    for sheet in sheets:
        sheet.session = session
    deciding = [sheet for sheet in sheets if sheet.decides]
    found = panel.decide([sheet.score() for sheet in deciding or sheets], session.largest_difference)
    return {section.title: percent for section, percent in zip(session.edition.sections, found.sections, strict=True)}


def strengths(sections: Sequence[Compared]) -> list[Compared]:
    strong = [each for each in sections if each.part.percent is not None and each.part.percent >= STRONG]
    return sorted(strong, key=lambda each: -(each.part.percent or 0))[:MOST_STRENGTHS]


def practise(parts: Sequence[Part]) -> list[ToPractise]:
    """What was not done in full, critical items and dear ones first, each with the lessons that teach its clauses."""
    missed = [(part, line) for part in parts for line in part.lines if line.is_to_practise]
    missed.sort(key=lambda pair: (not pair[1].item.critical, -pair[1].item.points, pair[1].item.number))
    chosen = missed[:MOST_TO_PRACTISE]
    codes = {code for _, line in chosen for code in line.item.clauses}
    lessons = LessonPage.objects.live().filter(locale=Locale.get_active(), clauses__code__in=codes)
    taught = list(lessons.distinct().order_by("path").prefetch_related("clauses"))
    about = {lesson.pk: {clause.code for clause in lesson.clauses.all()} for lesson in taught}
    return [
        ToPractise(part, line, [lesson for lesson in taught if about[lesson.pk] & set(line.item.clauses)])
        for part, line in chosen
    ]


def drawing(sections: Sequence[Compared], before: Session | None, own: OwnView | None) -> Radar | None:
    now = [_figure(each.part.percent) for each in sections]
    earlier = [_figure(each.before) for each in sections] if before else []
    own_grades = [float(STEP * (each.own or 0)) for each in sections] if own else []
    return radar(now, earlier, own_grades)


def _figure(percent: Decimal | None) -> float | None:
    return None if percent is None else float(percent)
