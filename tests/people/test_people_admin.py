"""Administrators keep the people in Wagtail's admin; nobody else comes near."""

import pytest
from django.test import Client
from django.urls import reverse

from people.models import Dealership, Region, Role, User

LIST, ADD = "wagtailusers_users:index", "wagtailusers_users:add"


@pytest.fixture
def as_admin(signed_in, admin) -> Client:
    """Whose interface is Chinese."""
    User.objects.filter(pk=admin.pk).update(language="zh-hans")
    return signed_in(admin)


@pytest.fixture
def form(riverside):
    """What the form sends for a new advisor of Riverside."""
    return {
        "employee_number": "New-1",
        "name": "新来",
        "name_latin": "Xin Lai",
        "email": "new@example.com",
        "role": "advisor",
        "job_role": "service_advisor",
        "dealership": riverside.pk,
        "region": "",
        "language": "zh-hans",
        "hired_on": "2026-10-01",
        "is_active": "on",
        "password": "a long enough one",
    }


def edit_url(person: User) -> str:
    return reverse("wagtailusers_users:edit", args=[person.pk])


def sent_for(person: User, **changes) -> dict:
    values = {
        "employee_number": person.employee_number,
        "name": person.name,
        "name_latin": person.name_latin,
        "email": person.email,
        "role": person.role,
        "job_role": person.job_role,
        "dealership": person.dealership_id or "",
        "region": person.region_id or "",
        "language": person.language,
        "hired_on": "",
        "is_active": "on",
        "password": "",
    }
    return values | changes


def test_the_list_names_people_with_role_and_dealership(as_admin, lin, chen):
    page = as_admin.get(reverse(LIST)).content.decode()
    assert all(word in page for word in ("林晓", "陈立", "lin", "chen", "江畔店"))


def test_the_list_finds_by_name_and_number(as_admin, lin, zhou):
    for wanted in ("林晓", "lin"):
        page = as_admin.get(reverse(LIST), {"q": wanted}).content.decode()
        assert "林晓" in page
        assert "周堃" not in page


def test_the_list_filters_by_role(as_admin, lin, chen):
    page = as_admin.get(reverse(LIST), {"role": "manager"}).content.decode()
    assert "陈立" in page
    assert "林晓" not in page


@pytest.mark.parametrize("column", ["name", "-name", "employee_number", "role", "dealership__code", "is_active"])
def test_the_list_sorts_by_each_column(as_admin, lin, column):
    assert as_admin.get(reverse(LIST), {"ordering": column}).status_code == 200


def test_more_people_take_no_more_queries(
    as_admin, lin, riverside, django_assert_num_queries, django_assert_max_num_queries
):
    as_admin.get(reverse(LIST))
    with django_assert_max_num_queries(60) as few:
        as_admin.get(reverse(LIST))
    for number in range(5):
        User.objects.create_user(f"more-{number}", name="多", dealership=riverside)
    with django_assert_num_queries(len(few)):
        as_admin.get(reverse(LIST))


def test_a_person_is_added_and_can_sign_in(as_admin, form, riverside):
    assert as_admin.post(reverse(ADD), form).status_code == 302
    person = User.objects.get(employee_number="new-1")
    assert person.dealership == riverside
    assert person.check_password("a long enough one")


def test_a_person_added_without_password_cannot_sign_in(as_admin, form):
    as_admin.post(reverse(ADD), form | {"password": ""})
    assert not User.objects.get(employee_number="new-1").has_usable_password()


def test_a_new_trainer_is_in_the_trainers_group(as_admin, form, roles):
    as_admin.post(reverse(ADD), form | {"role": "trainer"})
    assert roles in User.objects.get(employee_number="new-1").groups.all()


def test_a_person_is_edited_and_keeps_their_password(as_admin, lin):
    assert as_admin.get(edit_url(lin)).status_code == 200
    as_admin.post(edit_url(lin), sent_for(lin, name="林晓晓"))
    lin.refresh_from_db()
    assert (lin.name, lin.check_password("correct horse")) == ("林晓晓", True)


def test_a_forgotten_password_is_set_anew(as_admin, lin):
    as_admin.post(edit_url(lin), sent_for(lin, password="another long one"))
    lin.refresh_from_db()
    assert lin.check_password("another long one")


def test_groups_follow_the_role(as_admin, lin, roles):
    as_admin.post(edit_url(lin), sent_for(lin, role="trainer"))
    assert list(lin.groups.all()) == [roles]
    as_admin.post(edit_url(lin), sent_for(lin, role="advisor"))
    assert not lin.groups.exists()


