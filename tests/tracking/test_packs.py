"""The auditor's pack: who may have one, what is in it, and that it verifies by one command, database or not."""

import datetime as dt
import io
import json
import zipfile

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from certificates.badges import publishing
from certificates.models import Certificate
from courses import ledger
from courses.models import Outcome
from people.audit.records import AuditEntry
from people.making import SILENCE
from standards.models import Clause
from tracking import privacy
from tracking.models import Pack
from tracking.packs.making import make

PACKS = "/en/team/packs/"


@pytest.fixture(autouse=True)
def _printed_only_where_it_is_read(request, monkeypatch) -> None:
    """Printing takes longer than everything else here together."""
    if "on_disk" not in request.fixturenames:
        monkeypatch.setattr("certificates.pack.printed", lambda pk, scope: b"%PDF-")


@pytest.fixture
def certified(certification, lin, lesson, now) -> Certificate:
    ledger.record(person=lin, activity=lesson.translation_key, outcome=Outcome.COMPLETED, at=now)
    Clause.objects.create(code="P2-01", area="P2", text_zh="条款", text_en="Clause", in_force_from=now.date())
    return Certificate.objects.create(
        certification=certification, person=lin, serial="SA-2026-000001", code="CODE1", name="林晓",
        name_latin="Lin Xiao", title_zh="接待", title_en="Reception", issuer_zh="学院", issuer_en="Academy",
        signatory_zh="沈青", signatory_en="Shen Qing", standard_version="2026.1", awarded_at=now,
        awarded_on=now.date(), valid_until=now.date() + dt.timedelta(days=700), evidence=[],
    )  # fmt: skip


@pytest.fixture
def ask(signed_in, django_capture_on_commit_callbacks):
    def ask(person, dealership: str = "riverside"):
        with django_capture_on_commit_callbacks(execute=True):
            return signed_in(person).post(PACKS, {"dealership": dealership})

    return ask


@pytest.fixture
def pack(ask, chen, certified) -> Pack:
    ask(chen)
    return Pack.objects.get()


@pytest.fixture
def on_disk(pack, tmp_path):
    path = tmp_path / "pack.zip"
    path.write_bytes(pack.file.read())
    return path


@pytest.fixture
def key_set(pack, tmp_path):
    path = tmp_path / "jwks.json"
    path.write_text(json.dumps(publishing.key_set()))
    return path


def contents(pack: Pack) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(pack.file.read())) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_it_has_certificates_evidence_standard_and_hashes(pack, lin):
    found = contents(pack)
    assert {
        "certificates/sa-2026-000001.pdf", "certificates/sa-2026-000001.json", "badges/sa-2026-000001.json",
        "badges/status-1.json", "certifications/reception.json", "ledger/lin.json", "people.json", "sign-offs.json",
        "standard/p2-01.json", "assessors/assessors.json", "keys.json", "index.html", "hashes.json", "signature.jws",
    } <= set(found)  # fmt: skip
    assert found["certificates/sa-2026-000001.pdf"].startswith(b"%PDF-")
    assert [each["outcome"] for each in json.loads(found["ledger/lin.json"])] == ["completed"]
    assert (pack.state, pack.size) == ("done", pack.file.size)


def test_it_verifies_with_nothing_but_the_published_keys(on_disk, key_set, capsys, django_assert_num_queries):
    with django_assert_num_queries(0):
        call_command("tracking", "verify-pack", on_disk, keys=key_set)
    assert "signed certificates among them: 1" in (said := capsys.readouterr().out)
    assert "Genuine" in said


def test_it_verifies_with_the_database(on_disk, capsys):
    call_command("tracking", "verify-pack", on_disk)
    assert "Riverside" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["certificates/sa-2026-000001.pdf", "badges/sa-2026-000001.json", "ledger/lin.json"])
