"""Certifications with their requirements, and the certificates that people were awarded."""

import secrets
from collections.abc import Collection
from datetime import date, datetime, time
from decimal import Decimal

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, PageChooserPanel
from wagtail.models import Orderable, Page

from certificates import rules
from courses.models import LedgerEntry, Outcome
from courses.progress import activity_types, required_lessons_below
from people.latin import latin_name
from people.localized import active_language, localized
from people.scope import about_visible_people

RENEWAL_WINDOW = relativedelta(days=60)
GRACE = relativedelta(days=90)
CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # nothing that looks like something else in print


class Road(models.TextChoices):
    """Which way leads to a certificate: the whole road, or the shorter one for whoever holds it already."""

    FIRST = "first", _("first award")
    RENEWAL = "renewal", _("renewal")


class Certification(ClusterableModel):
    """A programme: what has to be passed, and what the certificate says. Both languages stand on one certificate."""

    code = models.SlugField(_("code"), unique=True)
    title_zh = models.CharField(_("title in Chinese"), max_length=80)
    title_en = models.CharField(_("title in English"), max_length=120)
    summary_zh = models.TextField(_("summary in Chinese"), blank=True)
    summary_en = models.TextField(_("summary in English"), blank=True)
    valid_months = models.PositiveSmallIntegerField(
        _("valid for, in months"), null=True, blank=True, help_text=_("Leave blank for a certificate without end.")
    )
    standard_version = models.CharField(_("version of the standard"), max_length=20, default="1")
    issuer_zh = models.CharField(_("issuer in Chinese"), max_length=80)
    issuer_en = models.CharField(_("issuer in English"), max_length=120)
    signatory_zh = models.CharField(_("signatory in Chinese"), max_length=80)
    signatory_en = models.CharField(_("signatory in English"), max_length=120)
    is_offered = models.BooleanField(_("offered"), default=True, help_text=_("Untick to award it to nobody any more."))
    sort_order = models.PositiveSmallIntegerField(_("place in lists"), default=100)

    panels = [
        FieldPanel("code"),
        FieldRowPanel([FieldPanel("title_zh"), FieldPanel("title_en")]),
        FieldRowPanel([FieldPanel("summary_zh"), FieldPanel("summary_en")]),
        FieldRowPanel([FieldPanel("valid_months"), FieldPanel("standard_version")]),
        FieldRowPanel([FieldPanel("is_offered"), FieldPanel("sort_order")]),
        InlinePanel("requirements", heading=_("Requirements"), label=_("Requirement"), min_num=1),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("issuer_zh"), FieldPanel("issuer_en")]),
                FieldRowPanel([FieldPanel("signatory_zh"), FieldPanel("signatory_en")]),
            ],
            _("On the certificate"),
        ),
    ]

    class Meta:
        verbose_name = _("certification")
        verbose_name_plural = _("certifications")
        ordering = ["sort_order", "code"]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return localized(self, "title")

    @property
    def summary(self) -> str:
        return localized(self, "summary")

    def rule_of_each(self, road: Road = Road.FIRST) -> dict["Requirement", rules.Rule]:
        """In the same few queries for any number of requirements."""
        asked = list(self.requirements.filter(road=road).select_related("page"))
        activities = activities_of(asked)
        return {each: rules.Rule(frozenset(activities[each]), each.minimum) for each in asked}

    def standings(self, people: Collection, road: Road = Road.FIRST, since: datetime | None = None) -> dict:
        """For each person their `Standing` with each requirement; the same few queries for any number of people.

        `since` leaves out what is older: a renewal is earned anew.
        """
        asked = self.rule_of_each(road)
        found = results_of(people, {key for rule in asked.values() for key in rule.activities}, since)
        return {
            person: {requirement: rules.standing(rule, found.get(person.pk, ())) for requirement, rule in asked.items()}
            for person in people
        }

    @transaction.atomic
    def award_to(self, person, at: datetime) -> "Certificate | None":
        """The person's newest certificate: the one they have, or a first or renewed one that is earned, else None.

        However often and from wherever this is called, each issuance exists once: the constraint on
        (person, certification, number) makes the second insert find the first row.
        """
        held = self.newest_of(person)
        if not (self.is_offered and person.is_active) or (held and not held.may_be_renewed(at)):
            return held
        standings = self.renewal_standings(held, at) if held else self.standings([person])[person]
        if not rules.all_met(standings):
            return held
        certificate, _ = Certificate.objects.get_or_create(
            person=person,
            certification=self,
            number=held.number + 1 if held else 1,
            defaults=self._what_it_says(person, at, held) | {"evidence": evidence_of(standings)},
        )
        return certificate

    def newest_of(self, person) -> "Certificate | None":
        held = self.certificates.filter(person=person).select_related("revocation", "person")
        return held.order_by("-number").first()

    def renewal_standings(self, held: "Certificate", at: datetime) -> dict:
        """What the renewal of `held` asks for, of which only results from the renewal window on count.

        The shorter road is open until the grace period after the end is over; then, and for a certification that has no
        shorter road, the whole road is asked for.
        """
        is_late = timezone.localtime(at).date() > held.valid_until + GRACE
        has_shorter = self.requirements.filter(road=Road.RENEWAL).exists()
        road = Road.RENEWAL if has_shorter and not is_late else Road.FIRST
        return self.standings([held.person], road, held.renewable_from)[held.person]

    def valid_until(self, on: date, held: "Certificate | None") -> date | None:
        """The last day. Whoever renews before the end loses none of the time that was left."""
        if not self.valid_months:
            return None
        begins = held.valid_until + relativedelta(days=1) if held and held.valid_until >= on else on
        return begins + relativedelta(months=self.valid_months, days=-1)

    def _what_it_says(self, person, at: datetime, held: "Certificate | None") -> dict:
        today = timezone.localtime(at).date()
        return {
            "serial": SerialNumber.take(today.year),
            "code": new_code(),
            "name": person.name,
            "name_latin": person.name_latin or latin_name(person.name),
            "dealership_zh": person.dealership.name_zh if person.dealership else "",
            "dealership_en": person.dealership.name_en if person.dealership else "",
            "title_zh": self.title_zh,
            "title_en": self.title_en,
            "issuer_zh": self.issuer_zh,
            "issuer_en": self.issuer_en,
            "signatory_zh": self.signatory_zh,
            "signatory_en": self.signatory_en,
            "standard_version": self.standard_version,
            "awarded_at": at,
            "awarded_on": today,
            "valid_until": self.valid_until(today, held),
        }


