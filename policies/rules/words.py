"""Numbers and days as a clerk says them. Money by dot, shares by comma."""

from datetime import date
from fractions import Fraction

from policies.rules.types import WHOLE

COST_NAMES = {
    "": "chi phí",
    "outside_insurance": "chi phí ngoài phần BHYT chi trả",
    "co_payment": "phần cùng chi trả BHYT",
    "transport": "chi phí vận chuyển",
    "drugs": "chi phí thuốc",
    "year_before": "chi phí của các đợt trước trong năm",
}


def counted(number: int, unit: str) -> str:
    """``1.234.567 đồng``, ``12 ngày``: thousands by dot."""
    return f"{number:,} {unit}".replace(",", ".")


def dong(amount: int) -> str:
    return counted(amount, "đồng")


def spoken_day(on: date) -> str:
    return f"{on:%d/%m/%Y}"


def share_words(share: int) -> str:
    """5_000 → ``50 %``; 450 → ``4,5 %``."""
    return f"{_decimal(Fraction(share * 100, WHOLE))} %"


def factor_words(share: int) -> str:
    """15_000 → ``hệ số 1,5``."""
    return f"hệ số {_decimal(Fraction(share, WHOLE))}"


def cost_name(cost: str) -> str:
    return COST_NAMES.get(cost, f"chi phí “{cost}”")


def _decimal(number: Fraction) -> str:
    return f"{float(number):.4f}".rstrip("0").rstrip(".").replace(".", ",")
