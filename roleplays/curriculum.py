"""Loads a role-play of the curriculum: the check sheet and the page, in each language; and gold performances."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from wagtail.models import Locale

from courses.curriculum.loader import (
    LANGUAGES,
    both,
    in_language,
    is_current,
    naming,
    read,
    remember,
    report,
    stable_key,
    upsert_page,
    upsert_record,
)
from courses.curriculum.markdown import is_rich, to_html
from courses.models import ModulePage
from roleplays.forms import CUSTOMER
from roleplays.models import (
    CalibrationSet,
    CheckSheet,
    CustomerCard,
    GoldMark,
    GoldPerformance,
    Item,
    RolePlayPage,
    Section,
    SetMember,
)
from roleplays.models.checksheets import Scale
from standards.models import Clause

PLAIN = ("title", "slug", "summary", "minutes", "preparation_minutes", "time_limit", "pass_mark")
# Which a file leaves out where they are as usual.
PANEL = {
    "assessors": 1, "largest_difference": 10, "soft_limit": None, "section_minimum": None, "self_assessment": False,
    "recording": "none",
}  # fmt: skip
RICH = ("situation", "advisor_brief", "props")


def load_all(folder: Path) -> None:
    """Gold performances and sets of them. Once published they stay, so a file that changes later is left alone."""
    for kind, load in (("gold", load_gold), ("set", load_set)):
        for path in sorted((folder / "calibration").glob(f"{kind}-*.yaml")):
            data = read(path)
            with naming(path):
                load_once(GoldPerformance if kind == "gold" else CalibrationSet, data, load)


def load_once(model: type, data: dict, load: Callable[[dict], None]) -> None:
    known = model.objects.filter(code=data["key"]).first()
    if known is None:
        load(data)
        report.counts["created"] += 1
        remember(model, data["key"], "", data)
    elif is_current(model, data["key"], "", data):
        report.counts["unchanged"] += 1
    else:
        report.left_alone.append(str(known))


@transaction.atomic
def load_gold(data: dict) -> None:
    sheet = CheckSheet.objects.filter(code=data["check_sheet"]).order_by("locale__language_code").first()
    gold = GoldPerformance(code=data["key"], check_sheet=sheet)
    for name in ("title", "situation", "transcript"):
        for field, text in both(name, data[name]).items():
            setattr(gold, field, text)
    gold.marks = [
        GoldMark(item=code, value=row["mark"], sort_order=place, **both("reason", row["reason"]))
        for place, (code, row) in enumerate(data["marks"].items())
    ]
    gold.save()
    gold.publish(timezone.now())


@transaction.atomic
def load_set(data: dict) -> None:
    golds = {gold.code: gold for gold in GoldPerformance.objects.filter(code__in=data["performances"])}
    chosen = CalibrationSet(code=data["key"], **both("title", data["title"]))
    chosen.members = [SetMember(performance=golds[key], sort_order=n) for n, key in enumerate(data["performances"])]
    chosen.save()
    chosen.publish(timezone.now())


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
    values = {"title": own["title"], "code": own["key"], "phrases": "\n".join(own.get("phrases", []))}
    return upsert_record(CheckSheet, lookup, own, values, fill)


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
        scale=row.get("scale", Scale.THREE),
        weight=Decimal(str(row.get("weight", 1))),
        may_be_left_out=row.get("may_be_left_out", False),
        anchors="\n".join(row.get("anchors", [])),
        phrases="\n".join(row.get("phrases", [])),
        clauses=[clauses[code] for code in row["clauses"]],
        translation_key=stable_key("checksheet-item", f"{sheet}:{row['code']}"),
        locale=locale,
        sort_order=place,
    )


def load_page(own: dict, module: ModulePage, sheet: CheckSheet, clauses: dict[str, Clause]) -> RolePlayPage:
    values = {name: own[name] for name in PLAIN} | {"check_sheet": sheet}
    values |= {name: own.get(name, usual) for name, usual in PANEL.items()}
    values |= {name: to_html(own[name]) for name in RICH}
    customer = own.get("customer", dict.fromkeys(CUSTOMER, ""))  # An audit has none.
    for name in CUSTOMER:
        values[f"customer_{name}"] = to_html(customer[name]) if is_rich(customer, name) else customer[name]
    key = stable_key("roleplaypage", own["key"])

    def fill(page: RolePlayPage) -> None:
        page.clauses.set([clauses[code] for code in own["clauses"]])
        page.further_cards = further_cards(own.get("further_customers", []), module.locale)

    return upsert_page(module, RolePlayPage, key, own, values, fill)


def further_cards(rows: list[dict], locale: Locale) -> list[CustomerCard]:
    """Known by their keys: who has met whom hangs on them, so a card that moves or changes stays the same row."""
    keys = [stable_key("customer", row["key"]) for row in rows]
    known = dict(
        CustomerCard.objects.filter(translation_key__in=keys, locale=locale).values_list("translation_key", "pk")
    )
    return [
        CustomerCard(
            pk=known.get(key),
            translation_key=key,
            locale=locale,
            sort_order=place,
            **{name: to_html(row[name]) if is_rich(row, name) else row[name] for name in CUSTOMER},
        )
        for place, (key, row) in enumerate(zip(keys, rows, strict=True))
    ]
