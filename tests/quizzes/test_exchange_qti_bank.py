"""Packages of QTI through the screens and the command: out of the bank, and back without a change."""

from dataclasses import replace
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse
from wagtail.users.models import UserProfile

from quizzes import importing
from quizzes.exchange.items import Reading
from quizzes.importing import WRITTEN, Verdict
from quizzes.importing.bank import all_questions, item_of
from quizzes.models import Question
from quizzes.scoring import Kind, Marking
from tests.quizzes.qti_packages import package, png
from tests.quizzes.test_exchange_packages import MALFORMED
from tests.quizzes.test_exchange_qti import kinds
from tests.quizzes.test_exchange_qti_others import REFUSED, TAKEN, item

SPACE = "wagtailsnippets_quizzes_question"
FORMATS = ["qti21", "qti22", "canvas"]
NOT_IN_CANVAS = {Kind.HOTSPOT, Kind.CLOZE}  # this one has gaps of several sorts


@pytest.fixture
def bank(clause, home, home_zh, xu, settings, tmp_path):
    """A question of each kind, marked in part and not."""
    settings.MEDIA_ROOT = str(tmp_path)
    found = [
        replace(each, code=f"P2-{marking.value[:1].upper()}{number}", stem=f"{each.stem} {marking.value} {number}")
        for marking in Marking
        for number, each in enumerate(kinds(marking))
    ]
    importing.commit(importing.plan(Reading(found)), by=xu)


@pytest.fixture
def browser(signed_in, xu):
    profile = UserProfile.get_for_user(xu)
    profile.preferred_language = "en"
    profile.save()
    return signed_in(xu)


@pytest.fixture
def upload(browser, clause, home):
    def send(data: bytes, name: str = "questions.zip", format_name: str = ""):
        sent = {"file": SimpleUploadedFile(name, data), "format": format_name, "language": "en"}
        return browser.post(reverse(f"{SPACE}:import"), sent, follow=True)

    return send


@pytest.mark.parametrize("name", FORMATS)
def test_what_goes_out_comes_back_without_a_change(bank, upload, browser, name):
    page = browser.get(f"{reverse(f'{SPACE}:export')}?format={name}&language=en&anyway=1")
    assert page["Content-Type"] == "application/zip"
    assert 'questions-en.zip"' in page["Content-Disposition"]
    rows = upload(page.content).context["rows"]
    assert {row["verdict"] for row in rows} == {Verdict.LEAVE}
    left_out = NOT_IN_CANVAS if name == "canvas" else set()
    assert len(rows) == Question.objects.exclude(kind__in=left_out).count() > 20


@pytest.mark.parametrize("name", FORMATS)
def test_what_goes_out_makes_the_same_questions_in_an_empty_bank(bank, name, xu):
    before = {question.code: item_of(question) for question in all_questions()}
    written = importing.export(name, "en")
    Question.objects.all().delete()
    plan = importing.plan(importing.read(written.data, name, "en"))
    assert {row.verdict for row in plan.rows} == {Verdict.CREATE}
    importing.commit(plan, by=xu)
    after = {question.code: item_of(question) for question in all_questions()}
    left = {code for code, _why in written.left_out}
    assert after == {code: each for code, each in before.items() if code not in left}


def test_what_canvas_cannot_hold_is_named_before_the_download(bank, browser):
    page = browser.get(f"{reverse(f'{SPACE}:export')}?format=canvas&language=en")
    assert len(page.context["left_out"]) == Question.objects.filter(kind__in=NOT_IN_CANVAS).count() > 0


def test_a_language_is_not_asked_for_where_the_file_says_it(bank, browser, upload, tmp_path):
    path = tmp_path / "bank.zip"
    path.write_bytes(importing.export("qti22", "en").data)
    sent = {"file": SimpleUploadedFile("bank.zip", path.read_bytes()), "format": "", "language": ""}
    rows = browser.post(reverse(f"{SPACE}:import"), sent, follow=True).context["rows"]
    assert {row["verdict"] for row in rows} == {Verdict.LEAVE}
    out = StringIO()
    call_command("quizzes", "import", str(path), "--dry-run", stdout=out)
    assert "0 created, 0 changed" in out.getvalue()
    with pytest.raises(CommandError, match="--language"):
        call_command("quizzes", "export", "--format", "qti22", str(path))


def test_qti_3_is_read_and_not_written(browser, home):
    assert "qti30" not in WRITTEN
    assert browser.get(f"{reverse(f'{SPACE}:export')}?format=qti30&language=en").status_code == 302
    page = browser.get(reverse(f"{SPACE}:import")).text
    assert "QTI 3.0" in page
    assert "format=qti30" not in page
    with pytest.raises(ValueError, match="only read"):
        importing.export("qti30", "en")


def test_a_package_of_others_is_previewed_with_what_is_refused(upload):
    texts = [item(TAKEN[0][0].replace("Well?", "Who?"), identifier="P2-Q90"), REFUSED[0][0]]
    refused, created = upload(package(*texts)).context["rows"]
    assert [(row["verdict"], row["code"]) for row in (refused, created)] == [
        (Verdict.REFUSE, ""), (Verdict.CREATE, "P2-Q90"),
    ]  # fmt: skip
    assert "customInteraction" in refused["why"][0]
    assert not Question.objects.exists()


def test_a_picture_that_is_none_is_refused(upload, settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    text = item(TAKEN[-2][0], identifier="P2-Q90")
    (row,) = upload(package(text, car=png())).context["rows"]
    assert row["verdict"] is Verdict.CREATE
    (row,) = upload(package(text, car=b"<script>alert(1)</script>")).context["rows"]
    assert (row["verdict"], "car.png" in " ".join(row["why"])) == (Verdict.REFUSE, True)


@pytest.mark.parametrize(("data", "why"), [row[1:] for row in MALFORMED], ids=[row[0] for row in MALFORMED])
def test_a_malformed_package_is_refused_in_words_on_the_screen(upload, data, why):
    answer = upload(data, "new.zip")
    assert answer.status_code == 200
    wanted = why.split("|") if data else ["file"]  # an empty file is refused before anybody reads it
    assert any(words in str(answer.context["form"].errors) for words in wanted)
    assert not Question.objects.exists()


@pytest.mark.parametrize(("data", "why"), [row[1:] for row in MALFORMED], ids=[row[0] for row in MALFORMED])
def test_a_malformed_package_is_refused_in_words_by_the_command(db, tmp_path, data, why):
    path = tmp_path / "new.zip"
    path.write_bytes(data)
    with pytest.raises(CommandError, match=f"Nothing was imported.*({why})"):
        call_command("quizzes", "import", str(path), "--language", "en", "--dry-run")


@pytest.mark.parametrize("name", FORMATS)
def test_the_command_writes_a_package_and_reads_it_again(bank, tmp_path, name):
    path, out = tmp_path / "bank.zip", StringIO()
    call_command("quizzes", "export", "--format", name, "--language", "en", str(path), stdout=out)
    left = NOT_IN_CANVAS if name == "canvas" else ()
    assert f"{Question.objects.filter(kind__in=left).count()} questions left out." in out.getvalue()
    call_command("quizzes", "import", str(path), "--language", "en", "--dry-run", stdout=out)
    assert "0 created, 0 changed" in out.getvalue()
    assert "this was a dry run" in out.getvalue()
