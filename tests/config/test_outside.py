"""Ways in from elsewhere, as the environment sets them up."""

import environ
import pytest
from config import outside

ALL = {
    "OIDC_SERVER_URL": "https://idp.example.com/realms/cars/",
    "OIDC_CLIENT_ID": "academy",
    "OIDC_EMPLOYEE_NUMBER": "number",
    "SAML_ENTITY_ID": "urn:group",
    "SAML_SSO_URL": "https://saml.example.com:8443/sso",
    "SAML_CERTIFICATE": "-----BEGIN CERTIFICATE-----\\nMII\\n-----END CERTIFICATE-----",
    "SAML_PERSON": "uid",
    "WECOM_CORP_ID": "corp",
    "WECOM_AGENT_ID": "1",
    "WECOM_SECRET": "s",
    "DINGTALK_CLIENT_ID": "d",
    "DINGTALK_CLIENT_SECRET": "s",
    "FEISHU_APP_ID": "f",
    "FEISHU_APP_SECRET": "s",
}


def env(**variables: str) -> environ.Env:
    made = environ.Env()
    made.ENVIRON = variables
    return made


def app(name: str, **variables: str) -> dict:
    return outside.providers(env(**ALL | variables))[name]["APPS"][0]


def test_nothing_is_there_by_default():
    assert outside.providers(env()) == {}
    assert outside.origins(env()) == []


def test_each_is_there_once_it_is_set():
    assert list(outside.providers(env(**ALL))) == ["openid_connect", "saml", "wecom", "dingtalk", "feishu"]


@pytest.mark.parametrize("first", ["OIDC_SERVER_URL", "SAML_ENTITY_ID", "WECOM_CORP_ID", "DINGTALK_CLIENT_ID"])
def test_half_a_way_in_stops_the_start(first):
    with pytest.raises(environ.ImproperlyConfigured):
        outside.providers(env(**{first: "https://x.example.com"}))


def test_a_server_is_known_by_its_host():
    assert app("openid_connect")["provider_id"] == "idp.example.com"


def test_no_number_is_trusted_unless_the_settings_say_so():
    told = [app(name)["settings"].get("employee_number") for name in ("saml", "wecom", "dingtalk", "feishu")]
    assert told == ["", "", None, ""]
    assert app("wecom", WECOM_ID_IS_EMPLOYEE_NUMBER="true")["settings"]["employee_number"] == "userid"
    assert app("feishu", FEISHU_GIVES_EMPLOYEE_NUMBER="true")["settings"]["employee_number"] == "employee_no"


def test_a_certificate_is_given_as_text_or_as_a_file(tmp_path):
    file = tmp_path / "idp.pem"
    file.write_text("from a file")
    assert app("saml")["settings"]["idp"]["x509cert"].splitlines()[1] == "MII"
    assert app("saml", SAML_CERTIFICATE=str(file))["settings"]["idp"]["x509cert"] == "from a file"


def test_forms_may_lead_only_where_they_have_to():
    assert outside.origins(env(**ALL | {"SIGN_IN_ORIGINS": "https://adfs.example.com"})) == [
        "https://idp.example.com", "https://saml.example.com:8443", "https://login.work.weixin.qq.com",
        "https://open.weixin.qq.com", "https://login.dingtalk.com", "https://open.feishu.cn",
        "https://accounts.feishu.cn", "https://adfs.example.com",
    ]  # fmt: skip
