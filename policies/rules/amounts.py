"""From a rate and an event to đồng, before any limit: one function per amount kind."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from fractions import Fraction
from itertools import groupby
from typing import NamedTuple

from policies.rules.case import Case, Missing, last_day
from policies.rules.matching import in_list
from policies.rules.periods import days_on, end_of_months, periods_touched
from policies.rules.rounding import rounded, whole_dong
from policies.rules.settings import AfterEnd, BaseOn, ProRating
from policies.rules.types import WHOLE, AmountKind, Event, Rate, RefusalReason, Worth
from policies.rules.words import cost_name, dong
from policies.rules.worth import UnitWorth, decided_share, unit_worth, within_frame

IN_MONTHS = {AmountKind.PER_MONTH: 1, AmountKind.PER_QUARTER: 3}
PAYS_NOTHING = (AmountKind.OTHER_PAYER, AmountKind.IN_KIND)
CUT_SHORT = (AmountKind.FLAT, AmountKind.PACKAGE)


class Part(NamedTuple):
    """So many units that are worth the same."""

    quantity: int
    unit_amount: int  # đồng
    how: str = ""  # where the unit amount comes from, if the rate doesn't name it

    @property
    def amount(self) -> int:
        return self.quantity * self.unit_amount


class Due(NamedTuple):
    """A sum on its way to becoming a line: first as asked for, then as the limits leave it."""

    kind: AmountKind
    quantity: int
    unit_amount: int  # đồng; 0 if the units differ in worth
    amount: int  # đồng
    unit: str = ""  # what the quantity is called, if not what the benefit calls it
    how: str = ""  # where the unit amount comes from, if the rate doesn't name it
    parts: tuple[Part, ...] = ()  # if the units differ in worth

    @property
    def is_nothing(self) -> bool:
        """Nothing to pay. Another payer's 0 đồng is not nothing: the person took part."""
        return self.quantity <= 0 or (self.amount <= 0 and self.kind not in PAYS_NOTHING)

    @property
    def product(self) -> int:
        """Đồng of all units, before anything is rounded or cut off."""
        if self.parts:
            return sum(part.amount for part in self.parts)
        return self.quantity * self.unit_amount

    def of_quantity(self, quantity: int) -> "Due":
        """The first so many units of the same."""
        if not self.parts:
            return self._replace(quantity=quantity, amount=quantity * self.unit_amount)
        return _in_parts(self.kind, _first_units(self.parts, quantity), self.unit)

    def of_amount(self, amount: int) -> "Due":
        """The same occurrence, but only this many đồng of it."""
        return self._replace(amount=amount)


def reckoned(rate: Rate, case: Case) -> Due | Missing:
    """What the rate comes to, cut short and rounded as the law's settings say."""
    due = AMOUNTS[rate.amount_kind](rate, case)
    if isinstance(due, Missing):
        return due
    settings, amount = case.terms.settings, due.amount
    if settings.pro_rating is ProRating.BY_DAY and due.kind in CUT_SHORT:
        amount = _shortened(amount, case.event)
    amount = rounded(amount, settings.rounding)
    return due if amount == due.amount else due.of_amount(amount)


def _shortened(amount: int, event: Event) -> int:
    if event.planned_days <= event.days:
        return amount
    return whole_dong(Fraction(amount * event.days, event.planned_days))


# --- counted units ---------------------------------------------------------------------------


def flat(rate: Rate, case: Case) -> Due | Missing:
    return _counted(rate, case, 1, "")


def per_session(rate: Rate, case: Case) -> Due | Missing:
    return _counted(rate, case, case.event.sessions, "buổi")


def per_person(rate: Rate, case: Case) -> Due | Missing:
    return _counted(rate, case, case.event.people, "người")


def per_day(rate: Rate, case: Case) -> Due | Missing:
    """Every day of the event, or only listed ones; in bands, each day at its band's worth."""
    if rate.bands:
        parts = _banded(rate, case)
        if isinstance(parts, Missing):
            return parts
        return _in_parts(rate.amount_kind, parts, "ngày")
    days = _listed_days(rate, case) if rate.only_on else case.event.days
    return _counted(rate, case, days, "ngày")


