"""A final examination: questions drawn from other quizzes."""

import copy

import pytest
import yaml
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Revision
from wagtail.test.utils.form_data import inline_formset, nested_form_data
from wagtail.users.models import UserProfile

from courses.curriculum import loader
from courses.models import ModulePage
from quizzes.curriculum import load_all, load_quiz
from quizzes.drawing import draw_from_each
from quizzes.models import Attempt, Kind, QuizDraw, QuizPage, QuizSlot

SEEDS = range(15)


def drawn(pools, dice, shuffle=True) -> list[str]:
    return draw_from_each(pools, str.lower, shuffle, dice)


@pytest.mark.parametrize("seed", SEEDS)
def test_each_pool_gives_its_number(dice, seed):
    found = drawn([("abcd", None), ("efgh", 2), ("ijkl", 1)], dice(seed))
    assert [len(set(found) & set(pool)) for pool in ("abcd", "efgh", "ijkl")] == [4, 2, 1]


@pytest.mark.parametrize("seed", SEEDS)
def test_what_two_pools_have_is_drawn_once(dice, seed):
    found = drawn([("ab", None), ("ABcd", 2)], dice(seed))
    assert sorted(letter.lower() for letter in found) == list("abcd")


def test_pools_are_mixed_with_one_another_only_if_the_quiz_is_mixed(dice):
    pools = [("abc", None), ("efgh", 2), ("ij", 2)]
    straight = drawn(pools, dice(1), shuffle=False)
    assert straight == sorted(straight)
    assert any(drawn(pools, dice(seed))[0] not in "abc" for seed in SEEDS)


# --- The paper ------------------------------------------------------------------------------------------------------


@pytest.fixture
def bank(make_question, make_quiz):
    """Two quizzes, A0 to A3 and B0 to B2; the questions of the second are worth 2 points each."""

    def quiz(letter: str, size: int, points=()) -> QuizPage:
        questions = [make_question(f"{letter}{n}", Kind.SINGLE, ["*right", "wrong"]) for n in range(size)]
        return make_quiz(questions, points, title=f"Quiz {letter}", slug=f"quiz-{letter.lower()}")

    return quiz("A", 4), quiz("B", 3, [2, 2, 2])


@pytest.fixture
def examination(make_quiz, bank):
    def make(*numbers: int, own=(), **fields) -> QuizPage:
        page = make_quiz(list(own), title="Final examination", slug="final", **fields)
        page.draws = [
            QuizDraw(source=source, number=number, locale=page.locale)
            for source, number in zip(bank, numbers, strict=False)
        ]
        page.save_revision().publish()
        return QuizPage.objects.get(pk=page.pk)

    return make


def stems(attempt: Attempt) -> list[str]:
    return [item.stem["en"].removeprefix("Stem of ") for item in attempt.items]


@pytest.mark.parametrize("seed", SEEDS)
def test_a_paper_has_so_many_of_each_source(examination, lin, now, dice, seed):
    found = stems(Attempt.start(examination(2, 1, shuffle=True), by=lin, at=now, dice=dice(seed)))
    assert sorted(stem[0] for stem in found) == ["A", "A", "B"]
    assert len(set(found)) == 3


def test_a_paper_has_the_quizzes_own_questions_besides(examination, questions, lin, now, dice):
    found = stems(Attempt.start(examination(1, 1, own=questions, draw=2), by=lin, at=now, dice=dice(1)))
    assert [stem[0] for stem in found] == ["Q", "Q", "A", "B"]


def test_a_question_keeps_the_points_of_its_source(examination, lin, now, dice):
    attempt = Attempt.start(examination(1, 3), by=lin, at=now, dice=dice(1))
    assert [item.points for item in attempt.items] == [1, 2, 2, 2]


