"""Queries that are put into SQL once: the same rows as the query itself, for whoever they are asked."""

from uuid import uuid4

import pytest
from django.utils import timezone

from courses.ledger import record
from courses.models import LedgerEntry
from courses.models.asked import RESULTS
from people.models import User
from people.prepared import Prepared

pytestmark = pytest.mark.django_db


def test_it_finds_for_each_person_what_the_query_finds(lin, zhou, xu):
    for person, number in ((lin, 3), (zhou, 1)):
        for _ in range(number):
            record(person=person, activity=uuid4(), outcome="completed", at=timezone.now())
    record(person=lin, activity=uuid4(), outcome="failed", at=timezone.now())
    for person in (lin, zhou, xu, lin):
        wanted = set(LedgerEntry.objects.in_courses().done().filter(person=person).values_list("activity"))
        assert set(RESULTS.rows(person.pk)) == wanted
    assert len(list(RESULTS.rows(lin.pk))) == 3


def test_it_asks_once_and_finds_nothing_for_nobody(lin, django_assert_num_queries):
    names = Prepared(lambda pk: User.objects.filter(pk=pk).values_list("name", "hired_on"))
    with django_assert_num_queries(1):
        assert list(names.rows(lin.pk)) == [(lin.name, lin.hired_on)]
    assert list(names.rows(None)) == []
