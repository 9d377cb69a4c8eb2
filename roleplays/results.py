"""A score sheet as it is shown: while it is scored, and when the result is read."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import pgettext

from people.privacy import consents
from people.privacy.records import ConsentKind
from roleplays import panel, running, scoring, sheets
from roleplays.guards import way_back
from roleplays.models import Event, Mark, Photograph, ScoreSheet, Session, Value


@dataclass(frozen=True)
class Given:
    """What one of several assessors gave an item."""

    assessor: str
    mark: str
    comment: str
    reason: str = ""

    @property
    def word(self) -> str:
        return word_of(self.mark)


@dataclass(frozen=True)
class Choice:
    """A value of an item's scale; `anchor` says what that grade looks like."""

    value: str
    word: str
    anchor: str


@dataclass(frozen=True)
class Line:
    """An item with what the assessor gave it. `missed` is a critical item marked "not".

    `given` is what each of several assessors gave; while a sheet is scored, only who decides between them sees it.
    """

    item: sheets.Item
    mark: str
    comment: str
    missed: bool = False
    photographs: tuple[Photograph, ...] = ()
    given: tuple[Given, ...] = ()
    reason: str = ""

    @property
    def choices(self) -> list["Choice"]:
        """The buttons of the item."""
        anchors = self.item.anchors or ("",) * len(self.item.values)
        return [Choice(value, word_of(value), anchor) for value, anchor in zip(self.item.values, anchors, strict=True)]

    @property
    def is_left_out(self) -> bool:
        return self.mark == Value.NOT_APPLICABLE

    @property
    def anchor_of_mark(self) -> str:
        """What the grade that was given looks like."""
        return next((choice.anchor for choice in self.choices if choice.value == self.mark), "")

    @property
    def is_to_practise(self) -> bool:
        """Whatever somebody found lacking."""
        return not all(scoring.is_full(mark) for mark in [self.mark, *(each.mark for each in self.given)])

    @property
    def differs(self) -> bool:
        return len({each.mark for each in self.given}) > 1

    @property
    def comments(self) -> list[Given]:
        return [each for each in self.given if each.comment]

    @property
    def lacks_photograph(self) -> bool:
        return self.item.needs_photograph(self.mark) and not self.photographs

    @property
    def anchor(self) -> str:
        return f"item-{self.item.code}"

    @property
    def word(self) -> str:
        return word_of(self.mark)


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
    session, parts = sheet.session, parts_of(sheet, others=others_of(sheet) if sheet.decides else ())
    lines = [line for part in parts for line in part.lines]
    return {
        "sheet": sheet,
        "session": session,
        "role_play": session.page,
        "card": session.card,
        "way_back": way_back(sheet.assessor, session),
        "parts": parts,
        "blanks": [line for line in lines if not line.mark],
        "unproven": [line for line in lines if line.lacks_photograph],
        "events": json.dumps([as_sent(event) for event in sheet.events.all()]),
        "stays_out_of_pictures": session.person is not None
        and session.edition.asks_for_photographs
        and consents.is_withdrawn(session.person, ConsentKind.PHOTOGRAPH),
        "elapsed": elapsed(session, at),
        "phase": running.clock(limits_of(session), None, session.started_at, at).phase,
        "actions": {
            "mark": reverse("roleplays:mark", args=[session.pk]),
            "comment": reverse("roleplays:comment", args=[session.pk]),
        },
        "clock": f"{elapsed(session, at) // 60:02}:{elapsed(session, at) % 60:02}",
    }


def as_sent(event: Event) -> dict:
    """An event as the scoring screen knows it."""
    link = event.link
    return {
        "key": link.key, "device": link.device, "sequence": link.sequence, "clock": link.clock, "kind": link.kind,
        "item": link.item, "value": link.value, "text": event.text, "undoes": link.undoes, "number": event.number,
        "late": event.late,
    }  # fmt: skip


def elapsed(session: Session, at: datetime) -> int:
    """Whole seconds since the performance began."""
    return max(0, int((at - session.started_at).total_seconds())) if session.started_at else 0


