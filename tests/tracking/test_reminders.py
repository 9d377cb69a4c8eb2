"""Reminders: each once, to the right person, at a waking hour, and none after the matter is done."""

import datetime as dt
import json
import threading
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from random import Random
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.core.management import call_command
from django.urls import reverse

from certificates.models import Certificate, Kind
from courses import ledger
from courses.models import Outcome
from people.models import Brand, Membership, Role
from tests.conftest import make_person
from tracking.assigning.catching import catch
from tracking.models import Assignment, Delivery, Lease, Reminder, ReminderPlan, Sending
from tracking.reminding import delivering, robots, ticking
from tracking.reminding.outcome import Refused, Unclear
from tracking.reminding.planning import plan
from tracking.reminding.ticking import take_lease, tick
from tracking.reminding.words import Message, lines_of

SHANGHAI = ZoneInfo("Asia/Shanghai")
MORNING = dt.datetime(2026, 11, 5, 9, 30, tzinfo=SHANGHAI)  # a Thursday: no summary is due
PLAN = "/en/team/reminders/"


def at(moment: dt.datetime):
    return lambda: moment


@pytest.fixture
def certified(certification, now):
    def certify(person, until: dt.date, number: int = 1) -> Certificate:
        before = Certificate.objects.filter(person=person, number=number - 1).first()
        return Certificate.objects.create(
            certification=certification, person=person, number=number, before=before,
            kind=Kind.RENEWAL if before else Kind.FIRST, serial=f"SA-{person.pk}-{number}",
            code=f"C{person.pk}-{number}", name="x", title_zh="接待", title_en="Reception", awarded_at=now,
            awarded_on=until - dt.timedelta(days=700), valid_until=until, evidence=[],
        )  # fmt: skip

    return certify


@pytest.fixture
def lin(lin):
    lin.email = "lin@example.com"
    lin.save()
    return lin


@pytest.fixture
def chen(chen):
    chen.email = "chen@example.com"
    chen.save()
    return chen


@pytest.fixture
def overdue(lin, lesson, chen, now) -> Assignment:
    assignment = Assignment.objects.create(
        key=uuid.uuid4(), person=lin, activity=lesson.translation_key, reason="New", owner=chen,
        at=now - dt.timedelta(days=40), due_on=dt.date(2026, 11, 3),
    )  # fmt: skip
    catch(assignment, dt.date(2026, 9, 23))
    ReminderPlan.objects.create(dealership=lin.dealership, digest_on=None)
    return assignment


def keys() -> list[str]:
    return sorted(Reminder.objects.values_list("key", flat=True))


def days_later(number: int) -> dt.datetime:
    return MORNING + dt.timedelta(days=number)


def test_a_certificate_that_ends_is_announced_once(lin, certified):
    mine = certified(lin, dt.date(2026, 12, 4))
    assert [plan(MORNING), plan(MORNING), plan(days_later(1))] == [1, 0, 0]
    assert keys() == [f"expiry:{mine.pk}:30"]
    assert plan(days_later(23)) == 1


def test_a_renewed_certificate_is_not_announced(lin, certified):
    certified(lin, dt.date(2026, 12, 4))
    certified(lin, dt.date(2028, 12, 4), number=2)
    assert plan(MORNING) == 0


def test_the_manager_hears_of_it_some_days_later(lin, chen, overdue):
    duty = overdue.duties.get()
    plan(MORNING)
    assert keys() == [f"overdue:{duty.pk}"]
    plan(days_later(2))
    assert keys() == [f"escalation:{duty.pk}:{chen.pk}", f"overdue:{duty.pk}"]


def test_the_region_hears_of_it_after_the_manager(lin, chen, regional, overdue):
    duty = overdue.duties.get()
    plan(days_later(2))
    assert f"escalation:{duty.pk}:{chen.pk}" in keys()
    assert f"escalation:{duty.pk}:{regional.pk}" not in keys()
    plan(days_later(8))
    assert f"escalation:{duty.pk}:{regional.pk}" in keys()


