"""Screens that open without a network: a service worker keeps an empty one, and the device fills it from what it has.

An app that wants this has two addresses for anybody: the worker, whose folder is its scope, and the empty screen.
"""

import hashlib
import json
import re

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def worker(request: HttpRequest, name: str, shell: str, html: str) -> HttpResponse:
    """The service worker that keeps the empty screen `html`, found at `shell`, and the files that it names.

    `name` tells its caches from those of other workers; their version changes with the screen.
    """
    named = re.findall(rf'(?:href|src)="({re.escape(settings.STATIC_URL)}[^"#]+)', html)
    version = hashlib.sha256(html.encode()).hexdigest()[:16]
    kept = {"name": name, "version": version, "shell": shell, "files": sorted(set(named))}
    context = {"kept": json.dumps(kept)}
    return lasting(render(request, "courses/worker.js", context, content_type="text/javascript"))


def lasting(response: HttpResponse) -> HttpResponse:
    """Asked for anew whenever there is a network."""
    response["Cache-Control"] = "no-cache"
    return response
