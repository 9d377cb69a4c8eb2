from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from wagtail.users.apps import WagtailUsersAppConfig


class PeopleConfig(AppConfig):
    name = "people"
    verbose_name = _("People")


class WagtailUsers(WagtailUsersAppConfig):
    """Wagtail's list and forms for users, with our own fields."""

    user_viewset = "people.admin.PersonViewSet"
