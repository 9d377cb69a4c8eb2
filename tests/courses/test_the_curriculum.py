"""The real curriculum in the CMS, loaded once for all of these tests in a transaction that is rolled back."""

import re
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings
from django.urls import reverse
from django.utils import translation
from wagtail.models import Locale

from certificates.models import Certification
from courses.models import CoursePage, LessonPage
from quizzes.models import QuizPage
from roleplays.models import RolePlayPage
from standards.coverage import coverage
from standards.models import Clause

pytestmark = pytest.mark.django_db
LINK = re.compile(r'href="(/[^"#?]*)')


def load() -> str:
    out = StringIO()
    call_command("curriculum", "load", stdout=out)
    return out.getvalue()


@pytest.fixture(scope="module")
def files(tmp_path_factory) -> dict:
    """The pictures' storage, which must live as long as the rows that name them."""
    folder = tmp_path_factory.mktemp("media")
    return {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(folder)}}


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker, files):
    from django.conf import settings

    immediate = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(STORAGES=settings.STORAGES | {"default": files}, TASKS=immediate):
            load()
        yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def curriculum(loaded, db, settings, files):
    settings.STORAGES = settings.STORAGES | {"default": files}


def pages_of(model, language: str):
    return model.objects.live().filter(locale__language_code=language)


def test_every_page_is_there_in_both_languages():
    assert Locale.objects.count() == 2
    for model in (CoursePage, LessonPage, QuizPage, RolePlayPage):
        keys = [
            set(pages_of(model, language).values_list("translation_key", flat=True)) for language in ("zh-hans", "en")
        ]
        assert keys[0] == keys[1]


def test_loading_again_changes_nothing():
    assert "0 created, 0 updated" in load()


def test_a_lesson_teaches_the_same_clauses_in_both_languages():
    english = {page.translation_key: page for page in pages_of(LessonPage, "en")}
    for page in pages_of(LessonPage, "zh-hans"):
        other = english[page.translation_key]
        assert set(page.clauses.all()) == set(other.clauses.all())
        assert [block.block_type for block in page.body] == [block.block_type for block in other.body]


def test_no_clause_is_an_orphan_or_a_gap():
    found = coverage()
    assert [row.code for row in found.orphans + found.gaps] == []


def test_the_courses_stand_in_the_order_of_the_file():
    slugs = [page.slug for page in pages_of(CoursePage, "en").order_by("path")]
    assert slugs == ["etiquette", "communication", "seven-steps", "five-s"]


def test_the_final_examination_asks_sixty_questions_from_every_module():
    exam = pages_of(QuizPage, "en").get(slug="quiz", title="Final examination")
    assert exam.question_count == 60
    assert exam.draws.count() >= 19


def test_each_certification_has_a_shorter_road_of_renewal():
    shorter = Certification.objects.filter(requirements__road="renewal").distinct()
    assert set(shorter.values_list("code", flat=True)) >= {
        "service-advisor", "etiquette-communication", "five-s-practitioner", "customer-specialist",
    }  # fmt: skip


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_lesson_is_shown_with_living_links_and_described_pictures(signed_in, lin, language):
    client = signed_in(lin)
    links = set()
    for page in pages_of(LessonPage, language):
        text = client.get(page.url).content.decode()
        assert text.count("data-block=") == len(page.body)
        assert page.title in text
        assert 'alt=""' not in text.partition("<main")[2].partition("</main>")[0]
        links |= set(LINK.findall(text))
    with translation.override(language):
        clauses = {clause.get_absolute_url() for clause in Clause.objects.all()}
        static = ("/static/", "/media/", reverse("account_logout"))
    others = {link for link in links - clauses if not link.startswith(static)}
    assert {
        link: client.get(link).status_code for link in others if client.get(link).status_code not in (200, 302)
    } == {}


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_quiz_and_role_play_is_shown(signed_in, lin, language):
    client = signed_in(lin)
    for page in [*pages_of(QuizPage, language), *pages_of(RolePlayPage, language)]:
        assert page.title in client.get(page.url).content.decode()
