"""Two steps: what would happen, and that it happens, all or nothing."""

from dataclasses import replace
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from openpyxl import load_workbook
from wagtail.models import ModelLogEntry

from quizzes import importing
from quizzes.importing import Verdict
from quizzes.models import Attempt, Kind, Question

NEW = """// [id:P2-Q90] [tag:hard] [tag:P2-01]
::P2-Q90::Who greets? {=You ~Nobody#Somebody has to. ####Because.}
"""


def plan_of(text: str, language: str = "en", name: str = "gift"):
    return importing.plan(importing.read(text.encode(), name, language))


def row_of(text: str, **kwargs) -> importing.Row:
    (row,) = plan_of(text, **kwargs).rows
    return row


@pytest.fixture
def pair(make_question, zh) -> list[Question]:
    """One question in both languages."""
    english = make_question("Q-1", Kind.SINGLE, ["*Greets", "Waits"])
    chinese = make_question("Q-1", Kind.SINGLE, ["*问候", "等待"], locale=zh, translation_key=english.translation_key)
    for own, other in zip(english.options.all(), chinese.options.all(), strict=True):
        other.translation_key = own.translation_key
        other.save()
    return [english, chinese]


def test_a_new_question_is_created_with_everything(clause, home, xu):
    found = plan_of(NEW)
    assert [(row.verdict, row.why) for row in found.rows] == [(Verdict.CREATE, ())]
    assert not Question.objects.exists()
    importing.commit(found, by=xu)
    question = Question.objects.get()
    assert (question.code, question.kind, question.difficulty) == ("P2-Q90", "single", "hard")
    assert [(o.text, o.correct, o.reason) for o in question.options.all()] == [
        ("You", True, ""), ("Nobody", False, "Somebody has to."),
    ]  # fmt: skip
    assert [c.code for c in question.clauses.all()] == ["P2-01"]
    assert ModelLogEntry.objects.get(action="wagtail.create").user == xu


def test_the_same_file_again_leaves_everything(clause, home, xu):
    importing.commit(plan_of(NEW), by=xu)
    assert row_of(NEW).verdict is Verdict.LEAVE


def test_a_change_says_what_changes_and_keeps_the_rows(pair, xu):
    english, _chinese = pair
    before = {option.text: (option.pk, option.translation_key) for option in english.options.all()}
    row = row_of("// [id:Q-1]\nWho greets first? {=Greets ~Waits outside}")
    assert (row.verdict, row.why) == (
        Verdict.CHANGE, ("The question reads otherwise.", "The options or their order are others."),
    )  # fmt: skip
    importing.commit(importing.Plan([row]), by=xu)
    english = Question.objects.get(pk=english.pk)
    after = {option.text: (option.pk, option.translation_key) for option in english.options.all()}
    assert english.stem == "Who greets first?"
    assert after == {"Greets": before["Greets"], "Waits outside": before["Waits"]}


def test_what_the_file_leaves_empty_stays(pair, xu):
    english, _chinese = pair
    importing.commit(plan_of("// [id:Q-1]\nAnew? {=Greets ~Waits}"), by=xu)
    changed = Question.objects.get(pk=english.pk)
    assert (changed.explanation, changed.difficulty) == (english.explanation, english.difficulty)
    assert changed.clauses.count() == 1


def test_the_other_language_becomes_the_same_question(make_question, zh, xu):
    english = make_question("Q-1", Kind.SINGLE, ["*Greets", "Waits"])
    importing.commit(plan_of("// [id:Q-1]\n谁问候？{=问候 ~等待 ####因为。}", language="zh-hans"), by=xu)
    chinese = Question.objects.get(locale=zh)
    assert chinese.translation_key == english.translation_key
    keys = [[option.translation_key for option in each.options.all()] for each in (english, chinese)]
    assert keys[0] == keys[1]
    assert [c.code for c in chinese.clauses.all()] == ["P2-01"]


def test_an_attempt_runs_over_an_imported_question(clause, home, zh, make_quiz, lin, xu, now, dice):
    importing.commit(plan_of(NEW), by=xu)
    attempt = Attempt.start(make_quiz([Question.objects.get()]), by=lin, at=now, dice=dice(1))
    attempt.save_answer(1, list(attempt.items[0].right), now)
    assert len(attempt.items) == 1


REFUSED = [
    ("// [id:Q-1]\nWho? {=a ~b ~c}", "another number of options"),
    ("// [id:Q-1]\nStem? {~a =b}", "another right answer"),
    ("// [id:Q-1]\nStem? {T}", "of another kind"),
    ("// [id:X-1] [tag:ZZ-99]\nStem? {=a ~b}", "no clause ZZ-99"),
    ("// [id:X-1]\nStem? {=a ~a}", "the same"),
    ("// [id:X-1]\nStem? {=a =b ~c}", "exactly one right option"),
    ("// [id:X-1]\nStem? {=a ~}", "An option is empty"),
    (f"// [id:X-1]\nStem? {{=a ~{'b' * 501}}}", "longer than 500"),
    (f"// [id:X-1]\n{'b' * 10_001}? {{=a ~b}}", "longer than 10000"),
    ("// [id:X-1]\nStem\x07? {=a ~b}", "control characters"),
    ("// [id:X-1]\n{=a ~b}", "asks nothing"),
    ("// [id:X-1]\nStem? {>3 ALL\na\nb\n}", "at least 3 options"),
]


