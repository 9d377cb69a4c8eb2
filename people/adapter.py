"""How people get in: allauth's rules where ours differ."""

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class AccountAdapter(DefaultAccountAdapter):
    # allauth speaks of a username; our form asks for an e-mail address or employee number. One answer for every
    # mistake, so that nobody learns who has an account.
    error_messages = DefaultAccountAdapter.error_messages | dict.fromkeys(
        ("email_password_mismatch", "username_password_mismatch", "username_email_password_mismatch", "invalid_login"),
        _("That does not match. Check the employee number or e-mail address, and the password."),
    )

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return settings.SIGN_UP_OPEN

    def clean_username(self, username: str, shallow: bool = False) -> str:
        return super().clean_username(username.lower(), shallow)


def display_name(user) -> str:
    return user.name
