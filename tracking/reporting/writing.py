"""The files of a report, as one receiver may see them at this moment."""

from __future__ import annotations

from datetime import datetime

from django.http import Http404
from django.utils import timezone

from people import audit
from people.models import User
from people.tables import Asked, named
from people.tables.writing import KINDS, parts
from tracking.models import Report
from tracking.reporting.paper import on_paper

Attachment = tuple[str, bytes, str]


def attachments(report: Report, reader: User, now: datetime) -> list[Attachment]:
    """In the active language."""
    found = []
    day = timezone.localdate(now).isoformat()
    for name in report.tables:
        table = named(name)
        if table is None or not table.is_for(reader):
            continue
        try:
            sheet = table.make(Asked(reader, {"dealership": report.dealership.code}, now))
        except Http404:  # nothing of the kind is there, such as no certification yet
            continue
        if report.form == "pdf":
            content, kind = on_paper(table, sheet, str(report.dealership)), "application/pdf"
        else:
            content, kind = b"".join(parts(table, sheet, report.form)), KINDS[report.form].partition(";")[0]
        audit.record(
            report.owner, audit.Action.EXPORTED, report, at=now, file=f"{name}.{report.form}", receiver=reader.pk
        )
        found.append((f"{name}-{report.dealership.code}-{day}.{report.form}", content, kind))
    return found
