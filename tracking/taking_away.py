"""The tables of what managers see, for `people.tables`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, pgettext
from django.utils.translation import gettext as _

from people.models import User
from people.state_words import state_word
from people.tables import Asked, Line, Sheet, Table
from tracking import wall
from tracking.assigning.listing import by_when, lines, whom
from tracking.assigning.things import things_of
from tracking.assigning.views import assignments_for, held_by
from tracking.evidence import with_links
from tracking.forecasting import tables as forecasting
from tracking.managed import managed
from tracking.models import Assignment, Delivery
from tracking.overview import tables as overview
from tracking.tables import duty_heading, duty_lines, matrix_heading, matrix_lines, record_heading, record_lines
from tracking.team import Team, team_of
from tracking.views import certificates_of, record_of

AT_ONCE = 100


def team(asked: Asked) -> Sheet:
    """The people of the screen in its order."""
    shown = team_of(asked.user, asked.query, timezone.localdate(asked.at))
    if not shown.certification:
        raise Http404
    on_paper = partial(team_on_paper, shown, asked.user) if len(shown.entries) <= wall.MOST_PEOPLE else None
    return Sheet(matrix_heading(shown), matrix_lines(shown), title=shown.certification.title, on_paper=on_paper)


def team_on_paper(shown: Team, reader: User) -> bytes:
    """Four columns for each requirement are for Excel; on paper they are one, as on the wall."""
    return wall.render(shown, list(shown.all_rows()), shown.place(reader), "a4", get_language())


def record(asked: Asked) -> Sheet:
    person = get_object_or_404(User.objects.visible_to(asked.user), pk=asked.number("person"))
    certificates = certificates_of(person, timezone.localdate(asked.at))
    lines = record_lines(with_links(record_of(person, asked.user)), certificates)
    return Sheet(record_heading(), lines, title=person.name, subject=person)


def assignment(asked: Asked) -> Sheet:
    shown = get_object_or_404(assignments_for(asked.user), pk=asked.number("assignment"))
    held = held_by(shown, asked.user, timezone.localdate(asked.at))
    return Sheet(duty_heading(), duty_lines(held), title=things_of([shown])[shown.key].title)


def assignments(asked: Asked) -> Sheet:
    seen = assignments_for(asked.user)
    ended = asked.get("show") == "ended"
    wanted = seen.filter(ending__isnull=False) if ended else seen.open()
    heading = [
        pgettext("learning", "What"), pgettext("learning", "Whom"), _("By when"), _("Reason"),
        pgettext("assignment", "Owner"), _("Assigned on"), _("People"),
        pgettext("number of people", "Done"), _("State"),
    ]  # fmt: skip
    return Sheet(heading, assignment_lines(asked, wanted.order_by("-at", "-pk")))


def assignment_lines(asked: Asked, wanted) -> Iterator[Line]:
    keys = list(wanted.values_list("pk", flat=True))
    for start in range(0, len(keys), AT_ONCE):
        some: Iterable[Assignment] = wanted.filter(pk__in=keys[start : start + AT_ONCE])
        for each in lines(list(some), asked.user, timezone.localdate(asked.at)):
            given = each.assignment
            said = given.reason, given.owner.name, timezone.localdate(given.at)
            counts = " · ".join(f"{state_word(state)} {number}" for state, number in each.counts)
            yield [each.thing.title, whom(given), by_when(given), *said, each.total, each.done, counts]


def reminders(asked: Asked) -> Sheet:
    """What went out to managers and the group of one dealership, the newest first."""
    dealership, _others = managed(asked.user, asked.get("dealership"))
    heading = [_("When"), _("Kind"), pgettext("message", "By"), pgettext("message", "To"), _("State"), _("Trouble")]
    sent = Delivery.objects.filter(reminder__dealership=dealership).select_related("reminder__person")
    return Sheet(heading, map(delivery_line, sent.order_by("-changed_at", "-pk").iterator(chunk_size=2000)))


def delivery_line(each: Delivery) -> Line:
    at = timezone.localtime(each.changed_at).isoformat(sep=" ", timespec="minutes")
    to = each.reminder.person.name if each.reminder.person else ""
    kind, way, state = each.reminder.get_kind_display(), each.get_channel_display(), each.get_state_display()
    return [at, str(kind), str(way), to, str(state), each.trouble]


PLACE = ("dealership",)
TABLES = [
    Table(
        "team", gettext_lazy("The team"), "tracking:matrix", team,
        told=("certification", "state", "job_role", "hired_since", *PLACE), by_place=True,
    ),
    Table("record", gettext_lazy("One person’s record"), "tracking:person", record),
    Table("assignments", gettext_lazy("Assignments"), "tracking:assignments", assignments, told=("show",)),
    Table("assignment", gettext_lazy("Assignment"), "tracking:assignment", assignment, told=("assignment",)),
    Table("reminders", gettext_lazy("Reminders"), "tracking:reminder_plan", reminders, told=PLACE),
    *overview.TABLES,
    *forecasting.TABLES,
]  # fmt: skip
