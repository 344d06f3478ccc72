"""What is refused: why, and what would have to be there."""

from collections.abc import Sequence
from datetime import date

from policies.rules.amounts import Due
from policies.rules.case import Case, Missing
from policies.rules.explain.paid import limit_name, reckoning, source, used
from policies.rules.limits import Cut, Span
from policies.rules.matching import rate_in_force
from policies.rules.traits import offered, trait_name, value_name
from policies.rules.types import (
    Benefit,
    Condition,
    Law,
    Measure,
    Rate,
    Relation,
    RelationKind,
    Threshold,
    Used,
    Window,
)
from policies.rules.words import cost_name, counted, dong, spoken_day


def not_in_force(title: str, law: Law, on: date) -> str:
    if on < law.effective_from:
        span = f"có hiệu lực từ ngày {spoken_day(law.effective_from)}"
    else:
        assert law.effective_to is not None  # else it would be in force
        span = f"hết hiệu lực sau ngày {spoken_day(law.effective_to)}"
    return f"{title}: {law.resolution} {span}, không áp dụng cho ngày {spoken_day(on)}."


def unknown_benefit(code: str, law: Law) -> str:
    return f"{law.resolution} không có chế độ mang mã “{code}”."


def unresolvable(case: Case, fault: str) -> str:
    return (
        f"{case.benefit.title}: {case.law.resolution} {fault};"
        " cần bộ phận chính sách bổ sung trước khi chi."
    )


def outside_territory(case: Case) -> str:
    names = dict(case.law.territory_names)
    code = case.trait("territory") or "chưa ghi"
    recorded = names.get(code, code)
    scope = ", ".join(names.get(each, each) for each in case.law.territories)
    return (
        f"{case.benefit.title}: {case.law.resolution} chỉ áp dụng cho địa bàn {scope};"
        f" địa bàn của người này: {recorded}."
    )


def too_late(case: Case, claimed: date, last: date) -> str:
    return (
        f"{case.benefit.title}: việc ngày {spoken_day(case.on)} chỉ nhận đề nghị đến hết ngày"
        f" {spoken_day(last)}, đề nghị ngày {spoken_day(claimed)} là quá hạn"
        f" theo {case.law.resolution}."
    )


def untold(case: Case, what: str, article: str) -> str:
    return f"{case.benefit.title}: chưa ghi {what}, theo {source(article, case.law)}."


def ended(case: Case, ended_on: date) -> str:
    return (
        f"{case.benefit.title}: người này thôi diện từ ngày {spoken_day(ended_on)},"
        f" không còn hưởng cho ngày {spoken_day(case.on)}"
        f" theo {source(case.benefit.article, case.law)}."
    )


def no_group(case: Case) -> str:
    law, group = case.law, case.person.group
    if group:
        who = f"đối tượng “{group}” không có trong {law.resolution}"
    else:
        who = f"ngày {spoken_day(case.on)} người này chưa được xếp vào đối tượng nào của "
        who += law.resolution
    return f"{case.benefit.title}: {who}; cần quyết định xếp đối tượng trước khi xét."


# --- what others bar -------------------------------------------------------------------------


def choice_needed(case: Case, relation: Relation, asked: Sequence[str]) -> str:
    titles = " hoặc ".join(case.reading.benefits[code].title for code in asked)
    return (
        f"{case.benefit.title}: chỉ được chọn một trong các hình thức {titles}"
        f" theo {source(relation.article, case.law)}; hãy đề nghị một hình thức."
    )


def excluded(case: Case, relation: Relation, row: Used, span: Span) -> str:
    had = next((each.title for each in case.law.benefits if _is_called(row.benefit, each)), "")
    joined = "thay cho" if relation.kind is RelationKind.ALTERNATIVE else "không hưởng cùng"
    when = span.so_far if relation.window is Window.EVENT else f"ngày {spoken_day(row.on)}"
    return (
        f"{case.benefit.title}: đã hưởng {had} {when}, hai chế độ {joined} nhau"
        f" theo {source(relation.article, case.law)}."
    )


def _is_called(code: str, benefit: Benefit) -> bool:
    return code == benefit.code or code in benefit.carries_from


def less_favourable(title: str, amount: int, better: int, relation: Relation, law: Law) -> str:
    why = "mức cao nhất" if relation.kind is RelationKind.HIGHEST else "chế độ được ưu tiên"
    return (
        f"{title}: {dong(amount)}; cùng lúc chỉ hưởng một chế độ là {why}"
        f" ({dong(better)}) theo {source(relation.article, law)}."
    )


