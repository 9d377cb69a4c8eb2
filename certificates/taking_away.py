"""The tables of certificates and sign-offs, for `people.tables`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from certificates.models import Certificate, SignOff, waiting_for
from people.state_words import state_word
from people.tables import Asked, Line, Sheet, Table, some_at_a_time


def held_by_team(user):
    """The newest certificate of each of the team's chains; what ends first stands first."""
    held = Certificate.objects.visible_to(user).with_state().newest().exclude(person=user)
    held = held.filter(person__is_active=True).select_related("person__dealership").defer("evidence")
    return held.order_by("valid_until", "person__employee_number", "pk")


def team_certificates(asked: Asked) -> Sheet:
    heading = [
        _("Employee number"), pgettext("person", "Name"), _("Dealership"), _("Certificate"), _("Serial number"),
        _("State"),
        _("Awarded on"), _("Valid until"),
    ]  # fmt: skip
    held = held_by_team(asked.user)
    if asked.get("dealership"):
        held = held.filter(person__dealership__code=asked.get("dealership"))
    return Sheet(heading, certificate_lines(held, timezone.localdate(asked.at)))


def certificate_lines(held, on: date) -> Iterator[Line]:
    for some in some_at_a_time(held):
        for each in some:
            who = each.person.employee_number, each.person.name, str(each.person.dealership or "")
            what = each.title, each.serial, state_word(each.state(on))
            yield [*who, *what, each.awarded_on, each.valid_until]


def sign_offs(asked: Asked) -> Sheet:
    """Who waits, and then what was given."""
    heading = [
        _("Employee number"), pgettext("person", "Name"), _("Dealership"), _("Certificate"), _("State"), _("Since"),
        _("Signed off by"),
        pgettext("sign-off", "Comment"), _("Withdrawn because"),
    ]  # fmt: skip
    return Sheet(heading, sign_off_lines(asked))


def sign_off_lines(asked: Asked) -> Iterator[Line]:
    place = asked.get("dealership")
    for each in waiting_for(asked.user, asked.at):
        person = each.person
        if not place or (person.dealership and person.dealership.code == place):
            who = person.employee_number, person.name, str(person.dealership or "")
            yield [
                *who,
                each.certification.title,
                pgettext("sign-off", "Waiting"),
                timezone.localdate(each.since),
                "",
                "",
                "",
            ]
    given = SignOff.objects.visible_to(asked.user).exclude(person=asked.user).order_by("-at", "-pk")
    given = given.filter(person__dealership__code=place) if place else given
    related = given.select_related("person__dealership", "certification", "by", "withdrawal")
    for each in related.iterator(chunk_size=2000):
        withdrawal = getattr(each, "withdrawal", None)
        state = pgettext("sign-off", "Withdrawn") if withdrawal else pgettext("sign-off", "Given")
        who = each.person.employee_number, each.person.name, str(each.person.dealership or "")
        said = each.by.name, each.comment, withdrawal.reason if withdrawal else ""
        yield [*who, each.certification.title, state, timezone.localdate(each.at), *said]


TABLES = [
    Table(
        "team-certificates", gettext_lazy("Certificates of the team"), "certificates:team", team_certificates,
        told=("dealership",), by_place=True,
    ),
    Table(
        "sign-offs", gettext_lazy("Sign-offs"), "certificates:sign_offs", sign_offs,
        told=("dealership",), by_place=True,
    ),
]  # fmt: skip
