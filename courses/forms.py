from django import forms


class PositionForm(forms.Form):
    block = forms.UUIDField()

    def clean_block(self) -> str:
        return str(self.cleaned_data["block"])
