"""GIFT, Moodle's format for questions as text."""

from quizzes.exchange.gift.parsing import Answer, Node, Number, parse
from quizzes.exchange.gift.reading import read
from quizzes.exchange.gift.writing import write

__all__ = ["Answer", "Node", "Number", "parse", "read", "write"]
