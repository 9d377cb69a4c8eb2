"""Trainers score gold performances blind; how near they come decides what they may score."""

import datetime as dt

import pytest
from django.urls import reverse

from roleplays.fairness.against_gold import nearness, worth
from roleplays.models import BlankItems, Calibration, CalibrationMark, CertifyingRight, HandedIn, NotYet
from roleplays.models.rights import certifies
from tests.roleplays.conftest import queries_of
from tests.roleplays.gold import REASON, REFERENCE, make_gold, make_set, score_all

pytestmark = pytest.mark.django_db


@pytest.fixture
def golds(check_sheet, now):
    golds = [make_gold(check_sheet, f"gold-{number}") for number in range(5)]
    for gold in golds:
        gold.publish(now)
    return golds


@pytest.fixture
def calibration_set(golds, now):
    chosen = make_set(golds)
    chosen.publish(now)
    return chosen


@pytest.fixture
def beginner(xu):
    """Xu before she ever calibrated."""
    CertifyingRight.objects.filter(person=xu).delete()
    Calibration.objects.filter(person=xu).delete()
    return xu


@pytest.fixture
def calibration(calibration_set, beginner, now):
    return Calibration.begin(calibration_set, beginner, now)


def test_kappa_against_gold_is_the_weighted_one_of_all_items():
    """Twenty items, of which two are half a step off; by hand with quadratic weights.

    Shares of gold: done .5, partly .25, not .25; given: done .4, partly .35, not .25. Observed .975; expected, with
    agreement 1, .75 and 0 at distances 0, 1/2 and 1: .5(.4 + .75*.35) + .25(.75*.4 + .35 + .75*.25) +
    .25(.75*.35 + .25) = .66875, so kappa is (.975 - .66875) / (1 - .66875).
    """
    gold = {str(n): mark for n, mark in enumerate(["done"] * 10 + ["partly"] * 5 + ["not"] * 5)}
    given = gold | {"0": "partly", "1": "partly"}
    found = nearness([(gold, given)])
    assert (found.items, found.same, found.suffices) == (20, 18, True)
    assert found.kappa.value == pytest.approx((0.975 - 0.66875) / (1 - 0.66875))


@pytest.mark.parametrize(
    ("gold", "given", "expected"),
    [("na", "na", None), ("done", "na", (1.0, 0.0)), ("not", "na", (0.0, 1.0)), ("na", "partly", (0.0, 0.5))],
)
def test_leaving_out_what_the_reference_marks_counts_as_far_from_it(gold, given, expected):
    assert worth(gold, given) == expected


def test_whoever_comes_near_may_certify_for_twelve_months(calibration, beginner, now):
    assert not certifies(beginner, now)
    score_all(calibration, now)
    calibration.submit(now)
    right = CertifyingRight.of(beginner, now)
    assert (right.kappa, right.items, right.calibration) == (1.0, 20, calibration)
    assert right.until == now + dt.timedelta(days=365)
    assert not certifies(beginner, right.until)
    assert right.why == "Weighted kappa 1.00 against gold on 20 items of “First set”."


def test_whoever_does_not_wins_nothing_and_loses_what_there_was(calibration, beginner, golds, now):
    score_all(calibration, now, W_01="not", W_03="done")
    assert not calibration.submit(now).suffices
    assert not CertifyingRight.objects.exists()
    other, at = make_set(golds, "set-2"), now + dt.timedelta(days=1)
    other.publish(now)
    good = Calibration.begin(other, beginner, at)
    score_all(good, at)
    good.submit(at)
    at += dt.timedelta(days=91)
    again = Calibration.begin(other, beginner, at)
    score_all(again, at, W_01="not", W_03="done")
    again.submit(at)
    assert [row.change for row in CertifyingRight.objects.all()] == ["lost", "won"]
    assert not certifies(beginner, at)
    assert CertifyingRight.objects.first().why.startswith("Only weighted kappa")


def test_the_same_set_rests_for_ninety_days(calibration, calibration_set, beginner, now):
    score_all(calibration, now)
    calibration.submit(now)
    with pytest.raises(NotYet):
        Calibration.begin(calibration_set, beginner, now + dt.timedelta(days=89))
    assert Calibration.begin(calibration_set, beginner, now + dt.timedelta(days=90)) != calibration


def test_whoever_published_a_performance_is_not_measured_by_it(calibration_set, admin, now):
    calibration_set.members.first().performance.__class__.objects.filter(code="gold-0").update(published_by=admin)
    with pytest.raises(NotYet):
        Calibration.begin(calibration_set, admin, now)


def test_begun_twice_it_is_the_same(calibration, calibration_set, beginner, now):
    assert Calibration.begin(calibration_set, beginner, now) == calibration


