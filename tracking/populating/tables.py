"""The tables that histories are written to, in an order in which each may name those before it."""

from certificates.models import Certificate
from certificates.models.design import Appearance
from courses.models import LedgerEntry
from courses.models.ledger import Enrolment
from people.models import Membership, User
from quizzes.models import Attempt, CountedPaper, Response
from quizzes.models.counted import CountedAnswer
from roleplays.models import (
    Calibration,
    CalibrationMark,
    CalibrationSheet,
    CertifyingRight,
    Event,
    Mark,
    ScoreSheet,
    Session,
)
from tracking.populating.bulk import Table


class Tables:
    def __init__(self) -> None:
        self.people = Table(
            User, "id", "password", "is_superuser", "employee_number", "email", "name", "name_latin", "role",
            "job_role", "dealership", "region", "language", "hired_on", "is_active", "date_joined",
        )  # fmt: skip
        self.memberships = Table(
            Membership, "person", "is_main", "role", "region", "dealership", "with_branches", "since", "until"
        )
        self.enrolments = Table(Enrolment, "person", "course", "at")
        self.attempts = Table(
            Attempt, "id", "person", "quiz", "number", "paper", "pass_mark", "started_at", "submitted_at", "score",
            "percent", "outcome",
        )  # fmt: skip
        self.responses = Table(Response, "attempt", "position", "answer", "saved_at")
        self.papers = Table(
            CountedPaper, "attempt", "quiz", "person", "is_first", "is_passed", "score", "out_of", "questions"
        )
        self.answers = Table(CountedAnswer, "paper", "wording", "points", "earned", "choice", "is_scored")
        self.sessions = Table(
            Session, "id", "person", "role_play", "number", "edition", "pass_mark", "time_limit", "assessors",
            "largest_difference", "opened_by", "opened_at", "started_at", "released_at", "outcome", "percent",
            "cancelled_because",
        )  # fmt: skip
        self.sheets = Table(
            ScoreSheet, "id", "session", "assessor", "decides", "rating", "comment", "submitted_at", "percent",
            "sealed_number", "seal",
        )  # fmt: skip
        self.events = Table(
            Event, "score_sheet", "number", "key", "sequence", "clock", "kind", "item", "value", "previous", "hash",
            "at", "receipt",
        )  # fmt: skip
        self.marks = Table(Mark, "score_sheet", "item", "value", "reason", "comment", "at")
        self.ledger = Table(LedgerEntry, "person", "activity", "outcome", "score", "at", "evidence_kind", "evidence_id")
        self.certificates = Table(
            Certificate, "id", "certification", "person", "number", "kind", "before", "serial", "code", "name",
            "name_latin", "dealership_zh", "dealership_en", "title_zh", "title_en", "issuer_zh", "issuer_en",
            "signatory_zh", "signatory_en", "standard_version", "awarded_at", "awarded_on", "valid_until", "evidence",
        )  # fmt: skip
        self.appearances = Table(Appearance, "certificate", "edition")
        self.calibrations = Table(
            Calibration, "id", "person", "calibration_set", "begun_at", "submitted_at", "kappa", "items"
        )
        self.calibration_sheets = Table(CalibrationSheet, "id", "calibration", "performance", "place")
        self.calibration_marks = Table(CalibrationMark, "sheet", "item", "value", "reason", "comment", "at")
        self.rights = Table(
            CertifyingRight, "person", "change", "at", "until", "calibration", "kappa", "items", "reason"
        )

    @property
    def all(self) -> list[Table]:
        return list(vars(self).values())
