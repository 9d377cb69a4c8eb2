"""Renewal: a second certificate in the same chain, by a shorter road, without losing what was there."""

import datetime as dt
from decimal import Decimal

import pytest
from dateutil.relativedelta import relativedelta
from django.urls import reverse
from django.utils import timezone

from certificates.models import Requirement, Road
from courses import ledger
from courses.models import Outcome

MINE = "certificates:mine"


@pytest.fixture
def shorter(certification, exam) -> None:
    """Whoever renews needs only the exam again."""
    Requirement.objects.create(
        certification=certification, road=Road.RENEWAL, label_zh="考试", label_en="Exam again", page=exam, minimum=80
    )


def day(certificate, **away) -> dt.datetime:
    """Noon of the certificate's last day, moved."""
    noon = dt.datetime.combine(certificate.valid_until, dt.time(4), tzinfo=dt.UTC)
    return noon + relativedelta(**away)


def sit(person, page, at, score=90) -> None:
    """The result as evidence of its own: the same exam may be passed again."""
    from people.models import Region

    evidence = Region.objects.create(code=f"e{at:%Y%m%d%H}", name_zh="证", name_en="Proof")
    ledger.record(
        person=person,
        activity=page.translation_key,
        outcome=Outcome.PASSED,
        score=Decimal(score),
        at=at,
        evidence=evidence,
    )


@pytest.mark.parametrize(
    ("away", "is_renewed"),
    [({"days": -61}, False), ({"days": -59}, True), ({"days": 0}, True), ({"days": 80}, True), ({"days": 91}, False)],
)
def test_the_shorter_road_is_open_from_the_window_to_the_end_of_grace(
    certification, certificate, shorter, lin, exam, away, is_renewed
):
    at = day(certificate, **away)
    sit(lin, exam, at)
    assert (certification.award_to(lin, at).number == 2) is is_renewed


def test_what_was_passed_before_the_window_does_not_renew(certification, certificate, shorter, lin, exam):
    sit(lin, exam, day(certificate, days=-200))
    assert certification.award_to(lin, day(certificate, days=-10)) == certificate


def test_a_score_below_the_minimum_does_not_renew(certification, certificate, shorter, lin, exam):
    sit(lin, exam, day(certificate, days=-10), score=70)
    assert certification.award_to(lin, day(certificate, days=-10)) == certificate


def test_renewing_early_loses_no_day(certification, certificate, shorter, lin, exam):
    at = day(certificate, days=-30)
    sit(lin, exam, at)
    renewed = certification.award_to(lin, at)
    assert renewed.valid_until == certificate.valid_until + relativedelta(months=24)
    assert renewed.awarded_on == at.date()


def test_renewing_late_starts_on_the_day(certification, certificate, shorter, lin, exam):
    at = day(certificate, days=30)
    sit(lin, exam, at)
    renewed = certification.award_to(lin, at)
    assert renewed.valid_until == at.date() + relativedelta(months=24, days=-1)


def test_without_a_shorter_road_everything_is_asked_again(certification, certificate, lin, exam):
    sit(lin, exam, day(certificate, days=-10))
    assert certification.award_to(lin, day(certificate, days=-10)) == certificate


def test_the_one_before_stays_as_it_was(certification, certificate, shorter, lin, exam):
    before = {field.name: getattr(certificate, field.name) for field in certificate._meta.fields}
    at = day(certificate, days=-10)
    sit(lin, exam, at)
    certification.award_to(lin, at)
    certificate.refresh_from_db()
    assert {field.name: getattr(certificate, field.name) for field in certificate._meta.fields} == before


def test_a_renewal_is_awarded_once(certification, certificate, shorter, lin, exam):
    at = day(certificate, days=-10)
    sit(lin, exam, at)
    assert certification.award_to(lin, at) == certification.award_to(lin, at)
    assert list(lin.certificates.order_by("number").values_list("number", flat=True)) == [1, 2]


def test_what_was_revoked_is_not_renewed(certification, certificate, shorter, lin, exam, admin, now):
    certificate.revoke(by=admin, at=now, reason="Mistake")
    at = day(certificate, days=-10)
    sit(lin, exam, at)
    assert certification.award_to(lin, at) == certificate


def test_somebody_without_a_certificate_cannot_take_the_shorter_road(certification, shorter, zhou, exam, now):
    sit(zhou, exam, now)
    assert certification.award_to(zhou, now) is None


def test_the_page_shows_the_road_to_renewal_in_its_time_only(signed_in, lin, certificate, shorter):
    client = signed_in(lin)
    assert "Exam again" not in client.get(reverse(MINE)).text
    lin.certificates.update(valid_until=timezone.localdate() + dt.timedelta(days=10))
    page = client.get(reverse(MINE)).text
    assert "Exam again" in page
    assert "Renew: Customer Reception" in page


def test_the_certificate_before_is_among_the_earlier_ones(signed_in, lin, certification, certificate, shorter, exam):
    at = day(certificate, days=-10)
    sit(lin, exam, at)
    renewed = certification.award_to(lin, at)
    context = signed_in(lin).get(reverse(MINE)).context
    assert [(each, earlier) for each, _, earlier in context["certificates"]] == [(renewed, [certificate])]
