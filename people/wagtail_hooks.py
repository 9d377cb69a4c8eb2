from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from people.admin import DealershipViewSet, RegionViewSet
from people.importing import views
from people.models import Role


@hooks.register("register_admin_viewset")
def organisation_viewsets() -> list:
    return [RegionViewSet("regions"), DealershipViewSet("dealerships")]


@hooks.register("register_admin_urls")
def import_addresses() -> list:
    return [
        path("people/import/", views.upload, name="people_import_upload"),
        path("people/import/template.xlsx", views.template, name="people_import_template"),
        path("people/import/<int:pk>/", views.detail, name="people_import"),
        path("people/import/<int:pk>/columns/", views.arrange, name="people_import_columns"),
        path("people/import/<int:pk>/commit/", views.commit, name="people_import_commit"),
        path("people/import/<int:pk>/undo/", views.undo, name="people_import_undo"),
    ]


class ForAdministrators(MenuItem):
    def is_shown(self, request) -> bool:
        return request.user.role == Role.ADMINISTRATOR


@hooks.register("register_settings_menu_item")
def import_in_menu() -> MenuItem:
    return ForAdministrators(_("Import people"), reverse("people_import_upload"), icon_name="upload", order=610)
