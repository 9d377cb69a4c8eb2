"""Packages as other systems make them, from the pieces that a test is about."""

import zipfile
from io import BytesIO
from pathlib import Path

from lxml import etree
from PIL import Image

SCHEMAS = Path(__file__).parent / "qti"
QTI = {
    "2.1": "http://www.imsglobal.org/xsd/imsqti_v2p1",
    "2.2": "http://www.imsglobal.org/xsd/imsqti_v2p2",
    "3.0": "http://www.imsglobal.org/xsd/imsqtiasi_v3p0",
}
TYPES = {"2.1": "imsqti_item_xmlv2p1", "2.2": "imsqti_item_xmlv2p2", "3.0": "imsqti_item_xmlv3p0"}
CP = "http://www.imsglobal.org/xsd/imscp_v1p1"


def zipped(**files: bytes | str) -> bytes:
    """The names of the files with `__` for a slash, or given by `files={...}`."""
    return zip_of(files)


def zip_of(files: dict[str, bytes | str]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def unzipped(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def manifest(*resources: str) -> str:
    return (
        f'<manifest xmlns="{CP}" identifier="M"><organizations/><resources>{"".join(resources)}</resources></manifest>'
    )


def resource(file: str, kind: str, more: str = "") -> str:
    return f'<resource identifier="r-{file}" type="{kind}" href="{file}">{more}<file href="{file}"/></resource>'


def item(body: str, version: str = "2.1", **attributes: str) -> str:
    """An item around its declarations, body and processing."""
    said = {"identifier": "item", "title": "", "adaptive": "false", "timeDependent": "false"} | attributes
    text = " ".join(f'{name}="{value}"' for name, value in said.items())
    return f'<assessmentItem xmlns="{QTI[version]}" {text}>{body}</assessmentItem>'


def package(*items: str, version: str = "2.1", metadata: str = "", **files: bytes) -> bytes:
    named = {f"q{number}.xml": text for number, text in enumerate(items, start=1)}
    rows = [resource(name, TYPES[version], metadata) for name in named]
    return zip_of({"imsmanifest.xml": manifest(*rows)} | named | {f"{name}.png": data for name, data in files.items()})


def declared(
    right: str | list[str], base: str = "identifier", cardinality: str = "single", more: str = "", name="R"
) -> str:
    values = "".join(f"<value>{value}</value>" for value in ([right] if isinstance(right, str) else right))
    key = f"<correctResponse>{values}</correctResponse>" if values else ""
    return (
        f'<responseDeclaration identifier="{name}" cardinality="{cardinality}" baseType="{base}">{key}{more}'
        "</responseDeclaration>"
    )


def mapping(**worth: float) -> str:
    return mapped(worth)


def mapped(worth: dict[str, float]) -> str:
    entries = "".join(f'<mapEntry mapKey="{key}" mappedValue="{value}"/>' for key, value in worth.items())
    return f'<mapping defaultValue="0">{entries}</mapping>'


def by_template(name: str) -> str:
    return f'<responseProcessing template="http://www.imsglobal.org/question/qti_v2p1/rptemplates/{name}"/>'


def choices(*texts: str, name: str = "simpleChoice") -> str:
    return "".join(
        f'<{name} identifier="{letter}">{text}</{name}>' for letter, text in zip("ABCDEFGH", texts, strict=False)
    )


def png(width: int = 400, height: int = 200) -> bytes:
    out = BytesIO()
    Image.new("RGB", (width, height), "white").save(out, "PNG")
    return out.getvalue()


# --- QTI 1.2 ---


def canvas_item(kind: str, presentation: str, processing: str = "", feedback: str = "", **attributes: str) -> str:
    said = {"ident": "i1", "title": "Question"} | attributes
    text = " ".join(f'{name}="{value}"' for name, value in said.items())
    field = (
        f"<qtimetadatafield><fieldlabel>question_type</fieldlabel><fieldentry>{kind}</fieldentry></qtimetadatafield>"
    )
    metadata = f"<itemmetadata><qtimetadata>{field}</qtimetadata></itemmetadata>" if kind else ""
    return (
        f"<item {text}>{metadata}<presentation>{presentation}</presentation>"
        f"<resprocessing>{processing}</resprocessing>{feedback}</item>"
    )


def canvas_package(*items: str, **files: bytes) -> bytes:
    namespace = "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"
    quiz = (
        f'<questestinterop xmlns="{namespace}"><assessment ident="a" title="Week 1">'
        f'<section ident="root_section">{"".join(items)}</section></assessment></questestinterop>'
    )
    rows = '<resource identifier="a" type="imsqti_xmlv1p2"><file href="a/a.xml"/></resource>'
    return zip_of({"imsmanifest.xml": manifest(rows), "a/a.xml": quiz} | {f"{n}.png": d for n, d in files.items()})


def html(text: str) -> str:
    return f'<material><mattext texttype="text/html">&lt;div&gt;{text}&lt;/div&gt;</mattext></material>'


def lid(ident: str, labels: dict[str, str], cardinality: str = "Single", head: str = "") -> str:
    rows = "".join(
        f'<response_label ident="{key}"><material><mattext>{text}</mattext></material></response_label>'
        for key, text in labels.items()
    )
    above = f"<material><mattext>{head}</mattext></material>" if head else ""
    return (
        f'<response_lid ident="{ident}" rcardinality="{cardinality}">{above}<render_choice>{rows}</render_choice>'
        "</response_lid>"
    )


def scores(*tests: tuple[str, str], points: str = "100", action: str = "Set") -> str:
    found = "".join(f'<varequal respident="{response}">{value}</varequal>' for response, value in tests)
    return (
        f'<respcondition><conditionvar>{found}</conditionvar><setvar action="{action}" varname="SCORE">'
        f"{points}</setvar></respcondition>"
    )


def said(ident: str, text: str) -> str:
    material = f"<material><mattext>{text}</mattext></material>"
    return f'<itemfeedback ident="{ident}"><flow_mat>{material}</flow_mat></itemfeedback>'


# --- Schemas ---


def schema(name: str) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(SCHEMAS / "xsd" / name, etree.XMLParser(no_network=True)))


def problems(schema: etree.XMLSchema | etree.RelaxNG, data: bytes | etree._Element) -> list[str]:
    root = etree.fromstring(data) if isinstance(data, bytes) else data
    schema.validate(root)
    return [f"{error.line}: {error.message}" for error in schema.error_log]
