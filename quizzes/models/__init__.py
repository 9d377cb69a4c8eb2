from quizzes.models.allowances import AccessWord, Allowance
from quizzes.models.answering import AttemptRefused, WordRefused
from quizzes.models.attempts import Attempt
from quizzes.models.counted import CountedAnswer, CountedPaper, Wording
from quizzes.models.hand_marks import HandMark
from quizzes.models.imports import QuestionImport
from quizzes.models.lists import QuizDraw, QuizPool, QuizSlot
from quizzes.models.pages import QuizPage
from quizzes.models.parts import Gap, Option, Part, Region
from quizzes.models.practice import Card, Drill, DrillAnswer
from quizzes.models.questions import Difficulty, Kind, Marking, Question, Status, Tag
from quizzes.models.regrades import Regrade, Regraded
from quizzes.models.responses import Response
from quizzes.models.revealing import Unrevealed

__all__ = [
    "AccessWord",
    "Allowance",
    "Attempt",
    "AttemptRefused",
    "Card",
    "CountedAnswer",
    "CountedPaper",
    "Difficulty",
    "Drill",
    "DrillAnswer",
    "Gap",
    "HandMark",
    "Kind",
    "Marking",
    "Option",
    "Part",
    "Question",
    "QuestionImport",
    "QuizDraw",
    "QuizPage",
    "QuizPool",
    "QuizSlot",
    "Region",
    "Regrade",
    "Regraded",
    "Response",
    "Status",
    "Tag",
    "Unrevealed",
    "WordRefused",
    "Wording",
]
