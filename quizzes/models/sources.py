"""From the rows of the bank to what a paper is laid out from, in every language that the question has."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from uuid import UUID

from django.db.models import Prefetch
from django.utils import translation
from django.utils.translation import pgettext

from quizzes import paper
from quizzes.models.questions import Kind, Question, Status
from quizzes.scoring import Kind as ScoredKind
from quizzes.scoring import Marking
from quizzes.typed import number_text

Versions = dict[str, Question]  # language code: the question in that language, with `its_options` and so on
# Read into lists: the managers of a cluster cost more than the queries.
ROWS = ("options", "parts", "regions", "clauses")


def versions_of(keys: Iterable[UUID]) -> dict[UUID, Versions]:
    """By translation_key, the questions in all their languages."""
    rows = Question.objects.filter(translation_key__in=keys)
    found: dict[UUID, Versions] = {}
    for row in rows.select_related("locale").prefetch_related(
        *(Prefetch(name, to_attr=f"its_{name}") for name in ROWS)
    ):
        found.setdefault(row.translation_key, {})[row.locale.language_code] = row
    return found


def source_of(asked: int, points: int, versions: Versions) -> paper.Source:
    """The question that is listed, `asked`, says what is asked and what is right; its translations only give their
    words."""
    question = next(version for version in versions.values() if version.pk == asked)
    return paper.Source(
        question=str(question.translation_key),
        kind=ScoredKind(question.kind),
        points=points,
        clauses=[clause.code for clause in question.its_clauses],
        stem={language: version.stem for language, version in versions.items()},
        explanation={language: version.explanation for language, version in versions.items()},
        options=_true_false(question, versions) if question.kind == Kind.TRUE_FALSE else _options(question, versions),
        marking=Marking(question.marking),
        is_scored=question.status != Status.TRIAL,
        numerals=question.numerals,
        parts=_parts(question, versions),
        regions=_regions(question, versions),
        picture=_picture(question, versions),
    )


def _said(versions: Versions, rows: str, name: str) -> Callable[[UUID], dict[str, str]]:
    """By the translation_key of a row, what it says in each language that says something."""
    texts: dict[UUID, dict[str, str]] = {}
    for language, version in versions.items():
        for row in getattr(version, f"its_{rows}"):
            if text := getattr(row, name):
                texts.setdefault(row.translation_key, {})[language] = text
    return lambda key: texts.get(key, {})


def _options(question: Question, versions: Versions) -> list[paper.SourceOption]:
    text, reason, match = (_said(versions, "options", name) for name in ("text", "reason", "match"))
    return [
        paper.SourceOption(text(key), option.correct, reason(key), option.part, match(key))
        for option in question.its_options
        for key in [option.translation_key]
    ]


def _parts(question: Question, versions: Versions) -> list[paper.Part]:
    text, unit = _said(versions, "parts", "text"), _said(versions, "parts", "unit")
    return [
        paper.Part(
            str(number), part.kind, text(part.translation_key), number_text(part.value), number_text(part.tolerance),
            unit(part.translation_key),
        )
        for number, part in enumerate(question.its_parts, start=1)
    ]  # fmt: skip


def _regions(question: Question, versions: Versions) -> list[paper.Region]:
    name, reason = _said(versions, "regions", "name"), _said(versions, "regions", "reason")
    return [
        paper.Region("", name(key), region.shape, region.points, region.correct, reason(key))
        for region in question.its_regions
        for key in [region.translation_key]
    ]


def _picture(question: Question, versions: Versions) -> dict:
    if question.picture is None:
        return {}
    shown = {language: version.picture for language, version in versions.items() if version.picture_id}
    return {
        "by_language": {language: picture.pk for language, picture in shown.items()},
        "alt": {language: picture.default_alt_text for language, picture in shown.items()},
        "width": question.picture.width,
        "height": question.picture.height,
    }


def _true_false(question: Question, versions: Versions) -> list[paper.SourceOption]:
    words: dict[bool, dict[str, str]] = {True: {}, False: {}}
    for language in versions:
        with translation.override(language):
            words[True][language] = pgettext("statement", "True")
            words[False][language] = pgettext("statement", "False")
    return [paper.SourceOption(words[value], value is question.answer) for value in (True, False)]
