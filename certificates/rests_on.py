"""Which certificates rest on a result, for `courses.resting`."""

from collections.abc import Collection, Iterator

from django.urls import reverse
from django.utils import timezone

from certificates.models import Certificate
from courses.resting import Resting
from people.localized import localized

PEOPLE_AT_ONCE = 500  # SQLite takes only so many values


def rests_on(people: Collection[int], evidence: Collection[str]) -> Iterator[Resting]:
    wanted, today, numbers = set(evidence), timezone.localdate(), sorted(set(people))
    for start in range(0, len(numbers), PEOPLE_AT_ONCE):
        some = numbers[start : start + PEOPLE_AT_ONCE]
        rows = Certificate.objects.with_state().filter(person__in=some).order_by("person", "-awarded_at", "-pk")
        for certificate in rows.select_related("certification"):
            for name in sorted(named_by(certificate) & wanted):
                yield Resting(
                    name, certificate.person_id, localized(certificate, "title"), certificate.serial,
                    certificate.state(today), reverse("certificates:detail", args=[certificate.serial]),
                )  # fmt: skip


def named_by(certificate: Certificate) -> set[str]:
    return {result["evidence"] for row in certificate.evidence for result in row.get("results", [])}
