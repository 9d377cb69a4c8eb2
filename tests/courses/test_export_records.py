"""What trainers write in the CMS comes home into the files: clauses, questions, check sheets, certifications."""

import datetime as dt
from decimal import Decimal

import pytest
from wagtail.log_actions import log

from certificates.models import Certification, Design, Requirement
from courses.curriculum import loader
from courses.curriculum.checking import check
from courses.models import ModulePage
from quizzes.models import Option, Question, QuizDraw, QuizPage, QuizSlot
from roleplays.models import CheckSheet, Item, RolePlayPage
from standards.models import Clause
from tests.courses.exporting import call, changes, page_in, said, save

pytestmark = pytest.mark.django_db

CLAUSES = "standards/p2-reception.yaml"
QUIZ = "steps/reception/quiz.yaml"
ROLE_PLAY = "steps/reception/role-play.yaml"
CERTIFICATION = "certifications/reception.yaml"


def edit(record, user, **values):
    """As the admin does: with the author's name in the log."""
    for name, value in values.items():
        setattr(record, name, value)
    record.save()
    log(record, "wagtail.edit", user=user)
    return record


def question_in(language: str, code: str = "P2-Q01") -> Question:
    return Question.objects.get(code=code, locale__language_code=language)


def ask(question: Question) -> QuizSlot:
    page = QuizPage.objects.get(locale=question.locale)
    return QuizSlot.objects.create(page=page, question=question, locale=question.locale, sort_order=9)


def new_question(language: str, **fields) -> Question:
    locale = page_in(language).locale
    question = Question.objects.create(
        code="P2-Q09", kind="true_false", answer=True, stem="?", explanation="!", locale=locale, **fields
    )
    question.clauses.set(Clause.objects.filter(code="P2-01"))
    question.save()
    ask(question)
    return question


def test_an_edited_clause_comes_home(small, before, xu):
    clause = Clause.objects.get(code="P2-01")
    edit(
        clause,
        xu,
        version=2,
        in_force_from=dt.date(2027, 1, 1),
        text_en="Within half a minute: at once.",
        details_zh="",
    )
    call("export")
    assert changes(small, CLAUSES, before) == [
        '-    en: "The customer is greeted at once: within one minute."',
        '+    en: "Within half a minute: at once."',
        "-  version: 1",
        "-  in_force_from: 2026-01-01",
        "+  version: 2",
        "+  in_force_from: 2027-01-01",
    ]
    assert "0 created, 0 updated" in (out := call("load"))
    assert "Left alone" not in out


def test_a_new_clause_stands_at_the_end_of_its_area(small, before, xu):
    texts = {f"{name}_{code}": f"{name} {code}" for name in ("text", "why", "responsible") for code in ("zh", "en")}
    Clause.objects.create(code="P2-03", area="P2", in_force_from=dt.date(2026, 1, 1), documents=["D2"], **texts)
    Clause.objects.create(code="P3-01", area="P3", in_force_from=dt.date(2026, 1, 1), documents=["D2"], **texts)
    call("export")
    assert changes(small, CLAUSES, before) == [
        "+",
        "+- code: P2-03",
        "+  area: P2",
        "+  text: {zh: text zh, en: text en}",
        "+  why: {zh: why zh, en: why en}",
        "+  responsible: {zh: responsible zh, en: responsible en}",
        "+  documents: [D2]",
        "+  version: 1",
        "+  in_force_from: 2026-01-01",
    ]
    assert (small / "standards/p3.yaml").read_text().startswith("- code: P3-01\n  area: P3\n")
    assert check(small) == []


def test_a_clause_that_the_cms_has_not_stays_and_is_named(small, before):
    Item.objects.get(code="P2-C02", locale__language_code="en").clauses.clear()
    Clause.objects.filter(code="P2-02").delete()
    assert f"In the files and not in the CMS: {CLAUSES} P2-02" in call("export")
    assert (small / CLAUSES).read_text() == before[CLAUSES]


