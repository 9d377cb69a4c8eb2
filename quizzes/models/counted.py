"""What statistics need of a submitted attempt, and no more: an attempt's own paper is long, these rows are narrow."""

from __future__ import annotations

import json
from hashlib import sha256
from string import ascii_lowercase

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from quizzes.models.attempts import Attempt
from quizzes.paper import Item
from quizzes.scoring import Kind


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
    @transaction.atomic
    def count(cls, attempt: Attempt) -> None:
        """Count a submitted attempt; again, such as after another marking, puts the new figures for the old."""
        wordings = _wordings(attempt.items)
        paper, _created = cls.objects.update_or_create(
            attempt=attempt,
            defaults={
                "quiz": attempt.quiz,
                "person_id": attempt.person_id,
                "is_first": attempt.number == 1,
                "is_passed": attempt.is_passed,
                "score": attempt.score,
                "out_of": attempt.points,
                "questions": len(attempt.items),
            },
        )
        paper.answers.all().delete()
        given = attempt.answers()
        CountedAnswer.objects.bulk_create(
            CountedAnswer(
                paper=paper,
                wording_id=wordings[item.question],
                points=item.points,
                earned=item.mark(given.get(position, [])).points,
                choice=_choice(item, given.get(position, [])),
            )
            for position, item in enumerate(attempt.items, start=1)
        )


class CountedAnswer(models.Model):
    """An answer in figures. `choice` are the chosen options by the keys of the wording; empty where there is none."""

    paper = models.ForeignKey(CountedPaper, models.CASCADE, related_name="answers", db_index=False)
    wording = models.ForeignKey(Wording, models.PROTECT, related_name="answers")
    points = models.PositiveSmallIntegerField(_("points to be had"))
    earned = models.DecimalField(_("points"), max_digits=6, decimal_places=2)
    choice = models.CharField(_("choice"), max_length=26, blank=True)

    class Meta:
        verbose_name = _("counted answer")
        verbose_name_plural = _("counted answers")
        # Also the index by paper.
        constraints = [models.UniqueConstraint(fields=["paper", "wording"], name="counted_answer_once")]

    def __str__(self) -> str:
        return f"{self.wording_id} · {self.choice}"


def _wordings(items: list[Item]) -> dict[str, int]:
    """By question, the row of its wording, made where it is new."""
    rows = {}
    for item in items:
        content = _content(item)
        text = json.dumps(content, ensure_ascii=False, sort_keys=True)
        digest = sha256(text.encode()).hexdigest()[:32]
        rows[digest] = Wording(question=item.question, digest=digest, content=content)
    wanted = Wording.objects.filter(question__in=[item.question for item in items], digest__in=rows)
    known = set(wanted.values_list("digest", flat=True))
    Wording.objects.bulk_create(
        [row for digest, row in rows.items() if digest not in known], ignore_conflicts=True
    )  # another worker may make the same
    return {str(question): pk for question, pk in wanted.values_list("question", "pk")}


def _content(item: Item) -> dict:
    keys = _keys(item)
    options = sorted(((keys[option.key], dict(option.text)) for option in item.options), key=lambda option: option[0])
    right = [keys[key] for key in item.right]
    return {
        "question": item.question,
        "kind": item.kind.value,
        "stem": dict(item.stem),
        "options": [{"key": key, "text": text} for key, text in options],
        "right": right if item.kind is Kind.ORDERING else sorted(right),
    }


def _keys(item: Item) -> dict[str, str]:
    """From the paper's keys, which follow chance, to those of the wording, which follow the words."""
    options = list(item.options)
    if item.kind is Kind.ORDERING:
        options.sort(key=lambda option: item.right.index(option.key))
    elif item.kind is not Kind.TRUE_FALSE:
        options.sort(key=lambda option: sorted(option.text.items()))
    return {option.key: key for option, key in zip(options, ascii_lowercase, strict=False)}


def _choice(item: Item, answer: list[str]) -> str:
    keys = _keys(item)
    chosen = [keys[key] for key in answer]
    return "".join(chosen if item.kind is Kind.ORDERING else sorted(chosen))
