"""One cell, parsed strictly: a value, or the reason why not. Nothing is guessed.

A parser is called with what the reader found (text, number, date …) and answers with a value or
with ``Wrong(reason)``. It is never called for a blank cell; ``judging`` decides about those.
Reasons are Vietnamese, begin in lower case and carry no full stop, so that they can be joined.
"""

import datetime
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Protocol

type Raw = Any  # str, float, bool, date, datetime, time, timedelta, Unusable or None

FIRST_EXCEL_DAY = datetime.date(1900, 3, 1)  # before it Excel counts a day that never was
EXACT_NUMBER = 10**15  # Excel keeps 15 digits of a number
ABSURD_MONEY = 10**12
MARKS = re.compile(r"[\u0300-\u036f]")
INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
CARRIAGE = re.compile(r"_x000[dD]_")
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
GROUPED = re.compile(r"[1-9]\d{0,2}(?:(?:\.\d{3}){2,}|(?:,\d{3}){2,}|(?: \d{3}){2,})")
ONE_GROUP = re.compile(r"(\d{1,3})[.,](\d{3})")
CURRENCY = re.compile(r"\s*(?:đồng|đ|vnđ|vnd|₫)\.?$", re.IGNORECASE)
CLOCK = r"(?:[ T]\d{1,2}:\d{2}(?::\d{2})?)?"  # an hour after the day changes nothing
DAY_FIRST = re.compile(r"(\d{1,2})([/-])(\d{1,2})\2(\d{4})" + CLOCK)
YEAR_FIRST = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})" + CLOCK)
SHORT_YEAR = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2}")
LONGEST_LIST = 12


@dataclass(frozen=True, slots=True)
class Wrong:
    """Why a cell has no value."""

    reason: str


@dataclass(frozen=True, slots=True)
class Unusable:
    """A cell that must not be read at all (formula, error, merged), with what it seems to show."""

    reason: str
    shown: str = ""


class Parser(Protocol):
    """Raw cell → value or Wrong. ``kind`` tells the writer how to lay the column out."""

    kind: ClassVar[str]

    def __call__(self, raw: Raw) -> Any: ...


def fold(words: str) -> str:
    """The words without accents, case, spaces and asterisks: how heads and choices compare."""
    plain = MARKS.sub("", unicodedata.normalize("NFKD", words.casefold())).replace("đ", "d")
    return "".join(plain.replace("*", "").split())


def tidy(words: str) -> str:
    """NFC, invisible characters dropped, every run of white space one space, trimmed."""
    if words.isprintable() and "  " not in words and "_x" not in words:
        return unicodedata.normalize("NFC", words).strip()
    words = CARRIAGE.sub(" ", INVISIBLE.sub("", unicodedata.normalize("NFC", words)))
    return " ".join(CONTROL.sub(" ", words).split())


def is_blank(raw: Raw) -> bool:
    """True for nothing, and for text that shows nothing."""
    if isinstance(raw, str):
        return not raw or (not raw[0].isalnum() and not tidy(raw))
    return raw is None


def shown(raw: Raw) -> str:
    """The cell as a person sees it, for messages and for a corrected workbook."""
    if raw is None:
        return ""
    if isinstance(raw, Unusable):
        return raw.shown
    if isinstance(raw, bool):
        return "TRUE" if raw else "FALSE"
    if isinstance(raw, float):
        return _number_shown(raw)
    if isinstance(raw, datetime.datetime):
        return raw.strftime("%d/%m/%Y %H:%M") if raw.time() != datetime.time() else _day(raw)
    return _day(raw) if isinstance(raw, datetime.date) else str(raw)


def _number_shown(number: float) -> str:
    if number.is_integer() and abs(number) < EXACT_NUMBER:
        return str(int(number))
    return repr(number).replace(".", ",")


def _day(day: datetime.date) -> str:
    return f"{day.day:02}/{day.month:02}/{day.year:04}"


def _kind_of(raw: Raw) -> str:
    if isinstance(raw, bool):
        return "ô chứa TRUE/FALSE"
    if isinstance(raw, datetime.date):
        return f"ô đang là ngày {shown(raw)}"
    if isinstance(raw, datetime.time | datetime.timedelta):
        return "ô đang là giờ hoặc một ngày Excel không hiểu"
    return f"ô chứa số {shown(raw)}"


def _quoted(words: str) -> str:
    """What was typed, short enough to stand inside a reason."""
    return f"“{words}”" if len(words) <= 60 else f"“{words[:59]}…”"


