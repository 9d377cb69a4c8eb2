from __future__ import annotations

from uuid import uuid4

from django.db import connection, models
from django.db.models import Subquery
from django.utils.translation import gettext_lazy as _

THE_ONE = 1


class Publication(models.Model):
    """Names the state of all that is published, in one row: whatever changes that state gives it another name.

    A random name and not a number, which a transaction taken back or a database restored would give out again.
    """

    # Where whoever is signed in has the name of the state, as of the beginning of the request.
    ASKED_ALONG = "publication_token"

    token = models.CharField(_("name of this state"), max_length=32)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=THE_ONE), name="publication_is_one")]

    def __str__(self) -> str:
        return self.token

    @classmethod
    def renew(cls) -> None:
        """In the transaction of the change itself, so that nobody sees one of them without the other."""
        token = uuid4().hex
        if not cls.objects.filter(pk=THE_ONE).update(token=token):
            cls.objects.update_or_create(pk=THE_ONE, defaults={"token": token})

    @classmethod
    def with_the_person(cls) -> Subquery:
        """For the query that finds who is signed in: then the state is no question of its own."""
        return Subquery(cls.objects.filter(pk=THE_ONE).values("token"))

    @classmethod
    def token_now(cls) -> str:
        """Asked on every page, therefore in plain SQL: putting the query together would take longer than the answer.

        Empty where nothing has been published since the table was made.
        """
        with connection.cursor() as cursor:
            cursor.execute("SELECT token FROM courses_publication WHERE id = 1")
            row = cursor.fetchone()
        return row[0] if row else ""
