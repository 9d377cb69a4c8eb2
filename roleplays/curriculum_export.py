"""What a role-play of the CMS says, in the shape of a `role-play.yaml`; the reverse of `roleplays.curriculum`."""

from decimal import Decimal
from uuid import UUID

from courses.curriculum.export.cms import Exchange, File, Pages
from courses.curriculum.export.pages import own_clauses, own_fields, rich, said
from courses.curriculum.loader import LANGUAGES
from courses.curriculum.markdown import is_rich
from roleplays.curriculum import PANEL, PLAIN, RICH
from roleplays.forms import CUSTOMER
from roleplays.models import CheckSheet, CustomerCard, Item, RolePlayPage, Section
from roleplays.models.checksheets import Scale
from roleplays.models.editions import lines


def export_role_play(export: Exchange, key: UUID, file: File, pages: Pages) -> dict:
    old = file.old or {}
    own = {language: own_page(page, export) for language, page in pages.items()}
    data = export.join(key, own.get("zh"), own.get("en"), old)
    sheets = {page.check_sheet.translation_key for page in pages.values() if page.check_sheet}
    if not sheets:
        export.note(f"{file.name}: the role-play has no check sheet")
        return data
    of_first = next(page.check_sheet for page in pages.values() if page.check_sheet)
    if len(sheets) > 1:
        export.note(f"{file.name}: each language has a check sheet of its own; {of_first} is written")
    return data | {"check_sheet": export_sheet(export, of_first.translation_key, old.get("check_sheet"))}


def own_page(page: RolePlayPage, export: Exchange) -> dict:
    own = own_fields(page, PLAIN)
    own |= {name: getattr(page, name) for name, usual in PANEL.items() if getattr(page, name) != usual}
    own |= {name: rich(getattr(page, name)) for name in RICH}
    customer = {name: getattr(page, f"customer_{name}") for name in CUSTOMER}
    customer = {name: rich(text) if is_rich(customer, name) else said(text) for name, text in customer.items()}
    own |= {"customer": customer} if any(customer.values()) else {}
    further = [own_card(card, export) for card in page.further_cards.all()]
    return own | ({"further_customers": further} if further else {})


def own_card(card: CustomerCard, export: Exchange) -> dict:
    own = {"_key": card.translation_key, "key": export.key(card.translation_key)}
    texts = {name: getattr(card, name) for name in CUSTOMER}
    return own | {name: rich(text) if is_rich(texts, name) else said(text) for name, text in texts.items()}


def export_sheet(export: Exchange, key: UUID, old: dict | None) -> dict:
    sheets = CheckSheet.objects.filter(translation_key=key, locale__language_code__in=LANGUAGES)
    sheets = sheets.select_related("locale").prefetch_related("sections__items__clauses")
    own = {LANGUAGES[sheet.locale.language_code]: own_sheet(sheet) for sheet in sheets}
    return {"key": export.key(key)} | export.join(key, own.get("zh"), own.get("en"), old)


def own_sheet(sheet: CheckSheet) -> dict:
    own = {"title": said(sheet.title), "sections": [own_section(section) for section in sheet.sections.all()]}
    return own | ({"phrases": said_lines(sheet.phrases)} if sheet.phrases.strip() else {})


def own_section(section: Section) -> dict:
    items = [own_item(item) for item in section.items.all()]
    return {"_key": section.translation_key, "title": said(section.title), "items": items}


def own_item(item: Item) -> dict:
    own = {"code": item.code, "behaviour": said(item.behaviour), "talk": said(item.talk_points)}
    own |= {"points": item.points, "critical": item.critical, "clauses": own_clauses(item)}
    unusual = {
        "photo": item.photo,
        "scale": item.scale != Scale.THREE and str(item.scale),
        "weight": item.weight != 1 and plain_number(item.weight),
        "may_be_left_out": item.may_be_left_out,
        "anchors": said_lines(item.anchors),
        "phrases": said_lines(item.phrases),
    }
    return own | {name: value for name, value in unusual.items() if value}


def said_lines(text: str) -> list:
    return [said(line) for line in lines(text)]


def plain_number(number: Decimal) -> int | float:
    """As somebody would write it: 2 and not 2.0."""
    return int(number) if number == int(number) else float(number)
