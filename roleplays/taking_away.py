"""The tables of role-plays, for `people.tables`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from courses.models import Outcome
from people.state_words import state_word
from people.tables import Asked, Line, Sheet, Table, some_at_a_time
from roleplays import areas as audits
from roleplays import board, rights_views, starting
from roleplays.forms import BoardForm
from roleplays.models import Objection, Plan, RolePlayPage, Session


def role_plays(asked: Asked) -> Sheet:
    """The board: a line for each person and role-play, as the board is narrowed."""
    form = BoardForm(asked.query)
    narrowed = form.cleaned_data if form.is_valid() else {"q": "", "role_play": None, "show": ""}
    offered = list(starting.role_plays())
    chosen = [page for page in offered if page.translation_key == narrowed["role_play"]] or offered
    people = board.found(board.advisors(asked.user), narrowed["q"])
    people = board.not_yet_passed(people, chosen) if narrowed["show"] == "open" else people
    heading = [
        _("Employee number"), pgettext("person", "Name"), _("Dealership"), _("Role-play"), _("State"), _("In per cent"),
        _("Released on"),
    ]  # fmt: skip
    return Sheet(heading, board_lines(asked, people, chosen))


def board_lines(asked: Asked, people, chosen: list[RolePlayPage]) -> Iterator[Line]:
    for some in some_at_a_time(people):
        for row in board.rows(asked.user, some, chosen):
            who = row.person.employee_number, row.person.name, str(row.person.dealership or "")
            for standing in row.standings:
                last = standing.last
                score, day = (last.percent, timezone.localdate(last.released_at)) if last else (None, None)
                yield [*who, standing.role_play.title, state_word(standing.state), score, day]


def results(asked: Asked) -> Sheet:
    heading = [
        _("Employee number"), pgettext("person", "Name"), _("Dealership"), _("Role-play"), pgettext("role-play", "Try"),
        _("Released on"), _("State"), _("In per cent"), _("Assessors"),
    ]  # fmt: skip
    shown = Session.objects.visible_to(asked.user).released().exclude(person=asked.user)
    if asked.get("dealership"):
        shown = shown.filter(person__dealership__code=asked.get("dealership"))
    related = shown.select_related("person__dealership", "edition").prefetch_related("score_sheets__assessor")
    return Sheet(heading, result_lines(related.order_by("-released_at", "-pk")))


def result_lines(sessions) -> Iterator[Line]:
    for some in some_at_a_time(sessions):
        for each in board.titled(some):
            who = each.person.employee_number, each.person.name, str(each.person.dealership or "")
            state = state_of(each)
            day = timezone.localdate(each.released_at)
            title = f"{each.title} · {each.get_kind_display()}" if not each.certifies else each.title
            yield [*who, title, each.number, day, state, each.percent, assessors(each.score_sheets.all())]


def plans(asked: Asked) -> Sheet:
    heading = [
        pgettext("planned session", "Begins"), _("Employee number"), pgettext("person", "Name"), _("Dealership"),
        _("Role-play"),
        pgettext("planned session", "Place"), _("Assessors"), _("Plays the customer"),
    ]  # fmt: skip
    ahead = Plan.objects.open_to(asked.user).ahead(asked.at).select_related("person__dealership", "player")
    return Sheet(heading, plan_lines(ahead.prefetch_related("assessors__assessor").soonest_first()))


def plan_lines(ahead) -> Iterator[Line]:
    for some in some_at_a_time(ahead):
        for plan in board.titled(some):
            who = plan.person.employee_number, plan.person.name, str(plan.person.dealership or "")
            begins = f"{timezone.localtime(plan.starts_at):%Y-%m-%d %H:%M}"
            player = plan.player.name if plan.player else ""
            yield [begins, *who, plan.title, plan.place, assessors(plan.assessors.all()), player]


def objections(asked: Asked) -> Sheet:
    heading = [
        _("Employee number"),
        pgettext("person", "Name"),
        _("Dealership"),
        _("Role-play"),
        _("Objection of"),
        _("Reason"),
    ]
    waiting = Objection.objects.answerable_by(asked.user).select_related(
        "session__person__dealership", "session__edition"
    )
    return Sheet(heading, objection_lines(waiting.order_by("at", "pk")))


def objection_lines(waiting) -> Iterator[Line]:
    for some in some_at_a_time(waiting):
        board.titled(each.session for each in some)
        for each in some:
            person = each.session.person
            who = person.employee_number, person.name, str(person.dealership or "")
            yield [*who, each.session.title, timezone.localdate(each.at), each.reason]


def areas(asked: Asked) -> Sheet:
    heading = [
        _("Dealership"), pgettext("5S", "Area"), _("Role-play"), _("Released on"), _("State"), _("In per cent"),
        _("Out of use since"),
    ]  # fmt: skip
    return Sheet(heading, area_lines(audits.with_last_audit(asked.user)))


def area_lines(shown) -> Iterator[Line]:
    for some in some_at_a_time(shown):
        for each in audits.told(some):
            retired = timezone.localdate(each.retired_at) if each.retired_at else None
            yield [str(each.dealership), str(each), *last_audit(each.last), retired]


def last_audit(session: Session | None) -> Line:
    if session is None:
        return ["", None, "", None]
    return [session.title, timezone.localdate(session.released_at), state_of(session), session.percent]


def area_audits(asked: Asked) -> Sheet:
    """Every audit; those of one area where the question names it."""
    heading = [
        _("Dealership"), pgettext("5S", "Area"), _("Role-play"), pgettext("role-play", "Try"), _("Released on"),
        _("State"), _("In per cent"), _("Assessors"),
    ]  # fmt: skip
    shown = Session.audits.visible_to(asked.user).released().select_related("area__dealership", "edition")
    if asked.get("area"):
        shown = shown.filter(area=asked.number("area"))
    return Sheet(
        heading, area_audit_lines(shown.prefetch_related("score_sheets__assessor").order_by("-released_at", "-pk"))
    )


def area_audit_lines(shown) -> Iterator[Line]:
    for some in some_at_a_time(shown):
        for each in board.titled(some):
            where = str(each.area.dealership), str(each.area), each.title, each.number
            day = timezone.localdate(each.released_at)
            yield [*where, day, state_of(each), each.percent, assessors(each.score_sheets.all())]


def state_of(session: Session) -> str:
    return state_word("passed" if session.outcome == Outcome.PASSED else "failed")


def rights(asked: Asked) -> Sheet:
    heading = [
        _("Employee number"), pgettext("person", "Name"), _("Dealership"), _("Right to certify until"),
        _("Weighted kappa"), _("In doubt"),
    ]  # fmt: skip
    return Sheet(heading, right_lines(rights_views.assessors(asked.user), asked.at))


def right_lines(people, at) -> Iterator[Line]:
    for some in some_at_a_time(people):
        for row in rights_views.rows(some, at):
            who = row["person"].employee_number, row["person"].name, str(row["person"].dealership or "")
            right, doubt = row["right"], row["in_doubt"]
            until, kappa = (timezone.localdate(right.until), right.kappa) if right else (None, None)
            yield [*who, until, kappa, doubt.why if doubt else ""]


def assessors(sheets: Iterable) -> str:
    return " · ".join(sheet.assessor.name for sheet in sheets)


TABLES = [
    Table("role-plays", gettext_lazy("Role-plays"), "roleplays:board", role_plays, told=("role_play", "show")),
    Table(
        "role-play-results", gettext_lazy("Results of role-plays"), "roleplays:board", results,
        told=("dealership",), by_place=True,
    ),
    Table("planned-sessions", gettext_lazy("Planned sessions"), "roleplays:plans", plans),
    Table("areas", gettext_lazy("Areas"), "roleplays:areas", areas),
    Table("area-audits", gettext_lazy("Audits of areas"), "roleplays:areas", area_audits, told=("area",)),
    Table("rights-to-certify", gettext_lazy("Rights to certify"), "roleplays:rights", rights),
    Table("objections", gettext_lazy("Objections"), "roleplays:objections", objections),
]  # fmt: skip
