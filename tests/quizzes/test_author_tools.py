"""What an author does besides writing: try a question, duplicate it, change many at once, know where it is asked."""

import pytest
from django.urls import reverse

from courses.models import Picture
from quizzes.duplicating import duplicate
from quizzes.models import Attempt, CountedPaper, Kind, Question, QuizDraw, Response, Status, Tag
from quizzes.scoring import Kind as ScoredKind
from quizzes.whereabouts import whereabouts
from quizzes.written import draft_of
from tests.quizzes.bank import drawing, put_in_bank

pytestmark = pytest.mark.django_db


def address(name: str, question: Question) -> str:
    return reverse(f"wagtailsnippets_quizzes_question:{name}", args=[question.pk])


@pytest.fixture
def picture(db) -> Picture:
    return drawing()


@pytest.fixture
def bank(make_question, picture) -> dict[ScoredKind, Question]:
    return {kind: put_in_bank(kind, make_question, picture) for kind in ScoredKind}


@pytest.fixture
def asked(make_question) -> Question:
    return make_question("T1", Kind.SINGLE, ["*Greets", "Waits", "Points"])


@pytest.fixture
def chinese(asked, home_zh) -> Question:
    version = asked.copy_for_translation(home_zh.locale)
    version.stem = "谁？"
    version.save()
    return version


# --- As learners see it ---


@pytest.mark.parametrize("kind", ScoredKind)
def test_each_kind_is_shown_and_its_right_answer_is_right(kind, bank, signed_in, xu):
    client, question = signed_in(xu), bank[kind]
    page = client.get(address("try", question))
    item = page.context["question"]
    assert page.status_code == 200
    assert "reviewed" not in page.context
    answer = {"seed": page.context["seed"], "go": "check"}
    right = list(right_answer(page))
    gaps = {f"gap-{gap}": value for gap, value in (each.split(":") for each in right if kind is ScoredKind.CLOZE)}
    checked = client.post(address("try", question), answer | (gaps or {"answer": right}))
    reviewed = checked.context["reviewed"]
    assert item.kind is kind
    assert reviewed.is_pending if kind is ScoredKind.SHORT_ANSWER else reviewed.mark.is_full
    assert not Attempt.objects.exists()
    assert not Response.objects.exists()


def right_answer(page) -> tuple[str, ...]:
    view = page.context["view"]
    item = view.item()
    return item.right or ("My own words",)


def test_a_question_is_shown_in_its_own_language_whatever_the_author_reads(chinese, signed_in, xu):
    page = signed_in(xu).get(address("try", chinese), headers={"accept-language": "en"}).content.decode()
    assert 'lang="zh-Hans"' in page
    assert "谁？" in page


def test_what_cannot_be_asked_yet_says_why(make_question, signed_in, xu):
    draft = make_question("D1", Kind.SINGLE, ["Greets", "Waits"], status=Status.DRAFT)
    page = signed_in(xu).get(address("try", draft))
    assert "exactly one right option" in page.content.decode()


def test_an_answer_that_does_not_fit_is_refused(asked, signed_in, xu):
    page = signed_in(xu).post(address("try", asked), {"seed": "x", "answer": "nonsense", "go": "check"})
    assert page.context["refused"]


def test_a_dialogue_goes_on_when_something_was_said(bank, signed_in, xu):
    question = bank[ScoredKind.DIALOGUE]
    client = signed_in(xu)
    first = client.get(address("try", question)).context["question"]
    said = first.slots[0].choices[0].key
    more = client.post(address("try", question), {"turn-1": said, "seed": question.pk, "go": "here"})
    assert len(more.context["question"].slots) == 2


@pytest.mark.parametrize("name", ["try", "duplicate"])
def test_only_authors_have_these_addresses(name, asked, signed_in, lin, chen):
    for person in (lin, chen):
        assert signed_in(person).get(address(name, asked)).status_code in (302, 403, 404)


# --- Duplicate ---


def test_a_copy_is_a_draft_in_both_languages_with_rows_of_its_own(asked, chinese, xu):
    made = duplicate(asked, by=xu)
    assert (made.code, made.status, made.locale) == ("T1-2", Status.DRAFT, asked.locale)
    assert made.versions.count() == 2
    ours, theirs = (set(q.options.values_list("translation_key", flat=True)) for q in (made, asked))
    assert ours.isdisjoint(theirs)
    zh = made.versions.get(locale=chinese.locale)
    assert set(zh.options.values_list("translation_key", flat=True)) == ours
    assert [clause.code for clause in made.clauses.all()] == ["P2-01"]


@pytest.mark.parametrize("kind", ScoredKind)
def test_a_copy_has_everything_that_its_kind_has(kind, bank, xu):
    made = duplicate(bank[kind], by=xu)
    assert draft_of(Question.objects.get(pk=made.pk)) == draft_of(bank[kind])


def test_a_second_copy_has_the_next_code(asked, xu):
    assert [duplicate(asked, by=xu).code, duplicate(asked, by=xu).code] == ["T1-2", "T1-3"]


def test_a_trainer_duplicates_by_a_button_and_a_look_does_nothing(asked, signed_in, xu):
    client = signed_in(xu)
    assert client.get(address("duplicate", asked)).status_code == 200
    assert not Question.objects.filter(code="T1-2").exists()
    answer = client.post(address("duplicate", asked))
    assert answer.url == reverse("wagtailsnippets_quizzes_question:edit", args=[Question.objects.get(code="T1-2").pk])


# --- Many at once ---


def bulk(action: str, *questions: Question) -> str:
    ids = "&".join(f"id={question.pk}" for question in questions)
    return reverse("wagtail_bulk_action", args=["quizzes", "question", action]) + f"?{ids}&next=/admin/"


