import gc
import io
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial

import lxml.etree
import pytest
import segno
from fontTools.ttLib import TTFont
from PIL import Image, ImageChops
from pypdf import PdfReader
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError

from certificates import markup, pdf, printable
from certificates.linework import lay_under
from certificates.looks import Form, Look, Paper, Style, Words
from tests.certificates.printed import DOCUMENT, LONG

DOTS_PER_MM = 12
sees_pixels = pytest.mark.skipif(not shutil.which("pdftoppm"), reason="pdftoppm (poppler-utils) is not installed")


def read(content: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(content))


def text_of(document: printable.Document) -> str:
    return read(pdf.render(document)).pages[0].extract_text()


def ink(content: bytes, left: float, top: float, width: float, height: float) -> Image.Image:
    """What is printed in dark ink within a rectangle in mm, without the lighter line work: 255 for ink, 0 for paper."""
    area = [str(round(length * DOTS_PER_MM)) for length in (left, top, width, height)]
    options = ["-r", str(25.4 * DOTS_PER_MM), "-gray", "-x", area[0], "-y", area[1], "-W", area[2], "-H", area[3]]
    picture = subprocess.run(["pdftoppm", *options], input=content, capture_output=True, check=True).stdout
    return Image.open(io.BytesIO(picture)).point(lambda grey: 255 if grey < 90 else 0)


def name_ink(content: bytes) -> Image.Image:
    return ink(content, 60, 67, 177, 18)


@pytest.fixture(scope="module")
def print_with_the_full_font_alone():
    fonts = FontConfiguration()
    sheets = [
        CSS(
            string=(markup.DESIGNS / name).read_text(encoding="utf-8").replace('"Certificate Han", ', ""),
            base_url=f"{printable.FONTS.as_uri()}/",
            font_config=fonts,
            url_fetcher=pdf.OwnFiles(),
        )
        for name in ("base.css", "sheet.css")
    ]

    def print_it(document: printable.Document) -> bytes:
        under = partial(lay_under, serial=document.serial, look=document.look)
        html = HTML(string=markup.html(document))
        return html.write_pdf(stylesheets=sheets, font_config=fonts, finisher=lambda _, page: under(page))

    return print_it


@pytest.mark.parametrize("document", [DOCUMENT, LONG, replace(DOCUMENT, valid_until=None)])
def test_it_is_one_page_of_a4_landscape(document):
    pages = read(pdf.render(document)).pages
    assert len(pages) == 1
    assert [round(float(length)) for length in pages[0].mediabox[2:]] == [842, 595]


@pytest.mark.parametrize("name", ["王芳", "王小明", "欧阳𬭊喆", "买买提·阿卜杜热合曼江", "José Škvorecký"])
def test_names_can_be_copied_out_of_it(name):
    assert name in text_of(replace(DOCUMENT, name=name))


def test_it_says_who_what_and_until_when():
    text = text_of(DOCUMENT)
    for part in (
        "WANG Xiaoming",
        "服务顾问认证",
        "Certified Service Advisor",
        "RX-2026-000123",
        "academy.example/v/7K3M",
    ):
        assert part in text
    assert "2026年11月23日授予，有效期至2028年11月22日" in text
    assert "Awarded 23 November 2026, valid until 22 November 2028" in text


def test_a_certificate_without_an_end_says_so():
    text = text_of(replace(DOCUMENT, valid_until=None))
    assert "长期有效" in text
    assert "without expiry" in text


def test_every_font_in_it_is_one_of_ours():
    fonts = read(pdf.render(LONG)).pages[0]["/Resources"]["/Font"]
    assert all("+Certificate" in font["/BaseFont"] for font in fonts.values())


def test_a_name_in_latin_letters_is_set_in_one_face_and_not_twice():
    name = "José Škvorecký"
    html = markup.html(replace(DOCUMENT, name=name, name_latin=name))
    assert f'lang="und-Latn">{name}</p>' in html
    assert "name-latin" not in html


