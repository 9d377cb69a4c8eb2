"""A large file from the upload to the undoing, with every kind of mistake, twice, and interrupted anywhere."""

import datetime as dt
from collections import Counter

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from people.importing import progress
from people.importing.records import Import
from people.memberships import follow
from people.models import Dealership, Membership, User
from tests.people.large_file import PLACES, WRONG, as_csv, before, kind_of, rows, wrong_rows

pytestmark = pytest.mark.django_db
PEOPLE = 60


class Killed(KeyboardInterrupt):
    """What no code of ours catches, as nothing sees the end of a process."""


@pytest.fixture
def network(east) -> None:
    Dealership.objects.bulk_create(
        Dealership(code=code, name_zh=code, name_en=code.upper(), region=east) for code in PLACES
    )
    places = {each.code: each for each in Dealership.objects.all()}
    for number in range(1, PEOPLE + 1):
        if kind_of(number) != "new":
            facts = before(number)
            person = User.objects.create(
                employee_number=f"f-{number}", hired_on=dt.date(2024, 1, 2), password="!",
                **facts | {"dealership": places[facts["dealership"]]},
            )  # fmt: skip
            follow(person, dt.date(2025, 1, 2))


@pytest.fixture
def client(signed_in, admin, network):
    return signed_in(admin)


def everything() -> dict:
    """All that an import may touch, without its own row."""
    columns = ("employee_number", "name", "name_latin", "email", "role", "dealership", "is_active", "hired_on")
    opened = ("person__employee_number", "is_main", "role", "dealership", "since", "until")
    return {
        "people": sorted(User.objects.values_list(*columns), key=str),
        "memberships": sorted(Membership.objects.values_list(*opened), key=str),
    }


def uploaded(client, content: bytes) -> Import:
    client.post(reverse("people_import_upload"), {"file": SimpleUploadedFile("people.csv", content)})
    return Import.objects.latest("pk")


def look(client, draft: Import, **query):
    return client.get(reverse("people_import", args=[draft.pk]), query)


def commit(client, draft: Import) -> Import:
    seen = look(client, draft).context["digest"]
    client.post(reverse("people_import_commit", args=[draft.pk]), {"digest": seen})
    draft.refresh_from_db()
    return draft


def found(page) -> dict[str, int]:
    return {kind: number for kind, _label, number in page.context["counts"]}


def test_every_mistake_is_named_by_its_row_and_nothing_is_written(client):
    at_first, mistakes = everything(), list(wrong_rows(3 * len(WRONG)))
    draft = uploaded(client, as_csv([*rows(PEOPLE), *(row for _, row in mistakes)]))
    page = look(client, draft, kind="refused")
    named = {line["row"].number: [each.column for each in line["row"].refusals] for line in page.context["lines"]}
    for number, (column, _row) in enumerate(mistakes, start=PEOPLE + 2):
        assert column in named[number], (number, column)
    # Whoever has the number or address that a mistake takes as well is refused with it.
    assert set(named) == {2, *range(PEOPLE + 2, PEOPLE + 2 + len(mistakes))}
    assert not page.context["may_commit"]
    assert commit(client, draft).state == "draft"
    assert everything() == at_first


def test_the_file_without_mistakes_is_written_once_and_undone_whole(client):
    at_first, content = everything(), as_csv(rows(PEOPLE))
    draft = uploaded(client, content)
    asked = Counter(kind_of(number) for number in range(1, PEOPLE + 1))
    assert found(look(client, draft)) == asked
    assert commit(client, draft).state == "committed"
    assert draft.counts == asked
    after = everything()
    assert after != at_first

    again = uploaded(client, content)
    page = look(client, again)
    assert (page.context["may_commit"], found(page)) == (False, {"unchanged": PEOPLE})
    assert commit(client, again).state == "draft"
    assert everything() == after

    client.post(reverse("people_import_undo", args=[draft.pk]))
    assert everything() == at_first


def test_wherever_a_worker_is_killed_nothing_is_half_done_and_it_can_be_done_again(client, monkeypatch):
    at_first, draft = everything(), uploaded(client, as_csv(rows(PEOPLE)))
    steps: list[int] = []
    monkeypatch.setattr(progress, "tell", lambda pk, percent: steps.append(percent))
    seen = look(client, draft).context["digest"]

    def killed_at(step: int):
        def tell(pk: int, percent: int) -> None:
            if len(steps) == step:
                raise Killed
            steps.append(percent)

        return tell

    for step in range(6):
        steps.clear()
        monkeypatch.setattr(progress, "tell", killed_at(step))
        with pytest.raises(Killed):
            client.post(reverse("people_import_commit", args=[draft.pk]), {"digest": seen})
        assert everything() == at_first, f"killed after {steps}"
        assert look(client, draft).status_code == 200
        Import.objects.filter(pk=draft.pk).update(begun_at=timezone.now() - dt.timedelta(minutes=3))
        client.post(reverse("people_import_retry", args=[draft.pk]))
        draft.refresh_from_db()
        assert draft.state == "draft"

    steps.clear()
    monkeypatch.setattr(progress, "tell", lambda pk, percent: steps.append(percent))
    assert commit(client, draft).state == "committed"
    assert steps == sorted(steps)
    assert len(steps) >= 6
    client.post(reverse("people_import_undo", args=[draft.pk]))
    assert everything() == at_first
