from django import forms
from django.utils.translation import gettext_lazy as _


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Verification code"),
        max_length=40,
        help_text=_("16 letters and digits, printed beside the QR code."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )

    def clean_code(self) -> str:
        return "".join(letter for letter in self.cleaned_data["code"].upper() if letter.isalnum())


class RevocationForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"), help_text=_("Anybody who verifies the certificate sees that it is revoked, not why."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
