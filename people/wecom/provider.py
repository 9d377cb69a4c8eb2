from typing import Any

from allauth.socialaccount.providers.base import ProviderAccount
from allauth.socialaccount.providers.oauth2.provider import OAuth2Provider

from people.wecom.views import WeComAdapter


class WeComProvider(OAuth2Provider):
    id = "wecom"
    name = "WeCom"
    account_class = ProviderAccount
    oauth2_adapter_class = WeComAdapter

    def extract_uid(self, data: dict[str, Any]) -> str:
        """With the company: member ids of two companies may be alike. They are the same in any case of letters."""
        return f"{self.app.client_id}/{data['userid']}".lower()


provider_classes = [WeComProvider]
