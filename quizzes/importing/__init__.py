"""Questions of a file into the bank in two steps: what would happen, then that it happens, all or nothing."""

from quizzes.importing.committing import Refusal, commit
from quizzes.importing.exporting import export
from quizzes.importing.formats import EXCEL, FORMATS, WRITTEN, Format, format_of, read
from quizzes.importing.planning import Plan, Row, Verdict, plan

__all__ = [
    "EXCEL", "FORMATS", "WRITTEN", "Format", "Plan", "Refusal", "Row", "Verdict", "commit", "export", "format_of",
    "plan", "read",
]  # fmt: skip
