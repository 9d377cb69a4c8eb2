"""Certificates alone, in one warm process like the web server's: milliseconds each and what memory is left with.

Printed as JSON, a list of rows. On a machine that does other work the CPU time in the note is what counts.

    DATABASE_URL=… python tests/benchmarks/press.py
"""

import json
import os
import time
from collections.abc import Callable
from dataclasses import asdict
from itertools import cycle, islice
from statistics import median

import django

django.setup()

from config.memory import load_whole  # noqa: E402  (models exist only after setup)
from django.utils import timezone  # noqa: E402
from product import resident  # noqa: E402
from report import Row, timed  # noqa: E402

from certificates import issuing, pdf, signing  # noqa: E402
from certificates.looks import Form  # noqa: E402
from certificates.models import Badge, Certificate  # noqa: E402

WARM, TIMES = 3, 30
MARKS = (10, 100, 1000)  # how many are printed when memory is looked at


def measured() -> list[Row]:
    load_whole()  # and the collector off it, as in the web server: else it lets much more garbage wait
    certificates = list(Certificate.objects.select_related("certification", "person", "appearance__edition")[:1000])
    documents = [issuing.document_of(each) for each in certificates]
    now = timezone.now()
    one = pdf.render(documents[0], badge=issuing.badge_of(certificates[0], now))
    badged, waiting = certificates[:10], iter(certificates[10:])  # those who wait come once, for their badges
    Badge.objects.filter(certificate__in=certificates[10:]).delete()
    return [
        each("certificate, sheet, unsigned", pdf.render, cycle(documents)),
        each("certificate, card, unsigned", lambda document: pdf.render(document, Form.CARD), cycle(documents)),
        each("certificate: the signature alone", lambda content: signing.sign(content, now), cycle([one])),
        each("certificate, signed, badge inside", lambda who: issuing.signed_pdf(who, now), cycle(badged), warm=10),
        each("the same, its badge made for the first time", lambda who: issuing.signed_pdf(who, now), waiting, warm=1),
        flat("certificate: memory of the process", lambda who: issuing.signed_pdf(who, now), cycle(certificates)),
    ]


def each(journey: str, work: Callable, over, warm: int = WARM, times: int = TIMES) -> Row:
    for item in islice(over, warm):
        work(item)
    walls, cpus = [], []
    for item in islice(over, times):
        wall, cpu = time.perf_counter(), time.process_time()
        work(item)
        walls.append(time.perf_counter() - wall)
        cpus.append(time.process_time() - cpu)
    row = timed(journey, walls)
    row.note = f"CPU: least {1000 * min(cpus):.1f} ms, median {1000 * median(cpus):.1f} ms"
    return row


def flat(journey: str, work: Callable, over) -> Row:
    said, done = [], 0
    for mark in MARKS:
        for item in islice(over, mark - done):
            work(item)
        done = mark
        said.append(f"{resident(os.getpid(), 'Rss') / 1e6:.0f} MB after {mark:,}")
    return Row(journey, note=", ".join(said))


if __name__ == "__main__":
    print(json.dumps([asdict(row) for row in measured()]))
