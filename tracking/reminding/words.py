"""What a reminder says, in the reader's language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override, pgettext

from tracking.assigning.things import Thing, things_of
from tracking.models import Kind, Reminder, Report
from tracking.reminding import role_plays

MOST_LINES = 30


@dataclass(frozen=True)
class Message:
    """`files` are name, content and kind of each."""

    title: str
    text: str
    files: Sequence[tuple[str, bytes, str]] = ()


def message_for(reminders: Sequence[Reminder], on: date) -> Message:
    """One message of all these reminders, which are for one reader."""
    reader = reminders[0].person
    with override(reader.language if reader else settings.LANGUAGE_CODE):
        lines = [
            about_attached(each) if each.report else line
            for each, line in zip(reminders, lines_of(reminders, on), strict=True)
        ]
        more = (
            [_("And %(number)s more in the app.") % {"number": len(lines) - MOST_LINES}]
            if len(lines) > MOST_LINES
            else []
        )
        greeting = [_("Hello %(name)s,") % {"name": reader.called}, ""] if reader else []
        address = settings.PUBLIC_URL + reverse("tracking:notices" if reader else "tracking:assignments")
        text = "\n".join([*greeting, *(f"• {line}" for line in lines[:MOST_LINES]), *more, "", address])
        return Message(_("Service Academy: %(subject)s") % {"subject": subject_of(reminders, lines)}, text)


def subject_of(reminders: Sequence[Reminder], lines: Sequence[str]) -> str:
    """No sentence with a full stop: it stands in a list of mails."""
    if len(lines) > 1:
        return _("%(number)s reminders") % {"number": len(lines)}
    if report := reminders[0].report:
        return _("Report of %(place)s") % {"place": report.dealership}
    return lines[0].rstrip(".。")


def lines_of(reminders: Sequence[Reminder], on: date) -> list[str]:
    """In the active language, one for each."""
    titles = role_plays.titles_of(reminders)
    things = things_of({each.duty.assignment.key: each.duty.assignment for each in reminders if each.duty}.values())
    return [
        role_plays.line_of(each, titles) if each.kind == Kind.ROLE_PLAY else line_of(each, things, on)
        for each in reminders
    ]


def line_of(reminder: Reminder, things: dict, on: date) -> str:
    if reminder.certificate:
        return about_certificate(reminder, on)
    if reminder.duty:
        return about_duty(reminder, things[reminder.duty.assignment.key])
    return about_report(reminder) if reminder.report else about_week(reminder)


def about_certificate(reminder: Reminder, on: date) -> str:
    certificate = reminder.certificate
    said = {"title": certificate.title, "date": day(certificate.valid_until)}
    if reminder.kind == Kind.EXPIRED:
        return _("Your certificate “%(title)s” ended on %(date)s.") % said
    left = max(0, (certificate.valid_until - on).days)
    text = ngettext(
        "Your certificate “%(title)s” ends in %(days)s day, on %(date)s.",
        "Your certificate “%(title)s” ends in %(days)s days, on %(date)s.",
        left,
    )
    return text % (said | {"days": left})


def about_duty(reminder: Reminder, thing: Thing) -> str:
    duty = reminder.duty
    said = {"title": thing.title, "date": day(duty.due_on), "name": duty.person.called}
    if reminder.kind == Kind.ESCALATION:
        return _("%(name)s: “%(title)s” was due on %(date)s.") % said
    if reminder.kind == Kind.OVERDUE:
        return _("“%(title)s” was due on %(date)s.") % said
    return _("“%(title)s” is due on %(date)s.") % said


def about_week(reminder: Reminder) -> str:
    parts = {
        "overdue": _("%(number)s overdue"),
        "due": _("%(number)s due within a week"),
        "expired": _("%(number)s certificates ended"),
        "expiring": _("%(number)s certificates end within 30 days"),
    }
    said = [text % {"number": reminder.figures[name]} for name, text in parts.items() if reminder.figures.get(name)]
    place = str(reminder.dealership or reminder.person.region or _("Your dealerships"))
    return _("%(place)s this week: %(figures)s.") % {"place": place, "figures": _(", ").join(said)}


def about_report(reminder: Reminder) -> str:
    return _("Report of %(place)s: %(tables)s. It comes by mail.") % of_report(reminder.report)


def about_attached(reminder: Reminder) -> str:
    """The same in the mail itself."""
    return _("The report of %(place)s is attached: %(tables)s.") % of_report(reminder.report)


def of_report(report: Report) -> dict[str, object]:
    return {"place": report.dealership, "tables": pgettext("between titles", ", ").join(report.titles)}


def url_of(reminder: Reminder) -> str:
    """Where the reader can do something about it."""
    if reminder.kind == Kind.REPORT:
        return reverse("tracking:reports")
    if reminder.kind == Kind.ROLE_PLAY:
        return role_plays.url_of(reminder)
    if reminder.kind == Kind.DIGEST:
        return reverse("tracking:matrix")
    if reminder.kind == Kind.ESCALATION:
        return reminder.duty.assignment.get_absolute_url()
    return reverse("certificates:mine") if reminder.certificate else reverse("start_courses")


def day(value: date) -> str:
    return date_format(value, "DATE_FORMAT")
