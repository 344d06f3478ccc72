"""Which sheets a law has as a workbook, and how each of its fields stands in a cell."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from config.workbooks import cells
from config.workbooks.cells import Raw, Wrong, fold
from policies.models import Confidence, DatedList, PayeeKind, Rate, Relation, Threshold
from policies.models.limit import MEASURES, WINDOWS
from policies.packing import compound_cells
from policies.packing.values import share
from policies.rules.words import share_words

MOST = 10**15


class Cell(NamedTuple):
    """How a value goes into a cell and comes out of it again."""

    write: Callable[[Any], Any]
    read: Callable[[Raw], Any]  # a value or ``Wrong``
    kind: str = "text"  # or date, integer
    width: int = 16


class Column(NamedTuple):
    field: str
    head: str
    cell: Cell


def _words(raw: Raw) -> str | Wrong:
    """Text as it stands, line breaks and all; a whole number as its digits."""
    if isinstance(raw, str):
        return raw.replace("\r\n", "\n").strip()
    if isinstance(raw, int | float) and not isinstance(raw, bool) and float(raw).is_integer():
        return str(int(raw))
    return Wrong("cần là chữ; hãy định dạng ô là Văn bản (Text) rồi nhập lại")


def _by(read: Callable[[str], Any]) -> Callable[[Raw], Any]:
    """Words of a cell read by a function that may raise ``ValueError``."""

    def reader(raw: Raw) -> Any:
        words = _words(raw)
        if isinstance(words, Wrong):
            return words
        try:
            return read(words)
        except ValueError as error:
            return Wrong(str(error))

    return reader


def _one_of(choices: Sequence[tuple[str, Any]]) -> Cell:
    labels = {str(code): str(label) for code, label in choices}
    codes = {fold(label): code for code, label in labels.items()}
    codes |= {fold(code): code for code in labels}

    def read(words: str) -> str:
        if fold(words) not in codes:
            raise ValueError(f"phải là một trong: {'; '.join(labels.values())}")
        return codes[fold(words)]

    return Cell(lambda code: labels[code], _by(read), width=22)


def _split(words: str, by: str) -> list[str]:
    return [each.strip() for each in words.split(by) if each.strip()]


def _told_parameter(value: int) -> Any:
    return share_words(value) if type(value) is not int else value


def _read_parameter(raw: Raw) -> Any:
    if isinstance(raw, str) and "%" in raw:
        return _by(share)(raw)
    return cells.integer(1, MOST)(raw)


def _yes(usual: bool) -> Cell:
    """Only what differs from the usual is written."""
    return Cell(lambda value: "" if value == usual else "Có" if value else "Không", cells.yes_no())


def _read_share(words: str) -> Any:
    return share(words.replace("hệ số", "").strip())


def _told_day(text: str) -> Any:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return text


TEXT = Cell(lambda value: value or "", _words, width=24)
LONG = Cell(lambda value: value or "", _words, width=44)
DAY = Cell(lambda value: value or "", cells.date(), "date", 12)
WHOLE = Cell(lambda value: value or "", cells.integer(0, MOST), "integer", 14)
SHARE = Cell(lambda value: share_words(value) if value else "", _by(_read_share))
LINES = Cell("\n".join, _by(lambda words: _split(words, "\n")), width=34)
CODES = Cell(", ".join, _by(lambda words: _split(words, ",")))
GROUPS = Cell(
    lambda groups: "" if groups == [None] else ", ".join(groups),
    _by(lambda words: _split(words, ",")),
)
WHEN = Cell(compound_cells.told_conditions, _by(compound_cells.read_conditions), width=40)
BANDS = Cell(compound_cells.told_bands, _by(compound_cells.read_bands), width=26)
PARTS = Cell(compound_cells.told_components, _by(compound_cells.read_components), width=30)
PARAMETER = Cell(_told_parameter, _read_parameter, "integer", 14)
ENTRY = Cell(_told_day, lambda raw: raw if isinstance(raw, date) else _words(raw), "date", 30)
CYCLE = Cell(lambda years: "" if years == 1 else years, cells.integer(1, 100), "integer")

GROUNDS = (
    Column("article", "Điều khoản", TEXT),
    Column("confidence", "Độ tin cậy", _one_of(Confidence.choices)),
    Column("basis", "Căn cứ suy ra", LONG),
    Column("quote", "Nguyên văn điều khoản", LONG),
)
CYCLES = (
    Column("cycle_years", "Số năm của chu kỳ", CYCLE),
    Column("cycle_from", "Năm đầu của chu kỳ", WHOLE),
)
BENEFIT = Column("benefit", "Mã chế độ", TEXT)
FOR = Column("groups", "Đối tượng (mã, trống: mọi đối tượng)", GROUPS)

HEAD = (
    Column("scheme.code", "Mã chính sách", TEXT),
    Column("scheme.name", "Tên chính sách", TEXT),
    Column("scheme.province", "Tỉnh, thành phố", TEXT),
    Column("resolution.code", "Mã văn bản", TEXT),
    Column("resolution.doc_type", "Loại văn bản", TEXT),
    Column("resolution.number", "Số, ký hiệu", TEXT),
    Column("resolution.issued_on", "Ngày ban hành", DAY),
    Column("resolution.issuer", "Cơ quan ban hành", TEXT),
    Column("resolution.subject", "Trích yếu", LONG),
    Column("resolution.effective_from", "Hiệu lực từ", DAY),
    Column("resolution.effective_to", "Hiệu lực đến hết", DAY),
    Column("resolution.replaces", "Thay thế văn bản (mã)", TEXT),
    Column("resolution.territories", "Địa bàn tỉnh cũ (mã, trống: toàn tỉnh)", CODES),
    Column("resolution.source_note", "Nguồn và độ tin cậy", LONG),
)
SHEETS: Mapping[str, tuple[Column, ...]] = {
    "Đối tượng": (
        Column("code", "Mã", TEXT),
        Column("name", "Tên đối tượng", TEXT),
        Column("description", "Gồm những ai", LONG),
        Column("article", "Điều khoản", TEXT),
        Column("counted", "Tính vào tổng số", _yes(True)),
    ),
    "Nguồn": (
        Column("code", "Mã", TEXT),
        Column("name", "Nguồn kinh phí", TEXT),
        Column("open_from", "Chi từ ngày", DAY),
        Column("open_to", "Đến hết ngày", DAY),
        Column("successor", "Nguồn kế tiếp (mã)", TEXT),
    ),
    "Tham số": (
        Column("code", "Mã", TEXT),
        Column("name", "Tên tham số", TEXT),
        Column("share_of", "Là phần của (mã)", TEXT),
        Column("since", "Từ ngày", DAY),
        Column("value", "Giá trị", PARAMETER),
        Column("source", "Nguồn", LONG),
        Column("confidence", "Độ tin cậy", _one_of(Confidence.choices)),
    ),
    "Danh mục": (
        Column("code", "Mã", TEXT),
        Column("name", "Tên danh mục", TEXT),
        Column("kind", "Loại", _one_of(DatedList.KINDS)),
        Column("value", "Mục", ENTRY),
        Column("label", "Tên gọi của mục", TEXT),
        Column("since", "Từ ngày", DAY),
        Column("until", "Đến hết ngày", DAY),
    ),
    "Chế độ": (
        Column("code", "Mã", TEXT),
        Column("letter", "Điểm", TEXT),
        Column("title", "Tên chế độ", LONG),
        Column("short_title", "Tên gọn", TEXT),
        Column("unit", "Đơn vị tính", TEXT),
        Column("payee", "Người nhận", _one_of(PayeeKind.choices)),
        Column("article", "Điều khoản", TEXT),
        Column("quote", "Nguyên văn điều khoản", LONG),
        Column("occasion", "Việc làm phát sinh (mã)", TEXT),
        Column("carries_from", "Mã trong văn bản bị thay thế", CODES),
        Column("evidence", "Giấy tờ (mỗi dòng một loại)", LINES),
        Column("counted", "Cộng vào tổng kinh phí", _yes(True)),
        Column("note", "Ghi chú", LONG),
    ),
    "Mức": (
        BENEFIT,
        FOR,
        Column("when", "Điều kiện (mỗi dòng một điều kiện)", WHEN),
        Column("kind", "Cách tính", _one_of(Rate.KINDS)),
        Column("amount", "Mức (đồng)", WHOLE),
        Column("worth", "Mức lấy từ", _one_of(Rate.WORTHS)),
        Column("factor", "Hệ số, tỷ lệ", SHARE),
        Column("factor_to", "Tỷ lệ đến", SHARE),
        Column("of", "Tính theo (mã)", TEXT),
        Column("as_group", "Như đối tượng (mã)", TEXT),
        Column("cost", "Loại chi phí (mã)", TEXT),
        Column("after_others", "Sau khi trừ nguồn khác", _yes(False)),
        Column("stack_to", "Cộng nguồn khác không quá", SHARE),
        Column("up_to", "Là mức tối đa", _yes(False)),
        Column("bands", "Mức theo khoảng ngày", BANDS),
        Column("only_on", "Chỉ các ngày trong (mã danh mục)", TEXT),
        Column("components", "Các phần của gói", PARTS),
        Column("in_kind", "Hiện vật", TEXT),
        Column("ceiling", "Trần mỗi lượt (đồng)", WHOLE),
        Column("payer", "Nguồn chi (mã)", TEXT),
        Column("valid_from", "Áp dụng từ", DAY),
        Column("valid_to", "Áp dụng đến hết", DAY),
        *GROUNDS,
    ),
    "Hạn mức": (
        Column("benefit", "Mã chế độ (trống: chung của văn bản)", TEXT),
        FOR,
        Column("when", "Điều kiện (mỗi dòng một điều kiện)", WHEN),
        Column("benefits", "Tính chung các chế độ (mã)", CODES),
        Column("measure", "Tính theo", _one_of(MEASURES)),
        Column("window", "Phạm vi", _one_of(WINDOWS)),
        Column("value", "Hạn mức", WHOLE),
        *CYCLES,
        Column("exceptional_value", "Khi có quyết định riêng", WHOLE),
        Column("exceptional_by", "Cấp quyết định", TEXT),
        *GROUNDS,
    ),
    "Ngưỡng": (
        BENEFIT,
        FOR,
        Column("measure", "Tính theo", _one_of(Threshold.MEASURES)),
        Column("window", "Phạm vi", _one_of(Threshold.WINDOWS)),
        Column("value", "Mức tối thiểu", WHOLE),
        Column("cost", "Loại chi phí (mã)", TEXT),
        *GROUNDS,
    ),
    "Quan hệ": (
        Column("kind", "Quan hệ", _one_of(Relation.KINDS)),
        Column("benefits", "Các chế độ (mã, theo thứ tự)", CODES),
        Column("window", "Phạm vi", _one_of(WINDOWS)),
        *CYCLES,
        *GROUNDS,
    ),
}
