"""The demonstration dealerships: people at every stage of the road, with a history made by the product's own verbs.

Made once; whoever has worked with the demonstration keeps what they did. Nothing here is for real people.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from certificates.apps import queue_award
from certificates.models import Certification, award_all
from courses.curriculum.loader import stable_key
from courses.ledger import recorded
from courses.models import LessonPage, ModulePage
from people.models import (
    MANAGERS,
    Brand,
    Dealership,
    Delegation,
    JobRole,
    Language,
    Membership,
    Region,
    Role,
    Team,
    User,
)  # fmt: skip
from quizzes.models import Attempt, QuizPage
from roleplays.models import Kind, RolePlayPage
from tracking.assigning.catching import catch
from tracking.demo_role_plays import ROLE_PLAYS, calibrate, load_role_plays, page_of, perform
from tracking.figures import count_figures
from tracking.models import Assignment, Report
from tracking.models.report import Form, Rhythm
from tracking.populating.filling import PASSWORD, Wanted, fill

# Further dealerships with years behind them, so that whoever looks at a region sees one.
NEIGHBOURS = Wanted(dealerships=7, people=77, years=2.2, seed=26, counted=30, whole=30)


@dataclass(frozen=True)
class Cast:
    number: str
    name: str
    name_latin: str
    role: str
    dealership: str = ""
    region: str = ""
    language: str = Language.CHINESE
    job_role: str = JobRole.SERVICE_ADVISOR
    days_employed: int = 20


# One account for each role; the English-speaking advisor is there to see the product in English.
ACCOUNTS = [
    Cast("linxiao", "林晓", "Lin Xiao", Role.ADVISOR, "jiangpan"),
    Cast("emma", "艾玛", "Emma Clarke", Role.ADVISOR, "jiangpan", language=Language.ENGLISH),
    Cast("xumin", "徐敏", "Xu Min", Role.TRAINER, "jiangpan", job_role=JobRole.TRAINER, days_employed=2100),
    Cast("chenli", "陈立", "Chen Li", Role.MANAGER, "jiangpan", job_role=JobRole.SERVICE_MANAGER, days_employed=2900),
    Cast("heyun", "何芸", "He Yun", Role.REGIONAL_MANAGER, region="huadong", job_role=JobRole.OTHER, days_employed=900),
    Cast("admin", "沈青", "Shen Qing", Role.ADMINISTRATOR, job_role=JobRole.OTHER, days_employed=700),
]

# Answers what advisors of her region object to, and scores beside its trainers.
LEAD_TRAINER = Cast(
    "fangyuan", "方媛", "Fang Yuan", Role.TRAINER, region="huadong", job_role=JobRole.TRAINER, days_employed=2600
)

# Of the module that the demonstration is about.
RECEPTION = "reception"
EXAMINATION = "final-examination-quiz"
ALL = 1000

# Name, dealership, days employed, and how far: lessons of the module on reception done (ALL: every lesson there is),
# then the quiz (after ALL: the final examination) and the role-plays, as shares of what is right.
COLLEAGUES = [
    ("zhoukun", "周堃", "Zhou Kun", "jiangpan", 900, ALL, (0.95,), 0.96),
    ("wuyue", "吴玥", "Wu Yue", "jiangpan", 200, ALL, (0.7, 0.9), 1.0),
    ("sunzhe", "孙喆", "Sun Zhe", "jiangpan", 75, 7, (0.4, 0.93), None),
    ("zhenghang", "郑航", "Zheng Hang", "jiangpan", 40, 7, (0.53,), None),
    ("qianwen", "钱雯", "Qian Wen", "jiangpan", 25, 3, (), None),
    ("ouyangyi", "欧阳一", "Ouyang Yi", "jiangpan", 6, 0, (), None),
    ("gaofeng", "高峰", "Gao Feng", "gangwan", 400, ALL, (0.87,), 0.92),
    ("tangning", "唐宁", "Tang Ning", "gangwan", 60, 5, (), None),
    ("luoqi", "罗琪", "Luo Qi", "gangwan", 15, 1, (), None),
    ("yelan", "叶岚", "Ye Lan", "shancheng", 300, 7, (0.8,), 0.9),
]


# What two of them wrote in the quiz that a trainer marks, by the code of the question.
IN_WRITING = "talking-in-writing"
MESSAGES = {
    "sunzhe": {
        "CO-Q65": (
            "陈女士您好，刚才拆轮子看到右前防尘套裂了，沙子会进去，半轴早晚磨坏。"
            "换一个 260 元，要多等 40 分钟。换不换听您的，您回个话我再安排。"
        ),
        "CO-Q66": "赵先生对不起，是我们没注意。脚垫您今天方便带过来吗，我给您洗干净。",
        "CO-Q67": (
            "孙先生，15000 公里多三项：空滤 90、空调滤芯 110、轮胎换位 60，一共多 260。"
            "前两样管进气和车里的空气，换位是让四条胎磨得匀。还有哪里不清楚您尽管问。"
        ),
    },
    "zhenghang": {
        "CO-Q65": "陈姐，防尘套裂了，我们给您换了哈，260。",
        "CO-Q66": "赵先生您好，您的车取走的时候脚垫应该是干净的，会不会是您自己踩的？",
        "CO-Q67": "因为项目多一些，大家都是这个价，您放心。",
    },
}


def load_demo(now: datetime) -> bool:
    """False if the demonstration is there already. All of it or nothing: an interrupted load leaves no half."""
    if User.objects.filter(employee_number=ACCOUNTS[0].number).exists():
        return False
    with awards_at_once(), transaction.atomic():
        dealerships, regions = load_organisation()
        for cast in (*ACCOUNTS, LEAD_TRAINER):
            load_person(cast, dealerships, regions, now.date())
        trainer = User.objects.get(employee_number="xumin")
        calibrate(trainer, now - timedelta(days=100))
        for number, name, latin, dealership, days, *road in COLLEAGUES:
            cast = Cast(number, name, latin, Role.ADVISOR, dealership, days_employed=days)
            walk(load_person(cast, dealerships, regions, now.date()), *road, trainer=trainer, now=now, days=days)
        for number, messages in MESSAGES.items():
            write_messages(User.objects.get(employee_number=number), messages, now)
        load_belonging(dealerships, now)
        observe_at_work(now)
        load_role_plays(now)
        assign(dealerships["jiangpan"], regions["huadong"], now)
        fill(NEIGHBOURS, now, regions=[regions["huadong"]])
        count_figures(now)
    return True


def demonstration_numbers() -> list[str]:
    return [cast.number for cast in (*ACCOUNTS, LEAD_TRAINER)] + [number for number, *_ in COLLEAGUES]


@contextmanager
def awards_at_once() -> Iterator[None]:
    """The history awards its certificates itself; a task for each result would only keep the worker busy."""
    recorded.disconnect(dispatch_uid="certificates.award")
    try:
        yield
    finally:
        recorded.connect(queue_award, dispatch_uid="certificates.award")


def load_organisation() -> tuple[dict[str, Dealership], dict[str, Region]]:
    brand = Brand.objects.first() or Brand.objects.create(code="brand", name_zh="品牌", name_en="Brand")
    regions = {
        code: Region.objects.get_or_create(code=code, defaults={"name_zh": zh, "name_en": en, "brand": brand})[0]
        for code, zh, en in [("huadong", "华东区", "East China"), ("xinan", "西南区", "South-West China")]
    }
    rows = [
        ("jiangpan", "江畔店", "Riverside Dealership", "huadong"),
        ("gangwan", "港湾店", "Harbour Dealership", "huadong"),
        ("shancheng", "山城店", "Hill City Dealership", "xinan"),
    ]
    dealerships = {
        code: Dealership.objects.get_or_create(
            code=code, defaults={"name_zh": zh, "name_en": en, "region": regions[region]}
        )[0]
        for code, zh, en, region in rows
    }
    return dealerships, regions


def load_belonging(dealerships: dict, now: datetime) -> None:
    """A team with its people, a trainer who also serves a second dealership, and who stands in for the manager."""
    riverside, harbour = dealerships["jiangpan"], dealerships["gangwan"]
    team = Team.objects.create(code="jiangpan-a", name_zh="接待一组", name_en="Reception A", dealership=riverside)
    people = {person.employee_number: person for person in User.objects.filter(dealership=riverside)}
    today = timezone.localdate(now)
    for number in ("linxiao", "sunzhe", "zhenghang"):
        people[number].team = team
        people[number].save(update_fields=["team"])
        Membership.objects.open().filter(person=people[number]).update(team=team)
    Membership.objects.create(
        person=people["xumin"], role=Role.TRAINER, dealership=harbour, since=today - timedelta(days=300)
    )
    Delegation.objects.create(
        person=people["chenli"], delegate=people["xumin"], made_by=people["chenli"], made_at=now,
        first_day=today, last_day=today + timedelta(days=13),
    )  # fmt: skip


def load_person(cast: Cast, dealerships: dict, regions: dict, today: date) -> User:
    return User.objects.create_user(
        cast.number,
        PASSWORD,
        name=cast.name,
        name_latin=cast.name_latin,
        role=cast.role,
        job_role=cast.job_role,
        dealership=dealerships.get(cast.dealership),
        region=regions.get(cast.region),
        language=cast.language,
        email=f"{cast.number}@demonstration.example" if cast.role in MANAGERS else "",  # reserved: it is nobody's
        hired_on=today - timedelta(days=cast.days_employed),
    )


def walk(
    person: User, lessons: int, quiz: tuple, role_play: float | None, trainer: User, now: datetime, days: int
) -> None:
    """Take a person along the road, from the day after they were hired, a few lessons a day."""
    dice = Random(person.employee_number)
    days_ago = min(days, 60) - 1
    clock = timezone.make_aware(datetime.combine(timezone.localdate(now), time(9, 12))) - timedelta(days=days_ago)
    for number, lesson in enumerate(lessons_done(lessons)):
        lesson.finish(by=person, at=clock + timedelta(days=number // 5))
        clock += timedelta(minutes=dice.randint(9, 15))
    clock += timedelta(days=min(lessons, 60) // 5)
    for share in quiz:
        clock += timedelta(days=1)
        sit_quiz(person, page_of(QuizPage, EXAMINATION if lessons == ALL else f"{RECEPTION}-quiz"), share, clock, dice)
    for key in ROLE_PLAYS[: 3 if lessons == ALL else 1] if role_play is not None else ():
        clock += timedelta(days=2)
        perform(person, page_of(RolePlayPage, key), role_play, trainer, clock, dice)
    award_all(person, clock + timedelta(minutes=1))


def observe_at_work(now: datetime) -> None:
    """The manager has watched one with a customer, and has still to say that they may work alone."""
    manager, person = (User.objects.get(employee_number=number) for number in ("chenli", "wuyue"))
    sit_quiz(person, page_of(QuizPage, f"{RECEPTION}-quiz"), 0.95, now - timedelta(days=3), Random(8))
    perform(
        person, page_of(RolePlayPage, ROLE_PLAYS[0]), 0.96, manager, now - timedelta(days=2), Random(8),
        kind=Kind.AT_WORK,
    )  # fmt: skip


def lessons_done(number: int) -> list[LessonPage]:
    lessons = LessonPage.objects.filter(locale__language_code="zh-hans").order_by("path")
    if number == ALL:
        return list(lessons)
    module = page_of(ModulePage, RECEPTION)
    return list(lessons.descendant_of(module)[:number])


def assign(dealership: Dealership, region: Region, now: datetime) -> None:
    """A manager's rule for new people, what the region asks of everybody, and a report to both; some weeks old."""
    manager, regional = (User.objects.get(role=role) for role in (Role.MANAGER, Role.REGIONAL_MANAGER))
    today = timezone.localdate(now)
    given = [
        Assignment(
            activity=page_of(ModulePage, RECEPTION).translation_key, owner=manager, dealership=dealership,
            days=30, from_hire=True, hired_since=today - timedelta(days=90), reason="新人入职培训",
        ),
        Assignment(
            certification=Certification.objects.filter(is_offered=True).first(), owner=regional, region=region,
            due_on=today + timedelta(days=24), reason="冬季服务活动前全员持证",
        ),
    ]  # fmt: skip
    for number, each in enumerate(given, start=1):
        each.key, each.at = UUID(int=number), now - timedelta(days=28)
        each.save()
        catch(each, today - timedelta(days=28))
        catch(each, today)
    report = Report.objects.create(
        key=UUID(int=1), owner=manager, dealership=dealership, tables=["team"], rhythm=Rhythm.WEEKLY, form=Form.XLSX,
        at=now - timedelta(days=28),
    )  # fmt: skip
    report.receivers.set([manager, regional])


def sit_quiz(person: User, page: QuizPage, share: float, at: datetime, dice: Random) -> None:
    attempt = Attempt.start(page, by=person, at=at, dice=dice)
    right = round(share * len(attempt.items))
    for position, item in enumerate(attempt.items[:right], start=1):
        attempt.save_answer(position, list(item.right), at + timedelta(seconds=30 * position))
    attempt.submit(at + timedelta(minutes=12))


def write_messages(person: User, messages: dict[str, str], now: datetime) -> None:
    """Handed in yesterday; a trainer has yet to read them."""
    at = now - timedelta(days=1)
    attempt = Attempt.start(page_of(QuizPage, IN_WRITING), by=person, at=at, dice=Random(person.employee_number))
    said = {str(stable_key("question", code)): text for code, text in messages.items()}
    for position, item in enumerate(attempt.items, start=1):
        attempt.save_answer(position, [said[item.question]], at + timedelta(minutes=4 * position))
    attempt.submit(at + timedelta(minutes=14))
