"""Ten thousand sessions wait: the board and the planned ones open with as many queries as with ten."""

import datetime as dt
import uuid

import pytest
from django.utils import timezone

from roleplays.models import Plan, PlannedAssessor, ScoreSheet, Session
from tests.roleplays.conftest import queries_of

BOARD, PLANS = "/en/role-plays/", "/en/role-plays/plans/"


@pytest.fixture
def queue(role_play, check_sheet, lin, xu, now):
    """`queue(10)` adds ten sessions that Xu has still to score, and ten that are planned."""
    edition = check_sheet.edition(now)

    def add(number: int) -> None:
        fields = {"person": lin, "edition": edition, "pass_mark": 80, "time_limit": 15, "opened_by": xu}
        sessions = Session.objects.bulk_create(
            Session(role_play=uuid.uuid4(), number=1, opened_at=now, **fields) for _ in range(number)
        )
        ScoreSheet.objects.bulk_create(ScoreSheet(session=each, assessor=xu) for each in sessions)
        first = timezone.now() + (Plan.objects.count() + 1) * dt.timedelta(hours=1)
        hours = [first + place * dt.timedelta(hours=1) for place in range(number)]
        plans = Plan.objects.bulk_create(
            Plan(
                person=lin, role_play=role_play.translation_key, place="Bay 2", starts_at=hour,
                ends_at=hour + dt.timedelta(minutes=25), planned_by=xu, planned_at=now, changed_at=now,
            )
            for hour in hours
        )  # fmt: skip
        PlannedAssessor.objects.bulk_create(PlannedAssessor(plan=plan, assessor=xu) for plan in plans)

    return add


def test_ten_thousand_take_as_many_queries_as_ten(signed_in, xu, queue):
    client = signed_in(xu)
    queue(10)
    for address in (BOARD, PLANS):
        client.get(address)
    few = [queries_of(client, address) for address in (BOARD, PLANS)]
    queue(9_990)
    assert Session.objects.running().count() == 10_000
    assert [queries_of(client, address) for address in (BOARD, PLANS)] == few