def test_whoever_becomes_administrator_may_do_everything(as_admin, lin):
    as_admin.post(edit_url(lin), sent_for(lin, role="administrator"))
    assert User.objects.get(pk=lin.pk).is_superuser


def test_whoever_has_left_is_unticked(as_admin, lin):
    sent = sent_for(lin)
    del sent["is_active"]
    as_admin.post(edit_url(lin), sent)
    assert not User.objects.get(pk=lin.pk).is_active


def test_administrators_cannot_lock_themselves_out(as_admin, admin):
    sent = sent_for(admin, role="advisor")
    del sent["is_active"]
    as_admin.post(edit_url(admin), sent)
    admin.refresh_from_db()
    assert (admin.role, admin.is_active, admin.is_superuser) == (Role.ADMINISTRATOR, True, True)


def test_whoever_changes_their_own_password_stays_signed_in(as_admin, admin):
    as_admin.post(edit_url(admin), sent_for(admin, password="another long one"))
    assert as_admin.get(reverse(LIST)).status_code == 200


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"dealership": ""}, "dealership"),
        ({"role": "manager", "dealership": ""}, "dealership"),
        ({"role": "regional_manager"}, "region"),
        ({"employee_number": "LIN"}, "employee_number"),
        ({"employee_number": "林"}, "employee_number"),
        ({"email": "LIN@example.com"}, "__all__"),
        ({"password": "12345"}, "password"),
        ({"role": "boss"}, "role"),
        ({"name": ""}, "name"),
    ],
)
def test_a_wrong_form_is_refused_and_says_where(as_admin, lin, form, changes, field):
    User.objects.filter(pk=lin.pk).update(email="lin@example.com")
    response = as_admin.post(reverse(ADD), form | changes)
    assert field in response.context["form"].errors
    assert not User.objects.filter(name="新来").exists()


def test_what_is_wrong_is_said_in_chinese(as_admin, form):
    page = as_admin.post(reverse(ADD), form | {"dealership": ""}).content.decode()
    assert "服务顾问和服务经理必须属于一家经销商。" in page


@pytest.mark.parametrize("who", ["lin", "xu", "chen", "regional"])
@pytest.mark.parametrize("name", [LIST, ADD, "dealerships:index", "dealerships:add", "regions:index", "regions:add"])
def test_nobody_but_administrators_gets_in(request, signed_in, roles, who, name):
    response = signed_in(request.getfixturevalue(who)).get(reverse(name), follow=True)
    assert "New-1" not in response.content.decode()
    assert response.status_code == 404 or response.redirect_chain[-1][0] == reverse("wagtailadmin_home")


def test_a_trainer_cannot_edit_a_person_by_address(signed_in, xu, lin):
    signed_in(xu).post(edit_url(lin), sent_for(lin, role="administrator"))
    assert not User.objects.get(pk=lin.pk).is_superuser


@pytest.mark.parametrize("name", [LIST, ADD, "dealerships:index", "regions:index"])
def test_whoever_is_signed_out_is_asked_to_sign_in(db, name):
    assert "/accounts/login/" in Client().get(reverse(name)).url


def test_regions_and_dealerships_are_added(as_admin):
    as_admin.post(reverse("regions:add"), {"code": "north", "name_zh": "华北区", "name_en": "North"})
    region = Region.objects.get(code="north")
    as_admin.post(
        reverse("dealerships:add"), {"code": "lake", "name_zh": "湖畔店", "name_en": "Lakeside", "region": region.pk}
    )
    assert Dealership.objects.get(code="lake").region == region


@pytest.mark.parametrize(("name", "word"), [("dealerships:index", "江畔店"), ("regions:index", "华东区")])
def test_regions_and_dealerships_are_listed(as_admin, riverside, name, word):
    assert word in as_admin.get(reverse(name)).content.decode()


def test_a_dealership_with_people_is_not_deleted(as_admin, lin, riverside):
    as_admin.post(reverse("dealerships:delete", args=[riverside.pk]))
    assert Dealership.objects.filter(pk=riverside.pk).exists()


def test_a_person_with_a_record_is_not_deleted(as_admin, lin, lesson, now):
    lesson.finish(by=lin, at=now)
    page = as_admin.post(reverse("wagtailusers_users:delete", args=[lin.pk]), follow=True).content.decode()
    assert "该人员已有学习记录" in page
    assert User.objects.filter(pk=lin.pk).exists()
