"""A device as the server sees it: it makes events in a chain and sends them."""

import dataclasses
import datetime as dt
import json
import uuid

from django.test import Client
from django.urls import reverse

from roleplays import chain, incoming
from roleplays.models import ScoreSheet


class Device:
    """`clock_off` is by how much its clock is wrong."""

    def __init__(self, sheet: ScoreSheet, number: int = 1, clock_off: dt.timedelta = dt.timedelta()) -> None:
        self.sheet, self.number, self.clock_off = sheet, number, clock_off
        self.id = str(uuid.UUID(int=number, version=4))
        self.made: list[incoming.Sent] = []

    def make(self, kind: str, at: dt.datetime, clock: int = 0, **fields: str) -> incoming.Sent:
        sequence = len(self.made) + 1
        key = str(uuid.UUID(int=1000 * self.number + sequence, version=4))
        text = fields.pop("text", "")
        link = chain.Link(
            sheet=self.sheet.pk, device=self.id, sequence=sequence, clock=clock or sequence, key=key, kind=kind,
            item=fields.get("item", ""), value=fields.get("value", ""), text_digest=chain.text_digest(key, text),
            undoes=fields.get("undoes", ""), device_ms=self.ms(at), previous=self.made[-1].hash if self.made else "",
        )  # fmt: skip
        self.made.append(incoming.Sent(link, chain.hash_of(link), text))
        return self.made[-1]

    def mark(self, item: str, value: str, at: dt.datetime, text: str = "", clock: int = 0) -> incoming.Sent:
        return self.make("mark", at, clock, item=item, value=value, text=text)

    def undo(self, event: incoming.Sent, at: dt.datetime) -> incoming.Sent:
        return self.make("undo", at, undoes=event.link.key)

    def comment(self, item: str, text: str, at: dt.datetime) -> incoming.Sent:
        return self.make("comment", at, item=item, text=text)

    def ms(self, at: dt.datetime) -> int:
        return incoming.milliseconds(at + self.clock_off)

    def batch(self, events: list[incoming.Sent], at: dt.datetime, since: int = 0, person: int | None = None) -> dict:
        return {
            "sheet": self.sheet.pk,
            "person": person or self.sheet.assessor_id,
            "sent_ms": self.ms(at),
            "since": since,
            "events": [as_json(event) for event in events],
        }

    def send(self, client: Client, events: list[incoming.Sent], at: dt.datetime, **more):
        return post(client, self.sheet, self.batch(events, at, **more))


def as_json(sent: incoming.Sent) -> dict:
    return dataclasses.asdict(sent.link) | {"hash": sent.hash, "text": sent.text}


def post(client: Client, sheet: ScoreSheet, batch):
    address = reverse("roleplays:events", args=[sheet.session_id])
    return client.post(address, json.dumps(batch), content_type="application/json")
