"""A facility's workbook, however it is laid out: its columns, and each row as a line."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, ClassVar

from claims.billing.identifying import Line
from config.encryption import keyed_hash
from config.names import normalise_for_search
from config.workbooks import cells
from config.workbooks.cells import Raw, Unusable, Wrong
from config.workbooks.judging import Column, Fault, JudgedRow, judge
from config.workbooks.opening import Sheet, read_sheet

MOST_MONEY = 10_000_000_000  # đồng a person: more is a slip
YEARS = range(1850, 2151)


@dataclass(frozen=True, slots=True)
class Birth:
    """A day of birth, or only its year, as hospitals write it."""

    kind: ClassVar[str] = "text"

    def __call__(self, raw: Raw) -> date | int | Wrong:
        words = cells.shown(raw).strip()
        if re.fullmatch(r"\d{4}", words, re.ASCII) and int(words) in YEARS:
            return int(words)
        return cells.date()(raw)


def _head(name: str, head: str, parser: Any, *aliases: str, required: bool = False) -> Column:
    return Column(name=name, head=head, parser=parser, aliases=aliases, required=required)


COLUMNS = (
    _head(
        "name",
        "Họ và tên",
        cells.text(200),
        "Họ tên",
        "Họ, tên",
        "Họ và tên người khám",
        "Họ và tên người bệnh",
        "Họ tên người khám",
        "Họ tên bệnh nhân",
        "Tên bệnh nhân",
        "Người khám",
        required=True,
    ),
    _head(
        "born",
        "Ngày sinh",
        Birth(),
        "Ngày tháng năm sinh",
        "Ngày, tháng, năm sinh",
        "Sinh ngày",
        "NS",
    ),
    _head("birth_year", "Năm sinh", Birth(), "Năm"),
    _head(
        "citizen_id",
        "Số CCCD",
        cells.digits(12),
        "CCCD",
        "Số định danh",
        "Số định danh cá nhân",
        "Căn cước",
        "Số căn cước",
        "CMND/CCCD",
        "CCCD/CMND",
    ),
    _head(
        "insurance",
        "Số thẻ BHYT",
        cells.text(20),
        "BHYT",
        "Số BHYT",
        "Mã thẻ BHYT",
        "Mã BHYT",
        "Thẻ BHYT",
    ),
    _head(
        "card",
        "Số thẻ BVSK",
        cells.text(20),
        "Số thẻ",
        "Thẻ BVSK",
        "Thẻ khám",
        "Số thẻ bảo vệ sức khỏe",
        "Thẻ bảo vệ sức khỏe",
        "Số thẻ sức khỏe",
    ),
    _head(
        "day",
        "Ngày khám",
        cells.date(earliest=date(2000, 1, 1)),
        "Ngày",
        "Ngày thực hiện",
        "Ngày vào",
        "Ngày đến",
        "Từ ngày",
    ),
    _head("days", "Số ngày", cells.integer(0, 366), "Số ngày ở", "Số ngày điều dưỡng"),
    _head(
        "amount",
        "Số tiền",
        cells.money(most=MOST_MONEY),
        "Thành tiền",
        "Chi phí",
        "Tổng tiền",
        "Tổng chi phí",
        "Số tiền đề nghị",
        "Số tiền đề nghị thanh toán",
        "Tổng cộng",
        "Tiền khám",
        "Thành tiền (đồng)",
        "Số tiền (đồng)",
        "Chi phí thực tế",
        required=True,
    ),
)
NEEDED = {"name", "amount"}
PAPERS = {"citizen_id": "CCCD", "insurance": "BHYT", "card": "Thẻ BVSK"}
# Tống Công Minh is a person, “Tổng cộng:” isn't.
SUM = re.compile(r"(tong|cong|tongcong|tongso|tongtien|tongcongtien)([:(.\d].*)?")


@dataclass(slots=True)
class Printed:
    """One row as the eye sees it."""

    name: str
    born: str
    identity: str


@dataclass(slots=True)
class BillSheet:
    """What a workbook says: lines, how each looks, the printed total, what to know about it."""

    sheet: Sheet
    rows: list[JudgedRow]
    lines: list[Line]
    printed: dict[int, Printed]
    total: int | None
    notes: list[str]


def read_bill_sheet(content: bytes) -> BillSheet:
    """Read the workbook; raises ``WorkbookRefused`` for what concerns the whole file."""
    sheet = read_sheet(content, heads=COLUMNS)
    judged = judge(sheet, COLUMNS)
    kept, total, after = _without_sum(sheet, judged)
    read = BillSheet(sheet, kept, [], {}, total, list(sheet.notes))
    if after:
        read.notes.append(f"Bỏ qua {after} dòng dưới dòng tổng cộng (chữ ký, ghi chú).")
    for row in kept:
        read.lines.append(_bill_line(row))
        read.printed[row.row_number] = _printed(sheet, row)
    return read


def _without_sum(sheet: Sheet, rows: list[JudgedRow]) -> tuple[list[JudgedRow], int | None, int]:
    """The rows above the printed sum, the sum, and how many rows stand below it."""
    for place, row in enumerate(rows):
        if _is_sum(sheet, row):
            below = rows[place + 1 :]
            # A sum in the middle is one of a part: people go on below it.
            if any(_has_person(each) for each in below):
                above, total, after = _without_sum(sheet, below)
                return [*rows[:place], *above], total, after
            return rows[:place], _sum_in(sheet, row), len(below)
    return rows, None, 0


def _is_sum(sheet: Sheet, row: JudgedRow) -> bool:
    """“Tổng cộng” may stand in any cell of the row, often in that of the running number."""
    words = (cells.fold(cells.shown(raw)) for raw in sheet.cells[row.index] if raw is not None)
    values = row.values
    if any(values[name] for name in ("born", "birth_year", *PAPERS)):
        return False
    return any(SUM.fullmatch(word) for word in words)


def _has_person(row: JudgedRow) -> bool:
    return bool(row.values["name"]) and row.values["amount"] is not None


def _sum_in(sheet: Sheet, row: JudgedRow) -> int | None:
    raw = sheet.cells[row.index][sheet.places["amount"]]
    # The sum is compared, never paid: what a formula showed is good enough.
    value = cells.money()(raw.shown if isinstance(raw, Unusable) else raw) if raw else None
    return value if isinstance(value, int) else None


def _bill_line(row: JudgedRow) -> Line:
    if row.values["amount"] is None and not row.is_wrong_in("amount"):
        missing = ("Số tiền: bắt buộc phải có, đang để trống",)
        line = line_of(row)
        return replace(line, faults=(*line.faults, *missing))
    return line_of(row)


def line_of(row: JudgedRow) -> Line:
    """A judged row in the words of the matcher; columns that weren't asked for are blank."""
    values = row.values
    faults, doubts = _split(row.faults)
    born = values["born"] if values["born"] is not None else values["birth_year"]
    return Line(
        row=row.row_number,
        name=normalise_for_search(values["name"] or ""),
        born=born,
        citizen_hash=keyed_hash(values["citizen_id"] or ""),
        insurance=(values["insurance"] or "").replace(" ", "").upper(),
        card=(values["card"] or "").strip(),
        day=values["day"],
        days=values.get("days"),
        amount=values.get("amount") or 0,
        faults=tuple(faults),
        doubts=tuple(doubts),
    )


def _split(faults: Iterable[Fault]) -> tuple[list[str], list[str]]:
    """What makes a row unreadable, and what only makes one paper of it unreadable."""
    grave: list[str] = []
    light: list[str] = []
    for fault in faults:
        is_paper = fault.column in PAPERS or fault.column in ("born", "birth_year")
        (light if is_paper else grave).append(fault.sentence)
    return grave, light


def _printed(sheet: Sheet, row: JudgedRow) -> Printed:
    values = row.values
    papers = [
        f"{label} {masked(str(values[name]))}" for name, label in PAPERS.items() if values[name]
    ]
    born = values["born"] if values["born"] is not None else values["birth_year"]
    name = values["name"] or cells.shown(sheet.cells[row.index][sheet.places["name"]])
    return Printed(name[:200], _born_shown(born), ", ".join(papers)[:60])


def _born_shown(born: date | int | None) -> str:
    if isinstance(born, date):
        return f"{born.day:02}/{born.month:02}/{born.year}"
    return str(born or "")


def masked(number: str) -> str:
    """``…123``: enough to tell two papers apart."""
    return f"…{number[-3:]}"
