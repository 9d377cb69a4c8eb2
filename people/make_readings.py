"""Makes people/readings.txt from pypinyin, which nothing else uses but the tests: python people/make_readings.py

Three parts with an empty line between: each syllable with its characters; each character with how the phrases go on
that begin with it; and the phrases that are not read as their characters are one by one.
"""

from collections import defaultdict
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

from pypinyin import Style, lazy_pinyin
from pypinyin.constants import PHRASES_DICT, PINYIN_DICT

FILE = Path(__file__).parent / "readings.txt"
HEAD = f"# From pypinyin {version('pypinyin')} and its phrases (MIT, readings-MIT.txt), by people/make_readings.py"


def main() -> None:
    readings = {chr(number): read(chr(number))[0] for number in sorted(PINYIN_DICT)}
    phrases = sorted(each for each in PHRASES_DICT if len(each) > 1 and readings.keys() >= set(each))
    parts = [
        grouped((syllable, character) for character, syllable in readings.items()),
        grouped(((phrase[0], f" {phrase[1:]}") for phrase in phrases), between=""),
        [f"{each} {' '.join(read(each))}" for each in phrases if read(each) != [readings[one] for one in each]],
    ]
    FILE.write_text("\n\n".join(["\n".join(part) for part in ([HEAD], *parts)]) + "\n", encoding="utf-8")


def read(text: str) -> list[str]:
    return lazy_pinyin(text, style=Style.NORMAL, v_to_u=True)


def grouped(pairs: Iterable[tuple[str, str]], between: str = " ") -> list[str]:
    found = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return [key + between + "".join(values) for key, values in sorted(found.items())]


if __name__ == "__main__":
    main()
