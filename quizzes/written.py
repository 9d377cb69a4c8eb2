"""A question of the bank as `quizzes.writing` judges one."""

from quizzes import writing
from quizzes.models import Question
from quizzes.scoring import Kind


def draft_of(question: Question) -> writing.Draft:
    return writing.Draft(
        kind=Kind(question.kind),
        stem=question.stem,
        explanation=question.explanation,
        answer=question.answer,
        options=[writing.DraftOption(row.text, row.correct, row.part, row.match) for row in question.options.all()],
        parts=[writing.DraftPart(row.kind, row.text, row.value) for row in question.parts.all()],
        regions=[writing.DraftRegion(row.name, row.shape, row.points, row.correct) for row in question.regions.all()],
        has_picture=question.picture_id is not None,
    )
