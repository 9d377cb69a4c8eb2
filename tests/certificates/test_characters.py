"""Each of the 8,105 characters of the Table of General Standard Chinese Characters, by us and by Chromium."""

import io
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageChops
from weasyprint import CSS, HTML

from certificates import pdf, printable
from certificates.looks import Form

COLUMNS, ROWS, CELL, SIZE = 50, 41, 48, 36  # px; 2,050 characters on a sheet
PAGE_CSS = (
    f"@page {{ size: {COLUMNS * CELL}px {ROWS * CELL}px; margin: 0 }} body {{ margin: 0 }}"
    f"p {{ margin: 0; height: {CELL}px; font-size: {SIZE}px; line-height: {CELL}px; letter-spacing: {CELL - SIZE}px;"
    " white-space: pre; color: black }"
)
# A character's own drawings by two engines differ by 0.14 of their ink at most and 0.04 mostly, two by 0.3 mostly.
SAME, OTHER = 0.16, 0.25

sees_pixels = pytest.mark.skipif(not shutil.which("pdftoppm"), reason="pdftoppm (poppler-utils) is not installed")


def table() -> str:
    return (printable.FONTS / "general-standard-characters.txt").read_text(encoding="utf-8").replace("\n", "")


def rows(characters: str) -> str:
    lines = (characters[start : start + COLUMNS] for start in range(0, len(characters), COLUMNS))
    return "".join(f"<p>{line}</p>" for line in lines)


def printed(characters: str) -> np.ndarray:
    """With the styles of a certificate, so with its order of fonts."""
    styles, fonts = pdf._press(Form.SHEET)
    html = HTML(string=f"<html lang=zh-Hans>{rows(characters)}", url_fetcher=pdf.OwnFiles())
    content = html.write_pdf(stylesheets=[styles[0], CSS(string=PAGE_CSS, font_config=fonts)], font_config=fonts)
    command = ["pdftoppm", "-gray", "-r", "96", "-f", "1", "-l", "1"]
    return ink(negative(subprocess.run(command, input=content, capture_output=True, check=True).stdout))


def drawn(characters: str, browser, folder: Path) -> Image.Image:
    """By Chromium, with the whole font."""
    face = (
        f'@font-face {{ font-family: Whole; src: url("{printable.FULL_FONT.as_uri()}") }} body {{ font-family: Whole }}'
    )
    style = f"<meta charset=utf-8><style>{face}{PAGE_CSS}</style>"
    (folder / "page.html").write_text(f"<!doctype html><html lang=zh-Hans>{style}{rows(characters)}", encoding="utf-8")
    page = browser.new_page(viewport={"width": COLUMNS * CELL, "height": ROWS * CELL})
    page.goto((folder / "page.html").as_uri())
    page.evaluate("document.fonts.ready")
    picture = page.screenshot()
    page.close()
    return negative(picture)


def negative(picture: bytes) -> Image.Image:
    return ImageChops.invert(Image.open(io.BytesIO(picture)).convert("L"))


def ink(negative: Image.Image, left: int = 0, up: int = 0) -> np.ndarray:
    """0 for paper to 1 for ink, a small blurred square for each cell, all moved by pixels: [row, column, y, x]."""
    moved = negative.crop((left, up, left + COLUMNS * CELL, up + ROWS * CELL)).reduce(3)
    cells = np.asarray(moved, dtype=float).reshape(ROWS, CELL // 3, COLUMNS, CELL // 3) / 255
    return cells.transpose(0, 2, 1, 3)


def difference(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Of each pair of cells, as a share of their ink; 1 where nothing is drawn at all."""
    ink_of_both = one.sum(axis=(2, 3)) + other.sum(axis=(2, 3))
    return np.where(ink_of_both > 1, np.abs(one - other).sum(axis=(2, 3)) / np.maximum(ink_of_both, 1), 1)


@sees_pixels
@pytest.mark.parametrize("sheet", range(4))
def test_every_character_is_drawn_as_chromium_draws_it(sheet, browser, tmp_path):
    part = table()[sheet * COLUMNS * ROWS : (sheet + 1) * COLUMNS * ROWS]
    ours, picture = printed(part), drawn(part, browser, tmp_path)
    # Engines round a character's place differently, by up to a pixel either way.
    theirs = [ink(picture, left, up) for left in range(-1, 3) for up in (-1, 0, 1)]
    away = np.min([difference(ours, each) for each in theirs], axis=0).reshape(-1)[: len(part)]
    assert [part[place] for place in np.flatnonzero(away > SAME)] == []
    neighbours = np.min([difference(ours, np.roll(each, 1, axis=1)) for each in theirs], axis=0)
    assert np.median(neighbours) > OTHER
