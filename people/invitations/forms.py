from django import forms
from django.contrib.auth.password_validation import password_validators_help_text_html, validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from people.models import Language, User

NEW = {"autocomplete": "new-password"}


class CodeForm(forms.Form):
    code = forms.CharField(
        label=pgettext_lazy("invitation", "Code"),
        max_length=40,
        help_text=_("12 letters and digits, printed below the QR code."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )


class WelcomeForm(forms.Form):
    language = forms.ChoiceField(label=_("Language"), choices=Language.choices, widget=forms.RadioSelect)
    password = forms.CharField(
        label=_("Your password"), strip=False, widget=forms.PasswordInput(attrs=NEW),
        help_text=password_validators_help_text_html,
    )  # fmt: skip
    again = forms.CharField(label=_("The same once more"), strip=False, widget=forms.PasswordInput(attrs=NEW))

    def __init__(self, *args, person: User, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_password(self) -> str:
        validate_password(self.cleaned_data["password"], self.person)
        return self.cleaned_data["password"]

    def clean_again(self) -> str:
        if "password" in self.cleaned_data and self.cleaned_data["again"] != self.cleaned_data["password"]:
            raise ValidationError(_("The two do not match."))
        return self.cleaned_data["again"]