def per_period(rate: Rate, case: Case) -> Due | Missing:
    """Whole months or quarters, each at the worth of the day that the law's setting names."""
    unit = "tháng" if rate.amount_kind is AmountKind.PER_MONTH else "quý"
    starts = _periods(rate, case)
    if rate.worth is Worth.AMOUNT or case.settings.base_on is BaseOn.EVENT:
        return _counted(rate, case, len(starts), unit)
    worths: list[UnitWorth] = []
    for start in starts:
        worth = unit_worth(rate, case, max(start, case.event.on))
        if isinstance(worth, Missing):
            return worth
        worths.append(worth)
    parts = [Part(len(list(same)), *worth) for worth, same in groupby(worths)]
    return _in_parts(rate.amount_kind, parts, unit)


def _counted(rate: Rate, case: Case, quantity: int, unit: str) -> Due | Missing:
    if rate.worth is Worth.AMOUNT and not rate.up_to:  # by far the most: no detour
        return Due(rate.amount_kind, quantity, rate.amount, quantity * rate.amount, unit)
    worth = unit_worth(rate, case, case.on)
    if isinstance(worth, Missing):
        return worth
    each, how = worth
    return Due(rate.amount_kind, quantity, each, quantity * each, unit, how)


def _in_parts(kind: AmountKind, parts: Iterable[Part], unit: str) -> Due:
    """One part is a plain quantity × unit amount."""
    parts = tuple(part for part in parts if part.quantity)
    quantity, amount = sum(part.quantity for part in parts), sum(part.amount for part in parts)
    if len(parts) == 1:
        return Due(kind, quantity, parts[0].unit_amount, amount, unit, parts[0].how)
    return Due(kind, quantity, 0, amount, unit, parts=parts)


def _first_units(parts: Iterable[Part], quantity: int) -> list[Part]:
    kept = []
    for part in parts:
        units = min(part.quantity, quantity)
        quantity -= units
        kept.append(part._replace(quantity=units))
    return kept


def _banded(rate: Rate, case: Case) -> list[Part] | Missing:
    """How many days of the event lie in each band; a part of a stay begins where it begins."""
    first, last = case.event.first_day, case.event.first_day + case.event.days - 1
    parts = []
    for band in sorted(rate.bands, key=lambda each: each.from_day):
        days = min(last, band.to_day or last) - max(first, band.from_day) + 1
        if days <= 0:
            continue
        worth = within_frame(rate, UnitWorth(band.amount), case)
        if isinstance(worth, Missing):
            return worth
        parts.append(Part(days, *worth))
    return parts


def _listed_days(rate: Rate, case: Case) -> int:
    days = (days_on(case.event.on, number) for number in range(case.event.days))
    listed = case.reading.lists[rate.only_on]
    return sum(in_list(listed, day.isoformat(), day) for day in days)


def _periods(rate: Rate, case: Case) -> Sequence[date]:
    """First days of the months or quarters of the event that the rate holds for."""
    event, length = case.event, IN_MONTHS[rate.amount_kind]
    if length == 1 and not event.months and event.until is None:
        return ()  # nobody said how many; a quarter is whole from its first day
    until = end_of_months(event.on.replace(day=1), event.months) if event.months else None
    ends = [until or last_day(event), rate.valid_to, case.last_of_law]
    last = min(end for end in ends if end)
    first = max(event.on, rate.valid_from) if rate.valid_from else event.on
    return [
        start
        for start in periods_touched(first, last, length)
        if not _ended_before(case, start, end_of_months(start, length))
    ]


def _ended_before(case: Case, start: date, end: date) -> bool:
    """Whether death or leaving takes this period away: begun periods stay if the law says so."""
    ended = case.person.ended_on
    if ended is None or case.settings.after_end is AfterEnd.TO_RELATIVES:
        return False
    return ended <= (start if case.settings.after_end is AfterEnd.REST_OF_PERIOD else end)


