"""What a certificate says, and whether our fonts can draw it: known without loading what lays out and prints."""

from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont

from certificates.looks import Look

FONTS = Path(__file__).parent / "fonts"
FULL_FONT = FONTS / "NotoSerifSC-Medium.ttf"
TEXT_FONTS = (FULL_FONT, FONTS / "CertificateLatin.ttf")
FIRST_CJK = "\u2e80"


@dataclass(frozen=True)
class Document:
    """Everything that is printed. `valid_until` is None where the certificate does not run out; `is_by_hand` where
    nobody looked whether the requirements were met."""

    serial: str
    name: str
    name_latin: str
    certification_zh: str
    certification_en: str
    dealership_zh: str
    dealership_en: str
    awarded_on: date
    valid_until: date | None
    verification_url: str
    verification_code: str
    signatory_zh: str
    signatory_en: str
    issuer_zh: str
    issuer_en: str
    standard_version: str
    look: Look = field(default_factory=Look)
    is_by_hand: bool = False


class UnprintableName(ValueError):
    """The text holds characters that no font of ours can draw; `characters` is the set of them."""

    def __init__(self, characters: set[str]) -> None:
        self.characters = characters
        super().__init__("No glyph for " + ", ".join(f"{c} (U+{ord(c):04X})" for c in sorted(characters)))


def missing_characters(text: str) -> set[str]:
    return {character for character in text if ord(character) not in drawable()}


def check(document: Document) -> None:
    """Raises UnprintableName."""
    if missing := missing_characters(_printed_text(document)):
        raise UnprintableName(missing)


@cache
def drawable() -> frozenset[int]:
    return frozenset().union(*map(codepoints, TEXT_FONTS))


def codepoints(path: Path) -> set[int]:
    with TTFont(path, lazy=True) as font:
        font.setGlyphOrder(range(font["maxp"].numGlyphs))  # numbers do: the names of 30,000 glyphs would take 4 MB
        return set(font.getBestCmap())


def _printed_text(document: Document) -> str:
    words = "".join(value for value in vars(document).values() if isinstance(value, str))
    return words + document.look.seal_zh + document.look.seal_en
