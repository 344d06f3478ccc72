"""The Word file: styles of its own, sound inside, and read by LibreOffice as it was meant."""

import io
import re
import zipfile
from collections import Counter

import pytest
from docx import Document
from docx.oxml.ns import qn
from lxml import etree

from reports.printing.printed import ReportPaper
from reports.printing.word import paper_docx
from tests.reports.printed.office import converted, needs_office
from tests.reports.printed.reading import MM, Printed
from tests.reports.printed.sample import DOCUMENT, a_draft, a_paper

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture(scope="module")
def content(paper_as_word) -> bytes:
    return paper_as_word


@pytest.fixture
def ours(printed) -> Printed:
    return printed


@pytest.fixture(scope="module")
def word(content: bytes):
    return Document(io.BytesIO(content))


def part(content: bytes, name: str) -> etree._Element:
    return etree.fromstring(zipfile.ZipFile(io.BytesIO(content)).read(f"word/{name}.xml"))


# --- What a person at Word works with -------------------------------------------------------


def test_headings_are_headings(word):
    headings = [p for p in word.paragraphs if p.style.name.startswith("Heading")]
    assert [(p.style.name, p.text) for p in headings[:6]] == [
        ("Heading 1", "A. Chính sách khám, chữa bệnh"),
        ("Heading 2", "I. Bối cảnh thực hiện tổng kết"),
        ("Heading 2", "II. Kết quả thực hiện"),
        ("Heading 3", "1. Công tác chỉ đạo"),
        ("Heading 4", "1.1. Kết quả từng chế độ"),
        ("Heading 5", "a) Tiền ăn khi điều trị nội trú"),
    ]


def test_points_are_lists_and_paragraphs_have_no_look_of_their_own(word):
    styles = {p.style.name for p in word.paragraphs}
    assert {"Body Text", "List Bullet", "List Bullet 2", "Caption"} <= styles
    assert not any(
        p.text.startswith(("- ", "+ ")) for p in word.paragraphs if "List" in p.style.name
    )
    for paragraph in word.paragraphs:
        if paragraph.style.name in ("Body Text", "List Bullet"):
            assert all(run.font.size is None and run.font.name is None for run in paragraph.runs)


def test_tables_have_a_style_and_repeat_their_heads(word):
    tables = [table for table in word.tables if table.style.name == "Bảng số liệu"]
    assert len(tables) == 3
    for table in tables:
        assert table.rows[0]._tr.trPr.find(f"{W}tblHeader") is not None
        assert [cell.text for cell in table.rows[0].cells][:2] == ["TT", "Chế độ"]


def test_pages_number_themselves_but_for_the_first(word):
    for section in word.sections:
        assert section.different_first_page_header_footer
        assert "PAGE" in section.header._element.xml
        assert not section.first_page_header.paragraphs[0].text
    starts = [s._sectPr.find(f"{W}pgNumType") for s in word.sections]
    assert [None if start is None else start.get(f"{W}start") for start in starts] == [
        None,
        "1",
        "1",
    ]
    assert [section.orientation for section in word.sections] == [0, 0, 1]


def test_margins_and_paper(word):
    for section in list(word.sections)[:2]:
        size = (section.page_width.mm, section.page_height.mm)
        assert [round(length) for length in size] == [210, 297]
        margins = (section.left_margin, section.right_margin, section.top_margin)
        assert [round(length.mm) for length in margins] == [30, 18, 20]


def test_charts_are_pictures_that_are_told_in_words(word):
    pictures = [shape._inline.docPr for shape in word.inline_shapes]
    assert len(pictures) == 2
    assert "5.128,86" in pictures[0].get("descr")
    assert pictures[0].get("title") == "Kinh phí theo chế độ, năm 2025"


def test_the_number_of_a_document_is_not_broken(word):
    [paragraph, *_] = [p for p in word.paragraphs if "759/QĐ" in p.text]
    assert len(paragraph._p.findall(f".//{W}noBreakHyphen")) == 1


# --- Sound inside ---------------------------------------------------------------------------

ORDERS = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore widowControl numPr pBdr shd tabs spacing ind "
    "contextualSpacing jc textAlignment outlineLvl rPr sectPr",
    "rPr": "rStyle rFonts b bCs i iCs caps smallCaps strike noProof color spacing w kern position "
    "sz szCs highlight u effect bdr shd vertAlign lang",
    "tblPr": "tblStyle tblpPr bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc "
    "tblCellSpacing tblInd tblBorders shd tblLayout tblCellMar tblLook",
    "tcPr": "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection "
    "tcFitText vAlign hideMark",
    "sectPr": "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc "
    "pgBorders lnNumType pgNumType cols formProt vAlign noEndnote titlePg textDirection docGrid",
}


@pytest.mark.parametrize("name", ["document", "styles", "numbering", "header1"])
def test_elements_stand_in_the_order_that_word_demands(content, name):
    for element in part(content, name).iter(etree.Element):
        order = ORDERS.get(etree.QName(element).localname)
        if order:
            places = [order.split().index(etree.QName(child).localname) for child in element]
            assert places == sorted(places), etree.tostring(element)


