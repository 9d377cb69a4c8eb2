"""One thing that somebody did. Rows are added and, once, sealed into the chain; the database refuses all else."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from people.audit.actions import Action


class Unchangeable(Exception):
    """An entry of the audit trail is neither changed nor deleted."""


class AuditQuerySet(models.QuerySet):
    def update(self, **values) -> int:
        raise Unchangeable

    def delete(self) -> tuple[int, dict[str, int]]:
        raise Unchangeable

    def bulk_update(self, *args, **kwargs) -> int:
        raise Unchangeable

    def sealed(self) -> "AuditQuerySet":
        return self.filter(number__isnull=False)

    def not_sealed(self) -> "AuditQuerySet":
        return self.filter(number__isnull=True)


class AuditEntry(models.Model):
    """Who (`actor`), did what (`action`), to whom (`person`), with which row (`kind`, `key`).

    People are references without a foreign key: a person's row may go, what was done stays. Whatever could name
    somebody (address, device, a number that was tried) lies in the entry's `AuditOrigin`, which can be erased; the
    entry keeps the digest of it, so that the chain holds with and without it.
    """

    at = models.DateTimeField(_("when"))
    action = models.CharField(_("what"), max_length=30)  # no choices: a new word must not ask for a migration
    actor = models.BigIntegerField(_("who"), null=True)
    person = models.BigIntegerField(_("whom"), null=True)
    kind = models.CharField(_("kind of object"), max_length=60, blank=True)
    key = models.CharField(_("object"), max_length=40, blank=True)
    details = models.JSONField(_("details"), default=dict)
    origin_digest = models.CharField(_("digest of the origin"), max_length=64, blank=True)
    number = models.BigIntegerField(_("number"), null=True, unique=True)
    hash = models.CharField("SHA-256", max_length=64, blank=True)

    objects = AuditQuerySet.as_manager()

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit trail")
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["at", "id"], name="audit_by_time"),
            models.Index(fields=["actor", "at", "id"], name="audit_by_actor"),
            models.Index(fields=["person", "at", "id"], name="audit_by_person"),
            models.Index(fields=["action", "at", "id"], name="audit_by_action"),
            models.Index(fields=["key", "at", "id"], name="audit_by_key"),
            models.Index(fields=["id"], condition=Q(number__isnull=True), name="audit_not_sealed"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(number=None, hash="") | (Q(number__gte=1) & ~Q(hash="")), name="audit_sealed_with_number"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.at.isoformat()} {self.action}"

    def save(self, *args, **kwargs) -> None:
        if not self._state.adding:
            raise Unchangeable
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs) -> tuple[int, dict[str, int]]:
        raise Unchangeable

    @property
    def label(self) -> str:
        return str(Action(self.action).label) if self.action in Action else self.action


class AuditOrigin(models.Model):
    """From where: address, device, what was tried. May be erased, never changed; `salt` hides it well."""

    entry = models.OneToOneField(
        AuditEntry, models.DO_NOTHING, primary_key=True, related_name="origin", db_constraint=False
    )
    salt = models.CharField(max_length=32)
    content = models.JSONField()

    class Meta:
        verbose_name = _("origin of an audit entry")
        verbose_name_plural = _("origins of audit entries")

    def __str__(self) -> str:
        return str(self.entry_id)

    def save(self, *args, **kwargs) -> None:
        if not self._state.adding:
            raise Unchangeable
        super().save(*args, **kwargs)
