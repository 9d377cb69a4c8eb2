"""A folder of files that are broken in every way: each is refused in words that say where, and nothing is written.

Each is sent through the upload and given to the command. What is wrong with it is in `WRONG`; a file that is not named
there fails the test.
"""

import re
from io import StringIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse
from wagtail.users.models import UserProfile

from courses.models import Picture
from quizzes.models import Question

FOLDER = Path(__file__).parent / "malformed"
# What its message says: of the file as a whole, or of the questions in it, with their line or row.
WRONG = {
    "empty.gift": "no question",
    "empty.xml": "Line 1 is not sound XML",
    "empty.txt": "no question",
    "empty.xlsx": "not a sound Excel",
    "empty.zip": "no sound ZIP",
    "binary.gift": "Line 2 is not UTF-8",
    "binary.xml": "Line 1 is not sound XML",
    "binary.txt": "no text file",
    "binary.xlsx": "not a sound Excel",
    "binary.zip": "no sound ZIP",
    "latin.gift": "Line 1 is not UTF-8",
    "gb18030.txt": "Line 1 is not UTF-8",
    "half-utf16.gift": "not UTF-8",
    "unknown-encoding.xml": "not sound XML|encoding is not known",
    "unclosed.gift": "2: .*never closed",
    "two-braces.gift": "1: .*second pair of braces",
    "broken-number.gift": "1: .*is no number",
    "no-mark.gift": "1: .*do not begin with",
    "nested.gift": "1: .*second pair of braces",
    "long-name.gift": "1: NNN.*…",
    "long-option.gift": "1: .*longer than 500",
    "no-key.gift": "2: .*at least one right option",
    "control-signs.gift": "1: .*control characters",
    "no-answer.txt": "1: .*ANSWER",
    "wrong-letter.txt": "1: .*right answer is E",
    "letters-astray.txt": "1: .*not A, B, C",
    "truncated.xml": "Line 4 is not sound XML",
    "doctype.xml": "DOCTYPE",
    "billion-laughs.xml": "DOCTYPE",
    "outside.xml": "DOCTYPE",
    "html.xml": "not Moodle's: it begins with <html>",
    "deep.xml": "Line 1 is nested too deeply",
    "astray.xml": "no question",
    "broken-fraction.xml": "3: .*fraction of an answer is no number",
    "broken-number.xml": "3: .*is no number",
    "broken-file.xml": "3: .*“a.png” in it is damaged",
    "script-as-picture.xml": "3: .*none that can be read",
    "broken-gap.xml": "3: .*no gap that can be read",
    "no-such-type.xml": "3: .*kind “coderunner”",
    "long-name.xml": "3: NNN.*…",
    "nested-wrong.xml": "Line 1 is not sound XML",
    "no-workbook.xlsx": "not a sound Excel",
    "docx.xlsx": "not a sound Excel",
    "truncated.xlsx": "not a sound Excel",
    "path.xlsx": "path that leads out",
    "bomb.xlsx": "larger than 60 MB",
    "doctype.xlsx": "DOCTYPE",
    "other-columns.xlsx": "Column A: .*“Name”",
    "rows-astray.xlsx": "2: .*No question stands above.*3: .*“riddle” is none of the choices.*4: .*does not have",
    "long-name.xlsx": "2: NNN.*20 at most",
    "path.zip": "leads out of the package",
    "bomb.zip": "larger than 100 MB",
    "no-manifest.zip": "no imsmanifest.xml",
    "truncated.zip": "no sound ZIP",
    "doctype.zip": "DOCTYPE",
    "broken.zip": "not sound XML",
    "questions.doc": "name ends with",
    "noending": "name ends with",
}
NAMES = sorted(path.name for path in FOLDER.iterdir() if path.name != "README.md")


@pytest.fixture
def browser(signed_in, xu, clause, home):
    profile = UserProfile.get_for_user(xu)
    profile.preferred_language = "en"
    profile.save()
    return signed_in(xu)


def test_every_file_of_the_folder_is_tried():
    assert set(NAMES) == set(WRONG)


@pytest.mark.parametrize("name", NAMES)
def test_the_upload_says_what_is_wrong_and_writes_nothing(browser, name):
    sent = {"file": SimpleUploadedFile(name, (FOLDER / name).read_bytes()), "format": "", "language": "en"}
    answer = browser.post(reverse("wagtailsnippets_quizzes_question:import"), sent, follow=True)
    assert answer.status_code == 200
    if "form" in answer.context:
        said = " ".join(answer.context["form"].errors["file"])
        assert matches(name, said) or (name.startswith("empty") and "file is empty" in said), said
    else:
        rows = [
            f"{row['place']}: {row['code'] or row['what']} {' '.join(row['why'])}" for row in answer.context["rows"]
        ]
        assert matches(name, "\n".join(rows)), rows
        draft = answer.context["draft"]
        browser.post(answer.request["PATH_INFO"], {"fingerprint": draft.fingerprint}, follow=True)
    assert not Question.objects.exists()
    assert not Picture.objects.exists()


@pytest.mark.parametrize("name", NAMES)
def test_the_command_says_what_is_wrong_and_writes_nothing(clause, home, name):
    out = StringIO()
    with pytest.raises(CommandError, match="Nothing was imported") as refused:
        call_command("quizzes", "import", str(FOLDER / name), "--language", "en", stdout=out)
    assert matches(name, out.getvalue() + str(refused.value)), (out.getvalue(), str(refused.value))
    assert not Question.objects.exists()


def matches(name: str, said: str) -> bool:
    return bool(re.search(WRONG[name], said, re.S))
