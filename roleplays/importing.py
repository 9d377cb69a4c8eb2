"""A check sheet out of and into a workbook: what each row would do, and then all of it or nothing."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.db import models, transaction
from django.utils.translation import pgettext_lazy

from roleplays import scoring
from roleplays.models import CheckSheet, Item, Section
from roleplays.models.editions import lines
from roleplays.workbook import NO, SCALES, YES, Phrases, Read, Row, read, write
from standards.models import Clause

LANGUAGES = {"zh-hans": "zh", "en": "en"}
TEXTS = ("section", "behaviour", "talk", "anchors", "phrases")


class Verdict(models.TextChoices):
    CREATE = "create", pgettext_lazy("import", "new")
    CHANGE = "change", pgettext_lazy("import", "changed")
    LEAVE = "leave", pgettext_lazy("import", "unchanged")
    GO = "go", pgettext_lazy("import", "taken out")
    REFUSE = "refuse", pgettext_lazy("import", "refused")


class Refused(Exception):
    """A row is refused, so nothing is written; or the sheet has changed since it was shown."""


@dataclass(frozen=True)
class Line:
    number: int | None
    row: Row
    verdict: Verdict
    problems: tuple[str, ...] = ()


@dataclass(frozen=True)
class Plan:
    """What a file would do to a check sheet. `fingerprint` is of both, as they were when this was said."""

    lines: list[Line]
    fingerprint: str
    is_reordered: bool = False
    phrases: Phrases | None = None
    changes_phrases: bool = False

    def count(self, verdict: Verdict) -> int:
        return sum(line.verdict == verdict for line in self.lines)

    @property
    def is_refused(self) -> bool:
        return self.count(Verdict.REFUSE) > 0

    @property
    def changes_anything(self) -> bool:
        rows = any(line.verdict not in (Verdict.LEAVE, Verdict.REFUSE) for line in self.lines)
        return rows or self.is_reordered or self.changes_phrases


def export(key: uuid.UUID) -> bytes:
    sheets = sheets_of(key)
    return write(rows_of(sheets), phrases_of(sheets))


def plan(key: uuid.UUID, data: bytes) -> Plan:
    """Raises `workbook.Unreadable`."""
    sheets = sheets_of(key)
    now = {row.code: row for row in rows_of(sheets)}
    reading = read(data, set(Clause.objects.values_list("code", flat=True)), list(sheets))
    found, said = reading.rows, phrases_of(sheets)
    planned = [_line(each, now) for each in found]
    gone = [Line(None, row, Verdict.GO) for code, row in now.items() if code not in {each.row.code for each in found}]
    digest = hashlib.sha256(data + repr((list(now.values()), said)).encode()).hexdigest()
    kept = [each.row.code for each in found if each.row.code in now]
    is_reordered = kept != [code for code in now if code in set(kept)]
    return Plan([*planned, *gone], digest, is_reordered, reading.phrases, _changes(reading.phrases, said, sheets))


@transaction.atomic
def commit(key: uuid.UUID, data: bytes, fingerprint: str) -> Plan:
    """All of it, or `Refused`. What is scored on stays as it was: sessions keep their edition."""
    list(CheckSheet.objects.select_for_update(of=["self"]).filter(translation_key=key))
    wanted = plan(key, data)
    if wanted.is_refused or wanted.fingerprint != fingerprint:
        raise Refused
    rows = [line.row for line in wanted.lines if line.verdict != Verdict.GO]
    known = {item.code: item.translation_key for item in Item.objects.filter(section__check_sheet__translation_key=key)}
    keys = {row.code: known.get(row.code) or uuid.uuid4() for row in rows}
    parts = [uuid.uuid4() for _section, _rows in sections_in(rows)]
    for language, sheet in sheets_of(key).items():
        if wanted.phrases is not None:
            sheet.phrases = "\n".join(wanted.phrases.lines(language))
        rewrite(sheet, language, rows, keys, parts)
    return wanted


def sheets_of(key: uuid.UUID) -> dict[str, CheckSheet]:
    """By the workbook's name of the language."""
    sheets = CheckSheet.objects.filter(translation_key=key, locale__language_code__in=LANGUAGES)
    found = {LANGUAGES[sheet.locale.language_code]: sheet for sheet in sheets.select_related("locale")}
    return {language: found[language] for language in LANGUAGES.values() if language in found}


