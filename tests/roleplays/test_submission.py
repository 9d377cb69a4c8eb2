from decimal import Decimal

import pytest

from courses import ledger
from courses.models import LedgerEntry
from roleplays.models import BlankItems, ScoreSheet, SessionClosed


def test_a_complete_sheet_releases_the_session(complete, later):
    session = complete(W_01="partly").submit(later(20), " Calm throughout. ")

    sheet = session.score_sheets.get()
    assert (session.released_at, session.outcome, session.percent) == (later(20), "passed", Decimal("90.00"))
    assert (sheet.submitted_at, sheet.percent, sheet.comment) == (later(20), Decimal("90.00"), "Calm throughout.")


def test_the_result_is_in_the_ledger(complete, lin, role_play, later):
    session = complete(W_01="partly").submit(later(20))

    entry = LedgerEntry.objects.get()
    assert (entry.person, entry.activity, entry.at) == (lin, role_play.translation_key, later(20))
    assert (entry.outcome, entry.score) == ("passed", Decimal("90.00"))
    assert (entry.evidence_kind, entry.evidence_id) == ("roleplays.session", str(session.pk))


def test_a_missed_critical_item_fails_whatever_the_score(complete, sheet, now):
    sheet.session.pass_mark = 10
    sheet.session.save()
    session = complete(W_02="not").submit(now)

    assert (session.outcome, session.percent) == ("failed", Decimal("70.00"))
    assert LedgerEntry.objects.get().outcome == "failed"


def test_too_few_points_fail(complete, now):
    assert complete(W_02="partly", W_04="partly").submit(now).outcome == "failed"


def test_blank_items_refuse_submission_by_name(sheet, now):
    sheet.mark("W-03", "done", now)

    with pytest.raises(BlankItems) as refusal:
        sheet.submit(now)
    assert refusal.value.codes == ("W-01", "W-02", "W-04")
    assert not LedgerEntry.objects.exists()
    assert sheet.session.is_running


def test_an_item_taken_back_is_blank(complete, now):
    sheet = complete()
    sheet.undo(now)

    with pytest.raises(BlankItems):
        sheet.submit(now)


def test_a_second_submission_changes_nothing(complete, now, later):
    session = complete().submit(now, "First")
    # As the second of two clicks sees it: read before the first was through.
    ScoreSheet.objects.get(session=session).submit(later(1), "Second")

    assert LedgerEntry.objects.count() == 1
    sheet = session.score_sheets.get()
    assert (sheet.comment, sheet.submitted_at) == ("First", now)


def test_a_submission_from_a_stale_page_changes_nothing(complete, now, later):
    stale = complete()
    ScoreSheet.objects.get(pk=stale.pk).submit(now, "First")
    stale.submit(later(1), "Second")

    assert ScoreSheet.objects.get(pk=stale.pk).comment == "First"
    assert LedgerEntry.objects.count() == 1


def test_whoever_listens_hears_of_the_result_once(complete, now, lin, django_capture_on_commit_callbacks):
    heard = []
    listen = lambda **sent: heard.append(sent["entry"].person)  # noqa: E731
    ledger.recorded.connect(listen)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            complete().submit(now).score_sheets.get().submit(now)
    finally:
        ledger.recorded.disconnect(listen)

    assert heard == [lin]


def test_a_cancelled_session_cannot_be_submitted(complete, xu, now):
    sheet = complete()
    sheet.session.cancel(by=xu, at=now)

    with pytest.raises(SessionClosed):
        sheet.submit(now)
    assert not LedgerEntry.objects.exists()
