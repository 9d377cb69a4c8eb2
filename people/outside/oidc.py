"""OpenID Connect without what allauth lets pass: every identity token is checked against the published keys."""

from __future__ import annotations

from typing import Any

import jwt
from allauth.account.internal.decorators import login_not_required
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import HttpRequest, HttpResponseBase
from requests import RequestException

# A token that was signed with the published key as if it were a shared secret must not pass, so none of those.
SIGNED_WITH = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
NEEDED = ["authorization_endpoint", "token_endpoint", "jwks_uri"]
CLOCKS_DIFFER = 60  # seconds


class Checked(OpenIDConnectOAuth2Adapter):
    def get_provider(self) -> Any:
        """The way there is to be as strict as the way back."""
        provider = super().get_provider()
        provider.oauth2_adapter_class = Checked
        return provider

    @property
    def openid_config(self) -> dict[str, Any]:
        """As published by the issuer that the settings name: one who publishes another name is refused."""
        config = super().openid_config
        asked = self.get_provider().server_url.partition("/.well-known/")[0]
        if str(config.get("issuer", "")).rstrip("/") != asked.rstrip("/"):
            raise OAuth2Error("The server gives another issuer than the settings.")
        if any(name not in config for name in NEEDED):
            raise OAuth2Error("The server does not say where its addresses are.")
        return config

    def complete_login(self, request: HttpRequest, app: SocialApp, token: Any, **kwargs: Any) -> Any:
        claims = self._claims(app, kwargs["response"].get("id_token", ""))
        told = {"id_token": claims}
        if "userinfo_endpoint" in self.openid_config:
            told["userinfo"] = self._fetch_user_info(token.token)
            if told["userinfo"].get("sub") != claims["sub"]:
                raise OAuth2Error("The token and the answer about the person are of two people.")
        return self.get_provider().sociallogin_from_response(request, told)

    def _claims(self, app: SocialApp, token: str) -> dict[str, Any]:
        try:
            key = self._keys()[jwt.get_unverified_header(token)["kid"]]
            return jwt.decode(
                token,
                key,
                algorithms=SIGNED_WITH,
                audience=app.client_id,
                issuer=self.openid_config["issuer"],
                leeway=CLOCKS_DIFFER,
                options={"require": ["exp", "iat", "iss", "aud", "sub"]},
            )
        except (jwt.PyJWTError, KeyError) as error:
            raise OAuth2Error("The identity token is not good.") from error

    def _keys(self) -> jwt.PyJWKSet:
        with get_adapter().get_requests_session() as session:
            response = session.get(self.openid_config["jwks_uri"])
            response.raise_for_status()
        return jwt.PyJWKSet.from_dict(response.json())


@login_not_required
def login(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    return _answered(OAuth2LoginView, request, provider_id)


@login_not_required
def callback(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    return _answered(OAuth2CallbackView, request, provider_id)


def _answered(view: type, request: HttpRequest, provider_id: str) -> HttpResponseBase:
    adapter = Checked(request, provider_id)
    try:
        return view.adapter_view(adapter)(request)
    except (RequestException, OAuth2Error) as error:
        return render_authentication_error(request, adapter.get_provider(), exception=error)
