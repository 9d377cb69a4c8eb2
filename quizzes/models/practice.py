"""Practice: what a person has met, when what they missed comes again, and the drills in which it does.

Nothing here is a result: the ledger does not hear of it.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random, SystemRandom
from uuid import UUID

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from people.scope import about_visible_people
from quizzes import paper, repetition
from quizzes.models.answering import AttemptRefused
from quizzes.models.attempts import Attempt
from quizzes.models.questions import Kind, Question, Status
from quizzes.models.sources import source_of, versions_of
from quizzes.paper import Item, Reviewed, Shown

FIVE = 5
LEARNT = ["clauses", "share", "met_at", "stability", "difficulty", "due_at"]
WEAK = 0.8  # whoever gets less of a clause right is weak in it


class CardQuerySet(models.QuerySet):
    def of(self, person) -> CardQuerySet:
        return self.filter(person=person.pk)

    def due(self, day: date) -> CardQuerySet:
        """Those that come again on that day or came before, the longest waiting first."""
        return self.filter(due_at__lt=beginning_of(day + timedelta(days=1))).order_by("due_at", "pk")

    def weak_clauses(self) -> list[Weakness]:
        """The clauses in which less is right than should be, the weakest first."""
        shares: dict[str, list[float]] = defaultdict(list)
        for clauses, share in self.values_list("clauses", "share"):
            for code in clauses:
                shares[code].append(share)
        found = [Weakness(code, sum(each) / len(each), len(each)) for code, each in shares.items()]
        return sorted((each for each in found if each.share < WEAK), key=lambda each: (each.share, each.code))


def beginning_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, datetime.min.time()))


@dataclass(frozen=True)
class Weakness:
    code: str
    share: float
    questions: int

    @property
    def percent(self) -> int:
        return round(100 * self.share)


class Card(models.Model):
    """What a person did with a question when they met it last. Once missed, it comes again when FSRS says so.

    `question` is a translation_key, `share` how much of the last answer was right, from 0 to 1.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="cards")
    question = models.UUIDField(_("question"))
    clauses = models.JSONField(_("clauses of the standard"), default=list)
    share = models.FloatField(_("right"))
    met_at = models.DateTimeField(_("met"))
    stability = models.FloatField(_("stability in days"), null=True, blank=True)
    difficulty = models.FloatField(_("difficulty"), null=True, blank=True)
    due_at = models.DateTimeField(_("due"), null=True, blank=True)

    objects = CardQuerySet.as_manager()

    class Meta:
        verbose_name = _("card")
        verbose_name_plural = _("cards")
        ordering = ["due_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["person", "question"], name="card_once"),
            models.CheckConstraint(condition=Q(share__gte=0, share__lte=1), name="card_share_is_one"),
            models.CheckConstraint(
                condition=Q(stability__isnull=True, difficulty__isnull=True, due_at__isnull=True)
                | Q(stability__gt=0, difficulty__isnull=False, due_at__gt=F("met_at")),
                name="card_memory_is_whole",
            ),
        ]
        indexes = [models.Index(fields=["person", "due_at"], name="card_due")]

    def __str__(self) -> str:
        return f"{self.person} · {self.question}"

    @classmethod
    def meet(cls, person, item: Item, share: float, at: datetime) -> None:
        """Keep what an answer was worth; the same one a second time changes nothing."""
        card = cls.objects.select_for_update().filter(person=person, question=item.question).first()
        if card is None:
            card = cls(person=person, question=UUID(item.question))
        elif card.met_at >= at:
            return
        card.learn(item, share, at)
        card.save()

    def learn(self, item: Item, share: float, at: datetime) -> None:
        self.clauses = list(item.clauses)
        memory = None
        if self.stability is not None:
            memory = repetition.Memory(self.stability, self.difficulty, self.met_at, self.due_at)
        if memory or share < 1:
            memory = repetition.after(memory, share, at)
            self.stability, self.difficulty, self.due_at = memory.stability, memory.difficulty, memory.due_at
        self.share, self.met_at = share, at


class DrillQuerySet(models.QuerySet):
    def of(self, person) -> DrillQuerySet:
        return self.filter(person=person.pk)

    def visible_to(self, user) -> DrillQuerySet:
        return self.filter(about_visible_people(user, "person"))


