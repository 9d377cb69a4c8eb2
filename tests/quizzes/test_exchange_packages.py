"""Packages that are none, or that mean harm: refused in words, whoever opens them."""

import stat
import zipfile
from io import BytesIO

import pytest

from quizzes.exchange import packages
from quizzes.exchange.items import LARGEST_FILE, Unreadable
from quizzes.exchange.qti import packing
from tests.quizzes.qti_packages import canvas_package, item, manifest, package, resource, zip_of

SOUND = package(item("<itemBody/>"))
BOMB = b'<!DOCTYPE m [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><manifest>&b;</manifest>'
THIEF = b'<!DOCTYPE m [<!ENTITY a SYSTEM "file:///etc/passwd">]><manifest>&a;</manifest>'


def with_entry(name: str = "x.xml", data: bytes = b"", mode: int = 0, flags: int = 0) -> bytes:
    out = BytesIO(SOUND)
    with zipfile.ZipFile(out, "a") as archive:
        entry = zipfile.ZipInfo(name)
        entry.external_attr = mode << 16
        archive.writestr(entry, data)
    if flags:  # in the directory, which is what says that an entry is encrypted
        at = out.getvalue().rindex(b"PK\x01\x02")
        out.seek(at + 8)
        out.write(flags.to_bytes(2, "little"))
    return out.getvalue()


def twice() -> bytes:
    out = BytesIO(SOUND)
    with pytest.warns(UserWarning, match="Duplicate name"), zipfile.ZipFile(out, "a") as archive:
        archive.writestr("q1.xml", b"")
    return out.getvalue()


def declaring(size: int) -> bytes:
    """With 5,000 bytes that are said to be so many."""
    out = BytesIO(SOUND)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zeros", b"\0" * 5000)
    data = bytearray(out.getvalue())
    for start, at in ((data.rindex(b"PK\x01\x02"), 24), (data.rindex(b"PK\x03\x04"), 22)):
        data[start + at : start + at + 4] = size.to_bytes(4, "little")
    return bytes(data)


def damaged() -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("imsmanifest.xml", manifest() * 50)
    data = bytearray(out.getvalue())
    data[60:70] = b"\xff" * 10
    return bytes(data)


MALFORMED = [
    ("nothing", b"", "no sound ZIP"),
    ("no zip", b"hello", "no sound ZIP"),
    ("cut short", SOUND[:200], "no sound ZIP"),
    ("only a head", b"PK\x03\x04", "no sound ZIP"),
    ("too large", b"x" * (LARGEST_FILE + 1), "20 MB"),
    ("leads up", with_entry("../evil.xml"), "leads out"),
    ("leads up inside", with_entry("a/../../evil.xml"), "leads out"),
    ("leads to the root", with_entry("/etc/passwd"), "leads out"),
    ("of another system", with_entry("C:evil.xml"), "leads out"),
    ("with other slashes", with_entry("a\\..\\..\\evil.xml"), "leads out"),
    ("a link", with_entry("link.xml", b"/etc/passwd", stat.S_IFLNK | 0o777), "a link"),
    ("encrypted", with_entry(flags=1), "encrypted"),
    ("twice", twice(), "same name"),
    ("a bomb", declaring(packages.MOST_UNPACKED + 1), "100 MB"),
    ("damaged", damaged(), "damaged"),
    ("no manifest", zip_of({"a.xml": "<a/>"}), "no imsmanifest"),
    ("no xml", zip_of({"imsmanifest.xml": "hello"}), "not sound XML"),
    ("cut xml", zip_of({"imsmanifest.xml": manifest()[:50]}), "not sound XML"),
    ("another document", zip_of({"imsmanifest.xml": "<html/>"}), "no manifest"),
    ("entities", zip_of({"imsmanifest.xml": BOMB}), "DOCTYPE"),
    ("a thief", zip_of({"imsmanifest.xml": THIEF}), "DOCTYPE"),
    ("too deep", zip_of({"imsmanifest.xml": "<a>" * 1000}), "too deeply"),
    ("no encoding", zip_of({"imsmanifest.xml": "<?xml version='1.0' encoding='klingon'?><manifest/>"}),
     "sound|encoding"),
    ("empty", zip_of({"imsmanifest.xml": manifest()}), "no question"),
    ("only a test", zip_of({
        "imsmanifest.xml": manifest(resource("t.xml", "imsqti_test_xmlv2p1")), "t.xml": "<assessmentTest/>",
    }), "no question"),
    ("an empty quiz of Canvas", canvas_package(), "no question"),
]  # fmt: skip


@pytest.mark.parametrize(("data", "why"), [row[1:] for row in MALFORMED], ids=[row[0] for row in MALFORMED])
def test_a_malformed_package_says_why(data, why):
    with pytest.raises(Unreadable, match=why):
        packing.read(data, "en")


def test_more_files_than_a_package_has_are_refused(monkeypatch):
    monkeypatch.setattr(packages, "MOST_FILES", 1)
    with pytest.raises(Unreadable, match="more than 1 files"):
        packing.read(SOUND, "en")


def test_more_elements_than_questions_have_are_refused(monkeypatch):
    monkeypatch.setattr("quizzes.exchange.markup.MOST_NODES", 3)
    with pytest.raises(Unreadable, match="more than 3 elements"):
        packing.read(SOUND, "en")


def test_more_questions_than_a_file_may_have_are_refused(monkeypatch):
    monkeypatch.setattr("quizzes.exchange.items.MOST_QUESTIONS", 1)
    with pytest.raises(Unreadable, match="at most 1 questions"):
        packing.read(package(*[item("<itemBody/>")] * 3), "en")


def test_an_entry_that_is_larger_than_it_says_is_not_read_further():
    package = packages.Package.opened(declaring(10))
    with pytest.raises(Unreadable, match="damaged"):
        package.read("zeros")


@pytest.mark.parametrize("address", [
    "../q1.xml", "/q1.xml", "http://example.org/q1.xml", "//example.org/q1.xml", "file:///etc/passwd", "", "#here",
    "gone.xml",
])  # fmt: skip
def test_an_address_finds_nothing_that_is_not_in_the_package(address):
    assert packages.Package.opened(SOUND).resolve(address, "imsmanifest.xml") == ""


def test_the_slashes_of_windows_and_colons_in_names_are_no_harm():
    files = {"imsmanifest.xml": manifest(resource("items/q1.xml", "imsqti_item_xmlv2p1")), "items\\q1.xml": item("")}
    data = zip_of(files | {"Unit 1: start.png": b""})
    (refused,) = packing.read(data, "en").refused
    assert "nothing to be answered" in refused.why


def test_an_address_that_goes_up_and_stays_inside_is_followed():
    assert packages.Package.opened(SOUND).resolve("../q1.xml", "items/a.xml") == "q1.xml"
