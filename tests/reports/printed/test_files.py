"""One paper, five files: kept as JSON, read as a page, archived as PDF, reckoned with in Excel."""

import io
import json
import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from pypdf import PdfReader
from pypdf.generic import DictionaryObject, IndirectObject

from config.formatting import count, million, padded_count, percent
from reports.printing.printed import ReportPaper
from reports.printing.sheets import number_in, paper_xlsx
from reports.writing.paper import paper_html
from tests.reports.printed.sample import a_draft, a_paper, a_table

# --- JSON -----------------------------------------------------------------------------------


@pytest.mark.parametrize("paper", [a_paper(), a_draft()])
def test_a_kept_paper_is_the_same_paper(paper):
    assert ReportPaper.from_json(paper.to_json()) == paper


def test_a_kept_paper_prints_the_same_page():
    paper = a_paper()
    assert paper_html(ReportPaper.from_json(paper.to_json())) == paper_html(paper)


def test_a_paper_of_another_version_is_refused():
    kept = json.loads(a_paper().to_json()) | {"version": 0}
    with pytest.raises(ValueError, match="version 0"):
        ReportPaper.from_json(json.dumps(kept))


# --- The page -------------------------------------------------------------------------------


def test_headings_of_a_paper_with_parts_nest_below_them():
    html = paper_html(a_paper())
    tags = re.findall(r"<(h\d) class=\"(nd30-[\w-]+)\">([^<]+)</h\d>", html)
    assert tags[0] == ("h1", "nd30-type", "Báo cáo")
    assert tags[1:7] == [
        ("h2", "nd30-part", "A. Chính sách khám, chữa bệnh"),
        ("h3", "nd30-level-1", "I. Bối cảnh thực hiện tổng kết"),
        ("h3", "nd30-level-1", "II. Kết quả thực hiện"),
        ("h4", "nd30-level-2", "1. Công tác chỉ đạo"),
        ("h5", "nd30-level-3", "1.1. Kết quả từng chế độ"),
        ("h6", "nd30-level-4", "a) Tiền ăn khi điều trị nội trú"),
    ]


def test_the_numbers_behind_a_chart_are_there_as_a_table():
    html = paper_html(a_paper())
    figure = html[html.index("<figure") : html.index("</figure>")]
    assert "Số liệu của biểu đồ" in figure
    assert figure.count("<tr") == 1 + 4
    assert "<title" in figure
    assert "<desc" in figure


# --- PDF ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def reader(paper_as_pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(paper_as_pdf))


def structure(element: object) -> list[DictionaryObject]:
    """Every element of the structure tree."""
    if isinstance(element, IndirectObject):
        element = element.get_object()
    if isinstance(element, list):
        return [found for child in element for found in structure(child)]
    if not isinstance(element, DictionaryObject):
        return []
    own = [element] if "/S" in element else []
    return own + (structure(element["/K"]) if "/K" in element else [])


def test_the_pdf_is_for_the_archive(reader):
    metadata = ElementTree.fromstring(reader.root_object["/Metadata"].get_data().strip())
    told = {
        name.rpartition("}")[2]: value
        for element in metadata.iter()
        for name, value in [*element.attrib.items(), (element.tag, element.text or "")]
        if "pdfaid" in name or "aiim.org/pdfa" in name
    }
    assert told["part"] == "2"
    assert told["conformance"].upper() == "A"
    assert reader.root_object["/OutputIntents"]
    assert reader.root_object["/Lang"] == "vi"
    assert reader.metadata is not None
    assert reader.metadata.title == "Báo cáo tổng kết chế độ năm 2025"
    assert float(reader.pdf_header.removeprefix("%PDF-")) >= 1.4


