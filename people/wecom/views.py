from typing import Any

from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.views import OAuth2Adapter, OAuth2CallbackView, OAuth2LoginView
from django.http import HttpRequest

from people.wecom.client import WeComClient


class WeComAdapter(OAuth2Adapter):
    provider_id = "wecom"
    client_class = WeComClient
    access_token_url = ""  # the client knows WeCom's own addresses

    @property
    def authorize_url(self) -> str:
        return WeComClient.page_for(self.request)

    def get_client(self, request: HttpRequest, app: SocialApp) -> WeComClient:
        client = super().get_client(request, app)
        client.agent_id = app.settings["agent_id"]
        return client

    def complete_login(self, request: HttpRequest, app: SocialApp, token: Any, **kwargs: Any) -> Any:
        return self.get_provider().sociallogin_from_response(request, kwargs["response"]["member"])


oauth2_login = OAuth2LoginView.adapter_view(WeComAdapter)
oauth2_callback = OAuth2CallbackView.adapter_view(WeComAdapter)
