"""Open an uploaded .xlsx and find the sheet, the head row and the columns that were asked for."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from python_calamine import CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from config.workbooks.archive import (
    Limits,
    WorkbookRefused,
    clean_parts,
    corrupt,
    pack,
    read_upload,
)
from config.workbooks.cells import Raw, Unusable, fold, is_blank, shown, tidy
from config.workbooks.scanning import Scan, column_letters, scan_sheet, sheet_parts

__all__ = [
    "REASONS_HEAD",
    "Head",
    "Limits",
    "Sheet",
    "WorkbookRefused",
    "read_sheet",
    "read_sheets",
]

REASONS_HEAD = "Lý do"
SILENT_HEADS = frozenset({"", fold(REASONS_HEAD), "stt", "tt"})
FORMULA = "ô chứa công thức; hãy dán giá trị (Dán đặc biệt > Giá trị)"
ERROR = "ô đang báo lỗi của Excel; hãy nhập lại giá trị"
MOST_MERGED = 200_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """A column to look for: ``name`` in code, ``head`` on the sheet, other spellings allowed."""

    name: str
    head: str
    required: bool = False
    aliases: tuple[str, ...] = ()


@dataclass(slots=True)
class Sheet:
    """The data rows of one sheet, every cell with its true place.

    ``heads`` are all heads as uploaded, left to right; ``places`` maps the name of each column
    asked for and found to its zero-based place; ``ignored`` are heads nobody asked for.
    ``numbers[i]`` is Excel's number of the row ``cells[i]``. Blank rows are left out.
    """

    name: str
    head_row: int
    heads: list[str]
    places: dict[str, int]
    columns: tuple[Head, ...]
    ignored: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    cells: list[list[Raw]] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.numbers)

    def reference(self, row_number: int, place: int) -> str:
        """'Danh sách'!C15 for Excel's row 15 and the third column."""
        return f"{self.quoted_name}!{column_letters(place)}{row_number}"

    def address(self, row_number: int, name: str) -> str:
        """Address of a cell by the name of its column; the row when the column is not there."""
        if name in self.places:
            return self.reference(row_number, self.places[name])
        return f"{self.quoted_name}!{row_number}:{row_number}"

    @property
    def quoted_name(self) -> str:
        escaped = self.name.replace("'", "''")
        return f"'{escaped}'"


def read_sheet(
    file: BinaryIO | bytes | Path | str, *, heads: Iterable[Head], limits: Limits | None = None
) -> Sheet:
    """The one visible sheet that carries ``heads``, read safely.

    Formula, error and merged-away cells come as ``Unusable``, so that no parser trusts them.
    Raises WorkbookRefused with a Vietnamese message for everything that concerns the whole file.
    """
    limits = limits or Limits()
    asked = tuple(heads)
    parts = clean_parts(read_upload(file, limits), limits)
    xml = sheet_parts(parts)
    book = _guarded(CalamineWorkbook.from_filelike, pack(parts))
    found: list[Sheet] = []
    failures: list[_NotThisSheet] = []
    for metadata in book.sheets_metadata:
        if metadata.typ != SheetTypeEnum.WorkSheet:
            continue
        try:
            sheet = _read_one(book, metadata.name, xml.get(metadata.name, b""), asked, limits)
            if metadata.visible != SheetVisibleEnum.Visible:
                raise _NotThisSheet(_hidden(metadata.name), len(sheet.places))
            found.append(sheet)
        except _NotThisSheet as failure:
            failures.append(failure)
    return _choose(found, failures, asked)


class _NotThisSheet(Exception):
    """Why a sheet was passed over, and how many of the heads it had."""

    def __init__(self, message: str, matches: int) -> None:
        super().__init__(message)
        self.message = message
        self.matches = matches


def _guarded(call: Any, *arguments: Any, **options: Any) -> Any:
    """Call into the parser; whatever goes wrong inside it means a corrupt file."""
    try:
        return call(*arguments, **options)
    except Exception as error:
        raise corrupt() from error
    except BaseException as error:
        # A panic of the parser's Rust code is no Exception and can't be imported by name.
        if type(error).__name__ == "PanicException":
            raise corrupt() from error
        raise


def _hidden(name: str) -> str:
    return f"Trang “{name}” có đúng các cột nhưng đang bị ẩn. Hãy hiện trang đó rồi tải lên lại."


