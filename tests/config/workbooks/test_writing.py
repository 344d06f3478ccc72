import datetime
import io
from zoneinfo import ZoneInfo

import openpyxl
import pytest

from config.workbooks import cells
from config.workbooks.judging import Column, add_fault, read_and_judge
from config.workbooks.writing import (
    GUIDE_SHEET,
    TableColumn,
    rejects_workbook,
    table_workbook,
    template_workbook,
)

RIGHT = ["Đỗ Thị Ánh", "020160000001", "25/12/1960", "Nữ", 1500000]


def opened(data: bytes):
    return openpyxl.load_workbook(io.BytesIO(data))


def edited(data: bytes, change) -> bytes:
    """The workbook after a person changed and saved it."""
    book = opened(data)
    change(book.worksheets[0])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


# --- template


def test_untouched_template_holds_nobody(columns):
    sheet, rows = read_and_judge(template_workbook(columns, title="Danh sách cán bộ"), columns)
    assert rows == []
    assert set(sheet.places) == {column.name for column in columns}


def test_the_example_of_the_template_can_itself_be_imported(columns):
    """What we tell people to type has to be right."""

    def copy_example(page):
        for place in range(1, len(columns) + 1):
            page.cell(6, place, page.cell(4, place).value)

    template = template_workbook(columns, title="Danh sách cán bộ")
    _, rows = read_and_judge(edited(template, copy_example), columns)
    assert [fault.sentence for row in rows for fault in row.faults] == []
    assert rows[0].row_number == 6
    assert rows[0].values["cccd"] == "020060000001"
    assert rows[0].values["born_on"] == datetime.date(1960, 12, 25)


def test_template_guides_the_hand(columns):
    book = opened(template_workbook(columns, title="Danh sách cán bộ", notes=["Theo mẫu số 1."]))
    page = book["Danh sách"]
    assert page["A5"].value == "Họ và tên *"
    assert page["C5"].value == "Ngày sinh"
    assert page["A5"].font.bold
    assert page.freeze_panes == "A6"
    assert page.column_dimensions["B"].width > 12
    rules = {str(rule.sqref): rule for rule in page.data_validations.dataValidation}
    assert rules["D6:D5005"].formula1 == '"Nam,Nữ"'
    assert rules["C6:C5005"].type == "date"
    guide = [cell.value for row in book[GUIDE_SHEET].iter_rows() for cell in row if cell.value]
    assert "1. Theo mẫu số 1." in guide
    assert "Nam; Nữ" in guide


def test_ids_typed_into_the_template_stay_text(columns):
    page = opened(template_workbook(columns, title="Danh sách cán bộ"))["Danh sách"]
    formats = {letter: page.column_dimensions[letter].number_format for letter in "ABCE"}
    assert formats == {"A": "@", "B": "@", "C": "dd/mm/yyyy", "E": "#,##0"}


def test_long_dropdowns_stand_on_a_sheet_of_their_own():
    units = [f"Ủy ban nhân dân xã {number}" for number in range(65)]
    columns = (Column(name="unit", head="Đơn vị", parser=cells.choice(units), required=True),)
    data = template_workbook(columns, title="Danh sách đơn vị")
    book = opened(data)
    (rule,) = book["Danh sách"].data_validations.dataValidation
    assert rule.formula1 == "'Danh mục'!$A$2:$A$66"
    assert book["Danh mục"]["A66"].value == units[-1]
    assert read_and_judge(data, columns)[1] == []


def test_dropdown_words_with_commas_are_not_torn_apart():
    words = ["=Ốm đau, tai nạn", "Khác"]
    columns = (Column(name="cause", head="Nguyên nhân", parser=cells.choice(words)),)
    book = opened(template_workbook(columns, title="Hỗ trợ"))
    (rule,) = book["Danh sách"].data_validations.dataValidation
    assert rule.formula1 == "'Danh mục'!$A$2:$A$3"
    assert book["Danh mục"]["A2"].value == words[0]


# --- rejects


def test_rejected_rows_are_corrected_and_accepted(build, columns, heads):
    uploaded = build(
        [
            ["STT", *heads, "Ghi chú"],
            [1, *RIGHT, "đúng"],
            [2, "Trần Văn Ba", 20060000002, "1958", "Nam", 2000000, "=1+1"],
            [3, None, "020060000003", datetime.date(1970, 5, 20), "Gái", "133.082", None],
        ]
    )
    sheet, rows = read_and_judge(uploaded, columns)
    rejects = rejects_workbook(sheet, rows)

    page = opened(rejects).active
    assert [cell.value for cell in page[2]] == ["Lý do", "STT", *heads, "Ghi chú"]
    assert page.max_row == 4
    assert page["A3"].value.startswith("Dòng 3: Số CCCD: ")
    assert page["C4"].fill.fgColor.rgb == page["F4"].fill.fgColor.rgb == "FFFFD9D9"
    assert page["D4"].fill.fill_type is None
    assert "bắt buộc" in page["C4"].comment.text
    assert page["H3"].value == "=1+1"
    assert page["H3"].data_type == "s"
    assert all(cell.number_format == "@" for cell in page[3])

    again, still_wrong = read_and_judge(rejects, columns)
    assert [len(row.faults) for row in still_wrong] == [len(row.faults) for row in rows[1:]]
    assert again.ignored == ["Ghi chú"]

    def correct(page):
        page["D3"], page["E3"] = "020060000002", "01/02/1958"
        page["C4"], page["F4"], page["G4"] = "Lê Thị Tư", "Nữ", "133082"

    _, corrected = read_and_judge(edited(rejects, correct), columns)
    assert [fault.sentence for row in corrected for fault in row.faults] == []
    assert [row.values["cccd"] for row in corrected] == ["020060000002", "020060000003"]
    assert corrected[1].values["born_on"] == datetime.date(1970, 5, 20)
    assert corrected[1].values["amount"] == 133_082