def rows_of(sheets: dict[str, CheckSheet]) -> list[Row]:
    """In the order of the first language; the other's texts are found by the code."""
    said = {language: texts_of(sheet) for language, sheet in sheets.items()}
    leading = next(iter(sheets.values()), None)
    items = [item for section in leading.sections.all() for item in section.items.all()] if leading else []
    return [_row_of(item, said) for item in items]


def texts_of(sheet: CheckSheet) -> dict[str, dict[str, str]]:
    """By the code of the item: its texts, by the column of the workbook that has them."""
    return {
        item.code: {
            "section": section.title, "behaviour": item.behaviour, "talk": item.talk_points,
            "anchors": "\n".join(lines(item.anchors)), "phrases": "\n".join(lines(item.phrases)),
        }
        for section in sheet.sections.all()
        for item in section.items.all()
    }  # fmt: skip


def phrases_of(sheets: dict[str, CheckSheet]) -> Phrases:
    return Phrases(**{language: "\n".join(lines(sheet.phrases)) for language, sheet in sheets.items()})


def sections_in(rows: Iterable[Row]) -> list[tuple[tuple[str, str], list[Row]]]:
    """Rows below each other with the same titles are one section."""
    return [(titles, list(same)) for titles, same in groupby(rows, lambda row: (row.section_zh, row.section_en))]


def rewrite(sheet: CheckSheet, language: str, rows: list[Row], keys: dict, parts: list[uuid.UUID]) -> None:
    clauses = {clause.code: clause for clause in Clause.objects.all()}
    Section.objects.filter(check_sheet=sheet.pk).delete()
    sheet.sections = [
        Section(
            title=dict(zip(LANGUAGES.values(), titles, strict=True))[language],
            translation_key=parts[place], locale=sheet.locale, sort_order=place,
            items=[_item(row, language, sheet, keys, clauses, n) for n, row in enumerate(same)],
        )
        for place, (titles, same) in enumerate(sections_in(rows))
    ]  # fmt: skip
    sheet.save()


def _item(row: Row, language: str, sheet: CheckSheet, keys: dict, clauses: dict, place: int) -> Item:
    return Item(
        code=row.code, translation_key=keys[row.code], locale=sheet.locale, sort_order=place,
        behaviour=getattr(row, f"behaviour_{language}"), talk_points=getattr(row, f"talk_{language}"),
        points=int(row.points), weight=row.factor or 1, scale=str(row.chosen_scale),
        anchors="\n".join(row.lines("anchors", language)), phrases="\n".join(row.lines("phrases", language)),
        critical=bool(row.is_said("critical")), photo=bool(row.is_said("photo")),
        may_be_left_out=bool(row.is_said("na")), clauses=[clauses[code] for code in row.codes],
    )  # fmt: skip


def _row_of(item: Item, said: dict[str, dict[str, dict[str, str]]]) -> Row:
    texts = {f"{name}_{language}": "" for name in TEXTS for language in LANGUAGES.values()}
    for language, by_code in said.items():
        texts |= {f"{name}_{language}": text for name, text in by_code.get(item.code, {}).items()}
    return Row(
        **texts, code=item.code, points=str(item.points), weight=f"{item.weight:f}".removesuffix(".0"),
        scale=SCALES[scoring.Scale(item.scale)], critical=YES if item.critical else NO,
        na=YES if item.may_be_left_out else NO, photo=YES if item.photo else NO,
        clauses=", ".join(sorted(clause.code for clause in item.clauses.all())),
    )  # fmt: skip


def _line(each: Read, now: dict[str, Row]) -> Line:
    if each.problems:
        return Line(each.number, each.row, Verdict.REFUSE, each.problems)
    before = now.get(each.row.code)
    verdict = Verdict.CREATE if before is None else Verdict.LEAVE if _same(before, each.row) else Verdict.CHANGE
    return Line(each.number, each.row, verdict)


def _same(one: Row, other: Row) -> bool:
    return _compared(one) == _compared(other)


def _compared(row: Row) -> tuple:
    texts = [getattr(row, f"{name}_{each}").strip() for each in LANGUAGES.values() for name in TEXTS[:3]]
    listed = [row.lines(name, each) for each in LANGUAGES.values() for name in TEXTS[3:]]
    said = [row.is_said(name) for name in ("critical", "na", "photo")]
    return texts, listed, said, row.points, row.factor, row.chosen_scale, sorted(row.codes)


def _changes(phrases: Phrases | None, said: Phrases, sheets: Iterable[str]) -> bool:
    return phrases is not None and any(phrases.lines(language) != said.lines(language) for language in sheets)
