"""A clause keeps every version that it has had."""

import datetime as dt
from importlib import import_module

import pytest
from django.apps import apps
from django.urls import reverse

from standards.models import Clause, ClauseVersion

LATER = dt.date(2027, 3, 1)


def edit_url(clause):
    return reverse("wagtailsnippets_standards_clause:edit", args=[clause.pk])


def sent(clause, **changes):
    names = [field.name for field in Clause._meta.fields if field.name not in ("id", "version", "documents")]
    values = {name: getattr(clause, name) for name in names}
    return values | {"documents": " ".join(clause.documents), "change": "new"} | changes


@pytest.fixture
def office(signed_in, admin):
    return signed_in(admin)


def test_a_new_clause_has_its_first_version(clause):
    version = clause.versions.get()
    assert (version.number, version.in_force_from, version.content["text_en"]) == (
        1,
        dt.date(2026, 1, 1),
        "Requirement P2-03",
    )


def test_a_new_version_leaves_the_one_before_as_it_was(clause):
    clause.version, clause.text_en, clause.in_force_from = 2, "Another", LATER
    clause.save()
    assert [(v.number, v.content["text_en"]) for v in clause.versions.all()] == [
        (2, "Another"),
        (1, "Requirement P2-03"),
    ]


def test_a_correction_stays_within_its_version(clause):
    clause.text_en = "Requirement P2-03."
    clause.save()
    assert clause.versions.get().content["text_en"] == "Requirement P2-03."


def test_an_administrator_makes_a_new_version(office, clause):
    response = office.post(edit_url(clause), sent(clause, text_en="Sooner", in_force_from="2027-03-01"))
    assert response.status_code == 302, response.context["form"].errors
    clause.refresh_from_db()
    assert (clause.version, clause.text_en, clause.in_force_from) == (2, "Sooner", LATER)
    assert clause.versions.count() == 2


def test_an_administrator_corrects_the_wording(office, clause):
    response = office.post(edit_url(clause), sent(clause, text_en="Better words", change="same"))
    assert response.status_code == 302, response.context["form"].errors
    clause.refresh_from_db()
    assert (clause.version, clause.text_en) == (1, "Better words")


def test_saving_without_a_change_makes_no_version(office, clause):
    office.post(edit_url(clause), sent(clause))
    clause.refresh_from_db()
    assert clause.version == 1


def test_a_new_version_needs_a_later_date(office, clause):
    response = office.post(edit_url(clause), sent(clause, text_en="Sooner"))
    assert response.status_code == 200
    assert list(response.context["form"].errors) == ["in_force_from"]
    assert Clause.objects.get(pk=clause.pk).text_en == "Requirement P2-03"


def test_the_code_stays(office, clause):
    office.post(edit_url(clause), sent(clause, code="P2-77", area="ET", change="same"))
    clause.refresh_from_db()
    assert (clause.code, clause.area) == ("P2-03", "P2")


def test_a_new_code_fits_its_area(office, clause):
    address = reverse("wagtailsnippets_standards_clause:add")
    response = office.post(address, sent(clause, code="ET-09", area="P2"))
    assert list(response.context["form"].errors) == ["code"]
    assert office.post(address, sent(clause, code="ET-09", area="ET", documents="D1 D18")).status_code == 302
    assert Clause.objects.get(code="ET-09").documents == ["D1", "D18"]


@pytest.mark.parametrize("who", ["xu", "chen", "lin", "regional"])
def test_nobody_else_changes_the_standard(request, signed_in, clause, who):
    client = signed_in(request.getfixturevalue(who))
    client.post(edit_url(clause), sent(clause, text_en="Mine", in_force_from="2027-03-01"))
    clause.refresh_from_db()
    assert clause.text_en == "Requirement P2-03"


def test_a_clause_in_use_is_kept(office, clause, another, teach):
    teach(clause)
    free = another("P2-44")
    response = office.post(reverse("wagtailsnippets_standards_clause:delete", args=[clause.pk]), follow=True)
    assert "P2-03" in str([str(message) for message in response.context["messages"]])
    office.post(reverse("wagtailsnippets_standards_clause:delete", args=[free.pk]))
    assert list(Clause.objects.values_list("code", flat=True)) == ["P2-03"]


def test_clauses_from_before_there_were_versions_get_their_first(clause):
    ClauseVersion.objects.all().delete()
    import_module("standards.migrations.0002_versions_of_clauses").keep_what_there_is(apps, None)
    assert clause.versions.get().content["why_zh"] == "受到尊重"
