"""Which tests of a parallel run stay together, because what they share takes minutes to make.

pytest-xdist has marks for that, but writes them into node ids in a way that pytest 9.2 no longer knows, in silence.
"""

import pytest
from xdist.scheduler import LoadGroupScheduling

TOGETHER = ("tests/journeys/", "tests/courses/test_the_curriculum.py")


class Together(LoadGroupScheduling):
    """Each test goes to whoever is free, except these: all of a place go to one process, and first."""

    def _split_scope(self, nodeid: str) -> str:
        return next((place for place in TOGETHER if nodeid.startswith(place)), nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    return Together(config, log)
