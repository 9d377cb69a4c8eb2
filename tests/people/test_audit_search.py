"""Administrators find and export entries; others find no such address."""

import datetime as dt

import pytest
from django.db import connection
from django.urls import reverse, reverse_lazy

from people import audit
from people.audit import Action, search
from people.audit.records import AuditEntry

URLS = [reverse_lazy("people_audit"), *(reverse_lazy("people:table", args=["audit-trail", k]) for k in ("csv", "xlsx"))]


@pytest.fixture
def trail(lin, zhou, chen, now):
    for number in range(3):
        audit.record(chen, Action.VIEWED, lin, at=now + dt.timedelta(hours=number))
    audit.record(chen, Action.ROLE_CHANGED, zhou, at=now + dt.timedelta(days=2), after="=1+1")


@pytest.mark.parametrize("address", URLS)
@pytest.mark.parametrize("who", ["lin", "xu", "chen", "regional"])
def test_nobody_else_has_such_an_address(address, who, request, signed_in, trail):
    assert signed_in(request.getfixturevalue(who)).get(address).status_code in (302, 404)


@pytest.mark.parametrize("address", URLS)
def test_nothing_can_be_sent_to_it(address, signed_in, admin):
    assert signed_in(admin).post(address).status_code == 405


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ({}, 4),
        ({"who": "林晓"}, 3),
        ({"who": "zhou"}, 1),
        ({"who": "chen"}, 4),
        ({"who": "nobody"}, 0),
        ({"action": "role_changed"}, 1),
        ({"first": dt.date(2026, 11, 3)}, 1),
        ({"last": dt.date(2026, 11, 2)}, 3),
    ],
)
def test_entries_are_found(trail, asked, count):
    assert search.found(asked).count() == count


def test_every_entry_is_on_one_page_even_if_all_have_the_same_time(lin, now, monkeypatch):
    monkeypatch.setattr(search, "PAGE", 4)
    audit.record_many(lin, [(Action.VIEWED, lin, {"n": n}) for n in range(10)], at=now)
    seen = [entry.pk for some in search._pages(search.found({})) for entry in some]
    assert sorted(seen, reverse=True) == seen
    assert len(seen) == AuditEntry.objects.count() == 10


def test_an_object_is_found_by_an_index_in_the_order_of_the_page(trail):
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":  # it reads so few rows one by one
            cursor.execute(
                "SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off; SET LOCAL enable_bitmapscan = off"
            )
    plan = search.found({"thing": "7"})[:100].explain()
    assert "audit_by_key" in plan
    assert "TEMP B-TREE" not in plan
    assert "Sort" not in plan


def test_more_entries_need_no_more_queries(signed_in, admin, lin, zhou, now, django_assert_max_num_queries):
    audit.record_many(lin, [(Action.VIEWED, zhou, {"n": n}) for n in range(300)], at=now)
    with django_assert_max_num_queries(2):
        some, after = search.page_of(search.found({"action": "viewed"}), "")
        search.lines(some)
    assert (len(some), bool(after)) == (100, True)


def test_the_page_shows_names_and_leads_on(signed_in, admin, trail, monkeypatch):
    monkeypatch.setattr(search, "PAGE", 2)
    client = signed_in(admin)
    first = client.get(reverse("people_audit"), {"action": "viewed"})
    assert [line.person for line in first.context["lines"]] == ["林晓 (lin)"] * 2
    second = client.get(reverse("people_audit"), {"action": "viewed", "before": first.context["after"]})
    assert len(second.context["lines"]) == 1


def test_an_export_is_an_entry_itself_and_runs_nothing(signed_in, admin, trail):
    content = b"".join(signed_in(admin).get(URLS[1], {"who": "周堃"}).streaming_content).decode()
    assert "周堃 (zhou)" in content
    assert AuditEntry.objects.filter(action="trail_exported", actor=admin.pk).count() == 1


@pytest.mark.parametrize("before", ["x", "2026,", "'; DROP TABLE", "2026-13-77T99:99Z,1"])
def test_a_place_that_is_none_is_refused_without_a_fault(signed_in, admin, trail, before):
    assert signed_in(admin).get(reverse("people_audit"), {"before": before}).status_code == 200
