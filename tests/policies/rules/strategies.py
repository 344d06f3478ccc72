"""Small laws, people and events for hypothesis: few values, so that they often collide.

Every law is one that the portal lets somebody enter. Most of what is drawn lets the assessment
go on to its last step, the limits; the earlier refusals come up often enough.
"""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from policies.rules.settings import Deciding, Settings
from policies.rules.types import (
    AmountKind,
    Band,
    Benefit,
    Component,
    Condition,
    DatedList,
    Event,
    Law,
    Limit,
    ListEntry,
    Lost,
    Measure,
    Parameter,
    ParameterValue,
    Payer,
    Person,
    Rate,
    Relation,
    RelationKind,
    Threshold,
    Used,
    Window,
    Worth,
)

CODES = ("meal", "gift", "drug")
OLD_CODE = "old_meal"  # which "meal" may carry on
GROUPS = ("1", "2")
LEVELS = ("province", "central")
PROVINCE = Payer("province", "Ngân sách tỉnh")
FUND = Payer("fund", "Quỹ", open_to=date(2025, 12, 31))
DISTRICT = Payer("district", "Ngân sách huyện", open_to=date(2025, 6, 30), successor=FUND)
COMMUNE = Payer("commune", "Ngân sách xã", open_to=date(2025, 6, 30))

DAYS = [
    date(2024, 3, 15),
    date(2024, 12, 30),
    date(2025, 1, 1),
    date(2025, 6, 28),
    date(2025, 6, 30),
    date(2025, 7, 1),
    date(2025, 8, 20),
    date(2025, 12, 29),
    date(2025, 12, 31),
    date(2026, 1, 1),
    date(2026, 3, 15),
]


def seldom(of: Any, nothing: Any = None) -> Any:
    """Mostly nothing, so that not everything happens at once; else one of these values."""
    if isinstance(of, list | tuple):
        return st.sampled_from([*[nothing] * 3 * len(of), *of])
    return st.integers(0, 3).flatmap(lambda drawn: of if drawn == 3 else st.just(nothing))


days = st.sampled_from(DAYS)
SOME_MONEY = (1, 3, 7, 12, 400, 999, 2_500, 6_000)
maybe_groups = st.sampled_from([None, *GROUPS])
counts = st.integers(0, 12)
money = st.sampled_from([0, 1, 5, 12, 450, 1_333, 4_999, 6_000])
some_money = st.sampled_from(SOME_MONEY)
shares = st.sampled_from([450, 3_333, 5_000, 7_500, 10_000])

# --- conditions ------------------------------------------------------------------------------


def _band(trait: str, ends: tuple[int | None, int | None], denied: bool) -> Condition:
    return Condition(trait, lowest=ends[0], highest=ends[1], denied=denied)


conditions = st.one_of(
    st.sampled_from([LEVELS, LEVELS[:1], LEVELS[1:]]).map(
        lambda values: Condition("hospital_level", values)
    ),
    st.builds(
        _band,
        st.sampled_from(["age", "age_in_year", "badge_years"]),
        st.sampled_from([(None, 60), (59, 60), (60, 75), (60, None)]),
        st.booleans(),
    ),
    st.builds(
        Condition,
        trait=st.sampled_from(["commune", "examining_body", "day"]),
        listed=st.just("named"),
        grace_months=st.sampled_from([0, 0, 1, 6]),
        denied=st.booleans(),
    ),
    st.builds(
        Condition,
        trait=st.just("household"),
        values=st.just(("poor", "near")),
        grace_months=st.sampled_from([0, 1, 6]),
        denied=st.booleans(),
    ),
)
maybe_conditions = seldom(st.lists(conditions, min_size=1, max_size=2).map(tuple), ())

# --- rates -----------------------------------------------------------------------------------

OF_A_COST = {AmountKind.ACTUAL_COST, AmountKind.ACTUAL_OR_NORM, AmountKind.SHARE_OF_COST}
UNPAID = {AmountKind.IN_KIND, AmountKind.OTHER_PAYER}
WITHOUT_WORTH = {AmountKind.ACTUAL_COST, AmountKind.SHARE_OF_COST, *UNPAID}
BANDS = (
    (Band(1, 2, 100), Band(3, None, 7)),
    (Band(3, 5, 900),),
    (Band(3, None, 5), Band(1, 2, 333)),
)
COMPONENTS = (
    (Component("Ăn", 100), Component("Thuốc", 250)),
    (Component("Ăn"), Component("Khác", share_to=1_500)),
    (Component("Ăn", 300), Component("Khác", share_to=3_333)),
)