def test_markup_in_a_name_is_printed_as_text():
    assert "<b>王</b>" in text_of(replace(DOCUMENT, name="<b>王</b>"))


@sees_pixels
@pytest.mark.parametrize("character", "𬭊㛃喆堃玥王")
def test_a_character_is_drawn_as_its_own_glyph(character, print_with_the_full_font_alone):
    document = replace(DOCUMENT, name=character)
    printed = name_ink(pdf.render(document))
    assert printed.getbbox()
    assert not ImageChops.difference(printed, name_ink(print_with_the_full_font_alone(document))).getbbox()


@sees_pixels
def test_no_two_rare_characters_and_no_empty_box_look_alike(print_with_the_full_font_alone):
    box = print_with_the_full_font_alone(replace(DOCUMENT, name="\u0378"))
    rare = [pdf.render(replace(DOCUMENT, name=character)) for character in "𬭊㛃喆堃玥"]
    assert len({name_ink(content).tobytes() for content in [box, *rare]}) == 6


@sees_pixels
@pytest.mark.parametrize("document", [DOCUMENT, LONG])
def test_nothing_is_printed_across_the_margin(document):
    content = pdf.render(document)
    assert not ink(content, 18.8, 22, 6, 165).getbbox()
    assert not ink(content, 272.2, 22, 6, 165).getbbox()


@sees_pixels
def test_the_qr_code_is_exact():
    matrix = segno.make(DOCUMENT.verification_url, error="m", micro=False).matrix
    picture = ink(pdf.render(DOCUMENT), 27, 161.2, 22, 22)
    module = picture.width / len(matrix)
    for row, modules in enumerate(matrix):
        seen = [picture.getpixel((int((n + 0.5) * module), int((row + 0.5) * module))) for n in range(len(matrix))]
        assert [bool(pixel) for pixel in seen] == [bool(dark) for dark in modules]


def test_a_character_in_none_of_our_fonts_is_named_and_never_printed_as_a_box():
    with pytest.raises(printable.UnprintableName, match=r"U\+1F600") as refusal:
        pdf.render(replace(DOCUMENT, name="王😀"))
    assert refusal.value.characters == {"😀"}


def test_every_general_standard_character_can_be_printed():
    table = (printable.FONTS / "general-standard-characters.txt").read_text(encoding="utf-8").replace("\n", "")
    assert len(set(table)) == 8105
    assert printable.missing_characters(table) == set()
    with TTFont(printable.FONTS / "CertificateHan.ttf", lazy=True) as everyday:
        assert set(map(ord, table)) <= everyday.getBestCmap().keys()


@pytest.mark.parametrize("url", ["file:///etc/hostname", "https://example.com/a.ttf", "data:text/plain,a"])
def test_it_fetches_nothing_but_its_own_fonts(url):
    with pytest.raises(FatalURLFetchingError):
        pdf.OwnFiles().fetch(url)


def test_a_way_out_of_the_folder_of_fonts_is_refused():
    with pytest.raises(FatalURLFetchingError):
        pdf.OwnFiles().fetch(f"{printable.FONTS.as_uri()}/../pdf.py")


@pytest.mark.parametrize("form", Form)
@pytest.mark.parametrize("words", Words)
@pytest.mark.parametrize("style", Style)
def test_every_design_says_who_what_and_which_on_one_page(style, words, form):
    look = Look(style=style, words=words, paper=Paper.LAID)
    page, *more = read(pdf.render(replace(DOCUMENT, look=look), form)).pages
    text = page.extract_text()
    assert not more
    assert "王小明" in text
    assert "RX-2026-000123" in text
    assert ("服务顾问认证" in text) == (words != Words.ENGLISH)
    assert ("Certified Service Advisor" in text) == (words != Words.CHINESE)


def test_the_same_document_is_the_same_file():
    assert pdf.render(DOCUMENT, badge=b"{}") == pdf.render(DOCUMENT, badge=b"{}")


