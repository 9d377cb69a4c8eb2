"""Certifications with their requirements, and the certificates that people were awarded."""

from certificates.models.acts import IssuedByHand, Lifting, Revocation, Suspension
from certificates.models.awarding import award_all, award_everybody, award_held_back, issue_by_hand
from certificates.models.badge import Badge
from certificates.models.batch import Batch
from certificates.models.certificate import Certificate, CertificateQuerySet, Immutable, Kind, NotInForce
from certificates.models.certification import Certification
from certificates.models.delta import DeltaRequirement
from certificates.models.design import Appearance, Design, DesignEdition
from certificates.models.erasure import Erasure
from certificates.models.evidence import results_of
from certificates.models.held_back import HeldBack
from certificates.models.keys import KeyRotation, KeyUse, PublishedKey
from certificates.models.prospects import Programme, Prospect, Way, programmes, prospects
from certificates.models.requirement import Evidence, Requirement, RequirementGroup, Road, activities_of
from certificates.models.serial import SerialNumber
from certificates.models.sign_off import SignOff, Withdrawal, may_sign_off
from certificates.models.sign_off_queue import ToObserve, Waiting, to_observe, waiting_for
from certificates.models.terms import CODE_LETTERS, HIRED, new_code, sign_off_key

__all__ = [
    "CODE_LETTERS",
    "HIRED",
    "Appearance",
    "Badge",
    "Batch",
    "Certificate",
    "CertificateQuerySet",
    "Certification",
    "DeltaRequirement",
    "Design",
    "DesignEdition",
    "Erasure",
    "Evidence",
    "HeldBack",
    "Immutable",
    "IssuedByHand",
    "KeyRotation",
    "KeyUse",
    "Kind",
    "Lifting",
    "NotInForce",
    "Programme",
    "Prospect",
    "PublishedKey",
    "Requirement",
    "RequirementGroup",
    "Revocation",
    "Road",
    "SerialNumber",
    "SignOff",
    "Suspension",
    "ToObserve",
    "Waiting",
    "Way",
    "Withdrawal",
    "activities_of",
    "award_all",
    "award_everybody",
    "award_held_back",
    "issue_by_hand",
    "may_sign_off",
    "new_code",
    "programmes",
    "prospects",
    "results_of",
    "sign_off_key",
    "to_observe",
    "waiting_for",
]
