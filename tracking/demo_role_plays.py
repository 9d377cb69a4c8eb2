"""The role-plays of the demonstration: performances scored by one and by two, objections, plans, audits of areas."""

from datetime import datetime, timedelta
from io import BytesIO
from random import Random

from PIL import Image, ImageDraw

from courses.curriculum.loader import stable_key
from people.models import Dealership, User
from roleplays.models import (
    Area,
    Calibration,
    CalibrationSet,
    Kind,
    Objection,
    OwnView,
    Plan,
    RolePlayPage,
    Ruling,
    ScoreSheet,
    Session,
)
from roleplays.photographs import as_jpeg

ROLE_PLAYS = ["reception-role-play", "diagnosis-role-play", "delivery-role-play"]
ETIQUETTE = "meeting-role-play"
WORKSHOP, RECEPTION_AREA = "keeping-role-play-workshop-audit", "keeping-role-play-reception-audit"

MISSED = 8  # of the items that fall short, those with such a number are not done at all

# Scored by both trainers, blind to each other: how many items fall short.
PAIRED = [("zhoukun", 2), ("wuyue", 4), ("sunzhe", 7), ("zhenghang", 11), ("gaofeng", 3), ("tangning", 9)]

# Chinese and English name, the check sheet, and for each audit how long ago it was and each how many items fall short.
AREAS = [
    ("维修车间", "Workshop", WORKSHOP, [(70, 2), (42, 4), (14, 7)]),
    ("接待区", "Reception area", RECEPTION_AREA, [(21, 6)]),
    ("配件库", "Parts store", "", []),
]


def load_role_plays(now: datetime) -> None:
    score_in_pairs(now)
    load_sessions(now)
    object_to_results(now)
    audit_areas(Dealership.objects.get(code="jiangpan"), now)


def calibrate(trainer: User, at: datetime) -> None:
    """Before the first role-play: every tenth item is half a step off the reference, and the right is earned."""
    for chosen in CalibrationSet.objects.offered():
        own = Calibration.begin(chosen, trainer, at)
        marks = [(sheet, mark) for sheet in own.in_order() for mark in sheet.performance.marks.all()]
        for number, (sheet, gold) in enumerate(marks, start=1):
            item = sheet.performance.edition.item(gold.item)
            sheet.put(gold.item, at, value=item.lesser if number % 10 == 0 else gold.value)
        own.submit(at + timedelta(minutes=50))


def perform(
    person: User, page: RolePlayPage, share: float, trainer: User, at: datetime, dice: Random, kind=Kind.ROLE_PLAY
) -> None:
    """All items done but a few that are no critical ones, which are done partly."""
    session = Session.open(page, person, by=trainer, at=at, kind=kind)
    sheet = session.score_sheets.get()
    items = session.edition.items
    weak = dice.sample([item for item in items if not item.critical], k=round(2 * (1 - share) * len(items)))
    for number, item in enumerate(items):
        sheet.mark(item.code, item.lesser if item in weak else item.best, at + timedelta(seconds=25 * number))
    for item in weak[:2]:
        sheet.comment_on(item.code, "动作到位，话术再完整一些。", at + timedelta(minutes=12))
    sheet.submit(at + timedelta(minutes=14), "整体流畅，注意把发现的问题逐条说给客户听。", rating=3 + round(share))