# --- what is not reached or not there --------------------------------------------------------


def below_threshold(case: Case, asked: Sequence[tuple[Threshold, int]]) -> str:
    wanted = " hoặc ".join(_threshold(threshold, have) for threshold, have in asked)
    article = asked[0][0].article
    return f"{case.benefit.title}: chưa đạt {wanted} theo {source(article, case.law)}."


def _threshold(threshold: Threshold, have: int) -> str:
    window = "trong năm" if threshold.window is Window.YEAR else "mỗi đợt"
    if threshold.measure is Measure.QUANTITY:
        return f"{counted(threshold.value, 'ngày')} {window} (có {counted(have, 'ngày')})"
    name = cost_name(threshold.cost)
    return f"{name} {dong(threshold.value)} {window} (có {dong(have)})"


def no_rate(case: Case) -> str:
    """Says how near it came: no rate for the group, none on that day, or other traits needed."""
    who, on = case.who, case.on
    offered = (*case.terms.own_rates, *case.terms.common_rates)
    standing = [rate for rate in offered if rate_in_force(rate, on)]
    if not offered:
        why = f"không quy định mức hưởng cho {who}"
    elif not standing:
        why = f"không có mức hưởng nào cho {who} áp dụng vào ngày {spoken_day(on)}"
    else:
        why = f"không có mức hưởng nào cho {who} khớp với {_unmet(standing, case)}"
    return f"{case.benefit.title}: {case.law.resolution} {why}."


def _unmet(rates: Sequence[Rate], case: Case) -> str:
    """``tuyến bệnh viện (đang ghi: xã; có mức cho: tỉnh, trung ương)`` for each trait asked."""
    wanted: dict[str, list[str]] = {}
    for rate in rates:
        for condition in rate.conditions:
            wanted.setdefault(condition.trait, []).extend(_wanted(condition, case))
    return ", ".join(
        f"{trait_name(trait)} ({_recorded(trait, case)};"
        f" có mức cho: {', '.join(dict.fromkeys(names))})"
        for trait, names in wanted.items()
    )


def _wanted(condition: Condition, case: Case) -> list[str]:
    denial = "không phải " if condition.denied else ""
    if condition.name:
        return [denial + condition.name]
    if condition.listed:
        return [f"{denial}danh mục {case.reading.lists[condition.listed].name}"]
    if condition.lowest is not None or condition.highest is not None:
        return [denial + _band(condition.lowest, condition.highest)]
    return [denial + words for _, words in offered(condition)]


def _band(lowest: int | None, highest: int | None) -> str:
    if highest is None:
        return f"từ {lowest} trở lên"
    return f"đến {highest}" if lowest is None else f"từ {lowest} đến {highest}"


def _recorded(trait: str, case: Case) -> str:
    number = case.number(trait)
    if number is not None:
        return f"đang ghi: {number}"
    value = case.trait(trait)
    return f"đang ghi: {value_name(trait, value)}" if value else "chưa ghi"


def ambiguous_rate(case: Case, rates: Sequence[Rate]) -> str:
    named = " và ".join(f"mức số {rate.id} ({source(rate.article, case.law)})" for rate in rates)
    return (
        f"{case.benefit.title}: ngày {spoken_day(case.on)} có {len(rates)} mức hưởng cùng khớp với"
        f" {case.who}: {named}; cần bộ phận chính sách sửa lại các mức này trước khi chi."
    )


def missing(case: Case, rate: Rate, lack: Missing) -> str:
    return f"{case.benefit.title}: {lack.words}, theo {source(rate.article, case.law)}."


def nothing_to_pay(case: Case, rate: Rate, asked: Due) -> str:
    return (
        f"{case.benefit.title}: {reckoning(case, rate, asked)}, không có khoản nào để chi,"
        f" theo {source(rate.article, case.law)}."
    )


def limit_reached(case: Case, cut: Cut) -> str:
    again = f"; sau ngày {spoken_day(cut.until)} mới được xét lại" if cut.until else ""
    return (
        f"{case.benefit.title}: đã hưởng {used(cut)}, hết {limit_name(cut)}"
        f" theo {source(cut.limit.article, case.law)}{again}."
    )
