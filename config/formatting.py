"""How figures, dates and document numbers are written on paper and on the screen.

Thousands take a dot and decimals a comma. Money comes in as whole đồng (``int``) and is never
passed through a float, so that what is printed is exactly what is in the ledger.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Literal

BLANK = "\N{NO-BREAK SPACE}" * 6
"""The gap left in a draft to be filled in by hand; survives HTML, which folds plain spaces."""

ONE_MILLION = 1_000_000
ONE_BILLION = 1_000_000_000
LARGEST_IN_WORDS = 10**18 - 1

DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
GROUP_NAMES = ("", "nghìn", "triệu")
POINT_LETTERS = ("a", "b", "c", "d", "đ", *"eghiklmnopqrstuvxy")
ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))

type Number = int | Decimal | Fraction
type BlankParts = Literal["none", "day", "day_month", "all"]


# Figures


def count(number: int) -> str:
    """Write a whole number with dots: 26994 -> ``26.994``."""
    return f"{_whole(number):,}".replace(",", ".")


def money(dong: int) -> str:
    """Write an amount in đồng without its unit: 1234567 -> ``1.234.567``."""
    return count(dong)


def settlement(dong: int) -> str:
    """Write what is paid or, below zero, taken back: ``20.000 đồng``, ``thu hồi 20.000 đồng``."""
    return f"{'thu hồi ' if dong < 0 else ''}{money(abs(dong))} đồng"


def signed(number: int) -> str:
    """Write a difference with its sign: 20000 -> ``+20.000``, -20000 -> ``−20.000``."""
    sign = "+" if number > 0 else "−" if number < 0 else ""
    return f"{sign}{count(abs(number))}"


def million(dong: int, decimals: int | None = None) -> str:
    """Write an amount of đồng in triệu đồng: 5128860000 -> ``5.128,86``.

    Without ``decimals`` the result is exact and as short as possible (at most six decimals).
    With it the result has that many, rounded half up.
    """
    amount = Fraction(_whole(dong), ONE_MILLION)
    if decimals is None:
        return decimal(amount)
    return decimal(amount, decimals, trim=False)


def decimal(number: Number, decimals: int = 6, *, trim: bool = True) -> str:
    """Write a number with a decimal comma, rounded half up; ``trim`` drops closing zeros."""
    digits = _rounded(number, decimals)
    sign = "-" if digits < 0 else ""
    whole, rest = divmod(abs(digits), 10**decimals)
    fraction = f"{rest:0{decimals}}" if decimals else ""
    if trim:
        fraction = fraction.rstrip("0")
    return sign + ",".join(part for part in (count(whole), fraction) if part)


def percent(ratio: Number, decimals: int = 1, *, trim: bool = True) -> str:
    """Write a ratio (1 = the whole) as per cent: Fraction(12, 14) -> ``85,7%``."""
    return decimal(Fraction(ratio) * 100, decimals, trim=trim) + "%"


def share(part: int, whole: int, decimals: int = 1) -> str:
    """Write what per cent of ``whole`` is ``part``; a dash when there is no whole."""
    return percent(Fraction(part, whole), decimals) if whole else "–"


def padded_count(number: int) -> str:
    """Write a count as officials do, with a leading zero below ten: 2 -> ``02``."""
    if 0 < number < 10:
        return f"0{number}"
    return count(number)


# Dates and numbers of documents


def date_short(on: date) -> str:
    """Write a date as dd/mm/yyyy: ``05/01/2026``."""
    return f"{on.day:02}/{on.month:02}/{on.year:04}"


def date_on_paper(on: date) -> str:
    """Write a date inside the text of a document, noughts as in its head: ``05/01/2026``,
    ``14/4/2025``, ``08/9/2025``.
    """
    return f"{on.day:02}/{_head_month(on)}/{on.year}"


def date_long(on: date | None, blank: BlankParts = "none") -> str:
    """Write a date as the head of a document has it (NĐ 30/2020/NĐ-CP, Appendix I).

    Days below ten and the months January and February take a leading zero, other months do not:
    ``ngày 05 tháng 01 năm 2026``, ``ngày 20 tháng 3 năm 2026``. A draft leaves parts open, and
    ``blank`` says which. Without a date everything is left open.
    """
    if on is None:
        return f"ngày{BLANK}tháng{BLANK}năm{BLANK}"
    day = BLANK if blank != "none" else f" {on.day:02} "
    month = BLANK if blank in {"day_month", "all"} else f" {_head_month(on)} "
    year = BLANK if blank == "all" else f" {on.year}"
    return f"ngày{day}tháng{month}năm{year}"


def place_and_date(place: str, on: date | None, blank: BlankParts = "none") -> str:
    """Write the place and date line: ``Lạng Sơn, ngày 05 tháng 01 năm 2026``."""
    return f"{place}, {date_long(on, blank)}"


def document_number(number: int | None, symbol: str) -> str:
    """Write number and symbol of a document: ``05/BC-SYT``; a draft has no number yet."""
    if number is None:
        return f"{BLANK}/{symbol}"
    return f"{_natural(number):02}/{symbol}"


def roman(number: int) -> str:
    """Number a section: 4 -> ``IV``. Up to 39."""
    if not 0 < number < 40:
        raise ValueError(f"no section number {number}")
    parts = []
    for value, letters in ROMAN:
        parts.append(letters * (number // value))
        number %= value
    return "".join(parts)


def point_letter(number: int) -> str:
    """Letter a point (điểm) by the Vietnamese alphabet: 5 -> ``đ``. There is no f, j, w, z."""
    if not 0 < number <= len(POINT_LETTERS):
        raise ValueError(f"no letter for point {number}")
    return POINT_LETTERS[number - 1]


# Amounts in words


def amount_in_words(dong: int) -> str:
    """Read an amount of đồng aloud: 21 -> ``Hai mươi mốt đồng``.

    Groups of three are parted by commas; a group of zeros is passed over, zeros at the head of a
    later group are spoken (``không trăm linh năm``), so that no two amounts read the same.
    Raises ``ValueError`` for a negative amount and from 10**18 on.
    """
    _natural(dong)
    if dong > LARGEST_IN_WORDS:
        raise ValueError(f"{dong} đồng is too much to read aloud")
    words = ", ".join(_spoken_groups(dong)) if dong else DIGITS[0]
    return f"{words[0].upper()}{words[1:]} đồng"


def settlement_in_words(dong: int) -> str:
    """Read aloud what is paid or, below zero, taken back: ``Thu hồi hai mươi mốt đồng``."""
    words = amount_in_words(abs(dong))
    return words if dong >= 0 else f"Thu hồi {words[0].lower()}{words[1:]}"


def _spoken_groups(number: int) -> Iterator[str]:
    billions, rest = divmod(number, ONE_BILLION)
    if billions:
        yield " ".join(_spoken_groups(billions)) + " tỷ"
    leading = not billions
    for power in (2, 1, 0):
        group = rest // 1000**power % 1000
        if group:
            yield f"{_spoken_group(group, leading=leading)} {GROUP_NAMES[power]}".rstrip()
            leading = False


def _spoken_group(group: int, *, leading: bool) -> str:
    hundreds, rest = divmod(group, 100)
    words = []
    if hundreds or not leading:
        words.append(f"{DIGITS[hundreds]} trăm")
    if rest:
        words.append(_spoken_below_hundred(rest, alone=not words))
    return " ".join(words)


def _spoken_below_hundred(number: int, *, alone: bool) -> str:
    tens, unit = divmod(number, 10)
    if tens == 0:
        return DIGITS[unit] if alone else f"linh {DIGITS[unit]}"
    words = ["mười" if tens == 1 else f"{DIGITS[tens]} mươi"]
    if unit == 1 and tens > 1:
        words.append("mốt")
    elif unit == 5:
        words.append("lăm")
    elif unit:
        words.append(DIGITS[unit])
    return " ".join(words)


# What is let in


def _whole(number: int) -> int:
    if isinstance(number, bool) or not isinstance(number, int):
        raise TypeError(f"a whole number is needed, not {number!r}")
    return number


def _natural(number: int) -> int:
    if _whole(number) < 0:
        raise ValueError(f"a number that is not negative is needed, not {number}")
    return number


def _rounded(number: Number, decimals: int) -> int:
    """``number`` in units of the last decimal, rounded half away from zero, as a clerk rounds."""
    if isinstance(number, float):
        raise TypeError("a float is not exact; give an int, a Decimal or a Fraction")
    scaled = Fraction(number) * 10**decimals
    size = (2 * abs(scaled.numerator) + scaled.denominator) // (2 * scaled.denominator)
    return size if scaled >= 0 else -size


def _head_month(on: date) -> str:
    return f"{on.month:02}" if on.month <= 2 else str(on.month)
