"""Which check-sheet items observe a clause, for `standards.uses`."""

from collections.abc import Collection, Iterator

from django.urls import reverse

from roleplays.models import CheckSheet, Item, RolePlayPage
from standards.uses import Kind, Use, in_active_language, links


def uses(codes: Collection[str] | None) -> Iterator[Use]:
    found = links(Item.clauses, "item", codes)
    items = Item.objects.filter(pk__in={pk for _, pk in found}) if codes else Item.objects.all()
    rows = list(items.select_related("locale", "section"))
    key_of, shown = {row.pk: row.translation_key for row in rows}, in_active_language(rows)
    pages = page_of_each_sheet()
    for code, key in dict.fromkeys((code, key_of[pk]) for code, pk in found if pk in key_of):
        item = shown[key]
        sheet = item.section.check_sheet_id
        edit = reverse(CheckSheet.snippet_viewset.get_url_name("edit"), args=[sheet])
        yield Use(code, Kind.ITEM, str(key), f"{item.code} {item.behaviour}", edit, pages.get(sheet))


def page_of_each_sheet() -> dict[int, RolePlayPage]:
    pages = RolePlayPage.objects.live().exclude(check_sheet=None).select_related("locale")
    shown = in_active_language(pages)
    return {page.check_sheet_id: shown[page.translation_key] for page in pages}
