"""Several things at the same moment, each in a thread with a database connection of its own."""

import threading
from collections.abc import Callable
from typing import Any

from django.db import connections


def at_once(*runs: Callable[[], Any]) -> list[Any]:
    """What each of `runs` returned; an exception of one is raised here."""
    gate, results, errors = threading.Barrier(len(runs)), [None] * len(runs), []

    def take_part(place: int, run: Callable[[], Any]) -> None:
        try:
            gate.wait(timeout=10)
            results[place] = run()
        except Exception as error:
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=take_part, args=each) for each in enumerate(runs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for error in errors:
        raise error
    return results
