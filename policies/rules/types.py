"""The words in which a resolution, a person and an event are told to the rules.

Everything is a frozen value: money in whole đồng, lengths in days, law chosen by the
deciding date. Nothing here knows a database, a clock or a setting.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple


class AmountKind(StrEnum):
    """How a rate turns an event into đồng (domain.md 3.2, "amount kind")."""

    FLAT = "flat"  # per occurrence (lượt, lần)
    PER_DAY = "per_day"  # per inpatient day, or per person-day of a trip
    PER_MONTH = "per_month"  # monthly allowance
    PER_SESSION = "per_session"  # allowance for a working session (buổi)
    ACTUAL_COST = "actual_cost"  # what the invoices show, up to the rate's ceiling if it has one
    OTHER_PAYER = "other_payer"  # takes part, another budget pays: 0 đồng here


class LimitKind(StrEnum):
    """What a limit counts. A year is a calendar year of the deciding date.

    Times count lines, another payer's included. Days are counted, and cut, for rates per day
    only. Every kind counts the lines of its own benefit.
    """

    TIMES_PER_YEAR = "times_per_year"
    TIMES_EVER = "times_ever"
    DAYS_PER_EVENT = "days_per_event"
    DAYS_PER_YEAR = "days_per_year"
    AMOUNT_PER_EVENT = "amount_per_event"
    AMOUNT_PER_YEAR = "amount_per_year"


class RefusalReason(StrEnum):
    """The first step at which the law says no."""

    NOT_IN_FORCE = "not_in_force"
    UNKNOWN_BENEFIT = "unknown_benefit"
    NO_GROUP = "no_group"
    NO_RATE = "no_rate"
    AMBIGUOUS_RATE = "ambiguous_rate"
    LIMIT_REACHED = "limit_reached"
    NOTHING_TO_PAY = "nothing_to_pay"


@dataclass(frozen=True, slots=True)
class Condition:
    """A trait of the person or the event that must have one of these values.

    Traits in use: ``employment_status`` (serving, retired), ``hospital_level``
    (central, province, region, commune), ``variant`` (form, programme or role).
    """

    trait: str
    values: tuple[str, ...]
    name: str = ""  # the values in words, where they are codes of this law: "Hội đồng chuyên môn"


@dataclass(frozen=True, slots=True)
class Payer:
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Rate:
    """One mức hưởng. ``group`` None means every group; dates are inclusive, None is open.

    A rate that names the group goes before one for every group. Two rates of the same rank
    that fit the same event are a fault of the data: the benefit is refused until mended.
    """

    id: int
    amount_kind: AmountKind
    amount: int  # đồng per unit; 0 for actual cost and for another payer
    payer: Payer
    article: str
    group: str | None = None
    conditions: tuple[Condition, ...] = ()
    ceiling: int | None = None  # đồng per occurrence, for actual cost
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class Limit:
    """A hạn mức: ``value`` is times, days or đồng as ``kind`` says.

    A limit that names the group takes the place of the general one of the same kind.
    """

    kind: LimitKind
    value: int
    article: str
    group: str | None = None


@dataclass(frozen=True, slots=True)
class Benefit:
    """One chế độ of a resolution, with the letter it has in the text."""

    code: str
    letter: str
    title: str
    unit: str  # lượt, người, gói: what one occurrence is called
    article: str
    rates: tuple[Rate, ...]
    limits: tuple[Limit, ...] = ()
    needs_group: bool = True  # False: paid to staff or suppliers, who belong to no group


@dataclass(frozen=True, slots=True)
class Law:
    """One resolution version; both dates inclusive, ``effective_to`` None while it stands."""

    resolution: str  # e.g. "Nghị quyết số 24/2024/NQ-HĐND"
    effective_from: date
    effective_to: date | None
    benefits: tuple[Benefit, ...]
    groups: tuple[tuple[str, str], ...] = ()  # (code, name), e.g. ("4", "Đối tượng 4")


@dataclass(frozen=True, slots=True)
class Person:
    """Who it happened to, as they stood on the deciding date."""

    group: str | None = None
    traits: tuple[tuple[str, str], ...] = ()  # e.g. (("employment_status", "retired"),)


@dataclass(frozen=True, slots=True)
class Event:
    """What happened. ``on`` is the deciding date: it picks the version, the rate and the year."""

    on: date
    benefits: tuple[str, ...]  # codes asked for, e.g. ("hospital_visit_gift", "inpatient_meal")
    days: int = 0
    months: int = 0
    sessions: int = 0
    cost: int = 0  # đồng, as the invoices show
    traits: tuple[tuple[str, str], ...] = ()  # e.g. (("hospital_level", "province"),)


@dataclass(frozen=True, slots=True)
class Used:
    """One earlier line of the same person that counts against limits."""

    benefit: str
    on: date
    quantity: int  # in the unit of that line
    amount: int  # đồng


class Line(NamedTuple):
    """One sum owed, with everything needed to defend it.

    A named tuple, not a dataclass like its neighbours: a portal makes them by the hundred
    thousand, and a frozen dataclass of this size takes four times as long to make.
    """

    benefit: str
    letter: str
    resolution: str
    article: str
    rate: int  # Rate.id
    payer: Payer
    quantity: int  # paid: days beyond a limit are no longer in it
    unit: str  # ngày, tháng, buổi as the rate counts, otherwise the benefit's
    unit_amount: int  # đồng; for actual cost, the cost
    amount: int  # đồng, after every limit
    uncapped_amount: int  # đồng, as asked for, before every limit
    ceiling: str  # which limits bit, in Vietnamese; "" if none
    sentence: str  # what a clerk reads aloud


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a benefit that was asked for is not paid."""

    benefit: str
    reason: RefusalReason
    article: str
    sentence: str
    until: date | None = None  # the refusal holds up to and including this day, if it ends


@dataclass(frozen=True, slots=True)
class Assessment:
    lines: tuple[Line, ...] = ()
    refusals: tuple[Refusal, ...] = ()

    @property
    def amount(self) -> int:
        """Đồng owed over all lines."""
        return sum(line.amount for line in self.lines)
