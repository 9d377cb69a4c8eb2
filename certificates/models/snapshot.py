"""What a certificate keeps of its evidence, in a form that stays readable without any other table."""

import hashlib
import json
from collections.abc import Collection, Iterable
from datetime import datetime

from wagtail.models import Page

from certificates import rules
from certificates.clauses import clauses_by_activity
from certificates.models.requirement import AsksForPage
from certificates.models.sign_off import SignOff
from certificates.models.terms import BY_HAND
from quizzes.models import Attempt, Regraded
from roleplays.models import Session
from standards.models import ClauseVersion

SESSIONS = ("roleplays.session", "roleplays.observation")


def evidence_of(standings: dict[AsksForPage, rules.Standing]) -> list[dict]:
    """For each requirement what was passed, when, on which version, and scored by whom; a fixed number of queries."""
    results = [result for standing in standings.values() for result in standing.proof]
    about, proven = titles_of(results), proofs_of(results)
    clauses = versions_of_clauses({result.activity for result in results})
    return [
        {
            "label_zh": asked.label_zh,
            "label_en": asked.label_en,
            "kind": getattr(asked, "kind", rules.ACTIVITY),
            "results": [
                {
                    "activity": str(result.activity),
                    "at": result.at.isoformat(),
                    "score": None if result.score is None else str(result.score),
                    "evidence": result.evidence,
                    "clauses": in_force(clauses.get(result.activity, {}), result),
                }
                | about.get(result.activity, {})
                | proven.get(result.evidence, {})
                for result in standing.proof
            ],
        }
        for asked, standing in standings.items()
        if standing.proof
    ]


def evidence_by_hand(by, at: datetime, reason: str) -> list[dict]:
    row = {"label_zh": "由管理员签发", "label_en": "Issued by an administrator", "kind": BY_HAND}
    return [row | {"results": [], "by": by.name, "at": at.isoformat(), "reason": reason}]


def titles_of(results: Iterable[rules.Result]) -> dict:
    """Of each activity its title in both languages."""
    found: dict = {}
    pages = Page.objects.filter(translation_key__in={result.activity for result in results})
    for key, language, title in pages.values_list("translation_key", "locale__language_code", "title"):
        found.setdefault(key, {})["title_zh" if language.startswith("zh") else "title_en"] = title
    return found


def proofs_of(results: Iterable[rules.Result]) -> dict[str, dict]:
    """By the name of the evidence the version that was used, and who scored."""
    ids: dict[str, set[int]] = {}
    for result in results:
        kind, _, pk = result.evidence.partition(":")
        if pk.isdecimal():
            ids.setdefault(kind, set()).add(int(pk))
    found = (
        attempts(ids.get("quizzes.attempt", ()))
        | regraded(ids.get("quizzes.regraded", ()))
        | sign_offs(ids.get("certificates.signoff", ()))
    )
    for kind in SESSIONS:
        found |= sessions(kind, ids.get(kind, ()))
    return found


def attempts(ids: Collection[int]) -> dict[str, dict]:
    """The questions as they were put are the version of a quiz: a digest of the paper tells it from every other."""
    return {
        f"quizzes.attempt:{attempt.pk}": {"version": version_of(attempt)}
        for attempt in (Attempt.objects.filter(pk__in=ids) if ids else ())
    }


def regraded(ids: Collection[int]) -> dict[str, dict]:
    """A result after the key was corrected: the paper has the new key."""
    rows = Regraded.objects.filter(pk__in=ids).select_related("attempt", "regrade") if ids else ()
    return {
        f"quizzes.regraded:{row.pk}": {
            "version": version_of(row.attempt) | {"attempt": row.attempt_id, "regraded": row.regrade.at.isoformat()}
        }
        for row in rows
    }


def version_of(attempt: Attempt) -> dict:
    return {"paper": digest(attempt.paper), "questions": len(attempt.paper), "pass_mark": attempt.pass_mark}


def sessions(kind: str, ids: Collection[int]) -> dict[str, dict]:
    if not ids:
        return {}
    rows = Session.objects.filter(pk__in=ids).select_related("edition").prefetch_related("score_sheets__assessor")
    return {
        f"{kind}:{session.pk}": {
            "version": {
                "edition": session.edition.number,
                "check_sheet": session.edition.digest,
                "pass_mark": session.pass_mark,
            },
            "scored_by": [sheet.assessor.name for sheet in session.score_sheets.all() if sheet.submitted_at],
        }
        for session in rows
    }


def sign_offs(ids: Collection[int]) -> dict[str, dict]:
    rows = SignOff.objects.filter(pk__in=ids).select_related("by") if ids else ()
    return {f"certificates.signoff:{each.pk}": {"scored_by": [each.by.name], "comment": each.comment} for each in rows}


def versions_of_clauses(activities: set) -> dict:
    """By activity and clause the versions with the days from which they are in force, the newest first."""
    codes = {key: codes for key, codes in clauses_by_activity(None).items() if key in activities}
    wanted = {code for each in codes.values() for code in each}
    versions: dict[str, list] = {}
    rows = ClauseVersion.objects.filter(clause__code__in=wanted).order_by("-number")
    for code, number, since in rows.values_list("clause__code", "number", "in_force_from"):
        versions.setdefault(code, []).append((since, number))
    return {key: {code: versions.get(code, []) for code in sorted(each)} for key, each in codes.items()}


def in_force(versions: dict[str, list], result: rules.Result) -> dict[str, int]:
    """The version of each clause on the day of the result."""
    day = result.at.date()
    chosen = {code: [number for since, number in each if since <= day] for code, each in versions.items()}
    return {code: numbers[0] for code, numbers in chosen.items() if numbers}


def digest(paper: list) -> str:
    return hashlib.sha256(json.dumps(paper, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