def test_where_nobody_manages_the_region_hears_of_it_at_once(lin, chen, regional, overdue):
    chen.is_active = False
    chen.save()
    plan(days_later(2))
    assert f"escalation:{overdue.duties.get().pk}:{regional.pk}" in keys()


def test_each_dealership_says_when_the_region_hears_of_it(lin, chen, regional, overdue):
    ReminderPlan.objects.update(escalate_further_days=5)
    plan(days_later(3))
    assert f"escalation:{overdue.duties.get().pk}:{regional.pk}" in keys()


def test_another_region_hears_nothing(lin, chen, summit, overdue):
    stranger = make_person("stranger", "外人", Role.REGIONAL_MANAGER, region=summit.region)
    plan(days_later(30))
    assert not Reminder.objects.filter(person=stranger).exists()


@pytest.mark.parametrize("whole_brand", [False, True])
def test_who_is_regional_manager_at_a_second_place_hears_of_it_too(lin, chen, xu, overdue, east, whole_brand):
    east.brand = Brand.objects.create(code="b", name_zh="b", name_en="b")
    east.save()
    place = {"brand": east.brand} if whole_brand else {"region": east}
    Membership.objects.create(person=xu, role=Role.REGIONAL_MANAGER, since=dt.date(2026, 1, 1), **place)
    plan(days_later(8))
    assert f"escalation:{overdue.duties.get().pk}:{xu.pk}" in keys()


def test_the_regional_manager_hears_each_week_of_all_dealerships_in_one(
    regional, lin, harbour_advisor, summit_manager, certified
):
    for person in (lin, harbour_advisor):
        certified(person, dt.date(2026, 11, 20))
    monday = MORNING - dt.timedelta(days=3)
    plan(monday)
    plan(monday + dt.timedelta(days=1))
    digest = Reminder.objects.get(person=regional)
    assert (digest.key, digest.figures) == (f"digest:2026-11-02:region:{regional.pk}", {"expiring": 2})
    assert "East this week: 2 certificates end" in lines_of([digest], monday.date())[0]


def test_everything_for_one_person_is_one_mail(lin, certified, overdue):
    certified(lin, dt.date(2026, 12, 4))
    tick(at(MORNING))
    assert [message.to for message in mail.outbox] == [["lin@example.com"]]
    assert mail.outbox[0].body.count("•") == 2
    tick(at(MORNING + dt.timedelta(minutes=15)))
    assert len(mail.outbox) == 1


def test_in_the_quiet_hours_nothing_goes_out_but_the_app_knows(signed_in, lin, certified):
    certified(lin, dt.date(2026, 12, 4))
    night = MORNING.replace(hour=22)
    tick(at(night))
    assert mail.outbox == []
    assert signed_in(lin).get(reverse("tracking:notices")).context["page"].paginator.count == 1
    tick(at(night + dt.timedelta(hours=11)))
    assert len(mail.outbox) == 1


def test_after_completion_nothing_is_sent(lin, overdue, lesson):
    night = MORNING.replace(hour=22)
    tick(at(night - dt.timedelta(days=1)))
    ledger.record(person=lin, activity=lesson.translation_key, outcome=Outcome.COMPLETED, at=night)
    tick(at(MORNING + dt.timedelta(days=1)))
    assert mail.outbox == []
    assert set(Delivery.objects.values_list("state", flat=True)) <= {Sending.DROPPED}


def test_whoever_has_no_mail_address_is_reminded_in_the_app(zhou, certified):
    certified(zhou, dt.date(2026, 12, 4))
    tick(at(MORNING))
    assert (Reminder.objects.count(), Delivery.objects.count()) == (1, 0)


def test_a_dealership_without_mail_sends_none(lin, certified, riverside):
    ReminderPlan.objects.create(dealership=riverside, by_mail=False)
    certified(lin, dt.date(2026, 12, 4))
    tick(at(MORNING))
    assert mail.outbox == []


