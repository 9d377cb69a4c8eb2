"""The certificate: one issuance in the chain of a person's certificates of one certification."""

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from unicodedata import normalize

from django.conf import settings
from django.db import models, transaction
from django.db.models import Exists, F, Min, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from certificates import printable, validity
from certificates.models.acts import IssuedByHand, Lifting, Revocation, Suspension
from certificates.models.delta import DeltaRequirement
from certificates.models.erasure import Erasure
from certificates.models.locking import lock_person
from certificates.models.serial import SerialNumber
from certificates.models.terms import BY_HAND, CODE_LETTERS, new_code
from people.localized import active_language, localized
from people.scope import about_visible_people

SERIAL = re.compile(rf"SA(\d{{4}})(\d{{6,}})([{CODE_LETTERS}]{{6}})")


class Immutable(Exception):
    """A certificate is never edited and never deleted; what changes is told by a row beside it or a new issuance."""


class NotInForce(Exception):
    """Only the newest certificate of a chain can be suspended or replaced, and none that is revoked."""


class Kind(models.TextChoices):
    """Why this one was issued: each but the first stands in a chain behind another."""

    FIRST = "first", _("first award")
    RENEWAL = "renewal", _("renewal")
    REPLACEMENT = "replacement", _("replacement")
    UPGRADE = "upgrade", _("upgrade to a new version of the standard")


class CertificateQuerySet(models.QuerySet):
    def visible_to(self, user) -> "CertificateQuerySet":
        return self.filter(about_visible_people(user, "person"))

    def named(self, text: str) -> "CertificateQuerySet":
        """The one with this verification code or serial number, however it was typed.

        A serial number of the first kind, which ends in its count, names nobody: those could be walked.
        """
        letters = "".join(letter for letter in normalize("NFKC", text).upper() if letter.isalnum())
        if found := SERIAL.fullmatch(letters):
            return self.filter(serial="-".join(("SA", *found.groups())))
        return self.filter(code=letters)

    def with_state(self) -> "CertificateQuerySet":
        """With everything that `state` asks for, so that a list of them takes one query."""
        later = self.model.objects.filter(before=OuterRef("pk"))
        suspensions = Suspension.objects.filter(certificate=OuterRef("pk"), lifting=None)
        missing = DeltaRequirement.objects.filter(
            certification=OuterRef("certification"), in_force_from__gt=OuterRef("awarded_on")
        ).order_by()
        first_due = missing.values("certification").annotate(first=Min("due_on")).values("first")
        return self.select_related("revocation", "certification").annotate(
            is_superseded=Exists(later), is_suspended=Exists(suspensions), supplement_due=Subquery(first_due)
        )

    def newest(self) -> "CertificateQuerySet":
        """Of each chain the last; asked in words by which PostgreSQL knows that there are many."""
        return self.filter(~Exists(self.model.objects.filter(before=OuterRef("pk"))))

    def not_revoked(self) -> "CertificateQuerySet":
        return self.filter(~Exists(Revocation.objects.filter(certificate=OuterRef("pk"))))

    def delete(self):
        raise Immutable


