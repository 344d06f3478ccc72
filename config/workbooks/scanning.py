"""What the fast parser doesn't tell: which cells are formulas or errors, and how far a sheet goes.

The parser gives a formula's last result and turns an error into nothing, and lays the sheet out
densely up to its furthest cell. So the sheet's XML is looked over first. Almost every sheet is
written plainly and needs only a few searches; any other is walked through tag by tag.
"""

import posixpath
import re
from dataclasses import dataclass, field
from xml.etree import ElementTree
from xml.parsers import expat

from config.workbooks.archive import corrupt

FAR_CELL = re.compile(rb'<c r="(?![A-Z][1-9]\d{0,4}")')  # beyond column Z or row 99,999, or odd
CELL_COLUMN = re.compile(rb'<c r="([A-Z]{1,3})[1-9]\d{0,6}"')
CELL_ROW = re.compile(rb'<c r="[A-Z]{1,3}([1-9]\d{0,6})"')
SPECIAL_MARKS = (b"<f>", b"<f ", b"<f/", b'"e"', b"'e'")  # formulas and errors
PREFIXED_CELL = re.compile(rb"<[\w.-]+:c[\s/>]")
HIDDEN_ROW = re.compile(rb'<row\b[^>]*?\br="(\d+)"[^>]*?\bhidden="(?:1|true)"')
REFERENCE = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
RELATION_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
STRICT_RELATION_ID = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"


@dataclass(slots=True)
class Scan:
    """Size of a sheet and its special cells, as zero-based (row, column) pairs.

    A small, plain sheet is not measured: its size stays 0.
    """

    rows: int = 0
    columns: int = 0
    formulas: set[tuple[int, int]] = field(default_factory=set)
    errors: set[tuple[int, int]] = field(default_factory=set)
    hidden_rows: set[int] = field(default_factory=set)


def column_index(letters: str) -> int:
    """Zero-based index of a column: A is 0, AA is 26."""
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1


def column_letters(index: int) -> str:
    """Letters of a zero-based column: 0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def sheet_parts(parts: dict[str, bytes]) -> dict[str, bytes]:
    """Sheet name → XML of that sheet, following workbook.xml and its relations."""
    by_name = {name.lower(): content for name, content in parts.items()}
    try:
        book = ElementTree.fromstring(by_name["xl/workbook.xml"])
        relations = ElementTree.fromstring(by_name["xl/_rels/workbook.xml.rels"])
    except (KeyError, ElementTree.ParseError, ValueError) as error:
        raise corrupt() from error
    targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    sheets = {}
    for element in book.iter():
        if element.tag.rpartition("}")[2] == "sheet":
            relation = element.get(RELATION_ID) or element.get(STRICT_RELATION_ID)
            path = posixpath.normpath(posixpath.join("/xl", targets.get(relation, "")))
            sheets[element.get("name", "")] = by_name.get(path.lstrip("/").lower(), b"")
    return sheets


def scan_sheet(xml: bytes, *, row_limit: int) -> Scan:
    """Look over one sheet. Raises WorkbookRefused when it is not well-formed."""
    scan = _scan_plain(xml)
    if scan is None or scan.rows > row_limit:
        scan = _walk(xml)
    if b"hidden=" in xml:
        scan.hidden_rows = {int(number) - 1 for number in HIDDEN_ROW.findall(xml)}
    return scan


def _scan_plain(xml: bytes) -> Scan | None:
    """The quick way, or None when a cell is written in a way that the searches could miss."""
    start, end = xml.find(b"<sheetData"), xml.rfind(b"</sheetData>")
    if start < 0 or end < start:
        return None
    body = xml[start:end]
    cells = body.count(b"<c")
    if body.count(b'<c r="') != cells or any(mark in body for mark in SPECIAL_MARKS):
        return None
    if b":c" in body and PREFIXED_CELL.search(body):
        return None
    if not FAR_CELL.search(body):
        return Scan()
    columns = CELL_COLUMN.findall(body)
    if len(columns) != cells:
        return None
    furthest = max(column_index(letters.decode()) for letters in set(columns))
    return Scan(rows=max(map(int, set(CELL_ROW.findall(body)))), columns=furthest + 1)


def _walk(xml: bytes) -> Scan:
    """The exact way: every tag in turn, counting only cells that hold something."""
    scan = Scan()
    place = [-1, -1]
    is_error = [False]

    def start(tag: str, attributes: dict[str, str]) -> None:
        tag = tag.rpartition(":")[2]
        if tag == "row":
            place[:] = [_row_of(attributes, place[0]), -1]
        elif tag == "c":
            place[:] = _cell_of(attributes, place)
            is_error[0] = attributes.get("t") == "e"
        elif tag in ("v", "f", "is"):
            here = (place[0], place[1])
            scan.rows = max(scan.rows, here[0] + 1)
            scan.columns = max(scan.columns, here[1] + 1)
            if tag == "f":
                scan.formulas.add(here)
            elif is_error[0]:
                scan.errors.add(here)

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    try:
        parser.Parse(xml, True)
    except (expat.ExpatError, ValueError) as error:
        raise corrupt() from error
    return scan


def _row_of(attributes: dict[str, str], previous: int) -> int:
    return int(attributes["r"]) - 1 if "r" in attributes else previous + 1


def _cell_of(attributes: dict[str, str], previous: list[int]) -> tuple[int, int]:
    if "r" not in attributes:
        return max(previous[0], 0), previous[1] + 1
    found = REFERENCE.fullmatch(attributes["r"])
    if found is None:
        raise corrupt()
    return int(found[2]) - 1, column_index(found[1])
