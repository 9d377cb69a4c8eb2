"""How a certificate looks: the choices of a design, as they are kept with every certificate that was awarded in it."""

from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from typing import Any


class Style(StrEnum):
    GUILLOCHE = "guilloche"  # a woven frame round the sheet, everything on its middle line
    GALLERY = "gallery"  # a woven band down the left side, type set flush beside it
    SCROLL = "scroll"  # a meander frame and, in Chinese, a title that stands upright


class Words(StrEnum):
    """Which languages it speaks."""

    BOTH = "both"
    CHINESE = "zh"
    ENGLISH = "en"


class Paper(StrEnum):
    LAID = "laid"
    FIBRES = "fibres"
    PLAIN = "plain"


class Palette(StrEnum):
    COPPER = "copper"
    CINNABAR = "cinnabar"
    INK = "ink"
    PINE = "pine"


class Form(StrEnum):
    SHEET = "sheet"  # A4 landscape
    CARD = "card"  # ID-1 of ISO/IEC 7810, as bank cards are


SIGNATURE_FIELD = "Issuer"  # the name of the field in which a PDF is signed

SIZES = {Form.SHEET: (297.0, 210.0), Form.CARD: (85.6, 54.0)}  # mm

Colour = tuple[float, float, float]  # shares of red, green and blue, 0–1

# The accent, the same as pale lines on paper, and the paper.
PALETTES: dict[Palette, tuple[Colour, Colour, Colour]] = {
    Palette.COPPER: ((0.643, 0.322, 0.122), (0.900, 0.825, 0.770), (0.980, 0.973, 0.961)),
    Palette.CINNABAR: ((0.690, 0.157, 0.125), (0.930, 0.820, 0.790), (0.984, 0.969, 0.937)),
    Palette.INK: ((0.114, 0.224, 0.404), (0.815, 0.845, 0.890), (0.972, 0.976, 0.980)),
    Palette.PINE: ((0.090, 0.341, 0.267), (0.800, 0.865, 0.835), (0.973, 0.976, 0.961)),
}


@dataclass(frozen=True)
class Look:
    """`signature` is a PNG in base64, or empty; `seal_zh` four characters, read from the right column to the left."""

    style: Style = Style.GUILLOCHE
    words: Words = Words.BOTH
    palette: Palette = Palette.COPPER
    paper: Paper = Paper.PLAIN
    seal_zh: str = "认证之印"
    seal_en: str = "SA"
    signature: str = ""

    def as_data(self) -> dict[str, str]:
        return {name: str(value) for name, value in asdict(self).items()}

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> "Look":
        """What a later version no longer knows is left out, and what an earlier one did not have is as it was then."""
        kinds = {"style": Style, "words": Words, "palette": Palette, "paper": Paper}
        known = {field.name for field in fields(cls)}
        return cls(**{name: kinds.get(name, str)(value) for name, value in data.items() if name in known})