def limits_of(session: Session) -> running.Limits:
    return running.Limits(0, session.time_limit, session.soft_limit)


def of(session: Session) -> dict:
    """What the result page shows of a released session."""
    sheets_in = session.score_sheets.select_related("assessor").prefetch_related("marks")
    sheets_in = list(sheets_in.order_by("submitted_at", "pk"))
    for sheet in sheets_in:
        sheet.session = session
    deciding = [sheet for sheet in sheets_in if sheet.decides]
    others = [sheet for sheet in sheets_in if not sheet.decides]
    leading = (deciding or others)[0]
    scores = [sheet.score() for sheet in deciding or others]
    missed = {code for score in scores for code in score.missed_critical}
    parts = parts_of(
        leading,
        missed=missed,
        percents=panel.decide(scores, session.largest_difference).sections,
        others=others if len(sheets_in) > 1 else (),
    )
    lines = [line for part in parts for line in part.lines]
    return {
        "session": session,
        "sheets": sheets_in,
        "late": Event.objects.late().filter(score_sheet__in=sheets_in).count(),
        "assessors": pgettext("between names", ", ").join(sheet.assessor.called for sheet in others),
        "decider": deciding[0].assessor.called if deciding else "",
        "role_play": session.page,
        "parts": parts,
        "missed": [line for line in lines if line.missed],
    }


def others_of(sheet: ScoreSheet) -> list[ScoreSheet]:
    """The sheets that whoever decides has before them."""
    sheets_in = sheet.session.score_sheets.filter(decides=False).select_related("assessor").prefetch_related("marks")
    return list(sheets_in.order_by("submitted_at", "pk"))


def parts_of(
    sheet: ScoreSheet,
    missed: Collection[str] = (),
    percents: Sequence[Decimal] = (),
    others: Sequence[ScoreSheet] = (),
) -> list[Part]:
    marks = {mark.item: mark for mark in sheet.marks.all()}
    given = given_by(others)
    taken = photographs_of(sheet.session, [sheet, *others])
    return [
        Part(
            section,
            [
                _line(
                    item,
                    marks.get(item.code),
                    item.code in missed,
                    tuple(taken.get(item.code, ())),
                    tuple(given.get(item.code, ())),
                )
                for item in section.items
            ],
            percents[place] if percents else None,
        )
        for place, section in enumerate(sheet.session.edition.sections)
    ]


def given_by(others: Sequence[ScoreSheet]) -> dict[str, list[Given]]:
    given: dict[str, list[Given]] = {}
    for sheet in others:
        for mark in sheet.marks.all():
            given.setdefault(mark.item, []).append(Given(sheet.assessor.called, mark.value, mark.comment, mark.reason))
    return given


def line_of(sheet: ScoreSheet, item: sheets.Item) -> Line:
    """One item of a sheet, as the scoring screen shows it."""
    return _line(
        item, sheet.marks.filter(item=item.code).first(), False, tuple(sheet.photographs.filter(item=item.code))
    )


def photographs_of(session: Session, sheets_shown: Sequence[ScoreSheet]) -> dict[str, list[Photograph]]:
    """By item code, in the order in which they were taken."""
    taken: dict[str, list[Photograph]] = {}
    if session.edition.asks_for_photographs:
        for photograph in Photograph.objects.filter(score_sheet__in=[sheet.pk for sheet in sheets_shown]):
            taken.setdefault(photograph.item, []).append(photograph)
    return taken


def word_of(mark: str) -> str:
    if mark in scoring.GRADES:
        return f"{mark} / {scoring.GRADES[-1]}"
    return Value(mark).label if mark else pgettext("mark", "Blank")


def _line(
    item: sheets.Item,
    mark: Mark | None,
    missed: bool,
    taken: tuple[Photograph, ...],
    given: tuple[Given, ...] = (),
) -> Line:
    if mark is None:
        return Line(item, "", "", missed, taken, given)
    return Line(item, mark.value, mark.comment, missed, taken, given, mark.reason)
