"""What is kept of the shell for everybody says nothing that is only for some."""

import pytest


@pytest.mark.parametrize("first", ["chen", "lin"])
def test_an_advisor_has_no_menu_of_a_manager_whoever_came_before(request, first, home, lin, chen, signed_in):
    """Menus are kept in memory: the one of whoever asks first must not be everybody's."""
    signed_in(request.getfixturevalue(first)).get("/en/me/")
    assert "/en/invitations/" in signed_in(chen).get("/en/me/").content.decode()
    assert "/en/invitations/" not in signed_in(lin).get("/en/me/").content.decode()
