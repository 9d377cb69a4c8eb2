"""What is known of a person that a requirement could count: the ledger's results, sign-offs, and when they came."""

from collections.abc import Collection
from datetime import datetime, time

from django.utils import timezone

from certificates import rules
from certificates.models.sign_off import SignOff
from certificates.models.terms import HIRED, sign_off_key
from courses.models import LedgerEntry
from courses.models.ledger import DONE

Results = dict[int, list[rules.Result]]


def results_of(people: Collection, activities: set) -> Results:
    """All results with these keys by person's id, in two queries; in local time, since days are counted.

    A queryset of people becomes a part of them: listed one by one, a country of them is more than SQLite takes.
    """
    found: Results = {}
    for person, result in (*ledger_results(people, activities), *sign_offs(people, activities)):
        found.setdefault(person, []).append(result)
    if HIRED in activities:
        for person in people:
            if person.hired_on:
                hired = timezone.make_aware(datetime.combine(person.hired_on, time.min))
                evidence = f"hired:{person.hired_on.isoformat()}"
                found.setdefault(person.pk, []).append(rules.Result(HIRED, True, hired, evidence=evidence))
    return found


def ledger_results(people: Collection, activities: set):
    """Narrow rows: a page of the matrix has thousands."""
    rows = LedgerEntry.objects.filter(person__in=people, activity__in=activities)
    columns = ("person_id", "activity", "outcome", "score", "at", "evidence_kind", "evidence_id")
    here = timezone.get_current_timezone()
    for person, activity, outcome, score, at, kind, proof in rows.values_list(*columns):
        done = outcome in DONE
        evidence = f"{kind}:{proof}" if kind else ""
        yield person, rules.Result(activity, done, at.astimezone(here), score, evidence)


def sign_offs(people: Collection, activities: set):
    for given in SignOff.objects.standing().filter(person__in=people):
        if (key := sign_off_key(given.certification_id)) in activities:
            evidence = f"certificates.signoff:{given.pk}"
            yield given.person_id, rules.Result(key, True, timezone.localtime(given.at), evidence=evidence)
