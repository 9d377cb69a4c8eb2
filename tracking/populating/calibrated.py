"""The yearly calibrations of a trainer as rows: marks near the reference, their kappa, and the right that follows."""

from datetime import date, datetime, time, timedelta
from random import Random

from django.utils import timezone

from people.models import User
from roleplays.fairness.against_gold import Marks, nearness
from roleplays.models import CalibrationSet, Change
from roleplays.models.rights import VALID
from roleplays.scoring import PARTLY, VALUES, Scale
from tracking.populating.tables import Tables

SLIP = 0.06  # share of items on which somebody who is well calibrated is half a step off


class Calibrations:
    """Without a set in the CMS nothing can be earned, and nothing is written."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.chosen = CalibrationSet.objects.offered().first()
        self.golds = [(gold.pk, gold.values) for gold in self.chosen.performances] if self.chosen else []

    def write(self, person: User, since: date, until: date, dice: Random) -> None:
        """One a year, so that the right never runs out before `until`."""
        day = since
        while self.chosen and day <= until:
            self._write(person, timezone.make_aware(datetime.combine(day, time(8))), dice)
            day += VALID

    def _write(self, person: User, at: datetime, dice: Random) -> None:
        given = [(pk, gold, slipped(gold, dice)) for pk, gold in self.golds]
        found = nearness([(gold, marks) for _, gold, marks in given])
        kappa = round(found.kappa.value, 4) if found.kappa else None
        begun, key = at - timedelta(minutes=40), self.tables.calibrations.next_key()
        self.tables.calibrations.add(key, person.pk, self.chosen.pk, begun, at, kappa, found.items)
        for place, (pk, _, marks) in enumerate(given, start=1):
            sheet = self.tables.calibration_sheets.next_key()
            self.tables.calibration_sheets.add(sheet, key, pk, place)
            for item, mark in marks.items():
                self.tables.calibration_marks.add(sheet, item, mark, "", "", begun)
        if found.suffices:
            self.tables.rights.add(person.pk, Change.WON.value, at, at + VALID, key, kappa, found.items, "")


def slipped(gold: Marks, dice: Random) -> dict[str, str]:
    return {
        item: PARTLY if mark in VALUES[Scale.THREE] and dice.random() < SLIP else mark for item, mark in gold.items()
    }
