"""Where the bars of a histogram of scores stand in its drawing."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT, GAP = 44, 120, 4  # of one bar's place, of the tallest bar, and between two bars
TOP = 20  # room for the number over a bar


@dataclass(frozen=True)
class Bar:
    """`start` and `end` are per cent; the rest are units of the drawing."""

    start: int
    end: int
    count: int
    x: int
    y: int
    width: int
    height: int

    @property
    def middle(self) -> int:
        return self.x + self.width // 2

    @property
    def number_y(self) -> int:
        return self.y - 5


def bars(counts: Sequence[int]) -> list[Bar]:
    tallest, step = max(counts, default=0), 100 // max(1, len(counts))
    heights = [round(HEIGHT * count / tallest) if tallest else 0 for count in counts]
    return [
        Bar(n * step, (n + 1) * step, count, n * WIDTH + GAP // 2, TOP + HEIGHT - height, WIDTH - GAP, height)
        for n, (count, height) in enumerate(zip(counts, heights, strict=True))
    ]
