"""Scales, weights and what is not applicable: each row can be worked out by hand. And how sheets come by them."""

from decimal import Decimal

import pytest
from django.urls import reverse

from roleplays import scoring
from roleplays.models import CheckSheet, Item, Session
from roleplays.models.refusals import IncompleteCheckSheet
from roleplays.panel import decide
from roleplays.scoring import Item as Scored
from roleplays.scoring import Section, score

SHEET = (
    Section("Facts", (Scored("a", 2), Scored("b", 1, critical=True, weight=Decimal("1.5")))),
    Section("Manner", (Scored("c", 4), Scored("d", 1, critical=True))),
)
GRADES = "\n".join(["Rude", "Curt", "Plain", "Kind", "Warm"])


@pytest.mark.parametrize(
    ("marks", "percent", "passed"),
    [
        ("yes yes 5 5", "100.00", True),  # 8.5 of 8.5
        ("no yes 5 5", "76.47", False),  # 6.5 of 8.5
        ("yes no 5 5", "82.35", False),  # 7 of 8.5, and a critical item missed
        ("yes yes 4 5", "88.24", True),  # 7.5 of 8.5
        ("yes yes 3 2", "67.65", False),  # 2 + 1.5 + 2 + 0.25
        ("yes yes 5 1", "88.24", False),  # the lowest grade of a critical item is a missed one
        ("yes yes na 5", "100.00", True),  # 4.5 of 4.5
        ("na yes 5 5", "100.00", True),
        ("yes na 1 5", "42.86", False),  # 3 of 7: a critical item that is not applicable is not missed
        ("na na na na", "0.00", False),  # a sheet on which nothing was applicable passes nobody
        ("done partly 5 5", "91.18", True),  # scales mix
    ],
)
def test_every_scale_adds_up(marks, percent, passed):
    result = score(SHEET, dict(zip("abcd", marks.split(), strict=True)), pass_mark=80)
    assert (result.percent, result.passed) == (Decimal(percent), passed)


@pytest.mark.parametrize(
    ("mark", "missed", "full"),
    [
        ("done", False, True), ("partly", False, False), ("not", True, False), ("yes", False, True),
        ("no", True, False), ("1", True, False), ("2", False, False), ("5", False, True), ("na", False, True),
        ("", False, False),
    ],
)  # fmt: skip
def test_what_is_missed_and_what_is_full(mark, missed, full):
    assert (scoring.is_missed(mark), scoring.is_full(mark)) == (missed, full)


def test_a_section_in_which_nothing_was_applicable_has_no_percentage():
    result = score(SHEET, {"a": "na", "b": "na", "c": "5", "d": "5"}, pass_mark=80)
    assert [part.percent for part in result.sections] == [None, Decimal("100.00")]


def test_what_is_not_applicable_to_one_assessor_is_left_to_the_other():
    one = score(SHEET, {"a": "na", "b": "na", "c": "5", "d": "5"}, pass_mark=80)
    other = score(SHEET, {"a": "yes", "b": "yes", "c": "5", "d": "5"}, pass_mark=80)
    assert decide([one, other], 10).sections == (Decimal("100.00"), Decimal("100.00"))
    assert decide([one, one], 10).sections == (None, Decimal("100.00"))


# --- Sheets ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def session(check_sheet, role_play, lin, xu, now):
    CheckSheet.objects.update(phrases="Well said.\nToo fast.\n")
    Item.objects.filter(code="W-01").update(scale="yes_no", weight=Decimal("1.5"))
    Item.objects.filter(code="W-03").update(scale="five", anchors=GRADES, phrases="Eye contact")
    Item.objects.filter(code="W-04").update(may_be_left_out=True)
    return Session.open(role_play, lin, by=xu, at=now)


@pytest.fixture
def tablet(signed_in, xu):
    return signed_in(xu)


