"""Each address with the rule that it has: who may ask, signed out and as each wrong person.

A new address without a rule fails here; whoever adds one says who may have it.
"""

import re
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import translation

# Answered for anybody, each for a reason.
PUBLIC = {
    "entrance": "sends everybody on",
    "healthz": "asked by a monitor, says nothing of anybody",
    "admin_door": "sends everybody on to sign-in",
    "certificates:look_up": "strangers verify certificates",
    "certificates:verify": "strangers verify certificates",
    "short_verification": "the address in a QR code",
    "account_login": "sign-in",
    "account_logout": "a sign-out that comes late leads to sign-in",
    "account_signup": "closed unless a setting opens it",
    "account_inactive": "says that an account is closed",
    "account_reset_password": "for whoever cannot sign in",
    "account_reset_password_done": "for whoever cannot sign in",
    "account_reset_password_from_key": "for whoever cannot sign in",
    "account_reset_password_from_key_done": "for whoever cannot sign in",
    "account_email_verification_sent": "for whoever cannot sign in yet",
    "account_confirm_email": "reached from a mail",
    "account_confirm_login_code": "a step of sign-in",
    "mfa_authenticate": "a step of sign-in",
    "mfa_login_webauthn": "a step of sign-in",
}
# Everybody who is signed in; what they get there is their own, or a 404.
SIGNED_IN = {
    "media", "wagtaildocs_serve", "wagtail_serve", "start", "start_courses", "people:profile",
    "wagtaildocs_authenticate_with_password", "wagtailcore_authenticate_with_password",
    "standards:list", "standards:clause", "courses:start_course", "courses:finish_lesson", "courses:remember_position",
    "quizzes:start", "quizzes:attempt", "quizzes:submit", "quizzes:result", "quizzes:question", "quizzes:save",
    "roleplays:result", "roleplays:photograph", "certificates:mine", "certificates:detail", "certificates:pdf",
    "account_reauthenticate", "account_email", "account_change_password", "account_set_password", "mfa_index",
    "mfa_reauthenticate", "mfa_activate_totp", "mfa_deactivate_totp", "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes", "mfa_download_recovery_codes", "mfa_list_webauthn", "mfa_add_webauthn",
    "mfa_reauthenticate_webauthn", "mfa_remove_webauthn", "mfa_edit_webauthn", "usersessions_list",
}  # fmt: skip
ROLES = {
    "roleplays": {"xu", "admin"},
    "tracking": {"chen", "regional", "admin"},
    "certificates:revoke": {"admin"},
}
EVERYBODY = ("lin", "xu", "chen", "regional", "admin")
SIGN_IN = re.compile(r"^/(zh-hans|en)/accounts/login/\?next=|^/admin/login/\?next=|^/(zh-hans|en)/accounts/reauth")
# Hidden by an address of ours that stands before it, so nobody ever gets there.
SHADOWED = {"wagtailcore_login", "wagtailadmin_login"}
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
    ruled = PUBLIC.keys() | SIGNED_IN | ROLES.keys()
    unruled = {
        name or address
        for name, address in website
        if not is_admin(address) and name and name not in ruled and name.split(":")[0] not in ROLES
    }
    assert unruled == set()


def test_every_rule_has_an_address(website):
    names = {name for name, _ in website}
    assert (PUBLIC.keys() | SIGNED_IN) - names == set()


def test_whoever_is_signed_out_is_sent_to_sign_in(website, home):
    client = Client(raise_request_exception=False)
    answered = {}
    for name, address in website:
        if name in PUBLIC or not name:
            continue
        for response in (client.get(address), client.post(address)):
            if response.status_code != 302 or not SIGN_IN.match(response.url):
                answered[address] = response.status_code
    assert {address: status for address, status in answered.items() if not is_admin(address)} == {}
    # Wagtail has a few addresses that read what was sent before they ask who sends it; none of them does anything.
    assert set(answered.values()) <= {403, 404, 405}


@pytest.mark.parametrize("who", EVERYBODY)
def test_a_role_is_asked_for_before_anything_else(who, website, request, signed_in, home):
    client = signed_in(request.getfixturevalue(who))
    client.raise_request_exception = False
    answered = {}
    for name, address in website:
        allowed = ROLES.get(name) or ROLES.get(name.split(":")[0])
        if name in SIGNED_IN or name in PUBLIC or not name or is_admin(address) or not allowed or who in allowed:
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
        away = response.get("Location", "").startswith(("/admin/login/", "/zh-hans/admin/"))
        if response.status_code not in (404, 405) and not away:
            answered[address] = response.status_code
    assert answered == {}


def test_every_form_needs_its_token(website, signed_in, admin, home):
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.force_login(admin)
    taken = {}
    for name, address in website:
        response = client.post(address)
        if response.status_code not in (403, 404, 405):
            taken[name] = response.status_code
    assert taken == {}