def test_rejects_of_rejects_have_one_reasons_column(build, columns, heads):
    sheet, rows = read_and_judge(build([heads, [None, *RIGHT[1:]]]), columns)
    sheet, rows = read_and_judge(rejects_workbook(sheet, rows), columns)
    page = opened(rejects_workbook(sheet, rows)).active
    assert [cell.value for cell in page[2]] == ["Lý do", *heads]


def test_right_cells_of_a_rejected_row_stay_right(build, columns, heads):
    """A row rejected for a set check comes back unchanged in meaning."""
    moment = datetime.datetime.fromisoformat("1960-12-25T08:30")
    sheet, rows = read_and_judge(build([heads, [*RIGHT[:2], moment, *RIGHT[3:]]]), columns)
    before = dict(rows[0].values)
    add_fault(sheet, rows[0], "", "đã có")
    _, again = read_and_judge(rejects_workbook(sheet, rows), columns)
    assert again[0].is_right
    assert again[0].values == before


# --- tables

TABLE = (
    TableColumn("STT", "integer"),
    TableColumn("Họ và tên"),
    TableColumn("Số tiền", "money", total=True),
    TableColumn("Ngày", "date"),
    TableColumn("Lúc", "datetime"),
)
MORNING = datetime.datetime(2025, 12, 31, 20, 0, tzinfo=datetime.UTC)


def test_table_has_real_numbers_and_days():
    rows = [
        (1, "Đỗ Thị Ánh", 1_500_000, datetime.date(2025, 12, 31), MORNING),
        (2, None, None, None, None),
        (3, "Trần Văn Ba", 500_000, datetime.date(2025, 1, 1), None),
    ]
    data = table_workbook(title="Chi trả", columns=TABLE, rows=iter(rows), notes=["Năm 2025"])
    page = opened(data).active
    assert page["A1"].value == "Chi trả"
    assert [cell.value for cell in page[4]] == [column.head for column in TABLE]
    assert page["C5"].value == 1_500_000
    assert page["C5"].number_format == "#,##0"
    assert page["D5"].value == datetime.datetime.fromisoformat("2025-12-31")
    in_vietnam = MORNING.astimezone(ZoneInfo("Asia/Ho_Chi_Minh")).replace(tzinfo=None)
    assert page["E5"].value == in_vietnam == datetime.datetime.fromisoformat("2026-01-01T03:00")
    assert page.freeze_panes == "A5"
    assert page.auto_filter.ref == "A4:E7"
    assert page.print_title_rows == "$4:$4"
    assert page["C8"].value == "=SUBTOTAL(109,C5:C7)"
    cached = openpyxl.load_workbook(io.BytesIO(data), data_only=True).active
    assert cached["C8"].value == 2_000_000


@pytest.mark.parametrize(
    "words", ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\t=1", "http://x"]
)
def test_formula_injection_is_text(words):
    data = table_workbook(title="=1+1", columns=[TableColumn("=2+2")], rows=[(words,)])
    page = opened(data).active
    for reference in ("A1", "A3", "A4"):
        assert page[reference].data_type == "s"
        assert page[reference].hyperlink is None
    assert page["A4"].value == words
    assert page["A4"].quotePrefix == (not words.startswith("http"))


def test_empty_table_and_odd_names():
    data = table_workbook(title="", columns=TABLE, rows=[], sheet="Khoa: A/B [1] " + "x" * 40)
    book = opened(data)
    assert len(book.sheetnames[0]) <= 31
    assert book.active.max_row == 3


def test_overlong_text_is_cut_not_lost():
    data = table_workbook(title="", columns=[TableColumn("Chữ")], rows=[("a" * 40_000,)])
    assert len(opened(data).active["A4"].value) == 32_767


def test_rows_stream():
    """Rows come from a generator and are written as they come."""
    data = table_workbook(
        title="Lớn", columns=TABLE[:3], rows=((i, f"Người {i}", 1000) for i in range(5_000))
    )
    page = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True).active
    last = list(page.iter_rows(values_only=True))[-1]
    assert last == ("Tổng cộng", None, 5_000_000)
