"""How much of a text stands word for word in the documents that the curriculum was written from.

The documents are not here: `source_runs.bin` has five-byte BLAKE2b hashes of every run of eight Chinese characters in
them, sorted, and nothing can be read back from it. To make it anew: python tests/courses/overlap.py DOCUMENTS
"""

import hashlib
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

LENGTH = 8
WIDTH = 5
HASHES = Path(__file__).with_name("source_runs.bin")
CHINESE = re.compile(r"[\u3400-\u9fff]+")
# Names and terms of the trade, which have no other words.
TERMS = [
    line
    for line in Path(__file__).with_name("trade_terms.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


def runs(text: str) -> Iterator[str]:
    """Every run of eight Chinese characters; punctuation ends a run, a space does not."""
    for words in CHINESE.findall(re.sub(r"<[^>]*>|\s", lambda tag: "，" if tag[0] != " " else "", text)):
        yield from (words[n : n + LENGTH] for n in range(len(words) - LENGTH + 1))


def fingerprint(run: str) -> bytes:
    return hashlib.blake2b(run.encode(), digest_size=WIDTH).digest()


@cache
def known() -> frozenset[bytes]:
    content = HASHES.read_bytes()
    return frozenset(content[n : n + WIDTH] for n in range(0, len(content), WIDTH))


def taken_over(text: str) -> list[str]:
    """The runs of `text` that the documents have too, terms of the trade aside."""
    for term in TERMS:
        text = text.replace(term, "，")
    return [run for run in runs(text) if fingerprint(run) in known()]


if __name__ == "__main__":
    documents = Path(sys.argv[1]).read_text(encoding="utf-8")
    HASHES.write_bytes(b"".join(sorted({fingerprint(run) for run in runs(re.sub(r"\s", " ", documents))})))
