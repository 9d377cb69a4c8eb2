"""Queries that are put into SQL once: the same rows as the query itself, for whoever they are asked."""

from threading import Thread
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.db.models.functions import Upper
from django.db.transaction import TransactionManagementError
from django.utils import timezone

from courses.ledger import record
from courses.models import LedgerEntry
from courses.models.asked import RESULTS
from people.many import listed, together
from people.models import User
from people.prepared import THEIR_KEYS, Prepared, everyone, known_cursor, put_all_into_sql

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


def test_objects_are_those_of_the_query_with_what_they_are_annotated_with(lin, zhou, django_assert_num_queries):
    query = User.objects.order_by().annotate(shout=Upper("employee_number"))
    loud = Prepared(lambda pk: query.filter(pk=pk))
    for person in (lin, zhou, lin):
        with django_assert_num_queries(1):
            (found,) = loud.objects(person.pk)
        wanted = query.get(pk=person.pk)
        assert (found, found.shout) == (wanted, wanted.shout)
        assert {name: value for name, value in vars(found).items() if name != "_state"} == {
            name: value for name, value in vars(wanted).items() if name != "_state"
        }


def test_two_values_and_fields_that_are_left_out(lin, zhou, django_assert_num_queries):
    asked = Prepared(lambda pk, other: User.objects.filter(pk=pk).exclude(pk=other).only("name"))
    (found,) = asked.objects(lin.pk, zhou.pk)
    assert (found.name, found.get_deferred_fields() > {"email", "role"}) == (lin.name, True)
    assert asked.objects(lin.pk, lin.pk) == []


def test_a_word_may_stand_in_it(lin, zhou):
    asked = Prepared(lambda number: User.objects.filter(employee_number=number).values_list("pk"), places=("a word",))
    assert [asked.rows(each.employee_number) for each in (lin, zhou)] == [[(lin.pk,)], [(zhou.pk,)]]
    assert asked.rows("a word") == []


def test_what_a_query_follows_is_there_without_another(lin, zhou, xu, django_assert_num_queries):
    xu.dealership = None
    xu.save()
    asked = Prepared(lambda pk: User.objects.filter(pk=pk).select_related("dealership", "region"))
    for person in (lin, xu, zhou):
        with django_assert_num_queries(1):
            (found,) = asked.objects(person.pk)
            assert (found.dealership, found.region) == (person.dealership, None)


def test_many_keys_are_one_value(lin, zhou, xu):
    asked = Prepared(lambda keys: User.objects.filter(pk__in=listed(keys)).values_list("pk"), places=(THEIR_KEYS,))
    for people in ([lin, xu], [zhou], []):
        assert set(asked.rows(together(each.pk for each in people))) == {(each.pk,) for each in people}


def test_postgresql_keeps_the_plan_of_what_is_asked_by_a_number_or_a_word(lin, zhou):
    """SQLite has no such list: there it is the same cursor as ever."""
    asked = Prepared(lambda pk: User.objects.filter(pk=pk, name_latin="kept plan").values_list("pk"))
    many = Prepared(lambda keys: User.objects.filter(pk__in=listed(keys), name_latin="no plan"), places=(THEIR_KEYS,))
    word = Prepared(lambda name: User.objects.filter(name=name, name_latin="plan by name"), places=("a name",))
    for person in (lin, zhou):
        asked.rows(person.pk)
        word.objects(person.name)
        many.rows(together([person.pk]))
    with connection.cursor() as cursor:
        if connection.vendor != "postgresql":
            assert type(known_cursor(connection).cursor) is type(cursor.cursor)
            return
        cursor.execute("SELECT statement FROM pg_prepared_statements")
        statements = [statement for (statement,) in cursor.fetchall()]
    assert sum('"name_latin" = $' in statement for statement in statements) == 2
    assert not any("unnest" in statement for statement in statements)


@pytest.mark.django_db(transaction=True)
def test_a_connection_keeps_one_cursor_and_another_connection_has_another(lin):
    """SQLite makes one as quickly as it would be found."""
    names = Prepared(lambda pk: User.objects.filter(pk=pk).values_list("name"))
    first = known_cursor(connection)
    assert names.rows(lin.pk) == [(lin.name,)]
    assert (known_cursor(connection) is first) == (connection.vendor == "postgresql")
    connection.close()
    assert names.rows(lin.pk) == [(lin.name,)]
    assert known_cursor(connection) is not first


def test_what_it_found_stays_when_the_next_is_asked(lin, zhou):
    asked = Prepared(lambda pk: User.objects.filter(pk=pk))
    found = [asked.objects(each.pk) for each in (lin, zhou)]
    assert found == [[lin], [zhou]]


@pytest.mark.django_db(transaction=True)
def test_a_query_is_put_into_sql_once_whatever_connection_asks(lin):
    made = []
    asked = Prepared(lambda pk: made.append(pk) or User.objects.filter(pk=pk).values_list("name"))

    def ask() -> None:
        asked.rows(0)
        connection.close()

    threads = [Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
        thread.join()
    assert (len(made), asked.rows(lin.pk)) == (1, [(lin.name,)])


def test_all_of_them_are_put_into_sql_before_anybody_asks():
    made = []
    asked = Prepared(lambda pk: made.append(pk) or User.objects.filter(pk=pk))
    put_all_into_sql()
    assert (len(made), asked.objects(0)) == (1, [])
    assert all("statement" in vars(each) for each in everyone)


@pytest.mark.django_db(transaction=True)
def test_a_lock_outside_of_a_transaction_is_refused(lin):
    locked = Prepared(lambda pk: User.objects.filter(pk=pk).select_for_update())
    with transaction.atomic():
        assert locked.objects(lin.pk) == [lin]
    if connection.features.has_select_for_update:
        with pytest.raises(TransactionManagementError):
            locked.objects(lin.pk)