class Requirement(Orderable):
    """One thing a certification asks for: an activity, or every required activity of a module or course."""

    certification = ParentalKey(Certification, related_name="requirements", on_delete=models.CASCADE)
    road = models.CharField(
        _("asked for"),
        max_length=8,
        choices=Road,
        default=Road.FIRST,
        help_text=_("For the first award, or for the shorter road of whoever renews."),
    )
    label_zh = models.CharField(_("name in Chinese"), max_length=40)
    label_en = models.CharField(_("name in English"), max_length=60)
    page = models.ForeignKey(
        Page,
        models.PROTECT,
        related_name="+",
        verbose_name=_("what has to be passed"),
        help_text=_("A lesson, quiz or role-play; or a module or course for all its required lessons."),
    )
    minimum = models.DecimalField(
        _("at least, in per cent"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(100))],
        help_text=_("Leave blank to ask only for a pass."),
    )

    panels = [
        FieldRowPanel([FieldPanel("label_zh"), FieldPanel("label_en")]),
        PageChooserPanel("page"),
        FieldRowPanel([FieldPanel("road"), FieldPanel("minimum")]),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("requirement")
        constraints = [models.CheckConstraint(condition=Q(road__in=Road.values), name="requirement_road_is_known")]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        return localized(self, "label")

    @property
    def is_for_one_activity(self) -> bool:
        return issubclass(self.page.specific_class, tuple(activity_types()))

    def activities(self) -> set:
        """Translation keys. A module or course stands for its required lessons: what is scored is asked for by name."""
        return activities_of([self])[self]


def activities_of(requirements: Collection[Requirement]) -> dict[Requirement, set]:
    """What each asks for, as translation keys."""
    wholes = [each.page for each in requirements if not each.is_for_one_activity]
    lessons = required_lessons_below(wholes)
    return {
        each: {each.page.translation_key} if each.is_for_one_activity else lessons[each.page.path]
        for each in requirements
    }


class SerialNumber(models.Model):
    """The last serial number of each year. The row is locked while one is taken, so none is given twice."""

    year = models.PositiveSmallIntegerField(_("year"), primary_key=True)
    last = models.PositiveIntegerField(_("last number"), default=0)

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"

    @classmethod
    def take(cls, year: int) -> str:
        """The next serial of the year, such as SA-2026-000123; call it inside the transaction that uses it."""
        cls.objects.get_or_create(year=year)
        cls.objects.filter(year=year).update(last=F("last") + 1)
        return f"SA-{year}-{cls.objects.get(year=year).last:06d}"


class CertificateQuerySet(models.QuerySet):
    def visible_to(self, user) -> "CertificateQuerySet":
        return self.filter(about_visible_people(user, "person"))


class Certificate(models.Model):
    """The document one person was awarded. Everything on it is kept as it was; it is never edited and never deleted."""

    certification = models.ForeignKey(Certification, models.PROTECT, related_name="certificates")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="certificates")
    number = models.PositiveSmallIntegerField(_("issuance"), default=1)
    serial = models.CharField(_("serial number"), max_length=20, unique=True)
    code = models.CharField(_("verification code"), max_length=24, unique=True)
    name = models.CharField(_("name"), max_length=80)
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
        ordering = ["-awarded_at"]
        constraints = [
            models.UniqueConstraint(fields=["person", "certification", "number"], name="certificate_issuance_once"),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("awarded_on")),
                name="certificate_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.serial} {self.name}"

    def get_absolute_url(self) -> str:
        return reverse("certificates:detail", args=[self.serial])

    @property
    def title(self) -> str:
        return localized(self, "title")

    @property
    def dealership(self) -> str:
        return localized(self, "dealership")

    @property
    def verification_url(self) -> str:
        return f"{settings.PUBLIC_URL}{reverse('short_verification', args=[self.code])}"

    def evidence_rows(self) -> list[dict]:
        """For each requirement its label, when the last of it was passed, and the lowest score."""
        return [
            {
                "label": row[f"label_{active_language()}"],
                "count": len(row["results"]),
                "last": max(datetime.fromisoformat(result["at"]) for result in row["results"]),
                "score": min((Decimal(r["score"]) for r in row["results"] if r["score"] is not None), default=None),
            }
            for row in self.evidence
        ]

    def state(self, on: date) -> str:
        """ "revoked", "expired", "expiring" (within the renewal window) or "valid" on a date."""
        if hasattr(self, "revocation"):
            return "revoked"
        if self.valid_until is None or on <= self.valid_until - RENEWAL_WINDOW:
            return "valid"
        return "expiring" if on <= self.valid_until else "expired"

    @property
    def renewable_from(self) -> datetime:
        """The beginning of the first day on which results count for the next certificate."""
        first_day = self.valid_until - RENEWAL_WINDOW + relativedelta(days=1)
        return timezone.make_aware(datetime.combine(first_day, time.min))

    def may_be_renewed(self, at: datetime) -> bool:
        """From the renewal window on, for ever. What was revoked is not renewed."""
        return self.state(timezone.localtime(at).date()) in ("expiring", "expired")

    def revoke(self, by, at: datetime, reason: str) -> "Revocation":
        """Once; a second call changes neither who nor why."""
        return Revocation.objects.get_or_create(certificate=self, defaults={"by": by, "at": at, "reason": reason})[0]


