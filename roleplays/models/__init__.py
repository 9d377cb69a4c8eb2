from roleplays.models.checksheets import CheckSheet, Edition, IncompleteCheckSheet, Item, Section
from roleplays.models.pages import RolePlayPage
from roleplays.models.sessions import BlankItems, Mark, ScoreSheet, SelfAssessment, Session, SessionClosed, Tap, Value

__all__ = [
    "BlankItems", "CheckSheet", "Edition", "IncompleteCheckSheet", "Item", "Mark", "RolePlayPage", "ScoreSheet",
    "Section", "SelfAssessment", "Session", "SessionClosed", "Tap", "Value",
]  # fmt: skip
