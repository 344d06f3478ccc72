"""The sentences: what is paid or refused, and by which article, as a clerk reads it aloud."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from policies.rules.amounts import Due
from policies.rules.compiled import Terms
from policies.rules.limits import Cut
from policies.rules.matching import rate_in_force
from policies.rules.types import AmountKind, Benefit, Condition, Law, Rate

TRAIT_NAMES = {
    "employment_status": "tình trạng công tác",
    "hospital_level": "tuyến bệnh viện",
    "variant": "hình thức hoặc vai trò",
}
TRAIT_VALUES = {
    "serving": "đương chức",
    "retired": "nghỉ hưu",
    "central": "trung ương",
    "province": "tỉnh",
    "region": "khu vực",
    "commune": "xã",
}


# --- words -----------------------------------------------------------------------------------


def counted(number: int, unit: str) -> str:
    """``1.234.567 đồng``, ``12 ngày``: thousands by dot."""
    return f"{number:,} {unit}".replace(",", ".")


def day(on: date) -> str:
    return f"{on:%d/%m/%Y}"


def source(article: str, law: Law) -> str:
    """``điểm b khoản 1 Điều 4 Nghị quyết số …``, or the resolution alone."""
    return f"{article} {law.resolution}" if article else law.resolution


# --- what is paid ----------------------------------------------------------------------------


def payment(
    benefit: Benefit, rate: Rate, law: Law, asked: Due, owed: Due, cuts: Sequence[Cut]
) -> str:
    """The whole reckoning: what was asked, what cut it, what is paid, by which article."""
    reckoned = reckoning(benefit, rate, asked)
    if cuts:
        exceeded = ", ".join(f"vượt {ceiling(cut)}" for cut in cuts)
        reckoned = f"{reckoned}, {exceeded}, chi {_remainder(benefit, rate, owed)}"
    return f"{benefit.title}: {reckoned}, theo {source(rate.article, law)}."


def ceiling(cut: Cut) -> str:
    """``trần 10.000.000 đồng mỗi năm theo khoản 2 Điều 7 (đã hưởng … trong năm 2025)``."""
    article = f" theo {cut.limit.article}" if cut.limit.article else ""
    before = f" (đã hưởng {_used(cut)})" if cut.used else ""
    return f"{_limit_name(cut)}{article}{before}"


def reckoning(benefit: Benefit, rate: Rate, due: Due) -> str:
    return RECKONINGS.get(due.kind, _quantity_times_unit)(benefit, rate, due)


def _quantity_times_unit(benefit: Benefit, rate: Rate, due: Due) -> str:
    unit = due.unit or benefit.unit
    product = f"{due.quantity:,} {unit} × {due.unit_amount:,} đồng = {due.amount:,} đồng"
    return product.replace(",", ".")


def _actual_cost(benefit: Benefit, rate: Rate, due: Due) -> str:
    return f"chi phí thực tế {counted(due.amount, 'đồng')}"


def _other_payer(benefit: Benefit, rate: Rate, due: Due) -> str:
    return f"do {rate.payer.name} chi trả, nguồn này chi 0 đồng"


# Kinds that are not here are reckoned as quantity × unit amount.
RECKONINGS: dict[AmountKind, Callable[[Benefit, Rate, Due], str]] = {
    AmountKind.ACTUAL_COST: _actual_cost,
    AmountKind.OTHER_PAYER: _other_payer,
}


def _remainder(benefit: Benefit, rate: Rate, owed: Due) -> str:
    """Fewer days are multiplied again; a sum cut by a ceiling is only named."""
    if owed.amount == owed.quantity * owed.unit_amount:
        return reckoning(benefit, rate, owed)
    return counted(owed.amount, "đồng")


def _limit_name(cut: Cut) -> str:
    noun = "trần" if cut.unit == "đồng" else "hạn mức"
    return f"{noun} {counted(cut.limit.value, cut.unit)} {cut.span.each}"


def _used(cut: Cut) -> str:
    return f"{counted(cut.used, cut.unit)} {cut.span.so_far}"


# --- what is refused -------------------------------------------------------------------------


def not_in_force(title: str, law: Law, on: date) -> str:
    if on < law.effective_from:
        span = f"có hiệu lực từ ngày {day(law.effective_from)}"
    else:
        assert law.effective_to is not None  # else it would be in force
        span = f"hết hiệu lực sau ngày {day(law.effective_to)}"
    return f"{title}: {law.resolution} {span}, không áp dụng cho ngày {day(on)}."


def unknown_benefit(code: str, law: Law) -> str:
    return f"{law.resolution} không có chế độ mang mã “{code}”."


def no_group(benefit: Benefit, law: Law, group: str | None, on: date) -> str:
    if group:
        who = f"đối tượng “{group}” không có trong {law.resolution}"
    else:
        who = f"ngày {day(on)} người này chưa được xếp vào đối tượng nào của {law.resolution}"
    return f"{benefit.title}: {who}; cần quyết định xếp đối tượng trước khi xét."


def no_rate(
    benefit: Benefit, terms: Terms, law: Law, who: str, on: date, traits: Mapping[str, str]
) -> str:
    """Says how near it came: no rate for the group, none on that day, or other traits needed."""
    offered = (*terms.own_rates, *terms.common_rates)
    in_force = [rate for rate in offered if rate_in_force(rate, on)]
    if not offered:
        why = f"không quy định mức hưởng cho {who}"
    elif not in_force:
        why = f"không có mức hưởng nào cho {who} áp dụng vào ngày {day(on)}"
    else:
        why = f"không có mức hưởng nào cho {who} khớp với {_unmet(in_force, traits)}"
    return f"{benefit.title}: {law.resolution} {why}."


def _unmet(rates: Sequence[Rate], traits: Mapping[str, str]) -> str:
    """``tuyến bệnh viện (đang ghi: xã; có mức cho: tỉnh, trung ương)`` for each trait asked."""
    offered: dict[str, list[str]] = {}
    for rate in rates:
        for condition in rate.conditions:
            offered.setdefault(condition.trait, []).extend(_offered(condition))
    return ", ".join(
        f"{TRAIT_NAMES.get(trait, trait)} (đang ghi: {_recorded(trait, traits)};"
        f" có mức cho: {', '.join(dict.fromkeys(names))})"
        for trait, names in offered.items()
    )


def _offered(condition: Condition) -> list[str]:
    if condition.name:
        return [condition.name]
    return [TRAIT_VALUES.get(value, value) for value in condition.values]


def _recorded(trait: str, traits: Mapping[str, str]) -> str:
    value = traits.get(trait)
    return TRAIT_VALUES.get(value, value) if value else "chưa ghi"


def ambiguous_rate(benefit: Benefit, law: Law, who: str, on: date, rates: Sequence[Rate]) -> str:
    named = " và ".join(f"mức số {rate.id} ({source(rate.article, law)})" for rate in rates)
    return (
        f"{benefit.title}: ngày {day(on)} có {len(rates)} mức hưởng cùng khớp với {who}: {named};"
        " cần bộ phận chính sách sửa lại các mức này trước khi chi."
    )


def nothing_to_pay(benefit: Benefit, rate: Rate, law: Law, asked: Due) -> str:
    return (
        f"{benefit.title}: {reckoning(benefit, rate, asked)}, không có khoản nào để chi,"
        f" theo {source(rate.article, law)}."
    )


def limit_reached(benefit: Benefit, law: Law, cut: Cut) -> str:
    again = f"; sau ngày {day(cut.span.until)} mới được xét lại" if cut.span.until else ""
    return (
        f"{benefit.title}: đã hưởng {_used(cut)}, hết {_limit_name(cut)}"
        f" theo {source(cut.limit.article, law)}{again}."
    )
