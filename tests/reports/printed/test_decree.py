"""Nghị định 30/2020/NĐ-CP, Appendix I, row by row, read from the printed PDF.

Sizes in points, places in millimetres. Rows about papers other than reports (V/v of a letter,
marks of urgency, scanned copies, signature pictures) have nothing to be read here.
"""

from dataclasses import replace
from datetime import date

import pytest

from reports.writing.paper import paper_pdf
from tests.reports.printed.reading import MM, Line, Printed
from tests.reports.printed.sample import DOCUMENT, a_paper

UPRIGHT, BOLD, ITALIC, BOLD_ITALIC = "Tinos", "Tinos-Bold", "Tinos-Italic", "Tinos-Bold-Italic"


@pytest.fixture(scope="module")
def body(printed: Printed) -> list[Line]:
    """The lines of running text: full size, not in tables, before the appendices."""
    first = printed.line("Phụ lục I").page
    return [line for line in printed.lines if line.page < first and line.sizes == {14.0}]


def is_part(rule: float, line: float) -> bool:
    return 1 / 3 - 0.01 <= rule / line <= 1 / 2 + 0.01


# --- The sheet ------------------------------------------------------------------------------


def test_the_sheet_is_a4_upright(printed):
    assert printed.size(0) == (210, 297)


def test_margins(printed, body):
    """Left 30–35 mm, right 15–20 mm, top and bottom 20–25 mm, and something stands at each."""
    numbers = {line.top for line in printed.lines if line.text.isdigit() and line.top < 20 * MM}
    inside = [line for line in body if line.top not in numbers]
    assert 30 <= min(line.left for line in inside) / MM <= 35
    assert 15 <= 210 - max(line.right for line in inside) / MM <= 20
    assert 20 <= min(line.top for line in inside) / MM <= 25.5
    assert 297 - max(line.bottom for line in inside) / MM >= 20


def test_one_font_in_black(printed):
    assert {face for line in printed.lines for face in line.faces} <= {
        UPRIGHT,
        BOLD,
        ITALIC,
        BOLD_ITALIC,
    }
    first = [letter for line in printed.on(0) for letter in line.letters]
    colours = {tuple(letter["non_stroking_color"] or ()) for letter in first}
    assert colours <= {(0,), (0, 0, 0), (0.0,), (0.0, 0.0, 0.0), (0, 0, 0, 1)}


# --- Head -----------------------------------------------------------------------------------


