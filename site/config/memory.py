"""What processes share and what each has of its own. Reading or writing an object copies the page that it lies on."""

import ctypes
import gc
import mmap
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import OperationalError, connections
from django.template.loader import get_template
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import translation

M_MMAP_THRESHOLD, M_ARENA_MAX = -3, -8  # of malloc.h


@contextmanager
def without_what_nobody_needs() -> Iterator[None]:
    """Libraries that others load wherever they find them: 20 MB. Whoever asks for them later gets them."""
    names = ["numpy"]  # openpyxl, to know its numbers
    names += ["pygments", "docutils"]  # Django REST framework, for pages that nobody is shown
    if connections["default"].vendor != "postgresql":
        names.append("django.contrib.postgres")  # Django REST framework; with it comes the driver
    absent = {name: None for name in names if name not in sys.modules}
    sys.modules.update(absent)
    try:
        yield
    finally:
        for name in absent:
            del sys.modules[name]


@cache
def load_whole() -> None:
    """Load what the first requests would load, and keep the collector off it, which would mark each object."""
    keep_one_heap()
    import weasyprint  # noqa: F401  (what prints certificates is large, and each process would load its own)

    if settings.REDIS_URL:
        import redis  # noqa: F401  (so does whoever speaks to it)

    from certificates.printable import drawable
    from people.prepared import put_all_into_sql

    drawable()
    get_template("base.html")  # and with it what all apps have for templates
    for _ in every_pattern(get_resolver()):
        pass
    for language, _ in settings.LANGUAGES:
        with translation.override(language):
            reverse("start")
    with suppress(OperationalError):  # a database that is not there yet is spoken to when somebody comes
        put_all_into_sql()
    freeze()


def keep_one_heap() -> None:
    """The GNU library gives each thread a heap of its own, which then keeps what it once needed; and after one large
    block, such as the copy of a font that is printed with, it puts others into the heap, where they leave holes."""
    with suppress(AttributeError):  # other libraries have no such thing
        mallopt = ctypes.CDLL(None).mallopt
        mallopt(M_ARENA_MAX, 1)
        mallopt(M_MMAP_THRESHOLD, 128 * 1024)


def freeze() -> None:
    """Before processes part: no two of them may speak through one connection."""
    connections.close_all()
    gc.collect()
    give_back()
    forget_code()
    gc.freeze()


def forget_code() -> None:
    """Loading runs through 30 MB of the libraries' machine code once; what is run again is read from their files again.
    Linux would take it back by itself, when it needs the room."""
    if sys.platform != "linux":
        return
    madvise = ctypes.CDLL(None).madvise
    for line in Path("/proc/self/maps").read_text().splitlines():
        span, rights, _, _, _, *file = line.split(maxsplit=5)
        if rights == "r-xp" and file and file[0].startswith("/"):
            start, end = (int(address, 16) for address in span.split("-"))
            madvise(ctypes.c_void_p(start), ctypes.c_size_t(end - start), mmap.MADV_DONTNEED)


def every_pattern(resolver: URLResolver) -> Iterator[URLPattern | URLResolver]:
    for pattern in resolver.url_patterns:
        yield pattern
        if hasattr(pattern, "url_patterns"):
            yield from every_pattern(pattern)


def give_back() -> None:
    """Memory that is free, to the system: some milliseconds. Only the GNU library has to be asked."""
    with suppress(AttributeError):
        ctypes.CDLL(None).malloc_trim(0)


def own() -> int:
    """Bytes that this process shares with no other (Linux; elsewhere nobody says)."""
    try:
        lines = Path("/proc/self/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Private_"))
