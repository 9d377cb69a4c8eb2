"""The check sheet on paper has the boxes that each item's scale asks for, and a code that opens the session."""

import pytest
from django.urls import reverse

from roleplays.models import CheckSheet, Item, Plan, Session


@pytest.fixture
def rich(role_play):
    CheckSheet.objects.update(phrases="Calm.\nLook up.")
    for code, fields in {
        "W-01": {"scale": "yes_no", "may_be_left_out": True, "weight": "1.5"},
        "W-02": {"scale": "five", "anchors": "Never\nSeldom\nAt times\nOften\nThroughout"},
        "W-03": {"photo": True, "phrases": "Left the door open."},
    }.items():
        Item.objects.filter(code=code).update(**fields)
    return role_play


@pytest.fixture
def plan(rich, lin, xu, now, later):
    return Plan.make(rich, lin, xu, now, starts_at=later(60), place="Bay 2", assessors=[xu])


@pytest.fixture
def of_plan(signed_in, xu, plan):
    return lambda: signed_in(xu).get(reverse("roleplays:plan_paper", args=[plan.pk]))


def lines(response):
    return {line.item.code: line for section in response.context["sections"] for line in section.lines}


def test_each_item_has_the_boxes_of_its_scale(of_plan):
    printed = lines(of_plan())
    assert [choice.word for choice in printed["W-01"].choices] == ["Yes", "No"]
    assert [choice.value for choice in printed["W-02"].choices] == ["1", "2", "3", "4", "5"]
    assert [choice.word for choice in printed["W-04"].choices] == ["Done", "Partly", "Not done"]


def test_grades_weight_reasons_photographs_and_phrases_are_printed(of_plan):
    response = of_plan()
    text = response.content.decode()
    for said in ("Throughout", "× 1.5", "Not applicable, because", "Photographed as evidence", "Left the door open."):
        assert text.count(said) == 1, said
    assert response.context["phrases"] == ("Calm.", "Look up.")
    assert text.count("Look up.") == 1  # not once an item
    assert lines(response)["W-03"].phrases == ("Left the door open.",)


def test_a_session_is_printed_as_the_edition_that_it_is_scored_on(signed_in, rich, lin, xu, now):
    session = Session.open(rich, lin, by=xu, at=now)
    Item.objects.filter(code="W-02").update(scale="three", anchors="")
    response = signed_in(xu).get(reverse("roleplays:paper", args=[session.pk]))
    assert len(lines(response)["W-02"].choices) == 5


def test_a_sheet_that_is_not_complete_is_said_and_not_printed(of_plan, plan):
    Item.objects.filter(code="W-02").update(anchors="None")
    assert of_plan().url == reverse("roleplays:plan", args=[plan.pk])


def test_in_chinese_too(signed_in, xu, plan, role_play_zh):
    Item.objects.update(photo=True)
    address = f"/zh-hans/role-plays/plans/{plan.pk}/paper/"
    assert "已拍照留证" in signed_in(xu).get(address).content.decode()


def test_languages_that_come_to_differ_in_a_scale_still_print(signed_in, xu, plan, role_play_zh, of_plan):
    Item.objects.filter(code="W-02", locale__language_code="zh-hans").update(scale="three", anchors="")
    assert len(lines(of_plan())["W-02"].choices) == 3
