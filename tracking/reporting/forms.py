import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from people.models import Dealership, User
from people.tables import tables
from tracking.models import Report
from tracking.models.report import Form, Rhythm


class People(forms.ModelMultipleChoiceField):
    def label_from_instance(self, person: User) -> str:
        return person.called


class ReportForm(forms.ModelForm):
    """Receivers are those who answer for the dealership and have a mailbox; tables those that its list is open to."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    tables = forms.MultipleChoiceField(label=_("Tables"), widget=forms.CheckboxSelectMultiple)
    receivers = People(
        User.objects.none(), label=_("Receivers"), widget=forms.CheckboxSelectMultiple,
        help_text=_("Whoever answers for the dealership and has an e-mail address. Each gets what they may see."),
    )  # fmt: skip

    rhythm = forms.ChoiceField(label=_("How often"), choices=Rhythm.choices, widget=forms.RadioSelect)
    form = forms.ChoiceField(label=_("As"), choices=Form.choices, widget=forms.RadioSelect)

    class Meta:
        model = Report
        fields = ["key", "tables", "rhythm", "form", "receivers"]

    def __init__(self, data, reader: User, dealership: Dealership, candidates: list[User]) -> None:
        initial = {
            "key": uuid.uuid4(),
            "rhythm": "weekly",
            "form": "xlsx",
            "tables": ["team"],
            "receivers": [reader.pk],
        }
        super().__init__(data, initial=initial, instance=Report(owner=reader, dealership=dealership))
        with_mail = [person.pk for person in candidates if person.email]
        self.fields["receivers"].queryset = User.objects.filter(pk__in=with_mail).order_by("employee_number")
        offered = [table for table in tables() if table.by_place and table.is_for(reader)]
        self.fields["tables"].choices = [(table.name, table.title) for table in offered]

    def validate_unique(self) -> None:
        """A key that is there already is the same form sent twice: the view then makes no second report."""
