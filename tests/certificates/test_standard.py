"""What a changed clause touches among certifications and the people who hold them."""

import datetime as dt
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from standards.impact import impact_of
from standards.models import Clause
from standards.uses import Kind


def said(*args) -> str:
    out = StringIO()
    call_command("standards", *args, stdout=out)
    return out.getvalue()


@pytest.fixture
def taught(clause, lesson) -> Clause:
    lesson.clauses.add(clause)
    lesson.save()
    return clause


@pytest.fixture
def clause(db) -> Clause:
    return Clause.objects.create(
        code="P2-03", area="P2", in_force_from=dt.date(2026, 1, 1), text_en="Smile", text_zh="微笑"
    )


def renew(clause: Clause, on: dt.date) -> None:
    clause.version, clause.in_force_from, clause.text_en = 2, on, "Smile sooner"
    clause.save()


def test_a_certification_rests_on_the_clauses_of_what_it_asks_for(certification, taught):
    assert [use.key for use in impact_of(taught).of(Kind.CERTIFICATION)] == [certification.code]


def test_a_clause_that_nothing_asks_for_touches_no_certification(certification, clause):
    assert impact_of(clause).uses == ()


def test_nobody_is_certified_on_an_older_version_of_a_first_one(certificate, taught):
    assert impact_of(taught).holders == ()


def test_whoever_was_certified_before_the_new_version_is_listed(certificate, taught):
    renew(taught, certificate.awarded_on + dt.timedelta(days=1))
    assert [holder.serial for holder in impact_of(taught).holders] == [certificate.serial]


def test_whoever_was_certified_on_the_new_version_is_not(certificate, taught):
    renew(taught, certificate.awarded_on)
    assert impact_of(taught).holders == ()


def test_a_revoked_or_expired_certificate_is_not_touched(certificate, taught, admin, now):
    renew(taught, certificate.awarded_on + dt.timedelta(days=1))
    certificate.revoke(by=admin, at=now, reason="Mistake")
    assert impact_of(taught).holders == ()


@pytest.mark.parametrize(("who", "count"), [("admin", 1), ("xu", 1), ("harbour_trainer", 0)])
def test_an_author_sees_the_people_of_their_scope_only(request, signed_in, certificate, taught, who, count):
    renew(taught, certificate.awarded_on + dt.timedelta(days=1))
    page = signed_in(request.getfixturevalue(who)).get(reverse("standards_impact"), {"clause": "P2-03"})
    assert page.content.decode().count(certificate.serial) == count * 2  # in its address and in words


def test_the_command_lists_it_all(certificate, certification, taught, lesson, lin):
    renew(taught, certificate.awarded_on + dt.timedelta(days=1))
    words = said("impact", "P2-03")
    for expected in (lesson.title, certification.title_en, lin.name, certificate.serial, "version 2"):
        assert expected in words


def test_the_command_names_an_unknown_clause(db):
    with pytest.raises(CommandError, match="P9-99"):
        said("impact", "P9-99")
