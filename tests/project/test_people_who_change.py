"""Somebody's role, dealership or account changes while they are signed in: the next request knows."""

import pytest

from people.models import Role


def test_whoever_has_left_is_signed_out(lin, signed_in):
    client = signed_in(lin)
    assert client.get("/en/me/").status_code == 200
    lin.is_active = False
    lin.save()
    assert client.get("/en/me/").url.startswith("/en/accounts/login/")


def test_a_trainer_who_is_none_any_more_has_no_board_and_no_admin(xu, signed_in, home):
    client = signed_in(xu)
    assert client.get("/en/role-plays/").status_code == 200
    xu.take_role(Role.ADVISOR)
    assert client.get("/en/role-plays/").status_code == 404
    assert client.get("/admin/", follow=True).status_code == 404


def test_a_manager_who_moved_leaves_the_team_behind(chen, lin, harbour, signed_in):
    client = signed_in(chen)
    assert client.get(f"/en/team/{lin.pk}/").status_code == 200
    chen.dealership = harbour
    chen.save()
    assert client.get(f"/en/team/{lin.pk}/").status_code == 404


@pytest.mark.parametrize("address", ["/en/me/", "/en/standard/", "/en/certificates/"])
def test_what_somebody_saw_stays_in_no_browser(address, lin, signed_in):
    assert "no-store" in signed_in(lin).get(address)["Cache-Control"]
