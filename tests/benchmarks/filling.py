"""Fill the product's database with `size` learners and their history, all by bulk_create, and print what the driver
needs to know as JSON: sessions of people of each sort, and the addresses that they ask for.

    DATABASE_URL=… python tests/benchmarks/filling.py 10000
"""

import json
import sys
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random

import django

django.setup()

from django.conf import settings  # noqa: E402  (models exist only after setup)
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.auth.hashers import make_password  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.contrib.sessions.models import Session as StoredSession  # noqa: E402
from django.db import transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from certificates.models import Certificate, Certification, awarding  # noqa: E402
from certificates.models.certificate import Kind as Issuance  # noqa: E402
from courses.models import LedgerEntry, LessonPage, LessonPosition, ModulePage  # noqa: E402
from people.models import Dealership, Region, Role, User  # noqa: E402
from quizzes.models import Attempt, CountedPaper, Kind, Question, QuizPage, QuizSlot, Response  # noqa: E402
from quizzes.models.counted import CountedAnswer, wordings_of  # noqa: E402
from quizzes.paper import Item  # noqa: E402
from roleplays.models import RolePlayPage  # noqa: E402
from tracking.demo import EXAMINATION, RECEPTION  # noqa: E402
from tracking.demo_role_plays import ROLE_PLAYS, calibrate, page_of  # noqa: E402

PASSWORD = "drive-safely-26"
SIGNED_IN, NEWCOMERS, TRAINERS = 400, 1400, 8
LESSONS_AT_MOST = 40
ATTEMPTS_AT_MOST = 10_000
CERTIFICATES_AT_MOST = 200
QUESTIONS = 20
CHOSEN = (Kind.SINGLE, Kind.MULTIPLE, Kind.TRUE_FALSE, Kind.ORDERING)
A_DEALERSHIP, DEALERSHIPS_A_REGION = 40, 25