def _as_text(raw: Raw) -> str | Wrong:
    """Text of a text cell or of a whole number; anything else may have been changed by Excel."""
    if isinstance(raw, str):
        return tidy(raw)
    is_number = isinstance(raw, int | float) and not isinstance(raw, bool)
    if is_number and float(raw).is_integer() and abs(raw) < EXACT_NUMBER:
        return str(int(raw))
    return Wrong(f"{_kind_of(raw)}; hãy định dạng ô là Văn bản (Text) rồi nhập lại")


@dataclass(frozen=True, slots=True)
class Text:
    """Any words, tidied."""

    kind: ClassVar[str] = "text"
    longest: int = 250

    def __call__(self, raw: Raw) -> str | Wrong:
        words = _as_text(raw)
        if isinstance(words, str) and len(words) > self.longest:
            return Wrong(f"dài {len(words)} ký tự, tối đa {self.longest}")
        return words


@dataclass(frozen=True, slots=True)
class Digits:
    """An identifier of digits only, kept as text, of one of the given lengths."""

    kind: ClassVar[str] = "digits"
    lengths: tuple[int, ...]

    def __call__(self, raw: Raw) -> str | Wrong:
        if isinstance(raw, bool) or not isinstance(raw, str | int | float):
            return Wrong(f"{_kind_of(raw)}; cần {self._wanted()}, định dạng Văn bản (Text)")
        if not isinstance(raw, str):
            return self._from_number(float(raw))
        words = tidy(raw).replace(" ", "")
        if words.isascii() and words.isdigit():
            return words if len(words) in self.lengths else Wrong(self._length_reason(words))
        if re.fullmatch(r"\d+(?:[.,]0+|(?:[.,]\d+)?[eE]\+?\d+)", words):
            return Wrong(
                f"{_quoted(words)} là số do Excel viết lại, có thể đã mất chữ số; "
                f"hãy nhập lại đủ {self._wanted()}, định dạng Văn bản (Text)"
            )
        return Wrong(f"chỉ được gồm chữ số, cần {self._wanted()}")

    def _from_number(self, number: float) -> str | Wrong:
        if not (number.is_integer() and 0 <= number < EXACT_NUMBER):
            return Wrong(
                f"ô chứa số {shown(number)} do Excel làm tròn; hãy định dạng ô là Văn bản (Text) "
                f"rồi nhập lại đủ {self._wanted()}"
            )
        words = str(int(number))
        if len(words) == max(self.lengths):
            return words
        if len(words) < max(self.lengths):
            return Wrong(
                f"ô là số {words} ({len(words)} chữ số), có thể đã mất số 0 ở đầu; hãy định dạng "
                f"ô là Văn bản (Text) rồi nhập lại đủ {self._wanted()}"
            )
        return Wrong(self._length_reason(words))

    def _length_reason(self, words: str) -> str:
        return f"có {len(words)} chữ số, cần {self._wanted()}"

    def _wanted(self) -> str:
        return " hoặc ".join(map(str, sorted(self.lengths))) + " chữ số"


@dataclass(frozen=True, slots=True)
class Code:
    """A code matching ``pattern`` after tidying, upper-casing and dropping spaces.

    ``says`` describes the form to the user. A number cell is refused, since it may have lost
    leading zeros, unless it has exactly ``whole_number`` digits.
    """

    kind: ClassVar[str] = "digits"
    pattern: str
    says: str
    whole_number: int | None = None

    def __call__(self, raw: Raw) -> str | Wrong:
        if not isinstance(raw, str):
            words = _as_text(raw)
            if isinstance(words, Wrong) or len(words) != self.whole_number:
                return Wrong(
                    f"{_kind_of(raw)}, có thể đã mất số 0 ở đầu; hãy định dạng ô là Văn bản (Text) "
                    f"rồi nhập lại: {self.says}"
                )
        else:
            words = tidy(raw).replace(" ", "").upper()
        return words if re.fullmatch(self.pattern, words, re.ASCII) else Wrong(self.says)


