from __future__ import annotations

from django.db import DEFAULT_DB_ALIAS, connections, models
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
        so does one after which the person was shown what is right. Into an attempt that is over nothing is written.

        One statement, so that of two devices at one moment the later answer stays whichever is heard first, and that no
        submission comes between the look at the attempt and the answer: one of them waits for the other. Django's own
        upsert takes no condition.
        """
        connection = connections[DEFAULT_DB_ALIAS]
        fields = [self._meta.get_field(name) for name in WRITTEN]
        values = [field.get_db_prep_save(getattr(self, field.attname), connection) for field in fields]
        lock = "FOR SHARE" if connection.features.has_select_for_update else ""
        with known_cursor(connection) as cursor:
            cursor.execute(UPSERT.format(lock=lock), [*values, self.attempt_id])
            return cursor.rowcount == 1


WRITTEN = ("attempt", "position", "answer", "saved_at", "given_at", "flagged_at")
UPSERT = """
    INSERT INTO quizzes_response (attempt_id, position, answer, saved_at, given_at, flagged_at)
    SELECT %s, %s, %s, %s, %s, %s FROM quizzes_attempt WHERE id = %s AND submitted_at IS NULL {lock}
    ON CONFLICT (attempt_id, position) DO UPDATE SET answer = excluded.answer, saved_at = excluded.saved_at,
    given_at = excluded.given_at, flagged_at = excluded.flagged_at
    WHERE (quizzes_response.given_at IS NULL OR excluded.given_at >= quizzes_response.given_at)
    AND quizzes_response.checked_at IS NULL
"""