class Drill(models.Model):
    """A few questions for practice, frozen as an attempt's paper is: the five of a day, or those of one clause."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="drills")
    day = models.DateField(_("day"))
    clause = models.CharField(_("clause of the standard"), max_length=10, blank=True)
    paper = models.JSONField(_("paper"))
    started_at = models.DateTimeField(_("started"))
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    objects = DrillQuerySet.as_manager()

    class Meta:
        verbose_name = _("practice")
        verbose_name_plural = _("practice")
        ordering = ["-started_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["person", "day"], condition=Q(clause=""), name="drill_five_a_day"),
            models.UniqueConstraint(
                fields=["person", "clause"], condition=~Q(clause="") & Q(ended_at__isnull=True), name="drill_open_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.day} · {self.clause}"

    @property
    def items(self) -> list[Item]:
        return [Item.from_json(data) for data in self.paper]

    def has(self, position: int) -> bool:
        return 1 <= position <= len(self.paper)

    def answered(self) -> dict[int, DrillAnswer]:
        return {answer.position: answer for answer in self.answers.all()}

    def first_open(self) -> int | None:
        answered = self.answers.values_list("position", flat=True)
        return next((n for n in range(1, len(self.paper) + 1) if n not in answered), None)

    def show(self, position: int, language: str, answer: list[str] = (), moved: str = "") -> Shown:
        return self.items[position - 1].show(position, list(answer), language, moved)

    def review(self, position: int, answer: list[str], language: str) -> Reviewed:
        return self.items[position - 1].review(position, answer, language)

    @classmethod
    def of_today(cls, person, day: date) -> Drill | None:
        return cls.objects.of(person).filter(day=day, clause="").first()

    @classmethod
    def start_five(cls, by, at: datetime, dice: Random | None = None) -> Drill:
        """The five of the day, begun once however often it is asked. Raises AttemptRefused where none are due."""
        day = timezone.localdate(at)
        going = cls.of_today(by, day)
        return going or cls._start(by, "", Card.objects.of(by).due(day), at, dice)

    @classmethod
    def start_clause(cls, code: str, by, at: datetime, dice: Random | None = None) -> Drill:
        """Of one clause what was least right comes first; only what the person has met and was shown before."""
        going = cls.objects.of(by).filter(clause=code, ended_at__isnull=True).first()
        if going:
            return going
        keys = [card.pk for card in Card.objects.of(by).order_by("share", "met_at", "pk") if code in card.clauses]
        cards = Card.objects.filter(pk__in=keys).order_by("share", "met_at", "pk")
        return cls._start(by, code, cards, at, dice)

    @classmethod
    def _start(cls, by, clause: str, cards: CardQuerySet, at: datetime, dice: Random | None) -> Drill:
        refuse_while_sitting(by, at)
        drawn = lay_out([card.question for card in cards], dice or SystemRandom())
        if not drawn:
            raise AttemptRefused(gettext("There is nothing to practise at the moment."))
        day = timezone.localdate(at)
        lookup = {"ended_at": None} if clause else {"day": day}
        fields = {"paper": drawn, "started_at": at, "day": day}
        return cls.objects.get_or_create(person=by, clause=clause, **lookup, defaults=fields)[0]

    @transaction.atomic
    def answer(self, position: int, answer: list[str], at: datetime) -> bool:
        """Keep it for good, and what FSRS makes of it; whether there is an answer. The first one counts.

        Raises AnswerRefused if it does not fit, AttemptRefused while the person sits a quiz.
        """
        refuse_while_sitting(self.person, at)
        item = self.items[position - 1]
        accepted = item.accept(answer)
        Drill.objects.select_for_update().get(pk=self.pk)
        if not accepted or self.answers.filter(position=position).exists():
            return bool(accepted)
        share = float(item.mark(accepted).points) / item.points
        self.answers.create(position=position, answer=accepted, share=share, at=at)
        Card.meet(self.person, item, share, at)
        if self.first_open() is None:
            self.ended_at = at
            self.save(update_fields=["ended_at"])
        return True


class DrillAnswer(models.Model):
    drill = models.ForeignKey(Drill, models.CASCADE, related_name="answers")
    position = models.PositiveSmallIntegerField(_("position"))
    answer = models.JSONField(_("answer"))
    share = models.FloatField(_("right"))
    at = models.DateTimeField(_("given"))

    class Meta:
        verbose_name = _("answer for practice")
        verbose_name_plural = _("answers for practice")
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["drill", "position"], name="drill_answer_once")]

    def __str__(self) -> str:
        return f"{self.drill} · {self.position}"


def refuse_while_sitting(person, at: datetime) -> None:
    """In an examination nobody looks up by practice what is right."""
    if Attempt.objects.sat_by(person).running_against_time(at).exists():
        raise AttemptRefused(
            gettext("You are sitting a quiz against time. Practice goes on once you have submitted it.")
        )


def lay_out(keys: list[UUID], dice: Random) -> list[dict]:
    """The first five of these questions that can still be asked and that nobody has to read, in their order."""
    rows = Question.objects.filter(translation_key__in=keys, status=Status.READY).exclude(kind=Kind.SHORT_ANSWER)
    asked = {question.translation_key: question for question in rows.order_by("-locale", "-pk")}
    chosen = [asked[key] for key in keys if key in asked][:FIVE]
    versions = versions_of([question.translation_key for question in chosen])
    return [
        paper.lay_out(source_of(question.pk, 1, versions[question.translation_key]), True, dice).to_json()
        for question in chosen
    ]


@transaction.atomic
def meet_all(attempt: Attempt) -> None:
    """After submission: what was met in an attempt, and what of it was missed. In four queries, however long it is."""
    answers, at = attempt.answers(), attempt.submitted_at
    shares = {
        UUID(item.question): (item, float(item.mark(answers.get(n, [])).points) / item.points)
        for n, item in enumerate(attempt.items, start=1)
        if item.is_scored and item.kind != Kind.SHORT_ANSWER
    }
    met = Card.objects.filter(person=attempt.person_id, question__in=shares).order_by("question")
    cards = {card.question: card for card in met.select_for_update()}
    # In the same order for everybody, so that two attempts do not wait for each other's.
    fresh = [Card(person_id=attempt.person_id, question=key) for key in sorted(shares) if key not in cards]
    for card in fresh:
        card.learn(*shares[card.question], at)
    Card.objects.bulk_create(fresh, ignore_conflicts=True)
    changed = [card for card in cards.values() if card.met_at < at]
    if fresh:  # where another attempt was quicker, the card is of that one, and has not met this one yet
        changed += met.filter(question__in=[card.question for card in fresh], met_at__lt=at).select_for_update()
    for card in changed:
        card.learn(*shares[card.question], at)
    # Of rows that are there and locked: an upsert by primary key, where bulk_update writes a CASE for each of them.
    Card.objects.bulk_create(changed, update_conflicts=True, update_fields=LEARNT, unique_fields=["pk"])
