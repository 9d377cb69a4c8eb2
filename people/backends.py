"""Whom a session belongs to: allauth's own backend, asking in the same query what every page asks next.

What pages show of whoever is signed in may be known by an app above: it names its question in `alongside`, when it is
ready, and finds the answer on the person under that name.
"""

from collections.abc import Callable

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models.expressions import Combinable

from people.models import User, UserQuerySet
from people.prepared import Prepared

alongside: dict[str, Callable[[], Combinable]] = {}


class OneQuery(AuthenticationBackend):
    def get_user(self, user_id: int) -> User | None:
        user = next(iter(ASKED.objects(user_id)), None)
        return user if user and self.user_can_authenticate(user) else None


def asked(user_id: int) -> UserQuerySet:
    questions = {name: question() for name, question in alongside.items()}
    return User.objects.order_by().knowing_places_elsewhere().annotate(**questions).filter(pk=user_id)


ASKED = Prepared(asked)
