"""A package for Canvas as a whole: its manifest, one quiz with the questions, that quiz's settings, and pictures."""

from collections.abc import Iterable

from quizzes.exchange.items import Item
from quizzes.exchange.labels import lost_tags
from quizzes.exchange.markup import Node, tree, written
from quizzes.exchange.qti.canvas_items import BASE, QUIZ, qti_field
from quizzes.exchange.qti.canvas_writing import item_node
from quizzes.exchange.qti.writing import LeftOut, picture_name

TITLE = "Service Academy"
QTI = "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"
CANVAS = "http://canvas.instructure.com/xsd/cccv1p0"
CP = "http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
ASSESSMENT, LOR = "imsqti_xmlv1p2", "associatedcontent/imscc_xmlv1p1/learning-application-resource"
FOLDER = "web_resources"  # where Canvas looks for what `BASE` stands for
Told = list[tuple[str, str]]


def files(items: Iterable[Item]) -> tuple[list[tuple[str, bytes]], Told, Told]:
    """The files of the package; of each question that Canvas cannot hold why, and what of others is lost."""
    nodes: list[Node] = []
    left_out: Told = []
    notes: Told = []
    pictures: dict[str, bytes] = {}
    for item in items:
        picture = picture_name(item.picture) if item.picture else ""
        try:
            nodes.append(item_node(item, f"{BASE}/{picture}" if picture else ""))
        except LeftOut as error:
            left_out.append((item.code, str(error)))
            continue
        notes += [(item.code, note) for note in lost_tags(item)]
        if item.picture:
            pictures[f"{FOLDER}/{picture}"] = item.picture.data
    assessment, meta = f"{QUIZ}/{QUIZ}.xml", f"{QUIZ}/assessment_meta.xml"
    found = [
        ("imsmanifest.xml", written(_manifest(assessment, meta, sorted(pictures)))),
        (assessment, written(_assessment(nodes))),
        (meta, written(_meta(len(nodes)))),
        *sorted(pictures.items()),
    ]
    return found, left_out, notes


def _root(name: str, namespace: str, schema: str, *content: Node | None, **said: object) -> Node:
    names = {"xmlns": namespace, "xmlns:xsi": XSI, "xsi:schemaLocation": f"{namespace} {schema}"}
    return tree(name, *content, **said, **names)


def _manifest(assessment: str, meta: str, pictures: list[str]) -> Node:
    quiz = tree(
        "resource", tree("file", href=assessment), tree("dependency", identifierref=f"{QUIZ}-meta"),
        identifier=QUIZ, type=ASSESSMENT,
    )  # fmt: skip
    settings = tree("resource", tree("file", href=meta), identifier=f"{QUIZ}-meta", type=LOR, href=meta)
    shown = [
        tree("resource", tree("file", href=name), identifier=f"picture-{number}", type="webcontent", href=name)
        for number, name in enumerate(pictures, start=1)
    ]
    return _root(
        "manifest", CP, "http://www.imsglobal.org/xsd/imscp_v1p1.xsd",
        tree("metadata", tree("schema", "IMS Content"), tree("schemaversion", "1.1.3")),
        tree("organizations"),
        tree("resources", quiz, settings, *shown),
        identifier=f"{QUIZ}-manifest",
    )  # fmt: skip


def _assessment(items: list[Node]) -> Node:
    metadata = tree("qtimetadata", qti_field("cc_maxattempts", "unlimited"))
    section = tree("section", *items, ident="root_section")
    assessment = tree("assessment", metadata, section, ident=QUIZ, title=TITLE)
    return _root("questestinterop", QTI, "http://www.imsglobal.org/xsd/ims_qtiasiv1p2p1.xsd", assessment)


def _meta(number: int) -> Node:
    return _root(
        "quiz", CANVAS, "https://canvas.instructure.com/xsd/cccv1p0.xsd",
        tree("title", TITLE), tree("description"), tree("shuffle_answers", "true"),
        tree("scoring_policy", "keep_highest"), tree("hide_results"), tree("quiz_type", "practice_quiz"),
        tree("points_possible", f"{number}.0"), tree("show_correct_answers", "true"), tree("allowed_attempts", "-1"),
        tree("available", "false"), identifier=QUIZ,
    )  # fmt: skip
