"""Large files: read and imported in the background, interrupted, called off, twice; all of it or nothing."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from wagtail.users.models import UserProfile

from people.importing import progress
from quizzes import tasks
from quizzes.importing import background
from quizzes.models import Question, QuestionImport

SPACE = "wagtailsnippets_quizzes_question"
NEW = "// [id:P2-Q90] [tag:hard] [tag:P2-01]\nWho greets? {=You ~Nobody ####Because.}\n"
State = QuestionImport.State


@pytest.fixture
def browser(signed_in, xu, clause, home):
    profile = UserProfile.get_for_user(xu)
    profile.preferred_language = "en"
    profile.save()
    return signed_in(xu)


@pytest.fixture
def queued(monkeypatch) -> list[tuple]:
    """What is put into the queue, and waits there."""
    waiting: list[tuple] = []
    for name in ("read_import", "commit_import"):
        task = getattr(tasks, name)
        monkeypatch.setattr(type(task), "enqueue", lambda self, *args: waiting.append((self.func, args)))
    return waiting


def upload(browser, text: str = NEW, name: str = "new.gift"):
    sent = {"file": SimpleUploadedFile(name, text.encode()), "format": "", "language": "en"}
    return browser.post(reverse(f"{SPACE}:import"), sent, follow=True)


def look(browser):
    return browser.get(reverse(f"{SPACE}:import_preview", args=[QuestionImport.objects.get().key]))


def confirm(browser):
    draft = QuestionImport.objects.get()
    address = reverse(f"{SPACE}:import_preview", args=[draft.key])
    return browser.post(address, {"fingerprint": draft.fingerprint}, follow=True)


def work(waiting: list[tuple]) -> None:
    while waiting:
        function, args = waiting.pop(0)
        function(*args)


LONG = NEW + "\n" + "// padding\n" * 40_000


def test_a_large_file_is_read_in_the_background(browser, queued):
    page = upload(browser, LONG)
    assert "The file is being read" in page.text
    assert page["Refresh"] == "2"
    assert not Question.objects.exists()
    work(queued)
    assert [row["code"] for row in look(browser).context["rows"]] == ["P2-Q90"]


def test_a_large_file_that_cannot_be_read_says_why(browser, queued):
    upload(browser, "<quiz>" + " " * 400_000, "new.xml")
    work(queued)
    page = look(browser)
    assert "is not sound XML" in page.text
    assert confirm(browser).status_code == 200
    assert QuestionImport.objects.get().state == State.UNREADABLE


def test_a_fault_in_a_reader_is_told_and_no_crash(browser, monkeypatch):
    def broken(*args):
        raise RuntimeError

    monkeypatch.setattr(background, "read", broken)
    page = upload(browser)
    assert page.status_code == 200
    assert "A fault stopped the reading." in page.text


def test_it_tells_how_far_it_is_while_it_runs(browser, queued):
    upload(browser)
    page = confirm(browser)
    assert "The import is running" in page.text
    progress.tell(QuestionImport.objects.get().told, 42)
    page = look(browser)
    assert 'value="42"' in page.text
    assert page["Refresh"] == "2"
    work(queued)
    assert "1 question was imported." in look(browser).text
    assert progress.told(QuestionImport.objects.get().told) is None


def test_progress_only_grows(browser, queued, monkeypatch):
    told = []
    monkeypatch.setattr(progress, "tell", lambda name, percent: told.append(percent))
    upload(browser, "\n".join(NEW.replace("Q90", f"Q{n}").replace("Who", f"Who {n}") for n in range(30)))
    confirm(browser)
    told.clear()
    work(queued)
    assert told == sorted(told)
    assert (told[0], told[-1]) == (2, 99)


def test_twice_is_once(browser, queued):
    upload(browser)
    confirm(browser)
    confirm(browser)
    assert len(queued) == 1
    work([queued[0], queued[0]])
    assert Question.objects.count() == 1


def test_a_fault_in_the_middle_leaves_nothing_and_says_so(browser, queued, monkeypatch):
    upload(browser, NEW + "\n" + NEW.replace("Q90", "Q91").replace("Who", "And who"))
    confirm(browser)
    real = background.commit

    def broken(found, *args):
        found.rows[1].item = None.__class__  # nothing that could be saved
        return real(found, *args)

    monkeypatch.setattr(background, "commit", broken)
    with pytest.raises(AttributeError):
        work(queued)
    assert not Question.objects.exists()
    page = look(browser)
    assert "A fault stopped the import. Nothing of it was written." in page.text
    assert page.context["draft"].state == State.DRAFT


def test_interrupted_it_goes_back_to_the_dry_run(browser, queued):
    upload(browser)
    confirm(browser)
    retry = reverse(f"{SPACE}:import_retry", args=[QuestionImport.objects.get().key])
    browser.post(retry)
    assert QuestionImport.objects.get().state == State.RUNNING  # it may still be alive
    QuestionImport.objects.update(begun_at=timezone.now() - dt.timedelta(minutes=3))
    page = look(browser)
    assert "interrupted" in page.text
    assert "Refresh" not in page
    browser.post(retry)
    assert look(browser).context["draft"].state == State.DRAFT
    work(queued)  # what was queued before finds nothing to do
    assert not Question.objects.exists()
    confirm(browser)
    work(queued)
    assert Question.objects.count() == 1


def test_a_reading_that_was_interrupted_begins_again(browser, queued):
    upload(browser, LONG)
    queued.clear()
    QuestionImport.objects.update(begun_at=timezone.now() - dt.timedelta(minutes=3))
    page = look(browser).text
    assert "Reading the file was interrupted." in page
    assert "dry run" not in page  # there is none yet to go back to
    browser.post(reverse(f"{SPACE}:import_retry", args=[QuestionImport.objects.get().key]))
    work(queued)
    assert QuestionImport.objects.get().state == State.DRAFT


def test_another_file_takes_the_place_of_one_that_was_not_imported(browser):
    upload(browser)
    upload(browser, NEW, "again.gift")
    assert [draft.file_name for draft in QuestionImport.objects.all()] == ["again.gift"]


def test_the_list_of_the_dry_run_takes_the_same_few_queries_however_long(browser, queries):
    def looked(number: int) -> int:
        upload(browser, "\n".join(NEW.replace("Q90", f"Q{n}").replace("Who", f"Who {n}") for n in range(number)))
        return queries(lambda: look(browser))

    looked(1)
    assert looked(2) == looked(60)