def test_each_dealership_has_its_own_days(lin, certified, riverside):
    ReminderPlan.objects.create(dealership=riverside, before_expiry="45")
    mine = certified(lin, dt.date(2026, 12, 4))
    plan(MORNING)
    assert keys() == [f"expiry:{mine.pk}:45"]


def test_the_week_is_summed_up_for_the_manager(lin, chen, certified):
    certified(lin, dt.date(2026, 11, 20))
    monday = MORNING - dt.timedelta(days=3)
    plan(monday)
    plan(monday + dt.timedelta(days=1))
    digest = Reminder.objects.get(kind="digest")
    assert (digest.person, digest.figures) == (chen, {"expiring": 1})


def test_a_week_without_anything_has_no_summary(lin, chen):
    assert plan(MORNING - dt.timedelta(days=3)) == 0


def test_a_refusal_is_tried_again(lin, certified, monkeypatch):
    certified(lin, dt.date(2026, 12, 4))
    monkeypatch.setattr(delivering, "hand_over", failing(Refused("no")))
    tick(at(MORNING))
    assert Delivery.objects.get().state == Sending.WAITING
    monkeypatch.undo()
    tick(at(MORNING + dt.timedelta(minutes=6)))
    assert len(mail.outbox) == 1


def test_what_may_have_arrived_is_not_sent_again(lin, certified, monkeypatch):
    certified(lin, dt.date(2026, 12, 4))
    monkeypatch.setattr(delivering, "hand_over", failing(Unclear("no answer")))
    tick(at(MORNING))
    monkeypatch.undo()
    tick(at(days_later(1)))
    assert Delivery.objects.get().state == Sending.UNKNOWN
    assert mail.outbox == []


def failing(error: Exception):
    def fail(*args) -> None:
        raise error

    return fail


def test_two_machines_do_the_work_once(db):
    assert [take_lease("tick", MORNING), take_lease("tick", MORNING)] == [True, False]
    assert take_lease("tick", MORNING + dt.timedelta(minutes=31))  # the other one has died


def test_the_command_does_one_round(db, capsys):
    call_command("tick")
    assert "0 reminders" in capsys.readouterr().out
    assert set(Lease.objects.values_list("name", flat=True)) == {"tick", "retention", "award", "figures"}


class Crash(BaseException):
    """The machine goes off: no handler sees it."""


def test_what_is_kept_for_a_time_goes_once_a_day(db, monkeypatch, now):
    carried_out = []
    monkeypatch.setattr(ticking.retention, "carry_out", carried_out.append)
    for hours in (0, 1, 23, 25):
        tick(at(now + dt.timedelta(hours=hours)))
    assert carried_out == [now, now + dt.timedelta(hours=25)]


class Year:
    """A simulated year: a mailbox that notes what arrived, and a machine that goes off at random points."""

    def __init__(self, monkeypatch) -> None:
        self.dice = Random(8)  # noqa: S311 - the same year each time
        self.moment = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
        self.arrived: list[str] = []
        self.crashes = 0
        # They have their own clock and their own tests.
        monkeypatch.setattr(ticking.retention, "carry_out", lambda now: None)
        monkeypatch.setattr(ticking, "award_what_waits", lambda now: None)
        for name in ("claim", "settle", "still_true", "message_for"):
            monkeypatch.setattr(delivering, name, self.fragile(getattr(delivering, name)))
        monkeypatch.setattr(delivering, "hand_over", self.hand_over)

    def fragile(self, function):
        def fragile(*args):
            in_the_gap = args[1:2] == (Sending.SENT,)
            self.crash_perhaps(0 if in_the_gap else 0.04)
            result = function(*args)
            self.crash_perhaps(0 if args[1:2] == (Sending.HANDED,) else 0.04)
            return result

        return fragile

    def crash_perhaps(self, probability: float) -> None:
        if self.dice.random() < probability:
            self.crashes += 1
            raise Crash

    def hand_over(self, first, plan, message) -> None:
        local = self.moment.astimezone(ZoneInfo(plan.time_zone)).time()
        assert dt.time(8) <= local < dt.time(20)
        if self.dice.random() < 0.05:
            raise Refused("busy")
        for each in Delivery.objects.filter(claim=Delivery.objects.get(pk=first.pk).claim).select_related("reminder"):
            if each.state == Sending.HANDED:
                self.arrived.append(each.reminder.key)

    def run(self, eventful: list[dt.date]) -> None:
        """Once or twice a day round the days on which something changes, else every second day."""
        near = {day + dt.timedelta(days=n) for day in eventful for n in (-1, 0, 1)}
        while self.moment < dt.datetime(2027, 1, 1, tzinfo=dt.UTC):
            hours = self.dice.uniform(13, 27) if self.moment.date() in near else self.dice.uniform(38, 46)
            self.moment += dt.timedelta(hours=hours)
            try:
                tick(lambda: self.moment)
            except Crash:
                Lease.objects.update(until=self.moment)  # half an hour later it would be free by itself


