"""What is paid: the whole reckoning, what cut it, by which article."""

from collections.abc import Callable, Sequence

from policies.rules.amounts import CUT_SHORT, Due, Part
from policies.rules.case import Case
from policies.rules.limits import Cut
from policies.rules.settings import ProRating
from policies.rules.types import WHOLE, AmountKind, Component, Law, Rate
from policies.rules.words import cost_name, counted, dong, share_words
from policies.rules.worth import decided_share, spoken_share


def source(article: str, law: Law) -> str:
    """``điểm b khoản 1 Điều 4 Nghị quyết số …``, or the resolution alone."""
    return f"{article} {law.resolution}" if article else law.resolution


def payment(case: Case, rate: Rate, asked: Due, owed: Due, cuts: Sequence[Cut]) -> str:
    """``Tiền ăn: 12 ngày × 190.000 đồng = 2.280.000 đồng, theo Điều 4 Nghị quyết số …``"""
    told = reckoning(case, rate, asked)
    if cuts:
        exceeded = ", ".join(f"vượt {ceiling(cut)}" for cut in cuts)
        told = f"{told}, {exceeded}, chi {_remainder(case, rate, owed)}"
    if case.event.exceptional_decision and _may_be_lifted(case):
        told = f"{told}, vượt trần theo {case.event.exceptional_decision}"
    if rate.in_kind:
        told = f"{told}, kèm {rate.in_kind}" if owed.amount else f"nhận {rate.in_kind}"
    return f"{case.benefit.title}: {told}, theo {source(rate.article, case.law)}."


def _may_be_lifted(case: Case) -> bool:
    return any(bound.limit.exceptional_value for bound in case.terms.limits)


def ceiling(cut: Cut) -> str:
    """``trần 10.000.000 đồng mỗi năm theo khoản 2 Điều 7 (đã hưởng … trong năm 2025)``."""
    article = f" theo {cut.limit.article}" if cut.limit.article else ""
    before = f" (đã hưởng {used(cut)})" if cut.used else ""
    return f"{limit_name(cut)}{article}{before}{exception(cut)}"


def reckoning(case: Case, rate: Rate, due: Due) -> str:
    told = RECKONINGS.get(due.kind, _counted)(case, rate, due)
    return told + _shortened(case, due) if case.event.planned_days else told


def limit_name(cut: Cut) -> str:
    noun = "trần" if cut.unit == "đồng" else "hạn mức"
    return f"{noun} {counted(cut.value, cut.unit)} {cut.span.each}"


def used(cut: Cut) -> str:
    return f"{counted(cut.used, cut.unit)} {cut.span.so_far}"


def exception(cut: Cut) -> str:
    """That the limit was lifted, or who could lift it."""
    limit = cut.limit
    if not limit.exceptional_value:
        return ""
    if cut.value == limit.exceptional_value:
        return f" theo quyết định của {limit.exceptional_by}"
    most = counted(limit.exceptional_value, cut.unit)
    return f" ({limit.exceptional_by} quyết định thì được đến {most})"


# --- the reckoning by kind -------------------------------------------------------------------


def _counted(case: Case, rate: Rate, due: Due) -> str:
    """``6 tháng × 105.300 đồng + 6 tháng × 113.850 đồng = 1.314.900 đồng``"""
    unit = due.unit or case.benefit.unit
    if due.parts:
        products = " + ".join(_product(part.quantity, unit, part) for part in due.parts)
        return f"{products} = {dong(due.product)}" + _rounded(case, due)
    if due.how:
        return f"{_product(due.quantity, unit, due)} = {dong(due.product)}" + _rounded(case, due)
    told = f"{due.quantity:,} {unit} × {due.unit_amount:,} đồng = {due.product:,} đồng"
    told = told.replace(",", ".")
    return told if due.amount == due.product else told + _rounded(case, due)


def _rounded(case: Case, due: Due) -> str:
    """A sum that is not its product was rounded, if it was not cut short."""
    if due.amount == due.product or _is_cut_short(case, due):
        return ""
    return f", làm tròn {dong(due.amount)}"


def _product(quantity: int, unit: str, worth: Due | Part) -> str:
    how = f" ({worth.how})" if worth.how else ""
    return f"{counted(quantity, unit)} × {dong(worth.unit_amount)}{how}"


def _actual_cost(case: Case, rate: Rate, due: Due) -> str:
    named = f" ({cost_name(rate.cost)})" if rate.cost else ""
    return f"chi phí thực tế {dong(due.amount)}{named}"


def _actual_or_norm(case: Case, rate: Rate, due: Due) -> str:
    how = f" ({due.how})" if due.how else ""
    return f"chi phí thực tế hoặc định mức, lấy mức thấp hơn{how}: {dong(due.amount)}"


def _share_of_cost(case: Case, rate: Rate, due: Due) -> str:
    event = case.event
    cost = dict(event.costs).get(rate.cost, 0) if rate.cost else event.cost
    others = (
        f" sau khi trừ {dong(event.others_paid)} nguồn khác đã chi" if rate.after_others else ""
    )
    share = decided_share(rate, event)
    assert isinstance(share, int)  # else nothing was reckoned
    whole = f"{cost_name(rate.cost)} {dong(cost)}{others}"
    return f"{spoken_share(rate, event, share)} của {whole} = {dong(due.amount)}"


def _package(case: Case, rate: Rate, due: Due) -> str:
    names = ", ".join(_component(component) for component in rate.components)
    how = f" ({due.how})" if due.how else ""
    return f"trọn gói {dong(due.amount)}{how}" + (f" gồm {names}" if names else "")


def _component(component: Component) -> str:
    if component.amount:
        return f"{component.name} {dong(component.amount)}"
    if component.share_to is not None and component.share_to < WHOLE:
        return f"{component.name} không quá {share_words(component.share_to)}"
    return component.name


def _top_up(case: Case, rate: Rate, due: Due) -> str:
    others = dong(case.event.others_paid)
    return f"mức {due.how}, nguồn khác đã chi {others}, bù {dong(due.amount)}"


def _in_kind(case: Case, rate: Rate, due: Due) -> str:
    return f"hiện vật: {rate.in_kind}"


def _other_payer(case: Case, rate: Rate, due: Due) -> str:
    return f"do {rate.payer.name} chi trả, nguồn này chi 0 đồng"


# Kinds that are not here are reckoned as quantity × unit amount.
RECKONINGS: dict[AmountKind, Callable[[Case, Rate, Due], str]] = {
    AmountKind.ACTUAL_COST: _actual_cost,
    AmountKind.ACTUAL_OR_NORM: _actual_or_norm,
    AmountKind.SHARE_OF_COST: _share_of_cost,
    AmountKind.PACKAGE: _package,
    AmountKind.TOP_UP: _top_up,
    AmountKind.IN_KIND: _in_kind,
    AmountKind.OTHER_PAYER: _other_payer,
}


def _shortened(case: Case, due: Due) -> str:
    if not _is_cut_short(case, due):
        return ""
    event = case.event
    return f", tính {event.days}/{event.planned_days} ngày còn {dong(due.amount)}"


def _is_cut_short(case: Case, due: Due) -> bool:
    by_day = case.settings.pro_rating is ProRating.BY_DAY and due.kind in CUT_SHORT
    return by_day and case.event.planned_days > case.event.days


def _remainder(case: Case, rate: Rate, owed: Due) -> str:
    """Fewer days are multiplied again; a sum cut by a ceiling is only named."""
    return reckoning(case, rate, owed) if owed.amount == owed.product else dong(owed.amount)
