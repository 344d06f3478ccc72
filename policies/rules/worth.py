"""What one unit of a rate is worth on a day: one function per source of the đồng."""

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from policies.rules.case import Case, Missing
from policies.rules.matching import fitting_rates
from policies.rules.rounding import whole_dong
from policies.rules.types import WHOLE, Event, Rate, RefusalReason, Worth
from policies.rules.words import dong, factor_words, share_words, spoken_day


class UnitWorth(NamedTuple):
    """Whole đồng, and how they come about where the rate does not name them itself."""

    amount: int
    how: str = ""


def unit_worth(rate: Rate, case: Case, on: date) -> UnitWorth | Missing:
    """Đồng of one unit; where the law names only the most, what was decided within it."""
    worth = WORTHS[rate.worth](rate, case, on)
    return worth if isinstance(worth, Missing) else within_frame(rate, worth, case)


def within_frame(rate: Rate, most: UnitWorth, case: Case) -> UnitWorth | Missing:
    """The same, or what was decided where the law names only the most."""
    if not rate.up_to:
        return most
    decided = case.event.decided_amount
    frame = f"mức quyết định tối đa {dong(most.amount)}"
    if decided is None:
        return Missing(RefusalReason.MISSING_FACT, f"chưa ghi {frame}")
    if not 0 <= decided <= most.amount:
        return Missing(RefusalReason.MISSING_FACT, f"mức {dong(decided)} ngoài khung, {frame}")
    return UnitWorth(decided, f"{frame}, đã quyết định {dong(decided)}")


def named_amount(rate: Rate, case: Case, on: date) -> UnitWorth | Missing:
    return UnitWorth(rate.amount)


def of_parameter(rate: Rate, case: Case, on: date) -> UnitWorth | Missing:
    """A coefficient or a percentage of a dated parameter (lương cơ sở, mức chuẩn, mức đóng)."""
    share = decided_share(rate, case.event)
    if isinstance(share, Missing):
        return share
    name = case.reading.parameters[rate.of].name
    base = case.reading.parameter(rate.of, on)
    if base is None:
        words = f"chưa có giá trị của “{name}” vào ngày {spoken_day(on)}"
        return Missing(RefusalReason.MISSING_PARAMETER, words)
    amount = whole_dong(base * share / WHOLE)
    spoken = spoken_share(rate, case.event, share)
    return UnitWorth(amount, f"{spoken} × {name} {dong(whole_dong(base))}")


def share_of_rate(rate: Rate, case: Case, on: date) -> UnitWorth | Missing:
    """A percentage of what another rate of the law is worth for the same event."""
    share = decided_share(rate, case.event)
    if isinstance(share, Missing):
        return share
    whole = _other_worth(rate, case, on)
    if isinstance(whole, Missing):
        return whole
    amount = whole_dong(Fraction(whole.amount * share, WHOLE))
    title = case.reading.benefits[rate.of].title
    return UnitWorth(
        amount, f"{spoken_share(rate, case.event, share)} × {dong(whole.amount)} của {title}"
    )


def _other_worth(rate: Rate, case: Case, on: date) -> UnitWorth | Missing:
    benefit = case.reading.benefits[rate.of]
    terms = case.reading.terms(benefit, rate.as_group or case.person.group)
    other = case._replace(benefit=benefit, terms=terms)
    fitting = fitting_rates(other)
    if len(fitting) != 1:
        words = f"{len(fitting)} mức của {benefit.title} khớp để tính theo, cần đúng một"
        return Missing(RefusalReason.MISSING_PARAMETER, words)
    if fitting[0].worth is Worth.SHARE_OF_RATE:
        words = f"mức của {benefit.title} cũng là tỷ lệ của mức khác, không tính tiếp được"
        return Missing(RefusalReason.MISSING_PARAMETER, words)
    return WORTHS[fitting[0].worth](fitting[0], other, on)


def decided_share(rate: Rate, event: Event) -> int | Missing:
    """The share in ten-thousandths: fixed, or decided within the law's range; never stacked
    with other payers' share beyond what the law lets them bear together.
    """
    share = _decided_share(rate, event)
    if isinstance(share, Missing) or rate.stack_to is None:
        return share
    return max(0, min(share, rate.stack_to - event.other_share))


def _decided_share(rate: Rate, event: Event) -> int | Missing:
    if rate.factor_to is None:
        return rate.factor
    decided = event.decided_share
    frame = f"tỷ lệ quyết định từ {share_words(rate.factor)} đến {share_words(rate.factor_to)}"
    if decided is None:
        return Missing(RefusalReason.MISSING_FACT, f"chưa ghi {frame}")
    if not rate.factor <= decided <= rate.factor_to:
        words = f"tỷ lệ {share_words(decided)} ngoài khung, {frame}"
        return Missing(RefusalReason.MISSING_FACT, words)
    return decided


def spoken_share(rate: Rate, event: Event, share: int) -> str:
    """``20 % (mức 30 %, nguồn khác đã chịu 80 %, cộng lại không quá 100 %)``"""
    told = factor_words(share) if rate.worth is Worth.COEFFICIENT else share_words(share)
    full = _decided_share(rate, event)
    if isinstance(full, Missing) or rate.stack_to is None or full == share:
        return told
    others, most = share_words(event.other_share), share_words(rate.stack_to)
    return (
        f"{told} (mức {share_words(full)}, nguồn khác đã chịu {others}, cộng lại không quá {most})"
    )


WORTHS: dict[Worth, Callable[[Rate, Case, date], UnitWorth | Missing]] = {
    Worth.AMOUNT: named_amount,
    Worth.COEFFICIENT: of_parameter,
    Worth.PERCENT: of_parameter,
    Worth.SHARE_OF_RATE: share_of_rate,
}
