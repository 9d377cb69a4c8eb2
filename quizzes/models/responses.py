from __future__ import annotations

from django.db import connection, models
from django.utils.translation import gettext_lazy as _

from people.prepared import known_cursor


class Response(models.Model):
    """The latest answer to one question of an attempt, as a list of words; an empty list is no answer.

    What the words are is the kind's: keys of options, pairs of keys, points of a picture, or what was typed.
    `given_at` is when it was given on the device, by the server's clock; without a network that is before `saved_at`.
    """

    attempt = models.ForeignKey("quizzes.Attempt", models.CASCADE, related_name="responses")
    position = models.PositiveSmallIntegerField(_("position"))
    answer = models.JSONField(_("answer"))
    saved_at = models.DateTimeField(_("saved"))
    given_at = models.DateTimeField(_("given"), null=True, blank=True)
    checked_at = models.DateTimeField(_("shown what was right"), null=True, blank=True)
    flagged_at = models.DateTimeField(_("to be looked at again"), null=True, blank=True)

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["attempt", "position"], name="response_once")]

    def __str__(self) -> str:
        return f"{self.attempt} · {self.position}"

    def put(self) -> bool:
        """Write it in place of the one before; whether it was. One that was given later, on another device, stays, and
        so does one after which the person was shown what is right.

        One statement, so that of two devices at one moment the later answer stays whichever is heard first. Django's
        own upsert takes no condition.
        """
        fields = [self._meta.get_field(name) for name in WRITTEN]
        with known_cursor(connection) as cursor:
            cursor.execute(
                UPSERT, [field.get_db_prep_save(getattr(self, field.attname), connection) for field in fields]
            )
            return cursor.rowcount == 1


WRITTEN = ("attempt", "position", "answer", "saved_at", "given_at", "flagged_at")
UPSERT = """
    INSERT INTO quizzes_response (attempt_id, position, answer, saved_at, given_at, flagged_at)
    VALUES (%s, %s, %s, %s, %s, %s)
    ON CONFLICT (attempt_id, position) DO UPDATE SET answer = excluded.answer, saved_at = excluded.saved_at,
    given_at = excluded.given_at, flagged_at = excluded.flagged_at
    WHERE (quizzes_response.given_at IS NULL OR excluded.given_at >= quizzes_response.given_at)
    AND quizzes_response.checked_at IS NULL
"""
