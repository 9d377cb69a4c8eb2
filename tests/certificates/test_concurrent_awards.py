"""Two events at the same moment, on two connections."""

import threading

import pytest
from django.db import connection

from certificates.models import Certificate, award_all
from courses.models import LedgerEntry, Outcome


@pytest.mark.django_db(transaction=True)
def test_events_that_arrive_together_award_once(certification, lin, lesson, second_lesson, exam, now):
    for page in (lesson, second_lesson, exam):
        LedgerEntry.objects.create(
            person=lin, activity=page.translation_key, outcome=Outcome.PASSED, score=90, at=now, evidence_kind=""
        )
    at_once = threading.Barrier(4)
    errors: list[Exception] = []

    def award() -> None:
        try:
            at_once.wait(timeout=10)
            award_all(lin, now)
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=award) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not errors
    assert Certificate.objects.count() == 1