def _choose(found: list[Sheet], failures: list[_NotThisSheet], asked: Sequence[Head]) -> Sheet:
    filled = [sheet for sheet in found if len(sheet)] or found[:1]
    if len(filled) > 1:
        names = ", ".join(f"“{sheet.name}”" for sheet in filled)
        raise WorkbookRefused(
            f"Tệp có {len(filled)} trang cùng mẫu: {names}. Hãy để lại một trang mỗi lần tải lên."
        )
    if filled:
        return filled[0]
    nearest = max(failures, key=lambda failure: failure.matches, default=None)
    if nearest is not None and nearest.matches:
        raise WorkbookRefused(nearest.message)
    wanted = ", ".join(f"“{head.head}”" for head in asked if head.required)
    raise WorkbookRefused(f"Không tìm thấy dòng tiêu đề. Tệp cần có các cột: {wanted}.")


def read_sheets(
    file: BinaryIO | bytes | Path | str,
    *,
    wanted: Mapping[str, Sequence[Head]],
    limits: Limits | None = None,
) -> dict[str, Sheet]:
    """Several sheets of one workbook, each asked for by its title; a missing one is left out.

    Raises ``WorkbookRefused``, also for a sheet that has none of its heads.
    """
    limits = limits or Limits()
    parts = clean_parts(read_upload(file, limits), limits)
    xml = sheet_parts(parts)
    book = _guarded(CalamineWorkbook.from_filelike, pack(parts))
    titles = {fold(name): name for name in book.sheet_names}
    found = {}
    for title, heads in wanted.items():
        name = titles.get(fold(title))
        if name is None:
            continue
        try:
            found[title] = _read_one(book, name, xml.get(name, b""), tuple(heads), limits)
        except _NotThisSheet as failure:
            told = failure.message or f"Trang “{name}” không có các cột cần đọc."
            raise WorkbookRefused(told) from None
    return found


def _read_one(
    book: CalamineWorkbook, name: str, xml: bytes, asked: Sequence[Head], limits: Limits
) -> Sheet:
    scan = scan_sheet(xml, row_limit=limits.rows)
    _refuse_large(name, scan.rows, scan.columns, limits)
    source: CalamineSheet = _guarded(book.get_sheet_by_name, name)
    rows: list[list[Raw]] = _guarded(source.to_python, skip_empty_area=False)
    _refuse_large(name, len(rows), len(rows[0]) if rows else 0, limits)
    head_index, heads, places = _find_heads(name, rows[: limits.head_within], asked)
    sheet = Sheet(
        name=name,
        head_row=head_index + 1,
        heads=heads,
        places=places,
        columns=tuple(head for head in asked if head.name in places),
        ignored=_ignored(heads, places),
    )
    blank_before = _blank_rows(rows, head_index, places)
    _mark_special(rows, scan, blank_before)
    _mark_merged(rows, source, sheet, blank_before)
    _keep_filled(sheet, rows, blank_before)
    _note_hidden(sheet, scan)
    return sheet


def _refuse_large(name: str, rows: int, columns: int, limits: Limits) -> None:
    if rows > limits.rows + limits.head_within:
        raise WorkbookRefused(
            f"Trang “{name}” có dữ liệu đến dòng {rows}, "
            f"nhiều hơn {limits.rows} dòng. Hãy chia thành nhiều tệp."
        )
    if columns > limits.columns:
        raise WorkbookRefused(
            f"Trang “{name}” có dữ liệu đến cột {column_letters(columns - 1)}, "
            f"nhiều hơn {limits.columns} cột. Hãy xoá các cột thừa."
        )
    if rows * columns > limits.cells:
        raise WorkbookRefused(
            f"Trang “{name}” quá lớn ({rows} dòng × {columns} cột). "
            "Hãy xoá các cột thừa hoặc chia thành nhiều tệp."
        )


def _find_heads(
    name: str, rows: list[list[Raw]], asked: Sequence[Head]
) -> tuple[int, list[str], dict[str, int]]:
    """Row, heads and places of the row that matches best; raises when it does not suffice."""
    spellings = _spellings(asked)
    matches = [[spellings.get(fold(shown(raw))) for raw in row] for row in rows]
    counts = [len(set(row) - {None}) for row in matches]
    if not any(counts):
        raise _NotThisSheet("", 0)
    best = counts.index(max(counts))
    names = matches[best]
    places = {found: place for place, found in enumerate(names) if found is not None}
    heads = [tidy(shown(raw)) for raw in rows[best]]
    _refuse_heads(name, best + 1, names, places, asked)
    return best, heads, places


