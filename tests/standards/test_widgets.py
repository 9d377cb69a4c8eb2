"""How authors name clauses in the admin, when there are three hundred of them."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.users.models import UserProfile

from quizzes.models import Question
from roleplays.models import CheckSheet, Item, Section
from standards.models import Clause
from standards.widgets import ClauseCodes, ClausePicker, ClausesField

AREAS = ["ET", "CO", "P1", "P2", "P3", "5S"]


@pytest.fixture
def standard(db) -> None:
    Clause.objects.bulk_create(
        Clause(
            code=f"{area}-{n:02}",
            area=area,
            in_force_from=dt.date(2026, 1, 1),
            text_zh=f"要求 {n}",
            text_en=f"Rule {n}",
        )
        for area in AREAS
        for n in range(1, 51)
    )


def picker(**kwargs) -> ClausesField:
    return ClausesField(Clause.objects.all(), required=False, **kwargs)


def by_code(*codes: str) -> list[Clause]:
    return list(Clause.objects.filter(code__in=codes))


def drawn(field: ClausesField, value) -> str:
    return field.widget.render("clauses", field.prepare_value(value), {"id": "id_clauses"})


@pytest.fixture
def list_field(standard) -> ClausesField:
    return picker(widget=ClausePicker)


@pytest.fixture
def code_field(standard) -> ClausesField:
    return picker(widget=ClauseCodes)


# --- The list -------------------------------------------------------------------------------------------------------


def test_every_clause_is_there_once_by_area(list_field):
    page = drawn(list_field, [])
    assert page.count('type="checkbox"') == len(set(re.findall(r'value="(\d+)"', page))) == 300
    assert page.count("<details>") == len(AREAS)
    assert "Step 2: Reception and walk-round" in page


def test_what_is_chosen_stands_first_with_its_text(list_field):
    page = drawn(list_field, by_code("P2-07", "5S-50"))
    chosen, _, rest = page.partition("<details>")
    assert re.findall(r"<b>(\S+)</b> (Rule \d+)", chosen) == [("5S-50", "Rule 50"), ("P2-07", "Rule 7")]
    assert "checked" not in rest
    assert page.count('type="checkbox"') == 300


def test_words_of_both_languages_can_be_looked_for(list_field):
    assert 'data-words="P2-07 要求 7 Rule 7"' in drawn(list_field, [])


def test_the_list_asks_once(list_field, django_assert_num_queries):
    value = by_code("P2-07")
    with django_assert_num_queries(1):
        drawn(list_field, value)


def test_ticked_boxes_are_the_clauses(list_field):
    clauses = by_code("ET-01", "P2-07")
    assert set(list_field.clean([clause.pk for clause in clauses])) == set(clauses)


# --- The codes ------------------------------------------------------------------------------------------------------


def sent(field: ClausesField, rf, text: str):
    return field.clean(field.widget.value_from_datadict(rf.post("/", {"clauses": text}).POST, {}, "clauses"))


@pytest.mark.parametrize("text", ["P2-04, P2-07", "p2-07 p2-04", " P2-04，P2-07，", "P2-04、P2-07;P2-04"])
def test_codes_are_read_however_they_are_written(code_field, rf, text):
    assert {clause.code for clause in sent(code_field, rf, text)} == {"P2-04", "P2-07"}


def test_no_codes_are_no_clauses(code_field, rf):
    assert not sent(code_field, rf, "  ")


@pytest.mark.parametrize("text", ["P2-04, P9-99", "P2-04 nonsense"])
def test_an_unknown_code_is_named(code_field, rf, text):
    from django.core.exceptions import ValidationError

    with pytest.raises(ValidationError, match=f"There is no clause {text.split()[-1].upper()}"):
        sent(code_field, rf, text)


def test_codes_are_shown_with_what_they_say_and_without_a_query(code_field, django_assert_num_queries):
    value = by_code("P2-04", "P2-07")
    with django_assert_num_queries(0):
        page = drawn(code_field, value)
    assert 'value="P2-04, P2-07"' in page
    assert "<b>P2-07</b> Rule 7" in page


def test_what_was_typed_wrongly_is_still_there(code_field):
    assert 'value="P2-04, P9-99"' in drawn(code_field, ["P2-04", "P9-99"])


# --- In the admin ---------------------------------------------------------------------------------------------------


@pytest.fixture
def author(signed_in, xu):
    profile = UserProfile.get_for_user(xu)
    profile.preferred_language = "en"
    profile.save()
    return signed_in(xu)


@pytest.fixture
def check_sheet(standard, home) -> CheckSheet:
    clause = by_code("P2-04")
    items = [Item(code=f"C-{n}", behaviour="Did", locale=home.locale, sort_order=n, clauses=clause) for n in range(30)]
    sheet = CheckSheet(title="Reception", code="reception", locale=home.locale)
    sheet.sections = [Section(title="All", locale=home.locale, sort_order=0, items=items)]
    sheet.save()
    return sheet


def test_a_check_sheet_of_thirty_items_stays_light(author, check_sheet):
    response = author.get(reverse(f"{CheckSheet.snippet_viewset.url_namespace}:edit", args=[check_sheet.pk]))
    assert response.text.count("Rule 4") == 30
    assert response.text.count("Rule 5") == 0
    assert len(response.content) < 1_500_000


def test_more_items_and_a_longer_standard_need_no_more_queries(author, check_sheet):
    address = reverse(f"{CheckSheet.snippet_viewset.url_namespace}:edit", args=[check_sheet.pk])

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert author.get(address).status_code == 200
        return len(captured)

    queries()
    before = queries()
    section = check_sheet.sections.get()
    for n in range(30, 40):
        item = Item(code=f"C-{n}", behaviour="Did", locale=section.locale, section=section, clauses=by_code("P2-05"))
        item.save()
    Clause.objects.bulk_create(
        Clause(code=f"P7-{n:02}", area="P7", in_force_from=dt.date(2026, 1, 1), text_zh="x", text_en="x")
        for n in range(1, 51)
    )
    assert queries() == before


@pytest.mark.parametrize("address", ["wagtailsnippets_quizzes_question:add"])
def test_a_question_has_the_list(author, standard, home, address):
    page = author.get(reverse(address) + "?locale=en").text
    assert "data-clause-picker" in page
    assert "standards/clause-picker.js" in page
    assert not Question.objects.exists()


def test_a_lesson_has_the_list(author, standard, lesson):
    assert "data-clause-picker" in author.get(reverse("wagtailadmin_pages:edit", args=[lesson.pk])).text
