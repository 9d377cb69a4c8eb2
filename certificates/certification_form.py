from collections import Counter

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminModelForm

from certificates import printable

PRINTED = ("title_zh", "title_en", "standard_version", "issuer_zh", "issuer_en", "signatory_zh", "signatory_en")


class CertificationForm(WagtailAdminModelForm):
    """Groups and requirements are written side by side, so what joins them is looked at when both are known."""

    def clean(self) -> dict:
        cleaned = super().clean()
        for name in PRINTED:
            if missing := printable.missing_characters(cleaned.get(name) or ""):
                self.add_error(
                    name, _("Our fonts cannot draw %(characters)s.") % {"characters": " ".join(sorted(missing))}
                )
        needed = {row["code"]: row["needed"] for row in self._rows("groups") if row.get("code") and row.get("needed")}
        members = Counter((row.get("group"), row.get("road")) for row in self._rows("requirements") if row.get("group"))
        for (code, _road), number in members.items():
            if code not in needed:
                raise ValidationError(_("There is no group “%(code)s”.") % {"code": code})
            if number < needed[code]:
                raise ValidationError(_("Group “%(code)s” has fewer requirements than suffice.") % {"code": code})
        return cleaned

    def _rows(self, name: str) -> list[dict]:
        """What stands in the forms of a panel, without those that are being taken away."""
        if name not in self.formsets:
            return []
        rows = [form.cleaned_data for form in self.formsets[name].forms if form.is_valid()]
        return [row for row in rows if not row.get("DELETE")]