@dataclass(frozen=True, slots=True)
class Date:
    """A day: a date cell of Excel, or text dd/mm/yyyy, dd-mm-yyyy, yyyy-mm-dd.

    A time of day after it is dropped.
    """

    kind: ClassVar[str] = "date"
    earliest: datetime.date = datetime.date(1900, 1, 1)
    latest: datetime.date | None = None

    def __call__(self, raw: Raw) -> datetime.date | Wrong:
        day = self._read(raw)
        if isinstance(day, Wrong):
            return day
        if day < self.earliest:
            return Wrong(f"ngày {_day(day)} sớm hơn {_day(self.earliest)}")
        if self.latest is not None and day > self.latest:
            return Wrong(f"ngày {_day(day)} muộn hơn {_day(self.latest)}")
        return day

    def _read(self, raw: Raw) -> datetime.date | Wrong:
        if isinstance(raw, str):
            return _date_from_text(tidy(raw))
        if isinstance(raw, datetime.date):
            day = raw.date() if isinstance(raw, datetime.datetime) else raw
            if day >= FIRST_EXCEL_DAY:
                return day
            return Wrong(f"ô ngày {_day(day)} không đáng tin; hãy nhập lại dạng chữ dd/mm/yyyy")
        if isinstance(raw, int | float) and not isinstance(raw, bool):
            return Wrong(_year_or_serial(raw))
        return Wrong(f"{_kind_of(raw)}; hãy nhập dạng dd/mm/yyyy")


def _year_or_serial(number: float) -> str:
    if number in range(1850, 2151):
        return f"chỉ có năm {int(number)}; cần đủ ngày, tháng, năm dạng dd/mm/yyyy"
    return f"ô chứa số {shown(number)}, không phải ngày; hãy nhập dạng dd/mm/yyyy"


def _date_from_text(words: str) -> datetime.date | Wrong:
    if not words.isascii():
        return Wrong("không phải ngày; hãy nhập dạng dd/mm/yyyy")
    if found := DAY_FIRST.fullmatch(words):
        return _real_day(year=int(found[4]), month=int(found[3]), day=int(found[1]))
    if found := YEAR_FIRST.fullmatch(words):
        return _real_day(year=int(found[1]), month=int(found[2]), day=int(found[3]))
    if re.fullmatch(r"\d{4}", words):
        return Wrong(_year_or_serial(int(words)))
    if re.fullmatch(r"\d{1,2}[/-]\d{4}", words):
        return Wrong(
            f"{_quoted(words)} chỉ có tháng và năm; cần đủ ngày, tháng, năm dạng dd/mm/yyyy"
        )
    if SHORT_YEAR.fullmatch(words):
        return Wrong(f"{_quoted(words)} thiếu hai chữ số của năm; hãy nhập năm đủ bốn chữ số")
    return Wrong("không phải ngày; hãy nhập dạng dd/mm/yyyy")


def _real_day(*, year: int, month: int, day: int) -> datetime.date | Wrong:
    try:
        return datetime.date(year, month, day)
    except ValueError:
        if month > 12 >= day > 0:
            return Wrong(f"không có tháng {month}; ngày phải viết trước tháng (dd/mm/yyyy)")
        return Wrong(f"không có ngày {day:02}/{month:02}/{year:04} trên lịch")


@dataclass(frozen=True, slots=True)
class Money:
    """Whole đồng. Amounts between 0 and ``smallest`` are taken for thousands typed short."""

    kind: ClassVar[str] = "money"
    least: int = 0
    most: int = ABSURD_MONEY
    smallest: int = 1_000

    def __call__(self, raw: Raw) -> int | Wrong:
        amount = _whole_number(raw, unit="đồng", grouped=True)
        if isinstance(amount, Wrong):
            return amount
        if amount < 0:
            return Wrong(f"số tiền âm ({_dotted(amount)} đồng)")
        if amount < self.least:
            return Wrong(f"số tiền {_dotted(amount)} đồng, ít nhất là {_dotted(self.least)} đồng")
        if 0 < amount < self.smallest:
            return Wrong(f"chỉ {amount} đồng; hãy nhập đủ số tiền bằng đồng, ví dụ 1500000")
        if amount > self.most:
            return Wrong(f"số tiền {_dotted(amount)} đồng lớn hơn {_dotted(self.most)} đồng")
        return amount


@dataclass(frozen=True, slots=True)
class Integer:
    """A whole number within bounds, both included."""

    kind: ClassVar[str] = "integer"
    least: int = 0
    most: int = 1_000_000

    def __call__(self, raw: Raw) -> int | Wrong:
        number = _whole_number(raw, unit="", grouped=False)
        if isinstance(number, Wrong) or self.least <= number <= self.most:
            return number
        return Wrong(f"số {number} nằm ngoài khoảng từ {self.least} đến {self.most}")


def _dotted(amount: int) -> str:
    return f"{amount:,}".replace(",", ".")


