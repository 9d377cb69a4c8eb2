"""The questions of the curriculum as items, straight from its files."""

from decimal import Decimal
from functools import cache
from pathlib import Path

from courses.curriculum.loader import FOLDER, in_language, read
from quizzes.exchange.items import IN_PART, Choice, Item, Part, Picture, Place
from quizzes.scoring import Kind, Marking


@cache
def whole_curriculum(language: str) -> tuple[Item, ...]:
    found = []
    for path in sorted(FOLDER.glob("*/*/quiz*.yaml")):
        found += [item(row, language) for row in read(path).get("questions", [])]
    return tuple(sorted(found, key=lambda each: each.code))


def curriculum(language: str, *kinds: Kind) -> tuple[Item, ...]:
    return tuple(each for each in whole_curriculum(language) if not kinds or each.kind in kinds)


def item(row: dict, language: str) -> Item:
    row = in_language(row, language)
    kind = Kind(row["kind"])
    choices = tuple(
        Choice(
            option["text"].strip(), option.get("correct", False), option.get("reason", "").strip(),
            option.get("match", "").strip(), option.get("part"),
        )
        for option in row.get("options", [])
    )  # fmt: skip
    parts = tuple(
        Part(
            part.get("kind", ""), part.get("text", "").strip(), number(part.get("value")),
            number(part.get("tolerance", 0)), part.get("unit", ""),
        )
        for part in row.get("parts", [])
    )  # fmt: skip
    places = tuple(
        Place(each["name"].strip(), each["shape"], each["points"], each["correct"], each.get("reason", "").strip())
        for each in row.get("regions", [])
    )
    return Item(
        kind, row["stem"].strip(), choices, row.get("answer"), row["explanation"].strip(), row["code"],
        row["difficulty"], tuple(sorted(row["clauses"])), language, parts, places, picture(row.get("picture")),
        Marking(row.get("marking", "all")) if kind in IN_PART else None,
        row.get("numerals") or None,
        tags=tuple(sorted(row.get("tags", []))),
    )  # fmt: skip


def number(value: object) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def picture(name: str | None) -> Picture | None:
    path = FOLDER / name if name else None
    return Picture.of(Path(path).name, path.read_bytes()) if path else None
