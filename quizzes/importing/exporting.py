"""The bank as a file."""

from quizzes.exchange.items import Written
from quizzes.importing.bank import all_questions, item_of
from quizzes.importing.formats import FORMATS


def export(format_name: str, language: str) -> Written:
    form = FORMATS[format_name]
    if form.write is None:
        raise ValueError(f"{form.label} is only read.")
    rows = all_questions().order_by("code", "pk")
    if not form.both_languages:
        rows = rows.filter(locale__language_code=language)
    return form.write([item_of(question, with_picture=True) for question in rows])
