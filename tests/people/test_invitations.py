"""Codes for whoever has no way in: who makes them, what they open, and for how long."""

import datetime as dt
import io
import re

import pytest
from django.contrib.auth import get_user
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from people.audit.records import AuditEntry
from people.importing.records import Import
from people.invitations.codes import ALPHABET, digest, new_code, printed, tidy
from people.invitations.records import LASTS, Invitation, invite
from people.invitations.rules import may_be_invited_by
from people.models import Membership, Role, User

PASSWORD = "a long enough one"
LIST, MAKE = "people:invitations", "people:invite"


@pytest.fixture
def fresh(riverside) -> User:
    """An advisor of Riverside who has never been in."""
    return User.objects.create_user("fresh", name="新人", dealership=riverside)


def code_for(person: User, by: User, at=None) -> str:
    [(_person, code)] = invite([person], by=by, at=at or timezone.now(), channel="sheet")
    return code


def scanned(code: str, client: Client | None = None) -> Client:
    client = client or Client()
    client.get(f"/i/{code}/")
    return client


def choose(client: Client, password: str = PASSWORD, again: str | None = None, language: str = "zh-hans"):
    sent = {"password": password, "again": password if again is None else again, "language": language}
    return client.post("/en/welcome/", sent)


def test_a_code_has_only_signs_that_paper_does_not_confuse():
    codes = [new_code() for _ in range(200)]
    assert set("".join(codes)) <= set(ALPHABET)
    assert not set("01OIAEU") & set(ALPHABET)
    assert len(set(codes)) == 200


@pytest.mark.parametrize(
    "typed", ["bcdf-ghjk-lmnp", "BCDF GHJK LMNP", " bcdfghjklmnp ", "BCDF—GHJK—LMNP", "BCDF-GHJK-IMNP"]
)
def test_a_code_is_read_however_it_is_typed(typed):
    assert tidy(typed) == "BCDFGHJKLMNP"
    assert printed("BCDFGHJKLMNP") == "BCDF-GHJK-LMNP"


def test_only_a_digest_is_kept(fresh, chen):
    code = code_for(fresh, chen)
    row = Invitation.objects.get()
    assert row.code_digest == digest(code)
    assert not any(code in str(value) or printed(code) in str(value) for value in vars(row).values())


def test_from_the_sheet_to_the_first_page(fresh, chen):
    code = code_for(fresh, chen)
    client = Client()
    response = client.get(f"/i/{code}/")
    assert response.url == "/zh-hans/welcome/"
    assert "新人" in client.get(response.url).content.decode()
    response = choose(client, language="en")
    assert response.url == "/en/start/"
    fresh.refresh_from_db()
    assert (get_user(client), fresh.language, fresh.check_password(PASSWORD)) == (fresh, "en", True)


def test_a_code_works_once(fresh, chen):
    code = code_for(fresh, chen)
    first, second = scanned(code), scanned(code)
    choose(first)
    assert choose(second, "something else long").status_code == 410
    assert Client().get(f"/i/{code}/").status_code == 410
    fresh.refresh_from_db()
    assert fresh.check_password(PASSWORD)


def test_looking_at_the_address_uses_nothing_up(fresh, chen):
    code = code_for(fresh, chen)
    for _ in range(3):
        Client().get(f"/i/{code}/", headers={"user-agent": "a messenger's preview"})
        Client().head(f"/i/{code}/")
    assert choose(scanned(code)).status_code == 302


def test_a_new_code_makes_the_old_one_worthless(fresh, chen):
    old, new = code_for(fresh, chen), code_for(fresh, chen)
    assert Client().get(f"/i/{old}/").status_code == 410
    assert Client().get(f"/i/{new}/").status_code == 302


def test_a_code_that_was_shown_in_time_but_replaced_meanwhile_is_refused(fresh, chen):
    client = scanned(code_for(fresh, chen))
    code_for(fresh, chen)
    assert client.get("/en/welcome/").status_code == 410


@pytest.mark.parametrize("what", ["late", "withdrawn", "left", "wrong", "empty"])
def test_no_other_code_opens(fresh, chen, what):
    code = code_for(fresh, chen, at=timezone.now() - (LASTS if what == "late" else dt.timedelta()))
    if what == "withdrawn":
        Invitation.objects.filter(person=fresh).revoke(by=chen, at=timezone.now())
    if what == "left":
        User.objects.filter(pk=fresh.pk).update(is_active=False)
    client = Client()
    response = client.get(f"/i/{'BCDF' if what == 'wrong' else '-' if what == 'empty' else code}/")
    assert response.status_code == 410
    assert "新人" not in response.content.decode()
    assert client.get("/en/welcome/").status_code == 410
    assert choose(client).status_code == 410


