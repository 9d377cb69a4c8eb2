"""Sign-in with an account elsewhere, end to end against servers of this machine: who is meant, and who is refused."""

import base64
import datetime as dt
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.contrib.auth import get_user
from django.test import Client
from django.urls import reverse

from people import audit
from people.audit.records import AuditEntry
from people.models import User
from people.wecom import client as wecom_client
from tests.people.stand_ins import DingTalk, Feishu, IdentityProvider, OpenIDConnect, WeCom, new_key

PASSWORD = "correct horse"
IN_THE_APP = "Mozilla/5.0 (iPhone) MicroMessenger/7.0 wxwork/4.1"


@pytest.fixture(autouse=True)
def _nothing_is_set_up(settings):
    """Whatever a developer's own `.env` says."""
    settings.SOCIALACCOUNT_PROVIDERS = {}


@pytest.fixture
def opened():
    """Stand-ins that end with the test."""
    running = []

    def open_(kind):
        running.append(kind())
        return running[-1]

    yield open_
    for each in running:
        each.close()


@pytest.fixture
def oidc(_nothing_is_set_up, opened, settings) -> OpenIDConnect:
    server = opened(OpenIDConnect)
    known = {"server_url": server.address, "employee_number": "number"}
    app = {"provider_id": "idp", "name": "Works", "client_id": "academy", "secret": "s", "settings": known}
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}
    return server


@pytest.fixture
def wecom(_nothing_is_set_up, opened, settings, monkeypatch) -> WeCom:
    server = opened(WeCom)
    monkeypatch.setattr(wecom_client, "API", server.address)
    monkeypatch.setattr(wecom_client, "PAGE_TO_SCAN", f"{server.address}/wwlogin/sso/login")
    monkeypatch.setattr(wecom_client, "PAGE_IN_APP", f"{server.address}/connect/oauth2/authorize")
    known = {"agent_id": "1000002", "employee_number": "userid"}
    app = {"name": "", "client_id": "corp", "secret": "secret", "settings": known}
    settings.SOCIALACCOUNT_PROVIDERS = {"wecom": {"APPS": [app]}}
    return server


@pytest.fixture
def saml(_nothing_is_set_up, settings) -> IdentityProvider:
    idp = IdentityProvider()
    known = {
        "idp": {"entity_id": idp.entity, "sso_url": idp.page, "x509cert": idp.certificate},
        "attribute_mapping": {},
        "employee_number": "employeeNumber",
        "advanced": {
            "want_assertion_signed": True,
            "want_name_id": True,
            "want_attribute_statement": False,
            "allow_single_label_domains": True,
        },
    }
    app = {"provider_id": idp.entity, "name": "Group", "client_id": "company", "settings": known}
    settings.SOCIALACCOUNT_PROVIDERS = {"saml": {"APPS": [app]}}
    return idp


def link(person: User, provider: str, uid: str) -> SocialAccount:
    return SocialAccount.objects.create(user=person, provider=provider, uid=uid)


def led(client: Client, address: str, **data) -> str:
    """Where the button leads."""
    response = client.post(address, data)
    assert response.status_code == 302
    return response.url


def back(client: Client, page: str):
    """The page elsewhere sends straight back."""
    address = requests.get(page, allow_redirects=False, timeout=5).headers["Location"]
    return client.get(address.removeprefix("http://testserver"))


def through(client: Client, name: str, *parts: str, **data):
    return back(client, led(client, reverse(f"{name}_login", args=parts), **data))


def by_saml(client: Client, idp: IdentityProvider, **data):
    return posted(client, idp.answer(led(client, "/accounts/saml/company/login/", **data)))


def posted(client: Client, answer: str):
    response = client.post("/accounts/saml/company/acs/", {"SAMLResponse": answer})
    return client.get(response.url)


def last(action) -> AuditEntry:
    return AuditEntry.objects.filter(action=action).order_by("-pk").first()


def is_refused(client: Client, response) -> bool:
    return response.status_code in (401, 403) and not get_user(client).is_authenticated


def browser() -> Client:
    """In English, and with a host, at which SAML looks and which Django's own client does not send."""
    return Client(HTTP_HOST="testserver", HTTP_ACCEPT_LANGUAGE="en")


@pytest.fixture
def client() -> Client:
    return browser()


# --- What is there only if it is set up ---------------------------------------------------------------------------


