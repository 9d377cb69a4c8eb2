"""The house itself: its traps stay shut, and what it says of its own settings is true."""

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

ROOT = Path(__file__).resolve().parent.parent.parent
ENV_EXAMPLE = ROOT / ".env.example"
GUNICORN_VARIABLES = {"BIND", "WEB_CONCURRENCY"}


def test_site_is_a_plain_folder():
    assert not (ROOT / "site" / "__init__.py").exists()
    assert "site" not in settings.INSTALLED_APPS


def test_tests_are_plain_folders():
    assert not list((ROOT / "tests").rglob("__init__.py"))


def test_no_app_is_named_like_a_module_of_the_standard_library():
    apps = {path.parent.name for path in ROOT.glob("*/apps.py")}
    assert apps
    assert apps.isdisjoint(sys.stdlib_module_names)


@pytest.mark.django_db
def test_every_model_change_has_its_migration():
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_production_settings_pass_the_deployment_check_without_a_warning():
    production = {
        "ALLOWED_HOSTS": "academy.example",
        "DEBUG": "0",
        "PUBLIC_URL": "https://academy.example",
        "SECRET_KEY": "".join(chr(33 + number % 90) for number in range(7, 7 + 64)),
    }
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    env = os.environ | production
    env.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)  # the tests' own, for Playwright
    check = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert check.returncode == 0, check.stderr
    assert "no issues" in check.stdout


def test_the_example_environment_lists_every_variable_that_is_read():
    assert example_variables() == settings_variables() | GUNICORN_VARIABLES


def test_the_example_environment_works_as_it_is():
    example = dict(re.findall(r"^([A-Z][A-Z0-9_]*)=(.*)$", ENV_EXAMPLE.read_text(), re.MULTILINE))
    command = [sys.executable, "manage.py", "check"]
    check = subprocess.run(command, cwd=ROOT, env=os.environ | example, capture_output=True, text=True, check=False)
    assert check.returncode == 0, check.stderr


def test_requirements_are_pinned_with_hashes_and_name_no_index():
    for name in ("requirements.txt", "requirements-dev.txt"):
        text = (ROOT / name).read_text()
        assert len(pins(text)) > 20
        assert text.count("==") <= text.count("--hash=sha256:")
        assert "://" not in text


def test_development_installs_the_very_packages_of_production():
    production, development = (pins((ROOT / name).read_text()) for name in ("requirements.txt", "requirements-dev.txt"))
    assert production.items() <= development.items()


def example_variables() -> set[str]:
    return set(re.findall(r"^#? ?([A-Z][A-Z0-9_]*)=", ENV_EXAMPLE.read_text(), re.MULTILINE))


def settings_variables() -> set[str]:
    """The first argument of every `env(…)` and `env.kind(…)` in the settings and what they are made of."""
    files = [ROOT / "site" / "config" / name for name in ("settings.py", "outside.py")]
    nodes = [node for file in files for node in ast.walk(ast.parse(file.read_text()))]
    calls = [node for node in nodes if isinstance(node, ast.Call) and node.args and is_env(node.func)]
    return {call.args[0].value for call in calls if isinstance(call.args[0], ast.Constant)}


def is_env(function: ast.expr) -> bool:
    if isinstance(function, ast.Attribute):
        function = function.value
    return isinstance(function, ast.Name) and function.id == "env"


def pins(text: str) -> dict[str, str]:
    return dict(re.findall(r"^([A-Za-z0-9._-]+)==(\S+)", text, re.MULTILINE))
