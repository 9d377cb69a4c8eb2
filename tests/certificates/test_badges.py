"""Badges over the web: what the holder downloads and what a verifier fetches, put together by openbadgeslib."""

import json
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from jsonschema import Draft201909Validator
from openbadgeslib.ob3 import OB3LdpVerifier, OB3VerificationError, OB3Verifier

from certificates import keys
from certificates.badges import issuing
from certificates.badges.views import FRESH
from certificates.models import Badge

SCHEMA = Path(__file__).parent / "openbadges" / "ob_v3p0_achievementcredential_schema.json"
FILES = ("document", "token", "picture")


@pytest.fixture(autouse=True)
def _at_home(settings):
    settings.PUBLIC_URL = "https://academy.example"
    settings.ALLOWED_HOSTS = ["academy.example", "testserver"]


def address(name: str, *args) -> str:
    return reverse(f"badges:{name}", args=args)


def fetch(url: str) -> bytes:
    """A verifier's network: our own website, and nothing else."""
    parts = urlsplit(url)
    assert parts.netloc == "academy.example", url
    response = Client().get(parts.path)
    assert response.status_code == 200, url
    return response.content


@pytest.fixture
def rotate(settings, tmp_path, admin, now):
    """`rotate()` puts new keys in place of keys that are this test's own."""
    settings.KEYS_DIR = tmp_path
    keys.forget()
    yield lambda: keys.rotate(admin, now, "Due.")
    keys.forget()


@pytest.fixture
def document(signed_in, lin, certificate) -> dict:
    return json.loads(signed_in(lin).get(address("document", certificate.serial)).content)


@pytest.fixture
def token(signed_in, lin, certificate) -> str:
    return signed_in(lin).get(address("token", certificate.serial)).text


def test_the_downloaded_credential_is_what_the_official_schema_asks_for(document):
    assert list(Draft201909Validator(json.loads(SCHEMA.read_text(encoding="utf-8"))).iter_errors(document)) == []


def test_a_verifier_needs_nothing_but_the_credential_and_our_addresses(document):
    verifier = OB3LdpVerifier.for_issuer_did(issuing.did())
    assert verifier.verify(document, check_status=True, download=fetch, verify_status_list=False)


def test_a_verifier_needs_nothing_but_the_token_and_our_addresses(token):
    verifier = OB3Verifier.for_issuer_did(issuing.did(), download=fetch)
    assert verifier.verify(token, check_status=True, download=token_of_list)


def token_of_list(url: str) -> bytes:
    return fetch(url.rstrip("/") + ".jwt") if "/status/" in url else fetch(url)


@pytest.mark.parametrize("who", ["lin", "xu", "chen", "regional", "admin"])
def test_whoever_may_see_the_holder_has_the_badge(request, signed_in, certificate, who):
    client = signed_in(request.getfixturevalue(who))
    assert {client.get(address(name, certificate.serial)).status_code for name in FILES} == {200}


@pytest.mark.parametrize("who", ["zhou", "harbour_trainer", "summit_manager"])
def test_a_stranger_finds_no_badge(request, signed_in, certificate, who):
    client = signed_in(request.getfixturevalue(who))
    assert {client.get(address(name, certificate.serial)).status_code for name in FILES} == {404}


@pytest.mark.parametrize("name", FILES)
def test_a_badge_cannot_be_posted_to(signed_in, lin, certificate, name):
    assert signed_in(lin).post(address(name, certificate.serial)).status_code == 405


def test_a_badge_is_signed_once_and_stays(rotate, signed_in, lin, certificate, document, token, settings):
    rotate()
    settings.PUBLIC_URL = "https://elsewhere.example"
    client = signed_in(lin)
    assert json.loads(client.get(address("document", certificate.serial)).content) == document
    assert client.get(address("token", certificate.serial)).text == token
    assert Badge.objects.count() == 1


def test_badges_of_before_a_rotation_still_verify(rotate, document, token):
    rotate()
    cache.clear()
    assert OB3LdpVerifier.for_issuer_did(issuing.did()).verify(document, download=fetch)
    assert OB3Verifier.for_issuer_did(issuing.did(), download=fetch).verify(token)


def test_a_revoked_badge_is_refused(document, token, certificate, admin, now):
    certificate.revoke(by=admin, at=now, reason="Mistaken identity")
    cache.clear()
    with pytest.raises(OB3VerificationError, match="revocation"):
        OB3LdpVerifier.for_issuer_did(issuing.did()).verify(
            document, check_status=True, download=fetch, verify_status_list=False
        )
    with pytest.raises(OB3VerificationError, match="revocation"):
        OB3Verifier.for_issuer_did(issuing.did(), download=fetch).verify(
            token, check_status=True, download=token_of_list
        )


def test_a_revocation_is_seen_within_a_minute(client, certificate):
    """Kept here for so long, and by whoever fetched it for as long again."""
    response = client.get(address("status", 1))
    assert response["Cache-Control"] == f"public, max-age={FRESH}"
    assert 2 * FRESH < 60


def test_the_status_list_comes_as_a_token_to_whoever_asks_for_one(client, certificate):
    assert json.loads(client.get(address("status", 1)).content)["type"][1] == "BitstringStatusListCredential"
    response = client.get(address("status", 1), headers={"Accept": "application/vc+jwt"})
    assert response["Content-Type"] == "application/vc+jwt"
    assert response.text.count(".") == 2


@pytest.mark.parametrize("number", [0, 2, 99])
def test_there_are_no_more_lists_than_certificates_need(client, certificate, number):
    assert client.get(address("status", number)).status_code == 302  # as every unknown address is


def test_the_public_keys_are_public_only(client, db):
    for key in client.get("/.well-known/jwks.json").json()["keys"]:
        assert not key.keys() & {"d", "p", "q", "dp", "dq", "qi"}


def test_the_issuer_and_the_achievement_can_be_looked_up(client, certification):
    assert client.get(address("issuer")).json()["id"] == "did:web:academy.example"
    found = client.get(address("achievement", "reception")).json()
    assert found["criteria"]["narrative"] == "Lessons; Exam · 课程；考试"
    assert client.get(address("achievement", "nothing")).status_code == 302


def test_a_picture_carries_the_token(signed_in, lin, certificate, token):
    picture = signed_in(lin).get(address("picture", certificate.serial)).content
    assert OB3Verifier.extract_token_from_svg(picture) == token


@pytest.mark.parametrize(
    ("url", "did"),
    [("https://academy.example", "did:web:academy.example"), ("http://127.0.0.1:8000", "did:web:127.0.0.1%3A8000"),
     ("https://example.org/academy", "did:web:example.org:academy")],
)  # fmt: skip
def test_the_issuer_is_named_by_the_address_of_the_website(settings, url, did):
    settings.PUBLIC_URL = url
    assert issuing.did() == did
