"""The ways in from elsewhere that this installation has."""

from __future__ import annotations

from dataclasses import dataclass

from allauth.socialaccount.adapter import get_adapter
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

NAMES: dict[str, str | Promise] = {
    "wecom": _("WeCom"),
    "dingtalk": _("DingTalk"),
    "feishu": _("Feishu"),
}


@dataclass(frozen=True)
class Door:
    """`provider` is what a linked account has in its row."""

    provider: str
    name: str | Promise
    address: str


def doors(request: HttpRequest) -> list[Door]:
    return [
        Door(each.sub_id, name_of(each), each.get_login_url(request)) for each in get_adapter().list_providers(request)
    ]


def name_of(provider) -> str | Promise:
    """As the administrator calls it; the makers' own names where they have one."""
    return provider.app.name or NAMES.get(provider.id) or _("company account")
