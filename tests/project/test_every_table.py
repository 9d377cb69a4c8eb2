"""Each list of people is a table that can be taken away, by the one way there is, by those who may open the list.

The lists are those that the website has, with the rules that it states: a new list without a table fails here.
"""

from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from certificates.models import Certification
from people.rules import About, rule_of, statement
from people.tables import tables
from standards.models import Clause
from tests.project.test_every_address import addresses
from tests.project.test_every_list import more  # noqa: F401 - a fixture
from tracking.assigning.catching import catch
from tracking.models import Assignment

ROOT = Path(__file__).resolve().parent.parent.parent
OF_PEOPLE = {About.VISIBLE, About.ASSESSED, About.EVERYBODY}
# Addresses without a part to fill in that are about people and yet no list of them, each with what it is.
NO_TABLE = {
    "people:table": "a table itself",
    "people:invite": "makes codes",
    "certificates:waiting_number": "a number",
    "certificates:batches": "files that were asked for",
    "people_import_upload": "takes a file in",
    "people_import_template": "an empty sheet",
    "roleplays:open": "opens a session",
    "roleplays:observe": "opens one at work",
    "tracking:reports": "what goes out by mail",
    "tracking:packs": "files that were asked for",
    "tracking:matrix_pdf": "the matrix on paper",
    "tracking:new_assignment": "a form",
    "role_plays_agreement": "figures about check sheets",
    "standards_coverage": "what clauses are taught and tested",
    "standards_coverage_picture": "the same as a picture",
    "memberships:add": "a form",
    "delegations:add": "a form",
    "wagtailusers_users:add": "a form",
}
# Where the same list has a second address.
SAME = ("_results", ":index_results")
# Content, which Wagtail's own permissions guard.
CONTENT = ("wagtailsnippets_", "wagtailsnippetchoosers_")
TABLES = tables()
CAST = ("lin", "xu", "chen", "regional", "admin")


def lists() -> set[str]:
    found = {name for name, address in addresses() if name and "1" not in address.removesuffix(".1")}
    return {name for name in found if (rule := rule_of(name)) and rule.about in OF_PEOPLE}


def test_every_list_of_people_has_its_table():
    with_table = {table.shown_at for table in TABLES}
    lacking = {each for each in lists() - with_table - set(NO_TABLE) if not each.endswith(SAME)}
    lacking = {each for each in lacking if not each.startswith(CONTENT)}
    assert lacking == set()


def test_what_is_said_to_be_no_list_is_there():
    names = {name for name, _ in addresses()}
    assert set(NO_TABLE) - names == set()


def test_every_table_has_a_list_and_a_name_of_its_own():
    assert len({table.name for table in TABLES}) == len(TABLES)
    assert {table.shown_at for table in TABLES} <= {name for name, _ in addresses()}
    assert all(rule_of(table.shown_at, statement()) for table in TABLES)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_list_leads_to_its_table(table):
    templates = [path for path in ROOT.glob("*/templates/**/*.html") if "/." not in str(path)]
    said = [f'take_away "{table.name}"', f'table_links "{table.name}"', f'"people:table" "{table.name}"']
    in_templates = any(each in path.read_text() for path in templates for each in said)
    in_admin = any(f'table = "{table.name}"' in path.read_text() for path in ROOT.glob("*/*admin.py"))
    assert in_templates or in_admin


@pytest.fixture
def world(lin, zhou, xu, chen, module, lesson, home, roles, riverside, now):
    """What the tables that are about one thing are about."""
    Certification.objects.create(code="reception", title_zh="接待", title_en="Reception")
    given = Assignment.objects.create(
        key="6f3c1d2e-8a54-4b0e-9d57-3f2c7a1b4e60", person=lin, activity=lesson.translation_key, reason="x", owner=chen,
        at=now, due_on=now.date(),
    )  # fmt: skip
    catch(given, now.date())
    Clause.objects.create(code="P2-01", area="P2", text_zh="x", text_en="x", in_force_from=now.date(), documents=["D1"])
    about = {"record": {"person": lin.pk}, "assignment": {"assignment": given.pk}}
    return about | {"older-versions": {"clause": "P2-01"}}


def take(client, table, kind: str, world: dict):
    response = client.get(reverse("people:table", args=[table.name, kind]), world.get(table.name, {}))
    return response.status_code, response.getvalue()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_a_table_is_for_those_who_may_open_the_list(table, kind, request, world, signed_in):
    given, allowed = {}, {}
    for who in CAST:
        person = request.getfixturevalue(who)
        status, content = take(signed_in(person), table, kind, world)
        given[who], allowed[who] = status, 200 if table.is_for(person) else 404
        assert status != 200 or content.startswith(b"PK" if kind == "xlsx" else b"\xef\xbb\xbf")
    assert given == allowed
    assert 200 in given.values()


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_more_people_take_no_more_queries(table, world, signed_in, admin, more):  # noqa: F811
    client = signed_in(admin)
    more(2)

    def queries() -> int:
        take(client, table, "csv", world)
        with CaptureQueriesContext(connection) as captured:
            take(client, table, "csv", world)
        return len(captured)

    few = queries()
    more(3)
    assert queries() <= few


@pytest.mark.parametrize("address", ["nothing.csv", "people.pdf", "people.exe"])
def test_what_is_no_table_is_not_there(address, signed_in, admin):
    path = reverse("people:table", args=address.split("."))
    assert signed_in(admin).get(path).status_code == 404
