"""One role-play, "A customer in a hurry", in both languages, with a check sheet of four items and ten points."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale

from courses.models import CoursePage, ModulePage
from roleplays.models import CheckSheet, Item, RolePlayPage, Section, Session
from standards.models import Clause

SECTIONS = [
    ("Greeting", "迎接", [("W-01", 2, False), ("W-02", 3, True)]),
    ("Walk-round", "环车检查", [("W-03", 1, False), ("W-04", 4, True)]),
]
ALL_DONE = {"W-01": "done", "W-02": "done", "W-03": "done", "W-04": "done"}
SECRET, REVEAL = "He scraped the wheel on a kerb", "Admit it when shown the scuff"


@pytest.fixture
def clause(db):
    return Clause.objects.create(
        code="P2-08",
        area="P2",
        in_force_from=dt.date(2026, 1, 1),
        text_zh="问候",
        text_en="Greet.",
        why_zh="敬",
        why_en="Respect.",
    )


def make_sheet(locale, clause, *, language="en", of=None):
    """A sheet in one language; `of` is the one it translates."""
    same = {"translation_key": of.translation_key} if of else {}
    sheet = CheckSheet(title={"en": "Reception", "zh-hans": "接待"}[language], code="reception", locale=locale, **same)
    sheet.sections = [
        Section(
            title=zh if language == "zh-hans" else en,
            locale=locale,
            sort_order=place,
            items=[
                make_item(code, points, critical, language, locale, n)
                for n, (code, points, critical) in enumerate(items)
            ],
        )
        for place, (en, zh, items) in enumerate(SECTIONS)
    ]
    sheet.save()
    item = Item.objects.get(section__check_sheet=sheet, code="W-01")
    item.clauses.set([clause])
    item.save()
    return CheckSheet.objects.get(pk=sheet.pk)


def make_item(code, points, critical, language, locale, place):
    text = {"en": ("Behaviour", "Say"), "zh-hans": ("行为", "说")}[language]
    return Item(
        code=code,
        behaviour=f"{text[0]} {code}",
        talk_points=f"{text[1]} {code}",
        points=points,
        critical=critical,
        locale=locale,
        sort_order=place,
    )


def make_role_play(module, sheet, **fields):
    values = {
        "title": "A customer in a hurry",
        "slug": "role-play",
        "situation": "<p>Ten past nine.</p>",
        "advisor_brief": "<p>You stand at the post.</p>",
        "props": "<p>A car key.</p>",
        "customer_name": "Zhou Mingyuan",
        "customer_persona": "Aged 42",
        "customer_car": "A grey sedan",
        "customer_mood": "Pressed for time",
        "customer_hidden_facts": f"<p>{SECRET}</p>",
        "customer_reveal": f"<p>{REVEAL}</p>",
        "minutes": 25,
        "pass_mark": 80,
        "time_limit": 15,
        "check_sheet": sheet,
        "locale": module.locale,
    }
    return module.add_child(instance=RolePlayPage(**values | fields))


def queries_of(client, address):
    """How many queries it takes to show a page."""
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


@pytest.fixture
def check_sheet(home, clause):
    return make_sheet(home.locale, clause)


@pytest.fixture
def check_sheet_zh(check_sheet, home_zh, clause):
    return make_sheet(Locale.objects.get(language_code="zh-hans"), clause, language="zh-hans", of=check_sheet)


@pytest.fixture
def role_play(module, check_sheet):
    return make_role_play(module, check_sheet)


@pytest.fixture
def role_play_zh(role_play, home_zh, check_sheet_zh):
    locale = home_zh.locale
    course = home_zh.add_child(instance=CoursePage(title="七步", slug="seven-steps", summary="全部", locale=locale))
    module = course.add_child(instance=ModulePage(title="接待", slug="reception", summary="开头", locale=locale))
    key = role_play.translation_key
    return make_role_play(module, check_sheet_zh, title="赶时间的客户", translation_key=key)


@pytest.fixture
def session(role_play, lin, xu, now):
    """Lin performs, Xu assesses."""
    return Session.open(role_play, lin, by=xu, at=now)


@pytest.fixture
def sheet(session):
    return session.score_sheets.get()


@pytest.fixture
def complete(sheet, now):
    """`complete(W-04="not")` marks every item, "done" where nothing else is said."""

    def mark_all(**marks):
        for code, value in (ALL_DONE | {name.replace("_", "-"): value for name, value in marks.items()}).items():
            sheet.mark(code, value, now)
        return sheet

    return mark_all


@pytest.fixture
def released(complete, now):
    """Lin passed with a full score."""
    return complete().submit(now, "Calm throughout.")


@pytest.fixture
def later(now):
    """`later(5)` is five minutes on."""
    return lambda minutes: now + dt.timedelta(minutes=minutes)
