"""SQLite's test database is migrated once for each set of migrations, and is a copy from then on.

A file and not memory: there, threads would share one connection's locks and show nothing about real ones. Copies are
kept in `var/test-databases/`; deleting them costs nothing but the time of one migration.
"""

import hashlib
import shutil
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections

KEPT = 3


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path | None:
    """Where this process has its database, if it is SQLite's; a copy of the migrated one where there is one."""
    if not settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        return None
    path = tmp_path_factory.mktemp("database") / "test.sqlite3"
    if template().exists():
        shutil.copyfile(template(), path)
    return path


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix, migrated: Path | None) -> None:
    if migrated:
        connections["default"].settings_dict["TEST"]["NAME"] = migrated


@pytest.fixture(scope="session")
def django_db_keepdb(request: pytest.FixtureRequest, migrated: Path | None) -> bool:
    """Django migrates a kept database as far as is missing, which for a copy is nothing."""
    return request.config.option.reuse_db or bool(migrated and migrated.exists())


@pytest.fixture(scope="session")
def django_db_setup(django_db_keepdb: bool, django_db_setup, django_db_blocker, migrated: Path | None) -> None:
    if not migrated or django_db_keepdb:
        return
    template().parent.mkdir(parents=True, exist_ok=True)
    own = template().with_suffix(f".{migrated.parent.name}.{id(migrated)}")
    with django_db_blocker.unblock(), closing(sqlite3.connect(own)) as copy:
        connections["default"].ensure_connection()
        connections["default"].connection.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
    own.replace(template())
    for old in sorted(template().parent.glob("*.sqlite3"), key=lambda path: path.stat().st_mtime)[:-KEPT]:
        old.unlink(missing_ok=True)


def template() -> Path:
    """Named after everything that migrating depends on: our migrations, and the versions of what brings its own."""
    digest = hashlib.sha256(sys.version.encode())
    for path in [settings.BASE_DIR / "requirements.txt", *sorted(settings.BASE_DIR.glob("*/migrations/*.py"))]:
        digest.update(path.name.encode() + path.read_bytes())
    digest.update(Path(sys.prefix).name.encode())  # .venv-next has another Wagtail
    return settings.VAR_DIR / "test-databases" / f"{digest.hexdigest()[:16]}.sqlite3"
