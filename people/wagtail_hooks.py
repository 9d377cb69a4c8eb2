from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.users.widgets import UserListingButton

from people.admin import BrandViewSet, DealershipViewSet, RegionViewSet, TeamViewSet
from people.audit import views as audit_views
from people.belonging_admin import DelegationViewSet, MembershipViewSet
from people.importing import views
from people.models import Role
from people.privacy import views as privacy_views


@hooks.register("register_admin_viewset")
def organisation_viewsets() -> list:
    return [
        BrandViewSet("brands"),
        RegionViewSet("regions"),
        DealershipViewSet("dealerships"),
        TeamViewSet("teams"),
        MembershipViewSet("memberships"),
        DelegationViewSet("delegations"),
    ]


@hooks.register("register_admin_urls")
def import_addresses() -> list:
    return [
        path("people/import/", views.upload, name="people_import_upload"),
        path("people/import/template.xlsx", views.template, name="people_import_template"),
        path("people/import/<int:pk>/", views.detail, name="people_import"),
        path("people/import/<int:pk>/columns/", views.arrange, name="people_import_columns"),
        path("people/import/<int:pk>/commit/", views.commit, name="people_import_commit"),
        path("people/import/<int:pk>/retry/", views.retry, name="people_import_retry"),
        path("people/import/<int:pk>/undo/", views.undo, name="people_import_undo"),
    ]


@hooks.register("register_admin_urls")
def audit_addresses() -> list:
    return [
        path("people/audit/", audit_views.search, name="people_audit"),
    ]


@hooks.register("register_admin_urls")
def privacy_addresses() -> list:
    return [
        path("people/retention/", privacy_views.retentions, name="people_retention"),
        path("people/<int:pk>/data/", privacy_views.of_person, name="people_privacy"),
        path("people/<int:pk>/data/copy/", privacy_views.copy_of_person, name="people_privacy_copy"),
        path("people/<int:pk>/data/erase/", privacy_views.erase_person, name="people_privacy_erase"),
    ]


@hooks.register("register_settings_menu_item")
def retention_in_menu() -> MenuItem:
    return ForAdministrators(_("Retention dates"), reverse("people_retention"), icon_name="calendar", order=630)


@hooks.register("register_user_listing_buttons")
def data_of_person(user, request_user):
    if request_user.role == Role.ADMINISTRATOR:
        yield UserListingButton(
            _("Copy or erase data"), reverse("people_privacy", args=[user.pk]), icon_name="user", priority=90
        )


class ForAdministrators(MenuItem):
    def is_shown(self, request) -> bool:
        return request.user.role == Role.ADMINISTRATOR


@hooks.register("register_settings_menu_item")
def audit_in_menu() -> MenuItem:
    return ForAdministrators(_("Audit trail"), reverse("people_audit"), icon_name="history", order=620)


@hooks.register("register_settings_menu_item")
def import_in_menu() -> MenuItem:
    return ForAdministrators(_("Import people"), reverse("people_import_upload"), icon_name="upload", order=610)
