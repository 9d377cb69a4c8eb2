"""Two assessors, blind to each other, and a third who decides where they differ."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.urls import NoReverseMatch, reverse

from courses.models import LedgerEntry
from people.models import Role
from roleplays import urls
from roleplays.models import (
    NothingToDecide,
    PanelFull,
    RolePlayPage,
    ScoreSheet,
    SelfAssessment,
    Session,
    SessionClosed,
)
from tests.conftest import make_person
from tests.roleplays.conftest import ALL_DONE, queries_of

pytestmark = pytest.mark.django_db
WHISPER = "Only Xu may read this before release"


@pytest.fixture
def role_play(role_play):
    role_play.assessors = 2
    role_play.save()
    return role_play


@pytest.fixture
def wang(riverside, roles):
    return make_person("wang", "王芳", Role.TRAINER, dealership=riverside)


@pytest.fixture
def zhao(riverside, roles):
    return make_person("zhao", "赵磊", Role.TRAINER, dealership=riverside)


@pytest.fixture
def of_wang(session, wang, now):
    return session.join(wang, now)


def hand_in(sheet: ScoreSheet, at: dt.datetime, comment: str = "", **marks) -> Session:
    for code, value in (ALL_DONE | {name.replace("_", "-"): value for name, value in marks.items()}).items():
        sheet.mark(code, value, at)
    return sheet.submit(at, comment, rating=3)


@pytest.fixture
def disputed(sheet, of_wang, now):
    """Xu passes what Wang fails by the veto."""
    hand_in(sheet, now, WHISPER)
    return hand_in(of_wang, now, W_02="not")


def test_one_sheet_of_two_releases_nothing(sheet, of_wang, now):
    session = hand_in(sheet, now)
    assert session.is_running
    assert not LedgerEntry.objects.exists()


def test_sheets_stand_in_the_order_of_joining_whoever_hands_in_first(sheet, of_wang, now):
    """The first one's reasons go to whoever decides, and certificates name their assessors in this order."""
    hand_in(of_wang, now)
    hand_in(sheet, now)
    found = sheet.session.score_sheets.all()
    assert found.ordered  # whether rows that nobody orders come in order is PostgreSQL's chance
    assert list(found) == [sheet, of_wang]


def test_two_sheets_that_agree_release_their_mean(sheet, of_wang, now, later):
    hand_in(sheet, now)
    session = hand_in(of_wang, later(3), W_01="partly")
    assert (session.outcome, session.percent, session.released_at) == ("passed", Decimal("95.00"), later(3))
    entry = LedgerEntry.objects.get()
    assert (entry.outcome, entry.score) == ("passed", Decimal("95.00"))


def test_sheets_across_the_pass_mark_wait_for_a_third(disputed):
    assert disputed.is_running
    assert list(Session.objects.in_dispute()) == [disputed]


def test_sheets_that_lie_too_far_apart_wait_for_a_third(sheet, of_wang, now):
    hand_in(sheet, now)
    session = hand_in(of_wang, now, W_01="not", W_03="partly")
    assert session.is_running


def test_the_third_finds_marked_what_both_gave_alike(disputed, zhao, now):
    own = disputed.adjudicate(zhao, now)
    assert own.values == {"W-01": "done", "W-03": "done", "W-04": "done"}
    assert own.blanks == ("W-02",)


def test_what_the_third_decides_is_the_result(disputed, zhao, later, now):
    own = disputed.adjudicate(zhao, now)
    own.mark("W-02", "partly", later(9))
    session = own.submit(later(9), rating=4)
    assert (session.outcome, session.percent) == ("passed", Decimal("85.00"))
    assert LedgerEntry.objects.count() == 1


def test_the_second_to_decide_finds_nothing_left(disputed, zhao, admin, now):
    disputed.adjudicate(zhao, now)
    with pytest.raises(NothingToDecide):
        disputed.adjudicate(admin, now)
    assert disputed.adjudicate(zhao, now).pk == ScoreSheet.objects.get(decides=True).pk


