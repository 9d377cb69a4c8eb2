"""One person's life as rows: who they are, where they worked, what they did and what came of it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from uuid import UUID

from certificates.models.awarding import what_it_says
from certificates.models.certificate import Kind as Issuance
from certificates.models.serial import TAIL
from certificates.models.terms import CODE_LETTERS
from people.models import User
from quizzes.models import Attempt
from roleplays.incoming import moment
from roleplays.models import Session
from tracking.populating import lives
from tracking.populating.detail import Difficulty, answered, marked
from tracking.populating.lives import Award, Did
from tracking.populating.programmes import Curriculum, Road
from tracking.populating.serials import Serials
from tracking.populating.tables import Tables
from tracking.populating.tapping import tapped

ATTEMPT, SESSION = Attempt._meta.label_lower, Session._meta.label_lower


@dataclass(frozen=True)
class Depth:
    """Of which results the answers and marks are kept as figures, and of which attempts the whole paper too."""

    counted: Collection[int] = frozenset()
    whole: Collection[int] = frozenset()


class Histories:
    """Writes the lives of one dealership; what they did is numbered as `tables` numbers rows."""

    def __init__(
        self, tables: Tables, known: Curriculum, serials: Serials, trainer: User, difficulty: Difficulty, dice: Random
    ) -> None:
        self.tables, self.known, self.serials = tables, known, serials
        self.trainer, self.difficulty, self.dice = trainer, difficulty, dice

    def write(self, person: User, road: Road, life: lives.Life, depth: Depth) -> None:
        proofs = {id(did): self._did(person, did, depth) for did in life.did}
        self._enrol(person, life.did)
        before = None
        for award in life.awards:
            before = self._award(person, road, award, before, proofs)

    def _did(self, person: User, did: Did, depth: Depth) -> tuple[str, Decimal | None]:
        if did.step.kind == lives.LESSON:
            self.tables.ledger.add(person.pk, did.step.key, "completed", None, did.at, "", "")
            return "", None
        write = self._attempt if did.step.kind == lives.QUIZ else self._session
        kind, key, percent = write(person, did, depth)
        outcome = "passed" if did.passed else "failed"
        self.tables.ledger.add(person.pk, did.step.key, outcome, percent, did.at, kind, str(key))
        return f"{kind}:{key}", percent

    def _attempt(self, person: User, did: Did, depth: Depth) -> tuple[str, int, Decimal]:
        key, step = self.tables.attempts.next_key(), did.step
        paper = self.dice.choice(self.known.papers[step.key])
        out_of = sum(item.points for item in paper.items if item.is_scored)
        percent = score = Decimal(did.percent or 0)
        score = (percent * out_of / 100).quantize(Decimal("0.01"))
        if id(did) in depth.counted:
            given = answered(paper, did.percent or 0, step.pass_mark, self.difficulty, self.dice)
            percent, score = given.result.percent, given.result.score
            self._count(person, did, key, paper, given)
        whole = paper.json if id(did) in depth.whole else []
        outcome = "passed" if did.passed else "failed"
        begun = did.at - timedelta(minutes=20 + len(paper.items) // 2)
        self.tables.attempts.add(
            key, person.pk, step.key, did.number, whole, step.pass_mark, begun, did.at, score, percent, outcome
        )
        if whole:
            for position, answer in enumerate(given.answers, start=1):
                self.tables.responses.add(key, position, answer, did.at)
        return ATTEMPT, key, percent

    def _count(self, person: User, did: Did, key: int, paper, given) -> None:
        """What `CountedPaper.count` would write."""
        result = given.result
        self.tables.papers.add(
            key, did.step.key, person.pk, did.number == 1, did.passed, result.score, result.of, len(paper.items)
        )
        rows = zip(paper.items, paper.wordings, given.answers, given.marks, strict=True)
        for item, wording, answer, mark in rows:
            choice = item.rules.choice(item, answer)
            self.tables.answers.add(key, wording, item.points, mark.points, choice, item.is_scored)

    def _session(self, person: User, did: Did, depth: Depth) -> tuple[str, int, Decimal]:
        key, sheet, step = self.tables.sessions.next_key(), self.tables.sheets.next_key(), did.step
        page, edition = self.known.role_plays[step.key], self.known.editions[step.key]
        percent, marks = Decimal(did.percent or 0), {}
        if id(did) in depth.counted:
            marks = marked(edition, did.percent or 0, step.pass_mark, self.difficulty, self.dice)
            percent = edition.score(marks, step.pass_mark).percent
        opened, outcome = did.at - timedelta(minutes=25), "passed" if did.passed else "failed"
        self.tables.sessions.add(
            key, person.pk, step.key, did.number, edition.pk, step.pass_mark, page.time_limit, 1,
            page.largest_difference, self.trainer.pk, opened, opened, did.at, outcome, percent, "",
        )  # fmt: skip
        rating = max(1, min(5, round((did.percent or 0) / 10) - 5))
        number, seal = self._tap(sheet, marks, opened, did.at) if marks else (None, "")
        self.tables.sheets.add(sheet, key, self.trainer.pk, False, rating, "", did.at, percent, number, seal)
        return SESSION, key, percent

    def _tap(self, sheet: int, marks: dict[str, str], begun: datetime, handed_in: datetime) -> tuple[int, str]:
        """The marks and the events that they follow from; number and receipt of the last are the seal."""
        for event in tapped(sheet, marks, begun, handed_in):
            link, at = event.link, moment(event.at_ms)
            self.tables.events.add(
                sheet, event.number, UUID(link.key), link.sequence, link.clock, link.kind, link.item, link.value,
                link.previous, event.hash, at, event.receipt,
            )  # fmt: skip
            self.tables.marks.add(sheet, link.item, link.value, "", "", at)
        return event.number, event.receipt

    def _enrol(self, person: User, did: list[Did]) -> None:
        begun: dict = {}
        for each in did:
            begun.setdefault(self.known.courses[each.step.key], each.at)
        for course, at in begun.items():
            self.tables.enrolments.add(person.pk, course, at)

    def _award(self, person: User, road: Road, award: Award, before: int | None, proofs: dict) -> int:
        key, day, said = self.tables.certificates.next_key(), award.at.date(), what_it_says(road.certification, person)
        serial = self.serials.take(day.year, self._letters(TAIL))
        kind = Issuance.FIRST if before is None else Issuance.RENEWAL
        self.tables.certificates.add(
            key, road.certification.pk, person.pk, award.number, kind.value, before, serial, self._letters(16),
            said["name"], said["name_latin"], said["dealership_zh"], said["dealership_en"], said["title_zh"],
            said["title_en"], said["issuer_zh"], said["issuer_en"], said["signatory_zh"], said["signatory_en"],
            said["standard_version"], award.at, day, award.until, self._evidence(road, award, proofs),
        )  # fmt: skip
        self.tables.appearances.add(key, road.design.pk)
        return key

    def _evidence(self, road: Road, award: Award, proofs: dict) -> list[dict]:
        """As `certificates.models.snapshot` keeps it; of the lessons of a requirement only the last."""
        last = {road.label_of[did.step.key]: did for did in award.proof if did.step.key in road.label_of}
        return [self._proof(asked.label_zh, asked.label_en, did, *proofs[id(did)]) for asked, did in last.items()]

    def _proof(self, zh: str, en: str, did: Did, evidence: str, percent: Decimal | None) -> dict:
        score = None if percent is None else str(percent)
        result = {"activity": str(did.step.key), "at": did.at.isoformat(), "score": score, "evidence": evidence}
        result |= {"clauses": {}} | self.known.titles.get(did.step.key, {})
        if did.step.kind == lives.ROLE_PLAY:
            result["scored_by"] = [self.trainer.name]
        return {"label_zh": zh, "label_en": en, "kind": "activity", "results": [result]}

    def _letters(self, number: int) -> str:
        return "".join(self.dice.choices(CODE_LETTERS, k=number))
