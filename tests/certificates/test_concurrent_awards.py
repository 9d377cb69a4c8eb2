"""Events at the same moment, each on a connection of its own."""

import threading
from collections.abc import Callable, Iterable

import pytest
from django.db import connection, transaction

from certificates.models import Certificate, award_all, awarding
from courses.models import LedgerEntry, Outcome
from tests.conftest import make_person

MANY = 50


def pass_all(person, pages, at) -> None:
    for page in pages:
        LedgerEntry.objects.create(
            person=person, activity=page.translation_key, outcome=Outcome.PASSED, score=90, at=at, evidence_kind=""
        )


def at_once(calls: Iterable[Callable[[], object]]) -> list[Exception]:
    """Calls each in a thread of its own, all let go together; returns what they raised."""
    calls = list(calls)
    start, errors = threading.Barrier(len(calls)), []

    def run(call: Callable[[], object]) -> None:
        try:
            start.wait(timeout=60)
            call()
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[call]) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return errors


@pytest.mark.django_db(transaction=True)
def test_fifty_events_of_one_person_award_once(certification, lin, lesson, second_lesson, exam, now):
    pass_all(lin, (lesson, second_lesson, exam), now)
    assert at_once([lambda: award_all(lin, now)] * MANY) == []
    assert Certificate.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_fifty_people_who_finish_together_have_one_certificate_each(
    certification, riverside, lesson, second_lesson, exam, now
):
    people = [make_person(f"p{number}", f"人{number}", dealership=riverside) for number in range(MANY)]
    with transaction.atomic():
        for person in people:
            pass_all(person, (lesson, second_lesson, exam), now)
    assert at_once([lambda person=person: award_all(person, now) for person in people]) == []
    assert sorted(Certificate.objects.values_list("person", flat=True)) == sorted(person.pk for person in people)
    assert len({serial[8:14] for serial in Certificate.objects.values_list("serial", flat=True)}) == MANY


@pytest.mark.django_db(transaction=True)
def test_the_round_goes_on_while_others_write(certification, riverside, lesson, second_lesson, exam, now, monkeypatch):
    people = [make_person(f"p{number}", f"人{number}", dealership=riverside) for number in range(4)]
    certification.is_offered = False  # else each result would be awarded at once
    certification.save()
    with transaction.atomic():
        for person in people:
            pass_all(person, (lesson, second_lesson, exam), now)
    certification.is_offered = True
    certification.save()
    award_one = awarding.award_earned

    def after_somebody_wrote(prospect, at):
        assert at_once([lambda: make_person(f"q{prospect.person.pk}", "新人", dealership=riverside)]) == []
        return award_one(prospect, at)

    monkeypatch.setattr(awarding, "AT_ONCE", 2)
    monkeypatch.setattr(awarding, "award_earned", after_somebody_wrote)
    assert awarding.award_everybody(now) == 4