def test_nothing_is_offered_where_nothing_is_set_up(client, db):
    assert "Sign in with" not in client.get("/en/accounts/login/").content.decode()


@pytest.mark.parametrize("path", ["oidc/x", "saml/company", "wecom", "dingtalk", "feishu"])
def test_what_is_not_set_up_has_no_address(signed_in, lin, path):
    client = signed_in(lin)
    address = f"/accounts/{path}/login/"
    assert {client.get(address, follow=True).status_code, client.post(address, follow=True).status_code} == {404}


def test_the_page_offers_what_is_set_up_in_both_languages(client, wecom, db):
    assert "Sign in with WeCom" in client.get("/en/accounts/login/").content.decode()
    assert "使用企业微信登录" in client.get("/zh-hans/accounts/login/").content.decode()


def test_only_the_page_with_the_buttons_may_lead_elsewhere(client, settings, wecom, db):
    settings.SIGN_IN_ORIGINS = ["https://login.work.weixin.qq.com"]
    policies = [client.get(path)["Content-Security-Policy"] for path in ("/en/accounts/login/", "/en/welcome/code/")]
    assert ["https://login.work.weixin.qq.com" in policy for policy in policies] == [True, False]


def test_whoever_comes_back_finds_their_language_again(oidc, db):
    client = Client(HTTP_ACCEPT_LANGUAGE="zh-CN")
    client.get("/en/accounts/login/")
    assert "This account opens nothing here" in through(client, "openid_connect", "idp").content.decode()


def test_a_link_alone_begins_nothing(client, oidc, db):
    response = client.get("/accounts/oidc/idp/login/")
    assert response.status_code == 200
    assert oidc.asked == []


# --- OpenID Connect -----------------------------------------------------------------------------------------------


def test_a_linked_account_signs_in(client, oidc, lin):
    link(lin, "idp", "lin-elsewhere")
    response = through(client, "openid_connect", "idp", next="/en/me/")
    assert get_user(client) == lin
    assert response.url == "/en/me/"
    assert last(audit.Action.SIGNED_IN).details == {"through": "idp"}


def test_the_trusted_number_links_once_and_then_the_link_counts(client, oidc, lin, zhou):
    oidc.told = {"number": "LIN"}
    through(client, "openid_connect", "idp")
    assert get_user(client) == lin
    assert last(audit.Action.ACCOUNT_LINKED).person == lin.pk
    oidc.told = {"number": "zhou"}
    other = browser()
    through(other, "openid_connect", "idp")
    assert get_user(other) == lin


def test_a_number_counts_only_where_the_settings_trust_it(client, oidc, settings, lin):
    settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]["settings"]["employee_number"] = ""
    oidc.told = {"number": "lin", "employee_number": "lin", "preferred_username": "lin"}
    assert is_refused(client, through(client, "openid_connect", "idp"))


@pytest.mark.parametrize("verified", [True, False])
def test_an_address_opens_nobodys_account(client, oidc, lin, verified):
    User.objects.filter(pk=lin.pk).update(email="lin@example.com")
    oidc.told = {"email": "lin@example.com", "email_verified": verified}
    assert is_refused(client, through(client, "openid_connect", "idp"))
    assert not SocialAccount.objects.exists()


def test_a_second_account_for_the_same_number_is_refused(client, oidc, lin):
    link(lin, "idp", "another")
    oidc.told = {"number": "lin"}
    assert is_refused(client, through(client, "openid_connect", "idp"))


def test_no_number_opens_an_administrators_account(client, oidc, admin):
    oidc.told = {"number": "admin"}
    assert is_refused(client, through(client, "openid_connect", "idp"))


def test_strangers_and_leavers_get_the_same_answer(client, oidc, lin):
    stranger = through(client, "openid_connect", "idp")
    link(lin, "idp", "lin-elsewhere")
    User.objects.filter(pk=lin.pk).update(is_active=False)
    leaver = through(browser(), "openid_connect", "idp")
    assert stranger.status_code == leaver.status_code == 403
    assert words(stranger) == words(leaver)
    assert last(audit.Action.SIGN_IN_FAILED).details == {"through": "idp", "why": "has left"}


def words(response) -> str:
    return response.content.decode().partition("<main")[2].partition("</main>")[0]


