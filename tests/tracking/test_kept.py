"""What the matrix keeps of a certification is what it asks for now, whoever changed it and however."""

import pytest
from django.urls import reverse
from django.utils.translation import override

from certificates.models import Certification, Requirement, RequirementGroup
from tracking.lines import addresses
from tracking.reasons import in_words


@pytest.fixture
def seen(signed_in, chen, lin):
    """What Chen sees of the team, asked twice: the second time from memory."""
    client = signed_in(chen)

    def answer(language: str = "en"):
        client.get(f"/{language}/team/")
        return client.get(f"/{language}/team/")

    return answer


def headings(response) -> list[str]:
    return [str(each.label) for each in response.context["team"].asked.requirements]


def test_nothing_is_made_anew_without_a_change(seen, certification):
    assert seen().context["team"].asked is seen().context["team"].asked


def test_a_requirement_is_there_at_once_and_gone_at_once(seen, certification, lesson):
    assert headings(seen()) == ["Lessons", "Round"]
    added = Requirement.objects.create(certification=certification, page=lesson, label_en="Greeting", sort_order=2)
    assert headings(seen()) == ["Lessons", "Round", "Greeting"]
    added.delete()
    assert headings(seen()) == ["Lessons", "Round"]


def test_a_requirement_has_its_new_name_at_once(seen, certification):
    seen()
    requirement = certification.requirements.first()
    requirement.label_en = "All lessons"
    requirement.save()
    assert headings(seen()) == ["All lessons", "Round"]


def test_a_lesson_that_is_unpublished_is_asked_for_no_longer(seen, certification, lesson):
    assert seen().context["rows"][0].cells[0].standing.total == 2
    lesson.unpublish()
    assert seen().context["rows"][0].cells[0].standing.total == 1


def test_a_certification_has_its_new_title_and_is_gone_when_it_is_offered_no_longer(seen, certification):
    seen()
    certification.title_en = "Reception and more"
    certification.save()
    assert "Reception and more" in seen().text
    certification.is_offered = False
    certification.save()
    assert "No certification is offered yet" in seen().text


def test_another_certification_is_offered_at_once(seen, certification):
    seen()
    Certification.objects.create(code="delivery", title_en="Delivery")
    assert [each.code for each in seen().context["team"].certifications] == ["delivery", "reception"]


def test_a_group_suffices_at_once(seen, certification):
    assert seen().context["team"].asked.choices == []
    certification.requirements.update(group="either")
    RequirementGroup.objects.create(certification=certification, code="either", needed=1)
    (choice,) = seen().context["team"].asked.choices
    assert (len(choice.members), choice.needed) == (2, 1)


def test_each_reader_has_the_own_language(seen, certification):
    for language, words in (
        ("en", ("Lessons", "0 of 2 done")),
        ("zh-hans", ("课程", "已完成")),
        ("en", ("Lessons", "0 of")),
    ):
        text = seen(language).text
        assert all(word in text for word in words)


def test_what_is_said_is_kept_for_each_language():
    with override("zh-hans"):
        chinese = in_words("zh-hans", (1, 2), None, None, None, None, False)
    assert in_words("en", (1, 2), None, None, None, None, False) == ("1 of 2 done",) != chinese


@pytest.mark.parametrize("name", ["tracking:person", "roleplays:person"])
def test_an_address_is_the_one_that_is_reversed(name):
    assert addresses(name)(7010) == reverse(name, args=[7010])