def test_an_edited_option_comes_home(small, before, xu):
    question = question_in("en")
    option = question.options.get(text="The customer")
    option.text, option.reason = "The customer, of course", "The customer waits: and sees it"
    question.options.add(option)
    edit(question, xu)
    call("export")
    assert changes(small, QUIZ, before) == [
        "-      - text: {zh: 客户, en: The customer}",
        '+      - text: {zh: 客户, en: "The customer, of course"}',
        '-        reason: {zh: 客户在等, en: "The customer waits, and sees it"}',
        '+        reason: {zh: 客户在等, en: "The customer waits: and sees it"}',
    ]
    assert "Left alone" not in call("load")


def test_what_is_right_comes_from_the_language_in_which_it_was_changed(small, before, xu):
    question = question_in("en", "P2-Q02")
    edit(question, xu, answer=True)
    call("export")
    assert changes(small, QUIZ, before) == ["-    answer: false", "+    answer: true"]
    assert "0 created, 1 updated" in call("load")
    assert question_in("zh-hans", "P2-Q02").answer is True


def test_options_have_the_order_of_the_cms(small, before, xu):
    for language in ("zh-hans", "en"):
        question = question_in(language, "P2-Q03")
        for order, option in enumerate(reversed(question.options.all())):
            Option.objects.filter(pk=option.pk).update(sort_order=order)
    call("export")
    after = (small / QUIZ).read_text()
    assert after.index("en: Three}") < after.index("en: Two}") < after.index("en: One}")
    assert sorted(after.splitlines()) == sorted(before[QUIZ].splitlines())


def test_an_option_in_one_language_is_an_empty_text_in_the_other(small, before, xu):
    question = question_in("zh-hans")
    Option.objects.create(question=question, locale=question.locale, text="路人", reason="不对", sort_order=9)
    assert "2 texts are there in one language only" in call("export")
    assert {problem.message for problem in check(small)} == {"en is empty or too short"}


def test_a_question_made_in_the_cms_has_its_key_in_the_file(small, before, xu):
    chinese = new_question("zh-hans")
    new_question("en", translation_key=chinese.translation_key)
    call("export")
    added = [line.removeprefix("+") for line in changes(small, QUIZ, before)]
    assert added[:3] == ["  - code: P2-Q09", f"    key: {chinese.translation_key}", "    kind: true_false"]
    assert check(small) == []
    assert "0 created, 0 updated" in call("load")
    QuizSlot.objects.all().delete()
    Question.objects.all().delete()
    loader.LoadedContent.objects.all().delete()
    call("load")
    assert question_in("en", "P2-Q09").translation_key == chinese.translation_key


def test_a_question_that_only_one_quiz_lists_is_asked_in_both_after_the_next_load(small, before, xu):
    chinese = new_question("zh-hans")
    assert "2 texts" in call("export")
    path = small / QUIZ
    path.write_text(path.read_text().replace('en: ""', "en: Yes it is"))
    assert "1 created, 1 updated" in call("load")
    asked = QuizPage.objects.get(locale__language_code="en").slots.filter(
        question__translation_key=chinese.translation_key
    )
    assert asked.exists()


def test_a_question_taken_out_of_one_quiz_is_out_of_the_file(small, before, xu):
    QuizSlot.objects.filter(question=question_in("en", "P2-Q02")).delete()
    call("export")
    assert "P2-Q02" not in (small / QUIZ).read_text()
    assert "  # Hard ones." not in (small / QUIZ).read_text()  # the comment was about the question


def test_a_quiz_that_draws_from_others_names_them(small, before, xu):
    for language in ("zh-hans", "en"):
        module, source = page_in(language, ModulePage), page_in(language, QuizPage)
        last = QuizPage(title="Final", slug="final", summary="All", locale=module.locale, time_limit=30)
        for other in QuizPage.objects.filter(slug="final"):
            last.translation_key = other.translation_key
        module.add_child(instance=last)
        QuizDraw.objects.create(page=last, source=source, number=2, locale=module.locale)
    call("export")
    text = (small / "steps/reception/quiz-final.yaml").read_text()
    assert "draw_from:\n  - {quiz: reception-quiz, number: 2}\n" in text
    assert check(small) == []


def test_what_files_cannot_say_of_a_quiz_is_named(small, before, xu):
    save(
        page_in("en", QuizPage),
        xu,
        introduction="<p>Take your time.</p>",
        shuffle=False,
        time_limit=None,
        required=False,
    )
    QuizSlot.objects.filter(locale__language_code="en").update(points=3)
    out = call("export")
    assert out.count(f"{QUIZ}: ") == 5
    assert said(small) == before


