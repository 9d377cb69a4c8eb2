"""What is written: by sign-in, by views, by rows; never a name."""

import datetime as dt

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse

from people import audit
from people.audit import Action
from people.audit.records import AuditEntry, AuditOrigin

SIGN_IN = "/en/accounts/login/"


def entries() -> list[tuple]:
    return list(AuditEntry.objects.order_by("pk").values_list("action", "actor", "person"))


def test_signing_in_and_out_is_recorded_with_address_and_device(lin):
    client = Client(headers={"user-agent": "Firefox on Linux"})
    client.post(SIGN_IN, {"login": "lin", "password": "correct horse"})
    client.post(reverse("account_logout"))
    assert entries() == [("signed_in", lin.pk, lin.pk), ("signed_out", lin.pk, lin.pk)]
    assert AuditOrigin.objects.first().content == {"address": "127.0.0.1", "device": "Firefox on Linux"}


def test_a_failed_sign_in_names_the_account_that_was_tried(lin):
    Client().post(SIGN_IN, {"login": "lin", "password": "wrong"})
    assert entries() == [("sign_in_failed", None, lin.pk)]


def test_what_was_typed_for_an_account_that_does_not_exist_can_be_erased(db):
    Client().post(SIGN_IN, {"login": "nobody-here", "password": "wrong"})
    entry = AuditEntry.objects.get()
    assert "nobody" not in str(entry.details)
    assert AuditOrigin.objects.get(entry=entry).content["tried"] == "nobody-here"


def test_a_changed_password_is_recorded(signed_in, lin):
    words = {"oldpassword": "correct horse", "password1": "drive-safely-27", "password2": "drive-safely-27"}
    signed_in(lin).post(reverse("account_change_password"), words)
    assert ("password_changed", lin.pk, lin.pk) in entries()


@pytest.fixture
def asking(rf: RequestFactory, chen):
    request = rf.get("/")
    request.user = chen
    return request


def test_whoever_looks_at_anothers_record_is_recorded_once_a_look(asking, lin, zhou):
    audit.viewed(asking, lin)
    audit.viewed(asking, lin)
    audit.viewed(asking, zhou)
    assert [(action, person) for action, _, person in entries()] == [("viewed", lin.pk), ("viewed", zhou.pk)]


def test_whoever_looks_at_their_own_record_is_not_recorded(asking, chen):
    audit.viewed(asking, chen)
    assert entries() == []


def test_an_entry_keeps_what_any_database_gives_back(lin, now):
    from decimal import Decimal

    entry = audit.record(lin, Action.IMPORTED, at=now, share=Decimal("0.10"), on=dt.date(2026, 1, 2), many=(1, "a"))
    entry.refresh_from_db()
    assert entry.details == {"share": "0.10", "on": "2026-01-02", "many": [1, "a"]}


def test_very_many_are_written_with_few_queries(lin, zhou, now, django_assert_max_num_queries):
    with django_assert_max_num_queries(5):
        audit.record_many(lin, [(Action.PERSON_CREATED, zhou, {"n": n}) for n in range(400)], at=now)
    assert AuditEntry.objects.filter(person=zhou.pk).count() == 400


def test_a_client_that_says_nothing_of_itself_is_recorded_too(lin, rf):
    request = rf.get("/", HTTP_USER_AGENT="")
    assert audit.recording.origin_of(request) == {"address": "127.0.0.1", "device": ""}


def test_behind_a_proxy_the_address_is_the_one_that_is_believed(rf, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    request = rf.get("/", headers={"x-forwarded-for": "1.2.3.4, 9.9.9.9"})
    assert audit.recording.origin_of(request)["address"] == "9.9.9.9"
