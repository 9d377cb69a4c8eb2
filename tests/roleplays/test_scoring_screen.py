import re
import uuid

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from roleplays.models import CheckSheet, Item, ScoreSheet, Session
from tests.roleplays.conftest import REVEAL, SECRET, queries_of

WRITES = ["start", "mark", "undo", "comment", "submit"]
READS = ["score", "review"]
STRANGERS = ["lin", "zhou", "chen", "regional", "harbour_trainer", "harbour_advisor", "admin"]


def address(name, session):
    return reverse(f"roleplays:{name}", args=[session.pk])


@pytest.fixture
def tablet(signed_in, xu):
    return signed_in(xu)


@pytest.fixture
def open_address(db):
    return reverse("roleplays:open")


def fetch(client, url, data):
    return client.post(url, data, headers={"accept": "application/json"})


# --- Opening --------------------------------------------------------------------------------------------------------


def test_a_trainer_opens_a_session_with_one_post(tablet, open_address, role_play, lin, xu):
    response = tablet.post(open_address, {"person": lin.pk, "role_play": role_play.translation_key})

    session = Session.objects.get()
    assert response.url == address("score", session)
    assert (session.person, session.opened_by) == (lin, xu)


def test_a_double_click_opens_one_session(tablet, open_address, role_play, lin):
    for _click in range(2):
        tablet.post(open_address, {"person": lin.pk, "role_play": role_play.translation_key})

    assert Session.objects.count() == 1


@pytest.mark.parametrize("who", ["lin", "chen", "regional", "harbour_trainer"])
def test_only_a_trainer_of_the_dealership_may_open(request, signed_in, open_address, role_play, lin, who):
    client = signed_in(request.getfixturevalue(who))

    assert client.post(open_address, {"person": lin.pk, "role_play": role_play.translation_key}).status_code == 404
    assert not Session.objects.exists()


@pytest.mark.parametrize("person", ["xu", "chen", "harbour_advisor"])
def test_a_trainer_opens_for_own_advisors_only(request, tablet, open_address, role_play, person):
    data = {"person": request.getfixturevalue(person).pk, "role_play": role_play.translation_key}

    assert tablet.post(open_address, data).status_code == 404


@pytest.mark.parametrize("data", [{}, {"person": "x", "role_play": "y"}, {"person": 1, "role_play": str(uuid.uuid4())}])
def test_opening_nonsense_is_not_found(tablet, open_address, role_play, data):
    assert tablet.post(open_address, data).status_code == 404


def test_an_unpublished_role_play_cannot_be_opened(tablet, open_address, role_play, lin):
    role_play.unpublish()

    data = {"person": lin.pk, "role_play": role_play.translation_key}
    assert tablet.post(open_address, data).status_code == 404


def test_a_sheet_without_items_is_said(tablet, open_address, role_play, lin):
    Item.objects.all().delete()
    response = tablet.post(open_address, {"person": lin.pk, "role_play": role_play.translation_key}, follow=True)

    assert "not complete yet" in response.content.decode()


def test_opening_needs_a_post(tablet, open_address):
    assert tablet.get(open_address).status_code == 405


# --- The screen -----------------------------------------------------------------------------------------------------


def test_the_screen_has_every_item_with_three_buttons(tablet, session):
    page = tablet.get(address("score", session)).content.decode()

    for code in ("W-01", "W-02", "W-03", "W-04"):
        assert f"Behaviour {code}" in page
        assert all(f'value="{code} {value}"' in page for value in ("done", "partly", "not"))


def test_the_screen_shows_marks_and_how_many_are_left(tablet, session, sheet, now):
    sheet.mark("W-01", "partly", now)
    response = tablet.get(address("score", session))

    assert [line.item.code for line in response.context["blanks"]] == ["W-02", "W-03", "W-04"]
    assert response.content.decode().count('aria-pressed="true"') == 1


def test_the_screen_has_the_customers_card_and_the_talk_points(tablet, session):
    page = tablet.get(address("score", session)).content.decode()

    assert SECRET in page
    assert REVEAL in page
    assert "Say W-01" in page
    assert reverse("standards:clause", args=["P2-08"]) in page


@pytest.mark.parametrize("name", READS)
def test_the_assessor_never_sees_a_running_total(tablet, session, sheet, complete, name):
    complete(W_01="partly")
    words = strip_tags(tablet.get(address(name, session)).content.decode())
    words = re.sub(r"\d+:\d\d", "", words)  # the clock of a session that began long ago has any figure

    assert "90" not in words
    assert " %" not in words


def test_the_screen_survives_a_deleted_role_play(tablet, session, role_play):
    role_play.delete()

    assert "Reception" in tablet.get(address("score", session)).content.decode()


def test_the_clock_goes_on_from_the_start(tablet, session, now):
    session.start(now)
    response = tablet.get(address("score", session))

    assert response.context["elapsed"] != 0
    assert "data-running" in response.content.decode()


