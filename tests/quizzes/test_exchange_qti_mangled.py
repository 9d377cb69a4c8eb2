"""Whatever somebody has done to a package, it is read or refused in words, and nothing else happens."""

import random

import pytest

from quizzes import writing
from quizzes.exchange.items import Unreadable
from quizzes.exchange.markup import Node, parse, written
from quizzes.exchange.qti import packing
from quizzes.importing.checking import draft_of
from quizzes.scoring import Marking
from tests.quizzes import test_exchange_canvas, test_exchange_qti_others
from tests.quizzes.qti_packages import canvas_package, item, package, png, unzipped, zip_of
from tests.quizzes.test_exchange_qti import kinds

VALUES = [
    "", "nan", "inf", "-1", "1e999", "0", "9" * 20, "A", "x y z", "true", "RESPONSE", "../..", "[[1]]", "a" * 300,
    "single", "multiple", "float", "string", "identifier", "directedPair", "[]", "{}", "[gap1]", "１２", "0,0", "rect",
    "circle",
]  # fmt: skip
TIMES = 60


def sources() -> list[bytes]:
    found = [package(item(text), car=png()) for text, _fields in test_exchange_qti_others.TAKEN]
    found += [canvas_package(text, car=png()) for text, _fields in test_exchange_canvas.TAKEN]
    for each in kinds(Marking.PARTIAL):
        found += [packing.write_2_1([each]).data, packing.write_canvas([each]).data]
    return found


def mangle(root: Node, dice: random.Random) -> None:
    nodes = list(root.walk())
    for _time in range(dice.choice([1, 1, 2, 4])):
        node, what = dice.choice(nodes), dice.randrange(6)
        if what == 0 and node.attributes:
            node.attributes[dice.choice(list(node.attributes))] = dice.choice(VALUES)
        elif what == 1 and node.attributes:
            del node.attributes[dice.choice(list(node.attributes))]
        elif what == 2 and node.content:
            node.content.pop(dice.randrange(len(node.content)))
        elif what == 3 and node.content:
            node.content.append(dice.choice(node.content))
        elif what == 4:
            node.content = [dice.choice(VALUES)]
        else:
            node.name = dice.choice(nodes).name


@pytest.mark.parametrize("seed", range(6))
def test_a_mangled_package_is_read_or_refused_in_words(seed):
    dice, whole, told = random.Random(seed), sources(), 0  # noqa: S311
    for _time in range(TIMES):
        files = unzipped(dice.choice(whole))
        name = dice.choice([name for name in files if name.endswith(".xml")])
        root = parse(files[name])
        mangle(root, dice)
        try:
            reading = packing.read(zip_of(files | {name: written(root)}), "en")
        except Unreadable as error:
            told += bool(str(error))
            continue
        assert reading.items or reading.refused
        assert all(refused.why for refused in reading.refused)
        told += bool(reading.refused)
        for found in reading.items:
            told += bool(writing.errors(draft_of(found)) or found.notes)
    assert told  # the dice did harm
