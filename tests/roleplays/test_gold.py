"""Gold performances are written, checked, published once, and stay."""

import pytest
from django.urls import reverse

from roleplays.models import CalibrationSet, GoldMark, GoldPerformance, Incomplete, Item, PublishedStays
from roleplays.models.gold import SetMember
from tests.roleplays.gold import REFERENCE, make_gold, make_set

pytestmark = pytest.mark.django_db


@pytest.fixture
def published(check_sheet, now):
    gold = make_gold(check_sheet)
    gold.publish(now)
    return gold


def test_a_published_performance_keeps_the_edition_of_its_day(published, check_sheet, now):
    Item.objects.filter(code="W-01").update(points=9)
    assert published.edition.item("W-01").points == 2
    assert check_sheet.edition(now) != published.edition


def test_a_published_performance_is_neither_changed_nor_deleted(published):
    published.title_en = "Other"
    for attempt in (published.save, published.delete, published.marks.first().save, published.marks.first().delete):
        with pytest.raises(PublishedStays):
            attempt()
    with pytest.raises(PublishedStays):
        GoldMark(performance=published, item="W-09", value="done").save()
    assert GoldPerformance.objects.get().title_en == "Reception gold-1"


@pytest.mark.parametrize(
    ("marks", "fields", "words"),
    [
        ({"W-01": "done"}, {}, "No reference mark yet: W-02, W-03, W-04."),
        (REFERENCE | {"X-01": "done"}, {}, "Not on the check sheet: X-01."),
        (REFERENCE, {"transcript_en": ""}, "It needs a transcript in both languages, or a recording."),
        (REFERENCE | {"W-01": "5"}, {}, "The scale has no such mark: W-01."),
    ],
    ids=["an item without a mark", "an unknown item", "one language", "a mark of another scale"],
)
def test_what_is_not_complete_is_not_published(check_sheet, now, marks, fields, words):
    with pytest.raises(Incomplete) as lacking:
        make_gold(check_sheet, marks=marks, **fields).publish(now)
    assert lacking.value.problems == [words]


def test_a_recording_may_stand_for_the_transcript(check_sheet, now):
    gold = make_gold(check_sheet, transcript_zh="", transcript_en="", recording="https://example.com/1")
    gold.publish(now)
    assert gold.published_at == now


def test_a_reason_is_needed_in_both_languages(check_sheet, now):
    gold = make_gold(check_sheet)
    GoldMark.objects.filter(item="W-03").update(reason_zh=" ")
    with pytest.raises(Incomplete, match="No reason in both languages"):
        GoldPerformance.objects.get(pk=gold.pk).publish(now)


def test_a_set_needs_published_performances_and_enough_items(published, check_sheet, now):
    draft = make_gold(check_sheet, "gold-2")
    problems = make_set([published, draft]).problems()
    assert problems == ["Not published yet: Reception gold-2.", "It needs at least 20 items in all."]


def test_a_set_of_which_nothing_can_be_told_is_not_published(check_sheet, now, monkeypatch):
    monkeypatch.setattr("roleplays.models.gold.FEWEST_ITEMS", 4)
    gold = make_gold(check_sheet, marks=dict.fromkeys(REFERENCE, "done"))
    gold.publish(now)
    with pytest.raises(Incomplete, match="All reference marks are the same"):
        make_set([gold]).publish(now)


def test_a_published_set_keeps_its_members_and_may_be_withdrawn(published, check_sheet, now, monkeypatch):
    monkeypatch.setattr("roleplays.models.gold.FEWEST_ITEMS", 4)
    chosen = make_set([published])
    chosen.publish(now)
    with pytest.raises(PublishedStays):
        SetMember(calibration_set=chosen, performance=published).save()
    with pytest.raises(PublishedStays):
        chosen.members.first().delete()
    chosen.withdraw(now)
    assert not CalibrationSet.objects.offered().exists()


def test_who_speaks_is_told_from_what_is_done(published):
    assert published.lines == [("", "Lin walks up."), ("Lin", "Good morning."), ("Zhou", "Just the maintenance.")]


def test_an_administrator_publishes_in_the_admin_and_then_only_looks(admin, check_sheet, signed_in):
    gold, client = make_gold(check_sheet), signed_in(admin)
    address = reverse("gold_performance", args=[gold.pk])
    assert "Publish for good" in client.get(address).content.decode()
    assert client.post(address).status_code == 302
    assert GoldPerformance.objects.get().published_by == admin
    for name in ("edit", "delete"):
        assert client.get(reverse(f"wagtailsnippets_roleplays_goldperformance:{name}", args=[gold.pk])).url == address
    assert "Publish for good" not in client.get(address).content.decode()


def test_a_draft_saved_in_the_admin_has_a_row_for_each_item(admin, check_sheet, signed_in):
    fields = {"title_zh": "接待", "title_en": "Reception", "code": "g", "check_sheet": check_sheet.pk, "recording": ""}
    texts = dict.fromkeys(["situation_zh", "situation_en", "transcript_zh", "transcript_en"], "")
    rows = {"marks-TOTAL_FORMS": 0, "marks-INITIAL_FORMS": 0, "marks-MIN_NUM_FORMS": 0, "marks-MAX_NUM_FORMS": 1000}
    response = signed_in(admin).post(reverse("wagtailsnippets_roleplays_goldperformance:add"), fields | texts | rows)
    assert response.status_code == 302
    assert GoldPerformance.objects.get().values == dict.fromkeys(REFERENCE, "")


def test_a_trainer_cannot_read_the_reference(xu, published, signed_in):
    client = signed_in(xu)
    for address in (
        reverse("gold_performance", args=[published.pk]),
        reverse("wagtailsnippets_roleplays_goldperformance:list"),
        reverse("wagtailsnippets_roleplays_goldperformance:edit", args=[published.pk]),
    ):
        response = client.get(address)
        assert response.status_code == 302
        assert response.url == "/admin/"
