"""Puts paper tone and guilloche under the text of a PDF page.

WeasyPrint reads an SVG path number by number, which took three quarters of the time of a certificate. The path data is
therefore written into the page as it is: a PDF has the same operators, after their numbers instead of before.
"""

import re
import zlib

import pydyf

from certificates import guilloche

PAPER, COPPER = "0.980 0.973 0.961", "0.643 0.322 0.122"
COPPER_TINT = "0.900 0.825 0.770"
POINTS_PER_MM = 72 / 25.4


def lay_under(pdf: pydyf.PDF, serial: str) -> None:
    """Adds the line work to the one page of the PDF, before what is already there."""
    page = next(found for found in pdf.objects if isinstance(found, pydyf.Dictionary) and found.get("Type") == "/Page")
    # Not pydyf's level, the highest: it takes six times as long to make the file 4 kB smaller.
    under = pydyf.Stream([zlib.compress(page_content(serial), level=4)], extra={"Filter": "/FlateDecode"})
    pdf.add_object(under)
    page["Contents"] = pydyf.Array([under.reference, page["Contents"]])


def page_content(serial: str) -> bytes:
    """PDF operators. Marked as an artifact, so that nobody has the ornament read aloud."""
    lines = guilloche.draw(serial)
    width, height = guilloche.PAGE
    return "\n".join([
        "/Artifact BMC q",
        f"{POINTS_PER_MM:.6f} 0 0 -{POINTS_PER_MM:.6f} 0 {height * POINTS_PER_MM:.3f} cm",
        f"{PAPER} rg 0 0 {width} {height} re f",
        _stroke(lines.rosette, COPPER_TINT, 0.1),
        _stroke(lines.frame, COPPER, 0.11),
        _stroke(lines.seal, COPPER, 0.12),
        "Q EMC",
    ]).encode()  # fmt: skip


def _stroke(path: str, colour: str, width: float) -> str:
    return f"{colour} RG {width} w {operators(path)} S"


def operators(path: str) -> str:
    """SVG path data of absolute M, C and Z as PDF path operators."""
    return re.sub(r"([MC])([^MCZ]+)", lambda step: f"{step[2]} {step[1].lower()} ", path).replace("Z", "h ")
