"""WeCom's own protocol: it names its parameters otherwise than OAuth, and the token is the application's."""

from __future__ import annotations

from typing import Any

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.oauth2.client import OAuth2Client, OAuth2Error
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.http import urlencode

PAGE_TO_SCAN = "https://login.work.weixin.qq.com/wwlogin/sso/login"
PAGE_IN_APP = "https://open.weixin.qq.com/connect/oauth2/authorize"
API = "https://qyapi.weixin.qq.com"

TOKEN_IS_OVER = (40014, 42001)
# Seconds before a token's end at which another is asked for.
IN_TIME = 300


class WeComClient(OAuth2Client):
    agent_id = ""

    @staticmethod
    def page_for(request: HttpRequest) -> str:
        return PAGE_IN_APP if "wxwork" in request.META.get("HTTP_USER_AGENT", "").lower() else PAGE_TO_SCAN

    def get_redirect_url(self, authorization_url: str, scope: list[str], extra_params: dict[str, Any]) -> str:
        own = {"appid": self.consumer_key, "agentid": self.agent_id, "redirect_uri": self.callback_url}
        if authorization_url == PAGE_IN_APP:
            own |= {"response_type": "code", "scope": "snsapi_base", "state": self.state}
            return f"{authorization_url}?{urlencode(own)}#wechat_redirect"
        return f"{authorization_url}?{urlencode({'login_type': 'CorpApp', **own, 'state': self.state})}"

    def get_access_token(self, code: str, pkce_code_verifier: str | None = None, extra_data: Any = None) -> dict:
        """With the member whom the code stands for; each code works once."""
        token = self._token()
        answer = self._member(token, code)
        if answer["errcode"] in TOKEN_IS_OVER:
            cache.delete(self._kept)
            token = self._token()
            answer = self._member(token, code)
        if answer["errcode"] or not answer.get("userid"):
            raise OAuth2Error(f"WeCom gives no member of the company: {answer['errcode']}")
        return {"access_token": token, "member": {"userid": answer["userid"]}}

    def _member(self, token: str, code: str) -> dict[str, Any]:
        return self._asked("/cgi-bin/auth/getuserinfo", access_token=token, code=code)

    def _token(self) -> str:
        """WeCom limits how often it may be asked for, so it is kept for as long as it is good."""
        token = cache.get(self._kept)
        if token is None:
            answer = self._asked("/cgi-bin/gettoken", corpid=self.consumer_key, corpsecret=self.consumer_secret)
            if answer["errcode"]:
                raise OAuth2Error(f"WeCom gives no token: {answer['errcode']}")
            token = answer["access_token"]
            cache.set(self._kept, token, max(int(answer.get("expires_in", 0)) - IN_TIME, 0))
        return token

    @property
    def _kept(self) -> str:
        return f"wecom:{self.consumer_key}:{self.agent_id}"

    @staticmethod
    def _asked(path: str, **parameters: str) -> dict[str, Any]:
        with get_adapter().get_requests_session() as session:
            response = session.get(API + path, params=parameters)
            response.raise_for_status()
            answer = response.json()
        return {"errcode": 0} | answer
