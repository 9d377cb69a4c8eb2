"""Each person before each address that asks for an object, with objects that are Lin's: data only where the rules say.

The addresses are the website's own. One that is new and takes a part fails here until it has a line in
`tests/project/recipes.py`; what Wagtail brings along holds no records of people and is tried in test_every_address.
"""

import io
import zipfile
from collections.abc import Iterator

import pytest
from django.core.signals import request_finished
from django.db import close_old_connections, transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone, translation
from pypdf import PdfReader

from people.models import User
from people.rules import About, Rule, Who, rule_of, statement
from tests.project.recipes import ABOUT_NOBODY, CHINESE, LISTS, NAME, RECIPES

OURS = {"people", "standards", "courses", "quizzes", "roleplays", "certificates", "tracking", "config", "allauth"}
# Who may see Lin: herself, her trainer, her managers, whoever acts for one of them these days, administrators.
SEES_LIN = {"lin", "xu", "chen", "regional", "admin", "stand_in"}
OTHERS = {
    "zhou": "a colleague",
    "harbour_trainer": "a trainer of another dealership",
    "harbour_manager": "the manager of another dealership",
    "far_regional": "the regional manager of another region",
    "former_stand_in": "a delegate after the end date",
    "leaver": "a manager who has left, with an open browser",
    "stranger": "somebody who is signed out",
}
EVERYBODY = [*sorted(SEES_LIN), *OTHERS]
# Of Wagtail's and allauth's families the records of people are ours to try.
OF_PEOPLE = ("wagtailusers_users:", "memberships:", "delegations:")


def patterns(
    resolver: URLResolver | None = None, prefix: str = "/", space: str = ""
) -> Iterator[tuple[str, str, bool]]:
    """Of each address: its name, its path, and whether its view is ours."""
    for pattern in (resolver or get_resolver()).url_patterns:
        here = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from patterns(pattern, here, pattern.namespace or space)
        elif isinstance(pattern, URLPattern):
            name = f"{space}:{pattern.name}" if space and pattern.name else pattern.name or ""
            view = getattr(pattern.callback, "view_class", pattern.callback)
            yield name, here, view.__module__.split(".")[0] in OURS or name.startswith(OF_PEOPLE)


def takes_a_part(path: str) -> bool:
    return bool(set(path) & set("<("))


with translation.override("en"):
    FOUND = list(patterns())
WITH_OBJECT = sorted({name for name, path, is_ours in FOUND if is_ours and takes_a_part(path) and name})
# It prints for seconds what the matrix beside it shows.
PRINTED = {"/en/team/matrix.pdf"}
PLAIN = sorted(
    {path for _, path, is_ours in FOUND if is_ours and not takes_a_part(path) and "\\" not in path} - PRINTED
)


def test_every_address_with_an_object_has_a_recipe():
    lacking = set(WITH_OBJECT) - set(RECIPES) - set(LISTS) - set(ABOUT_NOBODY)
    assert lacking == set(), (
        "These addresses take an object and are not tried: add a line for each to RECIPES in tests/project/recipes.py "
        "(what the parts of the address are, from the objects of `whole` in tests/project/conftest.py, which you "
        "extend if it has none of the kind), or to ABOUT_NOBODY with the reason."
    )


def test_every_recipe_is_of_an_address():
    assert {*RECIPES, *LISTS, *ABOUT_NOBODY} - {name for name, _, _ in FOUND} == set()


@pytest.fixture
def world(whole, course, lesson, role_play):
    whole.course, whole.lesson, whole.role_play_key = course, lesson, role_play.pk
    return whole


@pytest.fixture
def browser_of(request, signed_in):
    def open_(name: str) -> Client:
        client = Client() if name == "stranger" else just_confirmed(signed_in, request.getfixturevalue(name))
        client.raise_request_exception = False
        return client

    return open_


def as_signed_in(person: User) -> User:
    """With whom they act for, as each request knows it."""
    return User.objects.knowing_places_elsewhere().get(pk=person.pk)


def just_confirmed(signed_in, person) -> Client:
    """Nothing is shut only because the password was typed too long ago."""
    client = signed_in(person)
    session = client.session
    session["account_authentication_methods"] = [
        {"method": "password", "at": timezone.now().timestamp(), "reauthenticated": True}
    ]
    session["account_authentication_methods_user"] = str(person.pk)
    session.save()
    return client


def expected(name: str, rule: Rule, person) -> bool:
    """What the statement says: whether the role may ask, and whose data it is."""
    if person is not None and not rule.who.includes(person):
        return False
    if person is None:
        return rule.who is Who.ANYBODY
    return rule.about in (About.NOBODY, About.EVERYBODY, About.CERTIFIED) or name in SEES_LIN


