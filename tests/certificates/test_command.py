"""`manage.py certificates`: verify, list, render; without network, and for an auditor without the database."""

import json

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from certificates import privacy
from certificates.badges.issuing import badge_of
from certificates.issuing import signed_pdf


@pytest.fixture
def files(certificate, now, tmp_path) -> dict:
    """The certificate in each of its forms."""
    badge = badge_of(certificate, now)
    contents = {
        "pdf": signed_pdf(certificate, now), "json": badge.document.encode(), "jwt": badge.token.encode(),
    }  # fmt: skip
    for kind, content in contents.items():
        (tmp_path / f"certificate.{kind}").write_bytes(content)
    return {kind: tmp_path / f"certificate.{kind}" for kind in contents}


@pytest.fixture
def copies(client, certificate, tmp_path):
    """What an auditor takes along: the key set and the status list of now."""

    def copy() -> list[str]:
        (tmp_path / "keys").write_bytes(client.get(reverse("badges:key_set")).content)
        (tmp_path / "list").write_bytes(client.get(reverse("badges:status", args=[1])).content)
        return ["--keys", str(tmp_path / "keys"), "--status", str(tmp_path / "list")]

    return copy


def verify(*args) -> None:
    call_command("certificates", "verify", *map(str, args))


def test_a_certificate_in_force_is_verified_in_each_form(files, capsys):
    for file in files.values():
        verify(file)
    assert capsys.readouterr().out.count("Genuine: SA-2026-000001-") == 3


def test_a_revoked_certificate_is_refused_in_each_form(files, certificate, admin, now):
    certificate.revoke(by=admin, at=now, reason="Mistaken identity")
    for file in files.values():
        with pytest.raises(CommandError, match="revoked"):
            verify(file)


def test_an_auditor_needs_no_database(files, copies):
    for file in files.values():
        verify(file, *copies())


def test_an_auditor_sees_a_revocation(files, copies, certificate, admin, now):
    certificate.revoke(by=admin, at=now, reason="Mistaken identity")
    for file in files.values():
        with pytest.raises(CommandError, match="revoked, suspended or replaced"):
            verify(file, *copies())


def test_a_changed_file_is_refused(files, copies):
    for file in files.values():
        content = bytearray(file.read_bytes())
        content[len(content) // 2] ^= 1
        file.write_bytes(content)
        for more in ([], copies()):
            with pytest.raises(CommandError):
                verify(file, *more)


def test_keys_that_are_none_are_said(files, tmp_path):
    (tmp_path / "keys").write_text("{}")
    with pytest.raises(CommandError, match="key set"):
        verify(files["json"], "--keys", tmp_path / "keys")


def test_a_file_that_is_not_there_is_said(db, tmp_path):
    with pytest.raises(CommandError, match="No such file"):
        verify(tmp_path / "nothing.pdf")


def test_the_list_can_be_narrowed(certificate, capsys):
    for more, count in (
        ([], 1),
        (["--state", "revoked"], 0),
        (["--person", "LIN"], 1),
        (["--dealership", "harbour"], 0),
    ):
        call_command("certificates", "list", "--json", *more)
        assert len(json.loads(capsys.readouterr().out)) == count


def test_one_is_rendered(certificate, tmp_path):
    call_command("certificates", "render", certificate.serial, str(tmp_path / "one.pdf"))
    verify(tmp_path / "one.pdf")


def test_an_unknown_one_cannot_be_rendered(db, tmp_path):
    with pytest.raises(CommandError, match="No certificate"):
        call_command("certificates", "render", "SA-2026-999999", str(tmp_path / "one.pdf"))


def test_a_person_takes_along_what_is_kept_and_can_have_it_erased(lin, certificate, now, files):
    assert [each["name"] for each in privacy.export_of(lin)["certificates"]] == ["林晓"]
    assert privacy.erase(lin, now) == 1
    assert privacy.erase(lin, now) == 0
    assert [each["name"] for each in privacy.export_of(lin)["certificates"]] == [""]
    verify(files["pdf"])


def test_an_erased_holder_is_printed_no_more(certificate, now, tmp_path):
    certificate.forget_holder(now)
    with pytest.raises(CommandError, match="erased"):
        call_command("certificates", "render", certificate.serial, str(tmp_path / "one.pdf"))
