"""Files and paper: the same people as on the screen, no formula, and pages that can be read."""

import csv
import datetime as dt
import io
from decimal import Decimal

import pytest
from django.urls import reverse
from openpyxl import load_workbook
from pypdf import PdfReader

from courses import ledger
from courses.models import Outcome
from people.models import User
from people.privacy import consents
from people.privacy.records import ConsentKind, Decision
from tracking import team, wall

FILES = ["team.csv", "team.xlsx", "matrix_pdf"]


def content(response) -> bytes:
    return b"".join(response.streaming_content)


def lines(response) -> list[dict]:
    return list(csv.DictReader(io.StringIO(content(response).decode("utf-8-sig"))))


def sheet(file: bytes):
    return load_workbook(io.BytesIO(file)).active


def address(name: str, language: str = "en") -> str:
    """Of a table such as "team.csv", or of the sheet for the wall."""
    found = reverse("people:table", args=name.split(".")) if "." in name else reverse(f"tracking:{name}")
    return found.replace("/en/", f"/{language}/")


def numbers(response) -> list[str]:
    return [line["Employee number"] for line in lines(response)]


@pytest.fixture
def passed(now):
    def passed(person, *pages) -> None:
        for page in pages:
            ledger.record(
                person=person, activity=page.translation_key, outcome=Outcome.COMPLETED, score=Decimal(95), at=now
            )

    return passed


@pytest.mark.parametrize(
    ("who", "seen"), [("chen", ["lin"]), ("regional", ["h-advisor", "lin"]), ("harbour_manager", ["h-advisor"])]
)
def test_a_file_has_whom_the_screen_has(request, signed_in, lin, harbour_advisor, certification, who, seen):
    client = signed_in(request.getfixturevalue(who))
    assert numbers(client.get(address("team.csv"))) == seen
    book = sheet(content(client.get(address("team.xlsx"))))
    assert [row[0].value for row in book.iter_rows(min_row=2)] == seen


def test_a_file_opens_no_other_dealership(signed_in, chen, lin, harbour_advisor, certification):
    assert numbers(signed_in(chen).get(address("team.csv"), {"dealership": "harbour"})) == ["lin"]


def test_the_wall_has_the_own_team_and_nobody_else(signed_in, chen, lin, harbour_advisor, certification):
    response = signed_in(chen).get(address("matrix_pdf"))
    text = PdfReader(io.BytesIO(response.content)).pages[0].extract_text()
    assert "林晓" in text
    assert "海明" not in text


def test_whoever_said_no_to_it_does_not_hang_on_the_wall(signed_in, chen, lin, zhou, certification, now):
    consents.decide(zhou, ConsentKind.SCORE, Decision.WITHDRAWN, version=consents.VERSION, at=now)
    text = PdfReader(io.BytesIO(signed_in(chen).get(address("matrix_pdf")).content)).pages[0].extract_text()
    assert "林晓" in text
    assert "周堃" not in text


@pytest.mark.parametrize("who", ["lin", "xu"])
@pytest.mark.parametrize("name", [*FILES, "record.csv", "record.xlsx"])
def test_who_manages_nobody_gets_no_file(request, signed_in, lin, certification, who, name):
    client = signed_in(request.getfixturevalue(who))
    assert client.get(address(name), {"person": lin.pk}).status_code == 404


@pytest.mark.parametrize("name", ["record.csv", "record.xlsx"])
@pytest.mark.parametrize(("who", "status"), [("chen", 200), ("regional", 200), ("harbour_manager", 404)])
def test_a_persons_file_is_for_those_who_manage_them(request, signed_in, lin, who, status, name):
    response = signed_in(request.getfixturevalue(who)).get(address(name), {"person": lin.pk})
    assert response.status_code == status
    response.close()


@pytest.mark.parametrize("name", FILES)
def test_without_a_certification_there_is_no_file(signed_in, chen, lin, name):
    assert signed_in(chen).get(address(name)).status_code == 404


@pytest.mark.parametrize("name", FILES)
def test_a_file_cannot_be_posted_to(signed_in, chen, certification, name):
    assert signed_in(chen).post(address(name)).status_code == 405


def test_filters_and_order_are_those_of_the_screen(signed_in, chen, lin, zhou, certification):
    client = signed_in(chen)
    assert numbers(client.get(address("team.csv"), {"q": "zhou"})) == ["zhou"]
    zhou.hired_on = dt.date(2026, 1, 1)
    zhou.save()
    assert numbers(client.get(address("team.csv"), {"sort": "hired"})) == ["zhou", "lin"]


def test_a_file_is_in_the_readers_language(signed_in, chen, lin, certification):
    text = content(signed_in(chen).get(address("team.csv", language="zh-hans"))).decode("utf-8-sig")
    assert "工号" in text
    assert "未开始" in text


def test_dates_are_dates_and_scores_are_numbers(signed_in, chen, lin, second_lesson, certification, passed):
    lin.hired_on = dt.date(2026, 9, 1)
    lin.save()
    passed(lin, second_lesson)
    heading, line = sheet(content(signed_in(chen).get(address("team.xlsx")))).iter_rows(values_only=True)
    found = dict(zip(heading, line, strict=True))
    assert found["Hired on"] == dt.datetime(2026, 9, 1)  # noqa: DTZ001 - a sheet has no zones
    assert found["Round: in per cent"] == 95
    assert found["Round: passed on"] == dt.datetime(2026, 11, 2)  # noqa: DTZ001


def test_a_record_has_what_was_finished(signed_in, chen, lin, lesson, passed):
    passed(lin, lesson)
    [line] = lines(signed_in(chen).get(address("record.csv"), {"person": lin.pk}))
    assert (line["Date"], line["What"], line["State"]) == ("2026-11-02", "Greeting", "Passed")


@pytest.fixture
def crowd(riverside):
    def add(number: int) -> None:
        User.objects.bulk_create(
            User(employee_number=f"p-{n}", name=f"周{n}", password="!", dealership=riverside) for n in range(number)
        )

    return add


def test_a_long_file_is_written_in_parts_and_complete(signed_in, chen, crowd, certification, monkeypatch):
    monkeypatch.setattr(team, "ROWS_AT_ONCE", 3)
    crowd(8)
    assert sorted(numbers(signed_in(chen).get(address("team.csv")))) == [f"p-{n}" for n in range(8)]


def test_the_headings_stand_on_every_sheet_of_the_wall(signed_in, chen, crowd, certification):
    crowd(60)
    pages = PdfReader(io.BytesIO(signed_in(chen).get(address("matrix_pdf")).content)).pages
    assert len(pages) > 1
    assert all("Lessons" in page.extract_text() for page in pages)


@pytest.mark.parametrize(("paper", "width"), [("a4", 842), ("a3", 1191), ("a99", 842)])
def test_the_wall_is_landscape_on_the_paper_asked_for(signed_in, chen, lin, certification, paper, width):
    response = signed_in(chen).get(address("matrix_pdf"), {"paper": paper})
    assert round(PdfReader(io.BytesIO(response.content)).pages[0].mediabox.width) == width


def test_for_a_region_the_wall_asks_to_choose(signed_in, chen, lin, zhou, certification, monkeypatch):
    monkeypatch.setattr(wall, "MOST_PEOPLE", 1)
    client = signed_in(chen)
    response = client.get(address("matrix_pdf"), {"sort": "pinyin"}, follow=True)
    assert response.redirect_chain[-1][0] == "/en/team/?sort=pinyin"
    assert "choose a dealership" in response.text
    assert "matrix.pdf" not in response.text
