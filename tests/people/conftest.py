"""Trainers of a whole region, and somebody who has left."""

import pytest

from people.models import Role, User


@pytest.fixture
def regional_trainer(east) -> User:
    return User.objects.create_user("r-trainer", "correct horse", name="区教", role=Role.TRAINER, region=east)


@pytest.fixture
def gone(riverside) -> User:
    return User.objects.create_user("gone", "correct horse", name="离职", dealership=riverside, is_active=False)


@pytest.fixture
def summit_advisor(summit) -> User:
    return User.objects.create_user("s-advisor", "correct horse", name="山明", dealership=summit)