class Certificate(models.Model):
    """What one person was awarded. Everything on it is kept as it was; it is never edited and never deleted.

    `number` counts through the chain and `before` points along it, so a chain has no forks. A replacement keeps the
    day of the award; `awarded_at` is always when this one was made.
    """

    certification = models.ForeignKey("certificates.Certification", models.PROTECT, related_name="certificates")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="certificates")
    number = models.PositiveSmallIntegerField(_("issuance"), default=1)
    kind = models.CharField(_("kind of issuance"), max_length=12, choices=Kind, default=Kind.FIRST)
    before = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="after", verbose_name=_("the one before")
    )
    serial = models.CharField(_("serial number"), max_length=24, unique=True)
    code = models.CharField(_("verification code"), max_length=24, unique=True)
    name = models.CharField(pgettext_lazy("person", "name"), max_length=80)
    name_latin = models.CharField(_("name in Latin letters"), max_length=120)
    dealership_zh = models.CharField(_("dealership in Chinese"), max_length=120, blank=True)
    dealership_en = models.CharField(_("dealership in English"), max_length=120, blank=True)
    title_zh = models.CharField(_("title in Chinese"), max_length=80)
    title_en = models.CharField(_("title in English"), max_length=120)
    issuer_zh = models.CharField(_("issuer in Chinese"), max_length=80)
    issuer_en = models.CharField(_("issuer in English"), max_length=120)
    signatory_zh = models.CharField(_("signatory in Chinese"), max_length=80)
    signatory_en = models.CharField(_("signatory in English"), max_length=120)
    standard_version = models.CharField(_("version of the standard"), max_length=20)
    awarded_at = models.DateTimeField(_("awarded"))
    awarded_on = models.DateField(_("awarded on"))
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    evidence = models.JSONField(_("evidence"))

    objects = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        ordering = ["-awarded_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["person", "certification", "number"], name="certificate_issuance_once"),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("awarded_on")),
                name="certificate_ends_after_it_begins",
            ),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="certificate_kind_is_known"),
            models.CheckConstraint(
                condition=Q(number=1, before__isnull=True, kind="first")
                | (Q(number__gt=1, before__isnull=False) & ~Q(kind="first")),
                name="certificate_stands_in_its_chain",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.serial} {self.name}"

    def save(self, **kwargs) -> None:
        if not (self._state.adding or kwargs.get("force_insert")):
            raise Immutable
        super().save(**kwargs)

    def get_absolute_url(self) -> str:
        return reverse("certificates:detail", args=[self.serial])

    def delete(self, **kwargs):
        raise Immutable

    @property
    def title(self) -> str:
        return localized(self, "title")

    @property
    def dealership(self) -> str:
        return localized(self, "dealership")

    @property
    def verification_url(self) -> str:
        return f"{settings.PUBLIC_URL}{reverse('short_verification', args=[self.code])}"

    @property
    def is_by_hand(self) -> bool:
        """Whether an administrator issued it without the requirements; still so where a name on it was corrected."""
        return any(row.get("kind") == BY_HAND for row in self.evidence)

    def evidence_rows(self) -> list[dict]:
        """For each requirement its label, when the last of it was passed, the lowest score, and who scored."""
        return [
            {
                "label": row[f"label_{active_language()}"],
                "count": len(row["results"]),
                "last": max((datetime.fromisoformat(result["at"]) for result in row["results"]), default=None),
                "score": min((Decimal(r["score"]) for r in row["results"] if r["score"] is not None), default=None),
                "by": [row["by"]] if row.get("by") else scorers(row),
                "reason": row.get("reason", ""),
            }
            for row in self.evidence
        ]

    def facts(self) -> validity.Facts:
        known = self if "is_superseded" in self.__dict__ else type(self).objects.with_state().get(pk=self.pk)
        return validity.Facts(
            valid_until=self.valid_until,
            window=known.certification.renewal_window_days,
            is_revoked=hasattr(known, "revocation"),
            is_superseded=known.is_superseded,
            is_suspended=known.is_suspended,
            supplement_due=known.supplement_due,
        )

    def state(self, on: date) -> str:
        """On a date: one of `validity.STATES`, by what rows say now and by the days."""
        return validity.state(self.facts(), on)

    @property
    def window_opens(self) -> date:
        """The first day on which it may be renewed."""
        return validity.window_opens(self.valid_until, self.certification.renewal_window_days)

    @property
    def renewable_on(self) -> date:
        """The first day whose results count for the next one; never those that earned this one."""
        return max(self.window_opens, self.awarded_on + timedelta(days=1))

    @property
    def renewable_from(self) -> datetime:
        return timezone.make_aware(datetime.combine(self.renewable_on, time.min))

    @property
    def grace_ends(self) -> date:
        """The last day on which the shorter road is open."""
        return validity.grace_ends(self.valid_until, self.certification.grace_days)

    def may_be_renewed(self, at: datetime) -> bool:
        """From the renewal window on, for ever; but nothing that is revoked, suspended by somebody, or renewed."""
        facts = self.facts()
        if self.valid_until is None or facts.is_revoked or facts.is_superseded or facts.is_suspended:
            return False
        return timezone.localtime(at).date() >= self.window_opens

    def revoke(self, by, at: datetime, reason: str) -> Revocation:
        """Once; a second call changes neither who nor why."""
        return Revocation.objects.get_or_create(certificate=self, defaults={"by": by, "at": at, "reason": reason})[0]

    def forget_holder(self, at: datetime) -> Erasure:
        """What it proves stays; who held it is only known to whoever has the paper."""
        return Erasure.of(self, at)

    @transaction.atomic
    def suspend(self, by, at: datetime, reason: str) -> Suspension:
        """Until it is lifted; whoever calls twice finds the first."""
        lock_person(self.person)
        standing = self.suspensions.filter(lifting=None).first()
        if standing is None and not self._is_open():
            raise NotInForce
        self.__dict__.pop("is_superseded", None)  # what was read with it holds no longer
        return standing or Suspension.objects.create(certificate=self, by=by, at=at, reason=reason)

    @transaction.atomic
    def lift(self, by, at: datetime, reason: str) -> Lifting | None:
        """None where nothing is to be lifted."""
        lock_person(self.person)
        standing = self.suspensions.filter(lifting=None).first()
        self.__dict__.pop("is_superseded", None)
        if standing is None:
            return None
        return Lifting.objects.create(suspension=standing, by=by, at=at, reason=reason)

    @transaction.atomic
    def replace(self, by, at: datetime, reason: str, name: str, name_latin: str) -> "Certificate":
        """One with the name corrected, and everything else as it was; the second call finds the first's.

        Raises NotInForce, printable.UnprintableName.
        """
        lock_person(self.person)
        if (made := type(self).objects.filter(before=self, kind=Kind.REPLACEMENT).first()) is not None:
            return made
        if not self._is_open():
            raise NotInForce
        if missing := printable.missing_characters(name + name_latin):
            raise printable.UnprintableName(missing)
        keys = [field.attname for field in self._meta.concrete_fields]
        same = {key: getattr(self, key) for key in keys if key not in ("id", "serial", "code")}
        replacement = type(self).objects.create(
            **same
            | {"name": name, "name_latin": name_latin, "number": self.number + 1, "kind": Kind.REPLACEMENT}
            | {"before_id": self.pk, "serial": SerialNumber.take(timezone.localtime(at).year), "code": new_code()}
            | {"awarded_at": at}
        )
        if hasattr(self, "appearance"):  # printed as before, whatever the design is like now
            type(self.appearance).objects.create(certificate=replacement, edition=self.appearance.edition)
        IssuedByHand.objects.create(certificate=replacement, by=by, at=at, reason=reason)
        for suspension in self.suspensions.filter(lifting=None):
            replacement.suspend(suspension.by, suspension.at, suspension.reason)
        return replacement

    def _is_open(self) -> bool:
        """Whether it is the last of its chain and not revoked, as the rows say now."""
        rows = type(self).objects.filter(pk=self.pk, revocation=None, after=None)
        return rows.exists()


def scorers(row: dict) -> list[str]:
    return list(dict.fromkeys(name for result in row["results"] for name in result.get("scored_by", [])))