def may_have(address: str, name: str, person) -> bool:
    only = RECIPES[address].only
    if person is None or not person.is_active:
        return False
    if only is not None:
        return name in only or "everybody" in only
    return expected(name, rule_of(address, RULES), person)


RULES = statement()


def answer(client: Client, method: str, address: str, data: dict | None = None) -> tuple[int, str, str]:
    """Status, where it leads, and all the words in it, also those of files; what it changed is taken back."""
    with transaction.atomic():
        response = getattr(client, method)(address, data)
        content = b"".join(response.streaming_content) if response.streaming else response.content
        request_finished.disconnect(close_old_connections)
        response.close()
        request_finished.connect(close_old_connections)
        transaction.set_rollback(True)
    client.cookies.pop("messages", None)  # what was done is told on the next page
    return response.status_code, response.get("Location", ""), words_in(content)


def words_in(content: bytes) -> str:
    if content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return " ".join(words_in(archive.read(name)) for name in archive.namelist())
    return words_of_pdf(content) if content.startswith(b"%PDF-") else content.decode(errors="replace")


def words_of_pdf(content: bytes) -> str:
    """What stands on its pages, who it says it is of, and the files that lie in it."""
    read = PdfReader(io.BytesIO(content))
    said = read.xmp_metadata.stream.get_data().decode(errors="replace") if read.xmp_metadata else ""
    inside = [words_in(each) for files in read.attachments.values() for each in files]
    return " ".join([*(page.extract_text() for page in read.pages), str(read.metadata), said, *inside])


def is_shut(status: int, leads_to: str) -> bool:
    """Wagtail sends whoever may not to its first page; where nothing is, the language is tried before the 404."""
    away = "/login/" in leads_to or leads_to == "/admin/" or leads_to.startswith(("/zh-hans/admin/", "/en/admin/"))
    return status == 404 or (status == 302 and away)


@pytest.mark.parametrize("name", EVERYBODY)
def test_what_is_lins_is_there_for_who_may_see_her_and_for_nobody_else(name, request, world, browser_of):
    person = None if name == "stranger" else as_signed_in(request.getfixturevalue(name))
    client, wrong = browser_of(name), {}
    marks = [] if name == "lin" else [NAME, CHINESE]  # her own name is on each of her pages
    for address, recipe in RECIPES.items():
        with translation.override("en"):  # an address without a language, asked before, has left its own
            path = reverse(address, args=recipe.parts(world))
        status, leads_to, words = answer(client, recipe.method, path, recipe.data)
        if may_have(address, name, person):
            lacks = [word for word in recipe.shows if word not in words]
            if status in (403, 404, 405) or status >= 500 or "/login/" in leads_to or lacks:
                wrong[address] = f"should be open, is {status}", lacks
        elif not is_shut(status, leads_to) or any(mark in words for mark in marks):
            wrong[address] = f"should be shut, is {status}", leads_to
    assert wrong == {}


@pytest.mark.parametrize("name", OTHERS)
def test_no_list_and_no_file_names_lin_to_who_may_not_see_her(name, world, browser_of):
    client, told = browser_of(name), {}
    addresses = PLAIN + [reverse(address, args=parts) for address, many in LISTS.items() for parts in many(world)]
    for address in addresses:
        status, _, words = answer(client, "get", address)
        if status >= 500 or any(mark in words for mark in (NAME, CHINESE, world.certificate.serial)):
            told[address] = status
    assert told == {}


@pytest.mark.parametrize(("name", "is_told"), [("chen", True), ("harbour_manager", False), ("far_regional", False)])
def test_the_sheet_for_the_wall_names_lin_to_who_may_see_her(name, is_told, world, browser_of):
    [address] = PRINTED
    status, _, words = answer(browser_of(name), "get", address)
    assert status < 500
    assert any(mark in words for mark in (NAME, CHINESE)) is is_told


SHOWN = {
    "chen": ["/en/team/", "/en/people/?q=lin"],
    "regional": ["/en/people/?q=lin"],
    "stand_in": ["/en/team/"],
    "xu": ["/en/role-plays/"],
    "admin": ["/en/people/?q=lin", "/admin/users/"],
    "lin": ["/en/certificates/"],
}


@pytest.mark.parametrize("name", SHOWN)
def test_the_lists_do_name_her_to_who_may(name, world, browser_of):
    client = browser_of(name)
    lacking = [
        address
        for address in SHOWN[name]
        if not any(mark in answer(client, "get", address)[2] for mark in (NAME, CHINESE, world.certificate.serial))
    ]
    assert lacking == []
