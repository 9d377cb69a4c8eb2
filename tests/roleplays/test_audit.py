"""An audit: a role-play without a customer."""

import pytest
from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text
from wagtail.users.models import UserProfile

from roleplays.forms import CUSTOMER
from roleplays.models import Session
from tests.roleplays.conftest import SECRET, make_role_play

NOBODY = {f"customer_{name}": "" for name in CUSTOMER}


@pytest.fixture
def role_play(module, check_sheet):
    return make_role_play(module, check_sheet, title="The parts store", **NOBODY)


@pytest.fixture
def session(role_play, lin, xu, now):
    return Session.open(role_play, lin, by=xu, at=now)


@pytest.fixture
def trainer(signed_in, xu):
    profile = UserProfile.get_for_user(xu)
    profile.preferred_language = "en"
    profile.save()
    return signed_in(xu)


def test_the_page_has_no_customers_card_but_the_button_to_open(trainer, role_play):
    page = trainer.get(role_play.url).text
    assert "Customer’s card" not in page
    assert "Open a session" in page
    assert "Ready? Tell your trainer" not in page


def test_the_advisor_reads_the_situation(signed_in, lin, role_play):
    page = signed_in(lin).get(role_play.url).text
    assert "Ten past nine." in page
    assert "Ready? Tell your trainer" in page


def test_the_scoring_screen_has_no_customers_card(trainer, session):
    page = trainer.get(reverse("roleplays:score", args=[session.pk])).text
    assert "score-card" not in page
    assert "Customer’s card" not in page


@pytest.fixture
def save(trainer, role_play, clause, check_sheet):
    """`save(customer_name=…)` publishes the page in the admin."""

    def post(**customer):
        values = {
            "title": role_play.title, "slug": role_play.slug, "situation": rich_text("<p>Now</p>"),
            "advisor_brief": rich_text("<p>Here</p>"), "props": rich_text(""), "check_sheet": check_sheet.pk,
            "preparation_minutes": "5", "time_limit": "15", "pass_mark": "80", "summary": "", "minutes": "8",
            "assessors": "1", "largest_difference": "10", "recording": "none",
            "soft_limit": "", "section_minimum": "", "further_cards": inline_formset([]),
            "comments": inline_formset([]), "action-publish": "1",
        } | NOBODY | {"customer_hidden_facts": rich_text(""), "customer_reveal": rich_text("")} | customer  # fmt: skip
        address = reverse("wagtailadmin_pages:edit", args=[role_play.pk])
        return trainer.post(address, nested_form_data(values) | {"clauses": [clause.pk]})

    return post


WHOLE = {f"customer_{name}": "Somebody" for name in CUSTOMER} | {
    "customer_hidden_facts": rich_text(f"<p>{SECRET}</p>"),
    "customer_reveal": rich_text("<p>When asked</p>"),
}


@pytest.mark.parametrize(("customer", "has_one"), [({}, False), (WHOLE, True)])
def test_a_card_is_written_whole_or_not_at_all(save, role_play, customer, has_one):
    response = save(**customer)
    assert response.status_code == 302, response.context["form"].errors
    role_play.refresh_from_db()
    assert role_play.has_customer == has_one


@pytest.mark.parametrize("missing", [f"customer_{name}" for name in CUSTOMER])
def test_half_a_card_is_refused(save, role_play, missing):
    response = save(**(WHOLE | {missing: rich_text("") if missing.endswith(("facts", "reveal")) else ""}))
    assert "Fill in the whole card" in str(response.context["form"].errors[missing])
    assert Page.objects.get(pk=role_play.pk).latest_revision is None