def test_wrong_codes_are_limited(fresh, chen):
    code = code_for(fresh, chen)
    client = Client()
    statuses = [client.get(f"/i/{new_code()}/").status_code for _ in range(31)]
    assert statuses == [410] * 30 + [429]
    assert client.get(f"/i/{code}/").status_code == 429
    assert client.get(f"/i/{code}/", REMOTE_ADDR="198.51.100.7").status_code == 302


def test_the_code_can_be_typed(fresh, chen):
    client = Client()
    assert client.get("/en/welcome/code/").status_code == 200
    response = client.post("/en/welcome/code/", {"code": printed(code_for(fresh, chen)).lower()})
    assert response.url == "/zh-hans/welcome/"
    assert client.get("/i/").url.endswith("/welcome/code/")


@pytest.mark.parametrize(
    ("password", "again"), [("short", "short"), ("1234567890", "1234567890"), (PASSWORD, "another")]
)
def test_a_weak_password_or_a_slip_is_said_and_uses_nothing_up(fresh, chen, password, again):
    client = scanned(code_for(fresh, chen))
    assert choose(client, password, again).status_code == 200
    assert choose(client).status_code == 302


def test_whoever_is_signed_in_on_the_device_is_signed_out(fresh, chen, zhou, signed_in):
    client = scanned(code_for(fresh, chen), signed_in(zhou))
    assert "周堃" in client.get("/en/welcome/").content.decode()
    choose(client)
    assert get_user(client) == fresh


def test_a_new_password_ends_what_was_open_elsewhere(lin, admin, signed_in):
    elsewhere = signed_in(lin)
    elsewhere.get("/en/me/")
    choose(scanned(code_for(lin, admin)))
    assert not get_user(elsewhere).is_authenticated


def test_a_second_factor_is_still_asked_for(lin, admin):
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    TOTP.activate(lin, generate_totp_secret())
    client = scanned(code_for(lin, admin))
    assert choose(client, language="en").url == "/en/accounts/2fa/authenticate/"
    assert not get_user(client).is_authenticated


def test_with_a_passkey_the_code_stays_good_until_there_is_one(fresh, chen):
    from allauth.mfa.models import Authenticator
    from allauth.mfa.signals import authenticator_added

    client = scanned(code_for(fresh, chen))
    response = client.post("/en/welcome/passkey/", {"language": "en"})
    assert response.url == "/en/accounts/2fa/webauthn/add/"
    assert get_user(client) == fresh
    assert client.get(response.url).status_code == 200
    assert Invitation.objects.good(timezone.now()).exists()
    made = Authenticator(user=fresh, type="webauthn", data={})
    authenticator_added.send(Authenticator, request=client.request().wsgi_request, user=fresh, authenticator=made)
    assert not Invitation.objects.unused().exists()


def test_without_a_code_there_is_no_passkey_and_no_welcome(db):
    assert Client().post("/en/welcome/passkey/").status_code == 410
    assert Client().get("/en/welcome/passkey/").status_code == 405


INVITES = [
    ("chen", {"lin", "zhou", "fresh"}),
    ("regional", {"lin", "zhou", "fresh", "h-advisor"}),
    ("admin", {"lin", "zhou", "fresh", "h-advisor", "chen", "xu", "regional"}),
    ("xu", set()),
    ("lin", set()),
]


@pytest.fixture
def everybody(lin, zhou, fresh, harbour_advisor, chen, xu, regional, admin) -> None:
    pass


@pytest.mark.parametrize(("who", "whom"), INVITES)
def test_who_invites_whom(everybody, who, whom):
    user = User.objects.get(employee_number=who)
    assert {person.employee_number for person in may_be_invited_by(user)} == whom


def test_nobody_gets_a_code_for_somebody_who_may_do_more_elsewhere(chen, lin, harbour):
    Membership.objects.create(person=lin, role=Role.MANAGER, dealership=harbour, since=dt.date(2026, 1, 1))
    assert lin not in may_be_invited_by(chen)


def test_the_list_shows_who_is_not_in_yet(signed_in, chen, lin, fresh):
    page = signed_in(chen).get(reverse(LIST))
    assert [person.employee_number for person, *_ in page.context["rows"]] == ["fresh"]
    page = signed_in(chen).get(reverse(LIST), {"everybody": 1})
    assert [person.employee_number for person, *_ in page.context["rows"]] == ["fresh", "lin"]


