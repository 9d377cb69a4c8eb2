"""How far an import is, told from inside its transaction: so it must lie anywhere but in the database.

Redis where there is one. Else files, which web process and worker of one machine share; on several machines without
Redis the bar only says that it runs.
"""

import datetime as dt

from django.core.cache import caches

KEPT = 300
# A running import tells how far it is; after that long without a word it was interrupted.
SILENT = dt.timedelta(minutes=2)


def tell(name: int | str, percent: int) -> None:
    caches["progress"].set(f"import-{name}", percent, KEPT)


def told(name: int | str) -> int | None:
    return caches["progress"].get(f"import-{name}")


def clear(name: int | str) -> None:
    caches["progress"].delete(f"import-{name}")
