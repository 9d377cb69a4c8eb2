"""What assessors saw, and how alike they look, for the auditor's pack.

A photograph is named by its hash: it shows people, and stays here.
"""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.db.models import Count

from people.packs import Record, Scope, of_facts
from people.privacy.copying import facts
from roleplays.figures import figures
from roleplays.models import Calibration, CertifyingRight, ScoreSheet, Session


def records(scope: Scope) -> Iterator[Record]:
    released = Session.objects.filter(person__in=scope.people, released_at__isnull=False, released_at__lte=scope.at)
    rows = released.order_by("person__employee_number", "pk").values_list("pk", "person__employee_number")
    for pk, number in rows:
        yield of_facts(f"evidence/{number}/session-{pk}.json", lambda pk=pk: session(pk))
    yield of_facts("assessors/assessors.json", lambda: assessors(released))
    yield of_facts("assessors/calibration.json", lambda: calibration(released, scope))
    for key in released.order_by("role_play").values_list("role_play", flat=True).distinct():
        yield of_facts(f"assessors/agreement-{key}.json", lambda key=key: agreement(key, scope))


def session(pk: int) -> dict[str, Any]:
    found = Session.objects.select_related("edition").get(pk=pk)
    sheets = found.score_sheets.select_related("assessor").prefetch_related("marks", "photographs").order_by("pk")
    about = facts(found) | {"id": f"roleplays.session:{pk}", "check_sheet": facts(found.edition)}
    return about | {"score_sheets": [sheet(each) for each in sheets]}


def sheet(given: ScoreSheet) -> dict[str, Any]:
    marks = sorted(given.marks.all(), key=lambda each: each.item)
    hashes = sorted((each.item, each.sha256) for each in given.photographs.all())
    about = facts(given) | {"assessor": given.assessor.employee_number, "assessor_name": given.assessor.name}
    return about | {"marks": [facts(each) for each in marks], "photographs": hashes}


def assessors(sessions) -> list[dict[str, Any]]:
    """Who scored the performances of this pack, and how many of them."""
    sheets = ScoreSheet.objects.filter(session__in=sessions)
    rows = sheets.values("assessor__employee_number", "assessor__name").annotate(number=Count("pk"))
    return [
        {"employee_number": row["assessor__employee_number"], "name": row["assessor__name"], "sheets": row["number"]}
        for row in rows.order_by("assessor__employee_number")
    ]


def calibration(sessions, scope: Scope) -> list[dict[str, Any]]:
    """How each of them came to score what counts: every calibration, and why the right was won and lost, until then."""
    people = ScoreSheet.objects.filter(session__in=sessions).order_by().values("assessor")
    log = CertifyingRight.objects.filter(person__in=people, at__lte=scope.at)
    done = Calibration.objects.filter(person__in=people, submitted_at__lte=scope.at)
    numbers = ScoreSheet.objects.filter(session__in=sessions).values_list("assessor", "assessor__employee_number")
    found: dict[int, dict[str, Any]] = {
        pk: {"employee_number": number, "calibrations": [], "rights": []} for pk, number in numbers
    }
    for each in done.select_related("calibration_set").order_by("submitted_at", "pk"):
        found[each.person_id]["calibrations"].append(facts(each) | {"set": each.calibration_set.code})
    for row in log.select_related("calibration__calibration_set").order_by("at", "pk"):
        found[row.person_id]["rights"].append(facts(row) | {"why": row.why})
    return sorted(found.values(), key=lambda each: each["employee_number"])


def agreement(role_play: UUID, scope: Scope) -> dict[str, Any]:
    """As the reader may see it: of performances and assessors of their own places."""
    return {"role_play": str(role_play)} | asdict(figures(role_play, scope.by))
