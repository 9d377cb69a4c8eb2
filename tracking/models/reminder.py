"""What people are reminded of: each message a row with a key of its own, so that none is sent twice."""

from datetime import time

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from certificates.models import Certificate
from people.models import Dealership
from tracking.models.duty import Duty
from tracking.models.report import Report
from tracking.reminding.rules import levels_in


class Robot(models.TextChoices):
    """Group robots of the three messengers that workshops in China use."""

    WECOM = "wecom", _("WeCom")
    DINGTALK = "dingtalk", _("DingTalk")
    FEISHU = "feishu", _("Feishu")


class Weekday(models.IntegerChoices):
    MONDAY = 0, pgettext_lazy("weekday", "Monday")
    TUESDAY = 1, pgettext_lazy("weekday", "Tuesday")
    WEDNESDAY = 2, pgettext_lazy("weekday", "Wednesday")
    THURSDAY = 3, pgettext_lazy("weekday", "Thursday")
    FRIDAY = 4, pgettext_lazy("weekday", "Friday")


class ReminderPlan(models.Model):
    """How one dealership reminds its people; a dealership without a row has these defaults."""

    dealership = models.OneToOneField(Dealership, models.CASCADE, related_name="reminder_plan")
    time_zone = models.CharField(_("time zone"), max_length=60, default=settings.TIME_ZONE)
    quiet_from = models.TimeField(_("quiet from"), default=time(20, 0))
    quiet_until = models.TimeField(_("quiet until"), default=time(8, 0))
    before_expiry = models.CharField(_("days before a certificate ends"), max_length=40, default="90, 60, 30, 7")
    soon_days = models.PositiveSmallIntegerField(
        _("days before something is due"), default=3, validators=[MaxValueValidator(60)]
    )
    escalate_days = models.PositiveSmallIntegerField(
        _("days overdue until the manager is told"), default=3, validators=[MaxValueValidator(60)]
    )
    escalate_further_days = models.PositiveSmallIntegerField(
        _("days overdue until the regional manager is told"), default=10, validators=[MaxValueValidator(90)]
    )
    digest_on = models.PositiveSmallIntegerField(
        _("weekly summary for the manager on"), choices=Weekday, null=True, blank=True, default=Weekday.MONDAY
    )
    by_mail = models.BooleanField(_("also by mail"), default=True)
    robot = models.CharField(_("group robot"), max_length=10, choices=Robot, blank=True)
    robot_url = models.CharField(_("address of the robot (webhook)"), max_length=500, blank=True)
    robot_secret = models.CharField(_("secret for its signature"), max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(robot="") | Q(robot__in=Robot.values), name="plan_robot_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.dealership}"

    @property
    def levels(self) -> list[int]:
        return levels_in(self.before_expiry) or []

    @property
    def has_robot(self) -> bool:
        return bool(self.robot and self.robot_url)


class Kind(models.TextChoices):
    EXPIRY = "expiry", _("Certificate ends soon")
    EXPIRED = "expired", _("Certificate has ended")
    SOON = "soon", _("Due soon")
    OVERDUE = "overdue", _("Overdue")
    ESCALATION = "escalation", _("Overdue in the team")
    DIGEST = "digest", _("Summary of the week")
    REPORT = "report", _("Report")
    ROLE_PLAY = "role_play", _("News of a role-play")


class Reminder(models.Model):
    """One message to one person, or to the group of a dealership. In the app it is there at once."""

    key = models.CharField(max_length=120, unique=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="reminders")
    dealership = models.ForeignKey(Dealership, models.CASCADE, null=True, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    certificate = models.ForeignKey(Certificate, models.PROTECT, null=True, related_name="+")
    duty = models.ForeignKey(Duty, models.PROTECT, null=True, related_name="+")
    report = models.ForeignKey(Report, models.CASCADE, null=True, related_name="+")
    figures = models.JSONField(default=dict)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False) | Q(dealership__isnull=False), name="reminder_is_for_somebody"
            ),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="reminder_kind_is_known"),
        ]
        indexes = [models.Index(fields=["person", "read_at"], name="reminder_unread_of_person")]

    def __str__(self) -> str:
        return self.key


class Channel(models.TextChoices):
    MAIL = "mail", _("Mail")
    ROBOT = "robot", _("Group robot")


class Sending(models.TextChoices):
    """A delivery waits, is claimed by one sender, handed over, and sent.

    Claimed and not handed over can safely be taken up again after a crash. Handed over with no answer is unknown: it
    may have arrived, so it is not sent again.
    """

    WAITING = "waiting", pgettext_lazy("delivery", "Waiting")
    CLAIMED = "claimed", pgettext_lazy("delivery", "Being sent")
    HANDED = "handed", pgettext_lazy("delivery", "Handed over")
    SENT = "sent", pgettext_lazy("delivery", "Sent")
    DROPPED = "dropped", pgettext_lazy("delivery", "No longer needed")
    FAILED = "failed", pgettext_lazy("delivery", "Failed")
    UNKNOWN = "unknown", pgettext_lazy("delivery", "Not known whether it arrived")


class Delivery(models.Model):
    """A reminder on its way out of the house."""

    reminder = models.ForeignKey(Reminder, models.CASCADE, related_name="deliveries")
    channel = models.CharField(max_length=5, choices=Channel)
    state = models.CharField(max_length=8, choices=Sending, default=Sending.WAITING)
    claim = models.UUIDField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField()
    changed_at = models.DateTimeField()
    trouble = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reminder", "channel"], name="delivery_once"),
            models.CheckConstraint(condition=Q(state__in=Sending.values), name="delivery_state_is_known"),
        ]
        indexes = [models.Index(fields=["state", "not_before"], name="delivery_waiting")]

    def __str__(self) -> str:
        return f"{self.reminder} · {self.channel} · {self.state}"


class Lease(models.Model):
    """Which of several machines does the regular work now, and until when nobody else does."""

    name = models.CharField(max_length=20, primary_key=True)
    until = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} · {self.until}"
