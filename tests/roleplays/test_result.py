import pytest
from django.urls import reverse

from roleplays.models import Session
from tests.roleplays.conftest import REVEAL, SECRET


def result_of(client, session):
    return client.get(reverse("roleplays:result", args=[session.pk]))


@pytest.fixture
def failed(complete, sheet, now):
    complete(W_01="partly", W_02="not")
    sheet.comment_on("W-01", "No smile.", now)
    return sheet.submit(now, "Greet first.")


@pytest.mark.parametrize("who", ["lin", "xu", "chen", "regional", "admin"])
def test_the_result_is_for_the_advisor_and_whoever_may_see_them(request, signed_in, released, who):
    assert result_of(signed_in(request.getfixturevalue(who)), released).status_code == 200


@pytest.mark.parametrize("who", ["zhou", "harbour_trainer", "harbour_manager", "harbour_advisor", "summit_manager"])
def test_nobody_else_sees_the_result(request, signed_in, released, who):
    assert result_of(signed_in(request.getfixturevalue(who)), released).status_code == 404


@pytest.mark.parametrize("who", ["lin", "xu", "chen"])
def test_there_is_no_result_before_release(request, signed_in, session, complete, who):
    complete()

    assert result_of(signed_in(request.getfixturevalue(who)), session).status_code == 404


def test_there_is_no_result_of_a_cancelled_session(signed_in, session, xu, now):
    session.cancel(by=xu, at=now)

    assert result_of(signed_in(xu), session).status_code == 404


def test_the_result_says_outcome_score_and_comment(signed_in, failed, lin):
    page = result_of(signed_in(lin), failed).content.decode()

    assert "Failed" in page
    assert "60" in page
    assert "Greet first." in page
    assert "No smile." in page


def test_missed_critical_items_come_first(signed_in, failed, lin):
    response = result_of(signed_in(lin), failed)

    page = response.content.decode()
    assert [line.item.code for line in response.context["missed"]] == ["W-02"]
    assert page.index("1 critical item missed") < page.index("Greet first.") < page.index('id="item-W-01"')


def test_each_section_has_its_percentage(signed_in, failed, lin):
    parts = result_of(signed_in(lin), failed).context["parts"]

    assert [(part.section.title, str(part.percent)) for part in parts] == [
        ("Greeting", "20.00"),
        ("Walk-round", "100.00"),
    ]


def test_each_item_has_its_mark_talk_points_and_clause(signed_in, failed, lin):
    response = result_of(signed_in(lin), failed)

    first = response.context["parts"][0].lines[0]
    assert (first.mark, str(first.word), first.comment) == ("partly", "Partly", "No smile.")
    assert "Say W-01" in response.content.decode()
    assert reverse("standards:clause", args=["P2-08"]) in response.content.decode()


def test_the_result_keeps_the_customers_secrets(signed_in, failed, lin):
    page = result_of(signed_in(lin), failed).content.decode()

    assert SECRET not in page
    assert REVEAL not in page


def test_the_result_reads_in_both_languages(signed_in, role_play_zh, released, lin):
    page = signed_in(lin).get(f"/zh-hans/role-plays/sessions/{released.pk}/result/").content.decode()

    assert "赶时间的客户" in page


def test_the_chinese_result_has_the_chinese_items(signed_in, role_play_zh, lin, xu, now):
    session = Session.open(role_play_zh, lin, by=xu, at=now)
    sheet = session.score_sheets.get()
    for item in session.edition.items:
        sheet.mark(item.code, "done", now)
    sheet.submit(now)

    page = signed_in(lin).get(f"/zh-hans/role-plays/sessions/{session.pk}/result/").content.decode()
    assert "环车检查" in page
    assert "行为 W-03" in page


def test_the_result_survives_a_deleted_role_play(signed_in, released, role_play, lin):
    role_play.delete()

    assert "Reception" in result_of(signed_in(lin), released).content.decode()


def test_a_stranger_cannot_tell_a_result_from_nothing(signed_in, harbour_trainer):
    assert signed_in(harbour_trainer).get(reverse("roleplays:result", args=[999])).status_code == 404
