"""A trainer edits the check sheet in Wagtail's admin: sections, and items inside sections, in one form."""

import pytest
from django.urls import reverse

from courses.models import LedgerEntry
from roleplays.models import CheckSheet, Item, Section
from roleplays.wagtail_hooks import CheckSheetViewSet


@pytest.fixture
def author(signed_in, xu):
    return signed_in(xu)


def edit_address(sheet):
    return reverse(f"{CheckSheet.snippet_viewset.url_namespace}:edit", args=[sheet.pk])


USUAL = {"weight": 1, "scale": "three"}


def formset(prefix, rows, initial=0):
    counts = {"TOTAL_FORMS": len(rows), "INITIAL_FORMS": initial, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": 1000}
    data = {f"{prefix}-{name}": number for name, number in counts.items()}
    for number, row in enumerate(rows):
        data |= {f"{prefix}-{number}-{name}": value for name, value in ({"ORDER": number + 1} | row).items()}
    return data


def form_of(sheet):
    """The edit form's data, as a browser would send it back unchanged."""
    data = {"title": sheet.title, "code": sheet.code}
    sections = list(sheet.sections.all())
    data |= formset("sections", [{"id": section.pk, "title": section.title} for section in sections], len(sections))
    for number, section in enumerate(sections):
        rows = [
            {"id": item.pk, "code": item.code, "behaviour": item.behaviour, "talk_points": item.talk_points,
             "points": item.points, "weight": item.weight, "scale": item.scale,
             "clauses": ", ".join(clause.code for clause in item.clauses.all())}
            | ({"critical": "on"} if item.critical else {})
            for item in section.items.all()
        ]  # fmt: skip
        data |= formset(f"sections-{number}-items", rows, len(rows))
    return data


def test_the_form_shows_sections_with_their_items(author, check_sheet):
    page = author.get(edit_address(check_sheet)).content.decode()

    assert "Greeting" in page
    assert "Behaviour W-04" in page


def test_an_item_is_changed(author, check_sheet, clause):
    data = form_of(check_sheet) | {
        "sections-1-items-0-behaviour": "Went round",
        "sections-1-items-0-clauses": clause.code,
    }
    assert author.post(edit_address(check_sheet), data).status_code == 302

    item = Item.objects.get(code="W-03")
    assert (item.behaviour, list(item.clauses.all())) == ("Went round", [clause])


def test_saving_unchanged_changes_no_edition(author, check_sheet, now):
    before = check_sheet.edition(now)
    author.post(edit_address(check_sheet), form_of(check_sheet))

    assert CheckSheet.objects.get().edition(now) == before


def test_an_item_is_added_in_the_language_of_the_sheet(author, check_sheet_zh):
    data = form_of(check_sheet_zh)
    data |= {"sections-0-items-TOTAL_FORMS": 3}
    row = {"id": "", "code": "W-05", "behaviour": "递上名片", "talk_points": "", "points": 1, "ORDER": 3} | USUAL
    data |= {f"sections-0-items-2-{name}": value for name, value in row.items()}
    assert author.post(edit_address(check_sheet_zh), data).status_code == 302

    item = Item.objects.get(code="W-05")
    assert (item.locale, item.section.check_sheet) == (check_sheet_zh.locale, check_sheet_zh)


def test_a_section_is_added_with_its_items(author, check_sheet):
    data = form_of(check_sheet) | {"sections-TOTAL_FORMS": 3}
    data |= {"sections-2-id": "", "sections-2-title": "Farewell", "sections-2-ORDER": 3}
    row = {"id": "", "code": "W-06", "behaviour": "Thanked", "talk_points": "", "points": 2} | USUAL
    data |= formset("sections-2-items", [row])
    assert author.post(edit_address(check_sheet), data).status_code == 302

    assert [item.code for item in Section.objects.get(title="Farewell").items.all()] == ["W-06"]


def test_an_item_is_deleted(author, check_sheet):
    author.post(edit_address(check_sheet), form_of(check_sheet) | {"sections-0-items-0-DELETE": "1"})

    assert not Item.objects.filter(code="W-01").exists()


@pytest.mark.parametrize("place", ["sections-0-items-1-code", "sections-1-items-1-code"])
def test_a_code_may_stand_on_the_sheet_once(author, check_sheet, place):
    response = author.post(edit_address(check_sheet), form_of(check_sheet) | {place: "W-01"})

    assert response.status_code == 200
    assert Item.objects.filter(code="W-01").count() == 1


def test_a_code_of_a_deleted_item_can_be_used_again(author, check_sheet):
    data = form_of(check_sheet) | {"sections-0-items-0-DELETE": "1", "sections-1-items-0-code": "W-01"}

    assert author.post(edit_address(check_sheet), data).status_code == 302


def test_a_new_sheet_is_written(author, home):
    locale = f"?locale={home.locale.language_code}"
    data = {"title": "Delivery", "code": "delivery"} | formset("sections", [{"id": "", "title": "Handing over"}])
    data |= formset(
        "sections-0-items",
        [{"id": "", "code": "P6-C01", "behaviour": "Explained", "talk_points": "", "points": 2} | USUAL],
    )
    address = reverse(f"{CheckSheet.snippet_viewset.url_namespace}:add")
    assert author.post(address + locale, data).status_code == 302

    item = Item.objects.get()
    assert (item.code, item.locale, item.section.check_sheet.title) == ("P6-C01", home.locale, "Delivery")


def test_editing_does_not_touch_results(author, released, check_sheet):
    author.post(edit_address(check_sheet), form_of(check_sheet) | {"sections-0-items-0-points": 9})

    assert str(LedgerEntry.objects.get().score) == "100.00"
    assert released.edition.items[0].points == 2


@pytest.mark.parametrize("who", ["lin", "chen"])
def test_nobody_else_edits_check_sheets(request, signed_in, check_sheet, who):
    response = signed_in(request.getfixturevalue(who)).get(edit_address(check_sheet))

    assert response.status_code in (302, 404)


def test_the_list_of_check_sheets(author, check_sheet):
    address = reverse(f"{CheckSheet.snippet_viewset.url_namespace}:list")

    assert "Reception" in author.get(address).content.decode()
    assert CheckSheet.snippet_viewset.__class__ is CheckSheetViewSet


def test_the_page_is_edited_with_its_customers_card(author, role_play):
    page = author.get(reverse("wagtailadmin_pages:edit", args=[role_play.pk])).content.decode()

    assert "scraped the wheel" in page
    assert 'name="customer_reveal"' in page
