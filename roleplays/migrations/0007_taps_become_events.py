"""Taps become events, and so does what marks say beyond them: comments, and what was taken over from other sheets.

Back again, a tap is made of each mark and undo that counted; `Mark` rows are the same in both.
"""

import datetime as dt
import uuid

from django.db import migrations

from roleplays import chain, folding, incoming

SERVER = str(uuid.UUID(int=0))


def to_events(apps, schema_editor):
    ScoreSheet = apps.get_model("roleplays", "ScoreSheet")
    sheets = ScoreSheet.objects.order_by("pk").prefetch_related("taps", "marks", "events")
    for sheet in sheets.iterator(chunk_size=200):
        if sheet.events.all():
            continue
        events = chained(apps.get_model("roleplays", "Event"), sheet, drafts_of(sheet))
        apps.get_model("roleplays", "Event").objects.bulk_create(events)
        if sheet.submitted_at:
            last = events[-1] if events else None
            sheet.sealed_number, sheet.seal = (last.number, last.receipt) if last else (0, "")
            sheet.save(update_fields=["sealed_number", "seal"])


def drafts_of(sheet):
    """What is to be an event, as (key, kind, item, value, text, undoes, device_ms, at), in its order."""
    taps = sorted(sheet.taps.all(), key=lambda tap: tap.pk)
    keys, tapped = {tap.pk: str(tap.key) for tap in taps}, {tap.item for tap in taps}
    marks = sorted(sheet.marks.all(), key=lambda mark: mark.pk)
    given = [draft("given", mark.at, item=mark.item, value=mark.value) for mark in marks if mark.value]
    drafts = [each for each in given if each["item"] not in tapped]
    for tap in taps:
        own = {"key": str(tap.key), "device_ms": incoming.milliseconds(tap.device_at) if tap.device_at else None}
        what = {"undoes": keys[tap.undoes_id]} if tap.undoes_id else {"item": tap.item, "value": tap.value}
        drafts.append(draft("undo" if tap.undoes_id else "mark", tap.at, **own, **what))
    drafts += [draft("comment", mark.at, item=mark.item, text=mark.comment) for mark in marks if mark.comment]
    stands = folding.fold(folded(place, each) for place, each in enumerate(drafts, start=1))
    return drafts + [each for each in given if stands[each["item"]].value != each["value"]]


def draft(kind, at, key="", item="", value="", text="", undoes="", device_ms=None):
    return {
        "key": key or str(uuid.uuid4()), "kind": kind, "item": item, "value": value, "text": text, "undoes": undoes,
        "device_ms": device_ms, "at": at,
    }  # fmt: skip


def folded(place, each):
    return folding.Event(
        each["key"], SERVER, place, place, each["kind"], each["item"], each["value"], each["text"], each["undoes"]
    )


def chained(Event, sheet, drafts):
    events, previous, receipt = [], "", ""
    for number, each in enumerate(drafts, start=1):
        digest = chain.text_digest(each["key"], each["text"])
        link = chain.Link(
            sheet.pk, SERVER, number, number, each["key"], each["kind"], each["item"], each["value"], digest,
            each["undoes"], each["device_ms"], previous,
        )  # fmt: skip
        event_hash, at_ms = chain.hash_of(link), incoming.milliseconds(each["at"])
        kept = chain.Kept(link, event_hash, each["text"], number, at_ms, None, "", "")
        receipt = chain.receipt_of(kept, receipt)
        events.append(
            Event(
                score_sheet_id=sheet.pk, number=number, sequence=number, clock=number, text_digest=digest,
                previous=previous, hash=event_hash, receipt=receipt, **each | {"undoes": each["undoes"] or None},
            )  # fmt: skip
        )
        previous = event_hash
    return events


def to_taps(apps, schema_editor):
    ScoreSheet, Tap = apps.get_model("roleplays", "ScoreSheet"), apps.get_model("roleplays", "Tap")
    for sheet in ScoreSheet.objects.order_by("pk").prefetch_related("events", "taps").iterator(chunk_size=200):
        made, stack = {tap.key: tap for tap in sheet.taps.all()}, []
        in_time = [event for event in sheet.events.all() if not event.late]
        for event in sorted(in_time, key=lambda event: (event.clock, str(event.device), event.sequence)):
            undone = made.get(event.undoes) if event.kind == "undo" else None
            if event.key in made or (event.kind != "mark" and (undone is None or undone not in stack)):
                continue
            if undone:
                stack.remove(undone)
            own = [tap for tap in stack if undone and tap.item == undone.item]
            tap = Tap.objects.create(
                score_sheet=sheet, key=event.key, item=undone.item if undone else event.item, undoes=undone,
                value=(own[-1].value if own else "") if undone else event.value, at=event.at,
                device_at=moment(event.device_ms),
            )  # fmt: skip
            made[event.key] = tap
            if not undone:
                stack.append(tap)
    apps.get_model("roleplays", "Event").objects.all().delete()
    ScoreSheet.objects.update(sealed_number=None, seal="")


def moment(ms):
    return incoming.moment(ms).astimezone(dt.UTC) if incoming.moment(ms) else None


class Migration(migrations.Migration):
    dependencies = [("roleplays", "0006_scales_and_events")]
    operations = [migrations.RunPython(to_events, to_taps)]
