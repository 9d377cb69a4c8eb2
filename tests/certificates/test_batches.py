import zipfile
from datetime import timedelta

import pytest
from django.urls import reverse
from pypdf import PdfReader

from certificates import batches, signing
from certificates.models import Batch


@pytest.fixture
def both(certification, earn, lin, zhou) -> list[int]:
    """The certificates of Lin and Zhou."""
    earn(lin)
    earn(zhou)
    return [lin.certificates.get().pk, zhou.certificates.get().pk]


@pytest.fixture
def ask(chen, both, now, django_capture_on_commit_callbacks):
    def it(kind: str = "pdf", by=chen, work: bool = True) -> Batch:
        with django_capture_on_commit_callbacks(execute=work):
            batch = Batch.ask(by, both, kind, now)
        batch.refresh_from_db()
        return batch

    return it


def test_one_pdf_holds_a_page_for_each(ask):
    with ask().file.open("rb") as file:
        pages = PdfReader(file).pages
        assert ["林晓" in pages[0].extract_text(), "周堃" in pages[1].extract_text()] == [True, True]
        assert len(pages) == 2


def test_a_zip_holds_a_signed_pdf_for_each(ask, lin):
    with ask("zip").file.open("rb") as file, zipfile.ZipFile(file) as archive:
        assert len(archive.namelist()) == 2
        assert signing.check(archive.read(f"{lin.certificates.get().serial}.pdf")).is_genuine


def test_progress_is_kept_and_the_end_said(ask):
    batch = ask()
    assert (batch.state, batch.done, batch.total) == ("done", 2, 2)


def test_what_whoever_asks_may_not_see_is_not_in_it(ask, summit, request):
    stranger = request.getfixturevalue("summit_manager")
    with ask(by=stranger).file.open("rb") as file:
        assert len(PdfReader(file).pages) == 0


def test_asking_twice_makes_it_once(ask):
    assert ask(work=False) == ask(work=False)
    assert Batch.objects.count() == 1


def test_what_cannot_be_printed_is_left_out_and_said(ask, zhou):
    zhou.certificates.update(name="周\U000e0001")
    assert ask().left_out == [zhou.certificates.get().serial]


def test_a_cancelled_one_stops_and_keeps_nothing(ask, now):
    batch = ask(work=False)
    batch.cancel(now)
    batches.make(batch, lambda: now)
    batch.refresh_from_db()
    assert (batch.state, batch.file.name, batch.done) == ("cancelled", "", 0)


def test_cancelling_while_it_is_made_stops_it(ask, now, monkeypatch):
    batch = ask(work=False)
    monkeypatch.setattr(batches.issuing, "document_of", lambda certificate: batch.cancel(now) or 1 / 0)
    with pytest.raises(ZeroDivisionError):
        batches.make(batch, lambda: now)
    batch.refresh_from_db()
    assert batch.state == "cancelled"


def test_two_workers_do_not_make_the_same(ask, now):
    batch = ask(work=False)
    again = Batch.objects.get(pk=batch.pk)
    assert [batch.begin(now), again.begin(now)] == [True, False]


def test_after_a_killed_worker_it_begins_anew(ask, now, django_capture_on_commit_callbacks):
    batch = ask(work=False)
    batch.begin(now)
    batch.go_on(1, now)
    later = now + timedelta(minutes=3)
    with django_capture_on_commit_callbacks(execute=True):
        Batch.objects.get(pk=batch.pk).revive(later)
        Batch.objects.get(pk=batch.pk).revive(later)
    assert not batch.go_on(2, later)
    batch.refresh_from_db()
    assert (batch.state, batch.done) == ("done", 2)


def test_one_that_cannot_be_made_says_so(signed_in, chen, ask, now, monkeypatch):
    batch = ask(work=False)
    monkeypatch.setattr("certificates.batches._fill", lambda *args: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        batches.make(batch, lambda: now)
    batch.refresh_from_db()
    assert batch.state == "failed"
    assert "Something went wrong" in signed_in(chen).get(batch.get_absolute_url()).text


def test_one_that_was_heard_of_is_left_alone(ask, now):
    batch = ask(work=False)
    batch.begin(now)
    batch.revive(now + timedelta(seconds=30))
    batch.refresh_from_db()
    assert batch.state == "running"


def test_a_manager_asks_for_those_of_the_team(signed_in, chen, both, django_capture_on_commit_callbacks):
    client = signed_in(chen)
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(reverse("certificates:batches"), {"kind": "pdf"})
    batch = Batch.objects.get()
    assert sorted(batch.certificates) == sorted(both)
    assert client.get(response.url).context["batch"].state == "done"
    assert b"".join(client.get(reverse("certificates:batch_file", args=[batch.pk])).streaming_content)[:5] == b"%PDF-"


def test_progress_alone_is_answered_to_htmx(signed_in, chen, ask):
    page = signed_in(chen).get(ask(work=False).get_absolute_url(), headers={"HX-Request": "true"}).text
    assert "<html" not in page
    assert "hx-get" in page


def test_a_manager_without_certificates_is_told_so(signed_in, chen):
    assert "Nobody holds a certificate yet" in signed_in(chen).get(reverse("certificates:batches")).text


@pytest.mark.parametrize("who", ["lin", "xu"])
def test_whoever_manages_nobody_has_no_team(request, signed_in, who):
    assert signed_in(request.getfixturevalue(who)).get(reverse("certificates:batches")).status_code == 404


@pytest.mark.parametrize("who", ["lin", "xu", "regional", "summit_manager"])
@pytest.mark.parametrize("name", ["batch", "batch_file"])
def test_a_batch_is_for_whoever_asked(request, signed_in, ask, who, name):
    address = reverse(f"certificates:{name}", args=[ask().pk])
    assert signed_in(request.getfixturevalue(who)).get(address).status_code == 404


def test_cancelling_takes_a_post_of_whoever_asked(signed_in, chen, xu, ask):
    batch = ask(work=False)
    address = reverse("certificates:cancel_batch", args=[batch.pk])
    assert signed_in(chen).get(address).status_code == 405
    assert signed_in(xu).post(address).status_code == 404
    signed_in(chen).post(address)
    batch.refresh_from_db()
    assert batch.state == "cancelled"


def test_the_list_asks_the_same_for_more(signed_in, chen, ask, django_assert_max_num_queries):
    ask()
    client = signed_in(chen)
    client.get(reverse("certificates:batches"))
    with django_assert_max_num_queries(12):
        client.get(reverse("certificates:batches"))
