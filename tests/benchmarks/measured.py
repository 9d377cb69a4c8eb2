"""Around the whole product: how many queries a request took, and, on addresses of their own, the floor.

The floor is what a request costs before any of our code: session and user as Django itself finds them, and a response
that is ready. Our own way to either is quicker or slower than Django's, and belongs to what is measured.
"""

from collections.abc import Callable
from functools import cache

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends import cached_db, db
from django.contrib.sessions.middleware import SessionMiddleware
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django_tasks_db.models import DBTaskResult

from courses.models import LessonPosition

FLOOR = "/floor/"
# PostgreSQL's driver begins and ends transactions without a statement that could be counted: nobody's are.
BOUNDS = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")


class Queries:
    """Counts what passes through `connection.execute_wrapper`."""

    def __init__(self) -> None:
        self.number = 0

    def __call__(self, execute: Callable, sql: str, params, many: bool, context: dict):
        self.number += not str(sql).startswith(BOUNDS)
        return execute(sql, params, many, context)


class Measured:
    def __init__(self, product: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.product = product
        self.floor = PlainSession(plain_user(floor))

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        queries = Queries()
        with connection.execute_wrapper(queries):
            response = (self.floor if request.path.startswith(FLOOR) else self.product)(request)
        response["X-Queries"] = queries.number
        return response


class PlainSession(SessionMiddleware):
    """With Django's own store: its cache where there is Redis, the table where there is none."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        super().__init__(get_response)
        self.SessionStore = (cached_db if settings.REDIS_URL else db).SessionStore


def plain_user(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """What `django.contrib.auth` does with its own backend, the check of the session's hash included."""

    def middleware(request: HttpRequest) -> HttpResponse:
        user = ModelBackend().get_user(request.session.get(SESSION_KEY))
        known = user and constant_time_compare(request.session.get(HASH_SESSION_KEY, ""), user.get_session_auth_hash())
        request.user = user if known else AnonymousUser()
        return get_response(request)

    return middleware


def floor(request: HttpRequest) -> HttpResponse:
    """`/floor/40000` is 40,000 ready bytes, `/floor/write` writes one row, `/floor/tasks` says how many are due."""
    asked, person = request.path.removeprefix(FLOOR), request.user
    if not person.is_authenticated:
        return answer(b"", status=403)
    if asked == "write":
        LessonPosition.objects.filter(person=person).update(at=timezone.now())
        return answer(b"")
    if asked == "tasks":
        return answer(str(DBTaskResult.objects.ready().count()).encode())
    return answer(ready(int(asked)))


@cache
def ready(size: int) -> bytes:
    return b"x" * size


def answer(body: bytes, status: int = 200) -> HttpResponse:
    return HttpResponse(body, status=status, headers={"Content-Length": len(body)})
