import datetime as dt

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


def test_the_standard_opens_with_its_areas_and_their_numbers(signed_in, lin, clause, another, list_url):
    another("P2-04")
    another("ET-01")
    page = signed_in(lin).get(list_url).content.decode()
    assert "Step 2: Reception and walk-round" in page
    assert "P2 · 2 clauses" in page
    assert "ET · 1 clause" in page
    assert "Requirement P2-03" not in page


def test_an_area_lists_its_clauses(signed_in, lin, clause, another, list_url):
    another("ET-01")
    page = signed_in(lin).get(f"{list_url}?area=P2").content.decode()
    assert "Requirement P2-03" in page
    assert "Requirement ET-01" not in page


@pytest.mark.parametrize(
    "words", ["P2-03", "p2-03", "Requirement P2", "good MORNING", "您好", "受到", "要求 受到"], ids=lambda words: words
)
def test_a_search_finds_words_of_either_language_in_any_part(signed_in, lin, clause, another, list_url, words):
    another("ET-01", why_zh="不同", why_en="Different")
    response = signed_in(lin).get(list_url, {"q": words})
    assert [each.code for each in response.context["clauses"]] == ["P2-03"]


@pytest.mark.parametrize("words", ["3秒", "３秒", "三秒", "3 秒", "three SECONDS", "两名"])
def test_a_search_does_not_mind_spacing_case_and_kind_of_numeral(signed_in, lin, another, list_url, words):
    another("P1-30", text_zh="客户超过 3 秒仍未挂断，二名同事都等", text_en="Three  seconds")
    another("P1-31")
    response = signed_in(lin).get(list_url, {"q": words})
    assert [each.code for each in response.context["clauses"]] == ["P1-30"]


def test_a_search_stays_in_its_area(signed_in, lin, clause, another, list_url):
    another("ET-01")
    response = signed_in(lin).get(list_url, {"q": "Requirement", "area": "ET"})
    assert [each.code for each in response.context["clauses"]] == ["ET-01"]


@pytest.mark.parametrize("query", [{"q": "nowhere"}, {"q": "%"}, {"q": "z " * 400}])
def test_a_search_without_result_says_what_to_do(signed_in, lin, clause, list_url, query):
    response = signed_in(lin).get(list_url, query)
    assert response.status_code == 200
    assert "Nothing found" in response.content.decode()


def test_an_unknown_area_is_the_whole_standard(signed_in, lin, clause, list_url):
    assert "P2 · 1 clause" in signed_in(lin).get(f"{list_url}?area=XX").content.decode()


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


def test_a_clause_leads_to_the_next_and_the_one_before(signed_in, lin, clause, another):
    another("P2-01")
    another("P2-09")
    another("P3-01")
    context = signed_in(lin).get(clause.get_absolute_url()).context
    assert (context["before"].code, context["after"].code) == ("P2-01", "P2-09")


def test_a_clause_leads_to_the_lesson_that_teaches_it(signed_in, lin, clause, lesson, teach):
    teach(clause)
    page = signed_in(lin).get(clause.get_absolute_url()).content.decode()
    assert "Taught in" in page
    assert lesson.title in page
    assert "Tested in" not in page


def test_a_draft_is_not_where_a_clause_is_taught(signed_in, lin, clause, lesson, teach):
    teach(clause)
    lesson.unpublish()
    assert lesson.title not in signed_in(lin).get(clause.get_absolute_url()).content.decode()


def test_a_clause_shows_what_it_said_before(signed_in, lin, clause):
    clause.version, clause.text_en, clause.in_force_from = 2, "Smile sooner", dt.date(2027, 1, 1)
    clause.save()
    page = signed_in(lin).get(clause.get_absolute_url()).content.decode()
    assert "Smile sooner" in page
    assert "Earlier versions" in page
    assert "Requirement P2-03" in page


@pytest.mark.parametrize("query", ["", "?area=P2", "?q=Requirement"])
def test_more_clauses_take_no_more_queries(signed_in, lin, clause, another, list_url, query):
    client = signed_in(lin)
    client.get(list_url + query)
    with CaptureQueriesContext(connection) as before:
        client.get(list_url + query)
    for number in range(10, 20):
        another(f"P2-{number}")
    with CaptureQueriesContext(connection) as after:
        client.get(list_url + query)
    assert len(after) == len(before)
