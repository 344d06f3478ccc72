import io
import random
import struct
from pathlib import Path

import openpyxl
import pytest

from config.workbooks.archive import MEGABYTE, OLE_HEADER
from config.workbooks.cells import Unusable
from config.workbooks.opening import Head, Limits, WorkbookRefused, read_sheet
from config.workbooks.scanning import column_index, column_letters

PERSON = ["Đỗ Thị Ánh", "020160000001", "25/12/1960", "Nữ", 1500000]


def refusal(file, columns, **options) -> str:
    with pytest.raises(WorkbookRefused) as refused:
        read_sheet(file, heads=columns, **options)
    return refused.value.message


# --- files that are refused as a whole


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "Tệp rỗng"),
        (b"Ho ten;CCCD\n", "không phải sổ tính .xlsx"),
        (b"<html><table></table></html>", "không phải sổ tính .xlsx"),
        (b"PK\x03\x04 not really a zip", "bị hỏng"),
        (OLE_HEADER + b"\x00" * 600 + "EncryptedPackage".encode("utf-16-le"), "mật khẩu"),
        (OLE_HEADER + b"\x00" * 600 + "Workbook".encode("utf-16-le"), ".xls"),
    ],
)
def test_foreign_files_are_refused(data, says, columns):
    assert says in refusal(data, columns)


