"""What a file would change, row by row. Arithmetic on texts and records: no database, no clock."""

import datetime as dt
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from people.importing.columns import WORDS, key
from people.importing.reading import Row
from people.latin import latin_name
from people.models import Role

NEW, CHANGED, MOVED, LEFT, UNCHANGED, REFUSED = KINDS = ("new", "changed", "moved", "left", "unchanged", "refused")
FIELDS = ("name", "name_latin", "email", "role", "job_role", "dealership", "region", "language", "hired_on")
LONGEST = {"employee_number": 32, "name": 80, "name_latin": 120, "email": 254}
BLANK = dict.fromkeys(FIELDS, "") | {
    "role": "advisor", "job_role": "service_advisor", "language": "zh-hans", "is_active": True,
}  # fmt: skip


@dataclass(frozen=True)
class Refusal:
    column: str  # a field of `COLUMNS`
    why: str


@dataclass(frozen=True)
class Difference:
    number: int | None  # of the row; none for whoever is not in the file
    employee_number: str
    name: str
    kind: str
    before: dict = field(default_factory=dict)  # of what changes, by field
    after: dict = field(default_factory=dict)
    refusals: list[Refusal] = field(default_factory=list)
    left_on: str = ""  # as ISO writes it, where the file says so


@dataclass(frozen=True)
class Known:
    """What there is. People by employee number, with `FIELDS` and `is_active`; a dealership and region by its code."""

    people: Mapping[str, dict]
    dealerships: Mapping[str, str]  # each way to write one, as `key` has it, with its code
    regions: Mapping[str, str]
    oneself: str  # the employee number of who imports


def differences(
    rows: Iterable[Row], fields: list[str], known: Known, today: dt.date, absent_leave: bool = False
) -> list[Difference]:
    """`fields` has for each cell its field, or "". Empty cells leave what is there."""
    texts = [(row.number, {name: cell for name, cell in zip(fields, row.cells, strict=True) if name}) for row in rows]
    numbers = Counter(tidy_number(cells.get("employee_number", "")) for _number, cells in texts)
    emails = Counter(
        unicodedata.normalize("NFKC", cells["email"]).lower() for _number, cells in texts if cells.get("email")
    )
    owners = {person["email"].lower(): number for number, person in known.people.items() if person["email"]}
    found = [_difference(number, cells, known, today, numbers, emails, owners) for number, cells in texts]
    return found + absent(found, known) if absent_leave else found


def absent(found: list[Difference], known: Known) -> list[Difference]:
    """Whoever works at a dealership that the file names, and is not in it. Administrators are nobody's row."""
    named = {known.people[each.employee_number]["dealership"] for each in found if each.employee_number in known.people}
    named = (named | {each.after["dealership"] for each in found if "dealership" in each.after}) - {""}
    present = {each.employee_number for each in found}
    return [
        Difference(None, number, person["name"], LEFT, {"is_active": True}, {"is_active": False})
        for number, person in known.people.items()
        if person["is_active"] and person["dealership"] in named and number not in present
        if person["role"] != Role.ADMINISTRATOR and number != known.oneself
    ]


def tidy_number(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).lower()


def tidy_name(text: str) -> str:
    """One kind of space and one kind of middle dot; the characters of the name stay exactly as they were written."""
    return re.sub(r"\s+", " ", re.sub(r"[•‧・･∙⋅]", "·", text)).strip()


def day(text: str) -> dt.date | None:
    """2026-03-01, 2026/3/1, 2026.3.1, 2026年3月1日, full-width or not, with or without a time of day."""
    text = unicodedata.normalize("NFKC", text).strip()
    match = re.fullmatch(
        r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[ T]\d{1,2}:\d{2}(:\d{2})?)?", text
    )
    try:
        return dt.date(*map(int, match.groups()[:3])) if match else None
    except ValueError:
        return None


