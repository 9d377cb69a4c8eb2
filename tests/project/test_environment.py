"""The settings start with any variable of `.env.example`, set or empty."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

EXAMPLE = settings.BASE_DIR / ".env.example"
NAMES = [
    line.partition("=")[0].lstrip("# ")
    for line in EXAMPLE.read_text().splitlines()
    if "=" in line and line.partition("=")[0].lstrip("# ").isupper()
]
PRODUCTION = {
    "SECRET_KEY": "so-many-different-characters-that-nobody-guesses-them-0123456789",
    "PUBLIC_URL": "https://academy.example.com",
    "ALLOWED_HOSTS": "academy.example.com",
}
SET = {
    "REDIS_URL": "redis://127.0.0.1:6379/9",
    "S3_BUCKET": "pictures",
    "S3_ENDPOINT_URL": "https://bucket.example.com",
    "EMAIL_URL": "smtp+tls://user:password@mail.example.com:587",
    "DATABASE_URL": "postgres://academy:password@127.0.0.1:5432/academy",
    "TRUSTED_PROXIES": "1",
}


def checked(**variables: str) -> subprocess.CompletedProcess:
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(command, env=kept | variables, cwd=settings.BASE_DIR, capture_output=True, text=True)


def test_the_checks_of_a_production_find_nothing():
    assert "no issues" in checked(**PRODUCTION, **SET).stdout


def test_variables_that_are_empty_are_as_if_they_were_not_there():
    empty = dict.fromkeys(NAMES, "")
    assert "no issues" in checked(**empty | PRODUCTION).stdout


@pytest.mark.parametrize("name", ["DATABASE_URL", "EMAIL_URL", "MEDIA_ROOT", "REDIS_URL", "S3_BUCKET"])
def test_the_example_names_what_the_settings_read(name):
    assert name in NAMES


def test_browsers_may_show_what_lies_in_the_bucket():
    code = "from config import settings; print(settings.CONTENT_SECURITY_POLICY['DIRECTIVES']['img-src'])"
    kept = {"PATH": os.environ["PATH"], "PYTHONPATH": "site"} | PRODUCTION | SET
    shown = subprocess.run(
        [sys.executable, "-c", code], env=kept, cwd=settings.BASE_DIR, capture_output=True, text=True
    )
    assert "'https://bucket.example.com', 'https://pictures.bucket.example.com'" in shown.stdout
