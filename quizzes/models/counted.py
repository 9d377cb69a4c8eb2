"""What statistics need of a submitted attempt, and no more: an attempt's own paper is long, these rows are narrow."""

from __future__ import annotations

import json
from functools import partial
from hashlib import sha256

from django.conf import settings
from django.db import models, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from quizzes import count_state
from quizzes.models.attempts import Attempt
from quizzes.paper import Item


class Wording(models.Model):
    """A question as it was put to people. `content` has kind, stem, options and right keys, the same for every paper.

    `question` is the question's translation_key. Another explanation is no other wording.
    """

    question = models.UUIDField(_("question"))
    digest = models.CharField(_("digest"), max_length=32)
    content = models.JSONField(_("content"))

    class Meta:
        verbose_name = _("wording of a question")
        verbose_name_plural = _("wordings of questions")
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["question", "digest"], name="wording_once")]

    def __str__(self) -> str:
        return f"{self.question} · {self.digest[:7]}"


class CountedPaper(models.Model):
    """A submitted attempt in figures. `quiz` is the quiz page's translation_key."""

    attempt = models.OneToOneField(Attempt, models.CASCADE, primary_key=True, related_name="counted")
    quiz = models.UUIDField(_("quiz"))
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    is_first = models.BooleanField(_("first attempt of the person"))
    is_passed = models.BooleanField(_("passed"))
    score = models.DecimalField(_("points"), max_digits=8, decimal_places=2)
    out_of = models.PositiveIntegerField(_("points to be had"))
    questions = models.PositiveSmallIntegerField(_("questions"))

    class Meta:
        verbose_name = _("counted attempt")
        verbose_name_plural = _("counted attempts")
        indexes = [models.Index(fields=["quiz", "is_first"], name="counted_paper_of_quiz")]

    def __str__(self) -> str:
        return str(self.attempt_id)

    @classmethod
    @transaction.atomic(savepoint=False)
    def count(cls, attempt: Attempt) -> None:
        """Count a submitted attempt; again, such as after another marking, puts the new figures for the old.

        Whoever counts what another may be changing has it locked: else old figures might come after new ones.
        """
        wordings = wordings_of(attempt.items)
        attempt.read_responses()
        figures = {
            "quiz": attempt.quiz,
            "person_id": attempt.person_id,
            "is_first": attempt.number == 1,
            "is_passed": attempt.is_passed,
            "score": attempt.score,
            "out_of": attempt.points,
            "questions": sum(item.is_scored for item in attempt.items),
        }
        paper = cls(attempt=attempt, **figures)
        cls.objects.bulk_create([paper], update_conflicts=True, unique_fields=["attempt"], update_fields=list(figures))
        paper.answers.all().delete()
        given, marks, seconds = attempt.answers(), attempt.marks(), attempt.seconds_on()
        CountedAnswer.objects.bulk_create(
            CountedAnswer(
                paper=paper,
                wording_id=wordings[item.question],
                points=item.points,
                earned=mark.points,
                choice=item.rules.choice(item, given.get(position, [])),
                seconds=seconds.get(position),
                is_scored=item.is_scored,
            )
            for position, (item, mark) in enumerate(zip(attempt.items, marks, strict=True), start=1)
            if item.is_scored or not item.needs_reader(given.get(position, []))  # which nobody reads
        )
        transaction.on_commit(partial(count_state.renew, attempt.quiz), robust=True)


class CountedAnswer(models.Model):
    """An answer in figures. `choice` are the chosen options by the keys of the wording; empty where there is none."""

    paper = models.ForeignKey(CountedPaper, models.CASCADE, related_name="answers", db_index=False)
    wording = models.ForeignKey(Wording, models.PROTECT, related_name="answers")
    points = models.PositiveSmallIntegerField(_("points to be had"))
    earned = models.DecimalField(_("points"), max_digits=6, decimal_places=2)
    choice = models.CharField(_("choice"), max_length=26, blank=True)
    seconds = models.PositiveIntegerField(_("seconds"), null=True, blank=True)
    is_scored = models.BooleanField(
        _("counts for the score"), default=True, help_text=_("Of a question on trial it does not.")
    )

    class Meta:
        verbose_name = _("counted answer")
        verbose_name_plural = _("counted answers")
        # Also the index by paper.
        constraints = [models.UniqueConstraint(fields=["paper", "wording"], name="counted_answer_once")]

    def __str__(self) -> str:
        return f"{self.wording_id} · {self.choice}"


def wordings_of(items: list[Item]) -> dict[str, int]:
    """By question, the row of its wording, made where it is new."""
    rows = {}
    for item in items:
        content = _content(item)
        text = json.dumps(content, ensure_ascii=False, sort_keys=True)
        digest = sha256(text.encode()).hexdigest()[:32]
        rows[digest] = Wording(question=item.question, digest=digest, content=content)
    wanted = Wording.objects.filter(question__in=[item.question for item in items], digest__in=rows)
    found = _found(wanted)
    if new := rows.keys() - {digest for _question, digest, _pk in found}:
        # Another worker may make the same: in one order for all, or each would wait for the other.
        Wording.objects.bulk_create([rows[digest] for digest in sorted(new)], ignore_conflicts=True)
        found = _found(wanted)
    return {str(question): pk for question, _digest, pk in found}


def _found(wanted: QuerySet[Wording]) -> list[tuple]:
    return list(wanted.values_list("question", "digest", "pk"))


def _content(item: Item) -> dict:
    return {
        "question": item.question,
        "kind": item.kind.value,
        "stem": dict(item.stem),
        **item.rules.content(item),
    }
