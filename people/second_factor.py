"""Who has to have a second factor, from which day on, and the door that leads nowhere else until they have one."""

import datetime as dt
from collections.abc import Callable
from time import monotonic
from typing import Any

from allauth.mfa.models import Authenticator
from django.db import models
from django.db.models.signals import post_delete, post_save
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

# What somebody needs to make a factor, and to go away. All of it is allauth's own, with its own guards.
OPEN = {
    "people:second_factor", "account_logout", "account_reauthenticate", "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn", "mfa_activate_totp", "mfa_add_webauthn", "mfa_list_webauthn", "healthz",
    "javascript-catalog",
}  # fmt: skip


@register_setting(icon="lock")
class SecondFactorPolicy(BaseGenericSetting):
    trainers = models.BooleanField(_("trainers"), default=False)
    managers = models.BooleanField(_("service managers"), default=False)
    regional_managers = models.BooleanField(_("regional managers"), default=False)
    administrators = models.BooleanField(_("administrators"), default=False)
    from_day = models.DateField(
        _("from this day on"), null=True, blank=True, help_text=_("Until then people are reminded. Blank: at once.")
    )

    panels = [
        MultiFieldPanel(
            [FieldPanel(name) for name in ("trainers", "managers", "regional_managers", "administrators")],
            heading=_("Who needs a second factor"),
        ),
        FieldPanel("from_day"),
    ]

    class Meta:
        verbose_name = _("second factor")

    def roles(self) -> set[str]:
        ticked = {
            "trainer": self.trainers, "manager": self.managers,
            "regional_manager": self.regional_managers, "administrator": self.administrators,
        }  # fmt: skip
        return {role for role, is_ticked in ticked.items() if is_ticked}

    def is_in_force(self, on: dt.date) -> bool:
        return self.from_day is None or self.from_day <= on


class Memory:
    """The policy as each process remembers it: every request asks for it, and it changes once a year.

    The process that changes it knows at once, the others within seconds.
    """

    SECONDS = 10

    def __init__(self) -> None:
        self.forget()

    def forget(self, **signal: Any) -> None:
        self.policy: SecondFactorPolicy | None = None
        self.until = 0.0

    def recall(self) -> SecondFactorPolicy:
        if self.policy is None or monotonic() >= self.until:
            self.remember(SecondFactorPolicy.objects.first() or SecondFactorPolicy())
        return self.policy

    def remember(self, policy: SecondFactorPolicy) -> None:
        self.policy, self.until = policy, monotonic() + self.SECONDS


memory = Memory()
post_save.connect(memory.forget, sender=SecondFactorPolicy)
post_delete.connect(memory.forget, sender=SecondFactorPolicy)


def lacks_factor(user: Any) -> SecondFactorPolicy | None:
    """The policy that asks this person for a factor they do not have, in force or not yet."""
    policy = memory.recall()
    asked = policy.roles()
    if not asked or not user.roles() & asked:
        return None
    factors = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    return None if Authenticator.objects.filter(user=user, type__in=factors).exists() else policy


def required(get_response: Callable[[HttpRequest], HttpResponseBase]):
    """Every address, the admin's and those that scripts ask included: a new one is shut by itself."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        policy = lacks_factor(request.user) if request.user.is_authenticated else None
        if policy is None or not policy.is_in_force(timezone.localdate()) or _is_open(request.path_info):
            return get_response(request)
        if request.method == "GET" and "text/html" in request.headers.get("Accept", "text/html"):
            return redirect("people:second_factor")
        return HttpResponse(_("A second factor is needed first."), status=403, content_type="text/plain; charset=utf-8")

    return middleware


def _is_open(path: str) -> bool:
    try:
        return resolve(path).view_name in OPEN
    except Resolver404:
        return False
