from django import forms
from django.http import HttpRequest
from django.utils.translation import pgettext_lazy

from people.models import User


class ProfileForm(forms.ModelForm):
    """What people may change about themselves; the rest is their administrator's."""

    class Meta:
        model = User
        fields = ["name_latin", "email", "language"]


class SignUpForm(forms.Form):
    """What allauth does not ask for where sign-up is open: nobody is without a name."""

    name = forms.CharField(label=pgettext_lazy("person", "Name"), max_length=User._meta.get_field("name").max_length)

    def signup(self, request: HttpRequest, user: User) -> None:
        user.name = self.cleaned_data["name"]
        user.save(update_fields=["name"])