def test_over_a_year_with_clock_changes_and_crashes_each_message_arrives_exactly_once(
    monkeypatch, riverside, harbour, lin, harbour_advisor, chen, regional, certified, lesson, second_lesson, now
):
    """Shanghai has no summer time, New York has: the days on which clocks change are in the year.

    Riverside has a manager and a weekly summary, Harbour neither: there the region hears of what is overdue at once.
    """
    for person in (harbour_advisor, regional):
        person.email = f"{person.employee_number}@example.com"
        person.save()
    ReminderPlan.objects.create(dealership=riverside, time_zone="Asia/Shanghai")
    ReminderPlan.objects.create(dealership=harbour, time_zone="America/New_York", digest_on=None)
    ends = {lin: dt.date(2026, 6, 30), harbour_advisor: dt.date(2026, 11, 1)}
    certificates = [certified(person, day) for person, day in ends.items()]
    dues = [dt.date(2026, 3, 8), dt.date(2026, 10, 25)]
    for page, day in zip((lesson, second_lesson), dues, strict=True):
        Assignment.objects.create(
            key=uuid.uuid4(), activity=page.translation_key, reason="x", owner=chen, due_on=day,
            at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC), region=riverside.region,
        )  # fmt: skip
    year = Year(monkeypatch)
    changes = [day - dt.timedelta(days=level) for day in ends.values() for level in (90, 60, 30, 7, -1)]
    changes += [day + dt.timedelta(days=n) for day in dues for n in (-3, 1, 3, 10)]
    year.run([*changes, *dues, dt.date(2026, 11, 1)])
    duties = [duty.pk for assignment in Assignment.objects.all() for duty in assignment.duties.all()]
    riversides = [duty.pk for assignment in Assignment.objects.all() for duty in assignment.duties.filter(person=lin)]
    expected = {f"expiry:{each.pk}:{level}" for each in certificates for level in (90, 60, 30, 7)}
    expected |= {f"expired:{each.pk}" for each in certificates}
    expected |= {f"{kind}:{pk}" for pk in duties for kind in ("soon", "overdue")}
    expected |= {f"escalation:{pk}:{chen.pk}" for pk in riversides}
    expected |= {f"escalation:{pk}:{regional.pk}" for pk in duties}
    # From a week before the first thing is due, and to the end, for nobody ever does it.
    mondays = [dt.date(2026, 3, 2) + dt.timedelta(weeks=n) for n in range(44)]
    readers = (f"{riverside.pk}:{chen.pk}", f"region:{regional.pk}")
    expected |= {f"digest:{day.isoformat()}:{reader}" for day in mondays for reader in readers}
    assert sorted(year.arrived) == sorted(expected)
    assert year.crashes > 3
    assert set(Delivery.objects.values_list("state", flat=True)) == {Sending.SENT}


