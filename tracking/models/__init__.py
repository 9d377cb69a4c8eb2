from tracking.models.assignment import Assignment, Ending
from tracking.models.duty import Duty, Excuse
from tracking.models.figures import ClauseFigure, ForecastRates, Minimum, MonthFigure, Source
from tracking.models.pack import Pack
from tracking.models.reminder import Channel, Delivery, Kind, Lease, Reminder, ReminderPlan, Robot, Sending, Weekday
from tracking.models.report import Report, ReportEnding

__all__ = [
    "Assignment",
    "Channel",
    "ClauseFigure",
    "Delivery",
    "Duty",
    "Ending",
    "Excuse",
    "ForecastRates",
    "Kind",
    "Lease",
    "Minimum",
    "MonthFigure",
    "Pack",
    "Reminder",
    "ReminderPlan",
    "Report",
    "ReportEnding",
    "Robot",
    "Sending",
    "Source",
    "Weekday",
]
