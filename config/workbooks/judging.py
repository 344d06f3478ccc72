"""Judge a sheet row by row against a list of columns: values where right, faults where wrong."""

import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from config.workbooks.cells import Choice, Parser, Raw, Unusable, Wrong, is_blank, shown
from config.workbooks.opening import Head, Limits, Sheet, read_sheet

MISSING = "bắt buộc phải có, đang để trống"
SWAPPED = (
    "Excel có thể đã đảo ngày và tháng: đang hiểu là {as_read}, cũng có thể là {swapped}; "
    "hãy định dạng ô là Văn bản (Text) rồi nhập lại dd/mm/yyyy"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Column(Head):
    """A column, how its cells are parsed, and what the template tells about it.

    ``required`` means: the column must be there and each of its cells filled. ``default`` is the
    value of a blank optional cell. ``choices`` overrides the dropdown a Choice parser would give.
    """

    parser: Parser
    default: Any = None
    help: str = ""
    example: Any = ""
    choices: tuple[str, ...] = ()
    width: int = 0

    @property
    def words(self) -> tuple[str, ...]:
        """What the dropdown of the template offers."""
        if self.choices or not isinstance(self.parser, Choice):
            return self.choices
        return tuple(self.parser.values)


@dataclass(frozen=True, slots=True)
class Fault:
    """One wrong cell: column name, head, address, what the cell shows, and why it is wrong."""

    column: str
    head: str
    address: str
    value: str
    reason: str

    @property
    def sentence(self) -> str:
        """Head and reason, as the reasons column shows it."""
        return f"{self.head}: {self.reason}" if self.head else self.reason


@dataclass(slots=True)
class JudgedRow:
    """One data row. ``values`` has every column judged by name; None where blank or wrong."""

    row_number: int
    index: int
    values: dict[str, Any]
    faults: list[Fault] = field(default_factory=list)

    @property
    def is_right(self) -> bool:
        return not self.faults

    def is_wrong_in(self, name: str) -> bool:
        """True when the column already carries a fault, so that no set check piles on."""
        return any(fault.column == name for fault in self.faults)


def read_and_judge(
    file: BinaryIO | bytes | Path | str,
    columns: Sequence[Column],
    *,
    limits: Limits | None = None,
) -> tuple[Sheet, list[JudgedRow]]:
    """Open and judge in one step. Raises WorkbookRefused as read_sheet does."""
    sheet = read_sheet(file, heads=columns, limits=limits)
    return sheet, judge(sheet, columns)


def judge(sheet: Sheet, columns: Sequence[Column]) -> list[JudgedRow]:
    """Every row of the sheet, parsed column by column. A column not on the sheet gives defaults."""
    parsed = {column.name: _judge_column(sheet, column) for column in columns}
    names = list(parsed)
    by_row = zip(*(values for values, _ in parsed.values()), strict=True)
    judged = [
        JudgedRow(number, index, dict(zip(names, values, strict=True)))
        for index, (number, values) in enumerate(zip(sheet.numbers, by_row, strict=True))
    ]
    for column in columns:
        for index, reason in parsed[column.name][1]:
            add_fault(sheet, judged[index], column.name, reason)
    return judged


def add_fault(sheet: Sheet, row: JudgedRow, name: str, reason: str) -> None:
    """Record a further fault, found by comparing rows or asking the registry.

    ``name`` may be empty for a fault of the row as a whole.
    """
    place = sheet.places.get(name)
    raw = None if place is None else sheet.cells[row.index][place]
    head = next((column.head for column in sheet.columns if column.name == name), "")
    address = sheet.address(row.row_number, name)
    row.faults.append(Fault(name, head, address, shown(raw), reason))


def refuse_repeats(
    sheet: Sheet, rows: Iterable[JudgedRow], *names: str, reason: str = "trùng với dòng {first}"
) -> None:
    """Fault each later row whose values in ``names`` (all present) equal an earlier row's."""
    seen: dict[tuple[Any, ...], int] = {}
    for row in rows:
        key = tuple(row.values[name] for name in names)
        if None in key:
            continue
        first = seen.setdefault(key, row.row_number)
        if first != row.row_number:
            add_fault(sheet, row, names[0], reason.format(first=first))


def _judge_column(sheet: Sheet, column: Column) -> tuple[list[Any], list[tuple[int, str]]]:
    """Values of one column and (row index, reason) of its wrong cells."""
    place = sheet.places.get(column.name)
    if place is None:
        return [column.default] * len(sheet), []
    raws = [row[place] for row in sheet.cells]
    values = _parse_all(raws, _cell_judge(column))
    faults = [(index, value.reason) for index, value in enumerate(values) if type(value) is Wrong]
    for index, _ in faults:
        values[index] = None
    if column.parser.kind == "date":
        faults += _swapped_days(raws, values)
    return values, faults


def _parse_all(raws: list[Raw], parse: Callable[[Raw], Any]) -> list[Any]:
    """Equal texts are parsed once: names of units and choices repeat thousands of times."""
    known: dict[str, Any] = {}
    values = []
    for raw in raws:
        if type(raw) is str:
            if raw not in known:
                known[raw] = parse(raw)
            values.append(known[raw])
        else:
            values.append(parse(raw))
    return values


def _cell_judge(column: Column) -> Callable[[Raw], Any]:
    parser = column.parser
    when_blank = Wrong(MISSING) if column.required else column.default

    def parse(raw: Raw) -> Any:
        if isinstance(raw, Unusable):
            return Wrong(raw.reason)
        return when_blank if is_blank(raw) else parser(raw)

    return parse


def _swapped_days(raws: list[Raw], values: list[Any]) -> list[tuple[int, str]]:
    """Date cells that Excel may have read month first.

    On a machine set to American dates 25/12/1960 stays text while 03/04/1960 becomes 4 March. A
    column with texts of days above 12 beside date cells all of days up to 12 has that signature.
    """
    texts = [value for raw, value in zip(raws, values, strict=True) if type(raw) is str and value]
    if not any(day.day > 12 for day in texts):
        return []
    cells = [
        (index, value)
        for index, (raw, value) in enumerate(zip(raws, values, strict=True))
        if isinstance(raw, datetime.date) and value
    ]
    if any(day.day > 12 for _, day in cells):
        return []
    suspects = [(index, day) for index, day in cells if day.day != day.month]
    for index, _ in suspects:
        values[index] = None
    return [
        (
            index,
            SWAPPED.format(
                as_read=f"{day:%d/%m/%Y}", swapped=f"{day.month:02}/{day.day:02}/{day.year}"
            ),
        )
        for index, day in suspects
    ]