def test_those_who_differ_do_not_decide(disputed, xu, wang, now):
    for assessor in (xu, wang):
        with pytest.raises(NothingToDecide):
            disputed.adjudicate(assessor, now)


def test_nobody_decides_while_a_sheet_is_missing(sheet, of_wang, zhao, now):
    hand_in(sheet, now)
    with pytest.raises(NothingToDecide):
        Session.objects.get().adjudicate(zhao, now)


def test_nobody_assesses_or_decides_on_themselves(session, disputed, lin, now):
    with pytest.raises(SelfAssessment):
        session.join(lin, now)
    with pytest.raises(SelfAssessment):
        disputed.adjudicate(lin, now)


def test_a_third_assessor_does_not_join_two(session, of_wang, zhao, now):
    with pytest.raises(PanelFull):
        session.join(zhao, now)


def test_opening_again_leads_to_the_session_that_waits_for_another(session, role_play, lin, wang, now):
    assert Session.open(role_play, lin, by=wang, at=now) == session
    assert session.score_sheets.count() == 2


def test_whoever_handed_in_is_led_back_to_the_same_session(sheet, of_wang, role_play, lin, xu, now):
    hand_in(sheet, now)
    assert Session.open(role_play, lin, by=xu, at=now) == sheet.session


def test_a_sheet_that_is_handed_in_does_not_change_while_the_other_is_open(sheet, of_wang, now):
    hand_in(sheet, now)
    for change in (
        lambda: sheet.mark("W-01", "not", now),
        lambda: sheet.undo(now),
        lambda: sheet.comment_on("W-01", "Late", now),
    ):
        with pytest.raises(SessionClosed):
            change()
    assert ScoreSheet.objects.get(pk=sheet.pk).values == ALL_DONE


def test_a_single_assessor_releases_at_once_as_ever(role_play, lin, xu, now):
    RolePlayPage.objects.update(assessors=1)
    session = Session.open(RolePlayPage.objects.get(), lin, by=xu, at=now)
    assert hand_in(session.score_sheets.get(), now).outcome == "passed"


@pytest.mark.parametrize("number", [0, 4])
def test_a_role_play_has_one_to_three_assessors(role_play, number):
    role_play.assessors = number
    with pytest.raises(ValidationError):
        role_play.full_clean()


# --- What each of them sees -----------------------------------------------------------------------------------------


def addresses_of(session: Session, sheet: ScoreSheet) -> list[str]:
    """Every address of role-plays, for this session where it takes one."""
    found = [reverse("roleplays:board")]
    for pattern in urls.urlpatterns:
        try:
            found.append(reverse(f"roleplays:{pattern.name}", args=[session.pk]))
        except NoReverseMatch:
            continue
    return found


def test_no_address_tells_an_assessor_anything_of_the_other_sheet(sheet, of_wang, wang, xu, signed_in, now):
    hand_in(sheet, now, WHISPER, W_02="not")
    sheet.marks.filter(item="W-02").update(comment="The greeting was left out, says Xu")
    client = signed_in(wang)
    before = {code: client.get(reverse("roleplays:score", args=[sheet.session_id])).content for code in ("page",)}
    for address in addresses_of(sheet.session, of_wang):
        for response in (client.get(address), client.get(address, headers={"accept": "application/json"})):
            text = response.content.decode()
            assert WHISPER not in text
            assert "says Xu" not in text
            assert 'data-value="not" aria-pressed="true"' not in text
    assert 'aria-pressed="true"' not in before["page"].decode()


def test_no_address_tells_the_advisor_anything_before_release(disputed, lin, signed_in):
    client = signed_in(lin)
    for address in addresses_of(disputed, disputed.score_sheets.first()):
        response = client.get(address)
        assert response.status_code in (404, 405)
        assert WHISPER not in response.content.decode()


