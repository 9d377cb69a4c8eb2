"""What a `quiz.yaml` says of how a quiz is sat and what it is drawn from, where that is not as usual."""

from __future__ import annotations

from typing import Any

from courses.curriculum.loader import CurriculumError, stable_key
from quizzes.models import QuizPage, QuizPool, Tag
from standards.models import Clause

# The files' word, the page's field, and what a file leaves out.
USUAL: dict[str, tuple[str, Any]] = {
    "layout": ("layout", "one"),
    "feedback": ("feedback", "submission"),
    "pause": ("pause", 0),
    "supervised": ("is_supervised", False),
}


def fields_of(data: dict) -> dict[str, Any]:
    return {field: data.get(word, usual) for word, (field, usual) in USUAL.items()}


def said(data: dict) -> dict[str, Any]:
    """What of the source counts: only what the file says, so that older files are still as they were loaded."""
    return {word: data[word] for word in (*USUAL, "pools") if word in data}


def pools_of(page: QuizPage, data: dict) -> list[QuizPool]:
    rows = {pool.translation_key: pool.pk for pool in page.bank_pools.all()}
    pools = []
    for place, row in enumerate(data.get("pools", [])):
        key = stable_key("pool", f"{data['key']}:{place}")
        pool = QuizPool(pk=rows.get(key), translation_key=key, locale=page.locale, sort_order=place)
        pool.number, pool.difficulty = row["number"], row.get("difficulty", "")
        if "tag" in row:
            pool.tag = Tag.objects.get_or_create(name=row["tag"])[0]
        else:
            pool.clause = clause_of(row["clause"], data["key"])
        pools.append(pool)
    return pools


def clause_of(code: str, quiz: str) -> Clause:
    clause = Clause.objects.filter(code=code).first()
    if clause is None:
        raise CurriculumError(f"{quiz}: there is no clause {code}")
    return clause


def own_rules(page: QuizPage) -> dict[str, Any]:
    """The same the other way: what the page says that is not as usual."""
    own = {word: getattr(page, field) for word, (field, usual) in USUAL.items() if getattr(page, field) != usual}
    pools = [own_pool(pool) for pool in page.bank_pools.select_related("tag", "clause")]
    return own | ({"pools": pools} if pools else {})


def own_pool(pool: QuizPool) -> dict[str, Any]:
    source = {"tag": pool.tag.name} if pool.tag else {"clause": pool.clause.code}
    return source | {"number": pool.number} | ({"difficulty": pool.difficulty} if pool.difficulty else {})