def test_every_style_and_list_that_is_used_is_there(content):
    document, styles = part(content, "document"), part(content, "styles")
    known = {style.get(qn("w:styleId")) for style in styles.iter(f"{W}style")}
    used = {
        element.get(qn("w:val"))
        for tag in ("pStyle", "rStyle", "tblStyle", "basedOn", "next")
        for tree in (document, styles)
        for element in tree.iter(f"{W}{tag}")
    }
    assert used <= known
    numbers = {n.get(qn("w:numId")) for n in part(content, "numbering").iter(f"{W}num")}
    assert {n.get(qn("w:val")) for n in styles.iter(f"{W}numId")} <= numbers
    assert {s.get(qn("w:val")) for s in part(content, "numbering").iter(f"{W}pStyle")} <= known


def test_every_cell_ends_with_a_paragraph_and_grids_fit(content):
    for table in part(content, "document").iter(f"{W}tbl"):
        columns = len(table.findall(f"{W}tblGrid/{W}gridCol"))
        for row in table.findall(f"{W}tr"):
            cells = row.findall(f"{W}tc")
            assert len(cells) == columns
            assert all(cell[-1].tag == f"{W}p" for cell in cells)


# --- As LibreOffice reads it ----------------------------------------------------------------


def read(printed: Printed, *sizes: float) -> Counter[str]:
    """The words printed in these sizes, page numbers aside."""
    return Counter(
        word
        for line in printed.lines
        if line.bottom > 20 * MM and line.sizes <= set(sizes)
        for word in line.text.replace("\N{NON-BREAKING HYPHEN}", "-").casefold().split()
    )


@needs_office
def test_libreoffice_reads_the_same_words_as_our_pdf_prints(opened, ours):
    assert read(opened, 11.0, 13.0, 14.0) == read(ours, 11.0, 13.0, 14.0)
    # Heads of tables come again on other pages than ours.
    assert set(read(opened, 12.0)) == set(read(ours, 12.0))


@needs_office
def test_the_words_of_the_text_come_in_the_same_order(opened):
    text = re.sub(r"\s+", " ", " ".join(line.text for line in opened.lines)).casefold()
    place = 0
    for section in a_paper().sections:
        for words in [section.title, *(block.text for block in section.blocks if block.text)]:
            start = words.casefold()[:40].strip()
            place = text.find(start, place)
            assert place >= 0, words


@needs_office
def test_the_look_of_the_head_is_that_of_the_decree(opened):
    for begins, size, face in (
        ("UBND TỈNH THỬ NGHIỆM", 12.0, "Tinos"),
        ("SỞ Y TẾ", 12.0, "Tinos-Bold"),
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 12.0, "Tinos-Bold"),
        ("Độc lập - Tự do - Hạnh phúc", 13.0, "Tinos-Bold"),
        ("Số: 05/BC-SYT", 13.0, "Tinos"),
        ("Thử Nghiệm, ngày 05 tháng 3 năm 2026", 13.0, "Tinos-Italic"),
        ("BÁO CÁO", 14.0, "Tinos-Bold"),
        ("A. CHÍNH SÁCH KHÁM, CHỮA BỆNH", 14.0, "Tinos-Bold"),
        ("I. BỐI CẢNH", 14.0, "Tinos-Bold"),
        ("a) Tiền ăn", 14.0, "Tinos"),
        ("- Lập kế hoạch", 14.0, "Tinos"),
        ("+ Lần 1", 14.0, "Tinos"),
        ("KT. GIÁM ĐỐC", 14.0, "Tinos-Bold"),
        ("Nơi nhận:", 12.0, "Tinos-BoldItalic"),
        ("- Sở Tài chính;", 11.0, "Tinos"),
        ("Phụ lục I", 14.0, "Tinos-Bold"),
        ("(Kèm theo Báo cáo", 13.0, "Tinos-Italic"),
    ):
        line = opened.line(begins)
        faces = {face.removesuffix("-Regular") for face in line.faces}
        assert (line.sizes, faces) == ({size}, {face}), begins


@needs_office
def test_rules_are_as_long_as_the_decree_wants(opened):
    motto = opened.line("Độc lập")
    assert opened.rule_under(motto).width == pytest.approx(motto.width, abs=3)
    issuer = opened.line("SỞ Y TẾ")
    assert 1 / 3 - 0.03 <= opened.rule_under(issuer).width / issuer.width <= 1 / 2 + 0.03


@needs_office
def test_pages_are_numbered_and_appendices_anew(opened):
    starts = [opened.line(f"Phụ lục {number}").page for number in ("I", "II")]
    numbers = [
        [line.text for line in opened.on(page) if line.bottom < 20 * MM and line.text.isdigit()]
        for page in range(len(opened.pages))
    ]
    assert numbers[0] == numbers[starts[0]] == numbers[starts[1]] == []
    assert numbers[1] == ["2"]
    assert numbers[starts[0] + 1] == ["2"]
    assert opened.size(starts[1]) == (297, 210)


@needs_office
def test_signature_and_last_words_share_a_page(opened):
    assert opened.line("Trên đây là kết quả").page == opened.line("KT. GIÁM ĐỐC").page


@needs_office
def test_a_draft_opens_too(tmp_path):
    page = Printed(converted(paper_docx(a_draft()), tmp_path))
    assert page.line("DỰ THẢO").page == 0
    assert page.line("Số:").text == "Số: /BC-SYT"


def test_a_short_paper_is_sound_too():
    bare = ReportPaper(document=DOCUMENT, sections=())
    assert Document(io.BytesIO(paper_docx(bare))).tables
