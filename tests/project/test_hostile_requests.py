"""Requests that no page of ours would send. The answer may be anything but a fault of the server."""

import pytest

HUGE = "9" * 30
READ = [
    "/en/verify/%00/", "/en/verify/?code=%00", f"/en/verify/{'%F0%9F%98%80' * 500}/", "/v/%00/", "/en/standard/%00/",
    "/en/certificates/%00/", "/en/certificates/%00/pdf/", "/en/team/?dealership=%00", f"/en/team/{HUGE}/",
    f"/en/team/?page={HUGE}", f"/en/role-plays/?q=%00&page={HUGE}&role_play=%00", f"/en/role-plays/?q={'a+' * 300}",
    f"/en/role-plays/sessions/{HUGE}/", f"/en/role-plays/sessions/{HUGE}/result/", f"/en/quizzes/attempts/{HUGE}/",
    f"/en/quizzes/attempts/1/{HUGE}/", f"/documents/{HUGE}/x.mp4", "/documents/1/%00", "/media/images/%00",
    "/media/images/%2e%2e/%2e%2e/README.md", f"/media/images/{'a' * 5000}.png", "/en/%00/", "/en/%F0%9F%98%80/",
    "/en/accounts/login/?next=%00",
]  # fmt: skip
WRITTEN = [
    f"/en/quizzes/{HUGE}/start/", f"/en/learn/courses/{HUGE}/start/", f"/en/learn/lessons/{HUGE}/finish/",
    f"/en/learn/lessons/{HUGE}/position/", f"/en/role-plays/sessions/{HUGE}/mark/",
    f"/en/role-plays/sessions/{HUGE}/submit/", f"/en/quizzes/attempts/{HUGE}/1/save/",
]  # fmt: skip
BODIES = [
    ("application/json", b"{"),
    ("multipart/form-data", b"x"),
    ("multipart/form-data; boundary=x", b"--x\r\nnonsense"),
    ("application/x-www-form-urlencoded", b"name_latin=%ff&login=%ff"),
    ("application/x-www-form-urlencoded", b"name_latin=%00&email=%00&language=%00&login=%00&password=%00"),
    ("application/x-www-form-urlencoded", b"name_latin=" + b"a" * 10_000_000),
]


@pytest.mark.parametrize("who", ["lin", "xu", "chen", "admin"])
def test_no_address_breaks_the_server(who, request, signed_in, home):
    client = signed_in(request.getfixturevalue(who))
    client.raise_request_exception = False
    answers = {address: client.get(address).status_code for address in READ}
    answers |= {address: client.post(address).status_code for address in WRITTEN}
    assert {address: status for address, status in answers.items() if status >= 500} == {}


@pytest.mark.parametrize(("kind", "body"), BODIES)
def test_no_body_breaks_the_server(kind, body, client, signed_in, lin):
    for each, address in ((client, "/en/accounts/login/"), (signed_in(lin), "/en/me/")):
        each.raise_request_exception = False
        assert each.post(address, body, content_type=kind).status_code < 500


@pytest.mark.parametrize("address", ["//example.com", "https://example.com", "/\\example.com", "javascript:alert(1)"])
def test_sign_in_leads_to_no_other_website(address, client, lin):
    response = client.post("/en/accounts/login/", {"login": "lin", "password": "correct horse", "next": address})
    assert response.url.startswith("/en/")


def test_another_host_is_refused(client, db):
    assert client.get("/en/accounts/login/", headers={"host": "example.com"}).status_code == 400


def test_sign_in_takes_a_new_session(client, lin):
    client.get("/en/accounts/login/")
    before = client.session.session_key or client.session.create()
    client.post("/en/accounts/login/", {"login": "lin", "password": "correct horse"})
    assert client.session.session_key not in (None, before)
