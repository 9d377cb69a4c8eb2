"""Before release nothing of an assessor's sheet reaches another: over every address there is, read and written to."""

import json
import re

import pytest
from django.urls import reverse

from people.models import Role
from roleplays.models import Item, Mark, RolePlayPage, ScoreSheet, Session
from tests.conftest import make_person
from tests.project.test_every_object import answer, just_confirmed, patterns
from tests.roleplays.conftest import ALL_DONE
from tests.roleplays.device import Device

PART = re.compile(r"<(?:(\w+):)?(\w+)>")
WORDS = ("Comment of Wang", "Reason of Wang", "Overall of Wang", "picture of Wang")
# What is of this visit or this second, and not of a sheet.
# A session opened anew has a new number: a sequence of PostgreSQL counts on, even where the row was taken back.
OPENED = re.compile(r"(?<=/sessions/)\d+")
PASSING = re.compile(
    r'csrfmiddlewaretoken" value="[^"]*"|csrftoken[^;]*|data-elapsed="\d+"|<time>\d+:\d+</time>|X-CSRFToken[^}]*'
)


@pytest.fixture
def wang(riverside, roles):
    return make_person("wang", "王芳", Role.TRAINER, dealership=riverside)


@pytest.fixture
def third(riverside, roles):
    return make_person("third", "第三", Role.TRAINER, dealership=riverside)


@pytest.fixture
def session(role_play, lin, xu, now):
    RolePlayPage.objects.update(assessors=2)
    Item.objects.filter(code="W-04").update(weight="2.7")
    Item.objects.filter(code="W-03").update(photo=True, may_be_left_out=True)
    return Session.open(RolePlayPage.objects.get(), lin, by=xu, at=now)


@pytest.fixture
def other(session, wang, now):
    """Wang's sheet, handed in, while Xu's is open."""
    sheet = session.join(wang, now)
    for code, value in (ALL_DONE | {"W-02": "partly"}).items():
        sheet.mark(code, value, now)
    sheet.mark("W-03", "na", now, reason="Reason of Wang")
    sheet.comment_on("W-01", "Comment of Wang", now)
    sheet.add_photograph("W-03", b"picture of Wang", by=wang, at=now)
    sheet.submit(now, "Overall of Wang", rating=2)
    assert sheet.percent % 1  # a figure that stands nowhere by chance
    return ScoreSheet.objects.get(pk=sheet.pk)


@pytest.fixture
def secrets(other):
    """What nobody but Wang's sheet could have said."""
    events = [part for each in other.events.all() for part in (str(each.key), each.hash, each.receipt)]
    return {*WORDS, *events, other.seal, str(other.percent), str(other.percent).replace(".", ",")}


@pytest.fixture
def parts(session, other, lin, role_play):
    """What may stand in an address: everything that could lead to the sheet."""
    numbers = {session.pk, other.pk, other.photographs.get().pk, lin.pk, role_play.pk, role_play.check_sheet_id}
    return {
        "int": sorted(map(str, numbers)),
        "uuid": sorted({str(role_play.translation_key), str(role_play.check_sheet.translation_key)}),
        "str": [str(session.pk), "csv", "roleplays"],
        "slug": ["checksheet", "role-play"],
        "path": ["role-play/"],
    }


def filled(path: str, parts: dict[str, list[str]], most: int) -> list[str]:
    """The address with each of what may stand in it; the same in all of its parts."""
    kinds = {kind or "str" for kind, _name in PART.findall(path)}
    if not kinds:
        return [path]
    count = min(most, max(len(parts[kind]) for kind in kinds))

    def nth(number: int) -> str:
        return PART.sub(lambda part: (of := parts[part[1] or "str"])[number % len(of)], path)

    return [nth(number) for number in range(count)]


def addresses(parts, among=lambda name, is_ours: True):
    for name, path, is_ours in patterns():
        if "(?P" not in path and "\\" not in path and "logout" not in path and among(name, is_ours):
            for address in filled(path.replace("^", "").replace("$", ""), parts, most=6 if is_ours else 2):
                yield name, address


def sent(session, lin):
    """What makes most forms go through."""
    return {
        "item": "W-01", "tap": "W-01 done", "text": "Seen.", "rating": "3", "comment": "Fine.", "person": str(lin.pk),
        "role_play": str(session.role_play), "q": "lin",
    }  # fmt: skip


@pytest.mark.parametrize("who", ["xu", "third"])
def test_no_address_tells_an_assessor_anything_of_anothers_sheet(
    request, who, signed_in, session, other, secrets, parts, lin
):
    client = just_confirmed(signed_in, request.getfixturevalue(who))
    client.raise_request_exception = False
    told, tried = {}, set()
    for name, address in addresses(parts):
        for method, data in (("get", None), ("post", sent(session, lin))):
            status, leads_to, words = answer(client, method, address, data)
            tried.add(name)
            if found := [secret for secret in secrets if secret in words or secret in leads_to]:
                told[f"{method} {address}"] = status, found
    assert told == {}
    ours = {name for name, _path, is_ours in patterns() if is_ours and name.startswith("roleplays:")}
    assert ours - tried == set()


def test_every_answer_is_the_same_whatever_the_other_gave(signed_in, xu, session, other, parts, lin):
    """Not even a number, a colour or an order of rows hangs on it."""
    client = just_confirmed(signed_in, xu)
    client.raise_request_exception = False

    def all_answers():
        return {
            (method, address): (status, OPENED.sub("", leads_to), PASSING.sub("", words))
            for name, address in addresses(parts, lambda name, is_ours: name.startswith("roleplays:"))
            for method, data in (("get", None), ("post", sent(session, lin)))
            for status, leads_to, words in [answer(client, method, address, data)]
        }

    before = all_answers()
    Mark.objects.filter(score_sheet=other).update(value="not", comment="Otherwise", reason="")
    ScoreSheet.objects.filter(pk=other.pk).update(percent=3, rating=5, comment="Otherwise")
    other.photographs.all().delete()
    after = all_answers()
    assert {key for key in before if before[key] != after[key]} == set()
    assert any(status == 200 for status, _, _ in before.values())


def test_events_of_the_other_sheet_are_neither_sent_nor_taken(signed_in, xu, session, other, secrets, now):
    own = session.score_sheets.get(assessor=xu)
    client = signed_in(xu)
    for sheet, status in ((own, 200), (other, 409)):
        batch = Device(sheet).batch([], now, person=xu.pk)
        response = client.post(
            reverse("roleplays:events", args=[session.pk]), json.dumps(batch), content_type="application/json"
        )
        assert response.status_code == status
        assert not [secret for secret in secrets if secret in response.text]


def test_after_release_it_is_there(signed_in, xu, session, other, now):
    """So that the tests above would find it."""
    own = session.score_sheets.get(assessor=xu)
    for code, value in (ALL_DONE | {"W-02": "partly"}).items():
        own.mark(code, value, now)
    own.submit(now, "Mine", rating=3)
    text = signed_in(xu).get(reverse("roleplays:result", args=[session.pk])).text
    assert "Comment of Wang" in text
    assert "Overall of Wang" in text
    picture = signed_in(xu).get(reverse("roleplays:photograph", args=[other.photographs.get().pk]))
    assert b"".join(picture.streaming_content) == b"picture of Wang"
