"""A trainer writes, previews and publishes in Wagtail's admin; advisors and managers never see the inside of it."""

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry, PageLogEntry
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from courses.models import CoursePage, LessonPage, ModulePage

DOOR = "/admin/login/"


@pytest.fixture
def as_trainer(signed_in, xu) -> Client:
    return signed_in(xu)


def lesson_form(**changes) -> dict:
    values = {
        "title": "Greeting at once",
        "slug": "greeting",
        "summary": "",
        "minutes": "7",
        "required": "on",
        "body": streamfield([("text", rich_text("<p>Good morning.</p>"))]),
        "comments": inline_formset([]),
    }
    return nested_form_data(values | changes)


def plain_form(page) -> dict:
    """The form of home, course or module page."""
    values = {"title": page.title, "slug": page.slug, "comments": inline_formset([])}
    return nested_form_data(
        values | {name: "Words" for name in ("summary", "audience", "purpose") if hasattr(page, name)}
    )


def edit_url(page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def preview_of(client: Client, url: str, form: dict) -> str:
    """Sends the form as the editor does while somebody types, and opens the preview."""
    assert client.post(url, form).json()["is_valid"]
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def test_a_trainer_enters_the_admin(as_trainer, home):
    assert as_trainer.get(reverse("wagtailadmin_home")).status_code == 200


@pytest.mark.parametrize("who", ["lin", "chen", "regional"])
@pytest.mark.parametrize("address", ["/admin/", "/admin/pages/", "/admin/users/", "/admin/images/", "/admin/nothing/"])
def test_whoever_is_no_author_finds_no_admin_and_is_not_sent_in_circles(request, signed_in, roles, home, who, address):
    response = signed_in(request.getfixturevalue(who)).get(address, follow=True)
    assert response.status_code == 404
    assert len(response.redirect_chain) <= 2


def test_whoever_is_signed_out_comes_to_the_one_sign_in_page(db):
    response = Client().get("/admin/", follow=True)
    assert response.request["PATH_INFO"].endswith("/accounts/login/")
    assert response.request["QUERY_STRING"] in ("next=/admin/", "next=%2Fadmin%2F")


def test_wagtails_own_sign_in_takes_no_password(lin, xu):
    assert Client().post(DOOR, {"username": "xu", "password": "correct horse"}).status_code == 405
    assert "/accounts/login/" in Client().get(DOOR).url


@pytest.mark.parametrize("address", ["/admin/password_reset/", "/admin/password_reset/confirm/MQ/set-password/"])
def test_wagtails_own_password_pages_are_closed(db, address):
    assert Client().get(address).status_code in (302, 404)
    assert Client().post(address, {"email": "lin@example.com"}).status_code in (302, 404)


def test_a_trainer_edits_and_publishes_a_lesson(as_trainer, lesson):
    assert as_trainer.get(edit_url(lesson)).status_code == 200
    as_trainer.post(edit_url(lesson), lesson_form() | {"action-publish": "1"})
    lesson.refresh_from_db()
    assert (lesson.title, lesson.minutes, lesson.live) == ("Greeting at once", 7, True)
    assert "Good morning." in str(lesson.body)


def test_learners_see_what_was_published(as_trainer, signed_in, lin, lesson):
    as_trainer.post(edit_url(lesson), lesson_form() | {"action-publish": "1"})
    assert "Good morning." in signed_in(lin).get(lesson.url).content.decode()


def test_learners_do_not_see_a_draft(as_trainer, signed_in, lin, lesson):
    as_trainer.post(edit_url(lesson), lesson_form())
    assert "Good morning." not in signed_in(lin).get(lesson.url).content.decode()


def test_what_a_trainer_does_carries_their_name(as_trainer, xu, lesson):
    as_trainer.post(edit_url(lesson), lesson_form() | {"action-publish": "1"})
    assert {entry.user for entry in PageLogEntry.objects.filter(page=lesson, action="wagtail.publish")} == {xu}
    assert not ModelLogEntry.objects.exists()


def test_a_trainer_adds_a_lesson(as_trainer, module):
    url = reverse("wagtailadmin_pages:add", args=["courses", "lessonpage", module.pk])
    assert as_trainer.get(url).status_code == 200
    as_trainer.post(url, lesson_form(slug="new") | {"action-publish": "1"})
    assert LessonPage.objects.live().child_of(module).get().slug == "new"


@pytest.mark.parametrize("minutes", ["0", "241", "", "x"])
def test_a_lesson_of_impossible_length_is_not_published(as_trainer, lesson, minutes):
    response = as_trainer.post(edit_url(lesson), lesson_form(minutes=minutes) | {"action-publish": "1"})
    assert response.context["form"].errors["minutes"]


def test_a_trainer_previews_a_lesson_before_it_is_saved(as_trainer, lesson):
    url = reverse("wagtailadmin_pages:preview_on_edit", args=[lesson.pk])
    text = preview_of(as_trainer, url, lesson_form())
    assert "Good morning." in text
    assert "Greeting at once" in text


@pytest.mark.parametrize("name", ["home", "course", "module"])
def test_a_trainer_previews_every_kind_of_page(request, as_trainer, lesson, name):
    page = request.getfixturevalue(name)
    url = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    assert "<main" in preview_of(as_trainer, url, plain_form(page))


@pytest.mark.parametrize(("model", "parent"), [(CoursePage, "home"), (ModulePage, "course")])
def test_a_trainer_previews_a_page_that_does_not_exist_yet(request, as_trainer, module, model, parent):
    page = request.getfixturevalue(parent)
    url = reverse("wagtailadmin_pages:preview_on_add", args=["courses", model._meta.model_name, page.pk])
    assert "Brand new" in preview_of(as_trainer, url, plain_form(model(title="Brand new", slug="new")))


def test_a_trainer_previews_a_lesson_that_does_not_exist_yet(as_trainer, module):
    url = reverse("wagtailadmin_pages:preview_on_add", args=["courses", "lessonpage", module.pk])
    assert "Good morning." in preview_of(as_trainer, url, lesson_form(slug="new"))


def test_a_preview_writes_nothing_about_the_trainer(as_trainer, xu, lesson):
    preview_of(as_trainer, reverse("wagtailadmin_pages:preview_on_edit", args=[lesson.pk]), lesson_form())
    assert not xu.ledger.exists()
    assert not xu.enrolments.exists()


def test_the_saved_draft_can_be_seen(as_trainer, lesson):
    as_trainer.post(edit_url(lesson), lesson_form())
    response = as_trainer.get(reverse("wagtailadmin_pages:view_draft", args=[lesson.pk]))
    assert "Good morning." in response.content.decode()


@pytest.mark.parametrize("who", ["lin", "chen"])
def test_nobody_else_edits_or_previews(request, signed_in, roles, lesson, who):
    client = signed_in(request.getfixturevalue(who))
    client.post(edit_url(lesson), lesson_form() | {"action-publish": "1"})
    client.post(reverse("wagtailadmin_pages:preview_on_edit", args=[lesson.pk]), lesson_form())
    draft = client.get(reverse("wagtailadmin_pages:view_draft", args=[lesson.pk]))
    lesson.refresh_from_db()
    assert lesson.title == "Greeting"
    assert draft.status_code in (302, 404)


@pytest.mark.parametrize(
    "page", ["/admin/account/", "/admin/images/", "/admin/documents/", "/admin/reports/site-history/"]
)
def test_the_rooms_of_the_admin_open_for_a_trainer(as_trainer, home, page):
    assert as_trainer.get(page).status_code == 200


def test_an_administrator_sees_the_pages_from_the_root(signed_in, admin, home):
    """Beside the page that a site begins with, Wagtail leads administrators to its list of sites."""
    root = reverse("wagtailadmin_explore", args=[home.get_parent().pk])
    assert home.title in signed_in(admin).get(root).text
