"""Classical test statistics: what the answers of many people say about a quiz and about each of its questions.

Everything works on counts of equal cases, so a million answers come as a few thousand rows. A coefficient is `None`
where it is not defined: too few cases, or no differences between people.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt

Pairs = Sequence[tuple[float, int]]  # a value, and how often it is there

ENOUGH_FOR_A_QUIZ = 10  # below it a mean is about persons, not about the quiz
ENOUGH_FOR_A_QUESTION = 30  # below it the standard error of a correlation is more than .18
TOO_EASY = 0.95
TOO_HARD = 0.30
POOR_DISCRIMINATION = 0.20  # upper-lower index: below it "poor, to be rejected or revised", Ebel 1965
TAIL = 0.27  # the share of people in the upper and in the lower group that separates best, Kelley 1939


@dataclass(frozen=True)
class Total:
    """`count` papers of `questions` questions have `score` of `out_of` points."""

    score: float
    out_of: float
    questions: int
    count: int

    @property
    def percent(self) -> float:
        return 100 * self.score / self.out_of if self.out_of else 0.0


@dataclass(frozen=True)
class Case:
    """`count` papers with `score` of `out_of` points in all have `earned` of `points` for one question."""

    earned: float
    points: float
    score: float
    out_of: float
    count: int

    @property
    def share(self) -> float:
        return self.earned / self.points if self.points else 0.0

    @property
    def total(self) -> float:
        return self.score / self.out_of if self.out_of else 0.0

    @property
    def rest(self) -> float:
        """The share of the points of all the other questions."""
        others = self.out_of - self.points
        return (self.score - self.earned) / others if others else 0.0


class Advice(StrEnum):
    CHECK_KEY = "check_key"
    BEATEN = "beaten"
    TOO_EASY = "too_easy"
    TOO_HARD = "too_hard"
    SAYS_LITTLE = "says_little"
    UNCHOSEN = "unchosen"


@dataclass(frozen=True)
class Choice:
    is_right: bool
    count: int


def mean(values: Pairs) -> float | None:
    count = _count(values)
    return sum(value * times for value, times in values) / count if count else None


def variance(values: Pairs) -> float | None:
    """Of a sample: sum((x - mean)²) / (n - 1)."""
    count, middle = _count(values), mean(values)
    if count < 2 or middle is None:
        return None
    return sum(times * (value - middle) ** 2 for value, times in values) / (count - 1)


def deviation(values: Pairs) -> float | None:
    found = variance(values)
    return None if found is None else sqrt(found)


def median(values: Pairs) -> float | None:
    """The value in the middle; the mean of the two in the middle where their number is even."""
    count = _count(values)
    if not count:
        return None
    return (_at((count - 1) // 2, values) + _at(count // 2, values)) / 2


def skewness(values: Pairs) -> float | None:
    """k3 / k2^(3/2) of Fisher's k-statistics; Moodle, "Quiz statistics calculations"."""
    n, spread = _count(values), variance(values)
    if n < 3 or not spread:
        return None
    return n * n * _moment(values, 3) / ((n - 1) * (n - 2)) / sqrt(spread) ** 3


def kurtosis(values: Pairs) -> float | None:
    """k4 / k2² of Fisher's k-statistics, 0 for a normal distribution; Moodle, "Quiz statistics calculations"."""
    n, spread = _count(values), variance(values)
    if n < 4 or not spread:
        return None
    inner = (n + 1) * _moment(values, 4) - 3 * (n - 1) * _moment(values, 2) ** 2
    return n * n * inner / ((n - 1) * (n - 2) * (n - 3)) / spread**2


def histogram(totals: Iterable[Total], bars: int = 10) -> list[int]:
    """How many papers are in each of `bars` equal parts of 0-100 %; 100 % is in the last."""
    heights = [0] * bars
    for total in totals:
        heights[min(bars - 1, int(total.percent * bars / 100 + 1e-9))] += total.count
    return heights


def facility(cases: Sequence[Case]) -> float | None:
    """Mean of the earned share of the points; for right or wrong, the proportion p that is right.

    Crocker and Algina 1986, chapter 5; "facility index" in Moodle.
    """
    return mean([(case.share, case.count) for case in cases])


def discrimination(cases: Sequence[Case]) -> float | None:
    """Corrected point-biserial: Pearson's r of the question with the rest of the paper, the question left out.

    Henrysson 1963; 100 times it is Moodle's "discrimination index".
    """
    return _correlation([(case.share, case.rest, case.count) for case in cases])


def upper_lower(cases: Sequence[Case], tail: float = TAIL) -> float | None:
    """D = facility of the best `tail` of the people less that of the weakest `tail`, by the total score.

    Kelley 1939, Johnson 1951. Where equal scores lie across the border, each counts for the same fraction, so that
    no order of the papers changes D.
    """
    size = tail * sum(case.count for case in cases)
    best, worst = _tail(cases, size, highest=True), _tail(cases, size, highest=False)
    return None if best is None or worst is None else best - worst


def covariance_with_total(cases: Sequence[Case]) -> float | None:
    """Of the points for the question with the points of the whole paper; divided by n - 1."""
    return _covariance([(case.earned, case.score, case.count) for case in cases])


def effective_weights(questions: Sequence[Sequence[Case]]) -> list[float | None]:
    """What each question does to the differences between people, in per cent: sqrt(cov) / sum of sqrt(cov).

    `cov` is the covariance with the total; a negative one has no weight. Moodle, "Quiz statistics calculations".
    """
    found = [covariance_with_total(cases) for cases in questions]
    roots = [sqrt(each) if each is not None and each >= 0 else None for each in found]
    whole = sum(root for root in roots if root is not None)
    return [100 * root / whole if root is not None and whole else None for root in roots]