def fill(size: int, now: datetime) -> dict:
    dice = Random(9)
    quiz = quiz_of(QUESTIONS)
    dealerships = organisation(size)
    learners = people(Role.ADVISOR, "b", places(dealerships, size))
    newcomers = people(Role.ADVISOR, "n", [dealerships[0]] * min(NEWCOMERS, max(100, size // 2)))
    trainers = people(Role.TRAINER, "t", [dealerships[0]] * TRAINERS)
    for trainer in trainers:
        calibrate(trainer, now - timedelta(days=1))
    managers = people(Role.MANAGER, "m", [dealerships[1], dealerships[2]])
    finish_lessons(learners, dice, now)
    sit(page_of(QuizPage, f"{RECEPTION}-quiz"), learners[:ATTEMPTS_AT_MOST], dice, now)
    certificates = certify(learners[: min(CERTIFICATES_AT_MOST, max(20, size // 10))], now)
    LessonPosition.objects.bulk_create(
        LessonPosition(person=person, lesson=quiz.translation_key, block="x", at=now) for person in learners[:SIGNED_IN]
    )
    holders = sessions([each.person for each in certificates], now)
    return {
        "learners": sessions(spread(learners, SIGNED_IN), now),
        "writers": sessions(learners[:SIGNED_IN], now),
        "newcomers": sessions(newcomers, now),
        "trainers": sessions(trainers, now),
        "trainees": [person.pk for person in newcomers],
        "managers": sessions(managers, now),
        "administrator": sessions([User.objects.filter(role=Role.ADMINISTRATOR).first()], now)[0],
        "certificates": [[session, each.serial] for session, each in zip(holders, certificates, strict=True)],
        "role_play": str(page_of(RolePlayPage, ROLE_PLAYS[0]).translation_key),
        "quiz": quiz.pk,
        "sat quiz": page_of(QuizPage, f"{RECEPTION}-quiz").pk,
        "questions": QUESTIONS,
        "examination": page_of(QuizPage, EXAMINATION).pk,
        "person": learners[-1].pk,
        "pages": pages() | {"quiz": quiz.url},
    }


def pages() -> dict[str, str]:
    module = page_of(ModulePage, RECEPTION)
    lesson = LessonPage.objects.child_of(module).live().first()
    home = module.course.get_parent()
    found = {"home": home, "course": module.course, "module": module, "lesson": lesson}
    return {name: page.url for name, page in found.items()}


def quiz_of(number: int) -> QuizPage:
    """A quiz of so many questions of the bank, to be answered by choosing, which no repetition ends."""
    module = page_of(ModulePage, RECEPTION)
    quiz = QuizPage(title="基准测验", slug="benchmark", locale=module.locale, attempts=0)
    questions = Question.objects.filter(locale=module.locale, kind__in=CHOSEN)[:number]
    quiz.slots = [QuizSlot(question=each, locale=module.locale, sort_order=n) for n, each in enumerate(questions)]
    return module.add_child(instance=quiz)


def organisation(size: int) -> list[Dealership]:
    """The newcomers' dealership, one for a hundred learners, one for a thousand, and small ones for the others."""
    number = 3 + -(-max(0, size - 1100) // A_DEALERSHIP)
    regions = Region.objects.bulk_create(
        Region(code=f"bench-{n}", name_zh=f"第{n}区", name_en=f"Region {n}")
        for n in range(1 + number // DEALERSHIPS_A_REGION)
    )
    return Dealership.objects.bulk_create(
        Dealership(
            code=f"bench-{n}", name_zh=f"第{n}店", name_en=f"Dealership {n}", region=regions[n // DEALERSHIPS_A_REGION]
        )
        for n in range(number)
    )


def places(dealerships: list[Dealership], size: int) -> list[Dealership]:
    _, hundred, thousand, *small = dealerships
    large = [hundred] * 100 + [thousand] * 1000
    return (large + [dealership for dealership in small for _ in range(A_DEALERSHIP)])[:size]


def people(role: Role, letter: str, dealerships: list[Dealership]) -> list[User]:
    password = make_password(PASSWORD)
    family, given = "赵钱孙李周吴郑王冯陈", "安宁嘉文思远晓峰雨晴"
    return User.objects.bulk_create(
        [
            User(
                employee_number=f"{letter}{n:06}",
                name=family[n % 10] + given[n // 10 % 10] + given[n // 100 % 10],
                name_latin=f"Learner {n}",
                role=role,
                dealership=dealership,
                password=password,
            )
            for n, dealership in enumerate(dealerships)
        ],
        batch_size=1000,
    )


def finish_lessons(learners: list[User], dice: Random, now: datetime) -> None:
    keys = LessonPage.objects.filter(locale__language_code="zh-hans").order_by("path").values_list("translation_key")
    lessons = [key for (key,) in keys]
    in_batches(
        LedgerEntry,
        (
            LedgerEntry(person=person, activity=key, outcome="completed", at=now - timedelta(hours=1 + n))
            for person in learners
            for n, key in enumerate(lessons[: dice.randint(0, LESSONS_AT_MOST)])
        ),
    )


def sit(quiz: QuizPage, learners: list[User], dice: Random, now: datetime) -> None:
    """One attempt of each of `learners`, as it is after submission, with its answers and its entry in the ledger."""
    papers = [quiz.draw_paper(dice) for _ in range(20)]
    attempts = []
    for person in learners:
        attempts.append(attempt_of(person, quiz, dice.choice(papers), dice.randint(40, 100), now))
        if len(attempts) == 500 or person is learners[-1]:
            keep(Attempt.objects.bulk_create(attempts), dice)
            attempts.clear()


def attempt_of(person: User, quiz: QuizPage, paper: list[dict], percent: int, now: datetime) -> Attempt:
    return Attempt(
        person=person,
        quiz=quiz.translation_key,
        number=1,
        paper=paper,
        pass_mark=quiz.pass_mark,
        started_at=now - timedelta(minutes=15),
        submitted_at=now,
        score=Decimal(percent),
        percent=Decimal(percent),
        outcome="passed" if percent >= quiz.pass_mark else "failed",
    )


def keep(attempts: list[Attempt], dice: Random) -> None:
    given = {
        (attempt.pk, position): answer_to(item, attempt, dice)
        for attempt in attempts
        for position, item in enumerate(attempt.items, start=1)
    }
    responses = [
        Response(attempt_id=pk, position=position, answer=answer, saved_at=attempts[0].submitted_at)
        for (pk, position), answer in given.items()
    ]
    Response.objects.bulk_create(responses, batch_size=2000)
    count(attempts, given)
    LedgerEntry.objects.bulk_create(
        LedgerEntry(
            person=attempt.person,
            activity=attempt.quiz,
            outcome=attempt.outcome,
            score=attempt.percent,
            at=attempt.submitted_at,
            evidence_kind=Attempt._meta.label_lower,
            evidence_id=str(attempt.pk),
        )
        for attempt in attempts
    )


def count(attempts: list[Attempt], given: dict[tuple[int, int], list[str]]) -> None:
    """What `CountedPaper.count` writes for the statistics, for many at once."""
    wordings: dict[str, int] = {}
    for attempt in attempts:
        if any(item.question not in wordings for item in attempt.items):
            wordings |= wordings_of(attempt.items)
    papers = CountedPaper.objects.bulk_create(
        CountedPaper(
            attempt=attempt,
            quiz=attempt.quiz,
            person_id=attempt.person_id,
            is_first=True,
            is_passed=attempt.is_passed,
            score=attempt.score,
            out_of=attempt.points,
            questions=len(attempt.items),
        )
        for attempt in attempts
    )
    answers = [
        CountedAnswer(
            paper=paper,
            wording_id=wordings[item.question],
            points=item.points,
            earned=item.mark(given[attempt.pk, position]).points,
            choice=item.rules.choice(item, given[attempt.pk, position]),
            is_scored=item.is_scored,
        )
        for paper, attempt in zip(papers, attempts, strict=True)
        for position, item in enumerate(attempt.items, start=1)
    ]
    CountedAnswer.objects.bulk_create(answers, batch_size=2000)


def answer_to(item: Item, attempt: Attempt, dice: Random) -> list[str]:
    """Right about as often as the score says, else none."""
    return list(item.right) if dice.random() * 100 < attempt.percent else []


def certify(learners: list[User], now: datetime) -> list[Certificate]:
    """Certificates without a result behind them: only their documents are asked for."""
    certification = Certification.objects.first()
    with transaction.atomic():
        return [awarding._issue(certification, person, now, Issuance.FIRST, None, []) for person in learners]


def sessions(people: list[User], now: datetime) -> list[str]:
    """Session keys, one for each of `people`: what signing in would have left behind."""
    store = SessionStore()
    rows = [
        StoredSession(
            session_key=store._get_new_session_key(),
            session_data=store.encode(
                {
                    SESSION_KEY: str(person.pk),
                    BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
                    HASH_SESSION_KEY: person.get_session_auth_hash(),
                }
            ),
            expire_date=now + timedelta(days=1),
        )
        for person in people
    ]
    return [row.session_key for row in StoredSession.objects.bulk_create(rows, batch_size=1000)]


def spread(learners: list[User], number: int) -> list[User]:
    return learners[:: max(1, len(learners) // number)][:number]


def in_batches(model: type, rows, size: int = 5000) -> None:
    """bulk_create makes a list of everything it is given; a hundred thousand histories would not fit."""
    batch = []
    for row in rows:
        batch.append(row)
        if len(batch) == size:
            model.objects.bulk_create(batch, batch_size=2000)
            batch.clear()
    model.objects.bulk_create(batch, batch_size=2000)


if __name__ == "__main__":
    print(json.dumps(fill(int(sys.argv[1]), timezone.now())))
