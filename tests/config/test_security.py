"""What the website tells browsers to refuse, and what it refuses strangers."""

import re

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

# Whoever is signed out gets an answer here and nowhere else.
OPEN = re.compile(
    r"^/(healthz|en/verify/.*|en/accounts/(login|signup|logout|password/reset|inactive|confirm-email|reauthenticate"
    r"|login/code|2fa|elsewhere/(login|signup)).*|accounts/(oidc|saml|wecom|dingtalk|feishu)/.*|v/.*|i/.*|en/welcome/.*|\.well-known/.*|badges/.*|en/jsi18n.*"
    r"|en/role-plays/(app.webmanifest|worker.js|offline/)|en/quizzes/attempts/(worker.js|offline/)|admin/(jsi18n|sprite|login).*)$"
)
IN = re.compile(r"/accounts/login/|^/admin/login/")


def addresses(patterns=None, prefix="/") -> list[str]:
    """Every address of the website, with something for each of its parts."""
    found = []
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        part = str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            found += addresses(pattern.url_patterns, prefix + part)
        elif isinstance(pattern, URLPattern):
            found.append(filled_in(prefix + part))
    return found


def filled_in(pattern: str) -> str:
    pattern = re.sub(r"<uuid:\w+>", "6f3c1d2e-8a54-4b0e-9d57-3f2c7a1b4e60", pattern)
    pattern = re.sub(r"\(\?P<\w+>[^)]*\)|\(\\d\+\)|<\w+:\w+>|<\w+>", "1", pattern)
    pattern = re.sub(r"\(\.\*\)|\(\[\^/\]\+\)|\.\*|\(\?:[^)]*\)\?", "x", pattern)
    return re.sub(r"[\^$]|\\Z|\\", "", pattern)


def test_strangers_get_no_answer_but_at_the_doors(home):
    client = Client(raise_request_exception=False)
    answered = {}
    for address in sorted(set(addresses())):
        response = client.get(address)
        if response.status_code not in (301, 302, 404, 405) and not OPEN.match(address):
            answered[address] = response.status_code
    assert answered == {}


def test_strangers_are_redirected_nowhere_but_to_sign_in(home):
    client, elsewhere = Client(raise_request_exception=False), {}
    for address in sorted(set(addresses())):
        response = client.get(address)
        if response.status_code == 302 and not OPEN.match(address):
            elsewhere |= {address: response.url} if not IN.search(response.url) else {}
    assert elsewhere == {"/": "/zh-hans/start/"}


def test_the_walk_over_the_addresses_finds_them():
    found = set(addresses())
    assert {"/healthz", "/en/me/", "/en/standard/", "/en/learn/lessons/1/finish/", "/admin/", "/media/1"} <= found
    assert len(found) > 150


@pytest.mark.parametrize("address", ["/en/", "/en/me/", "/en/standard/", "/en/accounts/login/", "/en/nothing/"])
def test_pages_run_no_script_that_is_not_ours(signed_in, lin, home, address):
    policy = signed_in(lin).get(address, follow=True)["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "object-src 'none'" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize("address", ["/en/", "/en/me/", "/en/accounts/login/", "/en/nothing/"])
def test_pages_have_no_inline_script_or_style(signed_in, lin, home, address):
    text = signed_in(lin).get(address).content.decode()
    assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:", text)
    assert not re.search(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)", text)


def test_browsers_are_told_not_to_guess_and_not_to_tell(db):
    response = Client().get("/en/accounts/login/")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"


def test_the_session_is_not_for_scripts(lin):
    client = Client()
    client.post("/en/accounts/login/", {"login": "lin", "password": "correct horse"})
    assert client.cookies[django_settings.SESSION_COOKIE_NAME]["httponly"]


def test_a_strange_host_is_refused(db):
    assert Client().get("/healthz", headers={"host": "evil.example"}).status_code == 400