@pytest.mark.parametrize(("text", "why"), REFUSED)
def test_what_the_bank_cannot_hold_is_refused_and_says_why(pair, text, why):
    row = row_of(text)
    assert row.verdict is Verdict.REFUSE
    assert why in " ".join(row.why)


def test_a_question_that_the_file_has_twice_is_refused(clause, home):
    assert [row.verdict for row in plan_of(NEW + "\n" + NEW).rows] == [Verdict.CREATE, Verdict.REFUSE]


def test_a_refused_question_holds_up_the_others_unless_they_may_go_on(clause, home, xu):
    found = plan_of(NEW + "\nTell me.\n")
    with pytest.raises(importing.Refusal):
        importing.commit(found, by=xu)
    assert not Question.objects.exists()
    importing.commit(found, by=xu, without_refused=True)
    assert Question.objects.count() == 1


def test_a_failure_in_the_middle_leaves_nothing(clause, home, xu):
    found = plan_of(NEW + "\n" + NEW.replace("P2-Q90", "P2-Q91").replace("Who", "And who"))
    found.rows[1].item = replace(found.rows[1].item, clauses=("NO-99",))
    with pytest.raises(KeyError):
        importing.commit(found, by=xu)
    assert not Question.objects.exists()


def test_a_question_without_a_code_is_known_by_its_words(pair, xu):
    text = "Stem of Q-1\nA. Greets\nB. Waits\nANSWER: A\n"
    assert (row_of(text, name="aiken").code, row_of(text, name="aiken").verdict) == ("Q-1", Verdict.LEAVE)


def test_a_new_question_without_a_code_gets_the_same_one_each_time(home):
    rows = [row_of("Something new?\nA. This\nB. That\nANSWER: A\n", name="aiken") for _ in range(2)]
    assert rows[0].code == rows[1].code
    assert rows[0].code.startswith("X-")
    assert "no explanation" in " ".join(rows[0].why)


def test_a_plan_asks_the_same_few_questions_however_long_the_file(clause, home, queries):
    long = "\n".join(NEW.replace("P2-Q90", f"P2-Q{n}").replace("Who", f"Who {n}") for n in range(40))
    assert queries(lambda: plan_of(long)) == queries(lambda: plan_of(NEW))


@pytest.fixture
def run(tmp_path):
    def call(*arguments: str) -> str:
        out = StringIO()
        call_command("quizzes", *arguments, stdout=out)
        return out.getvalue()

    return call


def test_the_command_tries_and_then_imports(clause, home, run, tmp_path):
    path = tmp_path / "new.gift"
    path.write_text(NEW)
    said = run("import", str(path), "--language", "en", "--dry-run")
    assert "2: P2-Q90 en created." in said
    assert not Question.objects.exists()
    assert "Imported." in run("import", str(path), "--language", "en")
    assert Question.objects.get().code == "P2-Q90"


@pytest.mark.parametrize(("name", "ending"), [("gift", "gift"), ("moodle", "xml")])
def test_the_command_exports_what_it_can_import_again(questions, run, tmp_path, name, ending):
    path = tmp_path / f"bank.{ending}"
    assert "0 questions left out" in run("export", "--format", name, "--language", "en", str(path))
    assert "4 left as it is, 0 refused" in run("import", str(path), "--language", "en", "--dry-run")


def test_a_sheet_changes_both_languages_at_once(pair, run, tmp_path):
    path = tmp_path / "bank.xlsx"
    run("export", "--format", "xlsx", str(path))
    assert "2 left as it is, 0 refused" in run("import", str(path), "--dry-run")
    made = load_workbook(path)
    made.worksheets[0]["J2"] = "B"
    made.save(path)
    assert "2 changed" in run("import", str(path))
    for question in Question.objects.all():
        assert [option.correct for option in question.options.all()] == [False, True]


def test_the_command_names_what_a_format_cannot_hold(questions, run, tmp_path):
    said = run("export", "--format", "aiken", "--language", "en", str(tmp_path / "bank.txt"))
    assert "Q2 left out. Aiken has single choice only." in said


@pytest.mark.parametrize(
    ("name", "text", "arguments", "why"),
    [
        ("a.gift", NEW, [], "--language"),
        ("a.doc", NEW, ["--language", "en"], "name ends with"),
        ("a.gift", "", ["--language", "en"], "no question"),
        ("a.gift", "Tell me.", ["--language", "en"], "Nothing was imported"),
        ("missing.gift", None, ["--language", "en"], "No such file"),
    ],
)
def test_the_command_says_what_is_wrong(home, run, tmp_path, name, text, arguments, why):
    path = tmp_path / name
    if text is not None:
        path.write_text(text)
    with pytest.raises(CommandError, match=why):
        run("import", str(path), *arguments)
    assert not Question.objects.exists()
