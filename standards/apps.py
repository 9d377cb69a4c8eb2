from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StandardsConfig(AppConfig):
    name = "standards"
    verbose_name = _("Standard")

    def ready(self) -> None:
        from standards import widgets  # noqa: F401 — registers what forms of the admin ask for clauses with
