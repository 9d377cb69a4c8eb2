"""What the timekeeper awards: nobody's result tells of it."""

import datetime as dt

import pytest

from certificates.models import Certificate, Certification, Requirement
from people.models import User
from tracking.reminding import ticking
from tracking.reminding.ticking import tick

DAY, MINUTE = dt.timedelta(days=1), dt.timedelta(minutes=1)


@pytest.fixture
def half_a_year(lin, now) -> dt.datetime:
    """Six months in the job are asked for, and the day on which Lin has served them."""
    certification = Certification.objects.create(code="served", title_zh="接待", title_en="Reception")
    Requirement.objects.create(
        certification=certification, kind="tenure", months=6, label_zh="在岗", label_en="In the job", sort_order=1
    )
    User.objects.filter(pk=lin.pk).update(hired_on=now.date())
    return now.replace(year=2027, month=5)


def test_time_in_the_job_is_found_served_by_the_round_of_its_day(half_a_year, lin):
    tick(lambda: half_a_year - DAY)
    assert not Certificate.objects.exists()
    tick(lambda: half_a_year)
    assert Certificate.objects.get().person == lin


def test_everybody_is_looked_at_once_a_day(half_a_year):
    tick(lambda: half_a_year - dt.timedelta(hours=12))
    tick(lambda: half_a_year)
    assert not Certificate.objects.exists()
    tick(lambda: half_a_year + DAY)
    assert Certificate.objects.count() == 1


def test_what_failed_is_tried_again_in_an_hour_and_holds_up_nothing_else(half_a_year, lin, monkeypatch):
    def fails(at):
        raise OSError("the disk is full")

    with monkeypatch.context() as broken:
        broken.setattr(ticking, "award_everybody", fails)
        with pytest.raises(OSError, match="the disk is full"):
            tick(lambda: half_a_year)
    assert "messages sent" in tick(lambda: half_a_year + 15 * MINUTE)
    assert not Certificate.objects.exists()
    tick(lambda: half_a_year + 61 * MINUTE)
    assert Certificate.objects.get().person == lin


def test_a_corrected_name_is_found_at_the_next_round(half_a_year, lin):
    User.objects.filter(pk=lin.pk).update(name="林😀")
    tick(lambda: half_a_year)
    assert not Certificate.objects.exists()
    User.objects.filter(pk=lin.pk).update(name="林喆")
    tick(lambda: half_a_year + dt.timedelta(minutes=1))
    assert Certificate.objects.get().name == "林喆"
