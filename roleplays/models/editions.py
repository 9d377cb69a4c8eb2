"""The editions that performances are scored on: frozen copies of a check sheet, in all languages."""

import hashlib
import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from roleplays import scoring, sheets
from roleplays.models.refusals import IncompleteCheckSheet

if TYPE_CHECKING:
    from roleplays.models.checksheets import CheckSheet, Item


class Edition(models.Model):
    """A check sheet as it was when somebody was scored on it. Written once, never changed; `sheets` reads it."""

    check_sheet = models.UUIDField(_("check sheet"))
    number = models.PositiveIntegerField(_("edition"))
    content = models.JSONField(_("content"))
    digest = models.CharField(_("digest"), max_length=64)
    made_at = models.DateTimeField(_("made"))

    class Meta:
        verbose_name = _("edition of a check sheet")
        verbose_name_plural = _("editions of check sheets")
        ordering = ["check_sheet", "-number"]
        constraints = [models.UniqueConstraint(fields=["check_sheet", "number"], name="edition_number_once")]

    def __str__(self) -> str:
        return f"{self.title} · {self.number}"

    @property
    def title(self) -> str:
        return sheets.in_language(self.content["title"], get_language() or settings.LANGUAGE_CODE)

    @cached_property
    def sections(self) -> tuple[sheets.Section, ...]:
        """The sheet in the active language."""
        return sheets.read(self.content, get_language() or settings.LANGUAGE_CODE)

    @property
    def items(self) -> list[sheets.Item]:
        return [item for section in self.sections for item in section.items]

    def has(self, code: str) -> bool:
        return self.item(code) is not None

    def item(self, code: str) -> sheets.Item | None:
        return next((item for item in self.items if item.code == code), None)

    @property
    def asks_for_photographs(self) -> bool:
        return any(item.photo for item in self.items)

    def score(self, marks: dict[str, str], pass_mark: int) -> scoring.Score:
        return scoring.score([section.for_scoring() for section in self.sections], marks, pass_mark)


def freeze(translations: "Iterable[CheckSheet]") -> dict:
    """The content of an edition: the sheet in the first language that has it, with the texts of all languages.

    `{"title": texts, "sections": [{"title": texts, "items": [{"code", "behaviour": texts, "talk_points": texts,
    "points", "critical", "clauses": [codes]}]}]}`, where texts are `{language: text}`. What is as usual is left out, so
    that sheets from before it existed keep their edition: of an item `"photo": True`, `"scale"`, `"weight"`,
    `"na": True`, `"anchors"` and `"phrases"`, of the sheet `"phrases"`; the last two are `{language: [lines]}`.
    Items are joined by their code, the titles of sections by their place. Raises `IncompleteCheckSheet`.
    """
    sheets_of = _by_language(translations)
    if not sheets_of:
        raise IncompleteCheckSheet
    leading = next(iter(sheets_of.values()))
    items = [item for section in leading["sections"] for item in section["items"]]
    codes = [item["code"] for item in items]
    if not codes or len(set(codes)) < len(codes) or any(map(_lacks_anchors, items)):
        raise IncompleteCheckSheet
    return {
        "title": {language: sheet["title"] for language, sheet in sheets_of.items()},
        "sections": [_section(place, section, sheets_of) for place, section in enumerate(leading["sections"])],
        **_lines("phrases", sheets_of),
    }


def digest_of(content: dict) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def plain(sheet: "CheckSheet") -> dict:
    """One language of a sheet as plain data, in the sheet's order; what a digest is taken of."""
    return {
        "title": sheet.title,
        "sections": [
            {"title": section.title, "items": [_plain_item(item) for item in section.items.all()]}
            for section in sheet.sections.all()
        ],
        "phrases": lines(sheet.phrases),
    }


def lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _plain_item(item: "Item") -> dict:
    unusual = {
        "photo": item.photo,
        "scale": item.scale != scoring.Scale.THREE and str(item.scale),
        "weight": item.weight != 1 and f"{item.weight:f}".rstrip("0").rstrip("."),
        "na": item.may_be_left_out,
        "anchors": item.scale == scoring.Scale.FIVE and lines(item.anchors),
        "phrases": lines(item.phrases),
    }
    return {
        "code": item.code,
        "behaviour": item.behaviour,
        "talk_points": item.talk_points,
        "points": item.points,
        "critical": item.critical,
        "clauses": sorted(clause.code for clause in item.clauses.all()),
        **{name: value for name, value in unusual.items() if value},
    }


def _lacks_anchors(item: dict) -> bool:
    return item.get("scale") == scoring.Scale.FIVE and len(item.get("anchors", [])) != len(scoring.GRADES)


def _by_language(translations: "Iterable[CheckSheet]") -> dict[str, dict]:
    found = {sheet.locale.language_code: plain(sheet) for sheet in translations}
    return {language: found[language] for language, _name in settings.LANGUAGES if language in found}


def _section(place: int, section: dict, sheets_of: dict[str, dict]) -> dict:
    titles = {
        language: sheet["sections"][place]["title"]
        for language, sheet in sheets_of.items()
        if place < len(sheet["sections"])
    }
    return {"title": titles, "items": [_item(item, sheets_of) for item in section["items"]]}


def _item(item: dict, sheets_of: dict[str, dict]) -> dict:
    same = {
        language: other
        for language, sheet in sheets_of.items()
        for section in sheet["sections"]
        for other in section["items"]
        if other["code"] == item["code"]
    }
    texts = {
        field: {language: other[field] for language, other in same.items()} for field in ("behaviour", "talk_points")
    }
    whole = {language: other for language, other in same.items() if not _lacks_anchors(other)}
    return item | texts | _lines("anchors", whole) | _lines("phrases", same)


def _lines(name: str, by_language: dict[str, dict]) -> dict[str, Any]:
    """In each language that has some; nothing where none has."""
    found = {language: of[name] for language, of in by_language.items() if of.get(name)}
    return {name: found} if found else {}