def alpha(questions: Sequence[Sequence[Case]], totals: Sequence[Total]) -> float | None:
    """Cronbach's alpha: k / (k - 1) · (1 - sum of the questions' variances / variance of the total).

    Cronbach 1951. Everybody has to have answered the same questions. Moodle's "coefficient of internal consistency"
    is 100 times it. With right or wrong only, alpha is KR-20.
    """
    k, whole = len(questions), variance([(total.score, total.count) for total in totals])
    parts = [variance([(case.earned, case.count) for case in cases]) for cases in questions]
    if k < 2 or not whole:
        return None
    return k / (k - 1) * (1 - sum(part or 0.0 for part in parts) / whole)


def kr20(facilities: Sequence[float], totals: Sequence[Total]) -> float | None:
    """k / (k - 1) · (1 - sum of p(1 - p) / variance of the total), the variance divided by n.

    Kuder and Richardson 1937, formula 20. For questions of one point, right or wrong.
    """
    k, scores = len(facilities), [(total.score, total.count) for total in totals]
    whole = _moment(scores, 2) if scores else 0.0
    if k < 2 or not whole:
        return None
    return k / (k - 1) * (1 - sum(p * (1 - p) for p in facilities) / whole)


def one_way(totals: Sequence[Total], sum_of_squares: float) -> float | None:
    """Reliability where each paper has questions of its own: (MSB - MSW) / MSB of a one-way analysis of variance.

    `sum_of_squares` is that of the points earned for every single question. ICC(1,k) of Shrout and Fleiss 1979;
    the nested design of Cronbach, Gleser, Nanda and Rajaratnam 1972. Alpha needs everybody to answer the same.
    """
    filled = [total for total in totals if total.questions]
    papers = sum(total.count for total in filled)
    answers = sum(total.questions * total.count for total in filled)
    if papers < 2 or answers <= papers:
        return None
    of_papers = sum(total.count * total.score**2 / total.questions for total in filled)
    grand = sum(total.count * total.score for total in filled)
    between = (of_papers - grand**2 / answers) / (papers - 1)
    within = (sum_of_squares - of_papers) / (answers - papers)
    return (between - within) / between if between > 1e-12 else None


def standard_error(spread: float | None, reliability: float | None) -> float | None:
    """SEM = s · sqrt(1 - reliability), in the unit of `spread`; Lord and Novick 1968. Moodle's "standard error"."""
    return None if spread is None or reliability is None else spread * sqrt(max(0.0, 1 - reliability))


def advice(cases: Sequence[Case], choices: Mapping[Hashable, Choice]) -> list[tuple[Advice, Hashable]]:
    """What an author should look at, the gravest first; with `UNCHOSEN` comes the key of the option, else None."""
    if sum(case.count for case in cases) < ENOUGH_FOR_A_QUESTION:
        return []
    p, r, d = facility(cases) or 0.0, discrimination(cases), upper_lower(cases)
    right = [choice.count for choice in choices.values() if choice.is_right]
    wrong = [choice.count for choice in choices.values() if not choice.is_right]
    is_beaten = bool(right and wrong) and max(wrong) > max(right)
    is_between = TOO_HARD <= p < TOO_EASY
    said = [
        (Advice.CHECK_KEY, r is not None and r < 0 and d is not None and d < 0),
        (Advice.BEATEN, is_beaten),
        (Advice.TOO_EASY, p >= TOO_EASY),
        (Advice.TOO_HARD, p < TOO_HARD),
        (Advice.SAYS_LITTLE, is_between and d is not None and 0 <= d < POOR_DISCRIMINATION),
    ]
    unchosen = [key for key, choice in choices.items() if not choice.is_right and not choice.count]
    return [(each, None) for each, holds in said if holds] + [(Advice.UNCHOSEN, key) for key in unchosen]


def _count(values: Pairs) -> int:
    return sum(times for _, times in values)


def _at(place: int, values: Pairs) -> float:
    passed = 0
    for value, times in sorted(values):
        passed += times
        if place < passed:
            return value
    raise IndexError(place)


def _moment(values: Pairs, power: int) -> float:
    middle = mean(values) or 0.0
    return sum(times * (value - middle) ** power for value, times in values) / _count(values)


def _covariance(pairs: Sequence[tuple[float, float, int]]) -> float | None:
    count = sum(times for _, _, times in pairs)
    if count < 2:
        return None
    x_mean = sum(x * times for x, _, times in pairs) / count
    y_mean = sum(y * times for _, y, times in pairs) / count
    return sum(times * (x - x_mean) * (y - y_mean) for x, y, times in pairs) / (count - 1)


def _correlation(pairs: Sequence[tuple[float, float, int]]) -> float | None:
    together = _covariance(pairs)
    x_spread = deviation([(x, times) for x, _, times in pairs])
    y_spread = deviation([(y, times) for _, y, times in pairs])
    # Equal shares differ in the last bit of a float, which is no difference between people.
    if together is None or not x_spread or not y_spread or min(x_spread, y_spread) < 1e-9:
        return None
    return together / (x_spread * y_spread)


def _tail(cases: Sequence[Case], size: float, highest: bool) -> float | None:
    """Facility of the `size` papers at one end of the order by total."""
    by_total: dict[float, list[Case]] = {}
    for case in cases:
        by_total.setdefault(case.total, []).append(case)
    left, earned = size, 0.0
    for total in sorted(by_total, reverse=highest):
        group = by_total[total]
        count = sum(case.count for case in group)
        fraction = min(1.0, left / count) if count else 0.0
        earned += fraction * sum(case.share * case.count for case in group)
        left -= fraction * count
    return earned / size if size else None
