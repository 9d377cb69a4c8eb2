from collections.abc import Iterable

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from people.models import Dealership, JobRole
from tracking.matrix import URGENCY, Entry, in_order

SORTS = [("state", _("Most urgent first")), ("pinyin", _("Name, by pinyin")), ("hired", _("Hired last first"))]


class FilterForm(forms.Form):
    """What of the team is shown, and in which order. What makes no sense filters nothing, and says so."""

    q = forms.CharField(label=_("Name, pinyin or employee number"), max_length=100, required=False)
    state = forms.ChoiceField(choices=[(state, state) for state in URGENCY], required=False)
    dealership = forms.ChoiceField(label=_("Dealership"), required=False)
    job_role = forms.ChoiceField(
        label=_("Job"), choices=[("", pgettext_lazy("filter", "All")), *JobRole.choices], required=False
    )
    hired_since = forms.DateField(
        label=_("Hired since"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    sort = forms.ChoiceField(label=_("Order"), choices=SORTS, required=False)

    def __init__(self, data, dealerships: Iterable[Dealership]) -> None:
        super().__init__(data)
        self.fields["dealership"].choices = [
            ("", pgettext_lazy("filter", "All")),
            *((each.code, str(each)) for each in dealerships),
        ]
        self.is_valid()

    def asked(self, name: str):
        """The value of a field, or None where nothing sensible was asked."""
        return self.cleaned_data.get(name) or None

    @property
    def others(self) -> list:
        """The fields that are folded away."""
        hidden = {"q", "state"} | ({"dealership"} if len(self.fields["dealership"].choices) < 3 else set())
        return [field for field in self if field.name not in hidden]

    @property
    def is_open(self) -> bool:
        """Whether a folded field says something."""
        return any(field.errors or self.asked(field.name) for field in self.others)

    @property
    def is_narrowed(self) -> bool:
        return any(self.asked(name) for name in self.fields if name != "sort")

    def people(self, people: QuerySet) -> QuerySet:
        wanted = {
            "dealership__code": self.asked("dealership"),
            "job_role": self.asked("job_role"),
            "hired_on__gte": self.asked("hired_since"),
        }
        return people.filter(**{name: value for name, value in wanted.items() if value})

    def found(self, entries: list[Entry]) -> list[Entry]:
        words = self.asked("q")
        return [entry for entry in entries if entry.matches(words)] if words else entries

    def shown(self, entries: list[Entry]) -> list[Entry]:
        """Those of `entries`, which stand by urgency, in the state and the order that were asked for."""
        state, sort = self.asked("state"), self.asked("sort")
        shown = [entry for entry in entries if state in (None, entry.state)]
        return in_order(shown, sort) if sort in ("pinyin", "hired") else shown