# --- from what it cost -----------------------------------------------------------------------


def actual_cost(rate: Rate, case: Case) -> Due | Missing:
    """The whole cost; a ceiling, if the rate has one, is applied as a limit."""
    cost = _cost(rate, case)
    return cost if isinstance(cost, Missing) else Due(rate.amount_kind, 1, cost, cost)


def actual_or_norm(rate: Rate, case: Case) -> Due | Missing:
    """The cost, but no more than the rate is worth (a contract price, a price list)."""
    cost, norm = _cost(rate, case), unit_worth(rate, case, case.on)
    if isinstance(cost, Missing):
        return cost
    if isinstance(norm, Missing):
        return norm
    amount = min(cost, norm.amount)
    how = f"chi {dong(cost)}, định mức {dong(norm.amount)}"
    how = f"{how} = {norm.how}" if norm.how else how
    return Due(rate.amount_kind, 1, amount, amount, how=how)


def share_of_cost(rate: Rate, case: Case) -> Due | Missing:
    cost, share = _cost(rate, case), decided_share(rate, case.event)
    if isinstance(cost, Missing):
        return cost
    if isinstance(share, Missing):
        return share
    amount = whole_dong(Fraction(cost * share, WHOLE))
    return Due(rate.amount_kind, 1, amount, amount)


def _cost(rate: Rate, case: Case) -> int | Missing:
    """The cost that the rate names, less what others paid if the law puts them first, in đồng."""
    event = case.event
    cost = dict(event.costs).get(rate.cost) if rate.cost else event.cost
    if cost is None:
        return Missing(RefusalReason.MISSING_FACT, f"chưa ghi {cost_name(rate.cost)}")
    return max(0, cost - event.others_paid) if rate.after_others else cost


# --- other ways ------------------------------------------------------------------------------


def package(rate: Rate, case: Case) -> Due | Missing:
    """The sum of the components, or a whole of which each component may take its share.

    Without the cost of each component the package is paid whole.
    """
    worth = unit_worth(rate, case, case.on)
    if isinstance(worth, Missing):
        return worth
    whole = worth.amount or sum(component.amount for component in rate.components)
    spent = dict(case.event.components)
    if not spent:
        return Due(rate.amount_kind, 1, whole, whole, how=worth.how)
    allowed = 0
    for component in rate.components:
        most = component.amount or whole
        if component.share_to is not None:
            most = min(most, whole_dong(Fraction(whole * component.share_to, WHOLE)))
        allowed += min(most, spent.get(component.name, 0))
    amount = min(whole, allowed)
    return Due(rate.amount_kind, 1, amount, amount, how=worth.how)


def top_up(rate: Rate, case: Case) -> Due | Missing:
    """What is missing to the rate's worth after the other payers."""
    worth = unit_worth(rate, case, case.on)
    if isinstance(worth, Missing):
        return worth
    amount = max(0, worth.amount - case.event.others_paid)
    how = f"{worth.how} = " if worth.how else ""
    return Due(rate.amount_kind, 1, amount, amount, how=f"{how}{dong(worth.amount)}")


def nothing_here(rate: Rate, case: Case) -> Due | Missing:
    """Goods, or one participation that this budget does not pay for."""
    return Due(rate.amount_kind, 1, 0, 0)


AMOUNTS: dict[AmountKind, Callable[[Rate, Case], Due | Missing]] = {
    AmountKind.FLAT: flat,
    AmountKind.PER_DAY: per_day,
    AmountKind.PER_MONTH: per_period,
    AmountKind.PER_QUARTER: per_period,
    AmountKind.PER_SESSION: per_session,
    AmountKind.PER_PERSON: per_person,
    AmountKind.ACTUAL_COST: actual_cost,
    AmountKind.ACTUAL_OR_NORM: actual_or_norm,
    AmountKind.SHARE_OF_COST: share_of_cost,
    AmountKind.PACKAGE: package,
    AmountKind.TOP_UP: top_up,
    AmountKind.IN_KIND: nothing_here,
    AmountKind.OTHER_PAYER: nothing_here,
}
