"""What a role-play of the CMS says, in the shape of a `role-play.yaml`; the reverse of `roleplays.curriculum`."""

from uuid import UUID

from courses.curriculum.export.cms import Exchange, File, Pages
from courses.curriculum.export.pages import own_clauses, own_fields, rich, said
from courses.curriculum.loader import LANGUAGES
from courses.curriculum.markdown import is_rich
from roleplays.curriculum import PLAIN, RICH
from roleplays.forms import CUSTOMER
from roleplays.models import CheckSheet, Item, RolePlayPage, Section


def export_role_play(export: Exchange, key: UUID, file: File, pages: Pages) -> dict:
    old = file.old or {}
    own = {language: own_page(page) for language, page in pages.items()}
    data = export.join(key, own.get("zh"), own.get("en"), old)
    sheets = {page.check_sheet.translation_key for page in pages.values() if page.check_sheet}
    if not sheets:
        export.note(f"{file.name}: the role-play has no check sheet")
        return data
    of_first = next(page.check_sheet for page in pages.values() if page.check_sheet)
    if len(sheets) > 1:
        export.note(f"{file.name}: each language has a check sheet of its own; {of_first} is written")
    return data | {"check_sheet": export_sheet(export, of_first.translation_key, old.get("check_sheet"))}


def own_page(page: RolePlayPage) -> dict:
    own = own_fields(page, PLAIN)
    own |= {name: rich(getattr(page, name)) for name in RICH}
    customer = {name: getattr(page, f"customer_{name}") for name in CUSTOMER}
    customer = {name: rich(text) if is_rich(customer, name) else said(text) for name, text in customer.items()}
    return own | ({"customer": customer} if any(customer.values()) else {})


def export_sheet(export: Exchange, key: UUID, old: dict | None) -> dict:
    sheets = CheckSheet.objects.filter(translation_key=key, locale__language_code__in=LANGUAGES)
    sheets = sheets.select_related("locale").prefetch_related("sections__items__clauses")
    own = {LANGUAGES[sheet.locale.language_code]: own_sheet(sheet) for sheet in sheets}
    return {"key": export.key(key)} | export.join(key, own.get("zh"), own.get("en"), old)


def own_sheet(sheet: CheckSheet) -> dict:
    return {"title": said(sheet.title), "sections": [own_section(section) for section in sheet.sections.all()]}


def own_section(section: Section) -> dict:
    items = [own_item(item) for item in section.items.all()]
    return {"_key": section.translation_key, "title": said(section.title), "items": items}


def own_item(item: Item) -> dict:
    own = {"code": item.code, "behaviour": said(item.behaviour), "talk": said(item.talk_points)}
    own |= {"points": item.points, "critical": item.critical, "clauses": own_clauses(item)}
    return own | ({"photo": True} if item.photo else {})
