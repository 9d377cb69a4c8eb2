"""From the dry run to the database, all or nothing, and back."""

import datetime as dt
import hashlib
import json
from collections import Counter

from django.contrib.auth.models import Group
from django.db import transaction
from django.utils.translation import gettext as _

from people import audit
from people.audit import Action
from people.audit.persons import imported
from people.importing import history, progress
from people.importing.columns import guessed, key
from people.importing.differences import FIELDS, NEW, REFUSED, UNCHANGED, Difference, Known, differences
from people.importing.reading import Row, Table
from people.importing.records import Import
from people.leaving import end_sessions, shut_out
from people.models import Dealership, Invitation, Membership, Region, Role, User

AT_ONCE = 500
State = Import.State


class Stopped(Exception):
    """Nothing was written; the message says why, for the administrator."""


def begin(table: Table, *, file_name: str, by: User, at: dt.datetime) -> Import:
    """A draft, with the columns as they were mapped the last time, or as their headings say."""
    remembered: dict[str, str] = {}
    for headings, fields in Import.objects.order_by("-pk").values_list("headings", "fields")[:10]:
        remembered = dict(zip(headings, fields, strict=True)) | remembered
    known = {heading: field for heading, field in remembered.items() if field}
    Import.objects.filter(by=by, state=State.DRAFT).delete()
    return Import.objects.create(
        by=by, at=at, file_name=file_name[-200:], headings=table.headings,
        fields=guessed(table.headings, known), rows=[[row.number, row.cells] for row in table.rows],
    )  # fmt: skip


def dry_run(draft: Import, *, by: User, today: dt.date) -> list[Difference]:
    rows = [Row(number, cells) for number, cells in draft.rows]
    return differences(rows, draft.fields, known(by), today, draft.absent_leave)


def digest(found: list[Difference]) -> str:
    """Of what would be written: the same in every language."""
    facts = [[each.number, each.employee_number, each.kind, each.before, each.after] for each in found]
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()


@transaction.atomic
def commit(draft_pk: int, *, seen: str, by: User, at: dt.datetime, today: dt.date) -> Import:
    """`seen` is the digest of the dry run that the administrator has looked at."""
    draft = Import.objects.select_for_update().get(pk=draft_pk)
    if draft.state not in (State.DRAFT, State.RUNNING):
        raise Stopped(_("This file has been imported already."))
    progress.tell(draft_pk, 2)
    list(User.objects.select_for_update().order_by("pk").values_list("pk"))
    found = dry_run(draft, by=by, today=today)
    if any(each.kind == REFUSED for each in found):
        raise Stopped(_("Rows are refused. Nothing was imported."))
    if digest(found) != seen:
        raise Stopped(_("Something has changed since. Look through the differences again."))
    progress.tell(draft_pk, 25)
    changes = [each for each in found if each.kind != UNCHANGED]
    if not changes:  # it would stand in the way of undoing the one before
        raise Stopped(_("Everything in this file is there already. Nothing was imported."))
    _create([each for each in changes if each.kind == NEW])
    progress.tell(draft_pk, 45)
    _write({each.employee_number: each.after for each in changes if each.kind != NEW})
    progress.tell(draft_pk, 65)
    pks = dict(User.objects.values_list("employee_number", "pk"))
    draft.changes = [
        {"person": pks[each.employee_number], "kind": each.kind, "before": each.before, "after": each.after}
        for each in changes
    ]
    history.write(draft, changes, pks, today)
    progress.tell(draft_pk, 80)
    draft.counts = Counter(each.kind for each in found)
    draft.state, draft.at, draft.by, draft.rows = State.COMMITTED, at, by, []
    draft.begun_at, draft.problem = None, ""
    draft.save()
    audit.record(by, Action.IMPORTED, draft, at=at, **draft.counts)
    audit.record_many(by, imported(draft.changes), at=at)
    progress.tell(draft_pk, 90)
    shut_out([each["person"] for each in draft.changes if each["after"].get("is_active") is False], by=by, at=at)
    return draft


@transaction.atomic
def undo(done_pk: int) -> Import:
    """As long as nothing has touched the people since; else `Stopped` names those who were."""
    done = Import.objects.select_for_update().get(pk=done_pk)
    newest = Import.objects.filter(state=State.COMMITTED).order_by("-at", "-pk").first()
    if newest != done:
        raise Stopped(_("Only the last import can be undone."))
    list(User.objects.select_for_update().order_by("pk").values_list("pk"))
    if names := touched(done):
        raise Stopped(_("Changed since, and therefore nothing was undone: %(names)s") % {"names": ", ".join(names)})
    numbers = dict(User.objects.values_list("pk", "employee_number"))
    _write({numbers[each["person"]]: each["before"] for each in done.changes if each["kind"] != NEW})
    history.take_back(done)
    new = [each["person"] for each in done.changes if each["kind"] == NEW]
    for start in range(0, len(new), AT_ONCE):
        User.objects.filter(pk__in=new[start : start + AT_ONCE]).delete()
    end_sessions([each["person"] for each in done.changes if each["before"].get("is_active") is False])
    done.state = State.UNDONE
    done.save(update_fields=["state"])
    return done


