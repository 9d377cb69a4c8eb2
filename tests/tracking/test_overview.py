"""The overview: who of many dealerships has enough certified advisors, how that went, and what their people miss."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from certificates.models import Certificate
from people.models import Membership, User
from quizzes.models.counted import CountedAnswer
from roleplays.models import Mark
from tests.conftest import make_person
from tracking.figures import count_figures
from tracking.models import ClauseFigure, Minimum, MonthFigure
from tracking.overview.chart import lines
from tracking.overview.clauses import missed_most
from tracking.overview.coverage import AT_RISK, ENOUGH, TOO_FEW, coverage, in_force
from tracking.overview.months import count_months, network_median, trend

DAY = dt.timedelta(days=1)


@pytest.fixture
def award(programme, now):
    def give(person, *, days: int = 400, awarded: dt.date | None = None) -> Certificate:
        day = awarded or now.date() - 300 * DAY
        return Certificate.objects.create(
            certification=programme, person=person, serial=f"S-{person.pk}", code=f"C{person.pk}", name=person.name,
            awarded_at=dt.datetime.combine(day, dt.time(9), now.tzinfo), awarded_on=day,
            valid_until=now.date() + days * DAY, evidence=[],
        )  # fmt: skip

    return give


@pytest.fixture
def only(programme, now):
    """`only()` is the coverage of the one dealership there is."""
    return lambda: coverage(programme, User.objects.advisors(), now.date())[0]


def test_a_dealership_with_its_minimum_has_enough(award, lin, zhou, only):
    award(lin)
    award(zhou)
    assert (only().people, only().certified, only().percent, only().state) == (2, 2, 100, ENOUGH)


def test_without_a_word_about_it_the_minimum_is_six_in_ten_rounded_up(award, lin, zhou, only):
    award(lin)
    assert (only().minimum, only().is_usual, only().state) == (2, True, TOO_FEW)


def test_whoever_is_enough_only_until_certificates_run_out_is_at_risk(award, lin, zhou, only):
    award(lin, days=10)
    award(zhou)
    assert (only().expiring, only().state) == (1, AT_RISK)


def test_the_minimum_that_was_said_last_holds(award, lin, zhou, chen, riverside, programme, now, only):
    award(lin)
    Minimum.say(riverside, programme, 3, by=chen, at=now)
    Minimum.say(riverside, programme, 1, by=chen, at=now + DAY)
    assert (only().minimum, only().is_usual, only().state) == (1, False, ENOUGH)


def test_saying_the_same_minimum_twice_keeps_the_first(chen, riverside, programme, now):
    first = Minimum.say(riverside, programme, 3, by=chen, at=now)
    assert Minimum.say(riverside, programme, 3, by=chen, at=now + DAY) == first


@pytest.mark.parametrize("what", ["expired", "revoked", "suspended"])
def test_what_is_not_in_force_does_not_count(what, award, lin, admin, only, now):
    certificate = award(lin, days=-1 if what == "expired" else 400)
    if what == "revoked":
        certificate.revoke(admin, now, "Copied")
    if what == "suspended":
        certificate.suspend(admin, now, "Complaint")
    assert only().certified == 0


def test_what_is_in_force_is_what_each_certificate_says_of_itself(populated, programme, now):
    says = {c.pk for c in Certificate.objects.with_state() if c.state(now.date()) in ("valid", "expiring")}
    found = set(in_force(Certificate.objects.all(), programme, now.date()).values_list("pk", flat=True))
    assert found
    assert found == says


def test_coverage_takes_as_many_queries_for_any_number_of_people(programme, lin, riverside, now):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            coverage(programme, User.objects.advisors(), now.date())
        return len(captured)

    few = queries()
    for number in range(5):
        make_person(f"more-{number}", "多人", dealership=riverside)
    assert queries() == few


def test_months_count_who_worked_there_and_was_certified_at_their_end(award, lin, zhou, programme, riverside, now):
    Membership.objects.update(since=dt.date(2026, 9, 15))
    award(lin, awarded=dt.date(2026, 10, 5))
    count_months(now)
    counted = MonthFigure.objects.filter(certification=programme, dealership=riverside)
    assert list(counted.values_list("month", "people", "certified")) == [
        (dt.date(2026, 9, 1), 2, 0), (dt.date(2026, 10, 1), 2, 1), (dt.date(2026, 11, 1), 2, 1),
    ]  # fmt: skip


def test_whoever_has_left_counts_for_the_months_before(award, lin, programme, now):
    Membership.objects.update(since=dt.date(2026, 1, 1), until=dt.date(2026, 10, 10))
    award(lin, awarded=dt.date(2026, 2, 1))
    count_months(now)
    assert MonthFigure.objects.get(month="2026-09-01").certified == 1
    assert not MonthFigure.objects.filter(month="2026-10-01").exists()


def test_counting_again_writes_only_what_can_still_change(populated, programme, now):
    count_months(now)
    assert count_months(now + 7 * DAY) == MonthFigure.objects.filter(month="2026-11-01").count()


def test_the_trend_of_some_stands_beside_that_of_all(populated, programme, now):
    count_months(now)
    some = list(MonthFigure.objects.values_list("dealership", flat=True).distinct())[:1]
    own, everywhere = trend(programme, some), trend(programme, None)
    assert [month.network for month in own] == [month.percent for month in everywhere]
    assert own[-1].people < everywhere[-1].people


def test_the_median_is_that_of_the_dealerships_as_they_were_counted_last(programme, riverside, harbour, summit, now):
    for place, certified in ((riverside, 1), (harbour, 5), (summit, 9)):
        MonthFigure.objects.create(
            dealership=place, certification=programme, month=now.date(), people=10, certified=certified
        )
    assert network_median(programme) == 50


def test_nothing_is_in_the_middle_of_nothing(programme):
    assert network_median(programme) is None


def test_clauses_are_counted_from_answers_and_marks_together(populated, clauses, now):
    count_figures(now)
    asked = sum(each.asked for each in ClauseFigure.objects.filter(source="quiz"))
    there = CountedAnswer.objects.filter(paper__person__in=User.objects.advisors())
    assert asked == there.count()
    marks = Mark.objects.filter(score_sheet__session__person__in=User.objects.advisors())
    missed = sum(each.missed for each in ClauseFigure.objects.filter(source="role_play"))
    assert missed == marks.exclude(value="done").count()


def test_the_clause_that_is_missed_most_stands_first(riverside, harbour, clauses):
    rows = [("P2-01", "quiz", 20, 2), ("P2-01", "role_play", 20, 4), ("P2-02", "quiz", 20, 9), ("P2-03", "quiz", 5, 5)]
    for code, source, asked, missed in rows:
        ClauseFigure.objects.create(dealership=riverside, clause=code, source=source, asked=asked, missed=missed)
    ClauseFigure.objects.create(dealership=harbour, clause="P2-01", source="quiz", asked=40, missed=0)
    found = missed_most([riverside.pk])
    assert [(each.clause.code, each.percent, each.network) for each in found] == [
        ("P2-02", 45.0, 45.0), ("P2-01", 15.0, 7.5),
    ]  # fmt: skip
    assert (found[1].quiz_percent, found[1].role_play_percent, found[0].role_play_percent) == (10.0, 20.0, None)


def test_a_chart_stays_within_its_drawing():
    drawn = lines([[0, 100], [50, 140]], ["a", "b"])
    points = [tuple(map(float, pair.split(","))) for path in drawn.paths for pair in path.split()]
    assert all(0 <= x <= drawn.width and 0 <= y <= drawn.height for x, y in points)
    assert points[1] == points[3]


def test_a_chart_of_nothing_is_empty():
    assert lines([[], []], []).paths == ["", ""]


def test_the_timekeepers_figures_can_be_counted_by_hand(populated, capsys):
    call_command("tracking", "count")
    assert "figures of months" in capsys.readouterr().out


def test_a_regional_manager_sees_the_region_tile_by_tile(award, lin, zhou, harbour_advisor, regional, signed_in, now):
    award(lin)
    count_figures(now)
    page = signed_in(regional).get("/en/team/overview/?certification=advisor")
    text = page.text
    assert "1 of 3 advisors" in text
    assert "/en/team/?certification=advisor&amp;dealership=riverside" in text
    assert text.count('class="tile"') == 2


def test_nobody_sees_a_dealership_whose_people_they_do_not_see(award, lin, summit, summit_manager, signed_in):
    award(lin)
    make_person("s-advisor", "山明", dealership=summit)
    text = signed_in(summit_manager).get("/en/team/overview/").text
    assert "Summit" in text
    assert "Riverside" not in text


def test_one_region_of_several_can_be_asked_for(programme, lin, summit, admin, signed_in):
    make_person("s-advisor", "山明", dealership=summit)
    client = signed_in(admin)
    assert client.get("/en/team/overview/").text.count('class="tile"') == 2
    narrowed = client.get("/en/team/overview/?region=west")
    assert narrowed.text.count('class="tile"') == 1
    assert "All dealerships" in narrowed.text


def test_the_first_day_says_what_this_is_for(admin, signed_in):
    assert "No certification is offered yet" in signed_in(admin).get("/en/team/overview/").text


def test_without_an_advisor_the_overview_says_so(programme, admin, signed_in):
    assert "No advisor yet" in signed_in(admin).get("/en/team/overview/").text


def test_an_advisor_has_no_overview(programme, lin, signed_in):
    assert signed_in(lin).get("/en/team/overview/").status_code == 404


def test_the_overview_is_only_read(programme, chen, signed_in):
    assert signed_in(chen).post("/en/team/overview/").status_code == 405


def test_the_table_can_be_taken_away(award, lin, zhou, regional, signed_in):
    award(lin)
    taken = b"".join(signed_in(regional).get("/en/tables/coverage.csv?certification=advisor")).decode()
    assert "Riverside,riverside,East,2,1,50" in taken


def test_the_clauses_can_be_taken_away(clauses, programme, lin, riverside, chen, signed_in):
    ClauseFigure.objects.create(dealership=riverside, clause="P2-01", source="quiz", asked=20, missed=5)
    taken = b"".join(signed_in(chen).get("/en/tables/clauses.csv")).decode()
    assert "P2-01,Do P2-01.,20,5,0,0,25,25" in taken


def test_a_table_of_no_certification_is_not_there(chen, signed_in):
    assert signed_in(chen).get("/en/tables/coverage.csv").status_code == 404


def test_more_than_sixty_dealerships_are_a_dense_map(programme, lin, east, admin, signed_in):
    from people.models import Dealership

    for number in range(61):
        place = Dealership.objects.create(code=f"d{number:02}", name_zh="店", name_en=f"D{number}", region=east)
        make_person(f"person-{number}", "人", dealership=place)
    text = signed_in(admin).get("/en/team/overview/").text
    assert "is-dense" in text
    assert text.count('scope="row"') >= 50
