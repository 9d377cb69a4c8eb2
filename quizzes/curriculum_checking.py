"""What is wrong with a question of the curriculum's files, by the rules by which the admin judges one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from django.utils import translation

from courses.curriculum.checking import LANGUAGES, Problem, Source
from courses.curriculum.loader import in_language
from quizzes import writing
from quizzes.scoring import Kind

OF_OLD = ("single", "multiple", "true_false", "ordering")  # which the shapes and the counts of right ones say it all of
DIGITS = 4  # after the point of a number, in the database


def problems(folder: Path, source: Source) -> Iterator[Problem]:
    for place, question in enumerate(source.data.get("questions", []) if source.kind == "quiz" else []):
        yield from of_question(folder, source, question, ["questions", place])


def of_question(folder: Path, source: Source, question: dict, place: list) -> Iterator[Problem]:
    if question["kind"] not in OF_OLD:
        yield from (source.problem(place, f"{question['code']}: {words}") for words in errors(question))
    for language in LANGUAGES if "picture" in question else ():
        if not (folder / question["picture"][language]).is_file():
            name = question["picture"][language]
            yield source.problem([*place, "picture", language], f"there is no picture {name}")


def errors(question: dict) -> list[str]:
    """In English, as everything that is said of the files; what is wrong in both languages is said once."""
    found: dict[str, None] = {}
    with translation.override("en"):
        for language in LANGUAGES:
            own = in_language(question, language)
            found |= dict.fromkeys([*writing.errors(draft(own)), *twice(own), *too_fine(own)])
    return list(found)


def draft(own: dict) -> writing.Draft:
    """The question in one language."""
    return writing.Draft(
        kind=Kind(own["kind"]),
        stem=own["stem"],
        explanation=own["explanation"],
        answer=own.get("answer"),
        options=[
            writing.DraftOption(row["text"], row.get("correct", False), row.get("part"), row.get("match", ""))
            for row in own.get("options", [])
        ],
        parts=[
            writing.DraftPart(row.get("kind", ""), row.get("text", ""), number(row.get("value")))
            for row in own.get("parts", [])
        ],
        regions=[
            writing.DraftRegion(row["name"], row["shape"], row["points"], row["correct"])
            for row in own.get("regions", [])
        ],
        has_picture="picture" in own,
    )


def number(value: float | None) -> Decimal | None:
    """As it is written in the file: 0.1 is no more than that."""
    return None if value is None else Decimal(str(value))


def twice(own: dict) -> Iterator[str]:
    for rows, name in (("options", "text"), ("parts", "text"), ("regions", "name")):
        said = Counter((row.get("part"), row[name]) for row in own.get(rows, []) if row.get(name))
        yield from (f"the same twice: {text}" for (_part, text), times in said.items() if times > 1)


def too_fine(own: dict) -> Iterator[str]:
    for part in own.get("parts", []):
        for value in (number(part.get("value")), number(part.get("tolerance"))):
            if value is not None and value != round(value, DIGITS):
                yield f"{value} has more than {DIGITS} digits after the point"