def touched(done: Import) -> list[str]:
    """Who is no longer as the import left them; of new people, also who has signed in or has records."""
    people = _people("pk")
    used = set(User.objects.exclude(last_login=None).values_list("pk", flat=True)) | _with_records(
        [each["person"] for each in done.changes if each["kind"] == NEW]
    )
    moved = history.changed_since(done)
    return [
        people[each["person"]]["name"] if each["person"] in people else "–"
        for each in done.changes
        if each["person"] not in people
        or any(people[each["person"]][column] != value for column, value in each["after"].items())
        or each["person"] in moved
        or (each["kind"] == NEW and each["person"] in used)
    ]


def known(by: User) -> Known:
    return Known(
        people=_people("employee_number"),
        dealerships=_spellings(Dealership),
        regions=_spellings(Region),
        oneself=by.employee_number,
    )


def _people(by: str) -> dict:
    columns = {"dealership": "dealership__code", "region": "region__code"}
    names = [columns.get(column, column) for column in (*FIELDS, "is_active")]
    found = {}
    for first, *values in User.objects.values_list(by, *names):
        person = dict(zip((*FIELDS, "is_active"), values, strict=True))
        person["hired_on"] = person["hired_on"].isoformat() if person["hired_on"] else ""
        found[first] = person | {column: person[column] or "" for column in columns}
    return found


def _spellings(model: type[Dealership] | type[Region]) -> dict[str, str]:
    """Each way to write one that means just one: a name that two have is none; codes come first."""
    rows = list(model.objects.values_list("code", "name_zh", "name_en"))
    names = Counter(spelling for row in rows for spelling in {key(name) for name in row[1:]})
    found = {key(name): row[0] for row in rows for name in row[1:] if name and names[key(name)] == 1}
    return found | {key(row[0]): row[0] for row in rows}


def _columns() -> dict[str, dict[str, int | None]]:
    return {
        "dealership": dict(Dealership.objects.values_list("code", "pk")) | {"": None},
        "region": dict(Region.objects.values_list("code", "pk")) | {"": None},
    }


def _fill(person: User, values: dict, columns: dict) -> None:
    for column, value in values.items():
        if column in columns:
            setattr(person, f"{column}_id", columns[column][value])
            if column == "dealership":  # a team is one of a dealership's
                person.team_id = None
        else:
            setattr(person, column, (value or None) if column == "hired_on" else value)


def _create(found: list[Difference]) -> None:
    columns, people = _columns(), []
    for each in found:
        person = User(employee_number=each.employee_number)
        _fill(person, each.after, columns)
        person.set_unusable_password()
        people.append(person)
    User.objects.bulk_create(people, batch_size=AT_ONCE)
    _join_groups([each.pk for each in people])


def _write(values: dict[str, dict]) -> None:
    """`values` by employee number. One upsert for each batch: the CASE of `bulk_update` grows with its square."""
    columns, numbers = _columns(), list(values)
    written = [*FIELDS, "team", "is_active", "is_superuser"]
    for start in range(0, len(numbers), AT_ONCE):
        people = list(User.objects.filter(employee_number__in=numbers[start : start + AT_ONCE]))
        for person in people:
            _fill(person, values[person.employee_number], columns)
            person.is_superuser = person.role == Role.ADMINISTRATOR
        User.objects.bulk_create(people, update_conflicts=True, unique_fields=["pk"], update_fields=written)
    roles = [number for number, value in values.items() if "role" in value]
    _join_groups(list(User.objects.filter(employee_number__in=roles).values_list("pk", flat=True)) if roles else [])


def _join_groups(pks: list[int]) -> None:
    """Only some roles have a group; what `User.join_groups_of_role` does for one."""
    link = User.groups.through
    groups = {group.name: group.pk for group in Group.objects.filter(name__in=Role.values)}
    for start in range(0, len(pks), AT_ONCE):
        batch = pks[start : start + AT_ONCE]
        link.objects.filter(user_id__in=batch, group_id__in=groups.values()).delete()
        roles = User.objects.filter(pk__in=batch, role__in=groups).values_list("pk", "role")
        link.objects.bulk_create([link(user_id=pk, group_id=groups[role]) for pk, role in roles])


def _with_records(pks: list[int]) -> set[int]:
    """Whom any row of any app names."""
    found: set[int] = set()
    for relation in User._meta.related_objects:
        if relation.related_model in (Membership, Invitation):  # not what somebody did
            continue
        rows, name = relation.related_model._base_manager, relation.field.name
        for start in range(0, len(pks), AT_ONCE):
            batch = pks[start : start + AT_ONCE]
            found |= set(rows.filter(**{f"{name}__in": batch}).values_list(name, flat=True))
    return found
