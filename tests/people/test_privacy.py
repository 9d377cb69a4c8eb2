"""Consents, copies, who looked, and retention dates: each for the right person and nobody else."""

import datetime as dt
import json
import zipfile
from io import BytesIO, StringIO

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.template import RequestContext, Template
from django.test import Client, RequestFactory
from django.urls import reverse

from people import audit
from people.audit import Action
from people.audit.records import AuditEntry, AuditOrigin
from people.importing.records import Import
from people.models import User
from people.privacy import consents, copying, retention
from people.privacy.records import Consent, Copy, Erasure, RetentionPeriod


@pytest.fixture
def decide(signed_in, lin):
    def decide(decision: str, kind: str = "photograph", version: str = consents.VERSION):
        url = reverse("people:consent", args=[kind])
        return signed_in(lin).post(url, {"decision": decision, "version": version})

    return decide


def test_a_consent_is_a_row_with_the_version_of_its_text(decide, lin):
    decide("given")
    row = Consent.objects.get()
    assert (row.person, row.kind, row.decision, row.version) == (lin, "photograph", "given", consents.VERSION)
    assert consents.is_given(lin, "photograph")
    assert not consents.is_given(lin, "face")


def test_deciding_twice_is_deciding_once(decide):
    decide("given")
    decide("given")
    assert Consent.objects.count() == 1


def test_a_consent_can_be_withdrawn_and_both_are_in_the_trail(decide, lin):
    decide("given")
    decide("withdrawn")
    assert consents.is_withdrawn(lin, "photograph")
    actions = AuditEntry.objects.filter(action__startswith="consent").order_by("pk").values_list("action", flat=True)
    assert list(actions) == ["consent_given", "consent_withdrawn"]


@pytest.mark.parametrize(("decision", "kind"), [("perhaps", "photograph"), ("given", "soul"), ("", "face")])
def test_what_cannot_be_decided_is_not_found(decide, decision, kind):
    assert decide(decision, kind).status_code == 404


def test_an_old_text_is_not_agreed_to(decide):
    decide("given", version="2001-01")
    assert not Consent.objects.exists()


def test_nothing_is_agreed_to_by_looking(signed_in, lin):
    assert signed_in(lin).get(reverse("people:consent", args=["face"])).status_code == 405
    assert not Consent.objects.exists()


def test_the_person_sees_who_looked_and_nobody_elses_looks(signed_in, lin, zhou, chen, now):
    audit.record(chen, Action.VIEWED, lin, at=now)
    audit.record(chen, Action.VIEWED, zhou, at=now)
    audit.record(lin, Action.EXPORTED, lin, at=now)
    page = signed_in(lin).get(reverse("people:privacy"))
    assert [(entry.person, name) for entry, name in page.context["looks"]] == [(lin.pk, "陈立")]


@pytest.fixture
def copy(lin, now) -> Copy:
    made = Copy.objects.create(person=lin, asked_by=lin, asked_at=now)
    copying.make(made, now)
    return made


def test_a_copy_holds_what_is_kept_as_data_and_as_a_page(copy, lin):
    with zipfile.ZipFile(BytesIO(copy.file.read())) as archive:
        person = json.loads(archive.read("json/person.json"))[0]
        page = archive.read("index.html").decode()
    assert (person["name"], person["employee_number"], "password" in person) == ("林晓", "lin", False)
    assert "林晓" in page


def test_a_copy_holds_nothing_of_others(copy, zhou, now, lin, chen):
    audit.record(chen, Action.VIEWED, lin, at=now)
    again = Copy.objects.create(person=lin, asked_by=chen, asked_at=now)
    copying.make(again, now)
    with zipfile.ZipFile(BytesIO(again.file.read())) as archive:
        everything = "".join(archive.read(name).decode() for name in archive.namelist())
    assert "周堃" not in everything
    assert "陈立" not in everything


def test_the_person_takes_the_copy_and_that_is_in_the_trail(copy, signed_in, lin):
    response = signed_in(lin).get(reverse("people:copy", args=[copy.pk]))
    assert response["Content-Type"] == "application/zip"
    assert AuditEntry.objects.filter(action="copy_taken", actor=lin.pk).exists()


@pytest.mark.parametrize("who", ["zhou", "chen", "xu", "regional", "admin"])
def test_nobody_else_takes_it(copy, signed_in, who, request):
    response = signed_in(request.getfixturevalue(who)).get(reverse("people:copy", args=[copy.pk]))
    assert response.status_code == 404