def test_blank_items_are_not_handed_in(calibration, now):
    with pytest.raises(BlankItems):
        calibration.submit(now)


def test_handed_in_twice_it_counts_once_and_nothing_changes_any_more(calibration, now):
    score_all(calibration, now)
    calibration.submit(now)
    calibration.submit(now)
    assert CertifyingRight.objects.count() == 1
    with pytest.raises(HandedIn):
        calibration.in_order()[0].put("W-01", now, value="not")


@pytest.mark.parametrize("said", [{"value": "5"}, {"value": "na", "reason": "x"}, {"value": ""}])
def test_only_what_the_edition_allows_is_put(calibration, now, said):
    with pytest.raises(ValueError, match="W-01"):
        calibration.in_order()[0].put("W-01", now, **said)


def test_a_trainer_goes_the_whole_way_without_a_script(calibration_set, beginner, signed_in):
    client = signed_in(beginner)
    assert "You may score practice only" in client.get(reverse("roleplays:calibration")).content.decode()
    address = client.post(reverse("roleplays:begin_calibration"), {"set": "set-1"}).url
    own = Calibration.objects.get(person=beginner)
    for place in range(1, 6):
        for item, mark in REFERENCE.items():
            tap = client.post(reverse("roleplays:calibration_mark", args=[own.pk, place]), {"tap": f"{item} {mark}"})
            assert tap.url.endswith(f"/{place}/#item-{item}")
    client.post(reverse("roleplays:calibration_comment", args=[own.pk, 1]), {"item": "W-01", "text": "My own thought"})
    assert "All items are marked." in client.get(address).content.decode()
    client.post(reverse("roleplays:submit_calibration", args=[own.pk]))
    shown = client.get(address).content.decode()
    assert all(words in shown for words in ("Close enough to the reference", f"{REASON}: W-01", "My own thought"))
    assert "You may certify until" in client.get(reverse("roleplays:calibration")).content.decode()


def test_a_script_gets_the_mark_and_hears_of_one_that_is_refused(calibration, beginner, signed_in):
    client, address = signed_in(beginner), reverse("roleplays:calibration_mark", args=[calibration.pk, 1])
    answer = client.post(address, {"tap": "W-01 done"}, headers={"accept": "application/json"})
    assert answer.json() == {"item": "W-01", "value": "done"}
    assert client.post(address, {"tap": "W-01 5"}).status_code == 400
    assert client.post(address, {"tap": "X-01 done"}).status_code == 400
    assert client.post(address, {"tap": "W-01 na"}).status_code == 400
    assert client.post(address, {}).status_code == 400


def test_nothing_of_the_reference_is_shown_before_all_is_handed_in(calibration, beginner, signed_in):
    client = signed_in(beginner)
    for address in (
        reverse("roleplays:calibration"),
        reverse("roleplays:calibration_of", args=[calibration.pk]),
        *(reverse("roleplays:calibration_sheet", args=[calibration.pk, place]) for place in range(1, 6)),
    ):
        shown = client.get(address)
        assert shown.status_code == 200
        assert REASON not in shown.content.decode()
        assert 'aria-pressed="true"' not in shown.content.decode()


def test_it_is_scored_on_the_pieces_of_a_real_sheet(calibration, beginner, signed_in):
    address = reverse("roleplays:calibration_sheet", args=[calibration.pk, 1])
    templates = {each.name for each in signed_in(beginner).get(address).templates}
    assert {"roleplays/components/item.html", "roleplays/components/sections.html"} <= templates


def test_handing_in_with_blanks_leads_back(calibration, beginner, signed_in):
    client = signed_in(beginner)
    response = client.post(reverse("roleplays:submit_calibration", args=[calibration.pk]), follow=True)
    assert "A sheet with blank items cannot be handed in." in response.content.decode()


def test_a_calibration_is_its_trainers_alone(calibration, admin, harbour_trainer, lin, chen, signed_in):
    for person in (admin, harbour_trainer, lin, chen):
        client = signed_in(person)
        for name, parts in (("calibration_of", []), ("calibration_sheet", [1])):
            assert client.get(reverse(f"roleplays:{name}", args=[calibration.pk, *parts])).status_code == 404
        assert client.post(reverse("roleplays:calibration_mark", args=[calibration.pk, 1])).status_code == 404


def test_more_sets_and_performances_take_no_more_queries_on_the_sheet(calibration, golds, beginner, signed_in, now):
    client = signed_in(beginner)
    address = reverse("roleplays:calibration_of", args=[calibration.pk])
    score_all(calibration, now)
    calibration.submit(now)
    many = queries_of(client, address)
    calibration.sheets.filter(place__gt=2).delete()
    assert queries_of(client, address) == many
    assert CalibrationMark.objects.count() == 8
