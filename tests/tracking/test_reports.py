"""Reports by mail: each exactly once, to those who answer for the dealership, with what they may see on that day."""

import datetime as dt
import io
import uuid

import pytest
from django.core import mail
from django.urls import reverse
from openpyxl import load_workbook
from pypdf import PdfReader

from people.audit.records import AuditEntry
from people.models import User
from tracking.models import Reminder, Report
from tracking.reminding.ticking import tick
from tracking.reporting.planning import day_of

REPORTS = "/en/team/reports/"
MONDAY = dt.datetime(2026, 11, 2, 9, 30, tzinfo=dt.UTC)  # half past five in the afternoon in Shanghai


def at(moment: dt.datetime):
    return lambda: moment


@pytest.fixture(autouse=True)
def _mailboxes(chen, regional, harbour_manager, lin, certification) -> None:
    for person in (chen, regional, harbour_manager):
        person.email = f"{person.employee_number}@example.com"
        person.save()


@pytest.fixture
def ordered(chen, regional, riverside, now):
    def order(form: str = "xlsx", rhythm: str = "weekly", tables=("team",), receivers=None) -> Report:
        values = {"dealership": riverside, "tables": list(tables), "rhythm": rhythm, "form": form, "at": now}
        report = Report.objects.create(key=uuid.uuid4(), owner=chen, **values)
        report.receivers.set(receivers or [chen])
        return report

    return order


def said(*receivers: User, **more) -> dict:
    about = {"key": str(uuid.UUID(int=7)), "tables": ["team"], "rhythm": "weekly", "form": "xlsx"}
    return about | {"receivers": [each.pk for each in receivers]} | more


def test_a_manager_orders_one_and_sending_the_form_twice_orders_it_once(signed_in, chen, regional, riverside):
    client = signed_in(chen)
    for _ in range(2):
        assert client.post(REPORTS, said(chen, regional)).status_code == 302
    report = Report.objects.get()
    assert (report.owner, report.dealership, set(report.receivers.all())) == (chen, riverside, {chen, regional})
    assert "The team" in client.get(REPORTS).text


@pytest.mark.parametrize("who", ["harbour_manager", "lin", "admin"])
def test_nobody_is_a_receiver_who_does_not_answer_for_the_dealership(request, signed_in, chen, who):
    response = signed_in(chen).post(REPORTS, said(request.getfixturevalue(who)))
    assert list(response.context["form"].errors) == ["receivers"]


@pytest.mark.parametrize("wrong", [{"tables": ["audit-trail"]}, {"rhythm": "hourly"}, {"form": "exe"}, {"key": "x"}])
def test_what_makes_no_sense_is_not_ordered(signed_in, chen, wrong):
    assert list(signed_in(chen).post(REPORTS, said(chen, **wrong)).context["form"].errors) == list(wrong)
    assert not Report.objects.exists()


@pytest.mark.parametrize(("who", "status"), [("lin", 404), ("xu", 404), ("chen", 200), ("regional", 200)])
def test_reports_are_for_those_who_answer_for_a_dealership(request, signed_in, who, status):
    assert signed_in(request.getfixturevalue(who)).get(REPORTS).status_code == status


def test_nobody_orders_or_stops_one_of_another_dealership(signed_in, harbour_manager, ordered):
    report = ordered()
    client = signed_in(harbour_manager)
    assert client.get(REPORTS, {"dealership": "riverside"}).status_code == 404
    assert client.post(reverse("tracking:stop_report", args=[report.pk])).status_code == 404
    assert signed_in(report.owner).get(reverse("tracking:stop_report", args=[report.pk])).status_code == 405


def test_it_goes_out_once_however_often_the_clock_strikes(ordered, chen):
    ordered()
    for hours in (0, 1, 2, 24, 48):
        tick(at(MONDAY + dt.timedelta(hours=hours)))
    assert [message.to for message in mail.outbox] == [[chen.email]]
    [(name, content, _kind)] = mail.outbox[0].attachments
    assert name == "team-riverside-2026-11-02.xlsx"
    assert load_workbook(io.BytesIO(content)).active["A2"].value == "lin"
    tick(at(MONDAY + dt.timedelta(days=7)))
    assert len(mail.outbox) == 2


