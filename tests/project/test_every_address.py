"""Each address with the rule that the product states for it: who may ask, signed out and as each wrong person.

A new address without a rule fails here; whoever adds one says who may have it, in their app's `rules_of_access`.
"""

import re
from collections.abc import Iterator
from fnmatch import fnmatchcase

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import translation

from people.rules import Who, rule_of, statement

EVERYBODY = ("lin", "xu", "chen", "regional", "admin")
SIGN_IN = re.compile(r"^/(zh-hans|en)/accounts/login/\?next=|^/admin/login/\?next=|^/(zh-hans|en)/accounts/reauth")
NAMELESS = {"/admin/test404/", "/admin/.*/"}  # Wagtail's, and lead to nothing
# Hidden by an address of ours that stands before it, so nobody ever gets there.
SHADOWED = {"wagtailcore_login", "wagtailadmin_login"}
# What the browser brings from an identity provider, which has no token of ours; the signature in it is what counts.
SIGNED = {"saml_acs"}
# Pictures and words of the admin's own buttons.
HARMLESS_IN_ADMIN = {"/admin/jsi18n/", "/admin/sprite/"}


def addresses(resolver=None, prefix="/", space="") -> Iterator[tuple[str, str]]:
    """Of each pattern, the name with its namespace, and an address with a 1 for each of its parts."""
    for pattern in (resolver or get_resolver()).url_patterns:
        here = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern, here, pattern.namespace or space)
        elif isinstance(pattern, URLPattern):
            name = pattern.name or ""
            yield f"{space}:{name}" if space and name else name, filled_in(here)


def filled_in(pattern: str) -> str:
    pattern = re.sub(r"\^|\$|\\Z", "", pattern)
    pattern = pattern.replace(r"((?:[\w\-]+/)*)", "nowhere/").replace(r"(.*)", "x")
    pattern = pattern.replace("<uuid:", "<str:6f3c1d2e-8a54-4b0e-9d57-3f2c7a1b4e60") if "<uuid:" in pattern else pattern
    return re.sub(r"\(\?P<\w+>[^)]*\)|\([^)]*\)|<[^>]*>", "1", pattern)


@pytest.fixture
def website() -> list[tuple[str, str]]:
    with translation.override("en"):
        return [(name, address) for name, address in addresses() if name not in SHADOWED]


def is_admin(address: str) -> bool:
    return address.startswith("/admin/") and address != "/admin/login/"


def test_every_address_has_a_rule(website):
    rules = statement()
    unruled = {name or address for name, address in website if not rule_of(name, rules)} - NAMELESS
    assert unruled == set()


def test_every_rule_has_an_address(website):
    names = [name for name, _ in website] + list(SHADOWED)
    patterns = {pattern for rule in statement() for pattern in rule.names}
    assert {pattern for pattern in patterns if not any(fnmatchcase(name, pattern) for name in names)} == set()


def test_no_name_is_ruled_twice():
    names = [name for rule in statement() for name in rule.names]
    assert {name for name in names if names.count(name) > 1} == set()


def test_whoever_is_signed_out_is_sent_to_sign_in(website, home):
    client, rules = Client(raise_request_exception=False), statement()
    answered = {}
    for name, address in website:
        if not name or rule_of(name, rules).who is Who.ANYBODY:
            continue
        for response in (client.get(address), client.post(address)):
            if response.status_code != 302 or not SIGN_IN.match(response.url):
                answered[address] = response.status_code
    assert {address: status for address, status in answered.items() if not is_admin(address)} == {}
    # Wagtail has a few addresses that read what was sent before they ask who sends it; none of them does anything.
    assert set(answered.values()) <= {403, 404, 405}


@pytest.mark.parametrize("who", EVERYBODY)
def test_a_role_is_asked_for_before_anything_else(who, website, request, signed_in, home):
    person, rules = request.getfixturevalue(who), statement()
    client = signed_in(person)
    client.raise_request_exception = False
    answered = {}
    for name, address in website:
        if not name or is_admin(address) or rule_of(name, rules).who.includes(person):
            continue
        statuses = {client.get(address).status_code, client.post(address).status_code}
        if not statuses <= {404, 405}:
            answered[address] = statuses
    assert answered == {}


@pytest.mark.parametrize("who", ["lin", "chen", "regional"])
def test_the_admin_is_shut_for_whoever_writes_nothing(who, website, request, signed_in, home):
    client = signed_in(request.getfixturevalue(who))
    client.raise_request_exception = False
    answered = {}
    for _name, address in website:
        if not is_admin(address) or address in HARMLESS_IN_ADMIN:
            continue
        response = client.get(address)
        # Where there is nothing, the language is tried before the 404.
        away = response.get("Location", "").startswith(("/admin/login/", "/zh-hans/admin/", "/en/admin/"))
        if response.status_code not in (404, 405) and not away:
            answered[address] = response.status_code
    assert answered == {}


def test_every_form_needs_its_token(website, signed_in, admin, home):
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.force_login(admin)
    taken = {}
    for name, address in website:
        response = client.post(address)
        if response.status_code not in (403, 404, 405) and name not in SIGNED:
            taken[name] = response.status_code
    assert taken == {}
