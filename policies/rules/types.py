"""The words in which a resolution, a person and an event are told to the rules.

Everything is a frozen value: money in whole đồng, lengths in days, shares in ten-thousandths
(50 % is 5_000, a coefficient of 0.9 is 9_000), law chosen by the deciding date. Nothing here
knows a database, a clock or a setting of the portal.
"""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from policies.rules.settings import DEFAULTS, Settings

WHOLE = 10_000  # a share of one: 100 %, a coefficient of 1


class AmountKind(StrEnum):
    """How a rate turns an event into đồng (domain.md 3.2, "amount kind")."""

    FLAT = "flat"  # per occurrence (lượt, lần, chuyến)
    PER_DAY = "per_day"  # per inpatient day or person-day; in bands, or on listed days only
    PER_MONTH = "per_month"
    PER_QUARTER = "per_quarter"  # every quarter touched counts whole
    PER_SESSION = "per_session"  # allowance for a working session (buổi)
    PER_PERSON = "per_person"  # per person who went along
    ACTUAL_COST = "actual_cost"  # what the invoices show, up to the rate's ceiling if it has one
    ACTUAL_OR_NORM = "actual_or_norm"  # the invoices or what the rate is worth, whichever is lower
    SHARE_OF_COST = "share_of_cost"  # a percentage of a cost, fixed or decided within a range
    PACKAGE = "package"  # components, each with its own sum or its own largest share
    TOP_UP = "top_up"  # what other payers leave of the rate's worth
    IN_KIND = "in_kind"  # goods, 0 đồng here
    OTHER_PAYER = "other_payer"  # takes part, another budget pays: 0 đồng here


class Worth(StrEnum):
    """Where the đồng of one unit come from, for the kinds that have a unit."""

    AMOUNT = "amount"  # named by the rate itself
    COEFFICIENT = "coefficient"  # factor × a dated parameter: base salary, standard, price list
    PERCENT = "percent"  # the same told as a percentage: of a premium, of a base salary
    SHARE_OF_RATE = "share_of_rate"  # a percentage of what another rate is worth


class Measure(StrEnum):
    """What a limit or a threshold counts."""

    TIMES = "times"  # lines, another payer's included
    QUANTITY = "quantity"  # days, months, people: whatever the rate counts
    AMOUNT = "amount"  # đồng paid
    COST = "cost"  # đồng that the event cost (thresholds only)


class Window(StrEnum):
    """How far a limit or a threshold looks. Calendar periods are those of the deciding date."""

    EVENT = "event"
    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"
    CYCLE = "cycle"  # of several years, from a given year on or from use to use
    EVER = "ever"


class RelationKind(StrEnum):
    """What benefits are to each other."""

    EXCLUSIVE = "exclusive"  # whoever had one within the window doesn't get another
    ALTERNATIVE = "alternative"  # the same, and the person chooses: never two in one event
    HIGHEST = "highest"  # of those due for one event only the highest is paid
    PRIORITY = "priority"  # of those due for one event only the first named is paid

    @property
    def ranks(self) -> bool:
        """Whether it picks one of several that are due; the others bar one another."""
        return self in (RelationKind.HIGHEST, RelationKind.PRIORITY)


class RefusalReason(StrEnum):
    """The first step at which the law says no, or can't say."""

    NOT_IN_FORCE = "not_in_force"
    UNKNOWN_BENEFIT = "unknown_benefit"
    OUTSIDE_TERRITORY = "outside_territory"
    TOO_LATE = "too_late"
    ENDED = "ended"
    NO_GROUP = "no_group"
    EXCLUDED = "excluded"
    CHOICE_NEEDED = "choice_needed"
    BELOW_THRESHOLD = "below_threshold"
    NO_RATE = "no_rate"
    AMBIGUOUS_RATE = "ambiguous_rate"
    MISSING_FACT = "missing_fact"
    MISSING_PARAMETER = "missing_parameter"
    PAYER_ENDED = "payer_ended"
    NOTHING_TO_PAY = "nothing_to_pay"
    LIMIT_REACHED = "limit_reached"
    LESS_FAVOURABLE = "less_favourable"


# --- the law ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Condition:
    """A trait of the person or the event that must be as the law says.

    Told as ``values``, as a band of a number from ``lowest`` to ``highest`` (both inclusive),
    or as membership of a dated list. Within ``grace_months`` after the trait was lost, or
    after the value left the list, it is still met.
    """

    trait: str  # employment_status, hospital_level, variant, age, post_tier, territory, …
    values: tuple[str, ...] = ()
    name: str = ""  # the values in words, where they are codes of this law: "Hội đồng chuyên môn"
    lowest: int | None = None
    highest: int | None = None
    listed: str = ""  # code of a DatedList
    grace_months: int = 0
    denied: bool = False  # met by whoever does not have it


