import pytest

from roleplays.models import CheckSheet, Edition, IncompleteCheckSheet, Item, Section, Session


def test_an_edition_has_the_sheet_in_both_languages(check_sheet, check_sheet_zh, now):
    content = check_sheet.edition(now).content

    assert content["title"] == {"zh-hans": "接待", "en": "Reception"}
    first = content["sections"][0]["items"][0]
    assert first == {
        "code": "W-01",
        "behaviour": {"zh-hans": "行为 W-01", "en": "Behaviour W-01"},
        "talk_points": {"zh-hans": "说 W-01", "en": "Say W-01"},
        "points": 2,
        "critical": False,
        "clauses": ["P2-08"],
    }


def test_an_unchanged_sheet_keeps_its_edition(check_sheet, now, later):
    assert check_sheet.edition(now) == check_sheet.edition(later(5))
    assert Edition.objects.count() == 1


def test_both_languages_give_the_same_edition(check_sheet, check_sheet_zh, now):
    assert check_sheet.edition(now) == check_sheet_zh.edition(now)


def test_a_changed_text_makes_the_next_edition(check_sheet, now, later):
    first = check_sheet.edition(now)
    Item.objects.filter(code="W-03").update(behaviour="Something else")

    second = check_sheet.edition(later(5))
    assert (first.number, second.number, second.made_at) == (1, 2, later(5))
    assert first.digest != second.digest


def test_a_change_in_the_other_language_makes_the_next_edition(check_sheet, check_sheet_zh, now):
    check_sheet.edition(now)
    Item.objects.filter(section__check_sheet=check_sheet_zh, code="W-03").update(behaviour="别的")

    assert check_sheet.edition(now).number == 2


def test_a_session_keeps_its_edition(session, role_play, check_sheet, lin, admin, later):
    Item.objects.filter(code="W-03").delete()

    assert Session.objects.get(pk=session.pk).edition.has("W-03")
    assert not Session.open(role_play, lin, by=admin, at=later(5)).edition.has("W-03")


def test_sections_are_read_in_the_active_language(check_sheet, check_sheet_zh, now, settings):
    from django.utils import translation

    edition = check_sheet.edition(now)
    assert [section.title for section in edition.sections] == ["Greeting", "Walk-round"]
    with translation.override("zh-hans"):
        assert [section.title for section in Edition.objects.get().sections] == ["迎接", "环车检查"]


def test_a_missing_text_falls_back_to_the_other_language(check_sheet, check_sheet_zh, now):
    Item.objects.filter(section__check_sheet=check_sheet, code="W-03").delete()

    by_code = {item.code: item.behaviour for item in check_sheet.edition(now).items}
    assert by_code["W-03"] == "行为 W-03"


def test_items_are_numbered_through_the_sheet(check_sheet, now):
    assert [(item.number, item.code) for item in check_sheet.edition(now).items] == [
        (1, "W-01"), (2, "W-02"), (3, "W-03"), (4, "W-04"),
    ]  # fmt: skip


def test_a_sheet_without_items_cannot_be_scored_on(home, now):
    empty = CheckSheet.objects.create(title="Empty", code="empty", locale=home.locale)

    with pytest.raises(IncompleteCheckSheet):
        empty.edition(now)


def test_a_code_twice_cannot_be_scored_on(check_sheet, now):
    Item.objects.filter(code="W-03").update(code="W-01")

    with pytest.raises(IncompleteCheckSheet):
        check_sheet.edition(now)


def test_sheets_are_named_by_their_title(check_sheet):
    assert str(check_sheet) == "Reception"
    assert str(Section.objects.get(title="Greeting")) == "Greeting"
    assert str(Item.objects.get(code="W-01")) == "W-01 Behaviour W-01"


def test_a_longer_sheet_needs_no_more_queries(check_sheet, clause, now, django_assert_max_num_queries):
    section = check_sheet.sections.first()
    for number in range(20):
        Item(code=f"X-{number}", behaviour="x", locale=section.locale, section=section, clauses=[clause]).save()
    with django_assert_max_num_queries(12):
        assert len(CheckSheet.objects.get(pk=check_sheet.pk).edition(now).items) == 24
