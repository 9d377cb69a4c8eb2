"""What trainers may do in Wagtail's admin. Administrators may do everything; nobody else is a user of it."""

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from people.models import Role, User

AUTHORED_MODELS = [
    ("quizzes", "question"),
    ("roleplays", "checksheet"),
]
PAGE_PERMISSIONS = ["add_page", "change_page", "publish_page", "lock_page", "unlock_page", "bulk_delete_page"]
# Wagtail asks for the permissions of its own image model, whichever model the pictures have.
FILE_PERMISSIONS = [
    ("wagtailimages", "add_image"),
    ("wagtailimages", "change_image"),
    ("wagtailimages", "choose_image"),
    ("wagtaildocs", "add_document"),
    ("wagtaildocs", "change_document"),
    ("wagtaildocs", "choose_document"),
]


@transaction.atomic
def set_up_roles() -> Group:
    """Make the trainers' group and give it its permissions; everybody's groups follow their role. Can be repeated."""
    trainers, _ = Group.objects.get_or_create(name=Role.TRAINER)
    trainers.permissions.set(_model_permissions())
    for permission in Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=PAGE_PERMISSIONS):
        GroupPagePermission.objects.get_or_create(
            group=trainers, page=Page.get_first_root_node(), permission=permission
        )
    for app, codename in FILE_PERMISSIONS:
        permission = Permission.objects.get(content_type__app_label=app, codename=codename)
        GroupCollectionPermission.objects.get_or_create(
            group=trainers, collection=Collection.get_first_root_node(), permission=permission
        )
    for user in User.objects.filter(role=Role.TRAINER).exclude(groups=trainers):
        user.join_groups_of_role()
    return trainers


def _model_permissions():
    wanted = Q(content_type__app_label="wagtailadmin", codename="access_admin")
    wanted |= Q(content_type__app_label="wagtail_localize", codename="submit_translation")
    wanted |= Q(content_type__app_label="standards", codename="view_clause")  # the standard itself is not theirs
    for app, model in AUTHORED_MODELS:
        wanted |= Q(content_type__app_label=app, content_type__model=model)
    return Permission.objects.filter(wanted)