def test_tags_are_added_and_taken_away_in_both_languages(asked, chinese, questions, signed_in, xu):
    old = Tag.objects.create(name="old")
    asked.tags.add(old)
    asked.save()
    client = signed_in(xu)
    assert client.get(bulk("tag", asked)).status_code == 200
    client.post(bulk("tag", asked, questions[0]), {"add": "phone, 电话", "remove": [old.pk]})
    for question in (asked, chinese, questions[0]):
        assert {tag.name for tag in Question.objects.get(pk=question.pk).tags.all()} == {"phone", "电话"}


def test_something_has_to_be_said(asked, signed_in, xu):
    assert signed_in(xu).post(bulk("tag", asked), {"add": ""}).status_code == 200
    assert not Tag.objects.exists()


def test_the_status_of_many_is_changed_in_both_languages(asked, chinese, questions, signed_in, xu):
    signed_in(xu).post(bulk("status", asked, questions[0]), {"status": "retired"})
    for question in (asked, chinese, questions[0]):
        question.refresh_from_db()
        assert question.status == Status.RETIRED


def test_what_cannot_be_asked_does_not_become_ready(asked, make_question, signed_in, xu):
    draft = make_question("D1", Kind.SINGLE, ["Greets", "Waits"], status=Status.DRAFT)
    signed_in(xu).post(bulk("status", asked, draft), {"status": "trial"})
    draft.refresh_from_db()
    asked.refresh_from_db()
    assert (draft.status, asked.status) == (Status.DRAFT, Status.TRIAL)


@pytest.mark.parametrize("action", ["tag", "status"])
def test_nobody_else_changes_many(action, asked, signed_in, lin, chen):
    for person in (lin, chen):
        signed_in(person).post(bulk(action, asked), {"status": "retired", "add": "x"})
    asked.refresh_from_db()
    assert asked.status == Status.READY
    assert not Tag.objects.exists()


def test_a_retired_question_stays_in_the_attempts_that_had_it(quiz, attempt, questions, answer_all, now, xu, signed_in):
    signed_in(xu).post(bulk("status", *questions), {"status": "retired"})
    assert quiz.question_count == 0
    answer_all(attempt, now)
    attempt.submit(now)
    assert attempt.percent == 100
    assert len(Attempt.objects.get().review("en")) == 4


# --- Where it is asked ---


def test_a_question_knows_the_quizzes_that_ask_it_and_the_attempts_that_had_it(
    quiz, make_quiz, questions, attempt, answer_all, now
):
    exam = make_quiz([], slug="exam", title="Examination")
    exam.draws = [QuizDraw(source=quiz, number=1, locale=exam.locale)]
    exam.save()
    answer_all(attempt, now)
    attempt.submit(now)
    CountedPaper.count(Attempt.objects.get())
    found = whereabouts(questions[0])
    assert ([page.title for page in found.listed], [page.title for page in found.drawn]) == (
        ["Reception quiz"],
        ["Examination"],
    )
    assert found.attempts == 1
    assert found.is_used


def test_a_question_that_nobody_asks_says_so(asked, signed_in, xu):
    assert not whereabouts(asked).is_used
    assert "In no quiz yet." in signed_in(xu).get(address("try", asked)).content.decode()


def test_the_list_says_in_how_many_quizzes_and_finds_by_everything(quiz, asked, signed_in, xu, clause):
    client = signed_in(xu)
    page = client.get(reverse("wagtailsnippets_quizzes_question:list"))
    counts = {question.code: question.quizzes for question in page.context["object_list"]}
    assert (counts["Q1"], counts["T1"]) == (1, 0)
    asked.tags.add(tag := Tag.objects.create(name="phone"))
    asked.save()
    for query in (
        {"tags": tag.pk},
        {"clauses": clause.pk, "kind": "single", "status": "ready", "difficulty": "medium"},
    ):
        found = client.get(reverse("wagtailsnippets_quizzes_question:list"), query).context["object_list"]
        assert asked in found


def test_the_picture_is_for_authors(picture, signed_in, xu, lin):
    there = reverse("wagtailsnippets_quizzes_question:picture", args=[picture.pk])
    assert signed_in(xu).get(there).status_code == 302
    assert signed_in(lin).get(there).status_code in (302, 403, 404)
    assert "media" not in signed_in(lin).get(there).get("Location", "")


def test_the_page_that_duplicates_says_what_it_is_and_where(signed_in, xu, questions):
    page = signed_in(xu).get(reverse("wagtailsnippets_quizzes_question:duplicate", args=[questions[0].pk])).text
    assert reverse("wagtailsnippets_quizzes_question:list") in page
    assert str(questions[0]) in page


def test_where_there_are_no_tags_none_can_be_taken_away(signed_in, xu, questions):
    client = signed_in(xu)
    assert 'name="remove"' not in client.get(bulk("tag", questions[0])).text
    client.post(bulk("tag", questions[0]), {"add": "phone"})
    assert [tag.name for tag in questions[0].tags.all()] == ["phone"]
    assert 'name="remove"' in client.get(bulk("tag", questions[0])).text


def test_each_question_is_named_once_however_many_of_its_languages_were_ticked(asked, chinese, signed_in, xu):
    page = signed_in(xu).get(bulk("status", asked, chinese))
    assert len(page.context["items"]) == 1


def test_no_status_is_given_that_nobody_chose(asked, signed_in, xu):
    signed_in(xu).post(bulk("status", asked), {"status": ""})
    assert Question.objects.get(pk=asked.pk).status == Status.READY
