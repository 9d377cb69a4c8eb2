"""The trail is append-only, chained, and shows what was done to it."""

import datetime as dt
from io import StringIO
from threading import Thread

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import DatabaseError, connection, transaction
from django.test import RequestFactory

from people import audit
from people.audit import Action, guards, sealing
from people.audit.chain import BEGINNING, Content, hash_of
from people.audit.records import AuditEntry, AuditOrigin, Unchangeable
from people.audit.sealing import Fault, Head

LATER = dt.timedelta(days=1)


@pytest.fixture
def trail(lin, chen, now) -> list[AuditEntry]:
    made = [audit.record(chen, Action.VIEWED, lin, at=now, page=str(number)) for number in range(5)]
    sealing.seal()
    return made


@pytest.fixture
def unguarded(trail):
    """Whoever owns the database can take its guards away."""
    guards.remove(connection)
    return trail


def faults(at, noted=None) -> list[tuple]:
    return [(finding.fault, finding.number) for finding in sealing.verify(at, noted)]


def run(statement: str, *values) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_the_chain_can_be_reckoned_by_hand():
    content = Content(7, dt.datetime(2026, 1, 2, tzinfo=dt.UTC), "viewed", 1, None, "", "", {"b": 1, "a": "甲"}, "")
    told = (
        '{"action":"viewed","actor":1,"at":"2026-01-02T00:00:00.000000+00:00","details":{"a":"甲","b":1},"id":7,'
        '"key":"","kind":"","number":1,"origin_digest":"","person":null,"previous":"' + BEGINNING + '"}'
    )
    from hashlib import sha256

    assert hash_of(content, 1, BEGINNING) == sha256(told.encode()).hexdigest()


def test_a_chain_that_nobody_touched_holds(trail, now):
    assert faults(now + LATER) == []
    assert list(AuditEntry.objects.order_by("number").values_list("number", flat=True)) == [1, 2, 3, 4, 5]


def test_sealing_twice_changes_nothing(trail):
    before = sealing.head()
    assert (sealing.seal(), sealing.head()) == (0, before)


def test_more_entries_need_no_more_statements_to_seal(lin, now, django_assert_num_queries):
    for many in (2, 200):
        audit.record_many(lin, [(Action.VIEWED, lin, {"n": n}) for n in range(many)], at=now)
        with django_assert_num_queries(5 if connection.vendor == "sqlite" else 6):
            assert sealing.seal() == many


def test_a_changed_entry_is_found(unguarded, now):
    run("UPDATE people_auditentry SET actor = 99 WHERE number = 3")
    assert faults(now) == [(Fault.CHANGED, 3)]


def test_a_removed_entry_is_found(unguarded, now):
    run("DELETE FROM people_auditentry WHERE number = 3")
    assert (Fault.MISSING, 3) in faults(now)


def test_reordered_entries_are_found(unguarded, now):
    run("UPDATE people_auditentry SET number = 100 WHERE number = 2")
    run("UPDATE people_auditentry SET number = 2 WHERE number = 4")
    run("UPDATE people_auditentry SET number = 4 WHERE number = 100")
    assert {fault for fault, _ in faults(now)} == {Fault.CHANGED}


def test_an_inserted_entry_is_found(unguarded, now):
    run("UPDATE people_auditentry SET number = 6 WHERE number = 5")
    assert {fault for fault, _ in faults(now)} == {Fault.MISSING, Fault.CHANGED}


def test_an_end_that_was_cut_off_is_found_with_the_head_that_was_noted(unguarded, now):
    noted = sealing.head()
    run("DELETE FROM people_auditentry WHERE number = 5")
    assert faults(now) == []
    assert faults(now, noted) == [(Fault.HEAD_DIFFERS, 5)]


def test_a_chain_written_anew_is_found_with_the_head_that_was_noted(unguarded, now):
    noted = sealing.head()
    run("UPDATE people_auditentry SET number = NULL, hash = '', actor = 1")
    sealing.seal()
    assert faults(now) == []
    assert faults(now, noted) == [(Fault.HEAD_DIFFERS, 5)]


def test_an_exchanged_origin_is_found_and_an_erased_one_is_not_a_fault(lin, now):
    request = RequestFactory().get("/", headers={"user-agent": "Firefox"})
    first = audit.record(lin, Action.SIGNED_IN, lin, at=now, request=request)
    second = audit.record(lin, Action.SIGNED_IN, lin, at=now, request=request)
    sealing.seal()
    guards.remove(connection)
    AuditOrigin.objects.filter(entry=first.pk).delete()
    AuditOrigin.objects.filter(entry=second.pk).update(content={"address": "10.0.0.1"})
    assert faults(now) == [(Fault.ORIGIN_CHANGED, 2)]


def test_what_was_left_unsealed_for_long_is_named(lin, now):
    entry = audit.record(lin, Action.SIGNED_IN, lin, at=now)
    assert list(sealing.verify(now)) == []
    assert [finding.entry for finding in sealing.verify(now + LATER)] == [entry.pk]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE people_auditentry SET actor = 1",
        "UPDATE people_auditentry SET number = 77 WHERE number = 1",
        "DELETE FROM people_auditentry",
    ],
)
def test_the_database_refuses_to_change_and_to_delete(trail, statement):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        run(statement)


def test_the_database_refuses_to_change_what_is_not_sealed_yet(lin, now):
    audit.record(lin, Action.SIGNED_IN, lin, at=now)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        run("UPDATE people_auditentry SET action = 'viewed'")


def test_the_orm_refuses_too(trail):
    with pytest.raises(Unchangeable):
        trail[0].save()
    with pytest.raises(Unchangeable):
        trail[0].delete()
    with pytest.raises(Unchangeable):
        AuditEntry.objects.all().delete()
    with pytest.raises(Unchangeable):
        AuditEntry.objects.update(actor=1)


def test_migrations_leave_the_guards_in_place(db):
    assert guards.are_installed(connection)


def test_the_command_says_that_it_holds_and_what_does_not(unguarded):
    out = StringIO()
    call_command("people", "audit", "verify", stdout=out)
    assert "The chain holds." in out.getvalue()
    run("UPDATE people_auditentry SET actor = 99 WHERE number = 3")
    with pytest.raises(CommandError, match="1 faults"):
        call_command("people", "audit", "verify", stdout=out)
    assert "changed: number 3" in out.getvalue()


def test_the_command_takes_the_head_that_it_printed(trail):
    out = StringIO()
    call_command("people", "audit", "head", stdout=out)
    call_command("people", "audit", "verify", f"--head={out.getvalue().strip()}", stdout=out)
    with pytest.raises(CommandError):
        call_command("people", "audit", "verify", f"--head=5:{'0' * 64}", stdout=out)


@pytest.mark.django_db(transaction=True)
def test_entries_of_many_writers_at_once_form_one_chain(now):
    def write() -> None:
        try:
            for number in range(8):
                with transaction.atomic():
                    audit.record(None, Action.VIEWED, at=now, n=number)
        finally:
            connection.close()

    writers = [Thread(target=write) for _ in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert sorted(AuditEntry.objects.values_list("number", flat=True)) == list(range(1, 33))
    assert list(sealing.verify(now + LATER)) == []


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_was_never_done(now):
    with transaction.atomic():
        audit.record(None, Action.VIEWED, at=now)
        transaction.set_rollback(True)
    assert (AuditEntry.objects.count(), sealing.head()) == (0, Head(0, BEGINNING))
