from quizzes.models.attempts import Attempt, AttemptRefused, Response
from quizzes.models.counted import CountedAnswer, CountedPaper, Wording
from quizzes.models.pages import QuizDraw, QuizPage, QuizSlot
from quizzes.models.questions import Difficulty, Kind, Option, Question

__all__ = [
    "Attempt",
    "AttemptRefused",
    "CountedAnswer",
    "CountedPaper",
    "Difficulty",
    "Kind",
    "Option",
    "Question",
    "QuizDraw",
    "QuizPage",
    "QuizSlot",
    "Response",
    "Wording",
]
