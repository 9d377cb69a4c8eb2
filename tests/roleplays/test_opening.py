import pytest
from django.db import IntegrityError, transaction

from roleplays.models import IncompleteCheckSheet, SelfAssessment, Session, SessionClosed
from tests.roleplays.conftest import make_role_play


def test_a_session_knows_who_what_and_when(session, role_play, lin, xu, now):
    assert (session.person, session.role_play, session.opened_by) == (lin, role_play.translation_key, xu)
    assert (session.opened_at, session.started_at, session.number) == (now, None, 1)
    assert session.is_running


def test_whoever_opens_a_session_has_a_score_sheet(session, xu):
    assert [sheet.assessor for sheet in session.score_sheets.all()] == [xu]


def test_opening_twice_gives_the_running_session(session, role_play, lin, xu, later):
    assert Session.open(role_play, lin, by=xu, at=later(1)) == session
    assert session.score_sheets.count() == 1


def test_opening_in_the_other_language_gives_the_running_session(session, role_play_zh, lin, xu, later):
    assert Session.open(role_play_zh, lin, by=xu, at=later(1)) == session


def test_the_database_refuses_a_second_running_session(session, role_play, lin, xu, now):
    with pytest.raises(IntegrityError, match=r"session_open_once|person_id"), transaction.atomic():
        Session.objects.create(
            person=lin, role_play=role_play.translation_key, number=2, edition=session.edition, pass_mark=80,
            time_limit=15, opened_by=xu, opened_at=now,
        )  # fmt: skip


def test_another_assessor_opens_a_session_of_their_own(session, role_play, lin, admin, later):
    other = Session.open(role_play, lin, by=admin, at=later(1))

    assert (other.number, other.opened_by) == (2, admin)


def test_tries_are_numbered(released, role_play, lin, xu, later):
    assert Session.open(role_play, lin, by=xu, at=later(60)).number == 2


def test_a_cancelled_session_is_no_try(session, role_play, lin, xu, later):
    session.cancel(by=xu, at=later(1), because="Wrong person")

    assert Session.open(role_play, lin, by=xu, at=later(2)).number == 1


def test_each_role_play_counts_its_own_tries(session, module, check_sheet, lin, xu, now):
    other = make_role_play(module, check_sheet, title="Another", slug="another")

    assert Session.open(other, lin, by=xu, at=now).number == 1


def test_nobody_assesses_themselves(role_play, xu, now):
    with pytest.raises(SelfAssessment):
        Session.open(role_play, xu, by=xu, at=now)


def test_a_role_play_without_a_check_sheet_cannot_be_performed(role_play, lin, xu, now):
    role_play.check_sheet = None

    with pytest.raises(IncompleteCheckSheet):
        Session.open(role_play, lin, by=xu, at=now)


def test_a_session_keeps_its_pass_mark(session, role_play, lin, xu, later):
    role_play.pass_mark = 95
    role_play.save()

    assert Session.objects.get(pk=session.pk).pass_mark == 80


def test_the_clock_starts_once(session, later):
    session.start(later(5))
    session.start(later(7))

    assert session.started_at == later(5)


def test_a_cancelled_session_names_who_when_and_why(session, xu, later):
    session.cancel(by=xu, at=later(1), because="Wrong person")

    assert (session.cancelled_by, session.cancelled_at, session.cancelled_because) == (xu, later(1), "Wrong person")
    assert not session.is_running


def test_the_first_cancellation_stays(session, xu, admin, later):
    session.cancel(by=xu, at=later(1))
    session.cancel(by=admin, at=later(2))

    assert (session.cancelled_by, session.cancelled_at) == (xu, later(1))


def test_a_released_session_cannot_be_cancelled(released, xu, later):
    with pytest.raises(SessionClosed):
        released.cancel(by=xu, at=later(1))


def test_a_cancelled_session_cannot_be_started(session, xu, later):
    session.cancel(by=xu, at=later(1))

    with pytest.raises(SessionClosed):
        session.start(later(2))
