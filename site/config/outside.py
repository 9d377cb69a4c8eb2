"""Ways in from elsewhere, from the environment: each is there if its variables are, and otherwise is not."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ

App = dict[str, Any]
# The pages that a sign-in leads to first; a browser must be allowed to follow a form of ours there.
PAGES = {
    "wecom": ["https://login.work.weixin.qq.com", "https://open.weixin.qq.com"],
    "dingtalk": ["https://login.dingtalk.com"],
    "feishu": ["https://open.feishu.cn", "https://accounts.feishu.cn"],
}


def providers(env: environ.Env) -> dict[str, dict[str, Any]]:
    """As allauth wants SOCIALACCOUNT_PROVIDERS."""
    found = {"openid_connect": _oidc(env), "saml": _saml(env), "wecom": _wecom(env)}
    found |= {"dingtalk": _dingtalk(env), "feishu": _feishu(env)}
    more = {"openid_connect": {"OAUTH_PKCE_ENABLED": True}}
    return {name: {"APPS": [app], **more.get(name, {})} for name, app in found.items() if app}


def origins(env: environ.Env) -> list[str]:
    """Where forms of the sign-in page may lead."""
    pages = [env("OIDC_SERVER_URL", default=""), env("SAML_SSO_URL", default="")]
    own = [f"{parts.scheme}://{parts.netloc}" for parts in map(urlsplit, pages) if parts.netloc]
    vendors = [page for name in providers(env) for page in PAGES.get(name, [])]
    return list(dict.fromkeys([*own, *vendors, *env.list("SIGN_IN_ORIGINS", default=[])]))


def _oidc(env: environ.Env) -> App | None:
    server = env("OIDC_SERVER_URL", default="").rstrip("/")
    if not server:
        return None
    return {
        # Accounts are linked under this name, so a link to one server is none to another.
        "provider_id": urlsplit(server).netloc,
        "name": env("OIDC_NAME", default=""),
        "client_id": env("OIDC_CLIENT_ID"),
        "secret": env("OIDC_CLIENT_SECRET", default=""),
        "settings": {"server_url": server, "employee_number": env("OIDC_EMPLOYEE_NUMBER", default="")},
    }


def _saml(env: environ.Env) -> App | None:
    """Only what this website asked for, and only signed assertions; of the attributes two at the most are read."""
    entity = env("SAML_ENTITY_ID", default="")
    if not entity:
        return None
    uid = env("SAML_PERSON", default="")
    return {
        "provider_id": entity,
        "name": env("SAML_NAME", default=""),
        "client_id": "company",
        "settings": {
            "idp": {
                "entity_id": entity,
                "sso_url": env("SAML_SSO_URL"),
                "x509cert": _text(env("SAML_CERTIFICATE")),
            },
            "attribute_mapping": {"uid": [uid]} if uid else {},
            "employee_number": env("SAML_EMPLOYEE_NUMBER", default=""),
            "advanced": {
                "want_assertion_signed": True,
                "want_name_id": True,
                "want_attribute_statement": False,
                "reject_idp_initiated_sso": True,
                "allow_single_label_domains": True,
            },
        },
    }


def _wecom(env: environ.Env) -> App | None:
    corp = env("WECOM_CORP_ID", default="")
    if not corp:
        return None
    number = "userid" if env.bool("WECOM_ID_IS_EMPLOYEE_NUMBER", default=False) else ""
    settings = {"agent_id": env("WECOM_AGENT_ID"), "employee_number": number}
    return {"name": "", "client_id": corp, "secret": env("WECOM_SECRET"), "settings": settings}


def _dingtalk(env: environ.Env) -> App | None:
    client = env("DINGTALK_CLIENT_ID", default="")
    return client and {"name": "", "client_id": client, "secret": env("DINGTALK_CLIENT_SECRET"), "settings": {}}


def _feishu(env: environ.Env) -> App | None:
    app = env("FEISHU_APP_ID", default="")
    number = "employee_no" if env.bool("FEISHU_GIVES_EMPLOYEE_NUMBER", default=False) else ""
    settings = {"employee_number": number}
    return app and {"name": "", "client_id": app, "secret": env("FEISHU_APP_SECRET"), "settings": settings}


def _text(value: str) -> str:
    """A certificate, or the path of a file that holds it; in a variable its newlines may be written \\n."""
    return (
        value.replace("\\n", "\n") if "\n" in value or "-----" in value or len(value) > 300 else Path(value).read_text()
    )