def test_one_flipped_byte_fails_and_names_the_record(on_disk, key_set, name):
    with zipfile.ZipFile(on_disk) as archive:
        entry = archive.getinfo(name)
    data = bytearray(on_disk.read_bytes())
    data[entry.header_offset + 30 + len(name) + entry.file_size // 2] ^= 1
    on_disk.write_bytes(data)
    with pytest.raises(CommandError, match=f"^{name}: "):
        call_command("tracking", "verify-pack", on_disk, keys=key_set)


def test_what_is_no_pack_and_no_key_set_is_said(tmp_path, key_set, on_disk):
    with pytest.raises(CommandError, match=r"nothing\.zip: No such file"):
        call_command("tracking", "verify-pack", tmp_path / "nothing.zip")
    with pytest.raises(CommandError, match="this is no pack"):
        call_command("tracking", "verify-pack", key_set, keys=key_set)
    with pytest.raises(CommandError, match="The key set cannot be read"):
        call_command("tracking", "verify-pack", on_disk, keys=on_disk)


@pytest.mark.parametrize(("who", "status"), [("lin", 404), ("xu", 404), ("chen", 200), ("regional", 200)])
def test_packs_are_for_those_who_answer_for_a_dealership(request, signed_in, riverside, who, status):
    assert signed_in(request.getfixturevalue(who)).get(PACKS).status_code == status


def test_nobody_gets_one_of_another_dealership(ask, harbour_manager, chen, certified):
    response = ask(harbour_manager)
    assert (response.status_code, list(response.context["form"].errors)) == (200, ["dealership"])
    assert Pack.objects.count() == 0


def test_nobody_else_sees_or_fetches_it(signed_in, pack, regional, harbour_manager, lin):
    paths = [reverse(f"tracking:{name}", args=[pack.pk]) for name in ("pack", "pack_file")]
    for person in (regional, harbour_manager, lin):
        assert {signed_in(person).get(path).status_code for path in paths} == {404}
        assert signed_in(person).post(reverse("tracking:cancel_pack", args=[pack.pk])).status_code == 404


def test_whoever_leaves_the_dealership_no_longer_gets_it(signed_in, pack, chen, harbour):
    chen.dealership = harbour
    chen.save()
    assert signed_in(chen).get(reverse("tracking:pack_file", args=[pack.pk])).status_code == 404


def test_asking_and_fetching_stand_in_the_trail(signed_in, pack, chen):
    response = signed_in(chen).get(reverse("tracking:pack_file", args=[pack.pk]))
    assert response.getvalue().startswith(b"PK")
    entries = AuditEntry.objects.filter(actor=chen.pk, key=str(pack.pk)).order_by("pk")
    assert [each.action for each in entries] == ["pack_asked", "exported"]
    assert entries[1].details["sha256"] == pack.digest


@pytest.mark.parametrize(("name", "method"), [("pack", "post"), ("pack_file", "post"), ("cancel_pack", "get")])
def test_wrong_methods_are_refused(signed_in, pack, chen, name, method):
    client = signed_in(chen)
    assert getattr(client, method)(reverse(f"tracking:{name}", args=[pack.pk])).status_code == 405


def test_the_page_says_how_far_it_is_and_how_to_verify(signed_in, chen, riverside, now, pack):
    client = signed_in(chen)
    assert "verify-pack pack-riverside" in client.get(pack.get_absolute_url()).text
    Pack.objects.update(state="running", done=3, total=12, heard_at=dt.datetime.now(dt.UTC))
    part = client.get(pack.get_absolute_url(), headers={"HX-Request": "true"}).text
    assert 'value="3" max="12"' in part
    assert "<html" not in part


def test_whoever_asks_twice_gets_the_one_under_way(chen, riverside, now):
    assert Pack.ask(chen, riverside, now) == Pack.ask(chen, riverside, now)


def test_the_page_in_it_names_who_holds_what_and_says_how_to_verify(pack, lin):
    page = contents(pack)["index.html"].decode()
    assert '<a href="certificates/sa-2026-000001.pdf">SA-2026-000001</a>' in page
    assert lin.called in page
    assert f"verify-pack {pack.file_name} " in page
    assert "/.well-known/jwks.json" in page


def test_page_terminal_and_the_page_in_it_say_the_same_number_of_records(pack, on_disk, signed_in, chen, capsys):
    call_command("tracking", "verify-pack", on_disk)
    assert f"{pack.total} records" in capsys.readouterr().out
    with zipfile.ZipFile(on_disk) as archive:
        assert f"{pack.total} records" in archive.read("index.html").decode()
    assert f"Ready: {pack.total} records" in signed_in(chen).get(pack.get_absolute_url()).text


def test_a_certificate_that_could_not_be_printed_is_no_dead_link(chen, riverside, certified, now, monkeypatch):
    monkeypatch.setattr("certificates.pack.printed", lambda pk, scope: None)
    pack = Pack.ask(chen, riverside, now)
    make(pack, lambda: now)
    pack.refresh_from_db()
    assert ".pdf" not in contents(pack)["index.html"].decode()


def test_a_pack_that_cannot_be_made_says_so_and_is_asked_for_again(signed_in, chen, riverside, now, ask, monkeypatch):
    pack = Pack.ask(chen, riverside, now)
    with monkeypatch.context() as trouble:
        trouble.setattr("tracking.packs.making.contributed", broken)
        with pytest.raises(RuntimeError):
            make(pack, lambda: now)
    page = signed_in(chen).get(pack.get_absolute_url()).text
    assert "Something went wrong" in page
    assert "hx-get" not in page
    ask(chen)
    assert sorted(Pack.objects.values_list("state", flat=True)) == ["done", "failed"]


def broken(scope):
    raise RuntimeError


def test_a_cancelled_pack_leaves_nothing(chen, riverside, certified, now):
    pack = Pack.ask(chen, riverside, now)
    moments = iter([now] * 2)

    def clock():
        moment = next(moments, None)
        if moment is None:
            pack.cancel(now)
        return now

    make(pack, clock)
    pack.refresh_from_db()
    assert (pack.state, bool(pack.file)) == ("cancelled", False)


def test_what_a_dead_worker_left_is_begun_anew(chen, riverside, now, django_capture_on_commit_callbacks):
    pack = Pack.ask(chen, riverside, now)
    pack.begin(now)
    pack.refresh_from_db()
    with django_capture_on_commit_callbacks(execute=True):
        pack.revive(now + SILENCE)
    assert Pack.objects.get().state == "running"
    with django_capture_on_commit_callbacks(execute=True):
        pack.revive(now + SILENCE + dt.timedelta(seconds=1))
    assert Pack.objects.get().state == "done"


def test_a_pack_goes_when_somebody_in_it_is_erased_and_by_its_date(pack, lin, zhou, now):
    privacy.erase(zhou, now)
    assert Pack.objects.count() == 1
    [kept] = privacy.RETENTIONS
    assert kept.carry_out(pack.asked_at, True) == 0
    privacy.erase(lin, now)
    assert Pack.objects.count() == 0
    assert kept.carry_out(now + dt.timedelta(days=400), False) == 0
