"""A result as pictures: what the version would cost over what it is compared with."""

from collections.abc import Sequence
from typing import NamedTuple

from django.utils.safestring import SafeString

from claims.simulating.lines import Line
from claims.simulating.results import Result
from config.charts import Spending, spending_bars

TENTH = 100_000


class Chart(NamedTuple):
    caption: str
    svg: SafeString


def regimes_chart(result: Result) -> Chart:
    return _chart("che-do", "Chi theo chế độ", result, result.by_benefit)


def months_chart(result: Result) -> Chart:
    return _chart("thang", "Chi theo tháng", result, result.by_month)


def _chart(name: str, caption: str, result: Result, lines: Sequence[Line]) -> Chart:
    beside = "Văn bản khi đó" if result.simulation.is_planned else "Theo sổ"
    rows = [Spending(line.label, _legible(line.now), _legible(line.then)) for line in lines]
    words = ("Theo bản mô phỏng", beside, "Phần tăng thêm")
    return Chart(caption, spending_bars(f"chart-{name}", caption, rows, words=words))


def _legible(dong: int) -> int:
    """To a tenth of a million, as the picture tells it; the tables beside it are exact."""
    return (dong + TENTH // 2) // TENTH * TENTH
