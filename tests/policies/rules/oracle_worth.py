"""What a rate comes to, by whole numbers alone: a list with one amount for each unit, in order.

Part of the second opinion (``oracle``): written from the words of ``types`` and ``settings``,
and sharing nothing else with the engine.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from policies.rules.settings import AfterEnd, BaseOn, ExaminingBody, ProRating, Rounding, Settings
from policies.rules.types import (
    AmountKind,
    Benefit,
    Condition,
    DatedList,
    Event,
    Law,
    Person,
    Rate,
    Used,
    Worth,
)

ONE = 10_000  # the whole, in ten-thousandths
UNPAID = {AmountKind.IN_KIND, AmountKind.OTHER_PAYER}
BY_NUMBER = {
    AmountKind.PER_DAY,
    AmountKind.PER_MONTH,
    AmountKind.PER_QUARTER,
    AmountKind.PER_SESSION,
    AmountKind.PER_PERSON,
}


class Matter(NamedTuple):
    """A benefit, a person in one group, an event or a part of one, and the day that decides."""

    event: Event
    law: Law
    benefit: Benefit
    person: Person
    on: date
    settings: Settings

    @property
    def group(self) -> str | None:
        return self.person.group


class Row(NamedTuple):
    """Something had: before, elsewhere in this event, or as another part of the same time."""

    used: Used
    is_here: bool
    is_this_time: bool


def half_up(numerator: int, denominator: int) -> int:
    return (2 * numerator + denominator) // (2 * denominator)


def to_the(settings: Settings, amount: int) -> int:
    """A sum as the law rounds it."""
    if settings.rounding is Rounding.THOUSAND:
        return half_up(amount, 1000) * 1000
    if settings.rounding is Rounding.THOUSAND_DOWN:
        return amount - amount % 1000
    return amount


# --- conditions ------------------------------------------------------------------------------


def months_later(day: date, months: int) -> tuple[int, int, int]:
    """The day some months on, as year, month and a day that the month may not have."""
    number = day.year * 12 + day.month - 1 + months
    return number // 12, number % 12 + 1, day.day


def is_met(condition: Condition, matter: Matter) -> bool:
    return _has(condition, matter) is not condition.denied


def _has(condition: Condition, matter: Matter) -> bool:
    grace = condition.grace_months
    if condition.lowest is not None or condition.highest is not None:
        number = _number(condition.trait, matter)
        if number is None:
            return False
        return not (
            (condition.lowest is not None and number < condition.lowest)
            or (condition.highest is not None and number > condition.highest)
        )
    value = _trait(condition.trait, matter)
    if condition.listed:
        [named] = [each for each in matter.law.lists if each.code == condition.listed]
        return value is not None and stands_in(named, value, _listed_on(condition, matter), grace)
    had = {value} | {
        lost.value
        for lost in matter.person.lost
        if lost.trait == condition.trait and grace and _within(matter.on, lost.until, grace)
    }
    return any(each in condition.values for each in had)


def _trait(name: str, matter: Matter) -> str | None:
    if name == "day":
        return str(matter.on)
    told_of_event = dict(matter.event.traits)
    return told_of_event.get(name, dict(matter.person.traits).get(name))


def _number(name: str, matter: Matter) -> int | None:
    birth, on = matter.person.birth_date, matter.on
    if birth and name == "age_in_year":
        return on.year - birth.year
    if birth and name == "age":
        had_birthday = (on.month, on.day) >= (birth.month, birth.day)
        return on.year - birth.year - (0 if had_birthday else 1)
    return dict(matter.person.numbers).get(name)


def _listed_on(condition: Condition, matter: Matter) -> date:
    by_opinion = matter.settings.examining_body is ExaminingBody.ON_OPINION
    if condition.trait == "examining_body" and by_opinion and matter.event.opinion_on:
        return matter.event.opinion_on
    return matter.on


def _within(on: date, until: date, grace: int) -> bool:
    return (on.year, on.month, on.day) <= months_later(until, grace)


def stands_in(listed: DatedList, value: str, on: date, grace: int = 0) -> bool:
    for entry in listed.entries:
        too_early = entry.since is not None and on < entry.since
        too_late = entry.until is not None and not _within(on, entry.until, grace)
        if entry.value == value and not too_early and not too_late:
            return True
    return False


def fitting(benefit: Benefit, matter: Matter) -> list[Rate]:
    fit = [
        rate
        for rate in benefit.rates
        if rate.group in (None, matter.group)
        and (rate.valid_from or matter.on) <= matter.on <= (rate.valid_to or matter.on)
        and all(is_met(condition, matter) for condition in rate.conditions)
    ]
    return [rate for rate in fit if rate.group is not None] or fit


# --- one unit --------------------------------------------------------------------------------


def worth(rate: Rate, matter: Matter, day: date) -> int | str:
    """Đồng of one unit on a day, or why nobody can tell."""
    most = _most(rate, matter, day)
    if not rate.up_to or isinstance(most, str):
        return most
    decided = matter.event.decided_amount
    if decided is None or decided < 0 or decided > most:
        return "missing_fact"
    return decided


def _most(rate: Rate, matter: Matter, day: date) -> int | str:
    if rate.worth is Worth.AMOUNT:
        return rate.amount
    part = share(rate, matter.event)
    if isinstance(part, str):
        return part
    if rate.worth is Worth.SHARE_OF_RATE:
        whole = _other_rate(rate, matter, day)
        return whole if isinstance(whole, str) else half_up(whole * part, ONE)
    base = _base(rate.of, matter.law, day)
    if base is None:
        return "missing_parameter"
    value, of = base
    return half_up(value * part, of * ONE)


def _other_rate(rate: Rate, matter: Matter, day: date) -> int | str:
    [other] = [each for each in matter.law.benefits if each.code == rate.of]
    person = matter.person if not rate.as_group else _as(matter.person, rate.as_group)
    found = fitting(
        other, matter._replace(person=person, settings=other.settings or matter.law.settings)
    )
    if len(found) != 1 or found[0].worth is Worth.SHARE_OF_RATE:
        return "missing_parameter"
    return _most(found[0], matter, day)


def _as(person: Person, group: str) -> Person:
    return Person(
        group=group,
        traits=person.traits,
        numbers=person.numbers,
        birth_date=person.birth_date,
        lost=person.lost,
    )


def _base(code: str, law: Law, day: date) -> tuple[int, int] | None:
    """A dated parameter as so many parts of so many."""
    [named] = [each for each in law.parameters if each.code == code]
    begun = [each for each in named.values if each.since <= day]
    if not begun:
        return None
    latest = max(begun, key=lambda each: each.since).value
    if not named.share_of:
        return latest, 1
    whole = _base(named.share_of, law, day)
    return whole and (whole[0] * latest, whole[1] * ONE)


def share(rate: Rate, event: Event) -> int | str:
    part = rate.factor
    if rate.factor_to is not None:
        if event.decided_share is None or not rate.factor <= event.decided_share <= rate.factor_to:
            return "missing_fact"
        part = event.decided_share
    if rate.stack_to is not None and part + event.other_share > rate.stack_to:
        part = max(0, rate.stack_to - event.other_share)
    return part


# --- all units -------------------------------------------------------------------------------


def units(rate: Rate, matter: Matter) -> list[int] | str:
    """An amount for each unit, or the reason why there is none to tell."""
    return UNITS[rate.amount_kind](rate, matter)


def _so_many(rate: Rate, matter: Matter, number: int) -> list[int] | str:
    each = worth(rate, matter, matter.on)
    return each if isinstance(each, str) else [each] * max(0, number)


def _days(rate: Rate, matter: Matter) -> list[int] | str:
    event = matter.event
    if rate.bands:
        return [
            band.amount
            for day in range(event.first_day, event.first_day + event.days)
            for band in rate.bands
            if band.from_day <= day and (band.to_day is None or day <= band.to_day)
        ]
    if not rate.only_on:
        return _so_many(rate, matter, event.days)
    [named] = [each for each in matter.law.lists if each.code == rate.only_on]
    days = [event.on + timedelta(number) for number in range(event.days)]
    return _so_many(rate, matter, len([day for day in days if stands_in(named, str(day), day)]))


def _periods(rate: Rate, matter: Matter) -> list[int] | str:
    """Months and quarters are numbered through from the year 0 on."""
    length = 3 if rate.amount_kind is AmountKind.PER_QUARTER else 1
    starts = [
        date(number * length // 12, number * length % 12 + 1, 1)
        for number in _numbers(rate, matter, length)
    ]
    if rate.worth is Worth.AMOUNT or matter.settings.base_on is BaseOn.EVENT:
        return _so_many(rate, matter, len(starts))
    each = [worth(rate, matter, max(start, matter.event.on)) for start in starts]
    unknown = [amount for amount in each if isinstance(amount, str)]
    return unknown[0] if unknown else [amount for amount in each if isinstance(amount, int)]


def _numbers(rate: Rate, matter: Matter, length: int) -> Sequence[int]:
    event, ended = matter.event, matter.person.ended_on
    first = _month(max(event.on, rate.valid_from or event.on))
    if event.months:
        last = _month(event.on) + event.months - 1
    elif event.until is None and length == 1:
        return ()
    else:
        last = _month(end_of(event))
    for ends in (rate.valid_to, matter.law.effective_to):
        last = min(last, _month(ends or date.max))
    numbers = range(first // length, last // length + 1) if first <= last else range(0)
    if ended is None or matter.settings.after_end is AfterEnd.TO_RELATIVES:
        return numbers
    end = _month(ended) // length
    if matter.settings.after_end is AfterEnd.REST_OF_PERIOD:
        begun = ended.day > 1 or _month(ended) % length
        return [number for number in numbers if number < end or (number == end and begun)]
    return [number for number in numbers if number < end]


def end_of(event: Event) -> date:
    """The last day as it is told, or as the months or the days that are told come to."""
    if event.until is None and event.months:
        after = _month(event.on) + event.months
        return date(after // 12, after % 12 + 1, 1) - timedelta(1)
    return event.until or event.on + timedelta(max(0, event.days - 1))


def _month(day: date) -> int:
    return day.year * 12 + day.month - 1


def _spent(rate: Rate, event: Event) -> int | str:
    if rate.cost and rate.cost not in dict(event.costs):
        return "missing_fact"
    cost = dict(event.costs)[rate.cost] if rate.cost else event.cost
    return max(0, cost - event.others_paid) if rate.after_others else cost


def _invoice(rate: Rate, matter: Matter) -> list[int] | str:
    cost = _spent(rate, matter.event)
    return cost if isinstance(cost, str) else [cost]


def _invoice_or_norm(rate: Rate, matter: Matter) -> list[int] | str:
    cost, norm = _spent(rate, matter.event), worth(rate, matter, matter.on)
    if isinstance(cost, str):
        return cost
    return norm if isinstance(norm, str) else [min(cost, norm)]


def _percentage(rate: Rate, matter: Matter) -> list[int] | str:
    cost, part = _spent(rate, matter.event), share(rate, matter.event)
    if isinstance(cost, str):
        return cost
    return part if isinstance(part, str) else [half_up(cost * part, ONE)]


def _package(rate: Rate, matter: Matter) -> list[int] | str:
    each = worth(rate, matter, matter.on)
    if isinstance(each, str):
        return each
    whole = each or sum(part.amount for part in rate.components)
    if not matter.event.components:
        return [whole]
    due, spent = 0, dict(matter.event.components)
    for part in rate.components:
        most = part.amount or whole
        if part.share_to is not None:
            most = min(most, half_up(whole * part.share_to, ONE))
        due += min(most, spent.get(part.name, 0))
    return [min(whole, due)]


def _rest(rate: Rate, matter: Matter) -> list[int] | str:
    each = worth(rate, matter, matter.on)
    return each if isinstance(each, str) else [max(0, each - matter.event.others_paid)]


UNITS = {
    AmountKind.FLAT: lambda rate, matter: _so_many(rate, matter, 1),
    AmountKind.PER_DAY: _days,
    AmountKind.PER_MONTH: _periods,
    AmountKind.PER_QUARTER: _periods,
    AmountKind.PER_SESSION: lambda rate, matter: _so_many(rate, matter, matter.event.sessions),
    AmountKind.PER_PERSON: lambda rate, matter: _so_many(rate, matter, matter.event.people),
    AmountKind.ACTUAL_COST: _invoice,
    AmountKind.ACTUAL_OR_NORM: _invoice_or_norm,
    AmountKind.SHARE_OF_COST: _percentage,
    AmountKind.PACKAGE: _package,
    AmountKind.TOP_UP: _rest,
    AmountKind.IN_KIND: lambda rate, matter: [0],
    AmountKind.OTHER_PAYER: lambda rate, matter: [0],
}


def cut_short(rate: Rate, matter: Matter, amount: int) -> int:
    """What is left of the sum of a trip or a stay that ended before its time."""
    event = matter.event
    by_day = matter.settings.pro_rating is ProRating.BY_DAY
    whole_trip = rate.amount_kind in (AmountKind.FLAT, AmountKind.PACKAGE)
    if by_day and whole_trip and event.days < event.planned_days:
        return half_up(amount * event.days, event.planned_days)
    return amount
