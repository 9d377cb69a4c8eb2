"""After erasure nothing names or shows the person, in the database or in files; the certificate still verifies."""

import datetime as dt

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry
from wagtail.users.models import UserProfile

from certificates.models import Certificate
from courses.models import LedgerEntry
from people import audit
from people.audit import Action, sealing
from people.audit.records import AuditEntry, AuditOrigin
from people.importing.records import Import
from people.models import User
from people.privacy import consents, copying, scanning
from people.privacy.erasing import NotErasable, erase
from people.privacy.records import Copy
from roleplays.models import Edition, Mark, Photograph, ScoreSheet, Session

LATER = dt.timedelta(days=1)
PICTURE = b"\xff\xd8 a picture of somebody"


def sought(person: User) -> list[str]:
    return [person.name, "Linxiaolatin", "lin.xiao.secret@example.com", "emp-7741-x"]


@pytest.fixture
def known_everywhere(certificate, lin, xu, admin, now, signed_in) -> User:
    """Lin with an unmistakable name, in every place that keeps something of people."""
    User.objects.filter(pk=lin.pk).update(
        name="林晓绝无重名",
        name_latin="Linxiaolatin",
        email="lin.xiao.secret@example.com",
        employee_number="emp-7741-x",
    )
    lin.refresh_from_db()
    Certificate.objects.filter(person=lin).update(name=lin.name, name_latin=lin.name_latin)
    EmailAddress.objects.create(user=lin, email=lin.email)
    Authenticator.objects.create(user=lin, type="totp", data={"secret": lin.name})
    SocialAccount.objects.create(user=lin, provider="wecom", uid=f"corp/{lin.employee_number}")
    UserProfile.objects.create(user=lin, avatar=ContentFile(lin.name.encode(), "lin.txt"))
    ModelLogEntry.objects.log_action(lin, "wagtail.edit", user=admin)
    side = {"name": lin.name, "email": lin.email, "role": "advisor"}
    changes = [{"person": lin.pk, "kind": "changed", "before": side, "after": side}]
    Import.objects.create(by=admin, at=now, file_name="people.csv", state="committed", changes=changes)
    Import.objects.create(by=admin, at=now, file_name="next.csv", rows=[[2, [lin.employee_number, lin.name]]])
    Client().post("/en/accounts/login/", {"login": lin.email, "password": "wrong"})
    audit.record(lin, Action.SIGNED_IN, lin, at=now, private={"tried": lin.name})
    key = certificate.certification.requirements.first().page.translation_key
    edition = Edition.objects.create(
        check_sheet=key, number=1, content={"title": {"en": "R", "zh-hans": "R"}}, digest="0" * 64, made_at=now
    )
    session = Session.objects.create(
        person=lin, role_play=key, number=1,
        edition=edition, pass_mark=80, time_limit=15, opened_by=xu, opened_at=now, released_at=now, outcome="passed",
        percent=90, cancelled_because="",
    )  # fmt: skip
    sheet = ScoreSheet.objects.create(
        session=session, assessor=xu, comment=f"{lin.name}做得好", submitted_at=now, percent=90
    )
    Mark.objects.create(score_sheet=sheet, item="W-01", value="done", comment=f"{lin.name} smiles", at=now)
    Photograph.objects.create(
        score_sheet=sheet, item="W-01", file=ContentFile(PICTURE, "x.jpg"), sha256="0" * 64, taken_by=xu, at=now
    )
    consents.decide(lin, "voice", "given", version=consents.VERSION, at=now)
    copying.make(Copy.objects.create(person=lin, asked_by=lin, asked_at=now), now)
    signed_in(lin).get(reverse("people:profile"))
    return lin


def test_the_person_can_be_found_before(known_everywhere):
    found = set(scanning.places(sought(known_everywhere)))
    assert {
        "people_user.name", "certificates_certificate.name", "account_emailaddress.email", "people_import.changes",
        "people_import.rows", "roleplays_scoresheet.comment", "roleplays_mark.comment",
        "wagtailcore_modellogentry.label", "mfa_authenticator.data", "people_auditorigin.content",
    } <= found  # fmt: skip


def test_nothing_is_left_that_names_or_shows_them(known_everywhere, admin, now, django_capture_on_commit_callbacks):
    needles = sought(known_everywhere)
    photograph, avatar = Photograph.objects.get().file.name, UserProfile.objects.get(user=known_everywhere).avatar.name
    with django_capture_on_commit_callbacks(execute=True):
        erase(known_everywhere, by=admin, at=now)
    assert list(scanning.places(needles)) == []
    assert not any(default_storage.exists(name) for name in (photograph, avatar))
    assert not Photograph.objects.exists()


def test_the_certificate_still_verifies(known_everywhere, certificate, admin, now):
    erase(known_everywhere, by=admin, at=now)
    page = Client().get(reverse("certificates:verify", args=[certificate.code]))
    assert page.status_code == 200
    assert "林晓" not in page.content.decode()


def test_figures_stay_as_they_were(known_everywhere, admin, now):
    before = list(LedgerEntry.objects.order_by("pk").values_list("person", "activity", "outcome", "score"))
    erase(known_everywhere, by=admin, at=now)
    assert list(LedgerEntry.objects.order_by("pk").values_list("person", "activity", "outcome", "score")) == before
    assert Session.objects.get().percent == 90


def test_the_chain_of_the_trail_still_holds(known_everywhere, admin, now):
    sealing.seal()
    erase(known_everywhere, by=admin, at=now)
    sealing.seal()
    assert list(sealing.verify(now + LATER)) == []
    assert not AuditOrigin.objects.filter(entry__person=known_everywhere.pk).exists()
    assert AuditEntry.objects.filter(action="erased", actor=admin.pk, person=known_everywhere.pk).exists()


def test_whoever_is_erased_is_out_and_cannot_come_back(known_everywhere, admin, now, signed_in):
    client = signed_in(known_everywhere)
    erase(known_everywhere, by=admin, at=now)
    assert client.get(reverse("people:profile")).status_code == 302
    assert not Client().login(username="emp-7741-x", password="correct horse")


def test_erasing_twice_is_erasing_once(known_everywhere, admin, now):
    first = erase(known_everywhere, by=admin, at=now)
    assert erase(known_everywhere, by=admin, at=now + LATER) == first


def test_nobody_erases_themselves(admin, now):
    with pytest.raises(NotErasable):
        erase(admin, by=admin, at=now)


def test_others_lose_nothing(known_everywhere, zhou, admin, now):
    before = User.objects.filter(pk=zhou.pk).values().get()
    erase(known_everywhere, by=admin, at=now)
    assert User.objects.filter(pk=zhou.pk).values().get() == before


def test_json_on_sqlite_hides_nothing_from_the_search(known_everywhere):
    assert connection.vendor != "sqlite" or "\\u6797" in scanning.spellings("林")[1]
