"""A tablet whose clock is absurd: its tap counts, its time is left out."""

import pytest

from roleplays.results import elapsed

ABSURD = ["0001-01-01T00:00", "9999-12-31T23:59:00-12:00", "1970-01-01T00:00:00Z"]


@pytest.mark.parametrize("device_at", ABSURD)
def test_an_absurd_time_costs_no_tap(device_at, sheet, xu, signed_in):
    address = f"/en/role-plays/sessions/{sheet.session_id}/mark/"
    signed_in(xu).post(address, {"tap": "W-01 done", "device_at": device_at})
    assert sheet.events.get().device_at is None


def test_a_tap_cannot_name_what_the_sheet_has_not(sheet, xu, signed_in):
    client = signed_in(xu)
    address = f"/en/role-plays/sessions/{sheet.session_id}/mark/"
    taps = ["W-99 done", "W-01 superb", "\0 done", "W-01", ""]
    assert {client.post(address, {"tap": tap}).status_code for tap in taps} == {400}


def test_the_screen_shows_no_time_before_the_start(sheet, later):
    sheet.session.start(later(5))
    assert elapsed(sheet.session, later(0)) == 0
