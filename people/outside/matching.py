"""Whom an account elsewhere stands for. An address, a name or a telephone number never says so.

Either the person has linked it themselves, or the administrator has said in the settings that a certain field holds
the employee number. That field links an account once; from then on the link counts and the field is not read again.
"""

from collections.abc import Mapping
from typing import Any

from allauth.socialaccount.models import SocialAccount
from django.db import transaction

from people.models import Role, User


def number_told(settings: Mapping[str, Any], told: Mapping[str, Any]) -> str:
    """The employee number in what was told, "" where no field is trusted. SAML gives lists, OIDC two sets of claims."""
    name = settings.get("employee_number")
    if not name:
        return ""
    places = (told.get("id_token") or {}, told.get("userinfo") or {}, told)
    value = next((place[name] for place in places if place.get(name)), None)
    value = value[0] if isinstance(value, list) and len(value) == 1 else value
    return str(value).strip().lower() if isinstance(value, str | int) else ""


@transaction.atomic
def person_by_number(number: str, provider: str) -> User | None:
    """Whoever has the number, works here, and has no account of this provider yet.

    Never an administrator: what opens everything is linked by hand. A second account for the same number is refused,
    because one of the two belongs to somebody else.
    """
    person = User.objects.select_for_update().filter(employee_number=number, is_active=True).first() if number else None
    if person is None or person.role == Role.ADMINISTRATOR:
        return None
    return None if SocialAccount.objects.filter(user=person, provider=provider).exists() else person
