"""Paper, frame and guilloche under the text: a list of strokes, as PDF operators or as SVG.

WeasyPrint reads an SVG path number by number, which took three quarters of the time of a certificate. The path data is
therefore written into the page as it is: a PDF has the same operators, after their numbers instead of before.
"""

import re
from dataclasses import dataclass

import pydyf

from certificates import guilloche, ornament
from certificates.looks import PALETTES, SIZES, Colour, Form, Look, Paper, Style

POINTS_PER_MM = 72 / 25.4
INK: Colour = (0.063, 0.082, 0.110)


@dataclass(frozen=True)
class Stroke:
    """A width of 0 means that the path is filled."""

    path: str
    colour: Colour
    width: float


def strokes(serial: str, look: Look, form: Form = Form.SHEET) -> list[Stroke]:
    """From the bottom up."""
    accent, tint, paper = PALETTES[look.palette]
    width, height = SIZES[form]
    key = ornament.key_of(serial)
    sheet = [Stroke(ornament.frame((0, 0, width, height)), paper, 0), *_paper(look.paper, key, width, height, paper)]
    draw = _CARDS[look.style] if form == Form.CARD else _SHEETS[look.style]
    return [*sheet, *draw(serial, key, accent, tint)]


def lay_under(pdf: pydyf.PDF, serial: str, look: Look, form: Form = Form.SHEET) -> None:
    """Adds the line work to the one page of the PDF, before what is already there."""
    page = next(found for found in pdf.objects if isinstance(found, pydyf.Dictionary) and found.get("Type") == "/Page")
    under = pydyf.Stream([page_content(serial, look, form)], compress=True)
    pdf.add_object(under)
    page["Contents"] = pydyf.Array([under.reference, page["Contents"]])


def page_content(serial: str, look: Look, form: Form = Form.SHEET) -> bytes:
    """PDF operators. Marked as an artifact, so that nobody has the ornament read aloud."""
    height = SIZES[form][1]
    return "\n".join([
        "/Artifact BMC q",
        f"{POINTS_PER_MM:.6f} 0 0 -{POINTS_PER_MM:.6f} 0 {height * POINTS_PER_MM:.3f} cm",
        *map(drawn, strokes(serial, look, form)),
        "Q EMC",
    ]).encode()  # fmt: skip


def svg(serial: str, look: Look, form: Form = Form.SHEET) -> str:
    return picture(strokes(serial, look, form), *SIZES[form])


def picture(strokes: list[Stroke], width: float, height: float) -> str:
    """As SVG."""
    paths = "".join(
        f'<path d="{each.path}" fill="none" stroke="{hexadecimal(each.colour)}" stroke-width="{each.width}"/>'
        if each.width
        else f'<path d="{each.path}" fill="{hexadecimal(each.colour)}"/>'
        for each in strokes
    )
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" aria-hidden="true">{paths}</svg>'


def hexadecimal(colour: Colour) -> str:
    return "#" + "".join(f"{round(share * 255):02x}" for share in colour)


def operators(path: str) -> str:
    """SVG path data of absolute M, L, C and Z as PDF path operators."""
    _, *parts = re.split("([MLCZ])", path)
    steps = zip(parts[::2], parts[1::2], strict=True)
    return " ".join([f"{numbers} {letter}" for letter, numbers in steps]).lower().replace("z", "h")


def drawn(stroke: Stroke) -> str:
    """As PDF operators."""
    red, green, blue = stroke.colour
    if not stroke.width:
        return f"{red} {green} {blue} rg {operators(stroke.path)} f"
    return f"{red} {green} {blue} RG {stroke.width} w {operators(stroke.path)} S"


def _paper(kind: Paper, key: bytes, width: float, height: float, paper: Colour) -> list[Stroke]:
    shade: Colour = tuple(share * 0.968 for share in paper)  # type: ignore[assignment]
    if kind == Paper.LAID:
        return [Stroke(ornament.laid_paper(width, height), shade, 0.14)]
    if kind == Paper.FIBRES:
        darker: Colour = tuple(share * 0.9 for share in paper)  # type: ignore[assignment]
        return [Stroke(ornament.fibres(key, width, height), darker, 0.09)]
    return []


def _guilloche_sheet(serial: str, key: bytes, accent: Colour, tint: Colour) -> list[Stroke]:
    lines = guilloche.draw(serial)
    return [
        Stroke(lines.rosette, tint, 0.1),
        Stroke(lines.frame, accent, 0.11),
        Stroke(lines.seal, accent, 0.12),
        Stroke(ornament.frame((7.575, 7.575, 281.85, 194.85), 11), INK, 0.35),
        Stroke(ornament.frame((18.375, 18.375, 260.25, 173.25), 4.5), INK, 0.15),
    ]


def _gallery_sheet(serial: str, key: bytes, accent: Colour, tint: Colour) -> list[Stroke]:
    return [
        Stroke(ornament.rosette(key, (297, 105), 14, 4.2, 17), tint, 0.1),
        Stroke(ornament.band(key, 34, 210, 15), accent, 0.13),
        Stroke("M13 0L13 210M55 0L55 210", accent, 0.5),
        Stroke("M14.4 0L14.4 210M53.6 0L53.6 210", accent, 0.12),
    ]


def _scroll_sheet(serial: str, key: bytes, accent: Colour, tint: Colour) -> list[Stroke]:
    return [
        Stroke(ornament.rosette(key, (148.5, 105), 8, 3.4, 17), tint, 0.1),
        Stroke(ornament.meander((10.5, 10.5, 276, 189), 1.05), accent, 0.42),
        Stroke(ornament.frame((8.5, 8.5, 280, 193)), accent, 0.5),
        Stroke(ornament.frame((19, 19, 259, 172)), accent, 0.3),
        Stroke(ornament.frame((20.4, 20.4, 256.2, 169.2)), accent, 0.1),
    ]


def _guilloche_card(serial: str, key: bytes, accent: Colour, tint: Colour) -> list[Stroke]:
    return [
        Stroke(ornament.rosette(key, (42.8, 27), 3, 1.55, 16), tint, 0.06),
        Stroke(ornament.frame((2, 2, 81.6, 50), 2.6), accent, 0.3),
        Stroke(ornament.frame((2.9, 2.9, 79.8, 48.2), 1.9), accent, 0.08),
    ]


def _gallery_card(serial: str, key: bytes, accent: Colour, tint: Colour) -> list[Stroke]:
    return [
        Stroke(ornament.rosette(key, (85.6, 27), 3, 1.6, 16), tint, 0.06),
        Stroke(ornament.band(key, 6.2, 54, 4), accent, 0.08),
        Stroke("M12 0L12 54", accent, 0.3),
    ]


def _scroll_card(serial: str, key: bytes, accent: Colour, tint: Colour) -> list[Stroke]:
    return [
        Stroke(ornament.rosette(key, (42.8, 27), 3, 1.55, 16), tint, 0.06),
        Stroke(ornament.meander((2, 2, 81.6, 50), 0.4), accent, 0.16),
        Stroke(ornament.frame((5.2, 5.2, 75.2, 43.6)), accent, 0.12),
    ]


_SHEETS = {Style.GUILLOCHE: _guilloche_sheet, Style.GALLERY: _gallery_sheet, Style.SCROLL: _scroll_sheet}
_CARDS = {Style.GUILLOCHE: _guilloche_card, Style.GALLERY: _gallery_card, Style.SCROLL: _scroll_card}