ANY_KIND = st.sampled_from(AmountKind)


def rates(kinds: Any = ANY_KIND) -> Any:
    return kinds.flatmap(_rate_of)


def _rate_of(kind: AmountKind) -> Any:
    worths = [Worth.AMOUNT, Worth.AMOUNT, *Worth]
    return st.sampled_from(worths[:1] if kind in WITHOUT_WORTH else worths).flatmap(
        lambda worth: st.builds(
            Rate,
            amount_kind=st.just(kind),
            id=st.integers(1, 10**6),
            payer=st.sampled_from([PROVINCE] * 4 + [DISTRICT, COMMUNE, FUND]),
            article=st.just("khoản 1 Điều 4"),
            group=maybe_groups,
            conditions=maybe_conditions,
            valid_from=seldom(DAYS),
            valid_to=seldom(DAYS),
            **_worth_fields(kind, worth),
            **_kind_fields(kind),
        ).map(_put_right)
    )


def _worth_fields(kind: AmountKind, worth: Worth) -> dict[str, Any]:
    by_share = worth is not Worth.AMOUNT or kind is AmountKind.SHARE_OF_COST
    fields: dict[str, Any] = {"worth": st.just(worth), "amount": st.just(0)}
    if by_share:
        fields |= {
            "factor": shares,
            "factor_to": seldom([10_001]),
            "stack_to": seldom([10_000]),
        }
    if worth in (Worth.COEFFICIENT, Worth.PERCENT):
        fields["of"] = st.sampled_from(["base", "premium", "premium", "late"])
    elif worth is Worth.SHARE_OF_RATE:
        fields |= {"of": st.sampled_from(CODES), "as_group": st.sampled_from(["", *GROUPS])}
    elif kind not in WITHOUT_WORTH:
        fields["amount"] = some_money
    if kind not in WITHOUT_WORTH:
        fields["up_to"] = seldom([True], False)
    return fields


def _kind_fields(kind: AmountKind) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    if kind is AmountKind.PER_DAY:
        fields |= {"bands": seldom(BANDS, ()), "only_on": seldom(["named"], "")}
    if kind is AmountKind.PACKAGE:
        fields["components"] = st.sampled_from(COMPONENTS)
    if kind in OF_A_COST:
        fields |= {"cost": seldom(["drugs"], ""), "after_others": st.booleans()}
    if kind is AmountKind.IN_KIND:
        fields["in_kind"] = st.just("vòng hoa")
    if kind not in UNPAID:
        fields |= {"ceiling": seldom(SOME_MONEY), "in_kind": seldom(["vòng hoa"], "")}
    return fields


def _put_right(rate: Rate) -> Rate:
    """Bands stand alone; what is in force begins before it ends."""
    if rate.bands and rate.worth is not Worth.AMOUNT:
        rate = replace(rate, bands=())
    if rate.bands:
        rate = replace(rate, amount=0, up_to=False, only_on="")
    if rate.valid_from and rate.valid_to and rate.valid_to < rate.valid_from:
        rate = replace(rate, valid_from=rate.valid_to, valid_to=rate.valid_from)
    return rate


# --- limits, thresholds, relations -----------------------------------------------------------

WINDOWS = [Window.EVENT, Window.MONTH, Window.QUARTER, Window.HALF_YEAR, Window.EVER]
MEASURES = [Measure.TIMES, Measure.QUANTITY, Measure.AMOUNT]
ANY_MEASURE = st.sampled_from(MEASURES)
CYCLES = st.sampled_from([(2, None), (2, 2024), (3, 2020), (1, None)])