def test_a_leaver_is_not_linked_by_number(client, oidc, lin):
    User.objects.filter(pk=lin.pk).update(is_active=False)
    oidc.told = {"number": "lin"}
    assert is_refused(client, through(client, "openid_connect", "idp"))
    assert not SocialAccount.objects.exists()


def test_nothing_that_was_told_is_kept(client, oidc, lin):
    oidc.told = {"number": "lin", "name": "Somebody", "email": "some@example.com", "picture": "https://x.example/p.png"}
    through(client, "openid_connect", "idp")
    assert SocialAccount.objects.get().extra_data == {}
    assert not SocialToken.objects.exists()
    lin.refresh_from_db()
    assert (lin.name, lin.email) == ("林晓", "")


def test_the_second_factor_is_asked_for_here_too(client, oidc, lin):
    link(lin, "idp", "lin-elsewhere")
    Authenticator.objects.create(user=lin, type="totp", data={"secret": "x"})
    assert "/2fa/authenticate/" in through(client, "openid_connect", "idp").url
    assert not get_user(client).is_authenticated


def test_a_forged_state_is_refused(client, oidc, lin):
    link(lin, "idp", "lin-elsewhere")
    led(client, "/accounts/oidc/idp/login/")
    assert is_refused(client, client.get("/accounts/oidc/idp/login/callback/?code=code0&state=forged"))
    assert oidc.asked.count("/token") == 0
    assert last(audit.Action.SIGN_IN_FAILED).details["through"] == "idp"


def test_a_state_of_another_browser_is_refused(client, oidc, lin):
    link(lin, "idp", "lin-elsewhere")
    page = led(browser(), "/accounts/oidc/idp/login/")
    assert is_refused(client, back(client, page))


def test_an_address_that_was_used_opens_nothing_again(client, oidc, lin):
    link(lin, "idp", "lin-elsewhere")
    page = led(client, "/accounts/oidc/idp/login/")
    address = requests.get(page, allow_redirects=False, timeout=5).headers["Location"].removeprefix("http://testserver")
    client.get(address)
    client.logout()
    assert is_refused(client, client.get(address))


def test_a_code_that_was_used_opens_nothing_with_a_new_state(client, oidc, lin):
    link(lin, "idp", "lin-elsewhere")
    through(client, "openid_connect", "idp")
    client.logout()
    state = parse_qs(urlsplit(led(client, "/accounts/oidc/idp/login/")).query)["state"][0]
    assert is_refused(client, client.get(f"/accounts/oidc/idp/login/callback/?code=code0&state={state}"))


@pytest.mark.parametrize(
    "lie",
    [
        {"aud": "another-website"},
        {"iss": "https://other.example.com"},
        {"exp": dt.datetime(2026, 1, 1, tzinfo=dt.UTC)},
        {"sub": "somebody-else"},
    ],
    ids=["audience", "issuer", "expired", "two people"],
)
def test_a_token_that_was_not_meant_for_us_now_is_refused(client, oidc, lin, lie):
    link(lin, "idp", "lin-elsewhere")
    oidc.claims = lie
    assert is_refused(client, through(client, "openid_connect", "idp"))


def test_a_token_of_another_key_is_refused(client, oidc, lin):
    link(lin, "idp", "lin-elsewhere")
    oidc.signs_with = new_key()
    assert is_refused(client, through(client, "openid_connect", "idp"))


@pytest.mark.parametrize(("algorithm", "key"), [("none", None), ("HS256", "a shared secret of thirty-two characters")])
def test_a_token_that_nobody_signed_is_refused(client, oidc, lin, algorithm, key):
    link(lin, "idp", "lin-elsewhere")
    oidc.algorithm, oidc.signs_with = algorithm, key
    assert is_refused(client, through(client, "openid_connect", "idp"))


def test_a_server_that_calls_itself_otherwise_is_refused(client, oidc, lin):
    link(lin, "idp", "lin-elsewhere")
    oidc.published = {"issuer": "https://other.example.com"}
    assert client.post("/accounts/oidc/idp/login/").status_code == 401


def test_a_server_that_is_away_gives_a_page_and_no_fault(client, oidc, settings, lin):
    settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]["settings"]["server_url"] = "http://127.0.0.1:1"
    assert client.post("/accounts/oidc/idp/login/").status_code == 401