def test_the_edition_keeps_scales_weights_grades_and_phrases(session):
    one, _two, three, four = session.edition.items
    assert (one.scale, one.weight, one.values) == ("yes_no", Decimal("1.5"), ("yes", "no"))
    assert three.anchors == ("Rude", "Curt", "Plain", "Kind", "Warm")
    assert three.phrases == ("Eye contact", "Well said.", "Too fast.")
    assert (four.allows("na"), three.allows("na"), four.scale) == (True, False, "three")


def test_a_sheet_as_it_always_was_keeps_its_edition(check_sheet, now):
    content = check_sheet.edition(now).content
    assert "phrases" not in content
    assert set(content["sections"][0]["items"][0]) == {
        "code", "behaviour", "talk_points", "points", "critical", "clauses"
    }  # fmt: skip


def test_a_published_edition_does_not_change_with_the_sheet(session, role_play, zhou, xu, now):
    Item.objects.filter(code="W-01").update(scale="three")
    later = Session.open(role_play, zhou, by=xu, at=now)
    session.refresh_from_db()
    assert (later.edition.items[0].scale, session.edition.items[0].scale) == ("three", "yes_no")


def test_nobody_is_scored_on_grades_that_nobody_described(check_sheet, now):
    Item.objects.filter(code="W-03").update(scale="five", anchors="Bad\nGood")
    with pytest.raises(IncompleteCheckSheet):
        CheckSheet.objects.get().edition(now)


def test_an_item_is_marked_as_its_scale_allows(session, now):
    sheet = session.score_sheets.get()
    sheet.mark("W-01", "no", now)
    sheet.mark("W-03", "4", now)
    sheet.mark("W-04", "na", now, reason="No lift today")
    assert sheet.values == {"W-01": "no", "W-03": "4", "W-04": "na"}
    assert sheet.reasons == {"W-04": "No lift today"}
    for item, value in (("W-01", "done"), ("W-03", "6"), ("W-02", "na"), ("W-04", "na")):
        with pytest.raises(ValueError, match=r"W-0|is not a valid"):
            sheet.mark(item, value, now)


def test_the_screen_has_the_buttons_of_each_scale_and_the_phrases(session, tablet):
    page = tablet.get(reverse("roleplays:score", args=[session.pk])).content.decode()
    assert all(f'value="W-01 {value}"' in page for value in ("yes", "no"))
    assert 'value="W-01 done"' not in page
    assert all(f'value="W-03 {grade}"' in page for grade in range(1, 6))
    assert all(words in page for words in ("Rude", "Warm", "Eye contact", "Too fast.", "Leave this item out"))


def test_an_item_is_left_out_without_a_script_and_only_with_a_reason(session, tablet):
    address = reverse("roleplays:mark", args=[session.pk])
    assert tablet.post(address, {"tap": "W-04 na", "reason": " "}).status_code == 400
    assert tablet.post(address, {"tap": "W-03 na", "reason": "x"}).status_code == 400
    assert tablet.post(address, {"tap": "W-04 na", "reason": "No lift"}).url.endswith("#item-W-04")
    assert session.score_sheets.get().values == {"W-04": "na"}


def test_the_result_shows_grades_in_words_and_why_something_was_left_out(session, tablet, now):
    sheet = session.score_sheets.get()
    for item, value, reason in (
        ("W-01", "yes", ""),
        ("W-02", "done", ""),
        ("W-03", "4", ""),
        ("W-04", "na", "No lift"),
    ):
        sheet.mark(item, value, now, reason=reason)
    sheet.submit(now, rating=4)
    page = tablet.get(reverse("roleplays:result", args=[session.pk])).content.decode()
    assert all(words in page for words in ("4 / 5", "Kind", "Not applicable", "No lift"))


def test_undo_brings_back_a_reason(session, now):
    sheet = session.score_sheets.get()
    sheet.mark("W-04", "na", now, reason="No lift")
    sheet.mark("W-04", "done", now)
    sheet.undo(now)
    assert sheet.reasons == {"W-04": "No lift"}
