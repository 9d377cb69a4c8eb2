"""A calendar file by RFC 5545."""

import datetime as dt
from dataclasses import replace
from zoneinfo import ZoneInfo

from roleplays.calendar_file import Event, calendar

SHANGHAI = ZoneInfo("Asia/Shanghai")
EVENT = Event(
    uid="1@example.org", sequence=0, changed_at=dt.datetime(2026, 11, 2, 9, 0, tzinfo=SHANGHAI),
    starts_at=dt.datetime(2026, 11, 3, 14, 0, tzinfo=SHANGHAI),
    ends_at=dt.datetime(2026, 11, 3, 14, 25, tzinfo=SHANGHAI),
    summary="接待 · 林晓", place="Bay 2; left, rear", description="Line one\nLine two \\ end", url="https://example.org/1",
)  # fmt: skip


def lines_of(event: Event) -> list[str]:
    return calendar([event]).decode().replace("\r\n ", "").split("\r\n")


def test_two_in_shanghai_is_six_in_utc():
    assert "DTSTART:20261103T060000Z" in lines_of(EVENT)
    assert "DTEND:20261103T062500Z" in lines_of(EVENT)


def test_what_would_end_a_value_is_escaped():
    assert r"LOCATION:Bay 2\; left\, rear" in lines_of(EVENT)
    assert r"DESCRIPTION:Line one\nLine two \\ end" in lines_of(EVENT)


def test_a_change_keeps_the_uid_and_raises_the_sequence():
    changed = lines_of(replace(EVENT, sequence=3))
    assert {"UID:1@example.org", "SEQUENCE:3", "METHOD:PUBLISH", "STATUS:CONFIRMED"} <= set(changed)


def test_what_is_cancelled_says_so():
    assert {"METHOD:CANCEL", "STATUS:CANCELLED"} <= set(lines_of(replace(EVENT, cancelled=True)))


def test_no_line_is_longer_than_75_bytes_and_no_character_is_cut():
    written = calendar([replace(EVENT, summary="服务顾问接待演练" * 20)])
    assert written.endswith(b"END:VCALENDAR\r\n")
    assert max(len(line) for line in written.split(b"\r\n")) <= 75
    assert "SUMMARY:" + "服务顾问接待演练" * 20 in written.decode().replace("\r\n ", "")