def test_whoever_breaks_off_is_told_so(client, oidc, db):
    state = parse_qs(urlsplit(led(client, "/accounts/oidc/idp/login/")).query)["state"][0]
    response = client.get(f"/accounts/oidc/idp/login/callback/?error=access_denied&state={state}", follow=True)
    assert "broken off" in response.content.decode()


def test_where_sign_up_is_open_a_stranger_says_who_they_are(client, oidc, settings, db):
    settings.SIGN_UP_OPEN = True
    oidc.told = {"name": "新人", "email": "new@example.com"}
    assert through(client, "openid_connect", "idp").url == "/en/accounts/elsewhere/signup/"
    assert "One step is left" in client.get("/en/accounts/elsewhere/signup/").content.decode()
    client.post("/en/accounts/elsewhere/signup/", {"username": "new-1", "email": "new@example.com", "name": "新人"})
    person = User.objects.get(employee_number="new-1")
    assert (get_user(client), person.name, person.role) == (person, "新人", "advisor")


# --- Linking and unlinking ----------------------------------------------------------------------------------------


@pytest.fixture
def lin_signed_in(client, lin) -> Client:
    client.post("/en/accounts/login/", {"login": "lin", "password": PASSWORD})
    return client


def confirm(client: Client, response):
    """The password once more, and on with what was begun."""
    assert response.url.startswith("/en/accounts/reauthenticate/")
    return client.post(response.url, {"password": PASSWORD})


def test_a_person_links_and_unlinks_an_account_with_the_password(lin_signed_in, oidc, lin):
    client = lin_signed_in
    page = client.get("/en/accounts/elsewhere/")
    assert "Not linked" in page.content.decode()
    confirm(client, through(client, "openid_connect", "idp", process="connect", next="/en/accounts/elsewhere/"))
    account = SocialAccount.objects.get()
    assert (account.user, account.uid, account.provider) == (lin, "lin-elsewhere", "idp")
    assert "Linked since" in client.get("/en/accounts/elsewhere/").content.decode()
    client.post("/en/accounts/elsewhere/", {"account": account.pk})
    assert not SocialAccount.objects.exists()
    assert [last(each).person for each in (audit.Action.ACCOUNT_LINKED, audit.Action.ACCOUNT_UNLINKED)] == [lin.pk] * 2


def test_without_the_password_nothing_is_linked(lin_signed_in, oidc):
    through(lin_signed_in, "openid_connect", "idp", process="connect")
    assert not SocialAccount.objects.exists()


def test_an_account_of_somebody_else_cannot_be_linked(lin_signed_in, oidc, zhou):
    account = link(zhou, "idp", "lin-elsewhere")
    confirm(lin_signed_in, through(lin_signed_in, "openid_connect", "idp", process="connect"))
    assert SocialAccount.objects.get() == account
    assert SocialAccount.objects.get().user == zhou


def test_nobody_unlinks_the_account_of_somebody_else(lin_signed_in, oidc, zhou):
    account = link(zhou, "idp", "zhou-elsewhere")
    lin_signed_in.post("/en/accounts/elsewhere/", {"account": account.pk})
    assert SocialAccount.objects.filter(pk=account.pk).exists()


def test_whoever_has_no_password_keeps_the_last_account(client, oidc, lin):
    account = link(lin, "idp", "lin-elsewhere")
    lin.set_unusable_password()
    lin.save()
    through(client, "openid_connect", "idp")
    client.post("/en/accounts/elsewhere/", {"account": account.pk})
    assert SocialAccount.objects.filter(pk=account.pk).exists()


# --- SAML ---------------------------------------------------------------------------------------------------------


def test_saml_signs_in_whoever_is_linked(client, saml, lin):
    link(lin, saml.entity, "lin-elsewhere")
    by_saml(client, saml)
    assert get_user(client) == lin
    assert last(audit.Action.SIGNED_IN).details == {"through": saml.entity}


def test_saml_links_by_the_trusted_attribute(client, saml, lin):
    saml.attributes = {"employeeNumber": "lin", "mail": "somebody@example.com"}
    by_saml(client, saml)
    assert get_user(client) == lin
    assert SocialAccount.objects.get().extra_data == {}


def test_saml_says_what_an_identity_provider_has_to_know(client, saml, db):
    metadata = client.get("/accounts/saml/company/metadata/").content.decode()
    assert 'Location="http://testserver/accounts/saml/company/acs/"' in metadata
    assert 'WantAssertionsSigned="true"' in metadata


