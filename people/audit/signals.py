"""What sign-in tells of. The receivers only write the trail; nothing of the product depends on them."""

from typing import Any

from allauth.account import signals as account
from allauth.account.authentication import get_authentication_records
from allauth.mfa import signals as mfa
from allauth.socialaccount import signals as elsewhere
from django.contrib.auth import signals as auth
from django.dispatch import Signal
from django.http import HttpRequest
from django.utils import timezone

from people.audit.actions import Action
from people.audit.recording import record

LONGEST_LOGIN = 80


def listen() -> None:
    about_oneself: list[tuple[Signal, Action]] = [
        (auth.user_logged_in, Action.SIGNED_IN),
        (auth.user_logged_out, Action.SIGNED_OUT),
        (account.password_set, Action.PASSWORD_CHANGED),
        (account.password_changed, Action.PASSWORD_CHANGED),
        (account.password_reset, Action.PASSWORD_CHANGED),
        (account.email_changed, Action.EMAIL_CHANGED),
        (mfa.authenticator_added, Action.FACTOR_ADDED),
        (mfa.authenticator_reset, Action.FACTOR_ADDED),
        (mfa.authenticator_removed, Action.FACTOR_REMOVED),
        (mfa.authentication_failed, Action.FACTOR_FAILED),
    ]
    for number, (signal, action) in enumerate(about_oneself):
        signal.connect(_receiver(action), weak=False, dispatch_uid=f"audit.{number}")
    elsewhere.social_account_added.connect(account_linked, dispatch_uid="audit.account_linked")
    elsewhere.social_account_removed.connect(account_unlinked, dispatch_uid="audit.account_unlinked")
    auth.user_login_failed.connect(sign_in_failed, dispatch_uid="audit.sign_in_failed")


def _receiver(action: Action):
    def receive(sender: Any, request: HttpRequest | None = None, user: Any = None, **kwargs: Any) -> None:
        authenticator = kwargs.get("authenticator")
        details = {"factor": str(authenticator.type)} if authenticator else {}
        if action is Action.SIGNED_IN:
            details |= _through(request, user)
        if getattr(user, "pk", None):
            record(user, action, user, at=timezone.now(), request=request, **details)

    return receive


def _through(request: HttpRequest | None, user: Any) -> dict[str, str]:
    """The account elsewhere that this session began with, if it did."""
    records = get_authentication_records(request, user) if request is not None else []
    return next(({"through": each["provider"]} for each in records if each["method"] == "socialaccount"), {})


def account_linked(sender: Any, request: HttpRequest, sociallogin: Any, **kwargs: Any) -> None:
    """By the person, or at their first sign-in by the number that the administrator trusts."""
    person, actor = sociallogin.user, request.user if request.user.is_authenticated else None
    through = sociallogin.account.provider
    record(actor, Action.ACCOUNT_LINKED, person, at=timezone.now(), request=request, through=through)


def account_unlinked(sender: Any, request: HttpRequest, socialaccount: Any, **kwargs: Any) -> None:
    through = socialaccount.provider
    record(request.user, Action.ACCOUNT_UNLINKED, request.user, at=timezone.now(), request=request, through=through)


def sign_in_failed(sender: Any, credentials: dict, request: HttpRequest | None = None, **kwargs: Any) -> None:
    """The account that was tried, if there is one; what was typed is private, for it may be anybody's name."""
    from people.models import User

    tried = str(credentials.get("username") or credentials.get("login") or credentials.get("email") or "")
    tried = tried[:LONGEST_LOGIN].replace("\0", "")
    person = User.objects.filter(employee_number__iexact=tried).first() if tried else None
    if person is None and "@" in tried:
        person = User.objects.filter(email__iexact=tried).first()
    private = {"tried": tried} if tried and person is None else {}
    record(None, Action.SIGN_IN_FAILED, person, at=timezone.now(), request=request, private=private)
