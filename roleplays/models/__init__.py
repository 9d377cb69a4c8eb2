from roleplays.models.areas import Area
from roleplays.models.calibrations import Calibration, CalibrationMark, CalibrationSheet, HandedIn, NotYet
from roleplays.models.cards import Card, CardUse, CustomerCard, EveryCardUsed
from roleplays.models.checksheets import CheckSheet, Item, Section
from roleplays.models.chunks import RecordingChunk
from roleplays.models.editions import Edition
from roleplays.models.events import Event
from roleplays.models.feeds import CalendarFeed
from roleplays.models.gold import CalibrationSet, GoldMark, GoldPerformance, Incomplete, PublishedStays, SetMember
from roleplays.models.marks import Mark, Value
from roleplays.models.moments import Moment
from roleplays.models.objections import Answer, NotYours, Objection, Ruling, TooLate
from roleplays.models.own_views import OwnView
from roleplays.models.pages import Medium, RolePlayPage
from roleplays.models.pass_marks import Estimates, PassMark, RowsStay
from roleplays.models.photographs import Photograph
from roleplays.models.plan_parts import Move, PlannedAssessor
from roleplays.models.plans import NotAnAssessor, Plan
from roleplays.models.present import AlsoThere, InRecording
from roleplays.models.recordings import Because, Recording
from roleplays.models.refusals import (
    AreaRetired,
    BlankItems,
    IncompleteCheckSheet,
    MissingPhotographs,
    NoRoom,
    NotAgreed,
    NotARecording,
    NothingToDecide,
    OutOfPlace,
    PanelFull,
    RecordingGone,
    SelfAssessment,
    SessionClosed,
    TooLarge,
    TooManyPhotographs,
)
from roleplays.models.rights import CertifyingRight, Change, NoRight
from roleplays.models.score_sheets import Rating, ScoreSheet
from roleplays.models.sessions import Kind, Observation, Session

__all__ = [
    "AlsoThere", "Answer", "Area", "AreaRetired", "Because", "BlankItems", "CalendarFeed", "Calibration",
    "CalibrationMark", "CalibrationSet", "CalibrationSheet", "Card", "CardUse", "CertifyingRight", "Change",
    "CheckSheet", "CustomerCard", "Edition", "Estimates", "Event", "EveryCardUsed", "GoldMark",
    "GoldPerformance", "HandedIn", "InRecording", "Incomplete", "IncompleteCheckSheet", "Item", "Kind", "Mark",
    "Medium", "MissingPhotographs", "Moment", "Move", "NoRight", "NoRoom", "NotARecording", "NotAgreed",
    "NotAnAssessor", "NotYet", "NotYours", "NothingToDecide", "Objection", "Observation", "OutOfPlace",
    "OwnView", "PanelFull", "PassMark", "Photograph", "Plan", "PlannedAssessor", "PublishedStays", "Rating",
    "Recording", "RecordingChunk", "RecordingGone", "RolePlayPage", "RowsStay", "Ruling", "ScoreSheet",
    "Section", "SelfAssessment", "Session", "SessionClosed", "SetMember", "TooLarge", "TooLate",
    "TooManyPhotographs", "Value",
]  # fmt: skip