@pytest.mark.parametrize(
    "lie",
    [
        {"audience": "https://other.example.com"},
        {"issuer": "https://other.example.com/metadata"},
        {"to": "_request-of-nobody"},
        {"acs": "https://other.example.com/acs/"},
    ],
    ids=["audience", "issuer", "request", "destination"],
)
def test_an_assertion_that_was_not_meant_for_us_is_refused(client, saml, lin, lie):
    link(lin, saml.entity, "lin-elsewhere")
    saml.lies = lie
    assert is_refused(client, by_saml(client, saml))


def test_an_assertion_that_is_over_is_refused(client, saml, lin):
    link(lin, saml.entity, "lin-elsewhere")
    saml.lasts = dt.timedelta(hours=-1)
    assert is_refused(client, by_saml(client, saml))


def test_an_assertion_without_a_signature_is_refused(client, saml, lin):
    link(lin, saml.entity, "lin-elsewhere")
    saml.signs = False
    assert is_refused(client, by_saml(client, saml))


def test_an_assertion_of_another_key_is_refused(client, saml, lin):
    link(lin, saml.entity, "lin-elsewhere")
    saml.signs_with = new_key()
    assert is_refused(client, by_saml(client, saml))


def test_an_assertion_that_was_changed_is_refused(client, saml, lin):
    link(lin, saml.entity, "lin-elsewhere")
    saml.here = "zhou-elsewhere"
    answer = base64.b64decode(saml.answer(led(client, "/accounts/saml/company/login/")))
    forged = base64.b64encode(answer.replace(b"zhou-elsewhere", b"lin-elsewhere")).decode()
    assert is_refused(client, posted(client, forged))


def test_an_assertion_works_once_and_in_its_own_browser_only(client, saml, lin):
    link(lin, saml.entity, "lin-elsewhere")
    answer = saml.answer(led(client, "/accounts/saml/company/login/"))
    thief = browser()
    assert is_refused(thief, posted(thief, answer))
    posted(client, answer)
    assert get_user(client) == lin
    client.logout()
    assert is_refused(client, posted(client, answer))


def test_an_assertion_that_nobody_asked_for_is_refused(client, saml, lin):
    link(lin, saml.entity, "lin-elsewhere")
    answer = saml.answer(led(browser(), "/accounts/saml/company/login/"))
    assert is_refused(client, posted(client, answer))


@pytest.mark.parametrize("answer", ["", "not base64 !", "PGE+"])
def test_rubbish_is_refused(client, saml, db, answer):
    assert is_refused(client, posted(client, answer))


def test_nobody_is_signed_out_by_a_message(lin_signed_in, saml, lin):
    assert lin_signed_in.get("/accounts/saml/company/sls/?SAMLRequest=x", follow=True).status_code == 404
    assert get_user(lin_signed_in) == lin


# --- WeCom --------------------------------------------------------------------------------------------------------


def test_wecom_shows_a_code_to_scan_on_a_computer(client, wecom, lin):
    link(lin, "wecom", "corp/lin-elsewhere")
    page = led(client, "/accounts/wecom/login/")
    assert urlsplit(page).path == "/wwlogin/sso/login"
    assert parse_qs(urlsplit(page).query)["login_type"] == ["CorpApp"]
    back(client, page)
    assert get_user(client) == lin


def test_wecom_asks_nothing_inside_the_app(wecom, lin):
    link(lin, "wecom", "corp/lin-elsewhere")
    client = Client(HTTP_USER_AGENT=IN_THE_APP)
    page = led(client, "/accounts/wecom/login/")
    parts = urlsplit(page)
    assert (parts.path, parts.fragment) == ("/connect/oauth2/authorize", "wechat_redirect")
    assert parse_qs(parts.query)["scope"] == ["snsapi_base"]
    back(client, page.partition("#")[0])
    assert get_user(client) == lin


def test_wecom_links_by_its_member_id_where_that_is_the_employee_number(client, wecom, lin):
    wecom.here = "LIN"
    through(client, "wecom")
    assert get_user(client) == lin
    assert SocialAccount.objects.get().uid == "corp/lin"


def test_a_member_of_a_partner_company_is_nobody_here(client, wecom, lin):
    wecom.here = "partner/lin"
    assert is_refused(client, through(client, "wecom"))


