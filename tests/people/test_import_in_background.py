"""An import runs in the background: interrupted, called off, twice; and what it means for the history of people."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from people.importing import progress, writing
from people.importing.reading import read
from people.importing.records import Import
from people.importing.tasks import commit_import
from people.models import Membership, User

pytestmark = pytest.mark.django_db
FILE = "工号,姓名,经销商,离职日期\nlin,林晓,harbour,\nn-1,新来,riverside,\nzhou,,,2026-10-31\n"


@pytest.fixture
def as_admin(signed_in, admin):
    """Whose interface is Chinese."""
    User.objects.filter(pk=admin.pk).update(language="zh-hans")
    return signed_in(admin)


@pytest.fixture
def draft(as_admin, lin, zhou, harbour) -> Import:
    file = SimpleUploadedFile("people.csv", FILE.encode("gb18030"))
    as_admin.post(reverse("people_import_upload"), {"file": file})
    draft = Import.objects.get()
    progress.clear(draft.pk)  # it lies outside of the database, and another test's import had this number
    return draft


def look(client, draft: Import):
    return client.get(reverse("people_import", args=[draft.pk]))


def commit(client, draft: Import) -> Import:
    seen = look(client, draft).context["digest"]
    client.post(reverse("people_import_commit", args=[draft.pk]), {"digest": seen})
    draft.refresh_from_db()
    return draft


def rows(number: str) -> list[tuple]:
    found = Membership.objects.filter(person__employee_number=number).order_by("pk")
    return [(row.dealership.code, row.until is None) for row in found]


def test_moves_and_leaving_are_in_the_history(as_admin, draft):
    assert commit(as_admin, draft).state == "committed"
    assert rows("lin") == [("riverside", False), ("harbour", True)]
    assert rows("n-1") == [("riverside", True)]
    assert Membership.objects.get(person__employee_number="zhou").until >= dt.date(2026, 10, 31)


def test_undone_the_history_is_as_it_was(as_admin, draft):
    before = list(Membership.objects.order_by("pk").values())
    as_admin.post(reverse("people_import_undo", args=[commit(as_admin, draft).pk]))
    assert list(Membership.objects.order_by("pk").values()) == before


def test_the_dry_run_speaks_of_names(as_admin, draft):
    page = look(as_admin, draft).content.decode()
    assert "<del>江畔店</del> → 港湾店" in page


def test_a_running_import_says_how_far_it_is(as_admin, draft):
    Import.objects.update(state="running", begun_at=timezone.now())
    progress.tell(draft.pk, 45)
    response = look(as_admin, draft)
    assert response["Refresh"] == "2"
    assert 'value="45"' in response.content.decode()
    progress.clear(draft.pk)


def test_an_interrupted_import_goes_back_to_the_dry_run(as_admin, draft):
    Import.objects.update(state="running", begun_at=timezone.now() - dt.timedelta(minutes=5))
    response = look(as_admin, draft)
    assert "Refresh" not in response
    as_admin.post(reverse("people_import_retry", args=[draft.pk]))
    assert commit(as_admin, draft).state == "committed"


def test_what_runs_is_not_called_off(as_admin, draft):
    Import.objects.update(state="running", begun_at=timezone.now())
    as_admin.post(reverse("people_import_retry", args=[draft.pk]))
    assert Import.objects.get().state == "running"


def test_what_was_called_off_is_not_done_by_the_queue(as_admin, draft, admin):
    seen = look(as_admin, draft).context["digest"]
    commit_import.func(draft.pk, seen, admin.pk, "en")
    assert Import.objects.get().state == "draft"
    assert not User.objects.filter(employee_number="n-1").exists()


def test_a_second_click_does_nothing(as_admin, draft, monkeypatch):
    seen = look(as_admin, draft).context["digest"]
    for _ in range(2):
        as_admin.post(reverse("people_import_commit", args=[draft.pk]), {"digest": seen})
    assert User.objects.filter(employee_number="n-1").count() == 1


def test_why_nothing_was_written_is_said_at_the_dry_run(as_admin, draft):
    as_admin.post(reverse("people_import_commit", args=[draft.pk]), {"digest": "another"})
    draft.refresh_from_db()
    assert (draft.state, bool(draft.problem)) == ("draft", True)
    assert draft.problem in look(as_admin, draft).content.decode()


def test_a_fault_leaves_nothing_and_a_draft(as_admin, draft, monkeypatch):
    before = list(Membership.objects.order_by("pk").values())
    seen = look(as_admin, draft).context["digest"]
    monkeypatch.setattr(writing, "shut_out", lambda *args, **kwargs: 1 / 0)
    as_admin.post(reverse("people_import_commit", args=[draft.pk]), {"digest": seen})
    draft.refresh_from_db()
    assert (draft.state, draft.problem) == ("draft", "fault")
    assert list(Membership.objects.order_by("pk").values()) == before
    assert not User.objects.filter(employee_number="n-1").exists()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_each_way_of_writing_chinese_is_read(encoding):
    table = read(FILE.encode(encoding))
    assert table.headings == ["工号", "姓名", "经销商", "离职日期"]
    assert table.rows[1].cells[1] == "新来"