def score_in_pairs(now: datetime) -> None:
    """The etiquette line-up of a month ago before two trainers, of whom the lead trainer is a little milder."""
    trainer, lead = (User.objects.get(employee_number=number) for number in ("xumin", "fangyuan"))
    calibrate(lead, now - timedelta(days=90))
    page = page_of(RolePlayPage, ETIQUETTE)
    page.assessors = 2  # for these performances only; the page itself stays as the curriculum has it
    for place, (number, lacking) in enumerate(PAIRED):
        at, dice = now - timedelta(days=30, minutes=30 * place), Random(number)
        session = Session.open(page, User.objects.get(employee_number=number), by=trainer, at=at)
        session.join(lead, at)
        weak = dice.sample([item for item in session.edition.items if not item.critical], k=lacking)
        for assessor, seen in ((trainer, weak), (lead, weak[: -(lacking // 3) or None])):
            sheet = session.score_sheets.get(assessor=assessor)
            for item in session.edition.items:
                sheet.mark(item.code, item.lesser if item in seen else item.best, at + timedelta(minutes=10))
            sheet.submit(at + timedelta(minutes=15), rating=5 - len(seen) // 4)


def load_sessions(now: datetime) -> None:
    """Two tries of the etiquette line-up with the advisor's own view, what was seen at work, and a plan for today."""
    people = {person.employee_number: person for person in User.objects.filter(dealership__code="jiangpan")}
    advisor, trainer, manager = (people[number] for number in ("linxiao", "xumin", "chenli"))
    etiquette, reception = page_of(RolePlayPage, ETIQUETTE), page_of(RolePlayPage, ROLE_PLAYS[0])
    for days, missed in ((9, 2), (2, 8)):
        session = Session.open(etiquette, advisor, by=trainer, at=now - timedelta(days=days))
        give(session, missed, now - timedelta(days=days), "整体自然。接电话时慢一点，先笑再开口。")
    yesterday = now - timedelta(days=1)
    seen = Session.open(reception, people["sunzhe"], by=manager, at=yesterday, kind=Kind.AT_WORK)
    give(seen, 9, yesterday, "早高峰时段观察，迎接很主动。")
    soon = (now + timedelta(hours=2)).replace(minute=0, second=0, microsecond=0)
    Plan.make(
        reception, advisor, by=trainer, at=now - timedelta(days=1), starts_at=soon, place="2 号接待位",
        assessors=[trainer], player=people["sunzhe"],
    )  # fmt: skip


def give(session: Session, every: int, at: datetime, comment: str) -> None:
    """Each so-many-th item falls short, unless it is a critical one; the advisor finds every section good."""
    sheet = session.score_sheets.get()
    mark_all(sheet, every, at)
    if session.self_assessment:
        grades = [3 + number % 3 for number, _section in enumerate(session.edition.sections)]
        OwnView.give(session, grades, "引路的时候我太紧张，走得偏快。", at + timedelta(minutes=12))
    sheet.submit(at + timedelta(minutes=14), comment, rating=2 if every == 2 else 4)


def mark_all(sheet: ScoreSheet, every: int, at: datetime) -> None:
    for number, item in enumerate(sheet.session.edition.items, start=1):
        value = item.best
        if number % every == 0 and not item.critical:
            value = item.worst if number % MISSED == 0 else item.lesser
        sheet.mark(item.code, value, at + timedelta(seconds=20 * number))


def object_to_results(now: datetime) -> None:
    """One objection that the lead trainer has answered, and one that waits for the trainer of the dealership."""
    trainees = {each.employee_number: each for each in User.objects.filter(dealership__code="jiangpan")}
    lead = User.objects.get(employee_number="fangyuan")
    first = Session.objects.get(person=trainees["linxiao"], number=1)
    answered = Objection.raise_against(
        first, trainees["linxiao"], "第 20 项：到台阶前我说了“当心台阶”，也问了要不要扶，只是声音小。请再看一下。",
        now - timedelta(days=8),
    )  # fmt: skip
    answered.answer_with(
        lead, Ruling.STANDS, "我问过徐老师。提醒要让客户听见才算做到，所以记“部分做到”是对的。下次先转身再说。",
        now - timedelta(days=7),
    )  # fmt: skip
    at = now - timedelta(days=4)
    second = Session.open(page_of(RolePlayPage, ETIQUETTE), trainees["qianwen"], by=lead, at=at)
    give(second, 2, at, "问候很好。名片、台阶和电话这几处还要练。")
    Objection.raise_against(
        second, trainees["qianwen"],
        "第 16 项：名片我是双手接的，也念了“邵主任”，之后放进了名片夹，没有留在桌上。放进名片夹也算收好吧？",
        now - timedelta(days=2),
    )  # fmt: skip


def audit_areas(dealership: Dealership, now: datetime) -> None:
    """The workshop has got better from audit to audit; the parts store waits for its first."""
    manager = User.objects.get(employee_number="chenli")
    for name_zh, name_en, sheet, audits in AREAS:
        area = Area.objects.create(dealership=dealership, name_zh=name_zh, name_en=name_en)
        for days, every in audits:
            at = now - timedelta(days=days)
            audit = Session.audit_area(page_of(RolePlayPage, sheet), area, by=manager, at=at)
            own = audit.score_sheets.get()
            mark_all(own, every, at)
            for number, item in enumerate(own.unproven):
                own.add_photograph(item, shelf(number), by=manager, at=at + timedelta(minutes=number))
            own.submit(
                at + timedelta(minutes=35), "不足之处已当场说明，下次检核时复查。", rating=2 if every == 2 else 4
            )


def shelf(number: int) -> bytes:
    """A drawn shelf in place of a photograph: nobody's workshop is shown, and no two are the same file."""
    picture, dice = Image.new("RGB", (480, 360), "#d9dee3"), Random(number)
    draw = ImageDraw.Draw(picture)
    for board in (110, 220, 330):
        left = 40
        while left < 380:
            wide, high = dice.randint(36, 80), dice.randint(30, 80)
            colour = dice.choice(["#8a6d4b", "#4b6b8a", "#6f7f5c", "#a65a3f"])
            draw.rectangle((left, board - high, left + wide, board), fill=colour, outline="#2b2f33")
            left += wide + dice.randint(4, 40)
        draw.rectangle((20, board, 460, board + 10), fill="#5b6168")
    written = BytesIO()
    picture.save(written, "PNG")
    written.seek(0)
    return as_jpeg(written)


def page_of(model: type, key: str):
    """The Chinese page that the curriculum's files call `key`."""
    return model.objects.get(translation_key=stable_key(model._meta.model_name, key), locale__language_code="zh-hans")
