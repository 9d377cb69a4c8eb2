from roleplays.models.checksheets import CheckSheet, Edition, IncompleteCheckSheet, Item, Section
from roleplays.models.pages import RolePlayPage
from roleplays.models.photographs import Photograph
from roleplays.models.sessions import (
    BlankItems,
    Mark,
    MissingPhotographs,
    ScoreSheet,
    SelfAssessment,
    Session,
    SessionClosed,
    Tap,
    TooManyPhotographs,
    Value,
)

__all__ = [
    "BlankItems", "CheckSheet", "Edition", "IncompleteCheckSheet", "Item", "Mark", "MissingPhotographs", "Photograph",
    "RolePlayPage", "ScoreSheet", "Section", "SelfAssessment", "Session", "SessionClosed", "Tap", "TooManyPhotographs",
    "Value",
]  # fmt: skip
