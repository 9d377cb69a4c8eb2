from decimal import Decimal

import pytest

from certificates.models import Certification, Requirement


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