@pytest.mark.parametrize("name", [*READS, "cancel"])
@pytest.mark.parametrize("who", STRANGERS)
def test_nobody_else_sees_the_sheet(request, signed_in, session, who, name):
    assert signed_in(request.getfixturevalue(who)).get(address(name, session)).status_code == 404


@pytest.mark.parametrize("name", [*WRITES, "cancel"])
@pytest.mark.parametrize("who", STRANGERS)
def test_nobody_else_writes_on_the_sheet(request, signed_in, session, sheet, who, name):
    data = {"tap": "W-01 done", "item": "W-01", "text": "x", "because": "x"}
    client = signed_in(request.getfixturevalue(who))

    assert client.post(address(name, session), data).status_code == 404
    assert not sheet.events.exists()


@pytest.mark.parametrize("name", [*WRITES, *READS, "cancel", "result"])
def test_signed_out_means_sign_in(client, session, name):
    response = client.post(address(name, session)) if name in WRITES else client.get(address(name, session))

    assert "/accounts/login/" in response.url


@pytest.mark.parametrize("name", WRITES)
def test_writing_needs_a_post(tablet, session, name):
    assert tablet.get(address(name, session)).status_code == 405


@pytest.mark.parametrize("name", [*READS, "result"])
def test_reading_refuses_a_post(tablet, session, name):
    assert tablet.post(address(name, session)).status_code == 405


def test_a_trainer_who_became_an_advisor_loses_the_sheet(signed_in, session, xu):
    xu.take_role("advisor")

    assert signed_in(xu).get(address("score", session)).status_code == 404


def test_a_trainer_who_moved_away_loses_the_sheet(signed_in, session, xu, harbour):
    xu.dealership = harbour
    xu.save()

    assert signed_in(xu).get(address("score", session)).status_code == 404


def test_more_items_cost_no_more_queries(tablet, session, role_play, lin, xu, now, later):
    ScoreSheet.objects.get().mark("W-01", "done", now)
    tablet.get(address("score", session))
    few = queries_of(tablet, address("score", session))
    session.cancel(by=xu, at=now)
    section = CheckSheet.objects.get().sections.first()
    for number in range(20):
        Item.objects.create(section=section, code=f"X-{number}", behaviour="More", locale=section.locale, sort_order=99)
    larger = Session.open(role_play, lin, by=xu, at=later(1))
    for item in larger.edition.items:
        larger.score_sheets.get().mark(item.code, "done", later(2))

    assert queries_of(tablet, address("score", larger)) == few


# --- Tapping --------------------------------------------------------------------------------------------------------


def test_a_tap_without_script_goes_back_to_its_item(tablet, session, sheet):
    response = tablet.post(address("mark", session), {"tap": "W-03 partly"})

    assert response.url == address("score", session) + "#item-W-03"
    assert sheet.values == {"W-03": "partly"}


def test_a_tap_of_the_script_answers_with_the_mark(tablet, session, sheet):
    key = str(uuid.uuid4())
    data = {"tap": "W-03 partly", "key": key, "device_at": "2026-11-02T01:31:00.000Z"}
    response = fetch(tablet, address("mark", session), data)

    assert response.json() == {"item": "W-03", "value": "partly"}
    tap = sheet.events.get()
    assert (str(tap.key), tap.device_at.isoformat()) == (key, "2026-11-02T01:31:00+00:00")


@pytest.mark.parametrize("tap", ["", "W-03", "W-03 maybe", "W-99 done", "W-03 done done"])
def test_a_wrong_tap_is_refused(tablet, session, sheet, tap):
    assert fetch(tablet, address("mark", session), {"tap": tap}).status_code == 400
    assert not sheet.events.exists()


def test_a_key_that_was_another_items_marks_nothing(tablet, session, sheet):
    key = str(uuid.uuid4())
    fetch(tablet, address("mark", session), {"tap": "W-01 done", "key": key})
    response = fetch(tablet, address("mark", session), {"tap": "W-02 done", "key": key})
    assert response.json() == {"item": None, "value": None}
    assert sheet.values == {"W-01": "done"}


def test_the_last_tap_takes_as_many_queries_as_the_second(tablet, session, sheet, now, django_assert_max_num_queries):
    sheet.mark("W-01", "done", now)
    counts = []
    for tap in ("W-02 done", "W-03 done"):
        with django_assert_max_num_queries(11) as taken:
            fetch(tablet, address("mark", session), {"tap": tap})
        counts.append(len(taken))
    assert counts[0] == counts[1]


def test_undo_without_script_goes_to_the_item_it_changed(tablet, session, sheet, now):
    sheet.mark("W-03", "partly", now)
    response = tablet.post(address("undo", session))

    assert response.url.endswith("#item-W-03")
    assert sheet.values == {}