def test_the_pdf_is_tagged_with_headings_tables_and_told_pictures(reader):
    assert reader.root_object["/MarkInfo"]["/Marked"]
    elements = structure(reader.root_object["/StructTreeRoot"]["/K"])
    kinds = [str(element["/S"]) for element in elements]
    assert kinds.count("/H1") == 1
    assert kinds.count("/H2") == 2 + 2  # parts and appendices
    assert kinds.count("/H3") == 4
    assert kinds.count("/Table") >= 3  # one that goes over pages has an element on each
    assert kinds.count("/TH") >= 15
    figures = [element for element in elements if element["/S"] == "/Figure"]
    assert any("5.128,86" in str(element.get("/Alt", "")) for element in figures)


def test_the_pdf_can_be_searched(reader):
    text = " ".join(" ".join(page.extract_text().split()) for page in reader.pages)
    assert "Kết quả từng chế độ" in text
    assert "759/QĐ-TTg" in text
    assert "5.128,86" in text


# --- Workbook -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def book():
    return load_workbook(io.BytesIO(paper_xlsx(a_paper())))


def test_a_sheet_for_every_table_after_a_list_of_them(book):
    assert book.sheetnames == [
        "Mục lục",
        "01 Tổng hợp kinh phí theo chế đ",
        "02 Tổng hợp kinh phí theo chế đ",
        "Phụ lục I Tổng hợp kinh phí the",
        "Phụ lục II Tổng hợp kinh phí th",
    ]
    links = [cell.hyperlink.location for [cell] in book["Mục lục"]["A9:A12"]]
    assert links == [f"'{name}'!A1" for name in book.sheetnames[1:]]


def test_what_is_a_number_on_paper_is_a_number_in_the_sheet(book):
    sheet = book["01 Tổng hợp kinh phí theo chế đ"]
    heads = [cell.value for cell in sheet[4]]
    assert heads == ["TT", "Chế độ", "Kết quả", "Kinh phí", "Tỷ lệ"]
    first, total = sheet[5], sheet[4 + len(a_table().rows)]
    assert [cell.value for cell in first[2:]] == [2, 74_500_000, 0.0833]
    assert [cell.number_format for cell in first[2:]] == ['00" người"', "#,##0", "#,##0.00%"]
    assert total[3].value == sum(cell.value for [cell] in sheet["D5:D16"])
    assert total[2].value == "–"
    assert total[3].font.b


def test_sheets_are_ready_to_print(book):
    for sheet in book.worksheets[1:]:
        assert sheet.freeze_panes == "A5"
        assert sheet.print_title_rows == "$4:$4"
        assert sheet.page_setup.paperSize == 9
        assert (
            sheet.page_setup.fitToHeight or 0,
            sheet.sheet_properties.pageSetUpPr.fitToPage,
        ) == (
            0,
            True,
        )


def test_words_that_look_like_formulas_stay_words():
    table = a_table()
    rows = (replace(table.rows[0], cells=(replace(table.rows[0].cells[1], text="=1+1"),) * 5),)
    appendix = a_paper().appendices[0]
    paper = a_paper(sections=(), appendices=(replace(appendix, table=replace(table, rows=rows)),))
    sheet = load_workbook(io.BytesIO(paper_xlsx(paper))).worksheets[1]
    assert sheet["B5"].value == "=1+1"
    assert sheet["B5"].data_type == "s"


@given(st.integers(0, 10**15))
def test_counts_are_read_as_they_were_printed(number):
    found = number_in(count(number))
    assert found is not None
    assert found.value == number
    padded = number_in(f"{padded_count(number)} người")
    assert padded is not None
    assert padded.value == number


@given(st.integers(0, 10**13))
def test_millions_are_read_as_they_were_printed(dong):
    found = number_in(million(dong))
    assert found is not None
    assert found.value == pytest.approx(dong / 1_000_000, rel=1e-12)


@given(st.fractions(0, 2, max_denominator=10_000))
def test_percentages_are_read_as_they_were_printed(part):
    found = number_in(percent(part, 2))
    assert found is not None
    assert found.value == pytest.approx(float(part), abs=0.00006)
    assert found.format.endswith("%")


@pytest.mark.parametrize("words", ["", "–", "a)", "74,5 / 90 (82,8%)", "Đến 31/10/2025", "1.2.3"])
def test_what_is_no_number_is_none(words):
    assert number_in(words) is None
