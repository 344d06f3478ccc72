"""Papers are printed and read back: what a person sees must be what was written."""

import re
import socket
from io import BytesIO

import pytest
from django.template.loader import render_to_string
from pypdf import PdfReader
from weasyprint.urls import FatalURLFetchingError

from config.paper import StaticFolders, payment_list_parts
from config.pdf import render_pdf, render_pdf_parts
from tests.config.test_paper import a_document, a_payment_list, a_row

A4 = (595, 842)
ALL_LETTERS = (
    "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ"
)


def pages(pdf: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages]


def size(pdf: bytes, page: int = 0) -> tuple[int, int]:
    box = PdfReader(BytesIO(pdf)).pages[page].mediabox
    return round(box.width), round(box.height)


def fonts(pdf: bytes) -> dict[str, bool]:
    """The fonts of a PDF by name, and whether each is inside it."""
    found = {}
    for page in PdfReader(BytesIO(pdf)).pages:
        for font in page["/Resources"].get("/Font", {}).values():
            descriptor = font["/DescendantFonts"][0]["/FontDescriptor"]
            found[font["/BaseFont"].partition("+")[2]] = "/FontFile2" in descriptor
    return found


def paper(body: str) -> str:
    """A page of the base template with a body of its own."""
    html = render_to_string("documents/nd30_base.html", {"document": a_document()})
    return re.sub(r'(<div class="nd30-body">)', rf"\g<1>{body}", html)


def test_vietnamese_is_read_back_exactly():
    text = f"{ALL_LETTERS} {ALL_LETTERS.upper()}"
    pdf = render_pdf(paper(f"<p>{text}</p><p><b>{text}</b></p><p><em>{text}</em></p>"))
    read = "".join(pages(pdf)).replace(" ", "")
    assert read.count(text.replace(" ", "")) == 3


def test_the_font_of_the_decree_is_inside_and_no_other():
    pdf = render_pdf(paper("<p>Nội dung <em>nghiêng</em></p>"))
    embedded = fonts(pdf)
    assert set(embedded) == {"Tinos", "Tinos-Bold", "Tinos-Italic", "Tinos-Bold-Italic"}
    assert all(embedded.values())


def test_sheet_title_and_language():
    pdf = render_pdf(paper("<p>Nội dung</p>"))
    reader = PdfReader(BytesIO(pdf))
    assert size(pdf) == A4
    assert reader.metadata is not None
    assert reader.metadata.title == "Báo cáo thử"
    assert reader.root_object["/Lang"] == "vi"
    assert reader.root_object["/MarkInfo"]["/Marked"]


def test_page_numbers_start_on_the_second_page():
    body = "".join(f"<p>Đoạn {number}. {'Nội dung báo cáo. ' * 30}</p>" for number in range(12))
    first, *others = pages(render_pdf(paper(body)))
    assert first.startswith("UBND TỈNH THỬ SỞ Y TẾ")
    assert len(others) >= 2
    assert [text.split()[-1] for text in others] == [str(n) for n in range(2, len(others) + 2)]


def test_a_signature_never_stands_alone_on_a_page():
    for length in (9, 10):
        body = "".join(f"<p>Đoạn {n}. {'Nội dung báo cáo. ' * 5}</p>" for n in range(length))
        last = pages(render_pdf(paper(body)))[-1]
        assert "Hoàng Thị Thử" in last
        assert f"Đoạn {length - 1}." in last


def test_signatures_never_stand_apart_from_the_list():
    for length in (6, 8):
        payment_list = a_payment_list([a_row(number) for number in range(1, length)])
        html = render_to_string("documents/payment_list.html", {"payment_list": payment_list})
        last = pages(render_pdf(html))[-1]
        assert "THỦ TRƯỞNG ĐƠN VỊ" in last
        assert "Tổng cộng" in last


def test_every_appendix_counts_its_own_pages():
    appendix = (
        '<section class="nd30-appendix{}"><p>Phụ lục</p>'
        '<div class="nd30-appendix{}"><p>Trang sau</p></div></section>'
    )
    html = paper("<p>Báo cáo</p>").replace(
        "</main>", appendix.format("", "") + appendix.format(" next", " next") + "</main>"
    )
    assert pages(render_pdf(html))[1:] == ["Phụ lục", "Trang sau 2", "Phụ lục", "Trang sau 2"]


def test_a_table_repeats_its_head():
    rows = "".join(f"<tr><td>{number}</td></tr>" for number in range(90))
    table = f'<table class="nd30-table"><thead><tr><th>Họ và tên</th></tr></thead>{rows}</table>'
    printed = pages(render_pdf(paper(table)))
    assert len(printed) >= 3
    assert all("Họ và tên" in text for text in printed[:3])


def test_the_kind_for_the_archive():
    pdf = render_pdf(paper("<p>Nội dung</p>"), for_archive=True)
    root = PdfReader(BytesIO(pdf)).root_object
    assert b"pdfaid:part>2<" in root["/Metadata"].get_data().replace(b'="2"', b">2<")
    assert "/OutputIntents" in root
    assert root["/MarkInfo"]["/Marked"]


def test_the_network_is_never_touched(monkeypatch):
    def refuse(*arguments, **options):
        raise AssertionError("a paper reached for the network")

    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)
    body = (
        '<img src="https://example.org/a.png" alt="ảnh ngoài">'
        '<img src="file:///etc/hostname" alt="tệp của máy"><p>Nội dung</p>'
    )
    assert "Nội dung" in pages(render_pdf(paper(body)))[0]


def test_a_paper_without_its_stylesheet_is_not_issued(tmp_path):
    nowhere = StaticFolders("/static/", (("", tmp_path),))
    with pytest.raises(FatalURLFetchingError):
        render_pdf(paper("<p>Nội dung</p>"), static=nowhere)


def test_a_payment_list_lies_on_its_side():
    html = render_to_string(
        "documents/payment_list.html", {"payment_list": a_payment_list([a_row(1), a_row(2)])}
    )
    pdf = render_pdf(html)
    text = pages(pdf)[0]
    assert size(pdf) == A4[::-1]
    assert "Tổng cộng: 02 người 4.560.000" in text
    assert "Bốn triệu, năm trăm sáu mươi nghìn đồng." in text
    for post in ("NGƯỜI LẬP", "KẾ TOÁN TRƯỞNG", "THỦ TRƯỞNG ĐƠN VỊ"):
        assert post in text


def test_a_long_list_printed_in_parts_is_one_numbered_paper():
    whole = a_payment_list([a_row(number) for number in range(1, 25)])
    parts = [
        render_to_string("documents/payment_list.html", {"payment_list": part})
        for part in payment_list_parts(whole, 12)
    ]
    pdf = render_pdf_parts(parts, title="Danh sách dài")
    printed = pages(pdf)
    numbers = [re.findall(r"^\d+|\d+$", text) for text in printed]
    assert all(str(page) in found for page, found in enumerate(numbers[1:], 2))
    together = " ".join(printed)
    assert all(f"Nguyễn Thị Ướt {number} " in together for number in range(1, 25))
    assert "Mang sang 27.360.000" in together
    assert "Tổng cộng: 24 người 54.720.000" in together
    assert together.count("DANH SÁCH CHI TRẢ") == 1
    reader = PdfReader(BytesIO(pdf))
    assert reader.metadata is not None
    assert reader.metadata.title == "Danh sách dài"