def test_undo_of_the_script_answers_with_what_stands(tablet, session, sheet, now):
    sheet.mark("W-03", "partly", now)
    sheet.mark("W-03", "not", now)

    assert fetch(tablet, address("undo", session), {}).json() == {"item": "W-03", "value": "partly"}


def test_undo_with_nothing_to_undo(tablet, session):
    assert fetch(tablet, address("undo", session), {}).json() == {"item": None, "value": None}
    assert tablet.post(address("undo", session)).url == address("score", session)


def test_an_undo_with_a_wrong_key_is_refused(tablet, session):
    assert fetch(tablet, address("undo", session), {"key": "x"}).status_code == 400


def test_a_comment_is_saved(tablet, session, sheet):
    response = tablet.post(address("comment", session), {"item": "W-03", "text": " Look up. "})

    assert response.url.endswith("#item-W-03")
    assert sheet.marks.get().comment == "Look up."
    assert "Look up." in tablet.get(address("score", session)).content.decode()


@pytest.mark.parametrize("data", [{"text": "x"}, {"item": "W-99", "text": "x"}, {"item": "W-01", "text": "x" * 2001}])
def test_a_wrong_comment_is_refused(tablet, session, data):
    assert tablet.post(address("comment", session), data).status_code == 400


def test_the_clock_is_started_by_hand(tablet, session):
    assert tablet.post(address("start", session)).url == address("score", session)
    session.refresh_from_db()
    assert session.started_at is not None


@pytest.mark.parametrize("name", ["start", "mark", "undo", "comment"])
def test_a_closed_session_says_so(tablet, released, name):
    data = {"tap": "W-01 not", "item": "W-01", "text": "x"}

    assert fetch(tablet, address(name, released), data).status_code == 409
    assert tablet.post(address(name, released), data).url == address("result", released)


# --- Review, submission, cancellation -------------------------------------------------------------------------------


def test_the_review_links_to_the_blank_items(tablet, session, sheet, now):
    sheet.mark("W-01", "done", now)
    page = tablet.get(address("review", session)).content.decode()

    assert "3 items have no mark yet" in page
    assert f'href="{address("score", session)}#item-W-02"' in page
    assert "Hand in and release" not in page


def test_a_complete_sheet_can_be_handed_in(tablet, session, complete):
    complete()
    assert "Hand in and release" in tablet.get(address("review", session)).content.decode()

    response = tablet.post(address("submit", session), {"comment": "Well done.", "rating": 4})
    assert response.url == address("result", session)
    session.refresh_from_db()
    assert session.released_at


def test_blank_items_are_listed_when_submission_is_refused(tablet, session):
    response = tablet.post(address("submit", session), {"comment": "", "rating": 3})

    assert response.status_code == 422
    assert "cannot be handed in" in response.content.decode()


def test_a_comment_that_is_too_long_is_said(tablet, session, complete):
    complete()

    assert tablet.post(address("submit", session), {"comment": "x" * 4001}).status_code == 422


def test_a_second_submission_leads_to_the_result(tablet, released):
    assert tablet.post(address("submit", released), {"comment": "Again"}).url == address("result", released)


def test_a_session_opened_by_mistake_is_cancelled_with_a_reason(tablet, session, xu):
    assert "Cancel this session?" in tablet.get(address("cancel", session)).content.decode()

    assert tablet.post(address("cancel", session), {"because": "Wrong person"}).url == reverse("roleplays:board")
    session.refresh_from_db()
    assert (session.cancelled_by, session.cancelled_because) == (xu, "Wrong person")


def test_cancelling_needs_a_reason(tablet, session):
    assert tablet.post(address("cancel", session), {"because": " "}).status_code == 200
    session.refresh_from_db()
    assert session.is_running


@pytest.mark.parametrize("name", [*READS, "cancel"])
def test_links_to_a_released_session_lead_to_the_result(tablet, released, name):
    assert tablet.get(address(name, released)).url == address("result", released)


@pytest.mark.parametrize("name", [*READS, "cancel"])
def test_links_to_a_cancelled_session_lead_to_the_board(tablet, session, xu, now, name):
    session.cancel(by=xu, at=now)

    assert tablet.get(address(name, session)).url == reverse("roleplays:board")


def test_a_cancelled_session_cannot_be_submitted(tablet, session, complete, xu, now):
    complete()
    session.cancel(by=xu, at=now)

    assert tablet.post(address("submit", session), {"comment": ""}).url == reverse("roleplays:board")


def test_a_sheet_without_an_overall_impression_is_not_handed_in(tablet, session, complete):
    complete()
    response = tablet.post(address("submit", session), {"comment": ""})
    assert response.status_code == 422
    assert "Choose what fits the whole performance best." in response.content.decode()


def test_the_overall_impression_is_kept_and_changes_no_score(tablet, session, complete):
    complete()
    tablet.post(address("submit", session), {"comment": "", "rating": 1})
    session.refresh_from_db()
    assert (session.score_sheets.get().rating, session.percent) == (1, 100)