def test_whoever_handed_in_reads_only_how_many_are_in(sheet, of_wang, xu, signed_in, now):
    hand_in(sheet, now)
    client = signed_in(xu)
    response = client.get(reverse("roleplays:score", args=[sheet.session_id]), follow=True)
    assert response.redirect_chain[-1][0] == reverse("roleplays:waiting", args=[sheet.session_id])
    assert "1 of 2 sheets are in" in response.content.decode()


def test_a_dispute_is_not_told_to_those_who_differ(disputed, xu, wang, signed_in):
    for assessor in (xu, wang):
        client = signed_in(assessor)
        page = client.get(reverse("roleplays:waiting", args=[disputed.pk])).content.decode()
        assert "2 of 2 sheets are in" in page
        board = client.get(reverse("roleplays:board"))
        assert board.context["disputed"] == []
        assert client.post(reverse("roleplays:decide", args=[disputed.pk])).url == reverse("roleplays:board")


def test_another_trainer_finds_the_session_to_join_and_joins_it(session, wang, signed_in):
    client = signed_in(wang)
    board = client.get(reverse("roleplays:board"))
    assert board.context["wanting"] == [session]
    assert "Join as assessor" in board.content.decode()
    joined = client.post(reverse("roleplays:open"), {"person": session.person_id, "role_play": session.role_play})
    assert joined.url == reverse("roleplays:score", args=[session.pk])
    assert session.score_sheets.filter(assessor=wang).exists()


def test_the_third_takes_the_session_and_sees_what_each_gave(disputed, zhao, signed_in):
    client = signed_in(zhao)
    assert client.get(reverse("roleplays:board")).context["disputed"] == [disputed]
    taken = client.post(reverse("roleplays:decide", args=[disputed.pk]))
    page = client.get(taken.url).content.decode()
    assert "You decide." in page
    assert "徐敏" in page
    assert "王芳" in page


@pytest.mark.parametrize("who", ["lin", "chen", "harbour_trainer", "harbour_manager", "zhou"])
def test_a_stranger_decides_nothing(disputed, who, request, signed_in):
    response = signed_in(request.getfixturevalue(who)).post(reverse("roleplays:decide", args=[disputed.pk]))
    assert response.status_code == 404


def test_deciding_is_no_matter_of_a_link(disputed, zhao, signed_in):
    assert signed_in(zhao).get(reverse("roleplays:decide", args=[disputed.pk])).status_code == 405


def test_the_result_names_all_assessors_and_shows_where_they_differed(sheet, of_wang, lin, signed_in, now):
    hand_in(sheet, now, "Calm.")
    hand_in(of_wang, now, "Warm.", W_01="partly")
    page = signed_in(lin).get(reverse("roleplays:result", args=[sheet.session_id]))
    text = page.content.decode()
    assert page.context["assessors"] == "Xu Min 徐敏, 王芳"
    assert [line.differs for part in page.context["parts"] for line in part.lines] == [True, False, False, False]
    assert "What Xu Min 徐敏 says" in text
    assert "What 王芳 says" in text
    assert [part.percent for part in page.context["parts"]] == [Decimal("90.00"), Decimal("100.00")]


def test_the_result_says_who_decided(disputed, zhao, lin, signed_in, later, now):
    own = disputed.adjudicate(zhao, now)
    own.mark("W-02", "done", later(1))
    own.submit(later(1))
    text = signed_in(lin).get(reverse("roleplays:result", args=[disputed.pk])).content.decode()
    assert "They differed, and 赵磊 decided." in text


def test_the_board_asks_as_many_queries_for_ten_sessions_as_for_one(
    role_play, session, xu, zhao, riverside, signed_in, now
):
    client = signed_in(zhao)
    address = reverse("roleplays:board")
    client.get(address)  # whatever is kept from the first time on
    few = queries_of(client, address)
    for number in range(10):
        person = make_person(f"more-{number}", "更多", dealership=riverside)
        Session.open(role_play, person, by=xu, at=now)
    assert queries_of(client, address) == few
