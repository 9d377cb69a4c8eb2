"""Getting in without a password, and being out at once: a passkey made and used, and a leaver with an open browser."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.road import follow
from tracking.demo import PASSWORD

# Of the demonstration; no other journey signs in as they do.
WITH_PASSKEY, LEAVER = "luoqi", "tangning"
KEY = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


def enter(page: Page, home: str, number: str) -> None:
    page.goto(f"{home}/zh-hans/accounts/login/")
    page.locator("#id_login").fill(number)
    page.locator("#id_password").fill(PASSWORD)
    follow(page.get_by_role("button", name="登录", exact=True))


@pytest.fixture
def home(platform) -> str:
    """By name: a passkey belongs to a name, and an address of numbers is none."""
    return platform.url.replace("127.0.0.1", "localhost")


def test_a_passkey_is_made_and_lets_in_without_a_password(home, new_page, axe):
    page = new_page(width=390)
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    key = device.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})["authenticatorId"]
    enter(page, home, WITH_PASSKEY)
    page.goto(f"{home}/zh-hans/accounts/2fa/webauthn/add/")
    page.locator("#id_password").fill(PASSWORD)
    follow(page.get_by_role("button", name="确认并继续"))
    page.locator("[name=name]").fill("我的手机")
    page.locator("[name=passwordless]").check()
    axe(page)
    follow(page.get_by_role("button", name="添加通行密钥"))
    assert len(device.send("WebAuthn.getCredentials", {"authenticatorId": key})["credentials"]) == 1
    page.context.clear_cookies()
    page.goto(f"{home}/zh-hans/accounts/login/")
    follow(page.get_by_role("button", name="使用通行密钥"))
    expect(page).to_have_url(re.compile(r"/zh-hans/$"))
    page.goto(f"{home}/zh-hans/me/")
    expect(page.locator("body")).to_contain_text("罗琪")


def test_whoever_leaves_is_out_at_the_next_click(platform, new_page, sign_in):
    phone = new_page(width=390)
    enter(phone, platform.url, LEAVER)
    expect(phone).to_have_url(re.compile(r"/zh-hans/$"))
    office = sign_in(new_page(), "admin")
    office.goto(f"{platform.url}/admin/users/?q={LEAVER}")
    follow(office.locator("table a[href*='/users/edit/']").first)
    office.locator("[name=is_active]").evaluate("box => { box.checked = false }")
    follow(office.locator("form [type=submit].button:not(.no)").first)
    phone.reload()
    expect(phone).to_have_url(re.compile(r"/accounts/login/"))
    enter(phone, platform.url, LEAVER)
    expect(phone).to_have_url(re.compile(r"/accounts/inactive/"))
