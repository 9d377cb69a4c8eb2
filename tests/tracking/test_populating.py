"""Made-up history: whole, the same for the same seed, and never among real people unawares."""

import datetime as dt
from dataclasses import replace
from itertools import pairwise
from random import Random

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from certificates.models import Certificate
from certificates.models.prospects import prospects
from courses.models import LedgerEntry
from people.models import Dealership, Membership, Region, Role, User
from quizzes.models import Attempt, CountedPaper
from quizzes.models.counted import CountedAnswer
from roleplays.models import Event, Mark, ScoreSheet
from tracking.populating import lives
from tracking.populating.filling import Wanted, fill
from tracking.populating.network import places

UNTIL = dt.date(2026, 11, 2)

STORY = [
    (User, ("employee_number", "name", "role", "job_role", "dealership__code", "hired_on", "is_active")),
    (Membership, ("person__employee_number", "dealership__code", "since", "until")),
    (LedgerEntry, ("person__employee_number", "activity", "outcome", "score", "at")),
    (Attempt, ("person__employee_number", "number", "percent", "submitted_at")),
    (CountedAnswer, ("paper__person__employee_number", "wording__question", "earned", "choice")),
    (Mark, ("score_sheet__session__person__employee_number", "item", "value", "at")),
    (Certificate, ("person__employee_number", "serial", "code", "awarded_on", "valid_until", "kind")),
]


def story() -> dict:
    return {model.__name__: sorted(map(str, model.objects.values_list(*columns))) for model, columns in STORY}


def told(wanted: Wanted, now: dt.datetime) -> dict:
    """The story that is filled in, of which nothing is kept."""
    with transaction.atomic():
        fill(wanted, now)
        found = story()
        transaction.set_rollback(True)
    return found


def test_as_many_people_are_at_work_as_were_asked_for(populated):
    assert User.objects.filter(is_active=True, dealership__isnull=False).count() == 60
    assert Dealership.objects.count() == 3
    assert User.objects.filter(is_active=True, role=Role.MANAGER).count() == 3


def test_some_have_left_and_their_membership_has_ended(populated):
    gone = User.objects.filter(is_active=False)
    assert gone
    assert not Membership.objects.open().filter(person__in=gone).exists()


def test_some_have_moved_from_one_dealership_to_another(populated):
    moved = Membership.objects.filter(until__isnull=False, person__memberships__until=None).distinct()
    assert moved.exists()


def test_some_have_renewed_and_every_chain_is_whole(populated):
    renewals = Certificate.objects.filter(kind="renewal")
    assert renewals
    assert all(each.before.number == each.number - 1 for each in renewals.select_related("before"))


def test_every_certificate_of_somebody_at_work_is_earned_by_the_rules(populated, programme, now):
    """Whoever holds one is asked for nothing that the road asks; whoever does not, has not met it."""
    people = list(User.objects.advisors())
    standings = programme.standings(people, now)
    held = {prospect.person: prospect.held for prospect in prospects([programme], people, now)}
    met = {person for person in people if all(each.is_met for each in standings[person].values())}
    assert {person for person in people if held[person]} == met


def test_the_score_of_a_counted_result_is_what_its_answers_and_marks_come_to(populated):
    for paper in CountedPaper.objects.select_related("attempt"):
        assert sum(answer.earned for answer in paper.answers.all()) == paper.score
        assert paper.is_passed == (paper.score * 100 >= 80 * paper.out_of) == paper.attempt.is_passed
    marked = ScoreSheet.objects.filter(marks__isnull=False).distinct()
    assert marked
    for sheet in marked:
        assert (sheet.score().percent, sheet.score().passed) == (sheet.percent, sheet.session.has_passed)


def test_every_mark_follows_from_a_sealed_chain_of_taps(populated):
    marked = ScoreSheet.objects.filter(marks__isnull=False).distinct()
    for sheet in marked:
        assert (sheet.findings(), sheet.differing()) == ([], [])
        assert (sheet.sealed_number, sheet.seal) == sheet.sealed() != (0, "")
        call_command("roleplays", "verify", str(sheet.session_id))


