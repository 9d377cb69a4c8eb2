"""The formats that questions come and go in. A new one is a module with `read` and `write`, and a line here."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from quizzes.exchange import aiken, gift, moodle, sheet
from quizzes.exchange.items import Item, Reading, Unreadable, Written
from quizzes.exchange.qti import packing

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Format:
    """`suffix` is how its files end. `write` is given the items of each language that it can hold at once; a format
    without it is only read. Where `says_language`, each question may be in a language of its own.
    """

    label: str
    suffix: str
    content_type: str
    read: Callable[[bytes, str], Reading]
    write: Callable[[Iterable[Item]], Written] | None
    both_languages: bool = False
    says_language: bool = False

    def asks_language(self) -> bool:
        """Whether nothing in its files says which language they are in: a guess would overwrite the other one."""
        return not self.both_languages and not self.says_language


FORMATS = {
    "gift": Format("GIFT", "gift", "text/plain; charset=utf-8", gift.read, gift.write),
    "moodle": Format("Moodle XML", "xml", "application/xml", moodle.read, moodle.write),
    "aiken": Format("Aiken", "txt", "text/plain; charset=utf-8", aiken.read, aiken.write),
    "xlsx": Format("Excel", "xlsx", EXCEL, sheet.read, sheet.write, both_languages=True),
    # A package says itself which of these it is, so each of them reads them all.
    "qti21": Format("QTI 2.1", "zip", "application/zip", packing.read, packing.write_2_1, says_language=True),
    "qti22": Format("QTI 2.2", "zip", "application/zip", packing.read, packing.write_2_2, says_language=True),
    "qti30": Format("QTI 3.0", "zip", "application/zip", packing.read, None, says_language=True),
    "canvas": Format(
        "Canvas (QTI 1.2)", "zip", "application/zip", packing.read, packing.write_canvas, says_language=True
    ),
}
WRITTEN = {key: each for key, each in FORMATS.items() if each.write}


def format_of(name: str) -> str:
    """By how the file's name ends."""
    ending = name.lower().rpartition(".")[2]
    for key, each in FORMATS.items():
        if each.suffix == ending:
            return key
    endings = ", ".join(dict.fromkeys(f".{each.suffix}" for each in FORMATS.values()))
    raise Unreadable(_("A file’s name ends with one of these: %(endings)s.") % {"endings": endings})


def read(data: bytes, format_name: str, language: str) -> Reading:
    return FORMATS[format_name].read(data, language)
