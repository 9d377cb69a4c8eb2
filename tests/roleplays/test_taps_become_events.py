"""Taps from before there were events: nothing is lost on the way there, nor on the way back."""

import datetime as dt
import uuid
from importlib import import_module
from types import SimpleNamespace

from roleplays import chain, folding

migration = import_module("roleplays.migrations.0007_taps_become_events")
AT = dt.datetime(2026, 11, 2, 1, 30, tzinfo=dt.UTC)


class Row(SimpleNamespace):
    """A row of a table as a migration sees it."""


def rows(*found):
    return SimpleNamespace(all=lambda: list(found))


def tap(pk, item, value, undoes=None, device_at=None):
    return Row(pk=pk, key=uuid.UUID(int=pk), item=item, value=value, undoes_id=undoes, device_at=device_at, at=AT)


def mark(pk, item, value, comment=""):
    return Row(pk=pk, item=item, value=value, comment=comment, at=AT)


SHEET = Row(
    pk=7,
    taps=rows(tap(1, "W-01", "partly"), tap(2, "W-01", "not", device_at=AT), tap(3, "W-01", "partly", undoes=2)),
    marks=rows(
        mark(1, "W-01", "partly", "No smile."),
        mark(2, "W-02", "done"),  # taken over from sheets that agree: no tap led there
        mark(3, "W-03", "", "Look again"),
    ),
)


def events():
    return migration.chained(Row, SHEET, migration.drafts_of(SHEET))


def test_what_stands_is_what_stood():
    folded = [migration.folded(place, each) for place, each in enumerate(migration.drafts_of(SHEET), start=1)]
    assert folding.fold(folded) == {
        "W-01": folding.Standing("partly", "", "No smile."),
        "W-02": folding.Standing("done"),
        "W-03": folding.Standing("", "", "Look again"),
    }


def test_every_tap_is_there_with_its_key_and_its_time():
    found = {str(event.key): event for event in events()}
    assert {str(uuid.UUID(int=number)) for number in (1, 2, 3)} <= set(found)
    assert found[str(uuid.UUID(int=3))].undoes == str(uuid.UUID(int=2))
    assert found[str(uuid.UUID(int=2))].device_ms == 1_793_583_000_000


def test_the_chain_that_is_made_has_nothing_wrong():
    kept = [
        chain.Kept(
            chain.Link(7, migration.SERVER, e.sequence, e.clock, e.key, e.kind, e.item, e.value, e.text_digest,
                       e.undoes or "", e.device_ms, e.previous),
            e.hash, e.text, e.number, migration.incoming.milliseconds(e.at), None, "", e.receipt,
        )
        for e in events()
    ]  # fmt: skip
    assert chain.check(kept, (kept[-1].number, kept[-1].receipt)) == []