class Revocation(models.Model):
    certificate = models.OneToOneField(Certificate, models.PROTECT, related_name="revocation")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("when"))
    reason = models.TextField(_("reason"))

    def __str__(self) -> str:
        return f"{self.certificate} · {self.reason}"


def award_all(person, at: datetime) -> list[Certificate]:
    """Every certificate that the person has earned by now."""
    awarded = [certification.award_to(person, at) for certification in Certification.objects.filter(is_offered=True)]
    return [certificate for certificate in awarded if certificate]


def results_of(people: Collection, activities: set, since: datetime | None = None) -> dict[int, list[rules.Result]]:
    """The ledger's results for these activities by person's id, in one query.

    A queryset of people becomes a part of that query: listed one by one, a country of them is more than SQLite takes.
    """
    entries = LedgerEntry.objects.filter(person__in=people, activity__in=activities)
    if since is not None:
        entries = entries.filter(at__gte=since)
    found: dict[int, list[rules.Result]] = {}
    for entry in entries:
        done = entry.outcome in (Outcome.COMPLETED, Outcome.PASSED)
        evidence = f"{entry.evidence_kind}:{entry.evidence_id}" if entry.evidence_kind else ""
        result = rules.Result(entry.activity, done, entry.at, entry.score, evidence)
        found.setdefault(entry.person_id, []).append(result)
    return found


def evidence_of(standings: dict[Requirement, rules.Standing]) -> list[dict]:
    """What was passed, when and how, in a form that stays readable without any other table."""
    return [
        {
            "label_zh": requirement.label_zh,
            "label_en": requirement.label_en,
            "results": [
                {
                    "activity": str(result.activity),
                    "at": result.at.isoformat(),
                    "score": None if result.score is None else str(result.score),
                    "evidence": result.evidence,
                }
                for result in standing.proof
            ],
        }
        for requirement, standing in standings.items()
    ]


def new_code() -> str:
    """A code nobody can guess: 16 letters of 31, about 79 bits."""
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(16))
