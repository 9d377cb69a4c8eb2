"""The statistics of quizzes and questions, from the counted attempts: who is counted, the figures, and advice in words.

A person's first attempt counts: whoever comes again has read the explanations. Each question is read with one grouped
query over narrow rows, whatever the number of attempts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from uuid import UUID

from django.db.models import Avg, Case, Count, F, FloatField, Q, When
from django.utils.translation import gettext as _

from people.models import Dealership, Region, Role, User
from people.scope import about_visible_people
from quizzes import item_analysis as analysis
from quizzes.item_analysis import Advice, Choice, Total
from quizzes.models import CountedAnswer, CountedPaper, Question, Wording
from quizzes.paper import phrase
from quizzes.scoring import Kind

ORDERS_SHOWN = 5
# Of an answer: what makes it equal to another for every figure.
CELL = ("wording", "is_scored", "choice", "earned", "points", "paper__score", "paper__out_of")
BLANK, RIGHT, BESIDE = "-", "+", "*"


@dataclass(frozen=True)
class Group:
    """Whose attempts are counted. `people` is a condition on rows with a `person`."""

    key: str
    label: str
    people: Q


def groups_of(user: User) -> list[Group]:
    """Everybody, in whose figures no person can be seen, then the regions and dealerships that `user` may see."""
    seen = about_visible_people(user, "person")
    everywhere = user.role == Role.ADMINISTRATOR
    regions = Region.objects.all() if everywhere else Region.objects.filter(pk=user.region_id)
    dealerships = Dealership.objects.filter(pk__in=User.objects.visible_to(user).order_by().values("dealership"))
    return [
        Group("", _("Everybody"), Q()),
        *(Group(f"region-{row.pk}", str(row), seen & Q(person__dealership__region=row.pk)) for row in regions),
        *(Group(f"dealership-{row.pk}", str(row), seen & Q(person__dealership=row.pk)) for row in dealerships),
    ]


@dataclass(frozen=True)
class OptionFigures:
    text: str
    is_right: bool
    count: int
    percent: float


@dataclass(frozen=True)
class Cell:
    choice: str
    case: analysis.Case


@dataclass(frozen=True)
class QuestionFigures:
    """One wording of a question in one quiz. `question` is the row to edit, None where it is gone."""

    wording: Wording
    cells: Sequence[Cell]
    language: str
    question: Question | None = None
    quiz: UUID | None = None
    is_latest: bool = True
    is_scored: bool = True
    weight: float | None = None
    times: Sequence[tuple[float, int]] = ()

    @property
    def count(self) -> int:
        return sum(cell.case.count for cell in self.cells)

    @property
    def is_enough(self) -> bool:
        return self.count >= analysis.ENOUGH_FOR_A_QUESTION

    @cached_property
    def cases(self) -> list[analysis.Case]:
        return [cell.case for cell in self.cells]

    @property
    def stem(self) -> str:
        return phrase(self.wording.content["stem"], self.language).text

    @property
    def facility(self) -> float | None:
        share = analysis.facility(self.cases)
        return None if share is None else 100 * share

    @property
    def discrimination(self) -> float | None:
        return analysis.discrimination(self.cases)

    @property
    def upper_lower(self) -> float | None:
        return analysis.upper_lower(self.cases)

    @property
    def time(self) -> float | None:
        """The median of the seconds that people took."""
        return analysis.median(self.times)

    @property
    def time_shown(self) -> str:
        return "–" if self.time is None else f"{int(self.time) // 60}:{int(self.time) % 60:02d}"

    @property
    def blank(self) -> int:
        return sum(cell.case.count for cell in self.cells if not cell.choice)

    @property
    def is_ordering(self) -> bool:
        return self.wording.content["kind"] == Kind.ORDERING

    @property
    def slots(self) -> list[dict]:
        """Of a question with several things to answer, those things."""
        return self.wording.content.get("slots", [])

    @cached_property
    def choices(self) -> list[OptionFigures]:
        """How many chose each option; of an ordering question, the orders that were given most."""
        if self.is_ordering:
            return self._orders()
        if self.slots:
            return [row for place, slot in enumerate(self.slots) for row in self._slot(place, slot)]
        return [
            self._option(self._text_of(key), choice.is_right, choice.count) for key, choice in self._counted().items()
        ]

    @cached_property
    def advice(self) -> list[str]:
        found = analysis.advice(self.cases, {} if self.is_ordering or self.slots else self._counted())
        return [self._in_words(advice, key) for advice, key in found if not self._is_idle(advice)]

    def _is_idle(self, advice: Advice) -> bool:
        """Nobody can put another mistake in the place of "true" or "false"."""
        return advice is Advice.UNCHOSEN and self.wording.content["kind"] == Kind.TRUE_FALSE

    def _counted(self) -> dict[str, Choice]:
        content = self.wording.content
        return {
            option["key"]: Choice(
                option["key"] in content["right"],
                sum(cell.case.count for cell in self.cells if option["key"] in cell.choice),
            )
            for option in content["options"]
        }

    def _slot(self, place: int, slot: dict) -> list[OptionFigures]:
        """What was given for one of several things; a gap of a text is only right or wrong."""
        given: dict[str, int] = {slot["right"]: 0}
        for cell in self.cells:
            if cell.choice[place : place + 1] not in ("", BLANK):
                given[cell.choice[place]] = given.get(cell.choice[place], 0) + cell.case.count
        label = phrase(slot["text"], self.language).text
        return [
            self._option(f"{label} → {self._given(slot, key)}", key == slot["right"], count)
            for key, count in sorted(given.items(), key=lambda pair: (-pair[1], pair[0]))
        ]

    def _given(self, slot: dict, key: str) -> str:
        if key in (RIGHT, BESIDE):
            return _("right") if key == RIGHT else _("something else")
        options = [option for option in self.wording.content["options"] if option["key"] == key]
        own = [option for option in options if option.get("part", slot["key"]) == slot["key"]] or options
        return phrase(own[0]["text"], self.language).text if own else key

    def _orders(self) -> list[OptionFigures]:
        right = "".join(self.wording.content["right"])
        given: dict[str, int] = {}
        for cell in self.cells:
            if cell.choice:
                given[cell.choice] = given.get(cell.choice, 0) + cell.case.count
        most = sorted(given, key=lambda order: (-given[order], order))[:ORDERS_SHOWN]
        return [
            self._option(" ".join(str(right.index(key) + 1) for key in order), order == right, given[order])
            for order in most
        ]

    def _option(self, text: str, is_right: bool, count: int) -> OptionFigures:
        return OptionFigures(text, is_right, count, 100 * count / self.count if self.count else 0.0)

    def _text_of(self, key: object) -> str:
        texts = next(option["text"] for option in self.wording.content["options"] if option["key"] == key)
        return phrase(texts, self.language).text

    def _in_words(self, advice: Advice, key: object) -> str:
        if advice is Advice.UNCHOSEN:
            return _("“%(option)s” was chosen by nobody: put a mistake there that people do make.") % {
                "option": self._text_of(key)
            }
        limits = {
            "easy": round(100 * analysis.TOO_EASY),
            "hard": round(100 * analysis.TOO_HARD),
            "least": f"{analysis.POOR_DISCRIMINATION:.2f}",
        }
        words = {
            Advice.CHECK_KEY: _("Good learners miss it: check the key."),
            Advice.BEATEN: _("A wrong option is chosen more often than the right one: check the key and the words."),
            Advice.TOO_EASY: _("Too easy: %(easy)s %% or more are right."),
            Advice.TOO_HARD: _("Too hard: fewer than %(hard)s %% are right. Is it taught, and is it clear?"),
            Advice.SAYS_LITTLE: _(
                "It hardly tells the best from the weakest: the difference between them is below %(least)s."
            ),
        }
        return words[advice] % limits


@dataclass(frozen=True)
class QuizFigures:
    """A quiz in figures; scores in per cent. `submitted` counts every attempt, `totals` the first ones."""

    totals: Sequence[Total]
    questions: Sequence[QuestionFigures]
    submitted: int
    passed: int

    @cached_property
    def count(self) -> int:
        return sum(total.count for total in self.totals)

    @property
    def is_enough(self) -> bool:
        return self.count >= analysis.ENOUGH_FOR_A_QUIZ

    @property
    def is_enough_for_questions(self) -> bool:
        return self.count >= analysis.ENOUGH_FOR_A_QUESTION

    @property
    def percents(self) -> list[tuple[float, int]]:
        return [(total.percent, total.count) for total in self.totals]

    @property
    def mean(self) -> float | None:
        return analysis.mean(self.percents)

    @property
    def median(self) -> float | None:
        return analysis.median(self.percents)

    @property
    def spread(self) -> float | None:
        return analysis.deviation(self.percents)

    @property
    def skewness(self) -> float | None:
        return analysis.skewness(self.percents)

    @property
    def kurtosis(self) -> float | None:
        return analysis.kurtosis(self.percents)

    @property
    def pass_rate(self) -> float:
        return 100 * self.passed / self.count if self.count else 0.0

    @property
    def histogram(self) -> list[int]:
        return analysis.histogram(self.totals)

    @property
    def is_one_paper(self) -> bool:
        """Whether everybody answered the same questions, which alpha asks for."""
        return all(question.count == self.count for question in self.scored)

    @property
    def scored(self) -> list[QuestionFigures]:
        """Without those on trial, which say nothing about the score."""
        return [question for question in self.questions if question.is_scored]

    @cached_property
    def reliability(self) -> float | None:
        if self.is_one_paper:
            return analysis.alpha([question.cases for question in self.scored], self.totals)
        squares = sum(case.count * case.earned**2 for question in self.scored for case in question.cases)
        return analysis.one_way(self.totals, squares)

    @property
    def error(self) -> float | None:
        return analysis.standard_error(self.spread, self.reliability)

    @property
    def to_look_at(self) -> list[QuestionFigures]:
        return [question for question in self.questions if question.advice]


def quiz_figures(quiz: UUID, group: Group, language: str) -> QuizFigures:
    every = CountedPaper.objects.filter(group.people, quiz=quiz)
    papers = every.filter(is_first=True)
    rows = papers.values_list("score", "out_of", "questions", "is_passed").annotate(times=Count("pk")).order_by()
    sums: dict[tuple, int] = {}
    passed = 0
    for score, out_of, questions, is_passed, times in rows:
        sums[score, out_of, questions] = sums.get((score, out_of, questions), 0) + times
        passed += times if is_passed else 0
    totals = [Total(float(score), out_of, asked, times) for (score, out_of, asked), times in sums.items()]
    found = _figures(CountedAnswer.objects.filter(paper__in=papers), language)
    return QuizFigures(totals, _weighed(found, sum(sums.values())), every.count(), passed)


def question_figures(question: UUID, group: Group, language: str) -> list[QuestionFigures]:
    """Each wording in each quiz, the latest wording first."""
    papers = CountedPaper.objects.filter(group.people, is_first=True)
    return _figures(CountedAnswer.objects.filter(wording__question=question, paper__in=papers), language)


def overview(group: Group) -> dict[UUID, dict]:
    """By quiz: how many attempts, how many first ones, and their mean in per cent."""
    percent = Case(When(is_first=True, out_of__gt=0, then=100.0 * F("score") / F("out_of")), output_field=FloatField())
    first = Count("pk", filter=Q(is_first=True))
    rows = (
        CountedPaper.objects.filter(group.people)
        .values("quiz")
        .annotate(submitted=Count("pk"), count=first, mean=Avg(percent))
    )
    return {row["quiz"]: row | {"is_enough": row["count"] >= analysis.ENOUGH_FOR_A_QUIZ} for row in rows.order_by()}


def _figures(answers, language: str) -> list[QuestionFigures]:
    cells: dict[tuple, list[Cell]] = {}
    rows = answers.values_list("paper__quiz", *CELL).annotate(times=Count("pk")).order_by()
    for quiz, wording, is_scored, choice, earned, points, score, out_of, times in rows:
        # A question on trial is no part of the score: added to it here, "the rest" is the score itself.
        beside = (0.0, 0) if is_scored else (float(earned), points)
        case = analysis.Case(float(earned), points, float(score) + beside[0], out_of + beside[1], times)
        cells.setdefault((quiz, wording, is_scored), []).append(Cell(choice, case))
    wordings = Wording.objects.in_bulk({wording for _quiz, wording, _is_scored in cells})
    shown, latest = _questions(wordings.values(), language), _latest(wordings.values())
    times = _times(answers)
    found = [
        QuestionFigures(
            wordings[pk],
            each,
            language,
            shown.get(wordings[pk].question),
            quiz,
            pk == latest[wordings[pk].question],
            is_scored,
            times=times.get((quiz, pk, is_scored), ()),
        )
        for (quiz, pk, is_scored), each in cells.items()
    ]
    return sorted(found, key=lambda one: (one.question.code if one.question else "", -one.wording.pk, str(one.quiz)))


def _times(answers) -> dict[tuple, list[tuple[float, int]]]:
    """A second grouped query: together with the choices every second would be a cell of its own."""
    rows = answers.exclude(seconds=None).values_list("paper__quiz", "wording", "is_scored", "seconds")
    found: dict[tuple, list[tuple[float, int]]] = {}
    for *key, seconds, times in rows.annotate(times=Count("pk")).order_by():
        found.setdefault(tuple(key), []).append((float(seconds), times))
    return found


def _questions(wordings: Iterable[Wording], language: str) -> dict[UUID, Question]:
    rows = Question.objects.filter(translation_key__in={wording.question for wording in wordings})
    found = sorted(rows.select_related("locale"), key=lambda row: row.locale.language_code == language)
    return {row.translation_key: row for row in found}


def _latest(wordings: Iterable[Wording]) -> dict[UUID, int]:
    return {wording.question: wording.pk for wording in sorted(wordings, key=lambda wording: wording.pk)}


def _weighed(questions: list[QuestionFigures], papers: int) -> list[QuestionFigures]:
    """With effective weights, where everybody answered the same questions. Those on trial have none."""
    scored = [question for question in questions if question.is_scored]
    if any(question.count != papers for question in scored):
        return questions
    weights = dict(zip(map(id, scored), analysis.effective_weights([one.cases for one in scored]), strict=True))
    return [replace(question, weight=weights.get(id(question))) for question in questions]
