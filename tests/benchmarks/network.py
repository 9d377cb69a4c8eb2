"""A network that `manage.py populate` has filled: what managers see of it, in one warm process on that database.

Time on the wall, CPU of this process and of its one backend of PostgreSQL, queries; of files, the memory they took.

    DATABASE_URL=… DJANGO_SETTINGS_MODULE=config.settings PYTHONPATH=.:site python tests/benchmarks/network.py [times]
"""

from __future__ import annotations

import gc
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import django

django.setup()

from django.conf import settings  # noqa: E402  (models exist only after setup)
from django.db import connection, transaction  # noqa: E402
from django.test import Client  # noqa: E402
from django.utils import timezone  # noqa: E402
from measured import Queries  # noqa: E402

from people.models import Role, User  # noqa: E402
from tracking.models import Pack  # noqa: E402
from tracking.packs import making  # noqa: E402

TICK = os.sysconf("SC_CLK_TCK")
PAGES = {
    "matrix, a dealership": (Role.MANAGER, "/zh-hans/team/"),
    "matrix, a region": (Role.REGIONAL_MANAGER, "/zh-hans/team/"),
    "overview, a region": (Role.REGIONAL_MANAGER, "/zh-hans/team/overview/"),
    "overview, all": (Role.ADMINISTRATOR, "/zh-hans/team/overview/"),
    "forecast, all": (Role.ADMINISTRATOR, "/zh-hans/team/forecast/"),
}
FILES = {
    "XLSX, everybody’s matrix": (Role.ADMINISTRATOR, "/zh-hans/tables/team.xlsx"),
    "CSV, everybody’s matrix": (Role.ADMINISTRATOR, "/zh-hans/tables/team.csv"),
}


def main(times: int) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    print(f"{'':<28}{'p50':>8}{'p95':>8}{'Python':>8}{'database':>9}{'queries':>8}   milliseconds; load {load()}")
    for name, (role, address) in PAGES.items():
        client = signed_in(role)
        measure(name, lambda client=client, address=address: page(client, address), times)
    for name, (role, address) in FILES.items():
        client = signed_in(role)
        flat(name, lambda client=client, address=address: file(client, address))
    flat("auditor’s pack, a dealership", pack)


def signed_in(role: Role) -> Client:
    client = Client()
    person = User.objects.filter(role=role, is_active=True).order_by("pk").first() or administrator()
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


def administrator() -> User:
    return User.objects.create_superuser("bench-administrator", name="测量")


def page(client: Client, address: str) -> int:
    response = client.get(address, secure=True)
    assert response.status_code == 200, (address, response.status_code)
    return len(response.content)


def file(client: Client, address: str) -> int:
    response = client.get(address, secure=True)
    assert response.status_code == 200, (address, response.status_code)
    return sum(map(len, response.streaming_content))


def pack() -> int:
    """Written to the end, as the worker does it; nothing of it is kept."""
    manager = User.objects.filter(role=Role.MANAGER, is_active=True).order_by("pk").first()
    now = timezone.now()
    with transaction.atomic():
        made = Pack.objects.create(by=manager, dealership=manager.dealership, asked_at=now, heard_at=now)
        making.make(made, timezone.now)
        made.refresh_from_db()
        made.file.delete(save=False)
        transaction.set_rollback(True)
    return made.size


def measure(name: str, work: Callable[[], int], times: int) -> None:
    work()
    gc.collect()
    gc.freeze()  # as the web server does before its processes part
    walls, ours, theirs, queries = [], [], [], Queries()
    with connection.execute_wrapper(queries):
        for _ in range(times):
            before = time.perf_counter(), time.process_time(), of_backend()
            work()
            now = time.perf_counter(), time.process_time(), of_backend()
            for into, then, since in zip((walls, ours, theirs), now, before, strict=True):
                into.append(1000 * (then - since))
    p95 = sorted(walls)[max(0, -(-95 * times // 100) - 1)]
    figures = f"{median(walls):>8.0f}{p95:>8.0f}{median(ours):>8.0f}{sum(theirs) / times:>9.0f}"
    print(f"{name:<28}{figures}{queries.number // times:>8}", flush=True)


def flat(name: str, work: Callable[[], int]) -> None:
    Path("/proc/self/clear_refs").write_text("5")  # the peak begins anew
    before, started, cpu = resident("VmRSS"), time.perf_counter(), time.process_time()
    size = work()
    said = f"{time.perf_counter() - started:.1f} s, {time.process_time() - cpu:.1f} s of CPU, {size / 1e6:.1f} MB"
    print(f"{name:<28} {said}; memory {before:.0f} MB, at most {resident('VmHWM'):.0f} MB", flush=True)


def of_backend() -> float:
    """Seconds of CPU that the backend of this connection has used; 0 where it is elsewhere or there is none."""
    if connection.vendor != "postgresql":
        return 0
    connection.ensure_connection()
    stat = Path(f"/proc/{connection.connection.info.backend_pid}/stat")
    user, system = stat.read_text().rpartition(")")[2].split()[11:13] if stat.exists() else (0, 0)
    return (int(user) + int(system)) / TICK


def resident(what: str) -> float:
    return next(int(line.split()[1]) / 1e3 for line in Path("/proc/self/status").open() if line.startswith(what))


def load() -> str:
    return f"{os.getloadavg()[0]:.1f}"


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20)
