"""Places on a picture: tap what is wrong.

An answer is a list of points such as "412,233", in per mille of the picture, and of keys of named places: whoever does
not see the picture or has no pointer chooses among the names. The shapes never leave the server before submission.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from random import Random
from typing import Any

from quizzes.drawing import shuffled
from quizzes.geometry import Shape, contains, outline, spot
from quizzes.kinds.frozen import (
    AnswerRefused,
    Choice,
    Frozen,
    ReviewedOption,
    Source,
    Spot,
    labels,
    phrase,
)
from quizzes.kinds.rules import Rules
from quizzes.scoring import right_less_wrong

MOST_MARKS = 12
ELSEWHERE = "*"


class Hotspot(Rules):
    def lay_out(self, source: Source, shuffle: bool, dice: Random) -> dict[str, Any]:
        mixed = shuffled(source.regions, dice) if shuffle else source.regions
        regions = tuple(replace(region, key=key) for key, region in zip(labels(), mixed, strict=False))
        right = tuple(region.key for region in regions if region.correct)
        return {"options": (), "regions": regions, "right": right}

    def accept(self, item: Frozen, answer: Sequence[str]) -> list[str]:
        known = {region.key for region in item.regions}
        if len(answer) > MOST_MARKS or len(set(answer)) != len(answer):
            raise AnswerRefused
        if any(each not in known and spot(each) is None for each in answer):
            raise AnswerRefused
        return list(answer)

    def share(self, item: Frozen, answer: Sequence[str]) -> Fraction:
        return right_less_wrong(self._marked(item, answer), item.right)

    def show(self, item: Frozen, answer: Sequence[str], language: str, moved: str = "") -> dict[str, Any]:
        choices = tuple(
            Choice(region.key, number, phrase(region.name, language), region.key in answer)
            for number, region in enumerate(item.regions, start=1)
        )
        return {"choices": choices, "spots": self._spots(answer)}

    def review(self, item: Frozen, answer: Sequence[str], language: str) -> dict[str, Any]:
        marked = self._marked(item, answer)
        options = []
        for region in item.regions:
            if not region.correct and region.key not in marked:
                continue
            reason = None if region.correct else phrase(region.reason, language)
            options.append(
                ReviewedOption(
                    phrase(region.name, language), region.correct, region.key in marked,
                    reason if reason and reason.text else None,
                )
            )  # fmt: skip
        spots = tuple(replace(each, is_right=self._at(item, each.value) in item.right) for each in self._spots(answer))
        regions = tuple(region for region in item.regions if region.correct)
        return {"options": tuple(options), "spots": spots, "regions": regions}

    def content(self, item: Frozen) -> dict[str, Any]:
        keys = self._keys(item)
        rows = [
            {"key": keys[region.key], "text": dict(region.name), "points": region.points} for region in item.regions
        ]
        rows.sort(key=lambda row: str(row["key"]))
        return {"options": rows, "right": sorted(keys[key] for key in item.right)}

    def choice(self, item: Frozen, answer: Sequence[str]) -> str:
        keys, marked = self._keys(item), self._marked(item, answer)
        found = sorted(keys[key] for key in marked if key in keys)
        return "".join(found)[:25] + (ELSEWHERE if any(key not in keys for key in marked) else "")

    def _keys(self, item: Frozen) -> dict[str, str]:
        ordered = sorted(item.regions, key=lambda region: (sorted(region.name.items()), region.points))
        return {region.key: key for region, key in zip(ordered, labels(), strict=False)}

    def _marked(self, item: Frozen, answer: Sequence[str]) -> set[str]:
        """What was marked, each place once; a point beside every place is one of its own."""
        return {self._at(item, each) for each in answer}

    def _at(self, item: Frozen, each: str) -> str:
        """The key of the place there, a right one before others; the point itself where there is none."""
        point = spot(each)
        if point is None:
            return each
        height = item.picture.get("height", 1) / (item.picture.get("width", 1) or 1)
        for region in sorted(item.regions, key=lambda region: not region.correct):
            if contains(Shape(region.shape), outline(region.points) or [], point, height):
                return region.key
        return each

    def _spots(self, answer: Sequence[str]) -> tuple[Spot, ...]:
        points = [(each, point) for each in answer if (point := spot(each))]
        return tuple(Spot(number, *point, each) for number, (each, point) in enumerate(points, start=1))
