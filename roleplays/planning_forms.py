from collections.abc import Sequence
from datetime import datetime

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from people.models import Role, User
from roleplays import running
from roleplays.conflicts import Conflict, conflicts
from roleplays.models import Kind, Plan, RolePlayPage
from roleplays.models.rights import without_right

MOMENT = "%Y-%m-%dT%H:%M"
MOST_NAMES = 300


class WhenAndWhere(forms.Form):
    """`anyway` says that the conflicts which were pointed out have been read."""

    starts_at = forms.DateTimeField(
        label=pgettext_lazy("planned session", "Begins"),
        input_formats=[MOMENT, "%Y-%m-%d %H:%M"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT),
    )
    place = forms.CharField(
        label=pgettext_lazy("planned session", "Place"), max_length=120,
        help_text=gettext_lazy("Such as: reception bay 2, training room."),
    )  # fmt: skip
    anyway = forms.BooleanField(
        label=gettext_lazy("Plan it all the same"), required=False, widget=forms.HiddenInput, initial=False
    )

    def __init__(self, *args, now: datetime, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.now, self.conflicts = now, list[Conflict]()

    def clean_starts_at(self) -> datetime:
        starts_at = self.cleaned_data["starts_at"]
        if starts_at < self.now:
            raise forms.ValidationError(_("This time is past."))
        return starts_at

    def check(self, people: Sequence[User], dealership: int | None, ends_at: datetime, besides: int | None) -> None:
        data = self.cleaned_data
        self.conflicts = conflicts(people, data["place"], dealership, data["starts_at"], ends_at, besides)
        if self.conflicts:
            self.fields["anyway"].widget = forms.CheckboxInput()
            if not data["anyway"]:
                self.add_error(None, _("Somebody or the place is taken at this time. Look below, then decide."))


class PlanForm(WhenAndWhere):
    role_play = forms.ModelChoiceField(RolePlayPage.objects.none(), label=pgettext_lazy("session", "Role-play"))
    player = forms.ModelChoiceField(
        User.objects.none(), label=gettext_lazy("Plays the customer"), required=False,
        empty_label=gettext_lazy("Whoever assesses"),
        help_text=gettext_lazy("Reads the customer’s card on their phone before it begins."),
    )  # fmt: skip
    assessors = forms.ModelMultipleChoiceField(
        User.objects.none(), label=gettext_lazy("Assessors"), widget=forms.CheckboxSelectMultiple
    )
    practice = forms.BooleanField(
        label=pgettext_lazy("session", "Practice"), required=False,
        help_text=gettext_lazy("Counts for nothing. One assessor scores it, with or without the right to certify."),
    )  # fmt: skip
    field_order = ("role_play", "practice", "starts_at", "place", "assessors", "player", "anyway")

    def __init__(self, *args, by: User, person: User, role_plays, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        near = User.objects.active().visible_to(by).exclude(pk=person.pk).order_by("employee_number")
        here = near.filter(dealership=person.dealership_id) | near.filter(pk=by.pk)
        self.fields["role_play"].queryset = role_plays
        self.fields["player"].queryset = here.distinct()
        scorers = near.filter(role__in=(Role.TRAINER, Role.ADMINISTRATOR)) | near.filter(pk=by.pk)
        self.fields["assessors"].queryset = scorers.distinct()
        self.initial.setdefault("assessors", [by.pk])

    def clean_assessors(self) -> list[User]:
        chosen = list(self.cleaned_data["assessors"])
        strangers = [each for each in chosen if not _may_score(each, self.person)]
        if strangers:
            raise forms.ValidationError(
                _("%(assessor)s does not score people of this dealership.") % {"assessor": strangers[0].name}
            )
        return chosen

    def clean(self) -> dict:
        data = super().clean()
        role_play, assessors = data.get("role_play"), data.get("assessors")
        data["kind"] = Kind.PRACTICE if data.get("practice") else Kind.ROLE_PLAY
        if role_play and assessors:
            self._check_number(len(assessors), role_play, data["kind"])
        if not self.errors:
            limits = running.Limits(role_play.preparation_minutes, role_play.time_limit)
            people = [self.person, *assessors, *([data["player"]] if data["player"] else [])]
            ends_at = running.ends(data["starts_at"], limits)
            if data["kind"] == Kind.ROLE_PLAY:
                self._check_rights(data)
            self.check(list(dict.fromkeys(people)), self.person.dealership_id, ends_at, None)
        return data

    def _check_number(self, chosen: int, role_play: RolePlayPage, kind: Kind) -> None:
        if kind == Kind.PRACTICE and chosen != 1:
            self.add_error("assessors", _("Practice is scored by one. Choose one assessor."))
        elif kind == Kind.ROLE_PLAY and chosen != role_play.assessors:
            text = _("This role-play is scored by %(number)s. Choose as many.") % {"number": role_play.assessors}
            self.add_error("assessors", text)

    def _check_rights(self, data: dict) -> None:
        if lacking := without_right(data["assessors"], data["starts_at"]):
            text = _(
                "%(assessors)s may score practice only on that day. The right to certify is earned by scoring a "
                "calibration set; name somebody who has it, plan practice, or plan again afterwards."
            )
            self.add_error(
                "assessors", text % {"assessors": pgettext("between names", ", ").join(each.called for each in lacking)}
            )


class MoveForm(WhenAndWhere):
    because = forms.CharField(
        label=gettext_lazy("Why"), max_length=500, help_text=gettext_lazy("Everybody who takes part reads it."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    field_order = ("starts_at", "place", "because", "anyway")

    def __init__(self, *args, plan: Plan, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.plan = plan

    def clean(self) -> dict:
        data = super().clean()
        if not self.errors:
            length = self.plan.ends_at - self.plan.starts_at
            dealership = self.plan.person.dealership_id
            self.check(people_of(self.plan), dealership, data["starts_at"] + length, self.plan.pk)
        return data


def people_of(plan: Plan) -> list[User]:
    part = [plan.person, plan.player, *(each.assessor for each in plan.assessors.select_related("assessor"))]
    return list(dict.fromkeys(each for each in part if each))


def _may_score(assessor: User, person: User) -> bool:
    return assessor.scores_role_plays and User.objects.visible_to(assessor).filter(pk=person.pk).exists()
