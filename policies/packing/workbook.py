"""A law as a workbook and back: what goes out and comes in again is the same law.

The solved cases of a version have a workbook of their own and are not in this one.
"""

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, BinaryIO, NamedTuple

import xlsxwriter
from xlsxwriter.workbook import Workbook

from config.workbooks.cells import Unusable, Wrong, fold, is_blank
from config.workbooks.opening import Head, Sheet, WorkbookRefused, read_sheets
from config.workbooks.writing import FONT, HEAD, LONGEST_CELL, NUMBER_FORMATS
from policies.packing.format import canonical_pack
from policies.packing.shapes import PackError, Row
from policies.packing.sheets import HEAD as NAMING_COLUMNS
from policies.packing.sheets import LONG, SHEETS, TEXT, Column
from policies.rules.settings import QUESTIONS
from policies.standards import known_elsewhere

FIRST = "Văn bản"
ANSWERS = "Thiết lập"
ITEM, CONTENT = "Mục", "Nội dung"
ANSWER_COLUMNS = (
    Column("benefit", "Mã chế độ (trống: cả văn bản)", TEXT),
    Column("question", "Câu hỏi", LONG),
    Column("answer", "Trả lời", LONG),
)
OF_BENEFIT = {"Mức": "rates", "Hạn mức": "limits", "Ngưỡng": "thresholds"}
OF_LAW = {"Đối tượng": "groups", "Nguồn": "payers", "Chế độ": "benefits", "Quan hệ": "relations"}


# --- out -------------------------------------------------------------------------------------


