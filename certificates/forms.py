from unicodedata import normalize

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from certificates import printable
from certificates.models import Batch, Certificate, Certification


def drawable(text: str) -> None:
    """A validator: nothing is typed on a certificate that would be a box on paper."""
    if missing := printable.missing_characters(text):
        said = _("Our fonts cannot draw %(characters)s.") % {"characters": " ".join(sorted(missing))}
        raise forms.ValidationError(said)


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Verification code or serial number"),
        max_length=40,
        help_text=_("The 16 letters and digits beside the QR code, or the whole serial number."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )

    def clean_code(self) -> str:
        text = normalize("NFKC", self.cleaned_data["code"]).upper()
        return "".join(letter for letter in text if letter.isascii() and letter.isalnum())


class FileForm(forms.Form):
    file = forms.FileField(
        label=_("PDF of the certificate, or its credential"),
        help_text=_("It is looked at in memory and not kept."),
        error_messages={
            "required": _("Choose a file of at most 5 MB."), "missing": _("Choose a file of at most 5 MB."),
            "empty": _("The file is empty."),
        },
        widget=forms.FileInput(attrs={"accept": ".pdf,.json,.jwt,application/pdf"}),
    )  # fmt: skip


class NameForm(forms.Form):
    name = forms.CharField(
        label=_("Name on the paper"),
        max_length=120,
        help_text=_("In either script. What you type is compared and not kept."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class RevocationForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"), help_text=_("Anybody who verifies the certificate sees that it is revoked, not why."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class ReplacementForm(ReasonForm):
    name = forms.CharField(label=_("Name on the certificate"), max_length=80, validators=[drawable])
    name_latin = forms.CharField(label=_("Name in Latin letters"), max_length=120, validators=[drawable])

    field_order = ["name", "name_latin", "reason"]


class SignOffForm(forms.Form):
    comment = forms.CharField(
        label=pgettext_lazy("sign-off", "Comment"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class HandForm(ReasonForm):
    """`held` is what the person held when the page was opened: who sends it twice gets the first one's certificate."""

    certification = forms.ModelChoiceField(Certification.objects.filter(is_offered=True), label=_("Certification"))
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    field_order = ["certification", "reason"]

    def __init__(self, *args, person, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.issued = Certificate.objects.filter(person=person)
        self.fields["seen"].initial = " ".join(self.issued.newest().values_list("serial", flat=True))

    def clean(self) -> dict:
        cleaned = super().clean()
        if certification := cleaned.get("certification"):
            seen = self.issued.filter(certification=certification, serial__in=cleaned.get("seen", "").split())
            cleaned["held"] = seen.first()
        return cleaned


class BatchForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("As"), choices=Batch.Kind.choices, widget=forms.RadioSelect, initial=Batch.Kind.PDF
    )