def test_a_mark_that_is_altered_afterwards_is_named_in_made_up_history_too(populated, capsys):
    mark = Mark.objects.filter(value="done").first()
    Mark.objects.filter(pk=mark.pk).update(value="not")
    with pytest.raises(CommandError, match="1 wrong"):
        call_command("roleplays", "verify", str(mark.score_sheet.session_id))
    Mark.objects.filter(pk=mark.pk).update(value="done")
    last = mark.score_sheet.events.last()
    Event.objects.filter(pk=last.pk).update(at=last.at + dt.timedelta(minutes=1))
    with pytest.raises(CommandError, match="1 wrong"):
        call_command("roleplays", "verify", str(mark.score_sheet.session_id))
    assert f"ALTERED mark {mark.item}" in capsys.readouterr().out


def test_nothing_was_done_before_hiring_or_after_leaving(populated):
    for person in User.objects.filter(role=Role.ADVISOR).prefetch_related("ledger", "memberships"):
        last = max(each.until or dt.date.max for each in person.memberships.all())
        assert all(person.hired_on <= entry.at.date() <= last for entry in person.ledger.all())


def test_the_same_seed_tells_the_same_story_and_another_seed_another(programme, now):
    wanted = Wanted(dealerships=2, people=30, years=1.5, seed=5)
    first = told(wanted, now)
    assert first["CountedAnswer"]
    assert first["Mark"]
    assert told(wanted, now) == first
    assert told(replace(wanted, seed=6), now)["Certificate"] != first["Certificate"]


def test_new_rows_are_numbered_after_those_that_were_filled_in(populated, riverside):
    User.objects.create_user("next", name="下一位", dealership=riverside)
    assert User.objects.latest("pk").employee_number == "next"


def test_everybody_may_sign_in_with_the_password_of_the_demonstration(populated):
    assert User.objects.get(employee_number="s4-000002").check_password("drive-safely-26")


def test_the_command_refuses_where_there_are_real_people(programme, lin):
    with pytest.raises(CommandError, match="--among-real-people"):
        call_command("populate", dealerships=1, people=10, years=1)
    assert not User.objects.filter(employee_number__startswith="s1-").exists()


def test_the_command_does_it_among_real_people_when_it_is_told_to(programme, lin, capsys):
    call_command("populate", "--among-real-people", dealerships=1, people=10, years=1, until=UNTIL)
    assert User.objects.filter(employee_number__startswith="s1-", is_active=True).count() == 11
    assert "100 %  1 of 1 dealerships" in capsys.readouterr().err


def test_people_of_another_seed_are_not_real(populated, capsys):
    call_command("populate", dealerships=1, people=10, years=1, seed=7, until=UNTIL)
    assert User.objects.filter(employee_number__startswith="s7-").exists()


def test_a_seed_is_used_once(populated):
    with pytest.raises(CommandError, match="Seed 4"):
        call_command("populate", dealerships=1, people=10, years=1, seed=4)


def test_the_command_says_that_the_curriculum_is_missing(db):
    with pytest.raises(CommandError, match="curriculum"):
        call_command("populate", dealerships=1, people=10, years=1)
    assert not Region.objects.exists()


@pytest.mark.parametrize("asked", [{"dealerships": 0}, {"people": 2}, {"years": 0}, {"seed": -1}])
def test_the_command_asks_for_what_makes_sense(db, asked):
    with pytest.raises(CommandError, match="At least"):
        call_command("populate", **{"dealerships": 1, "people": 10, "years": 1} | asked)


def test_a_thousand_dealerships_are_ten_regions_of_ten_thousand_people_each():
    planned = places(1000, 100_000, Random(1))  # noqa: S311
    assert [sum(p.people for p in planned if p.region == region) for region in range(10)] == [10_000] * 10


def test_a_post_is_held_by_one_after_another_and_never_empty_at_the_end():
    opened, until = dt.date(2021, 1, 1), dt.date(2026, 1, 1)
    held = list(lives.employments(0.4, opened, until, Random(3)))  # noqa: S311
    assert held[-1][1] is None
    assert all(left <= hired for (_, left), (hired, _) in pairwise(held))
