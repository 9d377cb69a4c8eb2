"""How people get in: allauth's rules where ours differ."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal import ratelimit
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from people.devices import OF_DEVICE, OF_STRANGER, device_of


class AccountAdapter(DefaultAccountAdapter):
    # allauth speaks of a username; our form asks for an email address or employee number. One answer for every
    # mistake, so that nobody learns who has an account.
    error_messages = DefaultAccountAdapter.error_messages | dict.fromkeys(
        ("email_password_mismatch", "username_password_mismatch", "username_email_password_mismatch", "invalid_login"),
        _("That does not match. Check the employee number or email address, and the password."),
    )

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Before a password is looked at; `people.devices` says why the counts are as they are."""
        login = (credentials.get("email") or credentials.get("username") or "").lower()
        device = device_of(request, login)
        if device:
            self._counted = [_count(request, OF_DEVICE, "device", f"{device}:{login}")]
        else:
            address = self.get_client_ip(request)
            self._counted = [
                _count(request, OF_STRANGER, "address", ""),
                _count(request, OF_STRANGER, "pair", f"{address}:{login}"),
                _count(request, OF_STRANGER, "account", login),
            ]
        if not all(self._counted):
            self._rollback_login_failed_rl_usage()
            raise self.validation_error("too_many_login_attempts")

    def _rollback_login_failed_rl_usage(self) -> None:
        """A right password counts as none; allauth calls this after it."""
        for usage in getattr(self, "_counted", []):
            if usage:
                usage.rollback()

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        super().login(request, user)
        request.signed_in_now = user

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """An account linked at somebody's open computer would be a way in for good."""
        return app == "allauth.socialaccount" or super().is_reauthentication_required(app=app, **kwargs)

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return settings.SIGN_UP_OPEN

    def clean_username(self, username: str, shallow: bool = False) -> str:
        return super().clean_username(username.lower(), shallow)


def _count(request: HttpRequest, limits: dict[str, str], what: str, key: str):
    """What can be taken back, or None where the limit is reached."""
    return ratelimit.consume(request, app="people", action=what, config=limits, key=key)


def display_name(user) -> str:
    return user.name