def test_country(printed):
    line = printed.line("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
    assert line.looks == ({12.0}, {BOLD})
    assert line.middle > 105 * MM
    assert line.top == min(line.top for line in printed.on(0))


def test_motto_and_its_rule_as_long_as_the_words(printed):
    line = printed.line("Độc lập - Tự do - Hạnh phúc")
    assert line.looks == ({13.0}, {BOLD})
    assert line.middle == pytest.approx(printed.line("CỘNG HÒA").middle, abs=2)
    assert printed.rule_under(line).width == pytest.approx(line.width, abs=1.5)


def test_superior_body(printed):
    line = printed.line("UBND TỈNH THỬ NGHIỆM")
    assert line.looks == ({12.0}, {UPRIGHT})
    assert line.middle < 105 * MM


def test_issuing_body_and_its_rule(printed):
    line = printed.line("SỞ Y TẾ")
    assert line.looks == ({12.0}, {BOLD})
    assert line.middle == pytest.approx(printed.line("UBND TỈNH").middle, abs=2)
    assert is_part(printed.rule_under(line).width, line.width)


def test_number_and_symbol(printed):
    line = printed.line("Số: 05/BC-SYT")
    assert line.looks == ({13.0}, {UPRIGHT})
    assert line.middle == pytest.approx(printed.line("SỞ Y TẾ").middle, abs=2)


@pytest.mark.parametrize(
    ("day", "number", "written"),
    [
        (date(2026, 3, 5), 5, ("Số: 05/BC-SYT", "Thử Nghiệm, ngày 05 tháng 3 năm 2026")),
        (date(2026, 2, 15), 12, ("Số: 12/BC-SYT", "Thử Nghiệm, ngày 15 tháng 02 năm 2026")),
        (date(2026, 12, 9), 120, ("Số: 120/BC-SYT", "Thử Nghiệm, ngày 09 tháng 12 năm 2026")),
    ],
)
def test_zeros_before_numbers_days_and_months(day, number, written):
    short = a_paper(
        document=replace(DOCUMENT, issued_on=day, number=number), sections=(), appendices=()
    )
    page = Printed(paper_pdf(short))
    assert [page.line(begins).text for begins in written] == list(written)


def test_place_and_date(printed):
    line = printed.line("Thử Nghiệm, ngày 05 tháng 3 năm 2026")
    assert line.looks == ({13.0}, {ITALIC})
    assert line.bottom == pytest.approx(printed.line("Số: 05").bottom, abs=1)
    assert line.middle == pytest.approx(printed.line("Độc lập").middle, abs=2)


def test_type_name(printed):
    line = printed.line("BÁO CÁO")
    assert line.looks == ({14.0}, {BOLD})
    assert line.middle == pytest.approx((30 + 192) / 2 * MM, abs=2)


def test_subject_and_its_rule(printed):
    above, below = printed.line("BÁO CÁO"), printed.line("Kính gửi")
    subject = [line for line in printed.on(0) if above.bottom <= line.top + 4 < below.top]
    assert subject[0].text.startswith("Tổng kết việc thực hiện chính sách")
    assert all(line.looks == ({14.0}, {BOLD}) for line in subject)
    assert len(subject) >= 2
    middle = printed.line("BÁO CÁO").middle
    assert all(line.middle == pytest.approx(middle, abs=2) for line in subject)
    rule = printed.rule_under(subject[-1])
    assert is_part(rule.width, max(line.width for line in subject))


def test_addressees_below_one_another_with_dashes_under_the_colon(printed):
    head = printed.line("Kính gửi:")
    colon = next(letter for letter in head.letters if letter["text"] == ":")
    addressees = [printed.line("- Hội đồng"), printed.line("- Ủy ban")]
    assert [line.text[-1] for line in addressees] == [";", "."]
    for line in (head, *addressees):
        assert line.looks == ({14.0}, {UPRIGHT})
    for line in addressees:
        assert line.left == pytest.approx(colon["x0"], abs=4)


def test_a_sole_addressee_stands_on_the_same_line():
    sole = replace(DOCUMENT, addressees=("Ủy ban nhân dân tỉnh Thử Nghiệm",))
    page = Printed(paper_pdf(a_paper(document=sole, sections=(), appendices=())))
    assert page.line("Kính gửi").text == "Kính gửi: Ủy ban nhân dân tỉnh Thử Nghiệm."


def test_legal_bases(printed):
    lines = [line for line in printed.on(0) if line.text.startswith("Căn cứ")]
    assert [line.text[-1] for line in lines] == [";", "."]
    assert all(line.looks == ({14.0}, {ITALIC}) for line in lines)


# --- Body -----------------------------------------------------------------------------------


def test_paragraphs(printed, body):
    """Justified; first line indented 1 or 1.27 cm; single to one and a half lines; gap ≥ 6 pt."""
    [first, second, third, fourth] = [
        line for line in body if line.page == 0 and line.faces == {UPRIGHT}
    ][3:7]
    left, right = 30 * MM, 192 * MM
    assert (first.left - left) / MM == pytest.approx(10, abs=0.3)
    assert [line.left for line in (second, third)] == [pytest.approx(left, abs=1)] * 2
    assert [line.right for line in (first, second)] == [pytest.approx(right, abs=1.5)] * 2
    assert fourth.text
    leading = second.letters[0]["top"] - first.letters[0]["top"]
    assert 1.0 <= leading / (14 * 1.149) <= 1.5  # a single line of Times is 1.149 of its size


def test_paragraphs_stand_apart(printed):
    one, other = printed.line("Gồm các việc:"), printed.line("1.1.")
    assert other.letters[0]["top"] - one.letters[0]["top"] >= 14 * 1.149 + 6


def test_parts_are_centred_in_capitals(printed):
    for words in ("A. CHÍNH SÁCH KHÁM, CHỮA BỆNH", "B. CHÍNH SÁCH ĐIỀU DƯỠNG"):
        line = printed.line(words)
        assert line.looks == ({14.0}, {BOLD})
        assert line.middle == pytest.approx(111 * MM, abs=2)


@pytest.mark.parametrize(
    ("words", "face"),
    [
        ("I. BỐI CẢNH THỰC HIỆN TỔNG KẾT", BOLD),
        ("II. KẾT QUẢ THỰC HIỆN", BOLD),
        ("1. Công tác chỉ đạo", BOLD),
        ("1.1. Kết quả từng chế độ", BOLD),
        ("a) Tiền ăn khi điều trị nội trú", UPRIGHT),
        ("đ) Điều dưỡng ngoại trú", UPRIGHT),
    ],
)
def test_headings(printed, words, face):
    line = printed.line(words)
    assert line.text == words
    assert line.looks == ({14.0}, {face})
    assert (line.left - 30 * MM) / MM == pytest.approx(10, abs=0.5)


def test_points_begin_with_dash_and_plus(printed):
    for words in ("- Lập kế hoạch khám định kỳ", "+ Lần 1: 12 người"):
        line = printed.line(words)
        assert line.looks == ({14.0}, {UPRIGHT})
        assert (line.left - 30 * MM) / MM == pytest.approx(10, abs=0.5)


def test_no_heading_is_left_alone_at_the_foot_of_a_page(printed):
    for page in range(printed.line("Phụ lục I").page):
        last = max(printed.on(page), key=lambda line: line.top)
        assert last.faces != {BOLD} or last.text == DOCUMENT.signer_name


def test_tables_repeat_their_heads_on_every_page(printed):
    pages = {line.page for line in printed.lines if line.text.startswith("Phụ lục")}
    for first in pages:
        following = first + 1
        if following < len(printed.pages) and following not in pages:
            assert any("TT" in line.text for line in printed.on(following))


# --- Foot -----------------------------------------------------------------------------------


def test_signature(printed):
    lines = [printed.line(words) for words in ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "Hoàng Thị Thử")]
    assert all(line.looks == ({14.0}, {BOLD}) for line in lines)
    assert all(line.middle == pytest.approx(lines[0].middle, abs=2) for line in lines)
    assert lines[0].middle > 111 * MM
    assert lines[2].top - lines[1].bottom > 20 * MM


