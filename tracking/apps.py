from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TrackingConfig(AppConfig):
    name = "tracking"
    verbose_name = _("Tracking")

    def ready(self) -> None:
        from people.backends import alongside
        from roleplays.news import told
        from tracking.reminding.notices import how_many_unread
        from tracking.reminding.role_plays import remind

        alongside["unread_notices"] = how_many_unread
        told.connect(remind, dispatch_uid="tracking.role_plays")