def test_truncated_workbook_is_refused(build, columns, heads):
    data = build([heads, PERSON])
    assert "bị hỏng" in refusal(data[: len(data) // 2], columns)


def test_large_upload_is_refused_without_reading_all_of_it(columns):
    class Endless(io.RawIOBase):
        asked = 0

        def seek(self, *_):
            return 0

        def read(self, size=-1):
            assert size > 0, "an upload must not be read without a limit"
            self.asked += size
            return b"x" * size

    endless = Endless()
    assert "20 MB" in refusal(endless, columns)
    assert endless.asked <= 20 * MEGABYTE + 1


@pytest.mark.parametrize(
    ("member", "says"),
    [
        ("xl/vbaProject.bin", "macro"),
        ("xl/macrosheets/sheet1.xml", "macro"),
        ("mimetype", ".ods"),
        ("xl/workbook.bin", ".xlsb"),
    ],
)
def test_telling_members_are_refused(member, says, build, columns, heads, add_member):
    assert says in refusal(add_member(build([heads, PERSON]), member, b"x"), columns)


def test_other_zip_is_refused(columns, add_member):
    empty_archive = b"PK\x05\x06" + b"\x00" * 18
    assert "không phải sổ tính" in refusal(
        add_member(empty_archive, "word/document.xml", b""), columns
    )


def test_zip_bomb_by_size_is_refused(build, columns, heads, repack):
    bomb = repack(
        build([heads, PERSON]),
        sheet1__xml=lambda xml: xml.replace(b"</worksheet>", b" " * 6 * MEGABYTE),
    )
    assert len(bomb) < MEGABYTE
    assert "phình to" in refusal(bomb, columns, limits=Limits(inflated=5 * MEGABYTE))


def test_zip_bomb_by_ratio_is_refused(build, columns, heads, repack):
    bomb = repack(
        build([heads, PERSON]),
        sheet1__xml=lambda xml: xml.replace(b"<sheetData>", b" " * 30 * MEGABYTE + b"<sheetData>"),
    )
    assert "phình to" in refusal(bomb, columns)


def test_directory_that_lies_about_size_is_not_believed(build, columns, heads, repack):
    """The directory says ten bytes, the stream holds 20 MB: only ten bytes are ever inflated."""
    bomb = bytearray(
        repack(
            build([heads, PERSON]),
            sheet1__xml=lambda xml: xml.replace(b"<sheetData>", b" " * 20 * MEGABYTE),
        )
    )
    entry = bomb.rfind(b"xl/worksheets/sheet1.xml") - 46
    assert bomb[entry : entry + 4] == b"PK\x01\x02"
    bomb[entry + 24 : entry + 28] = struct.pack("<I", 10)
    assert "bị hỏng" in refusal(bytes(bomb), columns)


def test_entities_are_refused(build, columns, heads, repack):
    laughing = repack(
        build([heads, PERSON]),
        sharedStrings__xml=lambda xml: xml.replace(
            b"<sst", b'<!DOCTYPE sst [<!ENTITY a "aaaa">]><sst'
        ),
    )
    assert "bị hỏng" in refusal(laughing, columns)


@pytest.mark.parametrize("reference", [b"XFD1048576", b"XFD2", b"A1048576"])
def test_one_far_cell_does_not_blow_up_memory(reference, build, columns, heads, repack):
    """The parser lays a sheet out densely: two cells can cost 16 thousand million."""
    far = repack(
        build([heads, PERSON]),
        sheet1__xml=lambda xml: xml.replace(
            b"</sheetData>",
            b'<row r="%d"><c r="%s"><v>1</v></c></row></sheetData>'
            % (int(reference.lstrip(b"XFDA")), reference),
        ),
    )
    assert "Trang “Danh sách”" in refusal(far, columns)


def test_far_cell_without_plain_spelling_is_found_too(build, columns, heads, repack):
    far = repack(
        build([heads, PERSON]),
        sheet1__xml=lambda xml: xml.replace(
            b"</sheetData>",
            b"<row r='1048576'><c  r='XFD1048576'><v>1</v></c></row></sheetData>",
        ),
    )
    assert "1048576" in refusal(far, columns)


def test_styled_but_empty_far_row_is_harmless(build, columns, heads, repack):
    """LibreOffice likes to write the very last row."""
    data = repack(
        build([heads, PERSON]),
        sheet1__xml=lambda xml: xml.replace(
            b"</sheetData>",
            b'<row r="1048576"><c r="D1048576" s="1"/></row></sheetData>',
        ),
    )
    assert read_sheet(data, heads=columns).numbers == [2]


def test_too_many_rows_are_refused(build, columns, heads):
    data = build([heads, *[PERSON] * 30])
    assert "nhiều hơn 5 dòng" in refusal(data, columns, limits=Limits(rows=5))
    assert len(read_sheet(data, heads=columns, limits=Limits(rows=30))) == 30


def test_damaged_bytes_never_raise_anything_but_a_refusal(build, columns, heads):
    data = build([heads, PERSON, PERSON])
    chance = random.Random(20251231)
    outcomes = set()
    for _ in range(150):
        damaged = bytearray(data)
        for _ in range(chance.randint(1, 6)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        try:
            read_sheet(bytes(damaged), heads=columns)
            outcomes.add("read")
        except WorkbookRefused:
            outcomes.add("refused")
    assert "refused" in outcomes


# --- the head row


def test_columns_are_found_by_head_in_any_order_and_spelling(build, columns):
    data = build(
        [
            ["SỞ Y TẾ TỈNH"],
            [],
            [
                "STT",
                " so cccd*",
                "HỌ  VÀ TÊN (*)".replace("(*)", "*"),
                "Ghi chú riêng",
                "NGAY SINH",
            ],
            [1, "020160000001", "Đỗ Thị Ánh", "bỏ qua", "25/12/1960"],
        ]
    )
    sheet = read_sheet(data, heads=columns)
    assert sheet.head_row == 3
    assert sheet.places == {"cccd": 1, "full_name": 2, "born_on": 4}
    assert sheet.ignored == ["Ghi chú riêng"]
    assert sheet.address(4, "born_on") == "'Danh sách'!E4"
    assert sheet.address(4, "amount") == "'Danh sách'!4:4"


def test_decomposed_accents_match(build, columns):
    import unicodedata

    data = build([[unicodedata.normalize("NFD", "Họ và tên"), "Số CCCD"], PERSON[:2]])
    assert read_sheet(data, heads=columns).places == {"full_name": 0, "cccd": 1}


def test_missing_obligatory_heads_are_named_in_one_sentence(build, columns):
    message = refusal(build([["Ngày sinh", "Giới tính"], ["25/12/1960", "Nam"]]), columns)
    assert message.count(".") == 1
    assert "“Họ và tên”, “Số CCCD”" in message


def test_no_head_row_at_all(build, columns):
    assert "Không tìm thấy dòng tiêu đề" in refusal(build([["a", "b"], [1, 2]]), columns)
    assert "Không tìm thấy dòng tiêu đề" in refusal(build([]), columns)


def test_head_row_too_far_down_is_not_found(build, columns, heads):
    assert read_sheet(build([[""]] * 9 + [heads, PERSON]), heads=columns).head_row == 10
    assert "Không tìm thấy" in refusal(build([["x"]] * 10 + [heads, PERSON]), columns)


def test_duplicate_heads_are_refused_with_their_places(build, columns):
    data = build([["Họ và tên", "Số CCCD", "CCCD"], PERSON[:2]])
    message = refusal(data, columns)
    assert "B1 và C1" in message
    assert "“Số CCCD”" in message


def test_columns_that_read_alike_are_a_mistake_of_the_programmer(build):
    alike = [Head(name="a", head="Mã số"), Head(name="b", head="MA SO *")]
    with pytest.raises(ValueError, match="read alike"):
        read_sheet(build([["Mã số"], ["1"]]), heads=alike)


# --- which sheet, which rows


def test_the_sheet_with_the_heads_is_chosen(build, columns, heads):
    def add_sheet(book, page):
        second = book.add_worksheet("Cán bộ's")
        for line, row in enumerate([heads, PERSON]):
            second.write_row(line, 0, row)

    sheet = read_sheet(build([["Bìa"]], sheet="Bìa", more=add_sheet), heads=columns)
    assert sheet.name == "Cán bộ's"
    assert sheet.address(2, "full_name") == "'Cán bộ''s'!A2"


def test_two_filled_sheets_are_a_question_for_the_user(build, columns, heads):
    def add_sheet(book, page):
        second = book.add_worksheet("Trang hai")
        second.write_row(0, 0, heads)
        second.write_row(1, 0, PERSON)

    message = refusal(build([heads, PERSON], more=add_sheet), columns)
    assert "“Danh sách”, “Trang hai”" in message
    assert read_sheet(build([heads], more=add_sheet), heads=columns).name == "Trang hai"


def test_hidden_sheets_are_not_read(build, columns, heads):
    def hide(book, page):
        book.add_worksheet("Khác").activate()
        page.hide()

    assert "đang bị ẩn" in refusal(build([heads, PERSON], more=hide), columns)


def test_blank_rows_are_skipped_and_numbers_stay_true(build, columns, heads):
    blank = [" ", "\u200b", None, "", None]
    sheet = read_sheet(build([heads, PERSON, blank, [], PERSON, blank, blank]), heads=columns)
    assert sheet.numbers == [2, 5]


def test_a_running_number_alone_is_no_row(build, columns, heads):
    rows = [["STT", *heads], [1, *PERSON], [2], [3]]
    assert read_sheet(build(rows), heads=columns).numbers == [2]


def test_filtered_rows_are_read_and_mentioned(build, columns, heads):
    def hide(book, page):
        page.set_row(2, None, None, {"hidden": True})

    sheet = read_sheet(build([heads, PERSON, PERSON], more=hide), heads=columns)
    assert sheet.numbers == [2, 3]
    assert "1 dòng đang ẩn" in sheet.notes[0]


# --- cells that must not be trusted


def test_formula_cells_are_flagged_one_by_one(build, columns, heads):
    def add_formula(book, page):
        page.write_formula("E3", "=1000000*2", None, 2000000)

    sheet = read_sheet(build([heads, PERSON, PERSON[:4]], more=add_formula), heads=columns)
    assert sheet.cells[0][4] == 1500000
    cell = sheet.cells[1][4]
    assert isinstance(cell, Unusable)
    assert "công thức" in cell.reason
    assert cell.shown == "2000000"


def test_formulas_dragged_down_over_empty_rows_are_no_rows(build, columns, heads):
    def drag(book, page):
        for line in range(3, 40):
            page.write_formula(f"E{line}", f'=IF(A{line}="","",1)', None, "")

    assert read_sheet(build([heads, PERSON], more=drag), heads=columns).numbers == [2]


def test_error_cells_are_not_taken_for_blank(build, columns, heads, repack):
    data = repack(
        build([heads, [*PERSON[:4], 5]]),
        sheet1__xml=lambda xml: xml.replace(b'<c r="E2"><v>5</v>', b'<c r="E2" t="e"><v>#N/A</v>'),
    )
    cell = read_sheet(data, heads=columns).cells[0][4]
    assert isinstance(cell, Unusable)
    assert "báo lỗi" in cell.reason


def test_merged_cells_name_the_cell_that_holds_the_value(build, columns, heads):
    def merge(book, page):
        page.merge_range("D2:D3", "Nữ")

    rows = [heads, [*PERSON[:3], None, 1], [*PERSON[:3], None, 2000]]
    sheet = read_sheet(build(rows, more=merge), heads=columns)
    assert sheet.cells[0][3] == "Nữ"
    assert "gộp với D2" in sheet.cells[1][3].reason


def test_merged_title_above_the_heads_is_harmless(build, columns, heads):
    def merge(book, page):
        page.merge_range("A1:E1", "DANH SÁCH")

    assert read_sheet(build([[], heads, PERSON], more=merge), heads=columns).cells == [PERSON]


def test_one_enormous_merge_is_harmless(build, columns, heads, repack):
    data = repack(
        build([heads, PERSON]),
        sheet1__xml=lambda xml: xml.replace(
            b"</sheetData>",
            b'</sheetData><mergeCells count="1"><mergeCell ref="F1:XFD1048576"/></mergeCells>',
        ),
    )
    assert read_sheet(data, heads=columns).cells[0][:5] == PERSON


def test_prefixed_tags_are_read_with_their_formulas(build, columns, heads, repack):
    """Some programs write <x:c r="A1"> throughout."""
    import re

    def prefix(xml: bytes) -> bytes:
        xml = xml.replace(b"xmlns=", b"xmlns:x=")
        return re.sub(rb"<(/?)(?=[a-zA-Z])", rb"<\1x:", xml)

    def add_formula(book, page):
        page.write_formula("E2", "=1+1", None, 2)

    data = build([heads, PERSON[:4]], more=add_formula)
    sheet = read_sheet(repack(data, sheet1__xml=prefix), heads=columns)
    assert sheet.cells[0][:4] == PERSON[:4]
    assert isinstance(sheet.cells[0][4], Unusable)


def test_one_prefixed_cell_among_plain_ones_is_found(build, columns, heads, repack):
    """Such a cell would slip past a search for plain tags, with its formula or its far place."""
    data = repack(
        build([heads, PERSON[:4]]),
        sheet1__xml=lambda xml: xml.replace(
            b"<worksheet ",
            b'<worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main" ',
        ).replace(
            b"</row></sheetData>",
            b'<x:c r="E2"><x:f>1+1</x:f><x:v>2</x:v></x:c></row></sheetData>',
        ),
    )
    assert isinstance(read_sheet(data, heads=columns).cells[0][4], Unusable)


def test_a_row_of_errors_is_a_row(build, columns, heads, repack):
    data = repack(
        build([heads, PERSON, [None, None, None, None, 5]]),
        sheet1__xml=lambda xml: xml.replace(b'<c r="E3"><v>5</v>', b'<c r="E3" t="e"><v>#REF!</v>'),
    )
    assert read_sheet(data, heads=columns).numbers == [2, 3]


def test_workbook_of_another_writer(columns, heads, tmp_path: Path):
    book = openpyxl.Workbook()
    book.active.append(heads)
    book.active.append(PERSON)
    book.save(tmp_path / "other.xlsx")
    assert read_sheet(tmp_path / "other.xlsx", heads=columns).cells == [PERSON]
    with (tmp_path / "other.xlsx").open("rb") as opened:
        assert read_sheet(opened, heads=columns).cells == [PERSON]


def test_external_links_are_passed_over(build, columns, heads, add_member):
    data = add_member(build([heads, PERSON]), "xl/externalLinks/externalLink1.xml", b"<!DOCTYPE x>")
    assert len(read_sheet(data, heads=columns)) == 1


def test_fifty_thousand_rows(build, columns, heads):
    data = build([heads[:2], *([f"Người {i}", f"{i:012}"] for i in range(50_000))])
    sheet = read_sheet(data, heads=columns)
    assert len(sheet) == 50_000
    assert sheet.cells[-1][1] == "000000049999"


@pytest.mark.parametrize(("index", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (16383, "XFD")])
def test_column_letters(index, letters):
    assert column_letters(index) == letters
    assert column_index(letters) == index
