"""What somebody typed, compared as people compare it: full and half width, case, spaces and numerals mean nothing."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from unicodedata import normalize

LONGEST_LINE = 200  # characters of an answer in one line
LONGEST_TEXT = 2000  # of an answer that a trainer reads

HAN = "\u3400-\u9fff\uf900-\ufaff"
AT_HAN = re.compile(rf"(?<=[{HAN}]) | (?=[{HAN}])")
AT_THE_ENDS = " \t.,;:!?、。…\"'“”‘’·"
DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "兩": 2}
TENS = {"十": 10, "百": 100, "千": 1000}
MYRIADS = {"万": 10_000, "萬": 10_000, "亿": 100_000_000, "億": 100_000_000}
CHINESE_NUMBER = re.compile(f"[{''.join([*DIGITS, *TENS, *MYRIADS])}]+(?:点[{''.join(DIGITS)}]+)?")
NUMBER = re.compile(r"^([+\-−]?)\s*(\d[\d., ]*|\.\d+)\s*(.*)$", re.S)
THOUSANDS = re.compile(r"^\d{1,3}(?:[, ]\d{3})+(?:\.\d+)?$")


@dataclass(frozen=True)
class Quantity:
    value: Decimal
    unit: str = ""


def plain(text: str, numerals: bool = False) -> str:
    """The text as it is compared. With `numerals`, Chinese numbers are written in digits: 十二 is 12."""
    text = " ".join(normalize("NFKC", text).casefold().split())
    if numerals:
        text = CHINESE_NUMBER.sub(lambda found: in_digits(found[0]), text)
    return AT_HAN.sub("", text).strip(AT_THE_ENDS)


def is_same(given: str, accepted: str, numerals: bool = False) -> bool:
    said = plain(given, numerals)
    return bool(said) and said == plain(accepted, numerals)


def in_digits(number: str) -> str:
    """A Chinese number in digits. What only lists digits, such as 二〇二六, is read digit by digit."""
    whole, _point, rest = number.partition("点")
    if all(sign in DIGITS for sign in whole):
        said = "".join(str(DIGITS[sign]) for sign in whole)
    else:
        said = str(_counted(whole))
    return said + ("." + "".join(str(DIGITS[sign]) for sign in rest) if rest else "")


def _counted(number: str) -> int:
    whole, section, digit = 0, 0, 0
    for sign in number:
        if sign in DIGITS:
            digit = DIGITS[sign]
        elif sign in TENS:
            section, digit = section + (digit or (1 if not section else 0)) * TENS[sign], 0
        else:
            whole, section, digit = (whole + section + digit) * MYRIADS[sign], 0, 0
    return whole + section + digit


def quantity(text: str) -> Quantity | None:
    """A number with what follows it. 1,200 and 1 200 are twelve hundred; 12,5 is twelve and a half."""
    text = plain(text, numerals=True).replace("−", "-")
    found = NUMBER.match(text)
    if not found:
        return None
    sign, digits, unit = found[1].replace("−", "-"), found[2].strip(" ,."), found[3].strip()
    digits = re.sub("[, ]", "", digits) if THOUSANDS.match(digits) else digits.replace(",", ".").replace(" ", "")
    try:
        return Quantity(Decimal(f"{sign}{digits}"), unit)
    except InvalidOperation:
        return None


def number_text(value: Decimal | None) -> str:
    """Without zeros that say nothing: 12, 0.5, 1200."""
    return "" if value is None else f"{value.normalize():f}"


def is_within(given: str, value: Decimal, tolerance: Decimal, units: Iterable[str] = ()) -> bool:
    """Whether the number is right. Its unit may be left out; another one than those that are right makes it wrong."""
    said = quantity(given)
    if said is None or abs(said.value - value) > tolerance:
        return False
    known = {plain(each) for unit in units for each in re.split(r"[/|]", unit)}
    return not said.unit or said.unit in known
