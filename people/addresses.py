"""Addresses of many things of a kind: reversing one takes Django longer than all the rest of a line."""

from collections.abc import Callable

from django.urls import reverse

PLACE = 0  # stands in an address for the number that differs


def addresses(name: str, *known: int) -> Callable[[int], str]:
    """By its last number, after those `known`, the address of that name, which is reversed once for all of them."""
    before, _place, after = reverse(name, args=[*known, PLACE]).rpartition(str(PLACE))
    return lambda number: f"{before}{number}{after}"
