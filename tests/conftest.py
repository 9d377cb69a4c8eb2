"""The cast. Lin and Zhou are advisors of the Riverside dealership, where Chen manages and Xu trains; Harbour is another
dealership of the same region, Summit one of another region. Whoever is not of Riverside is a stranger to Lin."""

import datetime as dt
import os
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import hypothesis
import pytest
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import translation
from wagtail.models import Collection, Locale, Page, Site

from courses.models import CoursePage, HomePage, LessonPage, ModulePage
from people import second_factor
from people.audit import guards
from people.models import Dealership, Region, Role, User
from people.roles import set_up_roles
from roleplays.models import Calibration, CalibrationSet, CertifyingRight

pytest_plugins = ["tests.network_guard", "tests.scheduling_plugin", "tests.browser_plugin", "tests.database_plugin"]

# Playwright's synchronous interface keeps an event loop running in the thread of the tests, which Django takes for
# asynchronous code and then refuses the database. Nothing here is asynchronous.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

# The same examples every time, and no verdict by the clock: a machine that does other work is no fault of the code.
hypothesis.settings.register_profile(
    "house", derandomize=True, database=None, deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("house")

NOW = dt.datetime(2026, 11, 2, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that really commit come last: they empty the tables afterwards, with what migrations put there.

    pytest-django orders them too, but cannot see that a test asks for the database by `getfixturevalue`.
    """
    items.sort(key=commits)


def commits(item: pytest.Item) -> bool:
    mark = item.get_closest_marker("django_db")
    return bool(mark and mark.kwargs.get("transaction"))


@pytest.fixture(autouse=True)
def _what_migrations_made(request: pytest.FixtureRequest) -> Iterator[None]:
    """For tests that really commit: the roots of the trees, which the flush after the one before took away.

    The audit trail refuses to be flushed, so its guards go before that, and stand again for the next test.
    """
    if not commits(request.node):
        yield
        return
    request.getfixturevalue("transactional_db")
    ContentType.objects.clear_cache()  # the flush gave every model a new row
    locale, _ = Locale.objects.get_or_create(language_code="en")
    if Page.get_first_root_node() is None:
        Page.add_root(title="Root", slug="root", locale=locale)
    if Collection.get_first_root_node() is None:
        Collection.add_root(name="Root")
    guards.install(connection)
    yield
    guards.remove(connection)


@pytest.fixture(scope="session", autouse=True)
def _nothing_has_been_collected() -> None:
    """For the whole session, because the server of the browser tests is started once and outlives a test's settings."""
    settings.WHITENOISE_AUTOREFRESH = True


@pytest.fixture(autouse=True)
def _quick_and_quiet(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture(scope="session")
def keys_of_the_tests(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("keys")


@pytest.fixture(autouse=True)
def _own_keys(settings, keys_of_the_tests) -> None:
    settings.KEYS_DIR = keys_of_the_tests


@pytest.fixture(autouse=True)
def _nothing_remembered(monkeypatch) -> None:
    """What a test has rolled back is still in the process's memory; and a slow machine must not ask a second time."""
    monkeypatch.setattr(second_factor.Memory, "SECONDS", 3600)
    second_factor.memory.remember(second_factor.SecondFactorPolicy())


@pytest.fixture(autouse=True)
def _own_caches(settings, tmp_path_factory) -> None:
    """Files and Redis forget nothing when a test is rolled back: each process has its own, Redis’s emptied each time.

    The last of Redis's sixteen is the browser journeys'.
    """
    if settings.REDIS_URL:
        number = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
        place = settings.REDIS_URL.rpartition("/")[0] + f"/{14 - number}"
        outside = ["default", "progress"]
    else:
        place, outside = tmp_path_factory.getbasetemp() / "progress", ["progress"]
    settings.CACHES = settings.CACHES | {name: settings.CACHES[name] | {"LOCATION": place} for name in outside}
    if settings.REDIS_URL:
        cache.clear()


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def now() -> dt.datetime:
    return NOW


@pytest.fixture
def east(db) -> Region:
    return Region.objects.create(code="east", name_zh="华东区", name_en="East")


@pytest.fixture
def riverside(east) -> Dealership:
    return Dealership.objects.create(code="riverside", name_zh="江畔店", name_en="Riverside", region=east)


@pytest.fixture
def harbour(east) -> Dealership:
    return Dealership.objects.create(code="harbour", name_zh="港湾店", name_en="Harbour", region=east)


@pytest.fixture
def summit(db) -> Dealership:
    west = Region.objects.create(code="west", name_zh="西部区", name_en="West")
    return Dealership.objects.create(code="summit", name_zh="山峰店", name_en="Summit", region=west)


def make_person(number: str, name: str, role: Role = Role.ADVISOR, **fields) -> User:
    person = User.objects.create_user(number, "correct horse", name=name, role=role, language="en", **fields)
    if person.scores_role_plays:
        may_certify(person)
    return person


def may_certify(person: User) -> None:
    """By a calibration that was handed in long ago, and for as long as anybody will run these tests."""
    begun, until = (dt.datetime(year, 1, 1, tzinfo=dt.UTC) for year in (2020, 2120))
    chosen, _ = CalibrationSet.objects.get_or_create(code="tests", title_zh="测试", title_en="Tests")
    done = Calibration.objects.create(
        person=person, calibration_set=chosen, begun_at=begun, submitted_at=begun, kappa=0.9, items=40
    )
    CertifyingRight.objects.create(
        person=person, change="won", at=begun, until=until, calibration=done, kappa=0.9, items=40
    )


@pytest.fixture
def lin(riverside) -> User:
    return make_person("lin", "林晓", name_latin="Lin Xiao", dealership=riverside)


@pytest.fixture
def zhou(riverside) -> User:
    return make_person("zhou", "周堃", name_latin="Zhou Kun", dealership=riverside)


@pytest.fixture
def xu(riverside, roles) -> User:
    return make_person("xu", "徐敏", Role.TRAINER, name_latin="Xu Min", dealership=riverside)


@pytest.fixture
def chen(riverside) -> User:
    return make_person("chen", "陈立", Role.MANAGER, name_latin="Chen Li", dealership=riverside)


@pytest.fixture
def regional(east) -> User:
    return make_person("regional", "何区", Role.REGIONAL_MANAGER, region=east)


@pytest.fixture
def admin(db) -> User:
    return make_person("admin", "管理", Role.ADMINISTRATOR)


@pytest.fixture
def harbour_advisor(harbour) -> User:
    return make_person("h-advisor", "海明", dealership=harbour)


@pytest.fixture
def harbour_trainer(harbour, roles) -> User:
    return make_person("h-trainer", "海教", Role.TRAINER, dealership=harbour)


@pytest.fixture
def harbour_manager(harbour) -> User:
    return make_person("h-manager", "海理", Role.MANAGER, dealership=harbour)


@pytest.fixture
def summit_manager(summit) -> User:
    return make_person("s-manager", "山理", Role.MANAGER, dealership=summit)


@pytest.fixture
def roles(db):
    return set_up_roles()


@pytest.fixture
def signed_in():
    """`signed_in(lin)` is a client in which Lin is signed in."""

    def client_of(user: User) -> Client:
        client = Client()
        client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
        return client

    return client_of


@pytest.fixture
def home(db) -> HomePage:
    """The English home page, made the site's root; `home_zh` is its translation."""
    locale, _ = Locale.objects.get_or_create(language_code="en")
    root = Page.get_first_root_node() or Page.add_root(title="Root", slug="root", locale=locale)
    page = root.add_child(instance=HomePage(title="Home", slug="home-en", locale=locale))
    Site.objects.all().delete()
    Site.objects.create(hostname="localhost", root_page=page, is_default_site=True)
    return page


@pytest.fixture
def home_zh(home) -> HomePage:
    locale, _ = Locale.objects.get_or_create(language_code="zh-hans")
    page = HomePage(title="首页", slug="home-zh", locale=locale, translation_key=home.translation_key)
    return home.get_parent().add_child(instance=page)


@pytest.fixture
def course(home) -> CoursePage:
    return home.add_child(
        instance=CoursePage(title="Seven steps", slug="seven-steps", summary="All.", locale=home.locale)
    )


@pytest.fixture
def module(course) -> ModulePage:
    return course.add_child(
        instance=ModulePage(title="Reception", slug="reception", summary="First minutes.", locale=course.locale)
    )


@pytest.fixture
def lesson(module) -> LessonPage:
    return module.add_child(instance=LessonPage(title="Greeting", slug="greeting", minutes=6, locale=module.locale))


@pytest.fixture
def second_lesson(module, lesson) -> LessonPage:
    return module.add_child(instance=LessonPage(title="Walk-round", slug="walk-round", minutes=8, locale=module.locale))