def test_recipients(printed):
    head = printed.line("Nơi nhận:")
    assert head.looks == ({12.0}, {BOLD_ITALIC})
    assert head.left / MM == pytest.approx(30, abs=0.5)
    assert head.top == pytest.approx(printed.line("KT. GIÁM ĐỐC").top, abs=4)
    written = ("- Như trên;", "- Sở Tài chính;", "- Lãnh đạo Sở Y tế;", "- Lưu: VT, NVY.")
    lines = [printed.line(words) for words in written]
    assert [line.text for line in lines] == list(written)
    assert all(line.looks == ({11.0}, {UPRIGHT}) for line in lines)


def test_signature_and_last_words_share_a_page(printed):
    assert printed.line("Trên đây là kết quả").page == printed.line("KT. GIÁM ĐỐC").page


# --- Pages and appendices -------------------------------------------------------------------


def test_page_numbers_from_the_second_page_in_the_middle_of_the_top_margin(printed):
    end = printed.line("Phụ lục I").page
    for page in range(end):
        numbers = [line for line in printed.on(page) if line.bottom < 20 * MM]
        assert [line.text for line in numbers] == ([] if page == 0 else [str(page + 1)])
        for line in numbers:
            assert line.looks == ({13.0}, {UPRIGHT})
            assert line.middle == pytest.approx(111 * MM, abs=2)


def test_every_appendix_counts_its_own_pages(printed):
    starts = [printed.line(f"Phụ lục {number}").page for number in ("I", "II")]
    ends = [starts[1], len(printed.pages)]
    for start, end in zip(starts, ends, strict=True):
        assert end - start >= 2
        numbers = [
            [line.text for line in printed.on(page) if line.bottom < 20 * MM]
            for page in range(start, end)
        ]
        assert numbers == [[], *([str(n)] for n in range(2, end - start + 1))]


def test_heads_of_appendices(printed):
    for number, title in (("I", "KINH PHÍ THEO TỪNG CHẾ ĐỘ"), ("II", "KINH PHÍ THEO TỪNG XÃ")):
        name = printed.line(f"Phụ lục {number}")
        heads = printed.on(name.page)[:3]
        assert [line.text for line in heads] == [
            f"Phụ lục {number}",
            title,
            "(Kèm theo Báo cáo số 05/BC-SYT ngày 05 tháng 3 năm 2026 của Sở Y tế)",
        ]
        assert [line.looks for line in heads] == [
            ({14.0}, {BOLD}),
            ({14.0}, {BOLD}),
            ({13.0}, {ITALIC}),
        ]
        middle = printed.pages[name.page].width / 2
        assert all(abs(line.middle - middle) < 8 * MM for line in heads)


def test_a_sole_appendix_has_no_number():
    paper = a_paper()
    page = Printed(paper_pdf(replace(paper, sections=(), appendices=paper.appendices[:1])))
    assert page.line("Phụ lục").text == "Phụ lục"


def test_a_wide_appendix_lies_on_its_side(printed):
    assert printed.size(printed.line("Phụ lục II").page) == (297, 210)
    assert printed.size(printed.line("Phụ lục I").page) == (210, 297)


# --- Drafts ---------------------------------------------------------------------------------


def test_a_draft_leaves_number_and_day_open_and_says_what_it_is(draft):
    assert draft.line("DỰ THẢO").looks == ({13.0}, {BOLD})
    assert draft.line("Số:").text == "Số: /BC-SYT"
    assert draft.line("Thử Nghiệm, ngày").text == "Thử Nghiệm, ngày tháng 02 năm 2026"
    assert draft.line("(Kèm theo").text == (
        "(Kèm theo Báo cáo số /BC-SYT ngày tháng 02 năm 2026 của Sở Y tế)"
    )


def test_what_is_issued_is_no_draft(printed):
    assert not any("DỰ THẢO" in line.text for line in printed.lines)