MESSAGE = Message("Academy: 2 reminders", "• one\n• two")


@pytest.fixture
def stand_in(settings):
    """A robot of our own on this machine; `answers` is what it says next, `heard` what it was told."""

    class Robot(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            server.heard.append((self.path, json.loads(body)))
            status, answer = server.answers.pop(0) if server.answers else (200, {"errcode": 0, "code": 0})
            self.send_response(status)
            if status == 302:
                self.send_header("Location", f"http://127.0.0.1:{server.server_port}/elsewhere")
            self.end_headers()
            self.wfile.write(json.dumps(answer).encode())

        def log_message(self, *args) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Robot)
    server.heard, server.answers = [], []
    server.origin = f"http://127.0.0.1:{server.server_port}"
    settings.ROBOT_ORIGINS = [server.origin]
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def robot_of(stand_in, name: str, secret: str = "") -> ReminderPlan:
    return ReminderPlan(robot=name, robot_url=f"{stand_in.origin}/robot?key=1", robot_secret=secret)


def test_wecom_is_told_in_its_own_form(stand_in):
    robots.send(robot_of(stand_in, "wecom"), MESSAGE)
    assert stand_in.heard == [("/robot?key=1", {"msgtype": "text", "text": {"content": "• one\n• two"}})]


def test_dingtalk_is_signed(stand_in):
    robots.send(robot_of(stand_in, "dingtalk", "SEC1"), MESSAGE, now=lambda: 1_700_000_000.0)
    path, said = stand_in.heard[0]
    assert path == robots.dingtalk_url("/robot?key=1", "SEC1", 1_700_000_000_000)
    assert said == {"msgtype": "text", "text": {"content": "• one\n• two"}}


def test_feishu_is_signed(stand_in):
    robots.send(robot_of(stand_in, "feishu", "SEC1"), MESSAGE, now=lambda: 1_700_000_000.0)
    said = stand_in.heard[0][1]
    assert said.pop("sign") == robots.feishu_signature("SEC1", 1_700_000_000)["sign"]
    assert said == {"timestamp": "1700000000", "msg_type": "text", "content": {"text": "• one\n• two"}}


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        ((200, {"errcode": 93000, "errmsg": "invalid webhook url"}), Refused),
        ((200, {"code": 19021, "msg": "sign match fail"}), Refused),
        ((404, {}), Refused),
        ((302, {}), Refused),
        ((502, {}), Unclear),
        ((200, ["?"]), Unclear),
    ],
)
def test_what_a_robot_answers_decides(stand_in, answer, error):
    stand_in.answers = [answer]
    with pytest.raises(error):
        robots.send(robot_of(stand_in, "wecom"), MESSAGE)
    assert len(stand_in.heard) == 1


@pytest.mark.parametrize(
    "url",
    [
        "http://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=1",
        "https://qyapi.weixin.qq.com.evil.example/x",
        "https://qyapi.weixin.qq.com@evil.example/x",
        "https://evil.example/?qyapi.weixin.qq.com",
        "https://qyapi.weixin.qq.com:8443/x",
        "https://127.0.0.1/x",
        "https://oapi.dingtalk.com/robot/send",  # another messenger's
        "file:///etc/passwd",
        "https://[::1/x",
        "https://qyapi.weixin.qq.com/x\r\nHost: evil.example",
        "",
    ],
)
def test_no_other_address_is_ever_asked(url):
    assert not robots.is_allowed("wecom", url)
    with pytest.raises(Refused):
        robots.send(ReminderPlan(robot="wecom", robot_url=url), MESSAGE)


def test_the_vendors_addresses_are_allowed():
    assert robots.is_allowed("wecom", "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=1")
    assert robots.is_allowed("dingtalk", "https://oapi.dingtalk.com/robot/send?access_token=1")
    assert robots.is_allowed("feishu", "https://open.feishu.cn/open-apis/bot/v2/hook/1")


