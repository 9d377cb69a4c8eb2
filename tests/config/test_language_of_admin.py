"""The addresses of the admin have no language in them: whoever works there is spoken to in their own."""

import pytest
from wagtail.users.models import UserProfile

from people.models import Language

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("own", "browser"), [(Language.CHINESE, "en-US,en"), (Language.ENGLISH, "zh-CN,zh")])
def test_the_admin_speaks_the_language_of_the_person_whatever_the_browser_says(signed_in, xu, own, browser):
    xu.language = own
    xu.save()
    page = signed_in(xu).get("/admin/", headers={"Accept-Language": browser}).content.decode()
    assert f'lang="{own}"' in page


def test_a_language_chosen_in_the_account_of_the_admin_goes_before(signed_in, xu):
    profile = UserProfile.get_for_user(xu)
    profile.preferred_language = "en"
    profile.save()
    assert 'lang="en"' in signed_in(xu).get("/admin/").content.decode()
