"""The table says what pypinyin says, from which it is made (people/make_readings.py)."""

import random
import subprocess
import sys

import pytest
from pypinyin import Style, lazy_pinyin
from pypinyin.constants import PHRASES_DICT, PINYIN_DICT

from people.readings import syllables


def said(text: str) -> list[str]:
    return lazy_pinyin(text, style=Style.NORMAL, v_to_u=True)


@pytest.mark.parametrize("texts", [map(chr, PINYIN_DICT), PHRASES_DICT], ids=["characters", "phrases"])
def test_every_character_and_every_phrase_is_read_as_pypinyin_reads_it(texts):
    assert [text for text in texts if syllables(text) != said(text)] == []


def test_so_is_whatever_is_put_together_of_them():
    chance = random.Random(5)  # noqa: S311 - names to try
    usual, rare = "".join(PHRASES_DICT), [*map(chr, PINYIN_DICT), *"aZ9· ，"]
    names = ["".join(chance.choices(pool, k=chance.randint(1, 6))) for pool in (usual, rare) for _ in range(10_000)]
    assert [name for name in names if syllables(name) != said(name)] == []


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("重庆", ["chong", "qing"]),
        ("吕布", ["lü", "bu"]),
        ("林A1，堃", ["lin", "A1，", "kun"]),
        ("Emma", ["Emma"]),
        ("", []),
    ],
)
def test_what_is_not_chinese_stays_together(text, parts):
    assert syllables(text) == parts


def test_reading_a_name_loads_no_dictionary():
    program = "import sys; from people.latin import latin_name; print(latin_name('张三'), 'pypinyin' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "Zhang San False"
