"""The kinds of question, one module each. `RULES` is the only place that knows them all."""

from quizzes.kinds.choosing import Choosing
from quizzes.kinds.cloze import Cloze
from quizzes.kinds.dialogue import Dialogue
from quizzes.kinds.filling import Typing
from quizzes.kinds.hotspot import Hotspot
from quizzes.kinds.ordering import Ordering
from quizzes.kinds.pairing import Pairing
from quizzes.kinds.rules import Rules
from quizzes.kinds.written import Written
from quizzes.scoring import Kind

RULES: dict[Kind, Rules] = {
    Kind.SINGLE: Choosing(),
    Kind.MULTIPLE: Choosing(),
    Kind.TRUE_FALSE: Choosing(),
    Kind.ORDERING: Ordering(),
    Kind.MATCHING: Pairing(),
    Kind.CATEGORIES: Pairing(),
    Kind.FILL_IN: Typing(),
    Kind.NUMERIC: Typing(),
    Kind.CLOZE: Cloze(),
    Kind.HOTSPOT: Hotspot(),
    Kind.DIALOGUE: Dialogue(),
    Kind.SHORT_ANSWER: Written(),
}
