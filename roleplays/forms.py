from collections import Counter
from datetime import datetime

from django import forms
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm, WagtailAdminPageForm

from roleplays import scoring
from roleplays.incoming import LONGEST_COMMENT


class CheckSheetForm(WagtailAdminModelForm):
    """Marks are kept by code, so a code may stand on a sheet once only, in whichever section."""

    def clean(self) -> dict:
        cleaned = super().clean()
        item_forms = [form for section in self._kept("sections") for form in _kept_forms(section.formsets["items"])]
        codes = Counter(form.cleaned_data.get("code") for form in item_forms if form.is_valid())
        for form in item_forms:
            if form.is_valid() and codes[form.cleaned_data.get("code")] > 1:
                form.add_error("code", _("This code is on the sheet more than once."))
                self.add_error(None, _("Each code may be on the sheet only once."))
        for form in item_forms:
            if form.is_valid():
                _check_anchors(form)
        return cleaned

    def _kept(self, name: str) -> list[forms.ModelForm]:
        return _kept_forms(self.formsets[name])


CUSTOMER = ("name", "persona", "car", "mood", "hidden_facts", "reveal")


class RolePlayPageForm(WagtailAdminPageForm):
    """A customer's card is written whole, or not at all: then the page is an audit."""

    def clean(self) -> dict:
        data = super().clean()
        blank = [f"customer_{name}" for name in CUSTOMER if not strip_tags(data.get(f"customer_{name}") or "").strip()]
        if not self.is_deferred_validation and len(blank) < len(CUSTOMER):
            for name in set(blank) & set(self.fields):
                self.add_error(
                    name, _("Fill in the whole card of the customer, or leave all of it blank for an audit.")
                )
        return data


def _check_anchors(form: forms.ModelForm) -> None:
    """Each grade of the scale 1 to 5 is described, and nothing else is."""
    anchors = [line for line in form.cleaned_data["anchors"].splitlines() if line.strip()]
    if form.cleaned_data["scale"] == scoring.Scale.FIVE and len(anchors) != len(scoring.GRADES):
        form.add_error("anchors", _("Describe each of the five grades, one a line."))
    elif form.cleaned_data["scale"] != scoring.Scale.FIVE and anchors:
        form.add_error("anchors", _("Only the scale 1 to 5 has descriptions of its grades."))


def _kept_forms(formset: forms.BaseFormSet) -> list[forms.ModelForm]:
    return [
        form
        for form in formset.forms
        if form not in formset.deleted_forms and form.has_changed() | bool(form.instance.pk)
    ]


class BoardForm(forms.Form):
    """What the board shows; each field may be left out."""

    q = forms.CharField(required=False, max_length=80)
    role_play = forms.UUIDField(required=False)
    show = forms.ChoiceField(required=False, choices=[("", ""), ("open", "")])


class OpenForm(forms.Form):
    person = forms.IntegerField()
    role_play = forms.UUIDField()


class UndoForm(forms.Form):
    """A device names what it sends by `key`, and sends its own time as `device_at`."""

    key = forms.UUIDField(required=False)
    device_at = forms.DateTimeField(required=False)

    def clean_device_at(self) -> datetime | None:
        """Its clock may be wrong, and that costs nobody a tap; but no database keeps every year."""
        at = self.cleaned_data["device_at"]
        return at if at and 1970 < at.year < 3000 else None


class TapForm(UndoForm):
    """A tap comes as `tap`, "W-01 done"; the view knows what the item's scale allows."""

    tap = forms.RegexField(r"^[A-Za-z0-9-]+ [a-z0-9]+$")
    reason = forms.CharField(required=False, max_length=LONGEST_COMMENT)

    def clean(self) -> dict:
        cleaned = super().clean()
        if "tap" in cleaned:
            cleaned["item"], cleaned["value"] = cleaned["tap"].split()
        return cleaned


class CommentForm(forms.Form):
    item = forms.CharField(max_length=16)
    text = forms.CharField(required=False, max_length=LONGEST_COMMENT, strip=True)


class SubmitForm(forms.Form):
    rating = forms.TypedChoiceField(
        coerce=int,
        label=gettext_lazy("Overall impression"),
        help_text=gettext_lazy(
            "Of the whole, apart from the items. It changes no score; it shows where the pass mark belongs."
        ),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what fits the whole performance best.")},
    )
    comment = forms.CharField(
        required=False,
        max_length=4000,
        label=gettext_lazy("Overall comment"),
        help_text=gettext_lazy("What was good, and what to practise. The advisor reads it with the result."),
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def __init__(self, *args, choices: list[tuple[int, str]], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rating"].choices = choices


class CancelForm(forms.Form):
    because = forms.CharField(
        max_length=500,
        label=gettext_lazy("Why"),
        help_text=gettext_lazy("Such as: opened for the wrong person."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
