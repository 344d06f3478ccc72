import datetime

import pytest

from config.workbooks import cells
from config.workbooks.judging import (
    Column,
    add_fault,
    judge,
    read_and_judge,
    refuse_repeats,
)
from config.workbooks.opening import read_sheet

RIGHT = ["Đỗ Thị Ánh", "020160000001", "25/12/1960", "Nữ", 1500000]


def test_right_row(build, columns, heads):
    _, rows = read_and_judge(build([heads, RIGHT]), columns)
    assert [row.is_right for row in rows] == [True]
    assert rows[0].row_number == 2
    assert rows[0].values == {
        "full_name": "Đỗ Thị Ánh",
        "cccd": "020160000001",
        "born_on": datetime.date(1960, 12, 25),
        "sex": "F",
        "amount": 1_500_000,
    }


def test_every_wrong_cell_has_its_address_value_and_reason(build, columns, heads):
    wrong = [None, 20060000001, "12/25/1960", "Gái", -5]
    _, rows = read_and_judge(build([[], heads, RIGHT, wrong]), columns)
    assert rows[0].is_right
    faults = {fault.column: fault for fault in rows[1].faults}
    assert set(faults) == {"full_name", "cccd", "born_on", "sex", "amount"}
    assert faults["cccd"].address == "'Danh sách'!B4"
    assert faults["cccd"].value == "20060000001"
    assert faults["full_name"].sentence == "Họ và tên: bắt buộc phải có, đang để trống"
    assert set(rows[1].values.values()) == {None}


def test_blank_optional_cell_and_missing_optional_column_give_the_default(build, columns, heads):
    _, rows = read_and_judge(build([heads, RIGHT[:4]]), columns)
    assert rows[0].values["amount"] == 0
    _, rows = read_and_judge(build([heads[:2], RIGHT[:2]]), columns)
    assert rows[0].is_right
    assert rows[0].values["amount"] == 0
    assert rows[0].values["sex"] is None


def test_formula_is_a_wrong_cell(build, columns, heads):
    def add_formula(book, page):
        page.write_formula("E2", "=1+1", None, 2_000_000)

    _, rows = read_and_judge(build([heads, RIGHT[:4]], more=add_formula), columns)
    assert [fault.column for fault in rows[0].faults] == ["amount"]
    assert rows[0].faults[0].value == "2000000"


def test_wrong_and_right_texts_are_not_mixed_up_by_the_cache(build, columns, heads):
    rows = [heads, *([*RIGHT[:3], word, None] for word in ["Nữ", "Gái", "Nữ", "Gái", "Nam"])]
    _, judged = read_and_judge(build(rows), columns)
    assert [row.values["sex"] for row in judged] == ["F", None, "F", None, "M"]
    assert [row.is_right for row in judged] == [True, False, True, False, True]


def test_further_faults(build, columns, heads):
    sheet, rows = read_and_judge(build([heads, RIGHT]), columns)
    add_fault(sheet, rows[0], "born_on", "chưa đủ tuổi")
    add_fault(sheet, rows[0], "", "người này đã có")
    assert rows[0].faults[0].sentence == "Ngày sinh: chưa đủ tuổi"
    assert rows[0].faults[0].value == "25/12/1960"
    assert rows[0].faults[1].sentence == "người này đã có"
    assert rows[0].faults[1].address == "'Danh sách'!2:2"
    assert rows[0].is_wrong_in("born_on")
    assert not rows[0].is_wrong_in("cccd")


def test_repeats_name_the_first_row(build, columns, heads):
    other = ["Trần Văn Ba", "020060000002", None, None, None]
    blank = ["Lê Thị Tư", "sai", None, None, None]
    sheet, rows = read_and_judge(build([heads, RIGHT, other, RIGHT, blank, blank]), columns)
    refuse_repeats(sheet, rows, "cccd")
    assert [row.is_right for row in rows] == [True, True, False, False, False]
    assert rows[2].faults[0].reason == "trùng với dòng 2"
    assert "trùng" not in rows[4].faults[-1].reason


def test_days_that_excel_swapped_are_a_question(build, columns, heads):
    """Typed day first on an American machine: 25/12 stays text, 03/04 becomes 4 March."""

    def born(*days):
        rows = [heads, *([*RIGHT[:2], day, None, None] for day in days)]
        return read_and_judge(build(rows), columns)[1]

    swapped = born("25/12/1960", datetime.date(1960, 3, 4), datetime.date(1960, 5, 5))
    assert [row.is_right for row in swapped] == [True, False, True]
    assert "04/03/1960" in swapped[1].faults[0].reason
    assert "03/04/1960" in swapped[1].faults[0].reason
    assert swapped[1].values["born_on"] is None
    sound = born("25/12/1960", datetime.date(1960, 3, 4), datetime.date(1960, 3, 14))
    assert all(row.is_right for row in sound)
    assert all(row.is_right for row in born("05/12/1960", datetime.date(1960, 3, 4)))


def test_columns_may_be_judged_again_with_other_rules(build, columns, heads):
    sheet = read_sheet(build([heads, RIGHT]), heads=columns)
    strict = Column(name="amount", head="Số tiền", parser=cells.money(most=1_000_000))
    rows = judge(sheet, [strict])
    assert rows[0].values == {"amount": None}
    assert "lớn hơn" in rows[0].faults[0].reason


@pytest.mark.parametrize("count", [0, 10_000])
def test_many_rows(count, build, columns, heads):
    data = build(
        [heads, *([f"Người {i}", f"{i:012}", "25/12/1960", "Nam", 1000 + i] for i in range(count))]
    )
    _, rows = read_and_judge(data, columns)
    assert len(rows) == count
    assert all(row.is_right for row in rows)
    assert [row.values["amount"] for row in rows] == [1000 + i for i in range(count)]
