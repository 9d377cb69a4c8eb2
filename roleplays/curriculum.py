"""Loads a role-play of the curriculum: the check sheet and the page, in each language."""

from django.db import transaction
from wagtail.models import Locale

from courses.curriculum.loader import LANGUAGES, in_language, stable_key, upsert_page, upsert_record
from courses.curriculum.markdown import is_rich, to_html
from courses.models import ModulePage
from roleplays.forms import CUSTOMER
from roleplays.models import CheckSheet, Item, RolePlayPage, Section
from standards.models import Clause

PLAIN = ("title", "slug", "summary", "minutes", "preparation_minutes", "time_limit", "pass_mark")
RICH = ("situation", "advisor_brief", "props")


@transaction.atomic
def load_role_play(data: dict, module_pages: dict[str, ModulePage]) -> None:
    """`data` is a role-play.yaml; `module_pages` has the module under "zh-hans" and "en"."""
    clauses = {clause.code: clause for clause in Clause.objects.all()}
    for code, language in LANGUAGES.items():
        own, module = in_language(data, language), module_pages[code]
        rows = own.pop("check_sheet")
        # What a role-play is about: the clauses of everything that is observed.
        observed = {code for section in rows["sections"] for item in section["items"] for code in item["clauses"]}
        own["clauses"] = sorted(observed)
        load_page(own, module, load_check_sheet(rows, module.locale, clauses), clauses)


def load_check_sheet(own: dict, locale: Locale, clauses: dict[str, Clause]) -> CheckSheet:
    key = stable_key("checksheet", own["key"])

    def fill(sheet: CheckSheet) -> None:
        # Nothing hangs on these rows: what was scored is in the editions.
        Section.objects.filter(check_sheet=sheet.pk).delete()
        sheet.sections = [
            section_of(row, own["key"], place, locale, clauses) for place, row in enumerate(own["sections"])
        ]

    lookup = {"translation_key": key, "locale": locale}
    return upsert_record(CheckSheet, lookup, own, {"title": own["title"], "code": own["key"]}, fill)


def section_of(row: dict, sheet: str, place: int, locale: Locale, clauses: dict[str, Clause]) -> Section:
    key = stable_key("checksheet-section", f"{sheet}:{place}")
    items = [item_of(item, sheet, n, locale, clauses) for n, item in enumerate(row["items"])]
    return Section(title=row["title"], translation_key=key, locale=locale, sort_order=place, items=items)


def item_of(row: dict, sheet: str, place: int, locale: Locale, clauses: dict[str, Clause]) -> Item:
    return Item(
        code=row["code"],
        behaviour=row["behaviour"],
        talk_points=row.get("talk", ""),
        points=row["points"],
        critical=row["critical"],
        photo=row.get("photo", False),
        clauses=[clauses[code] for code in row["clauses"]],
        translation_key=stable_key("checksheet-item", f"{sheet}:{row['code']}"),
        locale=locale,
        sort_order=place,
    )


def load_page(own: dict, module: ModulePage, sheet: CheckSheet, clauses: dict[str, Clause]) -> RolePlayPage:
    values = {name: own[name] for name in PLAIN} | {"check_sheet": sheet}
    values |= {name: to_html(own[name]) for name in RICH}
    customer = own.get("customer", dict.fromkeys(CUSTOMER, ""))  # An audit has none.
    for name in CUSTOMER:
        values[f"customer_{name}"] = to_html(customer[name]) if is_rich(customer, name) else customer[name]
    key = stable_key("roleplaypage", own["key"])
    return upsert_page(
        module,
        RolePlayPage,
        key,
        own,
        values,
        lambda page: page.clauses.set([clauses[code] for code in own["clauses"]]),
    )
