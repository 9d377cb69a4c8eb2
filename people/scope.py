"""Who may see whom, in one place.

An advisor sees nobody but themselves. A trainer sees the people of their dealership, or of their region if they have
one. A manager sees the people of their dealership, a regional manager those of their region, an administrator
everybody.
Whoever is signed out or has left sees nobody.
"""

from typing import Any

from django.db.models import Q

NOBODY = Q(pk__in=[])


def visible_people(user: Any) -> Q:
    """The condition on `User` rows that `user` may see."""
    return about_visible_people(user, "")


def about_visible_people(user: Any, person: str) -> Q:
    """The condition on rows whose foreign key path `person` ("" for `User` itself) leads to somebody `user` may see."""
    if not (user.is_authenticated and user.is_active):
        return NOBODY
    path = f"{person}__" if person else ""
    oneself = Q(**{f"{path}pk": user.pk})
    if user.role == "administrator":
        return Q()
    if user.role in ("regional_manager", "trainer") and user.region_id:
        return oneself | Q(**{f"{path}dealership__region": user.region_id})
    if user.role in ("manager", "trainer") and user.dealership_id:
        return oneself | Q(**{f"{path}dealership": user.dealership_id})
    return oneself
