from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

NEW_VERSION, CORRECTION = "new", "same"


class ClauseForm(WagtailAdminModelForm):
    """Says whether a change is another requirement, which makes a new version, or better words for the same one."""

    change = forms.ChoiceField(
        label=_("What kind of change is this?"),
        choices=[
            (NEW_VERSION, _("The requirement changes: a new version, in force from the date below")),
            (CORRECTION, _("Only the wording is corrected: the requirement stays as it is")),
        ],
        widget=forms.RadioSelect,
        initial=NEW_VERSION,
        required=False,
        help_text=_("A new version touches everybody certified on the one before; the impact report lists them."),
    )
    documents = forms.CharField(
        label=_("documents it comes from"), required=False, help_text=_("Separated by blanks, such as D1 D18.")
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.initial["documents"] = " ".join(self.instance.documents)
        if self.instance.pk:
            self.fields["code"].disabled = True
            self.fields["area"].disabled = True
        else:
            del self.fields["change"]

    def clean_documents(self) -> list[str]:
        return self.cleaned_data["documents"].split()

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("code") and cleaned.get("area") and not cleaned["code"].startswith(f"{cleaned['area']}-"):
            self.add_error("code", _("The code begins with the area, as in P2-06."))
        before = self.initial.get("in_force_from")
        if self.is_new_version() and before and cleaned.get("in_force_from") and cleaned["in_force_from"] <= before:
            self.add_error("in_force_from", _("A new version is in force from a later date than the one before."))
        return cleaned

    def is_new_version(self) -> bool:
        has_new_words = bool(set(self.changed_data) - {"change", "in_force_from"})
        return bool(self.instance.pk) and has_new_words and self.cleaned_data.get("change") != CORRECTION

    def save(self, commit: bool = True):
        if self.is_new_version():
            self.instance.version += 1
        return super().save(commit)
