"""The ways in from elsewhere, for the sign-in page and the account pages."""

from allauth.socialaccount.models import SocialAccount
from django import template
from django.conf import settings
from django.template import Context

from people.outside import doors

register = template.Library()


@register.simple_tag
def is_open_from_elsewhere() -> bool:
    return bool(settings.SOCIALACCOUNT_PROVIDERS)


@register.simple_tag(takes_context=True)
def doors_from_elsewhere(context: Context) -> list[doors.Door]:
    return doors.doors(context["request"])


@register.simple_tag(takes_context=True)
def linked_accounts(context: Context) -> list[tuple[doors.Door, SocialAccount | None]]:
    """Each door with the account that is linked through it, if one is."""
    request = context["request"]
    own = {each.provider: each for each in SocialAccount.objects.filter(user=request.user).order_by("pk")}
    return [(door, own.get(door.provider)) for door in doors.doors(request)]


@register.filter
def provider_name(provider) -> str:
    return doors.name_of(provider)
