"""The one browser of the tests in a process, and a loud word in the summary where there is none."""

import os
import shutil

import pytest
from playwright.sync_api import expect, sync_playwright

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find_browser():
    """The path of the browser, or "" where there is none."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), "")


@pytest.fixture(scope="session")
def browser():
    """Shared, because a second Playwright in the same thread is refused."""
    path = find_browser()
    if not path:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("no Chromium on this machine")
    expect.set_options(timeout=20_000)  # a machine that does other work is no fault of the page
    quiet = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--no-first-run"]
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=quiet)
        yield chromium
        chromium.close()


def pytest_terminal_summary(terminalreporter, config):
    if find_browser() or hasattr(config, "workerinput"):
        return
    terminalreporter.section("NO BROWSER", sep="!", red=True, bold=True)
    terminalreporter.line("The browser journeys were NOT run: there is no Chromium on this machine.", red=True)
    terminalreporter.line(
        "Install it (Debian: sudo apt-get install --yes chromium) or name one: CHROMIUM=/path make test"
    )
