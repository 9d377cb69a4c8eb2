from zoneinfo import ZoneInfo, available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _

from tracking.models import ReminderPlan
from tracking.reminding import robots
from tracking.reminding.rules import levels_in

CLOCK = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class PlanForm(forms.ModelForm):
    """How a dealership reminds. The secret is written, never shown: left blank it stays as it is."""

    robot_secret = forms.CharField(
        label=_("Secret for its signature"),
        max_length=200,
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_("DingTalk and Feishu give one if signing is switched on. Leave blank to keep what is stored."),
    )

    class Meta:
        model = ReminderPlan
        fields = [
            "before_expiry", "soon_days", "escalate_days", "escalate_further_days", "digest_on", "quiet_from",
            "quiet_until", "time_zone", "by_mail", "robot", "robot_url", "robot_secret",
        ]  # fmt: skip
        widgets = {"quiet_from": CLOCK, "quiet_until": CLOCK}
        help_texts = {
            "before_expiry": _("Such as 90, 60, 30, 7."),
            "escalate_further_days": _("Where a dealership has no manager, the regional manager is told at once."),
            "robot": _("The group hears what the manager hears."),
            "robot_url": _("As the messenger shows it when you add a robot to a group."),
            "time_zone": _("Such as Asia/Shanghai or Europe/Berlin."),
        }

    def clean_before_expiry(self) -> str:
        days = levels_in(self.cleaned_data["before_expiry"])
        if days is None:
            raise forms.ValidationError(_("Write up to eight numbers of days from 1 to 365, such as 90, 60, 30, 7."))
        return ", ".join(map(str, days))

    def clean_time_zone(self) -> str:
        name = self.cleaned_data["time_zone"].strip()
        if name not in available_timezones():
            raise forms.ValidationError(_("There is no such time zone."))
        return ZoneInfo(name).key

    def clean_robot_secret(self) -> str:
        return self.cleaned_data["robot_secret"] or self.initial.get("robot_secret", "")

    def clean(self) -> dict:
        cleaned = super().clean()
        first, further = cleaned.get("escalate_days"), cleaned.get("escalate_further_days")
        if first is not None and further is not None and further < first:
            self.add_error("escalate_further_days", _("The regional manager is told after the manager, not before."))
        robot, url = cleaned.get("robot"), cleaned.get("robot_url")
        if robot and not url:
            self.add_error("robot_url", _("Write the robot’s address."))
        elif url and not robot:
            self.add_error("robot", _("Say whose robot it is."))
        elif robot and not robots.is_allowed(robot, url):
            self.add_error("robot_url", _("This is no address of this messenger’s robots."))
        return cleaned
