"""The real product, out of process, and people at real browsers.

A journey asks for `new_page` (a browser of its own for each call), `sign_in`, `axe` and `platform`. It fails by itself
on any error in the console, any uncaught error of a script and any breach of the content security policy.
"""

import os
import secrets
import socket
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from launch import Platform, programs, serving
from preparation import prepare
from psycopg import sql

from tests.accessibility import examine
from tracking.demo import ACCOUNTS, PASSWORD, Cast

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
SCREENSHOTS = ROOT / "var" / "screenshots"
HEIGHTS = {390: 844, 820: 1180, 1440: 900}
REPORT_BREACHES = """
  addEventListener("securitypolicyviolation", (breach) =>
    console.error(`content security policy: ${breach.violatedDirective} forbids ${breach.blockedURI}`));
"""
FAILED = pytest.StashKey[bool]()


@dataclass
class Product:
    """`url` has no slash at its end; `accounts` are the demonstration's, by employee number; `env` its own."""

    url: str
    accounts: dict[str, Cast]
    env: dict[str, str]


def pytest_collection_modifyitems(items):
    """Journeys share one product, which takes a minute to start: they come together, and first."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.journey)
    items.sort(key=lambda item: item.get_closest_marker("journey") is None)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if report.when == "call":
        item.stash[FAILED] = report.failed
    return report


@pytest.fixture(scope="package")
def platform(tmp_path_factory):
    """The product as `make run` starts it, on a database and a port of its own."""
    folder, port = tmp_path_factory.mktemp("platform"), free_port()
    with fresh_database(folder) as database:
        env = os.environ | {
            "BIND": f"127.0.0.1:{port}",
            "DATABASE_URL": database,
            "DEBUG": "0",
            "MEDIA_ROOT": str(folder / "media"),
            "PUBLIC_URL": f"http://127.0.0.1:{port}",
            "SECRET_KEY": secrets.token_hex(32),
        }
        prepare(Path(sys.executable), env, stamps=folder / "content.json")
        running = Platform(programs({"platform": serving(Path(sys.executable), port)}, env))
        try:
            running.wait_until_it_answers(port)
            yield Product(env["PUBLIC_URL"], {cast.number: cast for cast in ACCOUNTS}, env)
        finally:
            running.end()


@pytest.fixture
def new_page(browser, request):
    """`new_page(locale="zh-CN", width=1440, dark=False, script=True, refusals=False)`: a page in a browser of its own.

    `refusals=True` lets 4xx answers pass, for a journey that goes where it may not.
    """
    pages, problems = [], []

    def open_page(locale="zh-CN", width=1440, *, dark=False, script=True, refusals=False):
        context = browser.new_context(
            locale=locale,
            timezone_id="Asia/Shanghai",
            viewport={"width": width, "height": HEIGHTS.get(width, 900)},
            has_touch=width < 1000,
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            java_script_enabled=script,
        )
        context.set_default_timeout(15_000)
        context.add_init_script(REPORT_BREACHES)
        page = context.new_page()
        watch(page, problems, refusals)
        pages.append(page)
        return page

    yield open_page
    if problems or request.node.stash.get(FAILED, True):
        take_screenshots(pages, request.node.name)
    for page in pages:
        page.context.close()
    assert not problems, "\n".join(["the browser complained:", *problems])


@pytest.fixture
def sign_in(platform, signed_in_before):
    """`sign_in(page, "linxiao")` signs that account of the demonstration in and ends on the start page of its role.

    The form is filled in once for each account; later pages get the same session, unless it was ended since.
    """

    def sign_in_as(page, number, language=""):
        language = language or platform.accounts[number].language
        page.context.add_cookies(signed_in_before.get(number, []))
        page.goto(f"{platform.url}/{language}/start/")
        if page.locator("input[name=password]").count():
            page.locator("input[name=login]").fill(number)
            page.locator("input[name=password]").fill(PASSWORD)
            page.locator("form:has(input[name=password]) button[type=submit]").first.click()
            page.wait_for_url(lambda url: "/accounts/login/" not in url)
            signed_in_before[number] = [cookie for cookie in page.context.cookies() if cookie["name"] == "sessionid"]
        return page

    return sign_in_as


@pytest.fixture(scope="package")
def signed_in_before():
    return {}


@pytest.fixture
def axe():
    """`axe(page)` fails with a list of what is not accessible on the page, in the state it is in now."""
    return examine


def watch(page, problems, refusals):
    def on_console(message):
        refused = refusals and "the server responded with a status of 4" in message.text
        if message.type == "error" and not refused:
            problems.append(f"{page.url}: {message.text} ({message.location.get('url', '')})")

    page.on("console", on_console)
    page.on("pageerror", lambda error: problems.append(f"{page.url}: {error}"))
    page.on("response", lambda answer: answer.status >= 500 and problems.append(f"{answer.status} {answer.url}"))


def take_screenshots(pages, name):
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    safe = "".join(letter if letter.isalnum() else "-" for letter in name)
    for number, page in enumerate(pages, start=1):
        if not page.is_closed():
            page.screenshot(path=SCREENSHOTS / f"{safe}-{number}.png", full_page=True)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def fresh_database(folder):
    """The address of an empty database: a file, or a new one on the server that DATABASE_URL names."""
    address = os.environ.get("DATABASE_URL", "")
    if not address.startswith("postgres"):
        yield f"sqlite:///{folder / 'db.sqlite3'}"
        return
    server, name = urlsplit(address), f"journeys_{secrets.token_hex(4)}"
    with psycopg.connect(server._replace(path="/postgres").geturl(), autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        yield server._replace(path=f"/{name}").geturl()
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
