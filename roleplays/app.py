"""The scoring screen as an app: what a device keeps to open it without a network, and how it is called there."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

# What the screen's modules import; named in its head, so that a browser and the worker fetch them at once.
MODULES = [
    *(f"js/{name}.js" for name in ("behaviour", "dialog", "menu", "ordering", "print", "submit-once")),
    *(
        f"roleplays/{name}.js"
        for name in (
            "advancing", "chain", "clock", "comments", "folding", "holder", "keeping", "outbox", "photographs",
            "picture-queue", "scoring", "sections", "sending", "sha256", "sheet", "store",
        )
    ),
]  # fmt: skip
ICONS = [("icon-192.png", 192, "any"), ("icon-512.png", 512, "any"), ("icon-maskable-512.png", 512, "maskable")]


def empty_screen(request: HttpRequest) -> str:
    return render_to_string("roleplays/shell.html", {"modules": MODULES}, request)


def manifest() -> dict:
    board = reverse("roleplays:board")
    return {
        "id": board,
        "name": _("Role-play scoring"),
        "short_name": _("Scoring"),
        "description": _("Score role-plays in the workshop, with or without a network."),
        "lang": "zh-Hans" if get_language() == "zh-hans" else "en",
        "start_url": board,
        "scope": board,
        "display": "standalone",
        "background_color": "#faf8f5",
        "theme_color": "#faf8f5",
        "icons": [
            {"src": static(f"roleplays/app/{name}"), "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
            for name, size, purpose in ICONS
        ],
    }
