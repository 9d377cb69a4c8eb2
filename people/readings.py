"""How Chinese is read, in pinyin without tones. The table, its licence and its source: readings.txt, make_readings.py.

pypinyin itself takes 58 MB, and every process in which names are sorted or sought would load it; this takes 5 at most.
"""

from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

FILE = Path(__file__).parent / "readings.txt"
FIRST_HAN = "〇"


class Table(NamedTuple):
    """`characters` is text: a syllable and all that is read so in a line. `phrases` says how those go on, between
    spaces, that begin with a character; `special` those that are read otherwise than their characters."""

    characters: str
    phrases: dict[str, str]
    special: dict[str, str]


def syllables(text: str) -> list[str]:
    """One for each Chinese character; what else stands between them is left together as it is."""
    found = []
    for is_chinese, characters in groupby(text, key=lambda character: bool(reading(character))):
        run = "".join(characters)
        found += _read(run) if is_chinese else [run]
    return found


@lru_cache(maxsize=10_000)
def reading(character: str) -> str:
    """Empty for what is no Chinese character."""
    characters = _table().characters
    at = characters.find(character) if character >= FIRST_HAN else -1
    return characters[characters.rfind("\n", 0, at) + 1 : at].partition(" ")[0] if at > 0 else ""


def _read(text: str) -> Iterator[str]:
    for part in _parts(text):
        special = _table().special.get(part)
        yield from special.split(" ") if special else map(reading, part)


def _parts(text: str) -> Iterator[str]:
    """As pypinyin parts it: the longest phrase that begins here, else the character alone."""
    while text:
        phrases = _table().phrases.get(text[0], "")
        length = next((n for n in range(len(text), 1, -1) if f" {text[1:n]} " in phrases), 1)
        if length == 1 and f" {text[1:]}" in phrases:  # all of it could begin a phrase: pypinyin then looks no further
            yield from text
            return
        yield text[:length]
        text = text[length:]


@cache
def _table() -> Table:
    _, characters, phrases, special = FILE.read_text(encoding="utf-8").rstrip("\n").split("\n\n")
    return Table(
        characters,
        {line[0]: f"{line[1:]} " for line in phrases.split("\n")},
        dict(line.split(" ", 1) for line in special.split("\n")),
    )
