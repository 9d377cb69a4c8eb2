import uuid
from datetime import date, datetime

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from certificates.models import Certification
from people.models import Dealership, JobRole, Region, Role, Team, User
from tracking.assigning.things import thing_choices, things_of_pages
from tracking.models import Assignment
from tracking.models.assignment import WHERE, managed_places

FIXED, AFTER_HIRE, AFTER_CATCH = "date", "hire", "catch"
WHEN = [
    (FIXED, _("On a date")),
    (AFTER_HIRE, _("So many days after hiring")),
    (AFTER_CATCH, _("So many days from when a person is assigned")),
]
AGAIN = [("", _("No, once")), (3, _("Every 3 months")), (6, _("Every 6 months")), (12, _("Every year"))]
EVERYWHERE = "all"


class AssignmentForm(forms.Form):
    """What, to whom, by when and why. `seen` is how many people the preview showed: it may have changed since."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    thing = forms.ChoiceField(label=pgettext_lazy("learning", "What"))
    person = forms.CharField(label=_("Only one person"), max_length=32, required=False, help_text=_("Employee number."))
    place = forms.ChoiceField(label=_("Where"))
    job_role = forms.ChoiceField(
        label=pgettext_lazy("learning", "Whom"), choices=[("", _("All advisors")), *JobRole.choices], required=False
    )
    hired_since = forms.DateField(
        label=_("Only who was hired since"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("For a rule about new people, who are caught on the day they come."),
    )
    when = forms.ChoiceField(label=_("By when"), choices=WHEN, widget=forms.RadioSelect, initial=FIXED)
    due_on = forms.DateField(
        label=_("Date"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    days = forms.IntegerField(label=_("Days"), min_value=1, max_value=730, required=False)
    every_months = forms.TypedChoiceField(label=_("Again"), choices=AGAIN, coerce=int, empty_value=None, required=False)
    reason = forms.CharField(
        label=_("Reason"), max_length=200, help_text=_("Everybody whom it touches reads it with the date.")
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data, by: User, today: date, initial: dict | None = None) -> None:
        super().__init__(data, initial={"key": uuid.uuid4()} | (initial or {}))
        self.by, self.today = by, today
        self.fields["thing"].choices = [("", "—"), *thing_choices()]
        self.fields["place"].choices = places = place_choices(by)
        if len(places) == 1:
            self.fields["place"].widget = forms.HiddenInput()
            self.initial.setdefault("place", places[0][0])

    def clean_due_on(self) -> date | None:
        day = self.cleaned_data["due_on"]
        if day and day < self.today:
            raise forms.ValidationError(_("This day is over."))
        return day

    def clean_person(self) -> User | None:
        number = self.cleaned_data["person"].strip()
        if not number:
            return None
        person = User.objects.visible_to(self.by).active().filter(employee_number__iexact=number).first()
        if person is None:
            raise forms.ValidationError(_("Nobody of your people has this employee number."))
        return person

    def clean(self) -> dict:
        cleaned = super().clean()
        when = cleaned.get("when")
        needed = "due_on" if when == FIXED else "days"
        if when and needed not in self.errors and not cleaned.get(needed):
            self.add_error(needed, _("Say by when."))
        if when == AFTER_HIRE and not cleaned.get("hired_since") and "hired_since" not in self.errors:
            text = _("Say since when: those hired long ago would be overdue at once.")
            self.add_error("hired_since", text)
        if cleaned.get("every_months") and cleaned.get("thing") and not can_be_done_again(cleaned["thing"]):
            self.add_error(
                "every_months", _("Only quizzes and role-plays can be done again. A certificate is renewed.")
            )
        return cleaned

    def assignment(self, at: datetime) -> Assignment:
        """What the form says, not saved yet."""
        said = self.cleaned_data
        fixed = said["when"] == FIXED
        return Assignment(
            key=said["key"],
            person=said["person"],
            hired_since=said["hired_since"] if not said["person"] else None,
            job_role=said["job_role"] if not said["person"] else "",
            due_on=said["due_on"] if fixed else None,
            days=None if fixed else said["days"],
            from_hire=said["when"] == AFTER_HIRE,
            every_months=said["every_months"],
            reason=said["reason"],
            owner=self.by,
            at=at,
            **thing_of(said["thing"]),
            **(place_of(said["place"]) if not said["person"] else {}),
        )


class ExcuseForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"), max_length=200, help_text=_("Such as parental leave, or passed at another dealership.")
    )


def places_of(user: User) -> dict[str, QuerySet]:
    """The regions, dealerships and teams whose people the user may give something to."""
    every = {"region": Region.objects.all(), "dealership": Dealership.objects.all(), "team": Team.objects.all()}
    if user.role == Role.ADMINISTRATOR:
        return every
    found = {kind: Q(pk__in=[]) for kind in every}
    for path, ids in managed_places(user).items():
        for start in WHERE[path]:
            kind, _sep, rest = start.partition("__")
            found[kind] |= Q(**{f"{rest or 'pk'}__in": sorted(ids)})
    return {kind: rows.filter(found[kind]) for kind, rows in every.items()}


def place_choices(user: User) -> list[tuple[str, str]]:
    everywhere = [(EVERYWHERE, _("All dealerships"))] if user.role == Role.ADMINISTRATOR else []
    places = places_of(user)
    named = [(f"{kind}:{each.code}", str(each)) for kind in ("region", "dealership") for each in places[kind]]
    teams = [
        (f"team:{each.code}", f"{each.dealership} · {each}") for each in places["team"].select_related("dealership")
    ]
    return [*everywhere, *named, *teams]


def place_of(choice: str) -> dict:
    """The fields of an assignment for one of `place_choices`."""
    kind, _sep, code = choice.partition(":")
    model = {"region": Region, "dealership": Dealership, "team": Team}.get(kind)
    return {kind: model.objects.get(code=code)} if model else {}


def thing_of(choice: str) -> dict:
    kind, _sep, code = choice.partition(":")
    if kind == "certification":
        return {"certification": Certification.objects.get(code=code)}
    return {"activity": uuid.UUID(code)}


def can_be_done_again(choice: str) -> bool:
    thing = thing_of(choice)
    return "activity" in thing and bool(things_of_pages([thing["activity"]])[thing["activity"]].again)