@pytest.mark.parametrize(("form", "begins"), [("csv", b"\xef\xbb\xbf"), ("pdf", b"%PDF-"), ("xlsx", b"PK")])
def test_it_comes_as_was_asked(ordered, form, begins):
    ordered(form)
    tick(at(MONDAY))
    [(_name, content, _kind)] = mail.outbox[0].attachments
    content = content.encode() if isinstance(content, str) else content
    assert content.startswith(begins)
    if form == "pdf":
        assert "林晓" in PdfReader(io.BytesIO(content)).pages[0].extract_text()


def test_a_team_on_paper_is_the_sheet_for_the_wall(ordered, certification):
    """Its columns for Excel are four for each requirement: on paper that was a letter to the line."""
    ordered("pdf")
    tick(at(MONDAY))
    [(_name, content, _kind)] = mail.outbox[0].attachments
    text = PdfReader(io.BytesIO(content)).pages[0].extract_text()
    assert certification.title in text
    assert "Employee number" not in text


@pytest.mark.parametrize(
    ("language", "subject", "line"),
    [
        ("en", "Service Academy: Report of Riverside", "attached: The team, Sign-offs."),
        ("zh-hans", "服务学院：江畔店定期报表", "见附件：团队、签字确认。"),
    ],
)
def test_the_mail_says_what_is_attached(ordered, chen, riverside, language, subject, line):
    chen.language = language
    chen.save()
    ordered("csv", tables=["team", "sign-offs"])
    tick(at(MONDAY))
    assert mail.outbox[0].subject == subject
    assert line in mail.outbox[0].body


def test_several_tables_are_one_mail_without_those_that_are_shut_to_the_reader(ordered):
    """The board of role-plays is for whoever scores."""
    ordered("csv", tables=["team", "team-certificates", "sign-offs", "role-play-results"])
    tick(at(MONDAY))
    names = [name.partition("-riverside")[0] for name, *_ in mail.outbox[0].attachments]
    assert names == ["team", "team-certificates", "sign-offs"]


def test_whoever_left_the_dealership_gets_nothing(ordered, chen, regional, harbour):
    ordered(receivers=[chen, regional])
    chen.dealership = harbour
    chen.save()
    tick(at(MONDAY))
    assert mail.outbox == []  # whoever ordered it no longer answers for it, so nobody gets it
    assert not Reminder.objects.filter(kind="report").exists()


def test_a_receiver_who_left_gets_nothing_and_the_others_do(ordered, chen, regional):
    ordered(receivers=[chen, regional])
    regional.is_active = False
    regional.save()
    tick(at(MONDAY))
    assert [message.to for message in mail.outbox] == [[chen.email]]


def test_it_is_asked_again_at_the_moment_of_sending(ordered, chen, harbour):
    ordered()
    tick(at(MONDAY.replace(hour=0, minute=1) - dt.timedelta(hours=5)))  # at night it waits
    assert Reminder.objects.filter(kind="report").count() == 1
    chen.dealership = harbour
    chen.save()
    tick(at(MONDAY))
    assert mail.outbox == []


def test_what_is_stopped_goes_out_no_more(signed_in, ordered, chen):
    report = ordered()
    client = signed_in(chen)
    for _ in range(2):
        client.post(reverse("tracking:stop_report", args=[report.pk]))
    tick(at(MONDAY))
    assert mail.outbox == []
    assert "Stop<span" not in client.get(REPORTS).text


def test_what_goes_out_stands_in_the_trail(ordered, chen):
    report = ordered()
    tick(at(MONDAY))
    entry = AuditEntry.objects.get(action="exported", key=str(report.pk))
    assert entry.details == {"file": "team.xlsx", "receiver": chen.pk}


@pytest.mark.parametrize(
    ("rhythm", "today", "day"),
    [
        ("weekly", dt.date(2026, 11, 2), dt.date(2026, 11, 2)),
        ("weekly", dt.date(2026, 11, 4), dt.date(2026, 11, 2)),
        ("weekly", dt.date(2026, 11, 5), None),
        ("monthly", dt.date(2026, 11, 1), dt.date(2026, 11, 1)),
        ("monthly", dt.date(2026, 11, 3), dt.date(2026, 11, 1)),
        ("monthly", dt.date(2026, 11, 4), None),
    ],
)
def test_a_report_that_was_missed_is_made_up_for_within_two_days(rhythm, today, day):
    assert day_of(rhythm, today) == day
