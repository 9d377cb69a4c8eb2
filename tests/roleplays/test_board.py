import lxml.html
import pytest
from django.urls import reverse

from roleplays.models import Kind, Session
from tests.conftest import make_person
from tests.roleplays.conftest import make_role_play, queries_of
from tests.roleplays.test_rights import lose

BOARD = "/en/role-plays/"


def rows_of(client, **query):
    return {row.person.name: row for row in client.get(BOARD, query).context["rows"]}


def test_a_trainer_sees_the_advisors_of_the_dealership(signed_in, role_play, lin, zhou, chen, harbour_advisor, xu):
    assert set(rows_of(signed_in(xu))) == {"林晓", "周堃"}


def test_an_administrator_sees_all_advisors(signed_in, role_play, lin, harbour_advisor, admin):
    assert set(rows_of(signed_in(admin))) == {"林晓", "海明"}


@pytest.mark.parametrize("who", ["lin", "chen", "regional"])
def test_nobody_else_finds_the_board(request, signed_in, who):
    assert signed_in(request.getfixturevalue(who)).get(BOARD).status_code == 404


def test_signed_out_means_sign_in(client, db):
    assert "/accounts/login/" in client.get(BOARD).url


def test_the_board_is_only_read(signed_in, xu):
    assert signed_in(xu).post(BOARD).status_code == 405


def test_somebody_who_left_is_not_on_the_board(signed_in, role_play, lin, xu):
    lin.is_active = False
    lin.save()

    assert not rows_of(signed_in(xu))


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("林", {"林晓"}),
        ("LIN", {"林晓"}),
        ("xiao lin", {"林晓"}),
        ("zhou", {"周堃"}),
        ("nobody", set()),
        ("", {"林晓", "周堃"}),
    ],
)
def test_people_are_found_by_name_or_employee_number(signed_in, role_play, lin, zhou, xu, words, found):
    assert set(rows_of(signed_in(xu), q=words)) == found


def test_states_before_during_and_after(signed_in, session, zhou, xu, now, sheet):
    client = signed_in(xu)
    standing = rows_of(client)["林晓"].standings[0]
    assert (standing.state, standing.running) == ("in_progress", session)
    assert rows_of(client)["周堃"].standings[0].state == "not_started"


def test_who_has_passed_stays_passed(signed_in, released, role_play, lin, xu, later):
    Session.open(role_play, lin, by=xu, at=later(60))

    standing = rows_of(signed_in(xu))["林晓"].standings[0]
    assert (standing.state, standing.last) == ("passed", released)


def test_who_failed_is_shown_as_failed(signed_in, complete, xu, now):
    failed = complete(W_02="not").submit(now)

    standing = rows_of(signed_in(xu))["林晓"].standings[0]
    assert (standing.state, standing.last) == ("failed", failed)


def test_a_cancelled_session_leaves_no_trace_on_the_board(signed_in, session, xu, later):
    session.cancel(by=xu, at=later(1))

    assert rows_of(signed_in(xu))["林晓"].standings[0].state == "not_started"


def test_another_trainers_session_is_not_mine_to_go_on_with(signed_in, session, admin):
    response = signed_in(admin).get(BOARD)

    assert response.context["rows"][0].standings[0].state == "in_progress"
    assert response.context["rows"][0].standings[0].running is None
    assert response.context["running"] == []


def test_only_who_has_not_passed(signed_in, released, zhou, xu):
    assert set(rows_of(signed_in(xu), show="open")) == {"周堃"}


def test_one_role_play_alone(signed_in, role_play, module, check_sheet, lin, xu):
    other = make_role_play(module, check_sheet, title="Another", slug="another")
    client = signed_in(xu)

    assert len(rows_of(client)["林晓"].standings) == 2
    only = rows_of(client, role_play=other.translation_key)["林晓"].standings
    assert [standing.role_play for standing in only] == [other]


def test_several_role_plays_are_summed_up(signed_in, released, module, check_sheet, xu):
    make_role_play(module, check_sheet, title="Another", slug="another")

    row = rows_of(signed_in(xu))["林晓"]
    assert (row.passed, row.is_performing) == (1, False)


