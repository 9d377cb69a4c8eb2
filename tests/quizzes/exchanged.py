"""The questions of the curriculum as items, straight from its files."""

from functools import cache

from courses.curriculum.loader import FOLDER, in_language, read
from quizzes.exchange.items import Choice, Item
from quizzes.scoring import Kind


@cache
def curriculum(language: str) -> tuple[Item, ...]:
    found = []
    for path in sorted(FOLDER.glob("*/*/quiz*.yaml")):
        found += [item(row, language) for row in read(path).get("questions", [])]
    return tuple(sorted(found, key=lambda each: each.code))


def item(row: dict, language: str) -> Item:
    row = in_language(row, language)
    choices = tuple(
        Choice(option["text"].strip(), option.get("correct", False), option.get("reason", "").strip())
        for option in row.get("options", [])
    )
    return Item(
        Kind(row["kind"]), row["stem"].strip(), choices, row.get("answer"), row["explanation"].strip(), row["code"],
        row["difficulty"], tuple(sorted(row["clauses"])), language,
    )  # fmt: skip
