"""What an import means for memberships: who came, moved, left and returned, and all of that taken back."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

from django.db.models import Exists, OuterRef, Q, Subquery

from people.importing.differences import LEFT, NEW, Difference
from people.importing.records import Import
from people.memberships import MAIN
from people.models import Membership, User

AT_ONCE = 500
MOVES = {"role", "dealership", "region", "is_active"}


def write(done: Import, changes: Iterable[Difference], pks: dict[str, int], today: dt.date) -> None:
    """One row ends and another begins for whoever moved; `today` is the day of it, unless the file has one."""
    moved = {pks[each.employee_number]: each for each in changes if each.kind == NEW or each.after.keys() & MOVES}
    for batch in batches(list(moved)):
        _end(done, {pk: moved[pk] for pk in batch}, today)
        _begin(done, {pk: moved[pk] for pk in batch}, today)


def take_back(done: Import) -> None:
    Membership.objects.filter(opened_by=done).delete()
    ended = Membership.objects.filter(ended_by=done)
    team = Subquery(ended.main().filter(person=OuterRef("pk")).values("team")[:1])
    User.objects.filter(pk__in=ended.main().values("person")).update(team=team)
    ended.update(until=None, ended_by=None)


def changed_since(done: Import) -> set[int]:
    """Whose memberships are no longer as the import left them."""
    opened = Membership.objects.filter(opened_by=done).exclude(until=None).exclude(ended_by=done)
    newer = Membership.objects.main().open().filter(person=OuterRef("person")).exclude(opened_by=done)
    ended = Membership.objects.filter(ended_by=done).main().filter(Exists(newer))
    return {*opened.values_list("person", flat=True), *ended.values_list("person", flat=True)}


def _end(done: Import, moved: dict[int, Difference], today: dt.date) -> None:
    rows = list(Membership.objects.open().filter(Q(person__in=moved)))
    rows = [row for row in rows if row.is_main or moved[row.person_id].kind == LEFT]
    for row in rows:
        row.until = max(_last_day(moved[row.person_id], today), row.since or dt.date.min)
        row.ended_by = done
    Membership.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["pk"], update_fields=["until", "ended_by"]
    )


def _begin(done: Import, moved: dict[int, Difference], today: dt.date) -> None:
    rows = []
    for person in User.objects.filter(pk__in=moved):
        each = moved[person.pk]
        if each.kind == LEFT:
            continue
        since = min(person.hired_on or today, today) if each.kind == NEW else today
        values = {name: getattr(person, name) for name in MAIN}
        row = Membership(person=person, is_main=True, since=since, opened_by=done, **values)
        if not person.is_active:
            row.until, row.ended_by = max(since, _last_day(each, today)), done
        rows.append(row)
    Membership.objects.bulk_create(rows)


def _last_day(each: Difference, today: dt.date) -> dt.date:
    return dt.date.fromisoformat(each.left_on) if each.left_on else today


def batches(rows: Sequence) -> Iterator[Sequence]:
    return (rows[start : start + AT_ONCE] for start in range(0, len(rows), AT_ONCE))
