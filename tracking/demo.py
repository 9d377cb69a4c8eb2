"""The demonstration dealerships: people at every stage of the road, with a history made by the product's own verbs.

Made once; whoever has worked with the demonstration keeps what they did. Nothing here is for real people.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from django.db import transaction
from django.utils import timezone

from certificates.apps import queue_award
from certificates.models import award_all
from courses.curriculum.loader import stable_key
from courses.ledger import recorded
from courses.models import LessonPage, ModulePage
from people.models import Dealership, JobRole, Language, Region, Role, User
from quizzes.models import Attempt, QuizPage
from roleplays.models import RolePlayPage, Session

PASSWORD = "drive-safely-26"


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

# Of the module that the demonstration is about.
RECEPTION = "reception"
ROLE_PLAYS = ["reception-role-play", "diagnosis-role-play", "delivery-role-play"]
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


def load_demo(now: datetime) -> bool:
    """False if the demonstration is there already. All of it or nothing: an interrupted load leaves no half."""
    if User.objects.filter(employee_number=ACCOUNTS[0].number).exists():
        return False
    with awards_at_once(), transaction.atomic():
        dealerships, regions = load_organisation()
        for cast in ACCOUNTS:
            load_person(cast, dealerships, regions, now.date())
        trainer = User.objects.get(role=Role.TRAINER)
        for number, name, latin, dealership, days, *road in COLLEAGUES:
            cast = Cast(number, name, latin, Role.ADVISOR, dealership, days_employed=days)
            walk(load_person(cast, dealerships, regions, now.date()), *road, trainer=trainer, now=now, days=days)
    return True


@contextmanager
def awards_at_once() -> Iterator[None]:
    """The history awards its certificates itself; a task for each result would only keep the worker busy."""
    recorded.disconnect(dispatch_uid="certificates.award")
    try:
        yield
    finally:
        recorded.connect(queue_award, dispatch_uid="certificates.award")


def load_organisation() -> tuple[dict[str, Dealership], dict[str, Region]]:
    regions = {
        code: Region.objects.get_or_create(code=code, defaults={"name_zh": zh, "name_en": en})[0]
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


def lessons_done(number: int) -> list[LessonPage]:
    lessons = LessonPage.objects.filter(locale__language_code="zh-hans").order_by("path")
    if number == ALL:
        return list(lessons)
    module = page_of(ModulePage, RECEPTION)
    return list(lessons.descendant_of(module)[:number])


def page_of(model: type, key: str):
    """The Chinese page that the curriculum's files call `key`."""
    return model.objects.get(translation_key=stable_key(model._meta.model_name, key), locale__language_code="zh-hans")


def sit_quiz(person: User, page: QuizPage, share: float, at: datetime, dice: Random) -> None:
    attempt = Attempt.start(page, by=person, at=at, dice=dice)
    right = round(share * len(attempt.items))
    for position, item in enumerate(attempt.items[:right], start=1):
        attempt.save_answer(position, list(item.right), at + timedelta(seconds=30 * position))
    attempt.submit(at + timedelta(minutes=12))


def perform(person: User, page: RolePlayPage, share: float, trainer: User, at: datetime, dice: Random) -> None:
    """All items done but a few that are no critical ones, which are done partly."""
    session = Session.open(page, person, by=trainer, at=at)
    sheet = session.score_sheets.get()
    items = session.edition.items
    weak = dice.sample([item for item in items if not item.critical], k=round(2 * (1 - share) * len(items)))
    for number, item in enumerate(items):
        sheet.mark(item.code, "partly" if item in weak else "done", at + timedelta(seconds=25 * number))
    for item in weak[:2]:
        sheet.comment_on(item.code, "动作到位，话术再完整一些。", at + timedelta(minutes=12))
    sheet.submit(at + timedelta(minutes=14), "整体流畅，注意把发现的问题逐条说给客户听。")
