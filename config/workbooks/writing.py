"""Workbooks that leave the portal: templates to fill in, rejected rows, lists of figures.

Every text is written as text (never as a formula, link or number), so what begins with = + - or @
stays what it is when somebody edits the cell.
"""

import datetime
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal
from zoneinfo import ZoneInfo

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from config.workbooks.cells import fold, shown
from config.workbooks.judging import Column, JudgedRow
from config.workbooks.opening import REASONS_HEAD, Sheet

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
GUIDE_SHEET = "Hướng dẫn"
LISTS_SHEET = "Danh mục"
TEMPLATE_ROWS = 5_000
LONGEST_CELL = 32_767
DROPDOWN_CHARACTERS = 255  # Excel's limit for a list written inside the cell's rule
MOST_COMMENTS = 2_000
VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
RISKY_STARTS = ("=", "+", "-", "@", "\t", "\r")
FONT = {"font_name": "Times New Roman", "font_size": 12, "valign": "vcenter"}
HEAD = {"bold": True, "bg_color": "#DCE6F1", "border": 1, "text_wrap": True, "align": "center"}

type Kind = Literal["text", "integer", "money", "decimal", "percent", "date", "datetime"]

NUMBER_FORMATS: dict[str, str] = {
    "text": "@",
    "integer": "#,##0",
    "money": "#,##0",
    "decimal": "#,##0.00",
    "percent": "0.0%",
    "date": "dd/mm/yyyy",
    "datetime": "dd/mm/yyyy hh:mm",
}
INPUT_FORMATS = {"date": "dd/mm/yyyy", "money": "#,##0", "integer": "0"}
KIND_HELP = {
    "text": "Chữ",
    "digits": "Chữ số, định dạng Văn bản (giữ số 0 ở đầu)",
    "date": "Ngày dạng dd/mm/yyyy",
    "money": "Số tiền bằng đồng, chỉ gồm chữ số",
    "integer": "Số nguyên",
    "choice": "Chọn trong danh sách",
    "yes_no": "Có hoặc Không",
}


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column of an export: its head, what its cells are, width in characters, sum or not."""

    head: str
    kind: Kind = "text"
    width: int = 0
    total: bool = False


def template_workbook(
    columns: Sequence[Column],
    *,
    title: str,
    sheet: str = "Danh sách",
    notes: Sequence[str] = (),
) -> bytes:
    """An empty workbook to fill in.

    The example row stands above the head row, where the reader never looks for data; it stays in
    sight while typing and can't be imported by mistake.
    """
    buffer, book = _new_book()
    page = book.add_worksheet(_sheet_name(sheet))
    guide = book.add_worksheet(GUIDE_SHEET)
    _write_template_heads(book, page, columns, title)
    lists = _write_lists(book, columns)
    for place, column in enumerate(columns):
        _lay_out_input(book, page, place, column, lists.get(column.name, ""))
    _write_guide(book, guide, columns, title, notes)
    page.activate()
    return _finished(buffer, book)


def rejects_workbook(sheet: Sheet, rows: Iterable[JudgedRow]) -> bytes:
    """The wrong rows only, as uploaded, each with its reasons first and its wrong cells coloured.

    Correct the cells and upload it again: the reader passes over the reasons column. Every cell
    is text, so that neither IDs nor dates change once more; dates stand as dd/mm/yyyy.
    """
    buffer, book = _new_book()
    page = book.add_worksheet(_sheet_name(sheet.name))
    plain = _format(book, num_format="@", border=1)
    wrong = _format(book, num_format="@", border=1, bg_color="#FFD9D9", font_color="#9C0006")
    reasons = _format(book, text_wrap=True, border=1, italic=True, num_format="@")
    places = [place for place, head in enumerate(sheet.heads) if fold(head) != fold(REASONS_HEAD)]
    _write_reject_heads(book, page, [sheet.heads[place] for place in places])
    comments_left = MOST_COMMENTS
    line = 1
    for line, row in enumerate((row for row in rows if row.faults), start=2):
        sentences = "; ".join(fault.sentence for fault in row.faults)
        _write_text(page, line, 0, f"Dòng {row.row_number}: {sentences}", reasons)
        faults = _reasons_by_place(sheet, row)
        for target, place in enumerate(places, start=1):
            words = shown(sheet.cells[row.index][place])
            _write_text(page, line, target, words, wrong if place in faults else plain)
            if place in faults and comments_left:
                page.write_comment(line, target, faults[place], {"x_scale": 2})
                comments_left -= 1
    _offer_choices(page, sheet, places, last=line)
    return _finished(buffer, book)


@dataclass(frozen=True, slots=True)
class Table:
    """A list on a sheet of its own; ``rows`` may be a generator."""

    title: str
    columns: Sequence[TableColumn]
    rows: Iterable[Sequence[Any]]
    notes: Sequence[str] = ()
    sheet: str = "Danh sách"
    totals: bool = True


def table_workbook(
    *,
    title: str,
    columns: Sequence[TableColumn],
    rows: Iterable[Sequence[Any]],
    notes: Sequence[str] = (),
    sheet: str = "Danh sách",
    totals: bool = True,
) -> bytes:
    """A list to work with or print: real numbers and dates, frozen heads, filter, totals.

    ``rows`` may be a generator; one row at a time is held in memory.
    """
    return tables_workbook([Table(title, columns, rows, notes, sheet, totals)])


def tables_workbook(tables: Iterable[Table]) -> bytes:
    """Several such lists, each on its sheet, written one after the other."""
    buffer, book = _new_book(constant_memory=True)
    for table in tables:
        _write_table(book, table)
    return _finished(buffer, book)


def _write_table(book: Workbook, table: Table) -> None:
    columns = table.columns
    page = book.add_worksheet(_sheet_name(table.sheet))
    head_row = len(table.notes) + 2
    _set_up_print(page, columns, head_row)
    _write_table_head(book, page, columns, table.title, table.notes)
    formats = [_column_format(book, column) for column in columns]
    sums = {place: 0 for place, column in enumerate(columns) if column.total}
    line = head_row
    for line, row in enumerate(table.rows, start=head_row + 1):
        for place, (value, (plain, risky)) in enumerate(zip(row, formats, strict=True)):
            _write_value(page, line, place, value, plain, risky)
        for place in sums:
            sums[place] += row[place] or 0
    page.autofilter(head_row, 0, line, len(columns) - 1)
    if table.totals and sums and line > head_row:
        _write_totals(book, page, columns, sums, head_row + 1, line)


def _new_book(*, constant_memory: bool = False) -> tuple[io.BytesIO, Workbook]:
    buffer = io.BytesIO()
    options = {
        "constant_memory": constant_memory,
        "default_date_format": "dd/mm/yyyy",
    }
    return buffer, xlsxwriter.Workbook(buffer, options)


def _finished(buffer: io.BytesIO, book: Workbook) -> bytes:
    book.close()
    return buffer.getvalue()


def _format(book: Workbook, **properties: Any) -> Format:
    return book.add_format({**FONT, **properties})


def _sheet_name(name: str) -> str:
    """At most 31 characters, none of those Excel forbids."""
    return (
        "".join(" " if letter in "[]:*?/\\" else letter for letter in name)[:31].strip("' ")
        or "Dữ liệu"
    )


def _write_text(page: Worksheet, row: int, place: int, words: str, style: Format) -> None:
    if words:
        page.write_string(row, place, words[:LONGEST_CELL], style)
    else:
        page.write_blank(row, place, None, style)


# --- template


def _write_template_heads(
    book: Workbook, page: Worksheet, columns: Sequence[Column], title: str
) -> None:
    head = _format(book, **HEAD)
    obligatory = _format(book, **{**HEAD, "bg_color": "#FCE4D6"})
    helping = _format(book, italic=True, font_size=10, text_wrap=True, font_color="#595959")
    example = _format(book, italic=True, font_color="#7F7F7F", bg_color="#F2F2F2", num_format="@")
    page.write_string(0, 0, title, _format(book, bold=True, font_size=14))
    page.write_string(
        1,
        0,
        "Nhập từ dòng 6. Cột có dấu * là bắt buộc. Dòng 4 là ví dụ, không được nhập vào hệ thống. "
        f"Xem thêm trang “{GUIDE_SHEET}”.",
        _format(book, italic=True),
    )
    for place, column in enumerate(columns):
        _write_text(page, 2, place, column.help or KIND_HELP[column.parser.kind], helping)
        _write_text(page, 3, place, shown(column.example), example)
        star = " *" if column.required else ""
        page.write_string(4, place, column.head + star, obligatory if column.required else head)
    page.set_row(2, 48)
    page.set_row(4, 36)
    page.freeze_panes(5, 0)


def _fits_in_rule(column: Column) -> bool:
    """Whether a dropdown can be written inside the rule, where a comma divides the words."""
    return len(",".join(column.words)) <= DROPDOWN_CHARACTERS and "," not in "".join(column.words)


def _write_lists(book: Workbook, columns: Sequence[Column]) -> dict[str, str]:
    """Long dropdown lists live on a sheet of their own. Column name → range of its words."""
    long = [column for column in columns if column.words and not _fits_in_rule(column)]
    if not long:
        return {}
    page = book.add_worksheet(LISTS_SHEET)
    page.protect()
    ranges = {}
    for place, column in enumerate(long):
        page.set_column(place, place, 40)
        page.write_string(0, place, f"Danh mục: {column.head}", _format(book, bold=True))
        for line, word in enumerate(column.words, start=1):
            page.write_string(line, place, word, _format(book))
        letter = xl_col_to_name(place)
        ranges[column.name] = f"='{LISTS_SHEET}'!${letter}$2:${letter}${len(column.words) + 1}"
    return ranges


def _lay_out_input(
    book: Workbook, page: Worksheet, place: int, column: Column, word_range: str
) -> None:
    kind = column.parser.kind
    width = column.width or max(14, min(40, len(column.head) + 6, len(shown(column.example)) + 20))
    page.set_column(place, place, width, _format(book, num_format=INPUT_FORMATS.get(kind, "@")))
    rule = _input_rule(column, word_range)
    if rule:
        page.data_validation(5, place, 4 + TEMPLATE_ROWS, place, rule)


def _input_rule(column: Column, word_range: str) -> dict[str, Any]:
    kind = column.parser.kind
    words = ["Có", "Không"] if kind == "yes_no" else list(column.words)
    if words:
        return {
            "validate": "list",
            "source": word_range or words,
            "error_title": "Không có trong danh sách",
            "error_message": "Hãy chọn một giá trị trong danh sách thả xuống.",
        }
    if kind == "date":
        return {
            "validate": "date",
            "criteria": "between",
            "minimum": datetime.date(1900, 3, 1),
            "maximum": datetime.date(2199, 12, 31),
            "error_type": "warning",
            "error_title": "Chưa phải ngày",
            "error_message": "Hãy nhập ngày, tháng, năm đầy đủ và xem lại ngày Excel hiểu ra.",
        }
    return {}


def _write_guide(
    book: Workbook, page: Worksheet, columns: Sequence[Column], title: str, notes: Sequence[str]
) -> None:
    wrapped = _format(book, text_wrap=True, valign="top", border=1, num_format="@")
    page.set_column(0, 0, 28)
    page.set_column(1, 1, 12)
    page.set_column(2, 4, 40)
    page.write_string(0, 0, f"{GUIDE_SHEET}: {title}", _format(book, bold=True, font_size=14))
    line = 1
    for note in (*notes, *_standing_notes()):
        page.write_string(line, 0, f"{line}. {note}", _format(book))
        line += 1
    line += 1
    heads = ("Cột", "Bắt buộc", "Cách ghi", "Ví dụ", "Giá trị cho phép")
    for place, head in enumerate(heads):
        page.write_string(line, place, head, _format(book, **HEAD))
    for offset, column in enumerate(columns, start=1):
        kind_help = KIND_HELP[column.parser.kind]
        cells = (
            # A heading with a mark the reader does not know: this table is no sheet to import.
            f"• {column.head}",
            "Có" if column.required else "",
            f"{kind_help}. {column.help}" if column.help else kind_help,
            shown(column.example),
            "; ".join(column.words),
        )
        for place, words in enumerate(cells):
            _write_text(page, line + offset, place, words, wrapped)


def _standing_notes() -> tuple[str, ...]:
    return (
        "Không đổi tên cột. Có thể đổi thứ tự cột, thêm cột khác; cột lạ được bỏ qua.",
        "Không dùng công thức và không gộp ô trong vùng dữ liệu.",
        "Ngày ghi đủ dd/mm/yyyy. Số tiền ghi bằng đồng, không dùng dấu chấm, dấu phẩy.",
        "Tệp được kiểm tra toàn bộ trước khi ghi; dòng sai được trả lại kèm lý do từng ô.",
    )


# --- rejects


def _write_reject_heads(book: Workbook, page: Worksheet, heads: Sequence[str]) -> None:
    page.write_string(
        0,
        0,
        "Các dòng chưa được nhập. Sửa ô tô màu theo cột “Lý do”, lưu lại rồi tải tệp này lên.",
        _format(book, bold=True),
    )
    head = _format(book, **HEAD)
    page.set_column(0, 0, 50)
    _write_text(page, 1, 0, REASONS_HEAD, head)
    for place, words in enumerate(heads):
        _write_text(page, 1, place + 1, words, head)
    page.set_column(1, max(1, len(heads)), 20, _format(book, num_format="@"))
    page.freeze_panes(2, 1)


def _offer_choices(page: Worksheet, sheet: Sheet, places: Sequence[int], *, last: int) -> None:
    """Short dropdowns come back with the rejected rows, where a choice has to be corrected."""
    for column in sheet.columns:
        if not isinstance(column, Column) or not column.words or not _fits_in_rule(column):
            continue
        target = places.index(sheet.places[column.name]) + 1
        page.data_validation(2, target, max(2, last), target, _input_rule(column, ""))


def _reasons_by_place(sheet: Sheet, row: JudgedRow) -> dict[int, str]:
    reasons: dict[int, str] = {}
    for fault in row.faults:
        if fault.column in sheet.places:
            place = sheet.places[fault.column]
            reasons[place] = "; ".join(filter(None, (reasons.get(place), fault.reason)))
    return reasons


# --- tables


def _set_up_print(page: Worksheet, columns: Sequence[TableColumn], head_row: int) -> None:
    page.set_paper(9)
    page.set_landscape()
    page.set_margins(left=0.6, right=0.4, top=0.6, bottom=0.6)
    page.fit_to_pages(1, 0)
    page.repeat_rows(head_row)
    page.set_footer("&RTrang &P/&N")
    page.freeze_panes(head_row + 1, 0)
    for place, column in enumerate(columns):
        natural = {"date": 13, "datetime": 18, "money": 18, "text": 26}.get(column.kind, 12)
        page.set_column(place, place, column.width or max(natural, min(30, len(column.head) + 2)))


def _write_table_head(
    book: Workbook,
    page: Worksheet,
    columns: Sequence[TableColumn],
    title: str,
    notes: Sequence[str],
) -> None:
    _write_text(page, 0, 0, title, _format(book, bold=True, font_size=14))
    for line, note in enumerate(notes, start=1):
        _write_text(page, line, 0, note, _format(book, italic=True))
    head = _format(book, **HEAD)
    for place, column in enumerate(columns):
        _write_text(page, len(notes) + 2, place, column.head, head)


def _column_format(book: Workbook, column: TableColumn) -> tuple[Format, Format]:
    """Format of a column, and the same for text that Excel would take for a formula on editing."""
    style = {"num_format": NUMBER_FORMATS[column.kind], "border": 1}
    return _format(book, **style), _format(book, **style, quote_prefix=True)


def _write_value(
    page: Worksheet, row: int, place: int, value: Any, plain: Format, risky: Format
) -> None:
    if isinstance(value, bool):
        page.write_string(row, place, "Có" if value else "Không", plain)
    elif isinstance(value, int | float | Decimal):
        page.write_number(row, place, value, plain)
    elif isinstance(value, datetime.datetime):
        local = value.astimezone(VIETNAM) if value.tzinfo else value
        page.write_datetime(row, place, local.replace(tzinfo=None), plain)
    elif isinstance(value, datetime.date):
        page.write_datetime(row, place, value, plain)
    else:
        words = "" if value is None else str(value)
        _write_text(page, row, place, words, risky if words.startswith(RISKY_STARTS) else plain)


def _write_totals(
    book: Workbook,
    page: Worksheet,
    columns: Sequence[TableColumn],
    sums: dict[int, int],
    first: int,
    last: int,
) -> None:
    """Sums as SUBTOTAL, so that they follow the filter; the sum itself for viewers that don't."""
    label = _format(book, bold=True, border=1)
    for place, column in enumerate(columns):
        if column.total:
            letter = xl_col_to_name(place)
            style = _format(book, bold=True, border=1, num_format=NUMBER_FORMATS[column.kind])
            formula = f"=SUBTOTAL(109,{letter}{first + 1}:{letter}{last + 1})"
            page.write_formula(last + 1, place, formula, style, sums[place])
        else:
            _write_text(page, last + 1, place, "Tổng cộng" if place == 0 else "", label)
