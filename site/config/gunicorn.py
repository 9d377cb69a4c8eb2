"""gunicorn's settings: `gunicorn -c site/config/gunicorn.py config.wsgi`."""

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