def test_the_badge_lies_inside_as_the_source():
    reader = read(pdf.render(DOCUMENT, badge=b'{"type": "badge"}'))
    assert reader.attachments["badge.json"] == [b'{"type": "badge"}']
    assert reader.root_object["/AF"][0].get_object()["/AFRelationship"] == "/Source"


@pytest.mark.parametrize("form", Form)
def test_it_declares_archive_and_accessibility(form):
    reader = read(pdf.render(DOCUMENT, form))
    metadata = lxml.etree.fromstring(reader.root_object["/Metadata"].get_data())
    names = {"a": "http://www.aiim.org/pdfa/ns/id/", "ua": "http://www.aiim.org/pdfua/ns/id/"}
    assert metadata.xpath("//@a:part | //@a:conformance | //ua:part/text()", namespaces=names) == ["3", "A", "1"]
    assert len(metadata.xpath("//*[local-name() = 'RDF']")) == 1
    assert reader.root_object["/Lang"] == "zh-Hans"
    assert reader.root_object["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.root_object["/MarkInfo"]["/Marked"]


@pytest.mark.parametrize("words", Words)
@pytest.mark.parametrize("form", Form)
def test_every_picture_has_words_and_the_signature_is_in_the_tree(form, words):
    tree = read(pdf.render(replace(DOCUMENT, look=Look(words=words)), form)).root_object["/StructTreeRoot"]
    elements = list(below(tree))
    figures = [each for each in elements if each.get("/S") == "/Figure"]
    assert len(figures) == 2
    assert all(each["/Alt"] for each in figures)
    assert [each["/S"] for each in elements].count("/H1") == 1
    assert [each["/S"] for each in elements].count("/Form") == 1


def below(element):
    kids = element.get("/K", [])
    for kid in kids if isinstance(kids, list) else [kids]:
        found = kid.get_object()
        if isinstance(found, dict) and "/S" in found:
            yield found
            yield from below(found)


@pytest.mark.skipif(not shutil.which("qpdf"), reason="qpdf is not installed")
def test_nothing_is_wrong_with_it_for_another_program(tmp_path):
    (tmp_path / "it.pdf").write_bytes(pdf.render(DOCUMENT, badge=b"{}"))
    assert subprocess.run(["qpdf", "--check", tmp_path / "it.pdf"], capture_output=True).returncode == 0


def test_it_fetches_its_own_signature_and_no_other():
    with pytest.raises(FatalURLFetchingError):
        pdf.OwnFiles().fetch("signature:")
    assert pdf.OwnFiles("eA==").fetch("signature:").read() == b"x"


def test_threads_do_not_mix_up_their_certificates():
    names = ["王芳", "李雷", "韩梅梅", "欧阳𬭊喆"]
    with ThreadPoolExecutor(4) as pool:
        texts = list(pool.map(lambda name: text_of(replace(DOCUMENT, name=name)), names))
    assert [name in text for name, text in zip(names, texts, strict=True)] == [True] * 4


def test_what_was_issued_by_hand_does_not_say_that_the_requirements_were_met():
    earned, by_hand = text_of(DOCUMENT), text_of(replace(DOCUMENT, is_by_hand=True))
    for words in ("has met every requirement", "全部要求"):
        assert words in earned
        assert words not in by_hand
    assert "by decision of the issuer" in by_hand
    assert "经本机构决定" in by_hand


def test_what_layouts_leave_does_not_pile_up(monkeypatch):
    monkeypatch.setattr(pdf, "SWEPT_EVERY", 2)
    pdf.render(DOCUMENT)
    gc.collect()
    before, left = len(gc.get_objects()), []
    gc.disable()  # Python itself would look now and then
    try:
        for _ in range(6):
            pdf.render(DOCUMENT)
            left.append(len(gc.get_objects()) - before)
    finally:
        gc.enable()
    assert min(left) > 1000  # there is something to look for
    assert max(left) < 3 * min(left)
