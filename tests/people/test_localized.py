import pytest
from django.utils import translation

from people.localized import active_language, localized
from people.models import Dealership, Region


@pytest.mark.parametrize(("language", "suffix"), [("zh-hans", "zh"), ("zh-hant", "zh"), ("en", "en"), ("en-gb", "en")])
def test_the_active_language_is_one_of_two(language, suffix):
    with translation.override(language):
        assert active_language() == suffix


def test_without_any_language_it_is_chinese():
    with translation.override(None):
        assert active_language() == "zh"


@pytest.mark.parametrize(("language", "name"), [("zh-hans", "江畔店"), ("en", "Riverside")])
def test_a_record_is_read_in_the_active_language(language, name):
    with translation.override(language):
        assert localized(Dealership(name_zh="江畔店", name_en="Riverside"), "name") == name


def test_where_one_language_is_blank_the_other_stands():
    assert localized(Region(name_zh="华东区", name_en=""), "name") == "华东区"


def test_where_both_are_blank_there_is_nothing():
    assert localized(Region(), "name") == ""


@pytest.mark.parametrize(("language", "name"), [("zh-hans", "华东区"), ("en", "East")])
def test_regions_and_dealerships_call_themselves_by_their_local_name(east, language, name):
    with translation.override(language):
        assert str(east) == name
