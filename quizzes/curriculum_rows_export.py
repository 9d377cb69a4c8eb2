"""Options, parts and places of a question in the shape of a `quiz.yaml`; the reverse of `quizzes.curriculum_rows`."""

from decimal import Decimal

from courses.curriculum.export.pages import said
from quizzes.curriculum_rows import TICKED
from quizzes.models import Kind, Option, Part, Question, Region


def own_rows(question: Question) -> dict:
    """What there is; of a kind that has none of them, nothing."""
    found = {
        "parts": [own_part(part) for part in question.parts.all()],
        "options": [own_option(option, question.kind) for option in question.options.all()],
        "regions": [own_region(region) for region in question.regions.all()],
    }
    return {name: rows for name, rows in found.items() if rows}


def own_option(option: Option, kind: str) -> dict:
    own = {"_key": option.translation_key, "text": said(option.text)}
    if option.match:
        own["match"] = said(option.match)
    if option.part:
        own["part"] = option.part
    if kind in TICKED:
        own["correct"] = option.correct
    return own if kind == Kind.ORDERING else own | {"reason": said(option.reason)}


def own_part(part: Part) -> dict:
    own = {"_key": part.translation_key, "kind": part.kind, "text": said(part.text)}
    if part.value is not None:
        own |= {"value": plain_number(part.value), "tolerance": plain_number(part.tolerance)}
    return own | ({"unit": said(part.unit)} if part.unit else {})


def own_region(region: Region) -> dict:
    own = {"_key": region.translation_key, "name": said(region.name), "shape": region.shape, "points": region.points}
    return own | {"correct": region.correct, "reason": said(region.reason)}


def plain_number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)
