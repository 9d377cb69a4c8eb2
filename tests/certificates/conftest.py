from decimal import Decimal

import pytest

from certificates.models import Certification, Requirement
from courses import ledger
from courses.models import LessonPage, Outcome


@pytest.fixture
def exam(module) -> LessonPage:
    """An optional activity with a score; to the certification a quiz is no different."""
    page = LessonPage(title="Exam", slug="exam", minutes=20, required=False, locale=module.locale)
    return module.add_child(instance=page)


@pytest.fixture
def certification(module, lesson, second_lesson, exam) -> Certification:
    """Both lessons of the module, and 80 per cent in the exam."""
    return Certification.objects.create(
        code="reception",
        title_zh="接待服务认证",
        title_en="Customer Reception",
        valid_months=24,
        standard_version="2026.1",
        issuer_zh="服务学院",
        issuer_en="Service Academy",
        signatory_zh="标准委员会",
        signatory_en="Standards Board",
        requirements=[
            Requirement(label_zh="课程", label_en="Lessons", page=module, sort_order=0),
            Requirement(label_zh="考试", label_en="Exam", page=exam, minimum=Decimal(80), sort_order=1),
        ],
    )


@pytest.fixture
def earn(lesson, second_lesson, exam, now, django_capture_on_commit_callbacks):
    """`earn(lin)` passes everything the certification asks for."""

    def pass_everything(person, score: int = 90) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            for page in (lesson, second_lesson):
                ledger.record(person=person, activity=page.translation_key, outcome=Outcome.COMPLETED, at=now)
            ledger.record(
                person=person, activity=exam.translation_key, outcome=Outcome.PASSED, score=Decimal(score), at=now
            )

    return pass_everything


@pytest.fixture
def certificate(certification, lin, earn, now):
    earn(lin)
    return lin.certificates.get()
