"""Which dealership a page of one is about, for whoever answers for several."""

from typing import Any

from django.http import Http404

from people.models import Dealership
from tracking.assigning.forms import places_of


def managed(user: Any, code: str) -> tuple[Dealership, list[Dealership]]:
    """The one with this code, or else the first, and all of theirs; 404 where there is none."""
    dealerships = list(places_of(user)["dealership"].order_by("code")) if user.manages_team else []
    chosen = [each for each in dealerships if each.code == code] if code else dealerships[:1]
    if not chosen:
        raise Http404
    return chosen[0], dealerships