def test_whoever_is_no_member_is_refused(client, wecom, lin):
    wecom.here, wecom.is_member = "lin", False
    assert is_refused(client, through(client, "wecom"))


def test_a_code_of_wecom_works_once(client, wecom, lin):
    wecom.here = "lin"
    through(client, "wecom")
    client.logout()
    state = parse_qs(urlsplit(led(client, "/accounts/wecom/login/")).query)["state"][0]
    assert is_refused(client, client.get(f"/accounts/wecom/login/callback/?code=code0&state={state}"))


def test_a_forged_state_of_wecom_is_refused(client, wecom, lin):
    wecom.here = "lin"
    led(client, "/accounts/wecom/login/")
    assert is_refused(client, client.get(f"/accounts/wecom/login/callback/?code={wecom.code_for()}&state=forged"))


def test_a_wrong_secret_is_refused(client, wecom, settings, lin):
    settings.SOCIALACCOUNT_PROVIDERS["wecom"]["APPS"][0]["secret"] = "wrong"
    assert is_refused(client, through(client, "wecom"))


def test_the_token_of_wecom_is_asked_for_once_and_again_when_it_is_over(wecom, lin):
    wecom.here = "lin"
    for _ in range(2):
        through(browser(), "wecom")
    assert wecom.asked.count("/cgi-bin/gettoken") == 1
    wecom.tokens += 1  # what was given before is over now
    client = Client()
    through(client, "wecom")
    assert get_user(client) == lin
    assert wecom.asked.count("/cgi-bin/gettoken") == 2


# --- DingTalk and Feishu ------------------------------------------------------------------------------------------


@pytest.fixture
def dingtalk(_nothing_is_set_up, opened, settings, monkeypatch) -> DingTalk:
    from allauth.socialaccount.providers.dingtalk.views import DingTalkOAuth2Adapter as Adapter

    server = opened(DingTalk)
    monkeypatch.setattr(Adapter, "authorize_url", f"{server.address}/oauth2/auth")
    monkeypatch.setattr(Adapter, "access_token_url", f"{server.address}/v1.0/oauth2/userAccessToken")
    monkeypatch.setattr(Adapter, "profile_url", f"{server.address}/v1.0/contact/users/me")
    app = {"name": "", "client_id": "ding", "secret": "s", "settings": {}}
    settings.SOCIALACCOUNT_PROVIDERS = {"dingtalk": {"APPS": [app]}}
    return server


@pytest.fixture
def feishu(_nothing_is_set_up, opened, settings, monkeypatch) -> Feishu:
    from allauth.socialaccount.providers.feishu.client import FeishuOAuth2Client
    from allauth.socialaccount.providers.feishu.views import FeishuOAuth2Adapter as Adapter

    server = opened(Feishu)
    base = f"{server.address}/open-apis"
    monkeypatch.setattr(Adapter, "authorization_url", f"{base}/authen/v1/index")
    monkeypatch.setattr(Adapter, "access_token_url", f"{base}/authen/v1/access_token")
    monkeypatch.setattr(Adapter, "user_info_url", f"{base}/authen/v1/user_info")
    monkeypatch.setattr(FeishuOAuth2Client, "app_access_token_url", f"{base}/auth/v3/app_access_token/internal/")
    app = {"name": "", "client_id": "fei", "secret": "s", "settings": {"employee_number": "employee_no"}}
    settings.SOCIALACCOUNT_PROVIDERS = {"feishu": {"APPS": [app]}}
    return server


def test_dingtalk_signs_in_whoever_is_linked_and_nobody_else(client, dingtalk, lin):
    assert is_refused(client, through(client, "dingtalk"))
    link(lin, "dingtalk", "lin-elsewhere")
    through(client, "dingtalk")
    assert get_user(client) == lin


def test_feishu_signs_in_whoever_is_linked_or_has_the_number(client, feishu, lin):
    assert is_refused(client, through(client, "feishu"))
    feishu.number = "lin"
    through(client, "feishu")
    assert get_user(client) == lin


@pytest.mark.parametrize("name", ["dingtalk", "feishu"])
def test_a_forged_state_is_refused_by_each(client, request, lin, name):
    server = request.getfixturevalue(name)
    link(lin, name, "lin-elsewhere")
    led(client, f"/accounts/{name}/login/")
    assert is_refused(client, client.get(f"/accounts/{name}/login/callback/?code={server.code_for()}&state=forged"))