def _difference(
    number: int, cells: dict[str, str], known: Known, today: dt.date, numbers: Counter, emails: Counter, owners: dict
) -> Difference:
    who = tidy_number(cells.get("employee_number", ""))
    person = known.people.get(who)
    wanted, refusals = _wanted(cells, known, today)
    if not re.fullmatch(r"[a-z0-9][a-z0-9._-]*", who) or len(who) > LONGEST["employee_number"]:
        refusals.append(Refusal("employee_number", _("Letters, digits, dots and dashes only, 32 at most.")))
        return Difference(number, who, wanted.get("name", ""), REFUSED, refusals=refusals)
    if numbers[who] > 1:
        refusals.append(Refusal("employee_number", _("This employee number is in the file more than once.")))
    if (email := wanted.get("email")) and (emails[email.lower()] > 1 or owners.get(email.lower(), who) != who):
        refusals.append(Refusal("email", _("Somebody has this email address already.")))
    if person is None and not wanted.get("name") and not any(each.column == "name" for each in refusals):
        refusals.append(Refusal("name", _("A new person needs a name.")))
    whole = (person or BLANK) | wanted
    refusals += _contradictions(whole, person, who == known.oneself)
    name = whole["name"]
    if refusals:
        return Difference(number, who, name, REFUSED, refusals=refusals)
    left_on = "" if whole["is_active"] or not (last := day(cells.get("left_on", ""))) else last.isoformat()
    if person is None:
        whole["name_latin"] = whole["name_latin"] or _latin(name)
        return Difference(number, who, name, NEW, {}, whole, left_on=left_on)
    after = {column: value for column, value in wanted.items() if value != person[column]}
    before = {column: person[column] for column in after}
    return Difference(number, who, name, _kind(after), before, after, left_on=left_on)


def _kind(after: dict) -> str:
    if after.get("is_active") is False:
        return LEFT
    if "dealership" in after:
        return MOVED
    return CHANGED if after else UNCHANGED


def _wanted(cells: dict[str, str], known: Known, today: dt.date) -> tuple[dict, list[Refusal]]:
    wanted: dict = {}
    refusals: list[Refusal] = []
    lists = WORDS | {"dealership": known.dealerships, "region": known.regions}
    for column, text in cells.items():
        if not text:
            continue
        if text.startswith("="):
            refusals.append(Refusal(column, _("A formula is not read. Paste the value in its place.")))
        elif column in lists:
            if key(text) in lists[column]:
                wanted[column] = lists[column][key(text)]
            else:
                refusals.append(Refusal(column, _("“%(text)s” is not known.") % {"text": text[:60]}))
        elif column in ("hired_on", "left_on"):
            if date := day(text):
                wanted[column] = date.isoformat()
            else:
                refusals.append(Refusal(column, _("“%(text)s” is not a date.") % {"text": text[:60]}))
        elif column != "employee_number":
            wanted[column] = tidy_name(text) if column != "email" else unicodedata.normalize("NFKC", text)
            refusals += _form_of(column, wanted[column])
    status, left_on = wanted.pop("status", ""), wanted.pop("left_on", "")
    if left_on > today.isoformat():
        refusals.append(Refusal("left_on", _("This day is still to come. Import it once the person has left.")))
    if left_on and status == "active":
        refusals.append(Refusal("status", _("Somebody with a day of leaving is not active.")))
    if status or left_on:
        wanted["is_active"] = status != "left" and not left_on
    return wanted, refusals


def _form_of(column: str, text: str) -> list[Refusal]:
    if len(text) > LONGEST[column]:
        return [Refusal(column, _("At most %(count)s characters.") % {"count": LONGEST[column]})]
    if any(unicodedata.category(sign) in ("Cc", "Cs") for sign in text):
        return [Refusal(column, _("There are signs in it that cannot be shown."))]
    if column == "email":
        try:
            validate_email(text)
        except ValidationError:
            return [Refusal(column, _("This is not an email address."))]
    return []


def _contradictions(whole: dict, person: dict | None, oneself: bool) -> list[Refusal]:
    found = []
    if whole["role"] in (Role.ADVISOR, Role.MANAGER) and not whole["dealership"]:
        found.append(Refusal("dealership", _("An advisor or manager belongs to a dealership.")))
    if whole["role"] == Role.REGIONAL_MANAGER and not whole["region"]:
        found.append(Refusal("region", _("A regional manager belongs to a region.")))
    if whole["role"] == Role.ADMINISTRATOR and (person or BLANK)["role"] != Role.ADMINISTRATOR:
        found.append(Refusal("role", _("Administrators are made on their own page, not by a file.")))
    if oneself and (whole["role"] != Role.ADMINISTRATOR or not whole["is_active"]):
        found.append(Refusal("employee_number", _("This is you. Nobody locks themselves out by a file.")))
    return found


def _latin(name: str) -> str:
    """In pinyin; blank where a character's reading is not known, so that the person writes it."""
    latin = latin_name(name)
    return latin if all(ord(sign) < 0x250 for sign in latin) else ""