def workbook_of(pack: Row) -> bytes:
    """A canonical pack as an .xlsx. Raises ``PackError`` for a text too long for a cell."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_urls": False})
    _write_head(book, pack)
    for title, columns in SHEETS.items():
        _write(book, title, columns, _rows_of(pack, title))
    _write(book, ANSWERS, ANSWER_COLUMNS, _answers_of(pack))
    book.close()
    return stream.getvalue()


def _rows_of(pack: Row, title: str) -> Iterator[Row]:
    if title in OF_LAW:
        yield from pack[OF_LAW[title]]
    elif title in OF_BENEFIT:
        for benefit in pack["benefits"]:
            for row in benefit[OF_BENEFIT[title]]:
                yield row | {"benefit": benefit["code"]}
        if title == "Hạn mức":
            yield from (row | {"benefit": ""} for row in pack["limits"])
    elif title == "Tham số":
        for parameter in pack["parameters"]:
            yield from (parameter | value for value in parameter["values"])
    else:
        nothing = {"value": "", "label": "", "since": None, "until": None}
        for each in pack["lists"]:
            yield from (each | entry for entry in each["entries"] or [nothing])


def _answers_of(pack: Row) -> Iterator[Row]:
    every = [("", pack["resolution"]["settings"])]
    every += [(benefit["code"], benefit["settings"]) for benefit in pack["benefits"]]
    asked = {question.code: question for question in QUESTIONS}
    for benefit, settings in every:
        for code, answer in settings.items():
            question = asked[code]
            told = {str(each): words for each, words in question.answers.items()}[answer]
            yield {"benefit": benefit, "question": question.text, "answer": told}


def _write_head(book: Workbook, pack: Row) -> None:
    """What the law is: one line for each thing, as on its first page."""
    sheet = book.add_worksheet(FIRST)
    formats = _formats(book)
    sheet.write_row(0, 0, [ITEM, CONTENT], formats["head"])
    sheet.set_column(0, 0, 38, formats["text"])
    sheet.set_column(1, 1, 90, formats["text"])
    sheet.freeze_panes(1, 1)
    for row, column in enumerate(NAMING_COLUMNS, start=1):
        part, _, name = column.field.partition(".")
        sheet.write_string(row, 0, column.head, formats["text"])
        _put(sheet, row, 1, column.cell.write(pack[part][name]), formats)


def _write(book: Workbook, title: str, columns: Sequence[Column], rows: Iterable[Row]) -> None:
    sheet = book.add_worksheet(title)
    formats = _formats(book)
    sheet.freeze_panes(1, 1)
    for place, column in enumerate(columns):
        sheet.write_string(0, place, column.head, formats["head"])
        sheet.set_column(place, place, column.cell.width, formats[column.cell.kind])
    for number, row in enumerate(rows, start=1):
        for place, column in enumerate(columns):
            _put(sheet, number, place, column.cell.write(row[column.field]), formats)


def _formats(book: Workbook) -> dict[str, Any]:
    if not hasattr(book, "formats_of_law"):
        wrapped = FONT | {"text_wrap": True, "valign": "top"}
        book.formats_of_law = {
            kind: book.add_format(wrapped | {"num_format": NUMBER_FORMATS[kind]})
            for kind in ("text", "integer", "date")
        } | {"head": book.add_format(FONT | HEAD)}
    return book.formats_of_law


def _put(sheet: Any, row: int, place: int, value: Any, formats: Mapping[str, Any]) -> None:
    if value == "":
        return
    if isinstance(value, date):
        sheet.write_datetime(row, place, value, formats["date"])
    elif isinstance(value, int):
        sheet.write_number(row, place, int(value), formats["integer"])
    elif len(value) > LONGEST_CELL:
        raise PackError([f"{sheet.name}, dòng {row + 1}: chữ dài hơn một ô Excel chứa được."])
    else:
        sheet.write_string(row, place, value, formats["text"])


# --- in --------------------------------------------------------------------------------------


class Place(NamedTuple):
    """Where a row of the pack stands in the workbook."""

    sheet: Sheet
    row: int


def read_workbook(file: BinaryIO | bytes) -> Row:
    """The canonical pack of a workbook. Raises ``PackError``, each problem with its cell."""
    first = (Head(name="item", head=ITEM), Head(name="content", head=CONTENT))
    wanted: dict[str, Sequence[Head]] = {FIRST: first}
    for title, columns in (*SHEETS.items(), (ANSWERS, ANSWER_COLUMNS)):
        wanted[title] = [Head(name=each.field, head=each.head) for each in columns]
    try:
        sheets = read_sheets(file, wanted=wanted)
    except WorkbookRefused as refused:
        raise PackError([refused.message]) from None
    if missing := [title for title in wanted if title not in sheets]:
        raise PackError([f"Tệp thiếu các trang: {', '.join(missing)}. Hãy tải một sổ về làm mẫu."])
    return _Reading(sheets).pack()


class _Reading:
    """A workbook on its way to a pack, with where everything stood."""

    def __init__(self, sheets: Mapping[str, Sheet]) -> None:
        self.sheets = sheets
        self.problems: list[str] = []
        self.places: dict[str, Place] = {}

    def pack(self) -> Row:
        made: Row = {"scheme": {}, "resolution": {}, "parameters": [], "lists": [], "limits": []}
        self._head(made)
        for title, part in OF_LAW.items():
            made[part] = [
                self._placed(f"{part}[{index}]", place, row)
                for index, (place, row) in enumerate(self._read(title, SHEETS[title]))
            ]
        self._dated("Tham số", made["parameters"], "values", ("code", "name", "share_of"))
        self._dated("Danh mục", made["lists"], "entries", ("code", "name", "kind"))
        for title, part in OF_BENEFIT.items():
            self._rules(title, part, made)
        self._answers(made)
        if self.problems:
            raise PackError(self.problems)
        try:
            return canonical_pack(made, known_elsewhere)
        except PackError as error:
            raise PackError([self._placed_problem(told) for told in error.problems]) from None

    def _placed(self, path: str, place: Place, row: Row) -> Row:
        self.places[path] = place
        return row

    def _read(self, title: str, columns: Sequence[Column]) -> Iterator[tuple[Place, Row]]:
        """The filled cells of each row; what isn't understood goes to the problems."""
        sheet = self.sheets[title]
        for number, cells in zip(sheet.numbers, sheet.cells, strict=True):
            row: Row = {}
            for column in columns:
                raw = cells[sheet.places[column.field]] if column.field in sheet.places else None
                if is_blank(raw):
                    continue
                value = Wrong(raw.reason) if isinstance(raw, Unusable) else column.cell.read(raw)
                if isinstance(value, Wrong):
                    self._tell(Place(sheet, number), column, value.reason)
                else:
                    row[column.field] = value
            yield Place(sheet, number), row

    def _tell(self, place: Place, column: Column, reason: str) -> None:
        where = place.sheet.address(place.row, column.field)
        self.problems.append(f"{where} ({column.head}): {reason}.")

    def _head(self, made: Row) -> None:
        sheet = self.sheets[FIRST]
        known = {fold(column.head): column for column in NAMING_COLUMNS}
        content = Column("content", CONTENT, TEXT)
        item, told = sheet.places.get("item", 0), sheet.places.get("content", 1)
        for number, cells in zip(sheet.numbers, sheet.cells, strict=True):
            column = known.get(fold(str(cells[item] or "")))
            raw = cells[told] if told < len(cells) else None
            if column is None or is_blank(raw):
                continue
            value = Wrong(raw.reason) if isinstance(raw, Unusable) else column.cell.read(raw)
            if isinstance(value, Wrong):
                self._tell(Place(sheet, number), content, f"{column.head}: {value.reason}")
                continue
            part, _, name = column.field.partition(".")
            made[part][name] = value
            self.places[column.field] = Place(sheet, number)

    def _dated(self, title: str, made: list[Row], part: str, own: Sequence[str]) -> None:
        """Rows of one thing under each other: what it is, and what holds from when on."""
        by_code: dict[str, Row] = {}
        for place, row in self._read(title, SHEETS[title]):
            code = row.get("code", "")
            if code not in by_code:
                head = {name: row[name] for name in own if name in row}
                by_code[code] = self._placed(f"{title}[{len(made)}]", place, head | {part: []})
                made.append(by_code[code])
            inner = {name: value for name, value in row.items() if name not in own}
            if inner:
                by_code[code][part].append(inner)

    def _rules(self, title: str, part: str, made: Row) -> None:
        benefits = {row.get("code"): index for index, row in enumerate(made["benefits"])}
        for row in made["benefits"]:
            row[part] = []
        for place, row in self._read(title, SHEETS[title]):
            code = row.pop("benefit", "")
            if not code and title == "Hạn mức":
                self.places[f"limits[{len(made['limits'])}]"] = place
                made["limits"].append(row)
            elif code in benefits:
                rows = made["benefits"][benefits[code]][part]
                self.places[f"benefits[{benefits[code]}].{part}[{len(rows)}]"] = place
                rows.append(row)
            else:
                self._tell(place, SHEETS[title][0], f"không có chế độ “{code}”")

    def _answers(self, made: Row) -> None:
        benefits = {row.get("code"): row for row in made["benefits"]}
        asked = {fold(question.text): question for question in QUESTIONS}
        asked |= {fold(question.code): question for question in QUESTIONS}
        for place, row in self._read(ANSWERS, ANSWER_COLUMNS):
            holder = benefits.get(row["benefit"]) if "benefit" in row else made["resolution"]
            question = asked.get(fold(row.get("question", "")))
            if holder is None:
                self._tell(place, ANSWER_COLUMNS[0], f"không có chế độ “{row['benefit']}”")
            elif question is None:
                self._tell(place, ANSWER_COLUMNS[1], "không có câu hỏi này")
            else:
                told = {fold(words): str(code) for code, words in question.answers.items()}
                told |= {fold(str(code)): str(code) for code in question.answers}
                answer = told.get(fold(row.get("answer", "")))
                if answer is None:
                    self._tell(place, ANSWER_COLUMNS[2], "không phải một câu trả lời của câu hỏi")
                else:
                    holder.setdefault("settings", {})[question.code] = answer

    def _placed_problem(self, told: str) -> str:
        """The problem with the cell to blame instead of its path."""
        path, _, words = told.partition(": ")
        begun = [
            known
            for known in self.places
            if path == known or path.startswith((f"{known}.", f"{known}["))
        ]
        if not begun:
            return told
        known = max(begun, key=len)
        place = self.places[known]
        field = path.removeprefix(known).strip(".").partition("[")[0].partition(".")[0]
        return f"{place.sheet.address(place.row, field or 'content')}: {words}"
