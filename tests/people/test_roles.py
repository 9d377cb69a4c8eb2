"""Roles become groups and permissions, and stay in step with them."""

import pytest
from django.contrib.auth.models import Group
from wagtail.models import GroupPagePermission

from people.models import Role, User
from people.roles import set_up_roles


def permissions(user: User) -> set[str]:
    return User.objects.get(pk=user.pk).get_all_permissions()


def test_a_trainer_may_enter_the_admin(xu):
    assert "wagtailadmin.access_admin" in permissions(xu)


def test_a_trainer_may_not_touch_people(xu):
    assert not {name for name in permissions(xu) if name.startswith(("people.", "auth.", "certificates."))}


@pytest.mark.parametrize("who", ["lin", "chen", "regional"])
def test_nobody_else_may(request, roles, who):
    assert permissions(request.getfixturevalue(who)) == set()


def test_an_administrator_may_do_everything(admin):
    assert admin.is_superuser
    assert admin.has_perm("people.change_user")


def test_setting_up_twice_changes_nothing(roles):
    before = set(GroupPagePermission.objects.values_list("permission", flat=True))
    assert set_up_roles() == roles
    assert sorted(GroupPagePermission.objects.filter(group=roles).values_list("permission", flat=True)) == sorted(
        before
    )


def test_setting_up_finds_trainers_who_were_there_before(db):
    user = User.objects.create_user("early", name="早", role=Role.TRAINER)
    assert set_up_roles() in user.groups.all()


def test_a_new_trainer_joins_the_group_and_an_advisor_leaves_it(lin, roles):
    lin.take_role(Role.TRAINER)
    assert list(lin.groups.all()) == [roles]
    lin.take_role(Role.ADVISOR)
    assert not lin.groups.exists()


def test_whoever_stops_being_administrator_stops_being_superuser(admin):
    admin.take_role(Role.MANAGER)
    assert not User.objects.get(pk=admin.pk).is_superuser


def test_groups_that_are_no_roles_are_left_alone(xu):
    editors = Group.objects.create(name="House editors")
    xu.groups.add(editors)
    xu.take_role(Role.ADVISOR)
    assert list(xu.groups.all()) == [editors]
