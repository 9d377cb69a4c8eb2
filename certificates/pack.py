"""Certificates, badges, sign-offs and what they rest on, for the auditor's pack.

Printed and signed is what is in force; whatever else was ever issued stands there as figures and as its badge.
"""

from collections.abc import Iterator
from typing import Any

from django.utils import timezone

from certificates import issuing, printable
from certificates.badges import publishing, status
from certificates.badges.issuing import Forgotten, credential_json, status_list
from certificates.models import Certificate, Certification, SignOff
from certificates.validity import IN_FORCE
from people.packs import Record, Scope, as_json, of_facts
from people.privacy.copying import facts


def records(scope: Scope) -> Iterator[Record]:
    held = Certificate.objects.filter(person__in=scope.people, awarded_at__lte=scope.at).with_state()
    today = timezone.localdate(scope.at)
    for each in held.order_by("serial").defer("evidence"):
        name, pk = each.serial.lower(), each.pk
        if each.state(today) in IN_FORCE:
            yield Record(f"certificates/{name}.pdf", lambda pk=pk: printed(pk, scope))
        yield of_facts(f"certificates/{name}.json", lambda pk=pk: certificate(pk, scope))
        yield Record(f"badges/{name}.json", lambda pk=pk: badge(pk, scope))
    for number in sorted({status.place(pk)[0] for pk in held.order_by("pk").values_list("pk", flat=True)}):
        yield Record(f"badges/status-{number}.json", lambda number=number: status_list(number, scope.at)[0])
    for programme in Certification.objects.order_by("code"):
        yield of_facts(f"certifications/{programme.code.lower()}.json", lambda each=programme: certification(each))
    yield of_facts("sign-offs.json", lambda: sign_offs(scope))
    yield Record("keys.json", lambda: as_json(publishing.key_set()))


def printed(pk: int, scope: Scope) -> bytes | None:
    """None where a name holds a character that no font of ours has, or the holder is forgotten."""
    found = Certificate.objects.select_related("certification", "person", "appearance__edition").get(pk=pk)
    try:
        return issuing.signed_pdf(found, scope.at) if found.name else None
    except printable.UnprintableName:
        return None


def badge(pk: int, scope: Scope) -> bytes | None:
    try:
        return credential_json(Certificate.objects.select_related("certification").get(pk=pk), scope.at)
    except Forgotten:
        return None


def certificate(pk: int, scope: Scope) -> dict[str, Any]:
    found = Certificate.objects.with_state().select_related("person", "before").get(pk=pk)
    decided = {
        "revocation": getattr(found, "revocation", None),
        "by_hand": getattr(found, "by_hand", None),
    }
    about = facts(found) | {"holder": found.person.employee_number, "state": found.state(timezone.localdate(scope.at))}
    about |= {"before": found.before.serial if found.before else None}
    about |= {name: act(row) for name, row in decided.items() if row}
    suspensions = found.suspensions.select_related("lifting").order_by("at", "pk")
    lifted = [(each, getattr(each, "lifting", None)) for each in suspensions]
    return about | {"suspensions": [{**act(each), "lifted": lifting and act(lifting)} for each, lifting in lifted]}


def act(row) -> dict[str, Any]:
    return facts(row) | {"by": row.by.employee_number}


def certification(programme: Certification) -> dict[str, Any]:
    requirements = [facts(each) for each in programme.requirements.order_by("sort_order", "pk")]
    return facts(programme) | {"requirements": requirements}


def sign_offs(scope: Scope) -> list[dict[str, Any]]:
    given = SignOff.objects.filter(person__in=scope.people, at__lte=scope.at).order_by("at", "pk")
    related = given.select_related("person", "by", "certification", "withdrawal__by")
    return [
        act(each)
        | {"id": f"certificates.signoff:{each.pk}", "person": each.person.employee_number}
        | {"certification": each.certification.code}
        | ({"withdrawn": act(each.withdrawal)} if hasattr(each, "withdrawal") else {})
        for each in related
    ]
