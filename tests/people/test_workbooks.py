import zipfile
from io import BytesIO

import pytest

from people.workbooks import Fault, UnsafeWorkbook, check


def packed(*parts: tuple[str, bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts:
            archive.writestr(name, content)
    return out.getvalue()


def lying_about_its_size(content: bytes) -> bytes:
    """The archive whose first part says that it holds 9 bytes."""
    whole = (1000).to_bytes(4, "little")
    assert content.count(whole) >= 2
    return content.replace(whole, (9).to_bytes(4, "little"))


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", Fault.DAMAGED),
        (b"PK\x03\x04 and nothing", Fault.DAMAGED),
        (packed(*((f"{n}.xml", b"") for n in range(11))), Fault.TOO_MANY_PARTS),
        (packed(("../x", b"")), Fault.LEADS_OUT),
        (packed(("/x", b"")), Fault.LEADS_OUT),
        (packed(("C:/x", b"")), Fault.LEADS_OUT),
        (packed(("x", bytes(2001))), Fault.TOO_LARGE),
        (packed(("x", bytes(1500)), ("y", bytes(600))), Fault.TOO_LARGE),
        (lying_about_its_size(packed(("x", bytes(1000)))), Fault.DAMAGED),
        (packed(("x.xml", b" " * 1500 + b"<!DOCTYPE a>")), Fault.DOCTYPE),
        (packed(("x.xml", "<!DOCTYPE a>".encode("utf-16"))), Fault.DOCTYPE),
    ],
)
def test_an_unsafe_workbook_is_refused_with_its_fault(content, fault):
    with pytest.raises(UnsafeWorkbook) as refused:
        check(content, most_parts=10, most_unpacked=2000)
    assert refused.value.fault is fault


def test_a_sound_one_is_let_through():
    check(packed(("x.xml", b"<a/>")), most_parts=10, most_unpacked=2000)
