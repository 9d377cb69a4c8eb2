"""What is done to people in the admin and by imports leaves its trace."""

import pytest
from django.urls import reverse

from people.audit.records import AuditEntry
from people.importing import writing
from people.importing.reading import read
from people.models import User


def entries(person=None) -> list[tuple]:
    found = AuditEntry.objects.order_by("pk")
    found = found.filter(person=person.pk) if person else found
    return list(found.values_list("action", "actor", "details"))


def form_of(person: User, **changed) -> dict:
    fields = ("employee_number", "name", "name_latin", "email", "role", "job_role", "language")
    values = {name: getattr(person, name) for name in fields}
    return values | {"dealership": person.dealership_id or "", "is_active": "on"} | changed


@pytest.fixture
def save(signed_in, admin, roles):
    def save(person: User, **changed) -> None:
        data = {name: value for name, value in form_of(person, **changed).items() if value is not None}
        url = reverse("wagtailusers_users:edit", args=[person.pk])
        response = signed_in(admin).post(url, data)
        assert response.status_code == 302, response.context["form"].errors

    return save


def test_another_role_is_recorded_with_before_and_after(save, lin, admin):
    save(lin, role="manager")
    assert ("role_changed", admin.pk, {"before": "advisor", "after": "manager"}) in entries(lin)


def test_whoever_leaves_and_returns_is_recorded(save, lin, admin):
    save(lin, is_active=None)
    save(lin)
    assert [action for action, _, _ in entries(lin)] == ["person_left", "person_returned"]


def test_a_move_is_recorded_with_both_places(save, lin, riverside, harbour, admin):
    save(lin, dealership=harbour.pk)
    places = {"before": {"dealership": riverside.pk}, "after": {"dealership": harbour.pk}}
    assert ("membership_changed", admin.pk, places) in entries(lin)


def test_of_other_fields_only_their_names_are_kept(save, lin, admin):
    save(lin, name="林大晓")
    assert entries(lin) == [("person_changed", admin.pk, {"fields": ["name"]})]


def test_what_people_change_about_themselves_is_recorded(signed_in, lin):
    signed_in(lin).post(
        reverse("people:profile"), {"name_latin": "Lin Xiao", "email": "lin@example.com", "language": "en"}
    )
    assert [action for action, _, _ in entries(lin)] == ["signed_in", "email_changed"]


def test_an_import_is_recorded_as_a_whole_and_for_each_person(admin, riverside, now):
    file = "工号,姓名,门店\nnew1,新人,riverside\nnew2,新人二,riverside\n".encode()
    draft = writing.begin(read(file), file_name="people.csv", by=admin, at=now)
    seen = writing.digest(writing.dry_run(draft, by=admin, today=now.date()))
    writing.commit(draft.pk, seen=seen, by=admin, at=now, today=now.date())
    actions = [action for action, _, _ in entries()]
    assert actions == ["imported", "person_created", "person_created"]
    assert AuditEntry.objects.filter(person=User.objects.get(employee_number="new1").pk).exists()
    writing.undo(draft.pk)  # the trail is no record that holds a person
    assert not User.objects.filter(employee_number="new1").exists()
