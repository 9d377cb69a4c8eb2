"""A process that serves pages or tasks has no room for what only few of them use."""

import subprocess
import sys

from django.conf import settings

LARGE = ("weasyprint", "pypinyin", "scipy", "statsmodels")
PROGRAM = f"""
import sys
import django
django.setup()
from django.urls import get_resolver
from config.memory import every_pattern
assert sum(1 for _ in every_pattern(get_resolver())) > 300
print([name for name in {LARGE!r} if name in sys.modules])
"""


def test_every_address_can_be_known_without_the_large_libraries():
    run = [sys.executable, "-c", PROGRAM]
    told = subprocess.run(run, cwd=settings.BASE_DIR, env=environment(), capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"


def environment() -> dict[str, str]:
    base = settings.BASE_DIR
    return {
        "PYTHONPATH": f"{base}:{base / 'site'}",
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "SECRET_KEY": "x" * 60,
        "DATABASE_URL": "sqlite://:memory:",
    }
