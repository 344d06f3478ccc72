"""Bills as hospitals write them: titles above, sums and signatures below, cells of every kind."""

from datetime import date
from io import BytesIO

import pytest
from openpyxl import Workbook

from claims.billing.columns import read_bill_sheet
from config.workbooks.opening import WorkbookRefused

HEADS = ["STT", "Họ và tên người khám", "Ngày, tháng, năm sinh", "CCCD", "Thành tiền (đồng)"]


def read(*rows):
    book = Workbook()
    for row in rows:
        book.active.append(list(row))
    content = BytesIO()
    book.save(content)
    return read_bill_sheet(content.getvalue())


def test_a_title_above_and_signatures_below_are_passed_over():
    found = read(
        ["SỞ Y TẾ", None, None, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
        ["BẢNG KÊ CHI PHÍ KHÁM SỨC KHỎE"],
        [],
        HEADS,
        [1, "Hà Văn Có", "05/03/1960", "020060123456", 2_000_000],
        [2, "Lý Thị Đến", 1955, "", "2.500.000"],
        ["Tổng cộng:", None, None, None, "4.500.000"],
        [],
        [None, "Người lập bảng", None, None, None],
        [None, "Hoàng Thị Ký", None, None, None],
    )
    assert [line.name for line in found.lines] == ["ha van co", "ly thi den"]
    assert [line.born for line in found.lines] == [date(1960, 3, 5), 1955]
    assert [line.amount for line in found.lines] == [2_000_000, 2_500_000]
    assert found.total == 4_500_000
    assert found.notes == ["Bỏ qua 2 dòng dưới dòng tổng cộng (chữ ký, ghi chú)."]


def test_people_below_the_sum_of_a_part_are_read_on():
    found = read(
        HEADS,
        [1, "Hà Văn Có", 1960, "", 1_000_000],
        ["Cộng", None, None, None, 1_000_000],
        [2, "Lý Thị Đến", 1955, "", 2_000_000],
        ["Tổng cộng", None, None, None, 3_000_000],
    )
    assert [line.row for line in found.lines] == [2, 4]
    assert found.total == 3_000_000


@pytest.mark.parametrize("name", ["Tống Công Minh", "Tòng Thị Tổng", "Cống Văn Cộng"])
def test_whoever_is_called_like_a_sum_is_a_person(name):
    found = read(HEADS, [1, name, 1960, "", 1_000_000], [2, "Lý Thị Đến", 1955, "", 2_000_000])
    assert len(found.lines) == 2


def test_a_citizen_id_that_excel_spoilt_is_a_doubt_not_a_fault():
    [line] = read(HEADS, [1, "Hà Văn Có", "05/03/1960", 20060123456, 2_000_000]).lines
    assert not line.faults
    assert line.citizen_hash == ""
    assert "mất số 0 ở đầu" in line.doubts[0]


@pytest.mark.parametrize(
    ("amount", "told"),
    [
        (None, "bắt buộc phải có"),
        ("=1000000*2", "công thức"),
        ("hai triệu", "không phải số"),
        (2_000_000.5, "phần lẻ"),
        (-2_000_000, "âm"),
        (2_000, ""),
    ],
)
def test_an_amount_that_cannot_be_trusted_is_a_fault(amount, told):
    [line] = read(HEADS, [1, "Hà Văn Có", 1960, "", amount]).lines
    assert told in " ".join(line.faults)
    assert bool(line.faults) == bool(told)


def test_a_row_without_a_name_is_a_fault():
    [line] = read(HEADS, [1, None, 1960, "", 2_000_000]).lines
    assert "Họ và tên" in line.faults[0]


def test_papers_are_shown_by_their_last_digits_only():
    found = read(HEADS, [1, "Hà Văn Có", 1960, "020060123456", 2_000_000])
    assert found.printed[2].identity == "CCCD …456"
    assert "020060123456" not in repr(found.lines)


def test_a_file_without_the_heads_is_refused_in_words():
    with pytest.raises(WorkbookRefused, match="Họ và tên"):
        read(["Ngày", "Món", "Giá"], ["01/01/2025", "Gạo", 10_000])
