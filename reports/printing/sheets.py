"""All tables of a report as a workbook to reckon with: numbers are numbers, as exact as printed."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from config.paper import OfficialDocument
from config.workbooks.writing import FONT, HEAD, LONGEST_CELL
from reports.printing.printed import Cell, ReportPaper, Row, Table

CONTENTS = "Mục lục"
A4 = 9
MOST_UPRIGHT = 6  # columns; more of them lie on a turned sheet
WIDEST, NARROWEST = 48, 8  # characters
# 1.234.567 | 5.128,86 | 85,7% | 02 người | −12
NUMBER = re.compile(r"([-−]?)(\d{1,3}(?:\.\d{3})+|\d+)(?:,(\d+))?(%?)(?: ([^\d%]{1,20}))?")
FORBIDDEN = re.compile(r"[\[\]:*?/\\']")


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it was printed, and the Excel format that prints it so again."""

    value: int | float
    format: str


def paper_xlsx(paper: ReportPaper) -> bytes:
    """A sheet for each table, those of charts and appendices included, after a list of them."""
    written = BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True}) as book:
        book.set_properties({"title": paper.document.title, "author": paper.document.issuing_body})
        sheets = _Sheets(book)
        contents = book.add_worksheet(CONTENTS)
        tables = [(_sheet_name(place, table), table) for place, table in _tables(paper)]
        _write_contents(sheets, contents, paper.document, tables)
        for name, table in tables:
            _write_table(sheets, book.add_worksheet(name), table, paper.document)
    return written.getvalue()


def number_in(words: str) -> Number | None:
    """Read what the portal printed; None for anything but one number with or without its unit."""
    found = NUMBER.fullmatch(words.replace("\N{NO-BREAK SPACE}", " "))
    if not found:
        return None
    sign, whole, decimals, percent, unit = found.groups()
    digits = whole.replace(".", "")
    exact = Decimal(f"{'-' if sign else ''}{digits}.{decimals or 0}")
    if percent:
        exact /= 100
    form = "00" if digits.startswith("0") and len(digits) == 2 else "#,##0"
    form += f".{'0' * len(decimals)}" if decimals else ""
    form += "%" if percent else ""
    form += f'" {unit}"' if unit else ""
    return Number(int(exact) if exact == exact.to_integral_value() else float(exact), form)


@dataclass
class _Sheets:
    """The book and its formats, each made once."""

    book: Workbook

    def __post_init__(self) -> None:
        self.made: dict[tuple, Format] = {}

    def look(self, **properties: object) -> Format:
        key = tuple(sorted(properties.items()))
        if key not in self.made:
            self.made[key] = self.book.add_format({**FONT, **properties})
        return self.made[key]


def _tables(paper: ReportPaper) -> Iterator[tuple[str, Table]]:
    """Each table with what tells its place: a running number, or that of its appendix."""
    for running, table in enumerate(paper.tables, start=1):
        yield f"{running:02d}", table
    for name, appendix in paper.numbered_appendices:
        yield name, appendix.table


def _sheet_name(place: str, table: Table) -> str:
    """The number keeps names apart that are cut to Excel's 31 characters."""
    words = FORBIDDEN.sub(" ", f"{place} {table.caption}")
    return " ".join(words.split())[:31].strip()


def _write_contents(
    sheets: _Sheets,
    page: Worksheet,
    document: OfficialDocument,
    tables: Sequence[tuple[str, Table]],
) -> None:
    page.set_column(0, 0, 96)
    page.set_paper(A4)
    page.fit_to_pages(1, 0)
    wrapped = {"text_wrap": True}
    page.write_string(0, 0, document.issuing_body.upper(), sheets.look(bold=True))
    page.write_string(1, 0, f"Số: {document.number_and_symbol}", sheets.look())
    page.write_string(2, 0, document.place_and_date, sheets.look(italic=True))
    page.write_string(4, 0, document.type_name.upper(), sheets.look(bold=True, font_size=14))
    page.write_string(5, 0, document.subject_line, sheets.look(bold=True, **wrapped))
    page.write_string(7, 0, "Các bảng trong sổ này:", sheets.look())
    link = sheets.look(font_color="#0B4F9E", underline=1, **wrapped)
    for line, (name, table) in enumerate(tables, start=8):
        page.write_url(line, 0, f"internal:'{name}'!A1", link, table.caption)


def _write_table(
    sheets: _Sheets, page: Worksheet, table: Table, document: OfficialDocument
) -> None:
    page.write_string(0, 0, table.caption, sheets.look(bold=True, font_size=14))
    page.write_string(1, 0, document.subject_line[:LONGEST_CELL], sheets.look(italic=True))
    page.write_string(2, 0, table.unit_note, sheets.look(italic=True))
    for place, head in enumerate(table.heads):
        page.write_string(3, place, head, sheets.look(**HEAD))
    for line, row in enumerate(table.rows, start=4):
        for place, cell in enumerate(row.cells):
            _write_cell(sheets, page, line, place, cell, row)
    under = [*([table.closing] if table.closing else []), *table.notes]
    for line, words in enumerate(under, start=len(table.rows) + 5):
        page.write_string(line, 0, words, sheets.look(italic=True))
    _set_up(page, table)


def _write_cell(
    sheets: _Sheets, page: Worksheet, line: int, place: int, cell: Cell, row: Row
) -> None:
    style: dict[str, object] = {"border": 1, "text_wrap": True}
    style |= {"total": {"bold": True}, "part": {"italic": True}}.get(row.look, {})
    number = number_in(cell.text) if cell.kind != "text" else None
    if number:
        align = "center" if cell.kind == "centre" else "right"
        look = sheets.look(**style, num_format=number.format, align=align)
        page.write_number(line, place, number.value, look)
        return
    align = {"number": "right", "centre": "center"}.get(cell.kind, "left")
    # Quoted: what begins with = or - stays text when somebody edits the cell.
    look = sheets.look(**style, num_format="@", align=align, quote_prefix=True)
    page.write_string(line, place, cell.text[:LONGEST_CELL], look)


def _set_up(page: Worksheet, table: Table) -> None:
    """Heads stay in sight and on every printed sheet; the sheet is as wide as the table."""
    page.freeze_panes(4, 0)
    page.set_paper(A4)
    if len(table.heads) > MOST_UPRIGHT:
        page.set_landscape()
    page.fit_to_pages(1, 0)
    page.repeat_rows(3)
    page.print_area(0, 0, len(table.rows) + 5, len(table.heads) - 1)
    page.set_margins(left=1.18, right=0.71, top=0.79, bottom=0.79)
    page.set_header('&C&"Times New Roman,Regular"&13&P')
    for place, head in enumerate(table.heads):
        page.set_column(
            place, place, _width([head, *(row.cells[place].text for row in table.rows)])
        )


def _width(texts: Iterable[str]) -> int:
    return max(NARROWEST, min(WIDEST, max(map(len, texts)) + 3))
