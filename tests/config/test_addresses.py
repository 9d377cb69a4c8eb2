"""What an address means is remembered, and for each language apart."""

import pytest
from django.urls import Resolver404, get_resolver, resolve
from django.utils import translation


@pytest.mark.parametrize("path", ["en/me/", "en/seven-steps/reception/", "en/learn/lessons/7/finish/"])
def test_it_is_found_once(path):
    remembering = get_resolver().url_patterns[0]
    with translation.override("en"):
        assert remembering.resolve(path) is remembering.resolve(path)


def test_what_it_names_comes_along():
    with translation.override("en"):
        assert [resolve(f"/en/learn/lessons/{pk}/finish/").kwargs["pk"] for pk in (7, 8, 7)] == [7, 8, 7]


def test_an_address_of_the_other_language_is_none():
    with translation.override("en"):
        assert resolve("/en/me/")
    with translation.override("zh-hans"), pytest.raises(Resolver404):
        resolve("/en/me/")
