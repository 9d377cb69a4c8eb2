"""Finding clauses by words. A few hundred clauses are read whole: no index cuts Chinese into words as people do."""

from collections.abc import Iterable
from unicodedata import normalize

from standards.models import TEXTS, Clause

MOST_WORDS = 8  # of a search; more narrow nothing down
NUMERALS = str.maketrans("零〇一二两三四五六七八九", "001223456789")


def matching(clauses: Iterable[Clause], words: str) -> list[Clause]:
    """Those that have each word somewhere, in either language, whatever its case, spacing and kind of numeral."""
    wanted = [folded(word) for word in words.split()[:MOST_WORDS]]
    return [clause for clause in clauses if has_all(clause, wanted)]


def has_all(clause: Clause, wanted: list[str]) -> bool:
    text = folded("\n".join([clause.code, *(getattr(clause, name) for name in TEXTS)]))
    return all(word in text for word in wanted)


def folded(text: str) -> str:
    """What is compared: 三秒, 3秒, ３秒 and 3 秒 are the same, and so are A and a."""
    return "".join(normalize("NFKC", text).casefold().split()).translate(NUMERALS)