def test_a_group_hears_what_the_manager_hears(stand_in, riverside, lin, certified):
    ReminderPlan.objects.create(dealership=riverside, robot="wecom", robot_url=f"{stand_in.origin}/robot")
    certified(lin, dt.date(2026, 11, 20))
    for _ in range(2):
        tick(at(MORNING - dt.timedelta(days=3)))
    assert len(stand_in.heard) == 1
    assert "江畔店" in stand_in.heard[0][1]["text"]["content"]


def test_a_long_text_is_cut_between_letters():
    text = robots.short("证" * 3000)
    assert len(text.encode()) <= 4000
    assert set(text) == {"证", "…"}


SAID = {
    "before_expiry": "60 14", "soon_days": "2", "escalate_days": "5", "escalate_further_days": "9", "digest_on": "4",
    "quiet_from": "21:00", "quiet_until": "07:00", "time_zone": "Europe/Berlin", "by_mail": "on",
}  # fmt: skip


def test_a_manager_sets_the_own_dealership(signed_in, chen, riverside):
    assert signed_in(chen).post(PLAN, SAID).status_code == 302
    mine = ReminderPlan.objects.get()
    assert (mine.dealership, mine.levels, mine.digest_on, mine.time_zone) == (riverside, [60, 14], 4, "Europe/Berlin")
    assert (mine.escalate_days, mine.escalate_further_days) == (5, 9)


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ({"before_expiry": "soon"}, "before_expiry"),
        ({"time_zone": "../etc/passwd"}, "time_zone"),
        ({"robot": "wecom"}, "robot_url"),
        ({"robot_url": "https://qyapi.weixin.qq.com/x"}, "robot"),
        ({"robot": "wecom", "robot_url": "https://evil.example/"}, "robot_url"),
        ({"soon_days": "900"}, "soon_days"),
        ({"escalate_further_days": "2"}, "escalate_further_days"),
    ],
)
def test_a_plan_that_makes_no_sense_is_not_taken(signed_in, chen, riverside, said, wrong):
    assert list(signed_in(chen).post(PLAN, SAID | said).context["form"].errors) == [wrong]


def test_the_secret_is_kept_and_never_shown(signed_in, chen, riverside):
    robot = {"robot": "feishu", "robot_url": "https://open.feishu.cn/open-apis/bot/v2/hook/1"}
    client = signed_in(chen)
    client.post(PLAN, SAID | robot | {"robot_secret": "never-to-be-seen"})
    assert "never-to-be-seen" not in client.get(PLAN).text
    client.post(PLAN, SAID | robot)
    assert ReminderPlan.objects.get().robot_secret == "never-to-be-seen"


@pytest.mark.parametrize(("who", "status"), [("lin", 404), ("xu", 404), ("regional", 200), ("admin", 200)])
def test_plans_are_for_those_who_manage(request, signed_in, riverside, who, status):
    assert signed_in(request.getfixturevalue(who)).get(PLAN).status_code == status


def test_nobody_sets_another_dealership(signed_in, harbour_manager, riverside):
    assert signed_in(harbour_manager).get(PLAN, {"dealership": "riverside"}).status_code == 404


def test_everybody_reads_the_own_notices_only(signed_in, lin, zhou, certified):
    certified(lin, dt.date(2026, 12, 4))
    plan(MORNING)
    address = reverse("tracking:notices")
    assert len(signed_in(lin).get(address).context["notices"]) == 1
    assert signed_in(zhou).get(address).context["notices"] == []
    assert signed_in(lin).post(address).status_code == 405


def test_notices_are_marked_as_read(signed_in, lin, zhou, certified):
    certified(lin, dt.date(2026, 12, 4))
    plan(MORNING)
    address = reverse("tracking:read_notices")
    signed_in(zhou).post(address)
    assert Reminder.objects.filter(read_at=None).count() == 1
    assert signed_in(lin).get(address).status_code == 405
    signed_in(lin).post(address)
    assert Reminder.objects.filter(read_at=None).count() == 0