def _spellings(asked: Sequence[Head]) -> dict[str, str]:
    spellings: dict[str, str] = {}
    for head in asked:
        for spelling in (head.head, *head.aliases):
            if spellings.setdefault(fold(spelling), head.name) != head.name:
                raise ValueError(f"two columns read alike: {spelling!r}")
    return spellings


def _refuse_heads(
    name: str,
    row_number: int,
    names: list[str | None],
    places: dict[str, int],
    asked: Sequence[Head],
) -> None:
    missing = [head.head for head in asked if head.required and head.name not in places]
    if missing:
        listed = ", ".join(f"“{head}”" for head in missing)
        raise _NotThisSheet(
            f"Trang “{name}”, dòng tiêu đề {row_number}: thiếu cột bắt buộc {listed}.", len(places)
        )
    for head in asked:
        if names.count(head.name) > 1:
            at = " và ".join(
                f"{column_letters(place)}{row_number}"
                for place, found in enumerate(names)
                if found == head.name
            )
            raise _NotThisSheet(
                f"Trang “{name}”: cột “{head.head}” có ở nhiều chỗ ({at}). Hãy để lại một cột.",
                len(places),
            )


def _ignored(heads: list[str], places: dict[str, int]) -> list[str]:
    known = set(places.values())
    return [
        head
        for place, head in enumerate(heads)
        if place not in known and fold(head) not in SILENT_HEADS
    ]


def _blank_rows(rows: list[list[Raw]], head_index: int, places: dict[str, int]) -> set[int]:
    """Rows in which no column asked for holds anything (a running number alone is no row)."""
    known = list(places.values())
    return {
        index
        for index in range(head_index + 1, len(rows))
        if all(is_blank(rows[index][place]) for place in known)
    }


def _mark_special(rows: list[list[Raw]], scan: Scan, blank: set[int]) -> None:
    """Formulas and errors become Unusable; a formula in an otherwise empty row stays nothing."""
    for row, column in scan.errors - scan.formulas:
        if row < len(rows) and column < len(rows[row]):
            rows[row][column] = Unusable(ERROR)
            blank.discard(row)
    for row, column in scan.formulas:
        if row < len(rows) and row not in blank and column < len(rows[row]):
            rows[row][column] = Unusable(FORMULA, shown(rows[row][column]))


def _mark_merged(
    rows: list[list[Raw]], source: CalamineSheet, sheet: Sheet, blank: set[int]
) -> None:
    """All but the first cell of a merge look blank though a person sees the value in them."""
    budget = MOST_MERGED
    for (top, left), (bottom, right) in source.merged_cell_ranges or ():
        bottom = min(bottom, len(rows) - 1)
        columns = [place for place in sheet.places.values() if left <= place <= right]
        budget -= max(0, bottom - top + 1) * max(1, len(columns))
        if budget < 0:
            raise WorkbookRefused(f"Trang “{sheet.name}” có quá nhiều ô gộp. Hãy bỏ gộp ô.")
        first = f"{column_letters(left)}{top + 1}"
        reason = f"ô bị gộp với {first}; hãy bỏ gộp ô và điền từng dòng"
        for row in range(max(top, sheet.head_row), bottom + 1):
            for place in columns:
                covered = (row, place) != (top, left) and is_blank(rows[row][place])
                if covered and row not in blank:
                    rows[row][place] = Unusable(reason)


def _keep_filled(sheet: Sheet, rows: list[list[Raw]], blank: set[int]) -> None:
    kept = [index for index in range(sheet.head_row, len(rows)) if index not in blank]
    sheet.numbers = [index + 1 for index in kept]
    sheet.cells = [rows[index] for index in kept]


def _note_hidden(sheet: Sheet, scan: Scan) -> None:
    hidden = scan.hidden_rows.intersection(number - 1 for number in sheet.numbers)
    if hidden:
        sheet.notes.append(
            f"Trang “{sheet.name}” có {len(hidden)} dòng đang ẩn (do lọc); "
            "các dòng đó vẫn được đọc."
        )