@st.composite
def limits(draw: Any, measures: Any = ANY_MEASURE) -> Limit:
    measure = draw(measures)
    window = draw(st.sampled_from([*WINDOWS, Window.YEAR, Window.YEAR, Window.CYCLE]))
    years, since = draw(CYCLES) if window is Window.CYCLE else (1, None)
    value = draw(some_money if measure is Measure.AMOUNT else st.integers(1, 9))
    more = draw(seldom([1, 900]))
    return Limit(
        measure,
        window,
        value,
        "khoản 2 Điều 4",
        group=draw(maybe_groups),
        conditions=draw(maybe_conditions),
        cycle_years=years,
        cycle_from=since,
        exceptional_value=value + more if more else None,
        exceptional_by="Ban Thường vụ" if more else "",
    )


@st.composite
def shared_limits(draw: Any, measures: Any) -> Limit:
    return replace(
        draw(limits(measures)), benefits=draw(st.sampled_from([(), CODES[:2], CODES[1:]]))
    )


thresholds = st.one_of(
    st.builds(
        Threshold,
        measure=st.just(Measure.QUANTITY),
        window=st.just(Window.EVENT),
        value=st.integers(1, 6),
        article=st.just("khoản 3 Điều 4"),
        group=maybe_groups,
    ),
    st.builds(
        Threshold,
        measure=st.just(Measure.COST),
        window=st.sampled_from([Window.EVENT, Window.YEAR]),
        value=some_money,
        article=st.just("khoản 3 Điều 4"),
        group=maybe_groups,
        cost=seldom(["drugs"], ""),
    ),
)


@st.composite
def relations(draw: Any) -> Relation:
    window = draw(st.sampled_from([Window.EVENT, Window.YEAR, Window.CYCLE, Window.EVER]))
    years, since = draw(CYCLES) if window is Window.CYCLE else (1, None)
    benefits = draw(st.permutations(CODES))[: draw(st.sampled_from([2, 2, 3]))]
    return Relation(
        draw(st.sampled_from(RelationKind)), tuple(benefits), "Điều 6", window, years, since
    )


# --- the law ---------------------------------------------------------------------------------

PARAMETERS = (
    Parameter(
        "base",
        "mức lương cơ sở",
        (ParameterValue(date(2024, 1, 1), 1_490), ParameterValue(date(2025, 7, 1), 2_341)),
    ),
    Parameter(
        "premium",
        "mức đóng",
        (ParameterValue(date(2024, 1, 1), 450), ParameterValue(date(2026, 1, 1), 4_600)),
        share_of="base",
    ),
    Parameter("late", "mức chuẩn", (ParameterValue(date(2025, 7, 1), 1_624),)),
)
LISTS = (
    DatedList(
        "named",
        "có tên",
        (
            ListEntry("A"),
            ListEntry("B", until=date(2025, 6, 30)),
            ListEntry("C", since=date(2025, 7, 1)),
            *(ListEntry(day.isoformat()) for day in DAYS),
        ),
    ),
)
settings = st.builds(
    Settings,
    **{
        name: st.sampled_from([first, first, *type(first)])
        for name, first in ((name, getattr(Settings(), name)) for name in Settings.__slots__)
        if name != "deciding"
    },
    deciding=st.sampled_from([Deciding.START, Deciding.START, Deciding.END]),
)
maybe_settings = seldom(settings)


@st.composite
def benefits(draw: Any, code: str, kinds: Any, measures: Any) -> Benefit:
    return Benefit(
        code=code,
        letter="b",
        title=f"Chế độ {code}",
        unit="lượt",
        article="Điều 4",
        rates=tuple(draw(st.lists(rates(kinds), min_size=1, max_size=2))),
        limits=tuple(draw(st.lists(limits(measures), max_size=2))),
        thresholds=draw(seldom(st.lists(thresholds, max_size=2).map(tuple), ())),
        needs_group=draw(st.booleans()),
        occasion=draw(seldom(["stay"], "")),
        carries_from=(OLD_CODE,) if code == CODES[0] and draw(st.booleans()) else (),
        settings=draw(maybe_settings),
    )


