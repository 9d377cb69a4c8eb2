"""Each address that asks for no one thing is a list or may become one: more of everything takes no more queries.

The addresses are those that the website has, so a new one is tried as soon as there is one.
"""

from collections.abc import Iterator

import pytest
from django.core.signals import request_finished
from django.db import close_old_connections, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import translation

from courses import ledger
from courses.models import LessonPage, ModulePage, Outcome
from people.models import Role, User
from quizzes.models import Attempt, QuizPage
from standards.models import Clause

OURS = {"people", "standards", "courses", "quizzes", "roleplays", "certificates", "tracking", "config"}
# Not lists, each for a reason.
LEFT_OUT = {
    "/en/_util/login/": "sends on",
    "/admin/login/": "sends on",
    "/en/team/matrix.pdf": "prints for seconds what the matrix beside it shows",
}


def lists(resolver: URLResolver | None = None, prefix: str = "/") -> Iterator[str]:
    """Our own addresses without a part to fill in."""
    for pattern in (resolver or get_resolver()).url_patterns:
        here = prefix + str(pattern.pattern).removeprefix("^").removesuffix("$").removesuffix("\\Z")
        if isinstance(pattern, URLResolver):
            yield from lists(pattern, here)
        elif isinstance(pattern, URLPattern) and not set(here) & set("<(\\"):
            view = getattr(pattern.callback, "view_class", pattern.callback)
            if view.__module__.split(".")[0] in OURS and here not in LEFT_OUT:
                yield here


with translation.override("en"):
    LISTS = sorted(set(lists()))


@pytest.fixture
def more(module, riverside, now):
    """More of everything that the website lists, at each call."""
    quiz = module.add_child(instance=QuizPage(title="Quiz", slug="quiz", locale=module.locale))
    calls = iter(range(100))

    def grow(number: int) -> None:
        for n in range(number):
            word = f"{next(calls)}-{n}"
            person = User.objects.create_user(f"p{word}", "pw", name=word, role=Role.ADVISOR, dealership=riverside)
            parent = ModulePage.objects.get(pk=module.pk).get_parent()
            below = parent.add_child(
                instance=ModulePage(title=word, slug=f"m{word}", summary=word, locale=module.locale)
            )
            lesson = below.add_child(instance=LessonPage(title=word, slug=f"l{word}", locale=module.locale))
            ledger.record(person=person, activity=lesson.translation_key, outcome=Outcome.COMPLETED, at=now)
            Clause.objects.create(
                code=f"P2-{word}", area="P2", text_zh=word, text_en=word, in_force_from=now.date(), documents=["D1"]
            )
            Attempt.objects.create(
                person=person, quiz=quiz.translation_key, number=1, paper=[], pass_mark=80, started_at=now,
                submitted_at=now, score=1, percent=100, outcome=Outcome.PASSED,
            )  # fmt: skip

    return grow


def visit(client: Client, address: str) -> None:
    """Files are closed, which must not close the connection of the test's transaction."""
    response = client.get(address)
    request_finished.disconnect(close_old_connections)
    response.close()
    request_finished.connect(close_old_connections)


@pytest.mark.parametrize("address", LISTS)
def test_more_of_everything_takes_no_more_queries(address, signed_in, admin, lin, home, more):
    client = signed_in(admin)
    more(2)

    def queries() -> int:
        visit(client, address)  # whatever is kept for everybody is kept now
        with CaptureQueriesContext(connection) as captured:
            visit(client, address)
        return len(captured)

    few = queries()
    more(3)
    assert queries() <= few
