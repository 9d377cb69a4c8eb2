import datetime as dt
from decimal import Decimal

import pytest

from certificates.models import Certification, Requirement, Road
from quizzes.models import Kind, Option, Question, QuizPage, QuizSlot
from roleplays.models import CheckSheet, Item, RolePlayPage, Section
from standards.models import Clause
from tracking.populating.filling import Wanted, fill


@pytest.fixture
def certification(module, lesson, second_lesson) -> Certification:
    return Certification.objects.create(
        code="reception",
        title_zh="接待服务认证",
        title_en="Customer Reception",
        requirements=[
            Requirement(label_zh="课程", label_en="Lessons", page=module, sort_order=0),
            Requirement(label_zh="环车", label_en="Round", page=second_lesson, minimum=Decimal(80), sort_order=1),
        ],
    )


CLAUSES = ("P2-01", "P2-02", "P2-03")


@pytest.fixture
def clauses(db) -> list[Clause]:
    texts = {"why_zh": "安心", "why_en": "At ease", "responsible_zh": "服务顾问", "responsible_en": "Service advisor"}
    return [
        Clause.objects.create(
            code=code, area="P2", in_force_from=dt.date(2026, 1, 1), text_zh="要求", text_en=f"Do {code}.", **texts
        )
        for code in CLAUSES
    ]  # fmt: skip


@pytest.fixture
def quiz(module, clauses) -> QuizPage:
    """Six questions with one right option of three, two for each clause."""
    locale = module.locale
    page = module.add_child(instance=QuizPage(title="Quiz", slug="quiz", shuffle=False, locale=locale))
    for number, clause in enumerate([*clauses, *clauses], start=1):
        question = Question(code=f"Q{number}", kind=Kind.SINGLE, stem="?", explanation="So.", locale=locale)
        question.options = [Option(text=text, correct=text == "A", locale=locale) for text in "ABC"]
        question.clauses = [clause]
        question.save()
        page.slots.add(QuizSlot(question=question, locale=locale, sort_order=number))
    page.save_revision().publish()
    return page


@pytest.fixture
def role_play(module, clauses) -> RolePlayPage:
    """Three items of ten points each, one for each clause; the first is critical."""
    locale = module.locale
    sheet = CheckSheet(title="Reception", code="reception", locale=locale)
    items = [
        Item(
            code=f"W-{n}", behaviour="Greets", points=10, critical=n == 1, locale=locale, sort_order=n, clauses=[clause]
        )
        for n, clause in enumerate(clauses, start=1)
    ]
    sheet.sections = [Section(title="Greeting", locale=locale, items=items)]
    sheet.save()
    page = RolePlayPage(
        title="Role-play", slug="role-play", situation="<p>Ten.</p>", advisor_brief="<p>Stand.</p>", check_sheet=sheet,
        pass_mark=80, locale=locale,
    )  # fmt: skip
    return module.add_child(instance=page)


@pytest.fixture
def programme(module, lesson, second_lesson, quiz, role_play) -> Certification:
    """Two lessons, a quiz and a role-play; renewed by the quiz alone after two years."""
    asked = [("Lessons", module), ("Quiz", quiz), ("Role-play", role_play)]
    first = [Requirement(label_zh=f"{en}", label_en=en, page=page, sort_order=n) for n, (en, page) in enumerate(asked)]
    again = [Requirement(label_zh="测验", label_en="Quiz", page=quiz, road=Road.RENEWAL)]
    return Certification.objects.create(
        code="advisor",
        title_zh="服务顾问认证",
        title_en="Certified Advisor",
        valid_months=24,
        requirements=first + again,
    )


@pytest.fixture
def populated(programme, now) -> Wanted:
    """Three dealerships of one region with sixty people at work and two and a half years behind them."""
    wanted = Wanted(dealerships=3, people=60, years=2.5, seed=4)
    fill(wanted, now)
    return wanted
