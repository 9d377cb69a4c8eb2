import pytest
from django.urls import reverse

from courses.models import LessonPage, ModulePage
from roleplays.models import RolePlayPage
from tests.roleplays.conftest import REVEAL, SECRET

CARD = [SECRET, REVEAL, "Zhou Mingyuan", "Aged 42", "A grey sedan", "Pressed for time"]


@pytest.mark.parametrize("who", ["lin", "chen", "regional"])
def test_only_trainers_see_the_customers_card(request, signed_in, role_play, who):
    page = signed_in(request.getfixturevalue(who)).get(role_play.url).content.decode()

    assert not [text for text in CARD if text in page]
    assert reverse("roleplays:board") not in page.split("<main")[1]


@pytest.mark.parametrize("who", ["xu", "admin"])
def test_trainers_see_everything(request, signed_in, role_play, who):
    page = signed_in(request.getfixturevalue(who)).get(role_play.url).content.decode()

    assert [text for text in CARD if text in page] == CARD
    assert f"{reverse('roleplays:board')}?role_play={role_play.translation_key}" in page


def test_the_advisor_prepares(signed_in, role_play, lin):
    page = signed_in(lin).get(role_play.url).content.decode()

    for text in ("Ten past nine.", "You stand at the post.", "Greeting", "Walk-round", "15 min", "80 %"):
        assert text in page


def test_the_props_give_things_away_so_only_the_trainer_sees_them(signed_in, role_play, lin, xu):
    assert "A car key." not in signed_in(lin).get(role_play.url).text
    assert "A car key." in signed_in(xu).get(role_play.url).text


def test_the_advisor_does_not_see_the_items(signed_in, role_play, lin):
    assert "Behaviour W-01" not in signed_in(lin).get(role_play.url).content.decode()


def test_own_results_are_on_the_page(signed_in, released, role_play, lin, zhou):
    address = reverse("roleplays:result", args=[released.pk])

    assert address in signed_in(lin).get(role_play.url).content.decode()
    assert address not in signed_in(zhou).get(role_play.url).content.decode()


def test_a_session_that_runs_is_no_result(signed_in, session, role_play, lin):
    assert not signed_in(lin).get(role_play.url).context["sessions"]


def test_results_count_in_the_other_language_too(signed_in, released, role_play_zh, lin):
    assert list(signed_in(lin).get(role_play_zh.url).context["sessions"]) == [released]


def test_a_draft_without_a_sheet_can_be_previewed(role_play, rf, xu):
    role_play.check_sheet = None
    request = rf.get("/")
    request.user = xu

    assert role_play.get_context(request)["areas"] == []


def test_a_role_play_lies_in_a_module_and_holds_nothing():
    assert RolePlayPage.allowed_parent_page_models() == [ModulePage]
    assert RolePlayPage.allowed_subpage_models() == []
    assert RolePlayPage not in LessonPage.allowed_subpage_models()


def test_the_secrets_are_not_searched():
    names = {field.field_name for field in RolePlayPage.search_fields}

    assert not [name for name in names if name.startswith("customer") or name == "advisor_brief"]


def test_passing_marks_the_stop_as_done(signed_in, released, role_play, lin):
    assert signed_in(lin).get(role_play.url).context["here"].is_done
