"""The page for people in a pack: what is in it, whose certificates are in force, and how to verify it first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from certificates.models import Certificate
from people.packs import Scope

# What a folder or a single record is; one that is not here goes by its name.
ABOUT = {
    "certificates": _("Certificates ever issued, with their states; those in force as signed PDF, too"),
    "badges": _("The same certificates as digital badges, and the lists that say which were revoked"),
    "certifications": _("What each certification asks for"),
    "sign-offs.json": _("Managers’ sign-offs, and those that were taken back"),
    "ledger": _("What each person finished, passed and failed"),
    "evidence": _("Role-plays as they were scored: every mark of every assessor"),
    "assessors": _("Who scored, how they were calibrated, and how alike they score"),
    "people.json": _("Who works here, or worked here last"),
    "standard": _("The service standard: each clause in all its versions"),
    "keys.json": _("The published keys on the day of the pack; to verify it, fetch them yourself"),
}


def index(scope: Scope, file_name: str, names: list[str]) -> bytes:
    """`names` are the records that are in the pack already; this page is one more."""
    shown = {
        "scope": scope,
        "file_name": file_name,
        "number": len(names) + 1,
        "parts": parts(names),
        "keys": keys_address(),
        "language": scope.by.language,
    }
    with override(scope.by.language):
        shown["printed"] = list(printed(scope, names))
        return render_to_string("tracking/pack_index.html", shown).encode()


def keys_address() -> str:
    return f"{settings.PUBLIC_URL}{reverse('badges:key_set')}"


def parts(names: list[str]) -> list[tuple[str, str, int]]:
    """Name, what it is, and the number of records; in the order in which they are explained."""
    numbers = Counter(name.partition("/")[0] for name in names)
    order = [*(name for name in ABOUT if name in numbers), *sorted(numbers.keys() - ABOUT.keys())]
    return [(name, ABOUT.get(name, ""), numbers[name]) for name in order]


def printed(scope: Scope, names: list[str]) -> Iterator[tuple[str, Certificate]]:
    held = Certificate.objects.filter(person__in=scope.people).select_related("person").defer("evidence")
    paths = {name for name in names if name.endswith(".pdf")}
    for each in held.order_by("person__employee_number", "serial"):
        if (path := f"certificates/{each.serial.lower()}.pdf") in paths:
            yield path, each
