import re

import pytest

from certificates import guilloche
from certificates.linework import operators

SERIALS = [f"RX-2026-{number:06}" for number in range(60)]


def numbers(path: str) -> list[float]:
    return [float(number) for number in re.findall(r"-?\d+\.\d+", path)]


def test_the_same_serial_gives_the_same_lines():
    assert guilloche.draw("RX-2026-000123") == guilloche.draw("RX-2026-000123")


@pytest.mark.parametrize("part", ["frame", "rosette"])
def test_sixty_serials_give_sixty_drawings(part):
    assert len({getattr(guilloche.draw(serial), part) for serial in SERIALS}) == len(SERIALS)


@pytest.mark.parametrize("part", ["frame", "rosette", "seal"])
def test_path_data_is_absolute_and_every_line_is_closed(part):
    path = getattr(guilloche.draw("RX-2026-000123"), part)
    assert set(re.sub(r"[-\d. ]", "", path)) == {"M", "C", "Z"}
    assert path.count("M") == path.count("Z")


@pytest.mark.parametrize("serial", SERIALS)
def test_the_frame_stays_between_its_two_rules(serial):
    xs, ys = numbers(guilloche.draw(serial).frame)[::2], numbers(guilloche.draw(serial).frame)[1::2]
    assert 8 < min(xs) < max(xs) < guilloche.PAGE[0] - 8
    assert 8 < min(ys) < max(ys) < guilloche.PAGE[1] - 8


@pytest.mark.parametrize("serial", SERIALS[:10])
def test_the_frame_is_its_own_mirror_image(serial):
    crests = re.findall(r"(-?\d+\.\d+) (-?\d+\.\d+)(?=[CZ])", guilloche.draw(serial).frame)
    here = {(round(float(x), 1), round(float(y), 1)) for x, y in crests}
    width, _ = guilloche.PAGE
    mirrored = {(width - x, y) for x, y in here}
    assert all(any(abs(x - a) < 0.21 and abs(y - b) < 0.21 for a, b in here) for x, y in mirrored)


@pytest.mark.parametrize("serial", SERIALS)
def test_the_rosette_ends_above_the_seal(serial):
    seal_top = guilloche.SEAL_CENTRE[1] - guilloche.SEAL_RADIUS - guilloche.SEAL_HEIGHT
    assert max(numbers(guilloche.draw(serial).rosette)[1::2]) < seal_top


def test_pdf_operators_follow_their_numbers():
    assert " ".join(operators("M1 2C3 4 5 6 7 8Z M0 1Z").split()) == "1 2 m 3 4 5 6 7 8 c h 0 1 m h"
