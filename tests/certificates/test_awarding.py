import re
from datetime import date, timedelta
from decimal import Decimal
from unittest import mock
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from certificates.models import Certificate, Certification, Requirement, SerialNumber, award_all, new_code
from courses import ledger
from courses.models import Outcome


def test_passing_everything_awards_a_certificate(certification, lin, earn):
    earn(lin)
    assert lin.certificates.get().certification == certification


def test_one_open_requirement_awards_nothing(certification, lin, lesson, now):
    ledger.record(person=lin, activity=lesson.translation_key, outcome=Outcome.COMPLETED, at=now)
    assert certification.award_to(lin, now) is None


def test_a_score_below_the_minimum_awards_nothing(certification, lin, earn):
    earn(lin, score=79)
    assert not lin.certificates.exists()


def test_only_a_result_that_is_done_is_looked_at(certification, lin, exam, now, django_capture_on_commit_callbacks):
    looked = []
    with mock.patch("certificates.tasks.award_all", lambda person, at: looked.append(person) or []):
        for n, outcome in enumerate(Outcome):
            with django_capture_on_commit_callbacks(execute=True):
                ledger.record(person=lin, activity=uuid4(), outcome=outcome, score=Decimal(n), at=now)
            assert looked == [lin] * sum(each != Outcome.FAILED for each in list(Outcome)[: n + 1])


def test_awarding_again_returns_the_same_certificate(certification, certificate, lin, now):
    assert certification.award_to(lin, now + timedelta(days=1)) == certificate
    assert award_all(lin, now) == [certificate]
    assert Certificate.objects.count() == 1


def test_what_is_asked_for_is_read_once_and_again_when_it_changes(certification, lin, exam, earn, now):
    award_all(lin, now)
    with CaptureQueriesContext(connection) as again:
        award_all(lin, now)
    first = Requirement.objects.create(
        certification=certification, label_zh="再考", label_en="Once more", page=exam, minimum=100
    )
    with CaptureQueriesContext(connection) as anew:
        award_all(lin, now)
    assert len(again) < len(anew)
    earn(lin, score=90)
    assert award_all(lin, now) == []
    first.delete()
    assert len(award_all(lin, now)) == 1


def test_the_database_refuses_a_second_first_issuance(certificate):
    certificate.pk, certificate.serial, certificate.code = None, "SA-2026-999999", new_code()
    with pytest.raises(IntegrityError, match=r"issuance_once|UNIQUE"), transaction.atomic():
        certificate.save(force_insert=True)


def test_a_revoked_certificate_is_not_awarded_anew(certification, certificate, lin, admin, now):
    certificate.revoke(by=admin, at=now, reason="Results of another person")
    assert certification.award_to(lin, now) == certificate


def test_a_person_who_has_left_is_awarded_nothing(certification, lin, earn):
    lin.is_active = False
    lin.save()
    earn(lin)
    assert not lin.certificates.exists()


def test_a_certification_no_longer_offered_is_awarded_to_nobody(certification, lin, earn):
    certification.is_offered = False
    certification.save()
    earn(lin)
    assert not lin.certificates.exists()


def test_the_certificate_keeps_what_it_said_when_the_person_changes(certificate, lin, harbour):
    lin.name, lin.dealership = "林小晓", harbour
    lin.save()
    certificate.refresh_from_db()
    assert (certificate.name, certificate.dealership_en) == ("林晓", "Riverside")


def test_the_certificate_keeps_its_evidence(certificate, exam):
    rows = {row["label_en"]: row["results"] for row in certificate.evidence}
    assert len(rows["Lessons"]) == 2
    assert [(r["activity"], r["score"]) for r in rows["Exam"]] == [(str(exam.translation_key), "90.00")]


def test_a_person_without_a_latin_name_gets_one_in_pinyin(certification, zhou, earn):
    zhou.name_latin = ""
    zhou.save()
    earn(zhou)
    assert zhou.certificates.get().name_latin == "Zhou Kun"


def test_it_is_valid_for_the_months_of_its_certification(certification, lin, earn, now):
    certification.is_offered = False
    certification.save()
    earn(lin)
    certification.is_offered = True
    certificate = certification.award_to(lin, now)
    assert (certificate.awarded_on, certificate.valid_until) == (date(2026, 11, 2), date(2028, 11, 1))


@pytest.mark.parametrize(
    ("on", "state"),
    [
        (date(2026, 11, 2), "valid"),
        (date(2028, 9, 2), "valid"),
        (date(2028, 9, 3), "expiring"),
        (date(2028, 11, 1), "expiring"),
        (date(2028, 11, 2), "expired"),
    ],
)
def test_the_state_follows_the_date(certificate, on, state):
    certificate.awarded_on, certificate.valid_until = date(2026, 11, 2), date(2028, 11, 1)
    assert certificate.state(on) == state


def test_revoking_twice_changes_neither_who_nor_why(certificate, admin, chen, now):
    first = certificate.revoke(by=admin, at=now, reason="Mistaken identity")
    assert certificate.revoke(by=chen, at=now, reason="Something else") == first
    assert certificate.state(date(2026, 11, 3)) == "revoked"


def test_serial_numbers_count_through_each_year(db):
    taken = [SerialNumber.take(2026), SerialNumber.take(2026), SerialNumber.take(2027)]
    assert [serial[:14] for serial in taken] == ["SA-2026-000001", "SA-2026-000002", "SA-2027-000001"]


def test_a_serial_number_does_not_tell_the_next(db):
    tails = {SerialNumber.take(2026)[14:] for _ in range(20)}
    assert len(tails) == 20
    assert all(re.fullmatch("-[2-9A-HJ-NP-Z]{6}", tail) for tail in tails)


def test_verification_codes_have_no_letters_that_look_alike(db):
    code = new_code()
    assert len(code) == 16
    assert not set(code) & set("01OIL")


def test_a_lesson_added_in_the_other_language_does_not_count_twice(certification, lesson, home_zh, lin, earn):
    requirement = certification.requirements.first()
    assert len(requirement.activities()) == 2


def test_what_hangs_under_a_draft_is_asked_of_nobody(certification, module, lesson, second_lesson):
    second_lesson.unpublish()
    of_module = certification.requirements.get(page=module)
    of_course = Requirement.objects.create(
        certification=certification, page=module.get_parent(), label_zh="全", label_en="All"
    )
    assert of_module.activities() == of_course.activities() == {lesson.translation_key}
    module.unpublish()
    assert of_course.activities() == set()
    assert of_module.activities() == {lesson.translation_key}


def test_more_requirements_take_no_more_queries(certification, module, course, lin, now, django_assert_num_queries):
    certification.standings([lin], now)
    with CaptureQueriesContext(connection) as few:
        certification.standings([lin], now)
    for page in (module, course):
        Requirement.objects.create(certification=certification, page=page, label_zh="又", label_en="More")
    certification = Certification.objects.get(pk=certification.pk)
    with django_assert_num_queries(len(few)):
        assert len(certification.standings([lin], now)[lin]) == 4
