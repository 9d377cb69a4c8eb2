"""Upload, preview, confirm; and the way out. For whoever writes questions."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.models import ModelLogEntry
from wagtail.users.models import UserProfile

from quizzes.exchange import sheet
from quizzes.models import Question, QuestionImport

SPACE = "wagtailsnippets_quizzes_question"
NEW = b"// [id:P2-Q90] [tag:hard] [tag:P2-01]\nWho greets? {=You ~Nobody#Somebody has to. ####Because.}\n"
BAD = NEW + b"\nTell me.\n"


def address(name: str, *args) -> str:
    return reverse(f"{SPACE}:{name}", args=args)


@pytest.fixture
def browser(signed_in, xu):
    profile = UserProfile.get_for_user(xu)
    profile.preferred_language = "en"
    profile.save()
    return signed_in(xu)


@pytest.fixture
def upload(browser, clause, home):
    """`upload(data, name)` sends a file; the answer is the next page."""

    def send(data: bytes, name: str = "new.gift", language: str = "en"):
        sent = {"file": SimpleUploadedFile(name, data), "format": "", "language": language}
        return browser.post(address("import"), sent, follow=True)

    return send


@pytest.fixture
def confirm(browser):
    def send(preview, **fields):
        sent = {"fingerprint": preview.context["draft"].fingerprint} | fields
        return browser.post(preview.request["PATH_INFO"], sent, follow=True)

    return send


def test_the_question_bank_leads_there(browser, home):
    page = browser.get(address("list")).text
    assert address("import") in page
    assert f'"url": "{address("list")}"' in page  # the menu leads to the bank, as before
    assert browser.get(address("import")).status_code == 200


def test_a_file_is_previewed_and_then_imported(upload, confirm, xu):
    preview = upload(NEW)
    assert [(row["code"], row["verdict"].value) for row in preview.context["rows"]] == [("P2-Q90", "create")]
    assert not Question.objects.exists()
    assert "1 question was imported." in confirm(preview).text
    assert Question.objects.get().code == "P2-Q90"
    assert ModelLogEntry.objects.get(action="wagtail.create").user == xu


def test_it_is_not_imported_twice(upload, confirm):
    preview = upload(NEW)
    confirm(preview)
    assert "1 question was imported." in confirm(preview).text
    assert Question.objects.count() == 1
    done = QuestionImport.objects.get()
    assert (done.state, done.rows, bytes(done.content)) == ("done", [], b"")


def test_refused_questions_hold_up_the_others_until_they_are_left_out(upload, confirm):
    preview = upload(BAD)
    assert "description" in preview.text
    assert "Nothing was imported" in confirm(preview).text
    assert not Question.objects.exists()
    confirm(preview, without_refused="on")
    assert Question.objects.count() == 1


def test_what_was_left_out_is_still_named_after_the_import(upload, confirm):
    done = confirm(upload(BAD), without_refused="on")
    assert [(row["what"], row["verdict"].value) for row in done.context["rows"]] == [("Tell me.", "refuse")]


def test_what_changed_meanwhile_is_shown_before_it_is_written(upload, confirm, make_question):
    preview = upload(NEW)
    make_question("P2-Q90", "single", ["*You", "Nobody"])
    answer = confirm(preview)
    assert "changed meanwhile" in answer.text
    assert [row["verdict"].value for row in answer.context["rows"]] == ["change"]
    assert Question.objects.get().stem == "Stem of P2-Q90"


def test_a_long_file_is_shown_a_page_at_a_time(upload, browser):
    text = b"\n".join(NEW.replace(b"P2-Q90", b"P2-Q%d" % n).replace(b"Who", b"Who %d" % n) for n in range(120))
    preview = upload(text)
    assert len(preview.context["page"]) == 100
    assert len(browser.get(preview.request["PATH_INFO"] + "?p=2").context["page"]) == 20


def test_nobody_confirms_another_persons_file(upload, admin, signed_in):
    preview = upload(NEW)
    other = signed_in(admin)
    answer = other.post(preview.request["PATH_INFO"], {"fingerprint": preview.context["draft"].fingerprint})
    assert (answer.status_code, answer.url) == (302, address("import"))
    assert not Question.objects.exists()


MALFORMED = [
    (b"", "new.gift", "file"),
    (b"\xff\xfe\x00", "new.gift", "UTF-8|question|text"),
    ("é".encode("latin-1"), "new.gift", "UTF-8"),
    (b"\x00\x00", "new.txt", "no text file"),
    (b"<quiz", "new.xml", "not sound XML"),
    (b"<!DOCTYPE a><quiz/>", "new.xml", "DOCTYPE"),
    (b"PK\x03\x04", "new.xlsx", "not a sound Excel"),
    (b"hello", "new.doc", "ends with"),
    (b"hello", "noending", "ends with"),
]


@pytest.mark.parametrize(("data", "name", "why"), MALFORMED)
def test_a_malformed_file_is_refused_in_words(upload, data, name, why):
    answer = upload(data, name)
    assert answer.status_code == 200
    assert any(word in str(answer.context["form"].errors) for word in why.split("|"))
    assert not Question.objects.exists()


def test_a_language_is_asked_for_where_the_file_names_none(upload):
    assert "language" in upload(NEW, language="").context["form"].errors
    assert "language" not in upload(sheet.template(), "new.xlsx", language="").context["form"].errors


def test_the_template_is_a_sheet(browser, home):
    answer = browser.get(address("import_template"))
    assert answer.content.startswith(b"PK")
    assert "questions-template.xlsx" in answer["Content-Disposition"]


@pytest.mark.parametrize("query", ["format=gift&language=en", "format=moodle&language=en", "format=xlsx"])
def test_the_bank_is_downloaded_and_reads_the_same(browser, questions, upload, query):
    answer = browser.get(f"{address('export')}?{query}")
    name = answer["Content-Disposition"].split('"')[1]
    preview = upload(answer.content, name)
    assert {row["verdict"].value for row in preview.context["rows"]} == {"leave"}
    assert preview.context["written"] == 0


def test_what_a_format_cannot_hold_is_named_before_the_download(browser, questions):
    page = browser.get(f"{address('export')}?format=aiken&language=en")
    assert [code for code, _why in page.context["left_out"]] == ["Q2", "Q3", "Q4"]
    assert [codes for _why, codes in page.context["reasons_left_out"]] == [["Q2", "Q3", "Q4"]]
    assert browser.get(page.context["anyway"])["Content-Disposition"].endswith('.txt"')


@pytest.mark.parametrize("query", ["", "format=exe&language=en", "format=gift", "format=gift&language=tlh"])
def test_an_export_of_nothing_known_leads_back(browser, home, query):
    assert browser.get(f"{address('export')}?{query}").status_code == 302


@pytest.mark.parametrize("who", ["lin", "chen", "regional"])
@pytest.mark.parametrize("name", ["import", "import_template", "export", "import_preview", "import_retry"])
def test_whoever_writes_no_questions_gets_nothing(who, name, request, signed_in, home):
    client = signed_in(request.getfixturevalue(who))
    args = [uuid4()] if name in ("import_preview", "import_retry") else []
    for answer in (client.get(address(name, *args)), client.post(address(name, *args))):
        assert answer.status_code in (302, 403, 404)
        assert "attachment" not in answer.get("Content-Disposition", "")
    assert not Question.objects.exists()


def test_a_trainer_without_the_right_to_add_is_sent_away(browser, xu, home):
    for group in xu.groups.all():
        group.permissions.remove(*group.permissions.filter(codename="add_question"))
    assert browser.get(address("import")).status_code == 302
    assert address("import") not in browser.get(address("list")).text