def test_running_sessions_are_on_top(signed_in, session, xu):
    response = signed_in(xu).get(BOARD)

    assert response.context["running"] == [session]
    assert reverse("roleplays:score", args=[session.pk]) in response.content.decode()


def test_recent_results_are_listed(signed_in, released, xu, harbour_trainer):
    assert signed_in(xu).get(BOARD).context["recent"] == [released]
    assert signed_in(harbour_trainer).get(BOARD).context["recent"] == []


def test_nonsense_in_the_address_is_ignored(signed_in, role_play, lin, xu):
    assert set(rows_of(signed_in(xu), role_play="x", show="y", page="z")) == {"林晓"}


def test_the_chinese_board_has_the_chinese_role_plays(signed_in, role_play_zh, lin, xu):
    response = signed_in(xu).get("/zh-hans/role-plays/")

    assert [page.title for page in response.context["offered"]] == ["赶时间的客户"]


def test_running_sessions_are_named_in_the_readers_language(signed_in, session, role_play_zh, xu):
    assert "赶时间的客户" in signed_in(xu).get("/zh-hans/role-plays/").content.decode()


@pytest.mark.parametrize("advisors", [True, False])
def test_an_empty_board_says_what_it_is_for(signed_in, request, xu, advisors):
    if advisors:
        request.getfixturevalue("lin")
    else:
        request.getfixturevalue("role_play")
    expected = "No role-play yet" if advisors else "No advisors yet"
    request.getfixturevalue("home")

    assert expected in signed_in(xu).get(BOARD).content.decode()


def test_more_people_and_sessions_cost_no_more_queries(signed_in, released, role_play, zhou, xu, riverside, later):
    client = signed_in(xu)
    Session.open(role_play, zhou, by=xu, at=later(1))
    client.get(BOARD)
    few = queries_of(client, BOARD)
    for number in range(8):
        person = make_person(f"more-{number}", f"人{number}", dealership=riverside)
        Session.open(role_play, person, by=xu, at=later(number))

    assert queries_of(client, BOARD) == few


def test_many_people_come_in_pages(signed_in, role_play, riverside, xu):
    for number in range(45):
        make_person(f"more-{number:02}", f"人{number}", dealership=riverside)
    client = signed_in(xu)

    assert len(client.get(BOARD).context["rows"]) == 40
    assert len(client.get(BOARD, {"page": 2}).context["rows"]) == 5


def forms_of(client):
    """What each form of the board sends with each of its buttons, as a browser would."""
    page = lxml.html.fromstring(client.get(BOARD).content)
    for form in page.xpath("//li[@class='board-row']//form"):
        for button in form.iter("button"):
            yield form.action, dict(form.form_values()) | {button.get("name"): button.get("value")}


def test_each_button_opens_its_own_role_play_with_its_own_person(
    signed_in, role_play, module, check_sheet, lin, zhou, xu
):
    make_role_play(module, check_sheet, title="Another", slug="another")
    client = signed_in(xu)
    sent = list(forms_of(client))
    asked = {(data["person"], data["role_play"]) for _, data in sent}
    assert len(sent) == len(asked) == 4
    for address, data in sent:
        assert client.post(address, data).status_code == 302
    opened = Session.objects.values_list("person", "role_play")
    assert {(str(person), str(key)) for person, key in opened} == asked


def test_a_form_sent_without_a_button_opens_nothing(signed_in, role_play, lin, xu):
    client = signed_in(xu)
    (address, data), *_ = forms_of(client)
    data.pop("role_play")
    assert client.post(address, data).status_code == 404
    assert not Session.objects.exists()


def test_without_the_right_to_certify_every_button_opens_practice(signed_in, role_play, lin, xu, now):
    lose(xu, now)
    client = signed_in(xu)
    (address, data), *_ = forms_of(client)
    client.post(address, data)
    assert Session.objects.get().kind == Kind.PRACTICE