def test_time_limit_and_pass_mark_are_the_examinations(examination, lin, now, dice):
    attempt = Attempt.start(examination(1, 1, time_limit=45, pass_mark=90), by=lin, at=now, dice=dice(1))
    assert ((attempt.deadline - now).seconds // 60, attempt.pass_mark) == (45, 90)


def test_a_source_that_has_become_shorter_gives_what_it_has(examination, bank, lin, now, dice):
    page = examination(4, 3)
    bank[0].slots.first().delete()
    assert page.question_count == 6
    assert len(Attempt.start(page, by=lin, at=now, dice=dice(1)).items) == 6


def test_a_question_is_on_a_paper_once_even_if_two_quizzes_list_it(examination, bank, lin, now, dice):
    own = bank[0].slots.first().question
    found = stems(Attempt.start(examination(4, 1, own=[own]), by=lin, at=now, dice=dice(1)))
    assert len(found) == len(set(found)) == 5


def test_the_source_is_found_in_the_pages_own_language(examination, bank, zh, lin, now, dice):
    page = examination(2, 1)
    page.module.course.copy_for_translation(zh)
    page.module.copy_for_translation(zh)
    for quiz in (*bank, page):
        quiz.copy_for_translation(zh).save_revision().publish()
    chinese = QuizPage.objects.get(slug="final", locale=zh)
    QuizSlot.objects.filter(page__locale=zh).update(points=7)
    assert {listed.points for pool, _number in chinese.pools() for listed in pool} == {7}
    assert chinese.question_count == 3


def test_the_page_says_how_many_questions_there_will_be(signed_in, lin, examination):
    response = signed_in(lin).get(examination(2, 3).url)
    assert response.context["question_count"] == 5
    assert "Start the quiz" in response.text


def test_a_preview_shows_draws_that_are_not_saved_yet(examination, bank, rf, xu):
    page = examination(1, 1)
    page.draws = [QuizDraw(source=bank[0], number=3, locale=page.locale)]
    request = rf.get("/")
    request.user, request.is_preview, request.preview_mode = xu, True, ""
    assert page.serve_preview(request, "").context_data["question_count"] == 3


def test_a_larger_bank_needs_no_more_queries(signed_in, lin, examination, bank, make_question, queries, dice):
    page, browser = examination(2, 2), signed_in(lin)
    browser.get(page.url)
    before = queries(lambda: browser.get(page.url)), queries(lambda: page.draw_paper(dice(1)))
    for quiz in bank:
        for number in range(10):
            question = make_question(f"{quiz.slug[-1].upper()}X{number}", Kind.SINGLE, ["*a", "b"])
            quiz.slots.create(question=question, locale=quiz.locale)
    browser.get(page.url)  # what is kept of the published state is made anew
    assert (queries(lambda: browser.get(page.url)), queries(lambda: page.draw_paper(dice(1)))) == before


def test_no_row_draws_from_its_own_quiz(quiz):
    with pytest.raises(IntegrityError), transaction.atomic():
        QuizDraw.objects.create(page=quiz, source=quiz, number=1, locale=quiz.locale)


# --- The editor -----------------------------------------------------------------------------------------------------


@pytest.fixture
def save(signed_in, xu, examination, clause):
    """`save(page, (source, number), …)` publishes the page in the admin with these draws."""
    profile = UserProfile.get_for_user(xu)
    profile.preferred_language = "en"
    profile.save()
    browser = signed_in(xu)

    def post(page: QuizPage, *draws, own=(), pools=(), **fields):
        values = {
            "title": page.title, "slug": page.slug, "introduction": "null", "time_limit": "", "pass_mark": "80",
            "attempts": "0", "draw": "", "shuffle": "on", "layout": "one", "pause": "0", "feedback": "submission",
            "summary": "", "minutes": "8", "required": "on",
            "slots": inline_formset([{"question": q.pk, "points": 1, "ORDER": n} for n, q in enumerate(own)]),
            "draws": inline_formset([{"source": s.pk, "number": k, "ORDER": n} for n, (s, k) in enumerate(draws)]),
            "bank_pools": inline_formset(pools), "comments": inline_formset([]), "action-publish": "1",
        }  # fmt: skip
        address = reverse("wagtailadmin_pages:edit", args=[page.pk])
        return browser.post(address, nested_form_data(values | fields) | {"clauses": [clause.pk]})

    return post


def test_a_trainer_sets_what_is_drawn(save, examination, bank):
    page = examination()
    assert save(page, (bank[0], 3), (bank[1], 2)).status_code == 302
    assert [(draw.source.title, draw.number) for draw in page.draws.all()] == [("Quiz A", 3), ("Quiz B", 2)]


def test_no_more_are_drawn_than_the_source_has(save, examination, bank):
    response = save(examination(), (bank[1], 4))
    assert "“Quiz B” has only 3 questions" in str(response.context["form"].errors)


def test_a_trainer_sets_pools(save, examination, bank, clause):
    page = examination()
    pool = {"tag": "", "clause": clause.pk, "difficulty": "", "number": 3, "ORDER": 0}
    assert save(page, pools=[pool]).status_code == 302
    assert [(row.clause, row.number) for row in page.bank_pools.all()] == [(clause, 3)]
    response = save(page, pools=[pool | {"number": 99}])
    assert "has only 7 questions" in str(response.context["form"].errors)


def test_what_is_shown_after_closing_needs_a_closing(save, examination, bank):
    response = save(examination(), (bank[0], 1), feedback="closing")
    assert "Say when the quiz closes" in str(response.context["form"].errors)


def test_a_quiz_does_not_draw_from_itself(save, bank):
    response = save(bank[0], (bank[0], 1))
    assert "cannot draw from itself" in str(response.context["form"].errors)


def test_a_question_does_not_come_from_two_places(save, examination, bank):
    page = examination()
    own = bank[0].slots.first().question
    for response in (save(page, (bank[0], 1), own=[own]), save(page, (bank[0], 1), (bank[0], 1))):
        assert "a question that this quiz has already" in str(response.context["form"].errors)


# --- The files ------------------------------------------------------------------------------------------------------


def both(text: str) -> dict:
    return {"zh": f"中{text}", "en": text}


def quiz_file(key: str, codes=(), **more) -> dict:
    questions = [
        {
            "code": code, "kind": "true_false", "difficulty": "easy", "clauses": ["P2-01"], "answer": True,
            "stem": both(code), "explanation": both("So."),
        }
        for code in codes
    ]  # fmt: skip
    rules = {"minutes": 5, "time_limit": 10, "pass_mark": 80, "attempts": 0, "clauses": ["P2-01"]}
    own = {"questions": questions, "draw": 1} if codes else {}
    return {"key": key, "slug": key, "title": both(key), "summary": both("Short.")} | rules | own | more


SOURCES = [quiz_file("first", ["F-1", "F-2"]), quiz_file("second", ["S-1", "S-2", "S-3"])]
FINAL = quiz_file("final", draw_from=[{"quiz": "first", "number": 1}, {"quiz": "second", "number": 2}])


@pytest.fixture
def modules(module, home_zh, course) -> dict:
    course.copy_for_translation(home_zh.locale).save_revision().publish()
    module_zh = module.copy_for_translation(home_zh.locale)
    module_zh.save_revision().publish()
    return {"en": module, "zh-hans": ModulePage.objects.get(pk=module_zh.pk)}


@pytest.fixture
def load(modules, clause, tmp_path, monkeypatch):
    """`load(files)` loads the quizzes in this order, and then what is left to do."""
    monkeypatch.setattr(loader, "FOLDER", tmp_path)

    def all_of(files: list[dict]) -> None:
        folder = tmp_path / "course" / "module"
        folder.mkdir(parents=True, exist_ok=True)
        for data in files:
            (folder / f"quiz-{data['key']}.yaml").write_text(yaml.safe_dump(data, allow_unicode=True))
            load_quiz(copy.deepcopy(data), modules)
        load_all(tmp_path)

    return all_of


def drawn_by_page() -> dict:
    rows = QuizDraw.objects.filter(page__live=True).values_list(
        "page__locale__language_code", "source__title", "number"
    )
    return {code: [row[1:] for row in rows if row[0] == code] for code in ("en", "zh-hans")}


EXPECTED = {"en": [("first", 1), ("second", 2)], "zh-hans": [("中first", 1), ("中second", 2)]}


@pytest.mark.parametrize("files", [[*SOURCES, FINAL], [FINAL, *SOURCES], [SOURCES[0], FINAL, SOURCES[1]]])
def test_sources_may_come_before_or_after(load, files):
    load(files)
    assert drawn_by_page() == EXPECTED


def test_an_examination_of_the_files_can_be_sat(load, lin):
    load([FINAL, *SOURCES])
    page = QuizPage.objects.get(slug="final", locale__language_code="en")
    attempt = Attempt.start(page, by=lin, at=timezone.now())
    assert len(attempt.items) == page.question_count == 3
    assert all(set(item.stem) == {"en", "zh-hans"} for item in attempt.items)


def test_an_author_finds_the_draws_in_the_editor(load):
    load([FINAL, *SOURCES])
    page = QuizPage.objects.get(slug="final", locale__language_code="en")
    assert page.get_latest_revision_as_object().draws.count() == 2


def test_a_second_load_changes_nothing(load):
    load([FINAL, *SOURCES])
    before, revisions = list(QuizDraw.objects.values()), Revision.objects.count()
    load([FINAL, *SOURCES])
    assert (list(QuizDraw.objects.values()), Revision.objects.count()) == (before, revisions)


def test_a_changed_number_is_written_in_place(load):
    load([FINAL, *SOURCES])
    rows = set(QuizDraw.objects.values_list("pk", flat=True))
    changed = FINAL | {"draw_from": [{"quiz": "first", "number": 2}, {"quiz": "second", "number": 2}]}
    load([changed, *SOURCES])
    assert drawn_by_page()["en"] == [("first", 2), ("second", 2)]
    assert set(QuizDraw.objects.values_list("pk", flat=True)) == rows


def test_a_source_that_no_module_has_is_named(load):
    with pytest.raises(loader.CurriculumError, match=r"course/module/quiz-final.yaml: no module has the quiz second"):
        load([FINAL, SOURCES[0]])


def test_a_file_that_no_module_lists_is_left_out(load, tmp_path):
    folder = tmp_path / "course" / "module"
    folder.mkdir(parents=True)
    (folder / "quiz-later.yaml").write_text("key: later\ndraw_from: [{quiz: nowhere, number: 1}]\n")
    load(SOURCES)
    assert not QuizDraw.objects.exists()
