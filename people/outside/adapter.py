"""What allauth asks when somebody comes with an account elsewhere."""

from __future__ import annotations

from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp, SocialLogin
from allauth.socialaccount.providers.base import AuthProcess
from django.http import Http404, HttpRequest
from django.shortcuts import render
from django.utils import timezone

from people import audit
from people.models import User
from people.outside.matching import number_told, person_by_number


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    def get_app(self, request: HttpRequest, provider: str, client_id: str | None = None) -> SocialApp:
        """A way in that is not set up has no address."""
        try:
            return super().get_app(request, provider, client_id)
        except SocialApp.DoesNotExist:
            raise Http404 from None

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]) -> User:
        """What was told is needed for this request only: no name, picture or address of it is kept."""
        account = sociallogin.account
        sociallogin.told, account.extra_data = account.extra_data, {}
        sociallogin.email_addresses = []
        sociallogin.user.name = str(data.get("name") or "")[:80]
        return sociallogin.user

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        if sociallogin.state.get("process") == AuthProcess.CONNECT:
            return
        if not sociallogin.is_existing:
            self._link_by_number(request, sociallogin)
        if sociallogin.is_existing and not sociallogin.user.is_active:
            self._refuse(request, sociallogin)
        if not sociallogin.is_existing and not self.is_open_for_signup(request, sociallogin):
            self._refuse(request, sociallogin)

    def on_authentication_error(self, request: HttpRequest, provider: Any, error: Any = None, **more: Any) -> None:
        """Forged, replayed, expired, meant for somebody else: what exactly is for the log of the server."""
        audit.record(
            None, audit.Action.SIGN_IN_FAILED, at=timezone.now(), request=request, through=provider.sub_id, why=error
        )

    def is_auto_signup_allowed(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Nobody elsewhere says which employee number a new person has."""
        return False

    def _link_by_number(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        account = sociallogin.account
        number = number_told(sociallogin.provider.app.settings, sociallogin.told)
        if person := person_by_number(number, account.provider):
            sociallogin.connect(request, person)

    def _refuse(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """One page for strangers and for leavers, so that it tells nobody who was here."""
        person = sociallogin.user if sociallogin.is_existing else None
        facts = {"through": sociallogin.account.provider, "why": "unknown" if person is None else "has left"}
        audit.record(None, audit.Action.SIGN_IN_FAILED, person, at=timezone.now(), request=request, **facts)
        raise ImmediateHttpResponse(
            render(request, "socialaccount/refused.html", {"provider": sociallogin.provider}, status=403)
        )
