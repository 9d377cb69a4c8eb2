import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse


@pytest.fixture
def list_url():
    return reverse("standards:list")


@pytest.fixture
def url(clause):
    return reverse("standards:clause", args=[clause.code])


def test_the_standard_lists_its_clauses_under_their_areas(signed_in, lin, clause, list_url):
    page = signed_in(lin).get(list_url).content.decode()
    assert "Step 2: Reception and walk-round" in page
    assert "Requirement P2-03" in page


def test_a_standard_that_is_not_loaded_says_so(signed_in, lin, list_url):
    assert "No clause yet" in signed_in(lin).get(list_url).content.decode()


def test_a_clause_shows_its_requirement_and_what_is_filled_in(signed_in, lin, url):
    page = signed_in(lin).get(url).content.decode()
    assert "Requirement P2-03" in page
    assert "Good morning" in page
    assert "Tools and forms" not in page


@pytest.mark.parametrize(("language", "word"), [("zh-hans", "对客户的意义"), ("en", "Why it matters to the customer")])
def test_a_clause_speaks_both_languages(signed_in, lin, clause, language, word):
    assert word in signed_in(lin).get(f"/{language}/standard/P2-03/").content.decode()


@pytest.mark.parametrize("code", ["P2-99", "nothing", "../me"])
def test_a_clause_that_does_not_exist_is_not_found(signed_in, lin, code):
    assert signed_in(lin).get(f"/en/standard/{code}/").status_code == 404


@pytest.mark.parametrize("who", ["lin", "xu", "chen", "regional", "admin", "harbour_advisor"])
def test_the_standard_is_everybodys(request, signed_in, who, url, list_url):
    client = signed_in(request.getfixturevalue(who))
    assert [client.get(page).status_code for page in (url, list_url)] == [200, 200]


def test_whoever_is_signed_out_is_asked_to_sign_in(url, list_url):
    assert all("/accounts/login/" in Client().get(page).url for page in (url, list_url))


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_other_methods_are_refused(signed_in, lin, url, list_url, method):
    client = signed_in(lin)
    assert [getattr(client, method)(page).status_code for page in (url, list_url)] == [405, 405]


def test_more_clauses_take_no_more_queries(signed_in, lin, clause, another, list_url):
    client = signed_in(lin)
    client.get(list_url)
    with CaptureQueriesContext(connection) as before:
        client.get(list_url)
    for number in range(10, 20):
        another(f"P2-{number}")
    with CaptureQueriesContext(connection) as after:
        client.get(list_url)
    assert len(after) == len(before)
