"""The import in the admin: dry run, all or nothing, undo."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from people.importing import writing
from people.importing.reading import Unreadable, read
from people.importing.records import Import
from people.models import Role, User

pytestmark = pytest.mark.django_db
FILE = "工号,姓名,经销商,状态\nlin,林小,riverside,\nzhou,,harbour,\nn-1,新来,riverside,\nxu,,,离职\n"


@pytest.fixture
def as_admin(signed_in, admin):
    """Whose interface is Chinese."""
    User.objects.filter(pk=admin.pk).update(language="zh-hans")
    return signed_in(admin)


@pytest.fixture
def people(lin, zhou, xu, harbour, admin):
    return {person.employee_number: person for person in (lin, zhou, xu)}


def uploaded(client, text: str = FILE) -> Import:
    file = SimpleUploadedFile("people.csv", text.encode("gb18030"))
    client.post(reverse("people_import_upload"), {"file": file})
    return Import.objects.latest("pk")


def look(client, draft: Import):
    return client.get(reverse("people_import", args=[draft.pk]))


def committed(client, text: str = FILE) -> Import:
    draft = uploaded(client, text)
    digest = look(client, draft).context["digest"]
    client.post(reverse("people_import_commit", args=[draft.pk]), {"digest": digest})
    draft.refresh_from_db()
    return draft


def undone(client, done: Import) -> Import:
    client.post(reverse("people_import_undo", args=[done.pk]))
    done.refresh_from_db()
    return done


def everybody() -> list:
    values = ("employee_number", "name", "name_latin", "dealership", "is_active", "role", "groups", "password")
    return list(User.objects.order_by("pk").values_list(*values))


def test_a_dry_run_shows_each_difference_and_writes_nothing(as_admin, people):
    before = everybody()
    page = look(as_admin, uploaded(as_admin))
    kinds = {kind: count for kind, _label, count in page.context["counts"]}
    assert kinds == {"new": 1, "changed": 1, "moved": 1, "left": 1}
    assert "<del>林晓</del> → 林小" in page.content.decode()
    assert everybody() == before


def test_a_commit_writes_all_of_it(as_admin, people, harbour):
    done = committed(as_admin)
    people = {person.employee_number: person for person in User.objects.all()}
    assert (done.state, done.rows) == ("committed", [])
    assert (people["lin"].name, people["zhou"].dealership, people["xu"].is_active) == ("林小", harbour, False)
    assert (people["n-1"].name_latin, people["n-1"].has_usable_password()) == ("Xin Lai", False)


def test_one_refused_row_stops_all(as_admin, people):
    before = everybody()
    done = committed(as_admin, FILE + "lin,again,riverside,\n")
    assert (done.state, everybody()) == ("draft", before)


def test_what_changed_since_the_dry_run_is_looked_at_again(as_admin, people, harbour):
    draft = uploaded(as_admin)
    digest = look(as_admin, draft).context["digest"]
    User.objects.filter(employee_number="zhou").update(dealership=harbour)
    as_admin.post(reverse("people_import_commit", args=[draft.pk]), {"digest": digest})
    assert not User.objects.filter(employee_number="n-1").exists()


def test_a_fault_half_way_leaves_nothing(as_admin, people, monkeypatch):
    before, draft = everybody(), uploaded(as_admin)
    digest = look(as_admin, draft).context["digest"]
    monkeypatch.setattr(writing, "shut_out", lambda pks, **_: 1 / 0)
    as_admin.post(reverse("people_import_commit", args=[draft.pk]), {"digest": digest})
    assert everybody() == before


def test_the_same_file_again_changes_nobody(as_admin, people):
    committed(as_admin)
    page = look(as_admin, uploaded(as_admin))
    assert [kind for kind, _label, _count in page.context["counts"]] == ["unchanged"]
    assert not page.context["may_commit"]


def test_whoever_left_is_out_at_once(as_admin, people, signed_in, home):
    client = signed_in(people["xu"])
    committed(as_admin)
    assert client.get(reverse("people:profile")).status_code == 302


def test_an_undo_puts_everything_back(as_admin, people):
    before = everybody()
    done = undone(as_admin, committed(as_admin))
    assert (done.state, everybody()) == ("undone", before)


def test_roles_bring_their_groups_and_take_them_away_again(as_admin, people, roles):
    done = committed(as_admin, "工号,角色\nlin,培训师\nxu,服务顾问\n")
    assert list(roles.user_set.values_list("employee_number", flat=True)) == ["lin"]
    undone(as_admin, done)
    assert list(roles.user_set.values_list("employee_number", flat=True)) == ["xu"]


def test_an_undo_is_refused_where_somebody_was_touched_and_names_them(as_admin, people):
    done = committed(as_admin)
    User.objects.filter(employee_number="lin").update(name="林晓晓")
    User.objects.filter(employee_number="n-1").update(last_login=timezone.now())
    with pytest.raises(writing.Stopped, match="林晓晓, 新来"):
        writing.undo(done.pk)
    assert undone(as_admin, done).state == "committed"


def test_a_new_person_with_a_record_is_not_taken_back(as_admin, people, lesson, now):
    done = committed(as_admin)
    lesson.finish(by=User.objects.get(employee_number="n-1"), at=now)
    assert undone(as_admin, done).state == "committed"


def test_only_the_last_import_is_undone(as_admin, people):
    first = committed(as_admin)
    committed(as_admin, "工号,姓名\nlin,林\n")
    assert undone(as_admin, first).state == "committed"


def test_the_absent_are_counted_before_they_leave(as_admin, people):
    draft = uploaded(as_admin, "工号,姓名\nlin,林晓\n")
    url = reverse("people_import_columns", args=[draft.pk])
    as_admin.post(url, {"column-0": "employee_number", "column-1": "name", "absent_leave": "on"})
    assert look(as_admin, draft).context["absent"] == 2


def test_columns_are_mapped_by_hand_and_remembered(as_admin, people):
    draft = uploaded(as_admin, "代号,叫\nlin,林小\n")
    url = reverse("people_import_columns", args=[draft.pk])
    as_admin.post(url, {"column-0": "name", "column-1": "name"})
    assert Import.objects.get().fields == ["", ""]
    as_admin.post(url, {"column-0": "employee_number", "column-1": "name"})
    done = Import.objects.get()
    as_admin.post(reverse("people_import_commit", args=[done.pk]), {"digest": look(as_admin, done).context["digest"]})
    assert uploaded(as_admin, "代号,叫\nlin,林\n").fields == ["employee_number", "name"]


def test_the_template_is_read_as_it_was_meant(as_admin, people):
    content = as_admin.get(reverse("people_import_template")).content
    assert content.startswith(b"PK")
    with pytest.raises(Unreadable, match="标题行下面没有数据"):
        read(content)


def test_a_wrong_file_is_refused_in_words(as_admin):
    response = as_admin.post(reverse("people_import_upload"), {"file": SimpleUploadedFile("a.xlsx", b"PK\x03\x04")})
    assert "已损坏" in response.context["problem"]
    assert "请选择文件" in as_admin.post(reverse("people_import_upload")).context["problem"]


def test_more_rows_need_no_more_queries(as_admin, people, django_assert_max_num_queries):
    draft = uploaded(as_admin, "工号,姓名,经销商\n" + "".join(f"n-{each},新来,riverside\n" for each in range(300)))
    with django_assert_max_num_queries(25):
        look(as_admin, draft)


@pytest.mark.parametrize("who", ["lin", "xu", "chen", "regional"])
def test_nobody_but_administrators_imports(request, who, signed_in, as_admin, people, roles):
    draft = uploaded(as_admin)
    client = signed_in(request.getfixturevalue(who))
    for name in ("upload", "template"):
        assert client.get(reverse(f"people_import_{name}")).status_code in (302, 404)
    assert client.get(reverse("people_import", args=[draft.pk])).status_code in (302, 404)
    for name in ("columns", "commit", "undo"):
        assert client.post(reverse(f"people_import_{name}", args=[draft.pk])).status_code in (302, 404)
    assert Import.objects.get().state == "draft"
    assert User.objects.filter(role=Role.ADMINISTRATOR).count() == 1


def test_a_commit_is_posted(as_admin, people):
    draft = uploaded(as_admin)
    assert as_admin.get(reverse("people_import_commit", args=[draft.pk])).status_code == 405