@dataclass(frozen=True, slots=True)
class ParameterValue:
    since: date
    value: int  # đồng, or ten-thousandths for a share
    source: str = ""  # e.g. "Nghị định số 73/2024/NĐ-CP"


@dataclass(frozen=True, slots=True)
class Parameter:
    """A dated number that many rates rest on. ``share_of`` makes its values shares of another."""

    code: str  # e.g. "base_salary"
    name: str
    values: tuple[ParameterValue, ...]  # in order of ``since``; the last before a day holds
    share_of: str = ""  # code of the other parameter: a premium is 450 of "base_salary"


@dataclass(frozen=True, slots=True)
class ListEntry:
    value: str
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class DatedList:
    """Diseases, facilities, communes, holidays (dates in ISO form), bodies in office."""

    code: str
    name: str
    entries: tuple[ListEntry, ...]


@dataclass(frozen=True, slots=True)
class Payer:
    """A budget or fund; both dates inclusive, None is open."""

    code: str
    name: str
    open_to: date | None = None
    successor: "Payer | None" = None


@dataclass(frozen=True, slots=True)
class Band:
    """Đồng per day from one day of the stay to another, counted from 1, both inclusive."""

    from_day: int
    to_day: int | None
    amount: int


@dataclass(frozen=True, slots=True)
class Component:
    """A part of a package: its own sum, or its largest share of the package."""

    name: str
    amount: int = 0  # đồng
    share_to: int | None = None  # ten-thousandths


@dataclass(frozen=True, slots=True)
class Rate:
    """One mức hưởng. ``group`` None means every group; dates are inclusive, None is open.

    A rate that names the group goes before one for every group. Two rates of the same rank
    that fit the same event are a fault of the data: the benefit is refused until mended.
    """

    id: int
    amount_kind: AmountKind
    amount: int  # đồng per unit; 0 where the kind or the worth names none
    payer: Payer
    article: str
    group: str | None = None
    conditions: tuple[Condition, ...] = ()
    ceiling: int | None = None  # đồng per occurrence
    valid_from: date | None = None
    valid_to: date | None = None
    worth: Worth = Worth.AMOUNT
    factor: int = 0  # ten-thousandths of ``of``, or of the cost
    factor_to: int | None = None  # the share is decided between ``factor`` and this
    of: str = ""  # code of a parameter, or of a benefit (SHARE_OF_RATE)
    as_group: str = ""  # the other rate as if for this group; "" for the person's own
    cost: str = ""  # which cost of the event; "" for the whole
    after_others: bool = False  # what other payers paid comes off the cost first
    stack_to: int | None = None  # with other payers' share together at most this share
    up_to: bool = False  # the amount is the most that may be decided
    bands: tuple[Band, ...] = ()
    only_on: str = ""  # per day: only days in this list count
    components: tuple[Component, ...] = ()
    in_kind: str = ""  # goods handed over, alone or with the money: "vòng hoa"


@dataclass(frozen=True, slots=True)
class Limit:
    """A hạn mức: ``value`` in what ``measure`` counts, within ``window``.

    A limit that names the group takes the place of the general one of the same measure,
    window and benefits. ``benefits`` are the codes that share it; () is the benefit that it
    stands in, or all of the law for a limit of the law.
    """

    measure: Measure
    window: Window
    value: int
    article: str
    group: str | None = None
    conditions: tuple[Condition, ...] = ()
    benefits: tuple[str, ...] = ()
    cycle_years: int = 1  # for CYCLE
    cycle_from: int | None = None  # first year of a cycle; None counts from use to use
    exceptional_value: int | None = None  # with a decision of ``exceptional_by``
    exceptional_by: str = ""


@dataclass(frozen=True, slots=True)
class Threshold:
    """Below this nothing is due. Of several for one measure any one that is reached is enough."""

    measure: Measure  # QUANTITY (days of the event) or COST
    window: Window  # EVENT or YEAR
    value: int
    article: str
    group: str | None = None
    cost: str = ""  # which cost; "" for the whole


@dataclass(frozen=True, slots=True)
class Relation:
    """What some benefits are to each other. The order of ``benefits`` matters for PRIORITY."""

    kind: RelationKind
    benefits: tuple[str, ...]
    article: str
    window: Window = Window.EVENT
    cycle_years: int = 1
    cycle_from: int | None = None


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
    thresholds: tuple[Threshold, ...] = ()
    needs_group: bool = True  # False: paid to staff or suppliers, who belong to no group
    occasion: str = ""  # what must be asked for; "" is the code itself
    carries_from: tuple[str, ...] = ()  # codes it had in replaced resolutions
    settings: Settings | None = None  # None: as the law says


