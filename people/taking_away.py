"""The tables of people themselves, for `people.tables`."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from people.admin import PersonFilterSet
from people.audit import search as trail
from people.audit.actions import Action
from people.directory import asked_for
from people.finding import found
from people.invitations import views as invitations
from people.invitations.records import Invitation
from people.memberships import Delegation, Membership
from people.models import Role, User, UserQuerySet
from people.tables import Asked, Line, Sheet, Table, some_at_a_time


def people(asked: Asked) -> Sheet:
    return everybody_of(asked_for(asked.user, asked.get("q"), "left" in asked.query))


def everybody(asked: Asked) -> Sheet:
    """As an administrator has narrowed the list in the admin."""
    shown = User.objects.select_related("dealership", "team")
    chosen = PersonFilterSet(asked.query, queryset=shown)
    shown = chosen.qs if chosen.is_valid() else shown
    shown = found(shown, asked.get("q")) if asked.get("q") else shown
    return everybody_of(shown.order_by("employee_number"))


def everybody_of(shown: UserQuerySet) -> Sheet:
    heading = [
        _("Employee number"), pgettext("person", "Name"), _("Name in Latin letters"), _("Role"), _("Job"),
        _("Dealership"),
        pgettext("place", "Team"), pgettext("address", "Email"), _("Hired on"), _("Works here"),
    ]  # fmt: skip
    return Sheet(heading, map(person_line, shown.iterator(chunk_size=2000)))


def person_line(person: User) -> Line:
    role, job = str(person.get_role_display()), str(person.get_job_role_display())
    places = str(person.dealership or ""), str(person.team or "")
    works_here = _("yes") if person.is_active else _("no")
    name = person.employee_number, person.name, person.name_latin
    return [*name, role, job, *places, person.email, person.hired_on, works_here]


def invited(asked: Asked) -> Sheet:
    heading = [
        _("Employee number"),
        pgettext("person", "Name"),
        _("Dealership"),
        pgettext("address", "Email"),
        _("Code until"),
        _("Given as"),
    ]
    return Sheet(heading, invited_lines(invitations.asked_for(asked.user, asked.query)))


def invited_lines(shown: UserQuerySet) -> Iterator[Line]:
    """Never the code itself: that is on the paper, and nowhere else."""
    for some in some_at_a_time(shown):
        open_ones = {each.person_id: each for each in Invitation.objects.unused().filter(person__in=some)}
        for person in some:
            code = open_ones.get(person.pk)
            until = timezone.localtime(code.expires_at).date() if code else None
            given = str(code.get_channel_display()) if code else ""
            who = person.employee_number, person.name, str(person.dealership or ""), person.email
            yield [*who, until, given]


def further_places(asked: Asked) -> Sheet:
    heading = [_("Employee number"), pgettext("person", "Name"), _("Role"), pgettext("membership", "Where"), _("Since")]
    shown = Membership.objects.besides().open().with_places().select_related("person").order_by("pk")
    return Sheet(heading, map(membership_line, shown.iterator(chunk_size=2000)))


def membership_line(each: Membership) -> Line:
    where = each.team or each.dealership or each.region or each.brand
    role = str(Role(each.role).label)
    return [each.person.employee_number, each.person.name, role, str(where or ""), each.since]


def delegations(asked: Asked) -> Sheet:
    heading = [
        _("Who is away"),
        pgettext("person", "Name"),
        _("Who acts for them"),
        pgettext("person", "Name"),
        pgettext("period", "From"),
        pgettext("period", "To"),
    ]
    shown = (
        Delegation.objects.filter(revoked_at=None).select_related("person", "delegate").order_by("-first_day", "-pk")
    )
    return Sheet(heading, map(delegation_line, shown.iterator(chunk_size=2000)))


def delegation_line(each: Delegation) -> Line:
    people = each.person.employee_number, each.person.name, each.delegate.employee_number, each.delegate.name
    return [*people, each.first_day, each.last_day]


def audit_trail(asked: Asked) -> Sheet:
    form = trail.SearchForm(asked.query)
    narrowed = form.cleaned_data if form.is_valid() else {}
    return Sheet(trail.heading(), trail.values(trail.found(narrowed)))


TABLES = [
    Table("people", gettext_lazy("People"), "people:directory", people, told=("left",)),
    Table("invitations", gettext_lazy("Invitations"), "people:invitations", invited, told=("everybody", "import")),
    Table(
        "everybody", gettext_lazy("People"), "wagtailusers_users:index", everybody,
        told=("role", "dealership", "is_active"),
    ),
    Table("further-places", gettext_lazy("Further places of work"), "memberships:index", further_places),
    Table("delegations", gettext_lazy("Who acts for whom"), "delegations:index", delegations),
    Table(
        "audit-trail", gettext_lazy("Audit trail"), "people_audit", audit_trail,
        told=("action", "first", "last", "thing"), action=Action.TRAIL_EXPORTED,
    ),
]  # fmt: skip
