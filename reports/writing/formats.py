"""The ways in which a figure is written into a sentence: its words after the bar in ``{code|…}``.

Each reads right in a sentence for nothing, one and many.
"""

from collections.abc import Callable
from fractions import Fraction

from config.formatting import (
    ONE_MILLION,
    amount_in_words,
    count,
    date_on_paper,
    million,
    padded_count,
    percent,
)
from reports.figures.figure import FigureValue, Measure

NOTHING = "không phát sinh"
ROUNDED = "(làm tròn)"

FORMATS: dict[str, Callable[[FigureValue], str]] = {
    "": lambda value: count(value.value),
    "số": lambda value: count(value.value),
    "đồng": lambda value: count(value.value),
    "hai_chữ_số": lambda value: padded_count(value.value),
    "có_đơn_vị": lambda value: _with_unit(value),
    "triệu": lambda value: million(value.value),
    "triệu_0": lambda value: million(value.value, 0),
    "triệu_1": lambda value: million(value.value, 1),
    "triệu_2": lambda value: million(value.value, 2),
    "triệu_3": lambda value: million(value.value, 3),
    "triệu_đồng": lambda value: _million_dong(value.value),
    "triệu_làm_tròn": lambda value: _rounded_million(value.value, 0),
    "triệu_làm_tròn_1": lambda value: _rounded_million(value.value, 1),
    "bằng_chữ": lambda value: amount_in_words(value.value),
    "đã_chi": lambda value: count(value.paid),
    "đã_chi_triệu": lambda value: million(value.paid),
    "còn_lại": lambda value: count(value.remaining),
    "còn_lại_triệu": lambda value: million(value.remaining),
    "ngày_chốt": lambda value: date_on_paper(value.as_of),
}

# value, the same a year before (None when nothing is known of that year), words of that period
COMPARED: dict[str, Callable[[FigureValue, FigureValue | None, str], str]] = {
    "so_năm_trước": lambda value, before, then: _grown(value, before, then),
    "chênh_năm_trước": lambda value, before, then: _more_or_less(value, before, then),
}

FORMAT_WORDS = {
    "": "số, có dấu chấm hàng nghìn",
    "có_đơn_vị": "số kèm đơn vị: “397 người”, “01 người”, “không phát sinh”",
    "hai_chữ_số": "số đếm, thêm số 0 trước số dưới 10",
    "triệu": "triệu đồng, đủ số lẻ, không ghi đơn vị",
    "triệu_đồng": "triệu đồng, đủ số lẻ: “20,5 triệu đồng”, “không phát sinh”",
    "triệu_làm_tròn": "làm tròn đến triệu và ghi rõ: “9.579 triệu đồng (làm tròn)”",
    "triệu_làm_tròn_1": "như trên, một số lẻ",
    "triệu_1": "triệu đồng, làm tròn một số lẻ (triệu_0, triệu_2, triệu_3 cũng được)",
    "bằng_chữ": "số tiền bằng chữ",
    "so_năm_trước": "“tăng 12,5% so với năm 2024”",
    "chênh_năm_trước": "“giảm 27 người so với năm 2024”",
    "đã_chi": "phần đã chi theo sổ",
    "đã_chi_triệu": "phần đã chi, triệu đồng",
    "còn_lại": "phần còn ước hoặc kế hoạch",
    "còn_lại_triệu": "phần còn ước hoặc kế hoạch, triệu đồng",
    "ngày_chốt": "ngày chốt của số liệu",
}
MONEY_ONLY = frozenset(
    form for form in FORMATS if form.startswith("triệu") or form in ("bằng_chữ", "đồng")
)


def _with_unit(value: FigureValue) -> str:
    return _counted(value.value, value) if value.value else NOTHING


def _counted(number: int, value: FigureValue) -> str:
    """Few things get a leading nought, as officials write them; money doesn't."""
    written = count(number) if value.figure.measure == Measure.AMOUNT else padded_count(number)
    return f"{written} {value.figure.unit}"


def _million_dong(dong: int) -> str:
    return f"{million(dong)} triệu đồng" if dong else NOTHING


def _rounded_million(dong: int, decimals: int) -> str:
    """Says that it is rounded where it is; less than can be shown is written out in full."""
    if not dong:
        return NOTHING
    if 2 * dong * 10**decimals < ONE_MILLION:
        return f"{count(dong)} đồng"
    is_whole = dong * 10**decimals % ONE_MILLION == 0
    written = f"{million(dong, decimals)} triệu đồng"
    return written if is_whole else f"{written} {ROUNDED}"


def _grown(value: FigureValue, before: FigureValue | None, then: str) -> str:
    if before is None:
        return f"{then} chưa có số liệu để so sánh"
    if before.value == value.value:
        return f"bằng {then}" if value.value else f"{NOTHING}, như {then}"
    if not before.value:
        return f"{then} {NOTHING}"
    change = Fraction(abs(value.value - before.value), before.value)
    return f"{_direction(value, before)} {percent(change)} so với {then}"


def _more_or_less(value: FigureValue, before: FigureValue | None, then: str) -> str:
    if before is None or before.value == value.value:
        return _grown(value, before, then)
    change = _counted(abs(value.value - before.value), value)
    return f"{_direction(value, before)} {change} so với {then}"


def _direction(value: FigureValue, before: FigureValue) -> str:
    return "tăng" if value.value > before.value else "giảm"
