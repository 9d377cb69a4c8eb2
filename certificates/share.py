"""A certificate as a picture for messengers: upright, for a phone, with nothing on it that the paper does not show."""

import io
import re
from dataclasses import dataclass
from functools import cache, lru_cache

import segno
from django.utils import formats, translation
from django.utils.translation import gettext as _
from PIL import Image, ImageDraw, ImageFont

from certificates import ornament, printable
from certificates.linework import INK, Stroke, hexadecimal
from certificates.looks import PALETTES, Look, Style

WIDTH, HEIGHT = 90.0, 120.0  # mm, as everything here but the pixels of the picture
DOTS = 12  # px to the mm: 1080 by 1440
FINER = 2  # lines are drawn so many times as large and made smaller, which smooths them
STEPS = 8  # straight pieces of a curve
GREY = "#4a4f56"
LATIN, HAN, FULL = "CertificateLatin.ttf", "CertificateHan.ttf", "NotoSerifSC-Medium.ttf"

Point = tuple[float, float]


@dataclass(frozen=True)
class Line:
    """One line of words: the middle of its height, its size, and how wide it may become before it is set smaller."""

    text: str
    y: float
    size: float
    colour: str = hexadecimal(INK)
    spacing: float = 0.0
    widest: float = 66.0


def png(document: printable.Document, language: str) -> bytes:
    """The same bytes for the same document and language. Raises printable.UnprintableName."""
    printable.check(document)
    with translation.override(language):
        picture = _paper(document.serial, document.look)
        middle = _middle(document.look)
        for line in _lines(document, language.startswith("zh")):
            _write(picture, line, middle)
    _stamp(picture, document, (middle - 22, 98.5), language.startswith("zh"))
    _code(picture, document.verification_url, (middle + 22, 98.5))
    out = io.BytesIO()
    picture.quantize(128, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


def _lines(document: printable.Document, chinese: bool) -> list[Line]:
    accent = hexadecimal(PALETTES[document.look.palette][0])
    name, second = document.name, document.name_latin
    if not chinese and second:
        name, second = second, name
    awarded = formats.date_format(document.awarded_on, "DATE_FORMAT")
    until = document.valid_until and formats.date_format(document.valid_until, "DATE_FORMAT")
    return [
        Line(document.issuer_zh if chinese else document.issuer_en, 15, 3.6, GREY),
        Line("认证证书" if chinese else "Certificate", 25, 8.5, accent, spacing=0.3 if chinese else 0.06),
        Line(name, 43.5, 11 if max(name) >= printable.FIRST_CJK else 7.5),
        Line(second if second != name else "", 53.5, 4.4, GREY),
        Line(document.certification_zh if chinese else document.certification_en, 66, 6.4, accent),
        Line(document.dealership_zh if chinese else document.dealership_en, 73.5, 3.4, GREY),
        Line(_("Awarded on %(date)s") % {"date": awarded}, 80, 3.4, GREY),
        Line(_("Valid until %(date)s") % {"date": until} if until else _("Valid without end"), 85, 3.4, GREY),
        Line(document.serial, 109.6, 2.6, GREY),
    ]


def _middle(look: Look) -> float:
    return 50.0 if look.style == Style.GALLERY else WIDTH / 2


def _paper(serial: str, look: Look) -> Image.Image:
    _, _, paper = PALETTES[look.palette]
    scale = DOTS * FINER
    large = Image.new("RGB", (round(WIDTH * scale), round(HEIGHT * scale)), hexadecimal(paper))
    drawing = ImageDraw.Draw(large)
    for stroke in _strokes(serial, look):
        for points in _polylines(stroke.path):
            scaled = [(x * scale, y * scale) for x, y in points]
            drawing.line(scaled, hexadecimal(stroke.colour), max(1, round(stroke.width * scale)), joint="curve")
    return large.reduce(FINER)


def _strokes(serial: str, look: Look) -> list[Stroke]:
    accent, tint, _paper_colour = PALETTES[look.palette]
    key = ornament.key_of(serial)
    rosette = Stroke(ornament.rosette(key, (_middle(look), 48), 5, 2.3, 13), tint, 0.1)
    if look.style == Style.GALLERY:
        return [rosette, Stroke(ornament.band(key, 8, HEIGHT, 4.5), accent, 0.1), Stroke("M14 0L14 120", accent, 0.3)]
    if look.style == Style.SCROLL:
        inner = ornament.frame((7.4, 7.4, WIDTH - 14.8, HEIGHT - 14.8))
        return [rosette, Stroke(ornament.meander((3, 3, 84, 114), 0.5), accent, 0.2), Stroke(inner, accent, 0.14)]
    outer = ornament.frame((3.5, 3.5, WIDTH - 7, HEIGHT - 7), 4)
    inner = ornament.frame((4.8, 4.8, WIDTH - 9.6, HEIGHT - 9.6), 2.9)
    return [rosette, Stroke(outer, accent, 0.35), Stroke(inner, accent, 0.12)]


def _polylines(path: str) -> list[list[Point]]:
    """SVG path data of absolute M, L, C and Z as straight pieces."""
    found: list[list[Point]] = []
    for letter, text in re.findall(r"([MLCZ])([^MLCZ]*)", path):
        numbers = [float(number) for number in text.split()]
        points = list(zip(numbers[::2], numbers[1::2], strict=True))
        if letter == "M":
            found.append(points)
        elif letter == "L":
            found[-1] += points
        elif letter == "C":
            found[-1] += _curve(found[-1][-1], *points)
        else:
            found[-1].append(found[-1][0])
    return found


def _curve(a: Point, b: Point, c: Point, d: Point) -> list[Point]:
    shares = ((1 - t, t) for t in (step / STEPS for step in range(1, STEPS + 1)))
    return [
        (
            r**3 * a[0] + 3 * r * r * t * b[0] + 3 * r * t * t * c[0] + t**3 * d[0],
            r**3 * a[1] + 3 * r * r * t * b[1] + 3 * r * t * t * c[1] + t**3 * d[1],
        )
        for r, t in shares
    ]


def _write(picture: Image.Image, line: Line, middle: float) -> None:
    """Set smaller where it would be too wide."""
    width = _width(line, line.size)
    size = min(line.size, line.size * line.widest / width) if width else line.size
    x = middle - _width(line, size) / 2
    drawing = ImageDraw.Draw(picture)
    for character, font in _set(line.text, size):
        drawing.text((x * DOTS, (line.y + size * 0.36) * DOTS), character, line.colour, font, anchor="ls")
        x += font.getlength(character) / DOTS + line.spacing * size


def _width(line: Line, size: float) -> float:
    advances = [font.getlength(character) / DOTS for character, font in _set(line.text, size)]
    return sum(advances) + line.spacing * size * max(len(advances) - 1, 0)


def _set(text: str, size: float) -> list[tuple[str, ImageFont.FreeTypeFont]]:
    """Runs of Latin letters whole, for their kerning, and Han characters one by one."""
    runs = re.findall(r"[^\u2e80-\U0010ffff]+|.", text, re.DOTALL)
    return [(run, _font(_face(run), round(size * DOTS * (1.1 if _face(run) == LATIN else 1)))) for run in runs]


def _face(run: str) -> str:
    if max(run) < printable.FIRST_CJK:
        return LATIN if set(map(ord, run)) <= _drawn_by(LATIN) else FULL
    return HAN if ord(run) in _drawn_by(HAN) else FULL


@cache
def _drawn_by(face: str) -> set[int]:
    return printable.codepoints(printable.FONTS / face)


@lru_cache(maxsize=32)
def _font(face: str, pixels: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(printable.FONTS / face), pixels, layout_engine=ImageFont.Layout.BASIC)


def _stamp(picture: Image.Image, document: printable.Document, centre: Point, chinese: bool) -> None:
    """The seal, as on paper: four characters from the right column to the left, or letters in a circle."""
    accent, _, paper = (hexadecimal(each) for each in PALETTES[document.look.palette])
    x, y = centre
    box = [round(each * DOTS) for each in (x - 7, y - 7, x + 7, y + 7)]
    drawing = ImageDraw.Draw(picture)
    if chinese:
        drawing.rounded_rectangle(box, DOTS, accent)
        places = [(2.8, -2.9), (2.8, 2.9), (-2.8, -2.9), (-2.8, 2.9)]
        letters = zip(document.look.seal_zh, places, strict=True)
    else:
        drawing.ellipse(box, accent)
        letters = zip([document.look.seal_en], [(0, 0)], strict=True)
    for text, (right, down) in letters:
        _write(picture, Line(text, y + down, 5.4, paper), x + right)


def _code(picture: Image.Image, url: str, centre: Point) -> None:
    """Whole pixels for each module, so that every edge is sharp."""
    matrix = segno.make(url, error="m", micro=False).matrix
    module = 15 * DOTS // len(matrix)
    left, top = (round(each * DOTS) - module * len(matrix) // 2 for each in centre)
    drawing = ImageDraw.Draw(picture)
    for row, modules in enumerate(matrix):
        for column, dark in enumerate(modules):
            if dark:
                x, y = left + column * module, top + row * module
                drawing.rectangle((x, y, x + module - 1, y + module - 1), hexadecimal(INK))
