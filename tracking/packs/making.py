"""Writes a pack, one record at a time, into a file on disk."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable
from datetime import datetime
from typing import Any, BinaryIO

from django.core.files import File
from django.core.files.storage import default_storage

from certificates import keys
from certificates.badges.issuing import did
from people.models import User
from people.packs import Scope, as_json, contributed
from tracking.models import Pack
from tracking.packs.checking import FORMAT, HASHES, SIGNATURE
from tracking.packs.container import Writer
from tracking.packs.index import index
from tracking.packs.seal import sealed

TELL_EVERY = 10  # records


def make(pack: Pack, clock: Callable[[], datetime]) -> None:
    """Repeatable: a pack that another worker has, or that is done or cancelled, is left as it is."""
    if not pack.begin(clock(), people=list(people_of(pack).values_list("pk", flat=True))):
        return
    with pack.or_failed(clock), tempfile.TemporaryFile() as file:
        if not write(file, pack, clock):
            return
        size, digest = file.tell(), digest_of(file)
        file.seek(0)
        name = default_storage.save(f"tracking/packs/{pack.pk}.zip", File(file))
    if not pack.finish(name, clock(), size=size, digest=digest):
        default_storage.delete(name)


def people_of(pack: Pack):
    """Who works there, or worked there last, as far as whoever asked may see now."""
    return User.objects.visible_to(pack.by).filter(dealership=pack.dealership)


def write(file: BinaryIO, pack: Pack, clock: Callable[[], datetime]) -> bool:
    """False if it was cancelled."""
    at = clock()
    scope = Scope(pack.dealership, people_of(pack), pack.by, at)
    records = sorted(contributed(scope), key=lambda each: each.name)
    writer = Writer(file)
    for done, record in enumerate(records):
        if done % TELL_EVERY == 0 and not pack.go_on(done, clock(), total=len(records)):
            return False
        if (content := record.make()) is not None:
            writer.add(record.name, content)
    writer.add("index.html", index(scope, pack.file_name, [each.name for each in writer.entries]))
    hashes = as_json(facts(pack, writer, at))
    keys.publish(at)
    writer.add(HASHES, hashes)
    writer.add(SIGNATURE, sealed(hashes, keys.document_key().kid, keys.document_key().sign))
    number = len(writer.entries) - len((HASHES, SIGNATURE))
    writer.close()
    return pack.go_on(number, clock(), total=number)


def facts(pack: Pack, writer: Writer, at: datetime) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "issuer": did(),
        "dealership": {"code": pack.dealership.code, "zh": pack.dealership.name_zh, "en": pack.dealership.name_en},
        "made_at": at.isoformat(),
        "made_by": pack.by.employee_number,
        "records": [{"name": each.name, "size": each.size, "sha256": each.digest} for each in writer.entries],
    }


def digest_of(file: BinaryIO) -> str:
    file.seek(0)
    return hashlib.file_digest(file, "sha256").hexdigest()
