"""gunicorn's settings: `gunicorn -c site/config/gunicorn.py config.wsgi`."""

import gc
import os
from pathlib import Path

import environ

ROOT = Path(__file__).resolve().parent.parent.parent
environ.Env.read_env(ROOT / ".env")

chdir = str(ROOT)
pythonpath = str(ROOT / "site")
# Loopback, unless somebody asks for more in so many words.
bind = os.environ.get("BIND") or "127.0.0.1:8000"
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY") or 2)
threads = 4
timeout = 60
graceful_timeout = 5
max_requests = 5000
max_requests_jitter = 500
loglevel = "warning"
control_socket_disable = True
# What is loaded before the processes part is in memory once. A change of the code therefore takes a restart, not a HUP.
preload_app = True


def when_ready(server) -> None:
    """Load what the first requests would load, and keep the collector off it: marking an object copies its page."""
    import weasyprint  # noqa: F401  (what prints certificates is large, and each process would load its own)
    from django.db import connections
    from django.urls import get_resolver

    from certificates.printable import drawable

    drawable()
    for _ in every_pattern(get_resolver()):
        pass
    connections.close_all()
    gc.collect()
    gc.freeze()


def every_pattern(resolver):
    for pattern in resolver.url_patterns:
        yield pattern
        if hasattr(pattern, "url_patterns"):
            yield from every_pattern(pattern)