def test_an_edited_item_comes_home(small, before, xu):
    sheet = CheckSheet.objects.get(locale__language_code="en")
    item = Item.objects.get(code="P2-C01", locale__language_code="en")
    item.talk_points, item.points = "Good morning, Sir", 3
    item.save()
    edit(sheet, xu)
    call("export")
    assert changes(small, ROLE_PLAY, before) == [
        "-          talk: {zh: 您好, en: Good morning}",
        "-          points: 2",
        '+          talk: {zh: 您好, en: "Good morning, Sir"}',
        "+          points: 3",
    ]
    assert "Left alone" not in call("load")


def test_a_changed_scenario_comes_home(small, before, xu):
    page = page_in("zh-hans", RolePlayPage)
    save(page, xu, situation='<p data-block-key="a">九点</p><p data-block-key="b">下雨</p>', customer_mood="很急\r\n")
    call("export")
    assert changes(small, ROLE_PLAY, before) == [
        "-situation: {zh: 九点, en: Nine}",
        "+situation:",
        "+  zh: |-",
        "+    九点",
        "+",
        "+    下雨",
        "+  en: Nine",
        "-  mood: {zh: 赶时间, en: Hurried}",
        "+  mood: {zh: 很急, en: Hurried}",
    ]


def test_an_audit_has_no_customer(small, before, xu):
    fields = {f"customer_{name}": "" for name in ("name", "persona", "car", "mood", "hidden_facts", "reveal")}
    for language in ("zh-hans", "en"):
        save(page_in(language, RolePlayPage), xu, **fields)
    call("export")
    assert "\ncustomer:" not in (small / ROLE_PLAY).read_text()
    assert check(small) == []


def test_an_edited_certification_comes_home(small, before, xu):
    certification = Certification.objects.get()
    last = certification.requirements.last()
    last.minimum, last.label_en = 85, "Test"
    last.save()
    edit(certification, xu, valid_months=12, signatory_en="The Board of Standards")
    call("export")
    assert changes(small, CERTIFICATION, before) == [
        "-valid_months: 24",
        "+valid_months: 12",
        "-signatory: {zh: 委员会, en: The Board}",
        "+signatory: {zh: 委员会, en: The Board of Standards}",
        "-  - label: {zh: 测验, en: Quiz}  # the real one",
        "+  - label: {zh: 测验, en: Test}  # the real one",
        "-    minimum: 80",
        "+    minimum: 85",
    ]
    assert "Left alone" not in call("load")


def test_a_design_given_in_the_admin_comes_home_and_goes_back(small, before, xu):
    design = Design.objects.create(name="Gallery", style="gallery", palette="ink", seal_zh="服务学院")
    edit(Certification.objects.get(), xu, design=design)
    call("export")
    assert changes(small, CERTIFICATION, before) == [
        "+design:",
        "+  name: Gallery",
        "+  style: gallery",
        "+  palette: ink",
        "+  seal_zh: 服务学院",
    ]
    Certification.objects.all().delete()
    Design.objects.all().delete()
    call("load")
    assert Certification.objects.get().design.look == design.look


def test_one_name_of_two_designs_is_refused(small):
    file = small / CERTIFICATION
    text = file.read_text()
    file.write_text(text + "design: {name: Mine, palette: ink}\n")
    other = text.replace("code: reception", "code: other") + "design: {name: Mine, palette: pine}\n"
    (file.parent / "other.yaml").write_text(other)
    assert [problem.message for problem in check(small)] == ["another certification has a different design called Mine"]


def test_a_new_certification_has_a_file(small, before, xu):
    texts = {f"{name}_{code}": name for name in ("title", "issuer", "signatory", "summary") for code in ("zh", "en")}
    certification = Certification.objects.create(code="greeting", valid_months=6, **texts)
    page = page_in("zh-hans")
    Requirement.objects.create(
        certification=certification, label_zh="课", label_en="Lesson", page=page, minimum=Decimal("82.50")
    )
    call("export")
    text = (small / "certifications/greeting.yaml").read_text()
    assert "page: lessonpage:greeting\n    minimum: 82.5\n" in text
    assert check(small) == []
