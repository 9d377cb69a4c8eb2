"""How a session begins: who opens it, who joins, and who decides between sheets that differ."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models, transaction

from roleplays import panel
from roleplays.models.areas import Area
from roleplays.models.cards import CardUse, deal_for
from roleplays.models.pages import Medium, RolePlayPage
from roleplays.models.pass_marks import PassMark
from roleplays.models.refusals import (
    AreaRetired,
    IncompleteCheckSheet,
    NothingToDecide,
    PanelFull,
    SelfAssessment,
)
from roleplays.models.rights import NoRight, certifies

if TYPE_CHECKING:
    from roleplays.models.score_sheets import ScoreSheet
    from roleplays.models.sessions import Session

ROLE_PLAY = "role_play"  # of the kinds of a session


class Opened(models.Model):
    class Meta:
        abstract = True

    @classmethod
    @transaction.atomic
    def open(
        cls, role_play: RolePlayPage, person, by, at: datetime, kind: str = ROLE_PLAY, use: CardUse | None = None,
        planned_at: datetime | None = None,
    ) -> "Session":  # fmt: skip
        """The running session of `person` at this role-play, or at work, with `by` as assessor.

        The one there is; or one that waits for a further assessor; or a new one. Raises `SelfAssessment`, `NoRight`,
        `IncompleteCheckSheet`, `EveryCardUsed`. The lock on the person numbers the tries one by one. `use` is a
        customer who is dealt already; the pass mark is that of the day on which the session was planned.
        """
        if person.pk == by.pk:
            raise SelfAssessment
        type(person).objects.select_for_update().get(pk=person.pk)
        of_person = cls.objects.filter(person=person, role_play=role_play.translation_key, kind=kind)
        running = of_person.running()
        if own := running.filter(score_sheets__assessor=by).first():
            return own
        if kind == ROLE_PLAY and not certifies(by, at):
            raise NoRight(by)
        if waiting := running.with_places_left().first():
            waiting.join(by, at)
            return waiting
        return cls._create(
            of_person, role_play, by, at, person=person, kind=kind,
            pass_mark=PassMark.of(role_play, planned_at or at),
            use=use or (deal_for(role_play, person, at) if kind == ROLE_PLAY else None),
            self_assessment=role_play.self_assessment and kind == ROLE_PLAY,
            # On the job there are customers, who have agreed to nothing here.
            recording=role_play.recording if kind == ROLE_PLAY else Medium.NONE,
            assessors=role_play.assessors if kind == ROLE_PLAY else 1,
        )  # fmt: skip

    @classmethod
    @transaction.atomic
    def audit_area(cls, role_play: RolePlayPage, area: Area, by, at: datetime) -> "Session":
        """The running audit of an area by `by`, or a new one.

        Raises `AreaRetired`, `IncompleteCheckSheet`. The lock on the area numbers its audits one by one.
        """
        Area.objects.select_for_update(of=["self"]).get(pk=area.pk)
        area.refresh_from_db(fields=["retired_at"])
        if area.retired_at:
            raise AreaRetired
        of_area = cls.audits.filter(area=area, role_play=role_play.translation_key)
        if own := of_area.running().filter(score_sheets__assessor=by).first():
            return own
        return cls._create(of_area, role_play, by, at, area=area, kind="area", pass_mark=PassMark.of(role_play, at))

    @classmethod
    def _create(cls, among: models.QuerySet, role_play: RolePlayPage, by, at: datetime, **fields) -> "Session":
        """A session with a sheet for `by`, numbered among those that are not cancelled."""
        if role_play.check_sheet is None:
            raise IncompleteCheckSheet
        tries = among.filter(cancelled_at=None).aggregate(last=models.Max("number"))
        session = cls.every.create(
            role_play=role_play.translation_key,
            number=(tries["last"] or 0) + 1,
            edition=role_play.check_sheet.edition(at),
            time_limit=role_play.time_limit,
            largest_difference=role_play.largest_difference,
            soft_limit=role_play.soft_limit,
            section_minimum=role_play.section_minimum,
            opened_by=by,
            opened_at=at,
            **fields,
        )
        session.score_sheets.create(assessor=by)
        return session

    @transaction.atomic
    def join(self, by, at: datetime) -> "ScoreSheet":
        """A sheet for one more assessor, or the one they have.

        Raises `SelfAssessment`, `NoRight`, `PanelFull`, `SessionClosed`.
        """
        self.lock_running()
        if self.person_id == by.pk:
            raise SelfAssessment
        if own := self.score_sheets.filter(assessor=by).first():
            return own
        if self.score_sheets.count() >= self.assessors:
            raise PanelFull
        self._ask_right(by, at)
        return self.score_sheets.create(assessor=by)

    @transaction.atomic
    def adjudicate(self, by, at: datetime) -> "ScoreSheet":
        """A sheet for the third who decides: what the others agree on stands, what they do not is blank.

        Raises `NothingToDecide`, `SelfAssessment`, `NoRight`, `SessionClosed`. A second call gives the same sheet.
        """
        self.lock_running()
        if self.person_id == by.pk:
            raise SelfAssessment
        sheets = list(self.score_sheets.prefetch_related("marks"))
        deciding = next((sheet for sheet in sheets if sheet.decides), None)
        if deciding and deciding.assessor_id == by.pk:
            return deciding
        if deciding or not self.waits_for_decision(sheets) or by.pk in {sheet.assessor_id for sheet in sheets}:
            raise NothingToDecide
        self._ask_right(by, at)
        own = self.score_sheets.create(assessor=by, decides=True)
        newest = max(sheet.submitted_at for sheet in sheets)
        own.take_over(panel.agreed([sheet.values for sheet in sheets]), sheets[0].reasons, newest)
        return own

    def _ask_right(self, by, at: datetime) -> None:
        if self.certifies and not certifies(by, at):
            raise NoRight(by)