@dataclass(frozen=True, slots=True)
class Law:
    """One resolution version; both dates inclusive, ``effective_to`` None while it stands."""

    resolution: str  # e.g. "Nghị quyết số 24/2024/NQ-HĐND"
    effective_from: date
    effective_to: date | None
    benefits: tuple[Benefit, ...]
    groups: tuple[tuple[str, str], ...] = ()  # (code, name), e.g. ("4", "Đối tượng 4")
    code: str = ""
    limits: tuple[Limit, ...] = ()  # over several benefits
    relations: tuple[Relation, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    lists: tuple[DatedList, ...] = ()
    territories: tuple[str, ...] = ()  # old provinces; () is the whole province
    # What codes of old provinces are called; it changes no result, so it makes no other law.
    territory_names: tuple[tuple[str, str], ...] = field(default=(), compare=False)
    settings: Settings = DEFAULTS


# --- the person and the event ----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Lost:
    """A trait that the person had until a day, inclusive."""

    trait: str
    value: str
    until: date


@dataclass(frozen=True, slots=True)
class Person:
    """Who it happened to, as they stood on the deciding date."""

    group: str | None = None
    traits: tuple[tuple[str, str], ...] = ()  # e.g. (("employment_status", "retired"),)
    other_groups: tuple[str, ...] = ()  # held on the same day beside ``group``
    groups_of_year: tuple[str, ...] = ()  # held on some other day of the year
    numbers: tuple[tuple[str, int], ...] = ()  # e.g. (("party_badge_years", 60),)
    birth_date: date | None = None
    ended_on: date | None = None  # death, transfer, discipline: the first day without
    lost: tuple[Lost, ...] = ()
    changes: "tuple[tuple[date, Person], ...]" = ()  # how they stand from a later day on


@dataclass(frozen=True, slots=True)
class Event:
    """What happened. ``on`` is its first day, and the deciding date unless the law says else."""

    on: date
    benefits: tuple[str, ...]  # codes or occasions asked for, e.g. ("inpatient_meal",)
    days: int = 0
    months: int = 0
    sessions: int = 0
    cost: int = 0  # đồng, as the invoices show
    traits: tuple[tuple[str, str], ...] = ()  # e.g. (("hospital_level", "province"),)
    until: date | None = None  # last day
    people: int = 0  # who went along
    costs: tuple[tuple[str, int], ...] = ()  # parts of the cost, e.g. (("outside_insurance", 9),)
    others_paid: int = 0  # đồng that other payers paid for the same
    other_share: int = 0  # share that other payers bear, ten-thousandths
    components: tuple[tuple[str, int], ...] = ()  # cost of each component of a package
    decided_amount: int | None = None  # đồng per unit, where the law says "up to"
    decided_share: int | None = None  # ten-thousandths, where the law gives a range
    exceptional_decision: str = ""  # number and day of the decision that lifts a ceiling
    planned_days: int = 0  # of a trip, before it was cut short
    claimed_on: date | None = None
    opinion_on: date | None = None  # day of the conclusion of the examining body
    first_day: int = 1  # of a part of a stay: which day of the stay ``on`` is
    whole_days: int = 0  # of a part of a stay: days of the whole
    numbers: tuple[tuple[str, int], ...] = ()  # of the person, as only the event's papers tell


@dataclass(frozen=True, slots=True)
class Used:
    """One earlier line of the same person that counts against limits.

    Lines of other policies, whose codes mean other things, are left out by whoever asks.
    """

    benefit: str
    on: date
    quantity: int  # in the unit of that line
    amount: int  # đồng
    cost: int = 0  # đồng that its event cost
    law: str = ""  # code of the resolution it was paid under
    same_event: bool = False  # a line of another part of this very event
    times: int = 1  # occurrences that it adds; what only corrects another line adds none


# --- the answer ------------------------------------------------------------------------------


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
    unit_amount: int  # đồng; for actual cost, the cost; 0 if the units differ in worth
    amount: int  # đồng, after every limit
    uncapped_amount: int  # đồng, as asked for, before every limit
    ceiling: str  # which limits bit, in Vietnamese; "" if none
    sentence: str  # what a clerk reads aloud
    on: date  # the day that decided
    group: str | None  # as whose the person was paid
    times: int = 1  # 0 for a further part of an occurrence that was split


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a benefit that was asked for is not paid."""

    benefit: str
    reason: RefusalReason
    article: str
    sentence: str
    until: date | None = None  # the refusal holds up to and including this day, if it ends


class Assessment(NamedTuple):
    """What is owed, and why the rest is not."""

    lines: tuple[Line, ...] = ()
    refusals: tuple[Refusal, ...] = ()

    @property
    def amount(self) -> int:
        """Đồng owed over all lines."""
        return sum(line.amount for line in self.lines)