def test_asking_twice_makes_one(signed_in, lin, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        signed_in(lin).post(reverse("people:ask_for_copy"))
        signed_in(lin).post(reverse("people:ask_for_copy"))
    made = Copy.objects.get(person=lin)
    assert (made.percent, made.is_going) == (100, False)


def test_a_copy_that_cannot_be_made_says_so(lin, now, monkeypatch):
    monkeypatch.setattr(copying, "_write", lambda copy, file: 1 / 0)
    made = Copy.objects.create(person=lin, asked_by=lin, asked_at=now)
    with pytest.raises(ZeroDivisionError):
        copying.make(made, now)
    assert Copy.objects.get().failed_at == now


ADMIN = ["people_privacy", "people_privacy_copy", "people_privacy_erase", "people_retention"]


@pytest.mark.parametrize("name", ADMIN)
@pytest.mark.parametrize("who", ["zhou", "xu", "chen", "regional"])
def test_nobody_but_administrators_has_these_addresses(name, who, request, signed_in, lin):
    url = reverse(name, args=[] if name == "people_retention" else [lin.pk])
    client = signed_in(request.getfixturevalue(who))
    for response in (client.get(url), client.post(url, {"employee_number": "lin"})):
        assert response.status_code in (404, 405) or response.url.startswith(
            ("/admin/login/", "/zh-hans/admin/", "/en/admin/")
        )
    assert not Erasure.objects.exists()


def test_an_administrator_erases_after_typing_the_number(signed_in, admin, lin):
    url = reverse("people_privacy_erase", args=[lin.pk])
    signed_in(admin).post(url, {"employee_number": "zhou"})
    assert not Erasure.objects.exists()
    signed_in(admin).post(url, {"employee_number": " LIN "})
    lin.refresh_from_db()
    assert (lin.is_active, lin.email, "林" in lin.name) == (False, "", False)
    assert signed_in(admin).get(reverse("people_privacy", args=[lin.pk])).status_code == 200


LATER = dt.timedelta(days=400)


@pytest.fixture
def old(copy, lin, admin, now):
    audit.record(lin, Action.SIGNED_IN, lin, at=now, private={"tried": "lin"})
    changes = [{"person": lin.pk, "kind": "new", "before": {}, "after": {"name": "林晓"}}]
    Import.objects.create(by=admin, at=now, file_name="a.csv", state="committed", changes=changes)


def test_what_is_old_goes_and_that_is_in_the_trail(old, now):
    gone = retention.carry_out(now + LATER)
    assert (gone["copies"], gone["origins"], gone["imports"]) == (1, 1, 1)
    assert not Copy.objects.exists()
    assert not AuditOrigin.objects.exists()
    assert AuditEntry.objects.filter(action="retention").exists()
    assert set(retention.carry_out(now + LATER).values()) == {0}


def test_a_dry_run_takes_nothing_away(old, now):
    assert retention.carry_out(now + LATER, really=False)["copies"] == 1
    assert Copy.objects.exists()
    out = StringIO()
    call_command("people", "retention", "--dry-run", stdout=out)
    assert "leavers: 0" in out.getvalue()


def test_what_is_young_stays(old, now):
    assert set(retention.carry_out(now + dt.timedelta(days=6)).values()) == {0}


def test_whoever_left_long_ago_is_erased(lin, zhou, now):
    User.objects.filter(pk=lin.pk).update(is_active=False)
    lin.memberships.all().delete()
    lin.memberships.create(role="advisor", is_main=True, dealership=lin.dealership, until=now.date())
    assert retention.carry_out(now + dt.timedelta(days=1800))["leavers"] == 0
    assert retention.carry_out(now + dt.timedelta(days=1900))["leavers"] == 1
    assert Erasure.objects.get().person == lin


def test_administrators_change_the_dates(signed_in, admin):
    days = {kind: str(number) for kind, number in retention.days().items()}
    signed_in(admin).post(reverse("people_retention"), days | {"copies": "30"})
    assert dict(RetentionPeriod.objects.values_list("kind", "days")) == {"copies": 30}
    signed_in(admin).post(reverse("people_retention"), days | {"copies": "0"})
    assert retention.days()["copies"] == 30


def test_strangers_are_asked_to_sign_in(db):
    assert Client().get(reverse("people:privacy")).status_code == 302


# --- Asked where it matters -----------------------------------------------------------------------------------------


def asked(person, kind: str = "photograph", **request) -> str:
    shown = Template('{% load consents %}{% asks_consent "' + kind + '" %}')
    made = RequestFactory().get("/en/learn/", **request)
    made.user = person
    return shown.render(RequestContext(made)).strip()


def test_whoever_has_not_decided_is_asked_on_the_spot(lin):
    assert "Your trainer may photograph" in asked(lin)
    assert 'name="next" value="/en/learn/"' in asked(lin)


@pytest.mark.parametrize("decision", ["given", "withdrawn"])
def test_whoever_has_decided_is_asked_no_more(decide, lin, decision):
    decide(decision)
    assert asked(lin) == ""
    assert asked(lin, "voice") != ""


def test_only_whoever_performs_is_asked(xu, chen):
    assert asked(xu) == asked(chen) == asked(AnonymousUser()) == ""


@pytest.mark.parametrize(
    ("asked_at", "leads_to"), [("/en/learn/x/", "/en/learn/x/"), ("https://evil.example/", "/en/me/data/")]
)
def test_after_the_answer_one_is_where_one_was(signed_in, lin, asked_at, leads_to):
    said = {"decision": "given", "version": consents.VERSION, "next": asked_at}
    assert signed_in(lin).post(reverse("people:consent", args=["score"]), said).url == leads_to
