"""Made-up trainers earn the right to certify as real ones do."""

import datetime as dt
from random import Random

import pytest

from roleplays.fairness.against_gold import nearness
from roleplays.models import Calibration, CertifyingRight
from roleplays.models.rights import certifies
from tests.roleplays.conftest import check_sheet, clause  # noqa: F401 - fixtures
from tests.roleplays.gold import make_gold, make_set
from tracking.populating.bulk import write_all
from tracking.populating.calibrated import Calibrations
from tracking.populating.tables import Tables

DICE = Random(1)  # noqa: S311  the same dice each time


@pytest.fixture
def tables(check_sheet, now, monkeypatch):  # noqa: F811
    """With one set to be measured by."""
    monkeypatch.setattr("roleplays.models.gold.FEWEST_ITEMS", 4)
    gold = make_gold(check_sheet)
    gold.publish(now)
    make_set([gold]).publish(now)
    return Tables()


def test_the_right_never_runs_out_and_rests_on_marks(tables, lin, now, monkeypatch):
    monkeypatch.setattr("tracking.populating.calibrated.SLIP", 0)
    today = now.date()
    Calibrations(tables).write(lin, today - dt.timedelta(days=800), today, DICE)
    write_all(tables.all, at_least=1)
    assert Calibration.objects.count() == CertifyingRight.objects.filter(change="won").count() == 3
    assert all(certifies(lin, now - dt.timedelta(days=days)) for days in (0, 1, 364, 365, 700, 799))
    done = Calibration.objects.first()
    marks = [(sheet.performance.values, sheet.values) for sheet in done.in_order()]
    assert done.kappa == nearness(marks).kappa.value == 1


def test_whoever_slips_too_far_earns_nothing(tables, lin, now, monkeypatch):
    monkeypatch.setattr("tracking.populating.calibrated.SLIP", 1)
    Calibrations(tables).write(lin, now.date(), now.date(), DICE)
    write_all(tables.all, at_least=1)
    assert (Calibration.objects.count(), CertifyingRight.objects.count()) == (1, 0)


def test_without_a_set_nothing_is_written(lin, now):
    tables = Tables()
    Calibrations(tables).write(lin, now.date(), now.date(), DICE)
    assert not any(table.rows for table in tables.all)
