"""Many figures of a paper at once: pasted columns, or a workbook of them, row by row.

Each row names a figure (by code or title), what the paper prints, and where. A number with more
than one meaning is never guessed: the row says which meanings there are and waits for a choice.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, BinaryIO

from config.workbooks import cells
from config.workbooks.judging import Column, read_and_judge
from config.workbooks.writing import template_workbook
from reports.figures.figure import Figure, FigureValue, Measure
from reports.figures.readings import Reading, readings
from reports.figures.reckoning import Reckoning

MOST_ROWS = 500
MARKS = ("\t", "|", ";")
COLUMNS = (
    Column(
        name="figure",
        head="Mã hoặc tên số liệu",
        parser=cells.text(300),
        required=True,
        example="total.amount",
        help="Mã số liệu như trên trang số liệu, hoặc đúng tên của nó",
    ),
    Column(
        name="printed",
        head="Số trên giấy",
        parser=cells.text(100),
        required=True,
        example="9.464 triệu",
        help="Chép nguyên văn, định dạng Văn bản để giữ dấu chấm, dấu phẩy",
    ),
    Column(
        name="source",
        head="Nguồn",
        parser=cells.text(300),
        example="Báo cáo đã in, trang 3",
        help="Bỏ trống thì lấy nguồn chung",
    ),
)


@dataclass(frozen=True, slots=True)
class PastedRow:
    """How one row is understood. ``problem`` tells what is in the way."""

    number: int
    named: str
    printed: str
    source: str
    computed: FigureValue | None = None
    readings: tuple[Reading, ...] = ()
    chosen: Reading | None = None
    problem: str = ""

    @property
    def field(self) -> str:
        return f"reading-{self.number}"

    @property
    def is_clear(self) -> bool:
        return bool(self.computed and self.chosen and not self.problem)

    @property
    def entry(self) -> dict[str, Any]:
        """What is kept of the row. Only for a clear one."""
        assert self.computed
        assert self.chosen
        return {
            "code": self.computed.code,
            "value": self.chosen.value,
            "printed": self.printed,
            "precision": self.chosen.precision,
            "source": self.source,
        }


def pasted_rows(
    text: str, source: str, reckoning: Reckoning, *, chosen: Mapping[str, str]
) -> list[PastedRow]:
    """The rows of a pasted text; ``chosen`` has the meanings picked so far, by field."""
    lines = [line for line in text.splitlines() if line.strip()][:MOST_ROWS]
    return [
        _row(number, line, source, reckoning, chosen) for number, line in enumerate(lines, start=1)
    ]


def text_of_workbook(file: BinaryIO) -> str:
    """The rows of an uploaded workbook as pasted text. Raises ``WorkbookRefused``."""
    sheet, rows = read_and_judge(file, COLUMNS)
    shown = [
        [cells.shown(sheet.cells[row.index][sheet.places[name]]) for name in sheet.places]
        for row in rows
    ]
    order = {name: place for place, name in enumerate(sheet.places)}
    wanted = [order[column.name] for column in COLUMNS if column.name in order]
    return "\n".join("\t".join(row[place] for place in wanted) for row in shown)


def workbook_template() -> bytes:
    return template_workbook(COLUMNS, title="Số trên giấy để đối chiếu", sheet="Số trên giấy")


def figure_named(name: str, reckoning: Reckoning) -> tuple[Figure | None, str]:
    """The figure of a code or title, or why there is none (or more than one)."""
    if name in reckoning:
        return reckoning[name].figure, ""
    wanted = cells.fold(name)
    exact = [value.figure for value in reckoning if cells.fold(value.figure.title) == wanted]
    ends = [value.figure for value in reckoning if value.code.endswith(f".{name}")]
    about = [
        value.figure
        for value in reckoning
        if wanted and value.figure.published and wanted in cells.fold(value.figure.title)
    ]
    for found in (exact, ends, about):
        if len(found) == 1:
            return found[0], ""
        if found:
            first = ", ".join(figure.code for figure in found[:3])
            return None, f"Tên này hợp với {len(found)} số liệu ({first}…); hãy ghi mã."
    return None, "Báo cáo không có số liệu nào mang mã hay tên này."


def _row(
    number: int, line: str, source: str, reckoning: Reckoning, chosen: Mapping[str, str]
) -> PastedRow:
    mark = next((mark for mark in MARKS if mark in line), "\t")
    named, printed, own_source = [*(cell.strip() for cell in line.split(mark)), "", ""][:3]
    row = PastedRow(number, named[:300], printed[:100], (own_source or source)[:300])
    figure, problem = figure_named(named, reckoning)
    if not figure:
        return replace(row, problem=problem)
    computed = reckoning[figure.code]
    found = tuple(readings(row.printed, is_money=figure.measure == Measure.AMOUNT))
    if not found:
        return replace(row, computed=computed, problem=f"“{printed}” không phải là một con số.")
    if not row.source:
        return replace(row, computed=computed, readings=found, problem="Chưa ghi nguồn.")
    picked = chosen.get(row.field, "")
    only = found[0] if len(found) == 1 else None
    reading = only or next((each for each in found if str(each.value) == picked), None)
    waiting = "" if reading else "Đọc được nhiều cách; hãy chọn một."
    return replace(row, computed=computed, readings=found, chosen=reading, problem=waiting)
