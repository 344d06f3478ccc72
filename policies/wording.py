"""A rate in words: the figure, what it is per, under which condition, how sure it is."""

from collections.abc import Iterable
from typing import NamedTuple

from django.utils.timezone import localdate

from accounts.models import HospitalLevel
from config.formatting import count, date_short, money
from policies.models import Benefit, Confidence, Limit, Rate
from policies.rules import AmountKind, LimitKind

EACH = {AmountKind.PER_DAY: "ngày", AmountKind.PER_MONTH: "tháng", AmountKind.PER_SESSION: "buổi"}


# In the matrix there is room for a word or two only.
MARKS = {
    "stated": ("green", "quote", "Nêu rõ"),
    "derived": ("orange", "math-function", "Suy ra"),
    "invented": ("red", "flask", "Giả định"),
    "confirmed": ("navy", "user-check", "Đã xác nhận"),
}


class Figure(NamedTuple):
    """``190.000`` and ``đồng/ngày``, or words where there is no number."""

    value: str
    note: str


def figure(rate: Rate, benefit: Benefit) -> Figure:
    if rate.amount_kind == AmountKind.OTHER_PAYER:
        return Figure("0", f"do {rate.payer.name} chi")
    if rate.amount_kind == AmountKind.ACTUAL_COST:
        if rate.ceiling is None:
            return Figure("Chi phí thực tế", "không có trần mỗi lượt")
        return Figure("Chi phí thực tế", f"trần {money(rate.ceiling)} đồng mỗi lượt")
    each = EACH.get(AmountKind(rate.amount_kind), benefit.unit)
    return Figure(money(rate.amount), f"đồng/{each}")


def condition(rate: Rate) -> str:
    """``tuyến trung ương, tỉnh``; empty if the rate asks for nothing."""
    parts = [rate.variant_name]
    if rate.hospital_levels:
        levels = [HospitalLevel(level).label.lower() for level in rate.hospital_levels.split()]
        parts.append(f"tuyến {', '.join(levels)}")
    if rate.employment_status:
        parts.append(rate.get_employment_status_display().lower())
    return "; ".join(part for part in parts if part)


def period(rate: Rate) -> str:
    """``đến 30/06/2025``; empty if the rate stands as long as the resolution."""
    parts = []
    if rate.valid_from:
        parts.append(f"từ {date_short(rate.valid_from)}")
    if rate.valid_to:
        parts.append(f"đến {date_short(rate.valid_to)}")
    return " ".join(parts)


def standing(rate: Rate) -> str:
    """``confirmed`` once somebody stands for it, else where the rate comes from."""
    return "confirmed" if hasattr(rate, "confirmation") else rate.confidence


def standing_words(rate: Rate) -> str:
    """What hovering over the badge tells."""
    if hasattr(rate, "confirmation"):
        given = rate.confirmation
        on = date_short(localdate(given.confirmed_at))
        return f"{given.confirmed_by.full_name} xác nhận ngày {on}, đối chiếu với {given.source}"
    return rate.basis or Confidence(rate.confidence).label


def limit_words(limit: Limit) -> str:
    """``tối đa 2 lần trong năm``; ``duy nhất một lần`` for a limit over a whole life."""
    if limit.kind == LimitKind.TIMES_EVER and limit.value == 1:
        return "duy nhất một lần"
    return f"tối đa {count(limit.value)} {limit.get_kind_display()}"


def group_names(names: Iterable[str]) -> str:
    """``Đối tượng 2, 3, 4`` instead of the word three times."""
    names = list(names)
    common = "Đối tượng "
    if len(names) > 1 and all(name.startswith(common) for name in names):
        return common + ", ".join(name.removeprefix(common) for name in names)
    return ", ".join(names)
