"""How authors name clauses in the admin: from a list with a filter, or by code where a page has many such fields.

Both are `ClausesField`, which stands for every relation to clauses; a panel that says nothing gets the list.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django.forms import CheckboxSelectMultiple, ModelMultipleChoiceField, TextInput
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.forms.models import register_form_field_override

from standards.models import Area, Clause

BETWEEN = re.compile(r"[\s,;，；、]+")


class ClausePicker(CheckboxSelectMultiple):
    """What is chosen first, then every clause by area, with a box that finds code and words of both languages."""

    template_name = "standards/widgets/clause_picker.html"

    class Media:
        css = {"all": ["standards/clause-picker.css"]}
        js = ["standards/clause-picker.js"]

    def get_context(self, name: str, value: Any, attrs: dict | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        options = [option for _group, members, _place in context["widget"]["optgroups"] for option in members]
        by_area: dict[str, list[dict]] = {}
        for option in options:
            if not option["selected"]:
                by_area.setdefault(option["clause"].area, []).append(option)
        areas = [(area, by_area[area]) for area in Area if area in by_area]
        return context | {"chosen": [option for option in options if option["selected"]], "areas": areas}

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return super().create_option(name, value, *args, **kwargs) | {"clause": value.instance}


class ClauseCodes(TextInput):
    """The codes in one line, such as P2-04, P2-07, and below what they say: a check sheet has thirty such fields."""

    template_name = "standards/widgets/clause_codes.html"

    def format_value(self, value: Any) -> str:
        return ", ".join(value) if isinstance(value, list) else value or ""

    def get_context(self, name: str, value: Any, attrs: dict | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        return context | {"chosen": [code.clause for code in value or () if isinstance(code, Code)]}

    def value_from_datadict(self, data: QueryDict, files: MultiValueDict, name: str) -> list[str]:
        return [code.upper() for line in data.getlist(name) for code in BETWEEN.split(line) if code]


class Code(str):
    """A code that knows its clause, so that showing what it says asks nothing of the database."""

    clause: Clause

    @classmethod
    def of(cls, clause: Clause) -> Code:
        code = cls(clause.code)
        code.clause = clause
        return code


class ClausesField(ModelMultipleChoiceField):
    default_error_messages = {"invalid_choice": _("There is no clause %(value)s.")}

    def __init__(self, queryset: Any, **kwargs: Any) -> None:
        super().__init__(queryset, **kwargs)
        if isinstance(self.widget, ClauseCodes):
            self.to_field_name = "code"

    def prepare_value(self, value: Any) -> Any:
        if self.to_field_name and isinstance(value, Iterable):
            return [Code.of(one) if isinstance(one, Clause) else one for one in value]
        return super().prepare_value(value)


def form_field(field: ParentalManyToManyField) -> dict[str, Any]:
    if field.remote_field.model is not Clause:
        return {}
    return {"form_class": ClausesField, "widget": ClausePicker}


register_form_field_override(ParentalManyToManyField, override=form_field)