@pytest.mark.parametrize("words", ["新人", "xinren", "xin ren", "xr", "FRESH"])
def test_the_list_finds_by_name_pinyin_and_number(signed_in, chen, lin, fresh, words):
    page = signed_in(chen).get(reverse(LIST), {"q": words})
    assert [person for person, *_ in page.context["rows"]] == [fresh]


def test_more_people_take_no_more_queries(
    signed_in, chen, fresh, riverside, django_assert_num_queries, django_assert_max_num_queries
):
    client = signed_in(chen)
    client.get(reverse(LIST))
    with django_assert_max_num_queries(12) as few:
        client.get(reverse(LIST))
    for number in range(5):
        User.objects.create_user(f"more-{number}", name="多", dealership=riverside)
    with django_assert_num_queries(len(few)):
        client.get(reverse(LIST))


@pytest.mark.parametrize("how", ["sheet", "one_each"])
def test_sheets_are_printed_with_a_code_that_works(signed_in, chen, fresh, lin, how):
    response = signed_in(chen).post(reverse(MAKE), {"person": [fresh.pk, lin.pk], "how": how})
    assert response["Content-Type"] == "application/pdf"
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(response.content)).pages]
    assert len(pages) == (1 if how == "sheet" else 2)
    codes = re.findall(rf"[{ALPHABET}]{{4}}-[{ALPHABET}]{{4}}-[{ALPHABET}]{{4}}", "".join(pages))
    assert len(codes) == 2
    assert "新人" in "".join(pages)
    assert choose(scanned(tidy(codes[0]))).status_code == 302


def test_the_same_is_done_for_everybody_of_the_list(signed_in, chen, fresh, lin):
    signed_in(chen).post(reverse(MAKE), {"all": 1, "how": "sheet"})
    assert [row.person for row in Invitation.objects.all()] == [fresh]


def test_new_people_of_an_import_are_invited_in_one_go(signed_in, admin, fresh, lin, now):
    done = Import.objects.create(
        by=admin, at=now, file_name="x", state="committed", changes=[{"person": fresh.pk, "kind": "new"}]
    )
    signed_in(admin).post(reverse(MAKE), {"all": 1, "import": done.pk, "how": "sheet"})
    assert [row.person for row in Invitation.objects.all()] == [fresh]


def test_mails_go_to_whoever_has_an_address(signed_in, chen, fresh, lin, mailoutbox, settings):
    settings.PUBLIC_URL = "https://academy.example"
    User.objects.filter(pk=fresh.pk).update(email="fresh@example.com")
    signed_in(chen).post(reverse(MAKE), {"person": [fresh.pk, lin.pk], "how": "mail"})
    [mail] = mailoutbox
    assert mail.to == ["fresh@example.com"]
    [code] = re.findall(r"https://academy\.example/i/(\w+)/", mail.body)
    assert choose(scanned(code)).status_code == 302


def test_a_code_is_shown_on_the_screen(signed_in, chen, fresh):
    response = signed_in(chen).post(reverse("people:show_invitation", args=[fresh.pk]))
    assert choose(scanned(tidy(response.context["code"]))).status_code == 302


def test_a_code_is_withdrawn(signed_in, chen, fresh):
    code = code_for(fresh, chen)
    for _ in range(2):
        signed_in(chen).post(reverse("people:withdraw_invitation", args=[fresh.pk]))
    assert Client().get(f"/i/{code}/").status_code == 410


@pytest.mark.parametrize("who", ["harbour_manager", "lin", "xu"])
@pytest.mark.parametrize("what", ["people:show_invitation", "people:withdraw_invitation"])
def test_strangers_make_and_withdraw_nothing(request, signed_in, fresh, chen, who, what):
    code = code_for(fresh, chen)
    client = signed_in(request.getfixturevalue(who))
    assert client.post(reverse(what, args=[fresh.pk])).status_code == 404
    client.post(reverse(MAKE), {"person": fresh.pk, "how": "sheet"})
    assert choose(scanned(code)).status_code == 302


def test_whoever_leaves_has_no_code(signed_in, admin, chen, fresh, lin):
    from people.leaving import shut_out

    code_for(fresh, chen)
    shut_out([fresh.pk], by=admin, at=timezone.now())
    assert Invitation.objects.get().revoked_by == admin


def test_the_trail_says_who_invited_whom_and_no_code(signed_in, chen, fresh, lin):
    signed_in(chen).post(reverse(MAKE), {"person": [fresh.pk, lin.pk], "how": "sheet"})
    entries = AuditEntry.objects.filter(action="invited")
    assert {(entry.actor, entry.person) for entry in entries} == {(chen.pk, fresh.pk), (chen.pk, lin.pk)}
