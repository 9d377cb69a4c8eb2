"""A score sheet as it is shown: while it is scored, and when the result is read."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.utils.translation import pgettext

from roleplays import sheets
from roleplays.models import Mark, Photograph, ScoreSheet, Session, Value


@dataclass(frozen=True)
class Line:
    """An item with what the assessor gave it. `missed` is a critical item marked "not"."""

    item: sheets.Item
    mark: str
    comment: str
    missed: bool = False
    photographs: tuple[Photograph, ...] = ()

    @property
    def lacks_photograph(self) -> bool:
        return self.item.needs_photograph(self.mark) and not self.photographs

    @property
    def anchor(self) -> str:
        return f"item-{self.item.code}"

    @property
    def word(self) -> str:
        return Value(self.mark).label if self.mark else pgettext("mark", "Blank")


@dataclass(frozen=True)
class Part:
    """A section with its lines; `percent` is None while the sheet is being scored: nobody sees a running total."""

    section: sheets.Section
    lines: list[Line]
    percent: Decimal | None = None

    @property
    def marked(self) -> int:
        return sum(bool(line.mark) for line in self.lines)


def for_scoring(sheet: ScoreSheet, at: datetime) -> dict:
    """What the scoring screen and the review show; `elapsed` is the clock in whole seconds."""
    session, parts = sheet.session, parts_of(sheet)
    lines = [line for part in parts for line in part.lines]
    return {
        "sheet": sheet,
        "session": session,
        "role_play": session.page,
        "parts": parts,
        "blanks": [line for line in lines if not line.mark],
        "unproven": [line for line in lines if line.lacks_photograph],
        "values": [(value, value.label) for value in Value],
        "elapsed": elapsed(session, at),
        "clock": f"{elapsed(session, at) // 60:02}:{elapsed(session, at) % 60:02}",
    }


def elapsed(session: Session, at: datetime) -> int:
    """Whole seconds since the performance began."""
    return max(0, int((at - session.started_at).total_seconds())) if session.started_at else 0


def of(session: Session) -> dict:
    """What the result page shows of a released session."""
    sheet = session.score_sheets.select_related("assessor").get()
    score = sheet.score()
    parts = parts_of(sheet, missed=score.missed_critical, percents=[part.percent for part in score.sections])
    return {
        "session": session,
        "sheet": sheet,
        "role_play": session.page,
        "parts": parts,
        "missed": [line for part in parts for line in part.lines if line.missed],
        "to_practise": [line for part in parts for line in part.lines if line.mark != Value.DONE and not line.missed],
    }


def parts_of(sheet: ScoreSheet, missed: tuple[str, ...] = (), percents: list[Decimal] | None = None) -> list[Part]:
    marks = {mark.item: mark for mark in sheet.marks.all()}
    taken = photographs_of(sheet)
    sections = sheet.session.edition.sections
    return [
        Part(
            section,
            [
                _line(item, marks.get(item.code), item.code in missed, tuple(taken.get(item.code, ())))
                for item in section.items
            ],
            percents[place] if percents else None,
        )
        for place, section in enumerate(sections)
    ]


def line_of(sheet: ScoreSheet, item: sheets.Item) -> Line:
    """One item of a sheet, as the scoring screen shows it."""
    return _line(
        item, sheet.marks.filter(item=item.code).first(), False, tuple(sheet.photographs.filter(item=item.code))
    )


def photographs_of(sheet: ScoreSheet) -> dict[str, list[Photograph]]:
    """By item code, in the order in which they were taken."""
    taken: dict[str, list[Photograph]] = {}
    for photograph in sheet.photographs.all() if sheet.session.edition.asks_for_photographs else ():
        taken.setdefault(photograph.item, []).append(photograph)
    return taken


def _line(item: sheets.Item, mark: Mark | None, missed: bool, taken: tuple[Photograph, ...]) -> Line:
    return Line(item, mark.value if mark else "", mark.comment if mark else "", missed, taken)