@st.composite
def laws(draw: Any, kinds: Any = ANY_KIND, measures: Any = ANY_MEASURE) -> Law:
    codes = CODES[: draw(st.integers(1, 3))]
    return Law(
        resolution="Nghị quyết số 24/2024/NQ-HĐND",
        code="new",
        effective_from=draw(st.sampled_from([date(2024, 1, 1)] * 3 + [date(2025, 1, 1)])),
        effective_to=draw(st.sampled_from([None, None, date(2025, 12, 31), date(2026, 1, 1)])),
        benefits=tuple(draw(benefits(code, kinds, measures)) for code in codes),
        groups=draw(st.sampled_from([(), (("2", "Đối tượng 2"), ("1", "Đối tượng 1"))])),
        limits=tuple(draw(st.lists(shared_limits(measures), max_size=2))),
        relations=tuple(draw(seldom(st.lists(relations(), min_size=1, max_size=2), []))),
        parameters=PARAMETERS if draw(st.integers(0, 9)) else PARAMETERS[1:],
        lists=LISTS if draw(st.integers(0, 9)) else (),
        territories=draw(seldom([("Cũ",)], ())),
        settings=draw(settings),
    )


# --- people and what happened ----------------------------------------------------------------

traits = st.fixed_dictionaries(
    {},
    optional={
        "hospital_level": st.sampled_from(LEVELS),
        "commune": st.sampled_from("ABC"),
        "examining_body": st.sampled_from("ABC"),
        "household": st.sampled_from(["poor", "near", "other"]),
        "territory": st.sampled_from(["Cũ", "Cũ", "Khác"]),
        "residence_territory": st.sampled_from(["Cũ", "Khác"]),
    },
).map(lambda found: tuple(found.items()))


def _changing(person: Person, since: date | None, group: str | None) -> Person:
    return replace(person, changes=((since, replace(person, group=group)),)) if since else person


lone_people = st.builds(
    Person,
    group=st.sampled_from([*GROUPS, *GROUPS, None, "3"]),
    traits=traits,
    other_groups=seldom([("2",), ("1", "2"), ("3",)], ()),
    groups_of_year=seldom([("2",), ("1", "2")], ()),
    numbers=st.sampled_from([(), (("badge_years", 60),), (("age", 60),)]),
    birth_date=st.sampled_from([None, date(1965, 7, 1), date(1950, 6, 30), date(1964, 2, 29)]),
    ended_on=seldom(DAYS),
    lost=seldom(
        st.builds(
            Lost, st.just("household"), st.sampled_from(["poor", "other"]), st.sampled_from(DAYS)
        ).map(lambda lost: (lost,)),
        (),
    ),
)
people = st.builds(_changing, lone_people, seldom(DAYS), maybe_groups)
used = st.builds(
    Used,
    benefit=st.sampled_from([*CODES, OLD_CODE]),
    on=st.one_of(days, st.dates(date(2023, 1, 1), date(2027, 12, 31))),
    quantity=st.integers(0, 4),
    amount=money,
    cost=money,
    law=st.sampled_from(["new", "new", "", "old"]),
)
usages = st.lists(used, max_size=4)


@st.composite
def events(draw: Any, most_days: int = 12) -> Event:
    on = draw(days)
    length = draw(st.integers(0, most_days))
    until = draw(st.sampled_from([None, on + timedelta(max(0, length - 1)), on + timedelta(100)]))
    asked = st.sampled_from((*CODES, *CODES, "stay", "unknown"))
    return Event(
        on=on,
        benefits=tuple(draw(st.lists(asked, max_size=3))),
        days=length,
        months=draw(st.integers(0, 14)),
        sessions=draw(st.integers(0, 3)),
        people=draw(st.integers(0, 3)),
        cost=draw(money),
        costs=draw(st.sampled_from([(), (("drugs", 700),), (("drugs", 0), ("year_before", 900))])),
        components=draw(
            st.sampled_from([(), (("Ăn", 120), ("Khác", 1_000)), (("Thuốc", 90), ("Lạ", 9))])
        ),
        traits=draw(traits),
        until=until,
        others_paid=draw(seldom(SOME_MONEY, 0)),
        other_share=draw(st.sampled_from([0, 0, 7_000, 10_500])),
        decided_amount=draw(st.sampled_from([None, 0, 5, 5, 700])),
        decided_share=draw(st.sampled_from([None, 5_000, 7_500, 10_000])),
        exceptional_decision=draw(st.sampled_from(["", "", "QĐ 1"])),
        planned_days=draw(st.sampled_from([0, 0, 5, 10])),
        claimed_on=draw(seldom(DAYS)),
        opinion_on=draw(seldom(DAYS)),
    )