def _whole_number(raw: Raw, *, unit: str, grouped: bool) -> int | Wrong:
    if isinstance(raw, str):
        return _whole_number_from_text(tidy(raw), unit=unit, grouped=grouped)
    if isinstance(raw, bool) or not isinstance(raw, int | float):
        return Wrong(f"{_kind_of(raw)}; hãy định dạng ô là Số rồi nhập lại")
    if float(raw).is_integer() and abs(raw) < EXACT_NUMBER:
        return int(raw)
    if abs(raw) >= EXACT_NUMBER or raw != raw:
        return Wrong("số quá lớn nên Excel đã làm tròn")
    return Wrong(f"số {shown(float(raw))} có phần lẻ; cần số nguyên{' ' + unit if unit else ''}")


def _whole_number_from_text(words: str, *, unit: str, grouped: bool) -> int | Wrong:
    digits = CURRENCY.sub("", words) if grouped else words
    sign, digits = ("-", digits[1:]) if digits[:1] in ("-", "\u2212") else ("", digits)
    if not digits.isascii():
        return Wrong(f"{_quoted(words)} không phải số")
    if re.fullmatch(r"0|[1-9]\d{0,14}", digits):
        return int(sign + digits)
    if grouped and GROUPED.fullmatch(digits) and len(digits) <= 20:
        return int(sign + re.sub(r"[., ]", "", digits))
    if found := ONE_GROUP.fullmatch(digits):
        return Wrong(
            f"{_quoted(words)} có thể là {found[1]}{found[2]} hoặc {found[1]} phẩy {found[2]}; "
            f"hãy nhập số không có dấu chấm, dấu phẩy"
        )
    return Wrong(f"{_quoted(words)} không phải số nguyên; hãy nhập số không có dấu chấm, dấu phẩy")


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the allowed words (compared folded), answering the value that stands for it."""

    kind: ClassVar[str] = "choice"
    values: Mapping[str, Any]
    folded: dict[str, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        for word, value in self.values.items():
            if fold(word) in self.folded:
                raise ValueError(f"two choices read alike: {word!r}")
            self.folded[fold(word)] = value

    def __call__(self, raw: Raw) -> Any:
        words = _as_text(raw)
        if isinstance(words, Wrong):
            return words
        key = fold(words)
        return self.folded[key] if key in self.folded else Wrong(self._reason(words))

    def _reason(self, words: str) -> str:
        allowed = ", ".join(list(self.values)[:LONGEST_LIST])
        rest = len(self.values) - LONGEST_LIST
        more = f" … (còn {rest} giá trị khác, xem trang Hướng dẫn)" if rest > 0 else ""
        return f"{_quoted(words)} không có trong danh sách; chọn một trong: {allowed}{more}"


@dataclass(frozen=True, slots=True)
class YesNo:
    """Có / Không; an x or a tick mark is yes."""

    kind: ClassVar[str] = "yes_no"
    yes: ClassVar[frozenset[str]] = frozenset({"co", "x", "✓", "✔", "true"})
    no: ClassVar[frozenset[str]] = frozenset({"khong", "false"})

    def __call__(self, raw: Raw) -> bool | Wrong:
        if isinstance(raw, bool):
            return raw
        key = fold(tidy(raw)) if isinstance(raw, str) else ""
        if key in self.yes:
            return True
        return (
            False if key in self.no else Wrong(f"{_quoted(shown(raw))} không rõ; ghi Có hoặc Không")
        )


def text(longest: int = 250) -> Text:
    """Words of at most ``longest`` characters."""
    return Text(longest)


def digits(*lengths: int) -> Digits:
    """Digits only, of one of the lengths: ``digits(12)`` for a citizen ID."""
    return Digits(lengths)


def code(pattern: str, says: str, *, whole_number: int | None = None) -> Code:
    """A code of a given form; ``says`` tells the user the form."""
    return Code(pattern, says, whole_number)


def date(
    *, earliest: datetime.date = datetime.date(1900, 1, 1), latest: datetime.date | None = None
) -> Date:
    """A day within bounds, both included."""
    return Date(earliest, latest)


def money(*, least: int = 0, most: int = ABSURD_MONEY, smallest: int = 1_000) -> Money:
    """An amount in whole đồng."""
    return Money(least, most, smallest)


def integer(least: int = 0, most: int = 1_000_000) -> Integer:
    """A whole number within bounds."""
    return Integer(least, most)


def choice(values: Mapping[str, Any] | Iterable[str]) -> Choice:
    """One of the words: a mapping word → value, or words that stand for themselves."""
    return Choice(dict(values) if isinstance(values, Mapping) else {word: word for word in values})


def yes_no() -> YesNo:
    """Có / Không / x."""
    return YesNo()
