"""A workbook of Excel that a trainer can fill in."""

from quizzes.exchange.sheet.columns import COLUMNS
from quizzes.exchange.sheet.reading import read
from quizzes.exchange.sheet.writing import template, write

__all__ = ["COLUMNS", "read", "template", "write"]
