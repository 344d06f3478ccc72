"""What few laws say and no situation tells: each corner once, by the smallest law there is."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.rules import assess
from policies.rules.needs import needs_of
from policies.rules.periods import add_months, end_of_months, full_years, periods_touched
from policies.rules.plain import event_of, person_of, used_of
from policies.rules.rounding import rounded, rounded_down
from policies.rules.settings import (
    AfterEnd,
    BaseOn,
    ExaminingBody,
    LimitAfterGroupChange,
    ProRating,
    Rounding,
    Settings,
    SeveralGroups,
    Territory,
)
from policies.rules.types import (
    AmountKind,
    Band,
    Component,
    Condition,
    DatedList,
    Event,
    ListEntry,
    Measure,
    Parameter,
    ParameterValue,
    Person,
    Relation,
    RelationKind,
    Threshold,
    Used,
    Window,
    Worth,
)
from tests.policies.rules.making import (
    a_benefit,
    a_law,
    a_limit,
    a_rate,
    lines_of,
    paid,
    refusal_of,
)
from tests.policies.rules.test_properties import examples

ON = date(2025, 3, 10)
FLAT, MONTHLY = AmountKind.FLAT, AmountKind.PER_MONTH
BASE = Parameter(
    "base",
    "lương cơ sở",
    (ParameterValue(date(2025, 1, 1), 1_000), ParameterValue(date(2025, 4, 1), 2_000)),
)


def one(*rates, **told):
    """A law of one benefit, with these fields of the benefit or of the law."""
    of_law = {"settings", "parameters", "lists", "groups", "relations", "territories", "until"}
    law = {name: told.pop(name) for name in of_law & set(told)}
    return a_law(a_benefit("it", *rates, **told), **law)


def it(**told):
    return Event(told.pop("on", ON), ("it",), **told)


# --- months and quarters ---------------------------------------------------------------------


def test_months_that_nobody_told_are_none():
    assert refusal_of(it(), one(a_rate(MONTHLY, 100))).reason == "nothing_to_pay"


def test_a_quarter_is_whole_from_its_first_day():
    assert lines_of(it(), one(a_rate(AmountKind.PER_QUARTER, 100))) == [(1, 100)]
    until = date(2025, 7, 1)
    assert lines_of(it(until=until), one(a_rate(AmountKind.PER_QUARTER, 100))) == [(3, 300)]


@pytest.mark.parametrize(
    ("base_on", "expected"),
    [(BaseOn.EACH_PERIOD, (3, 1_000 + 2_000 + 2_000)), (BaseOn.EVENT, (3, 3_000))],
)
def test_the_base_of_each_month(base_on, expected):
    rate = a_rate(MONTHLY, worth=Worth.COEFFICIENT, factor=10_000, of="base")
    law = one(rate, parameters=(BASE,), settings=Settings(base_on=base_on))
    assert lines_of(it(months=3), law) == [expected]


def test_the_first_month_has_the_base_of_the_day_on_which_it_begins():
    rate = a_rate(MONTHLY, worth=Worth.PERCENT, factor=10_000, of="base")
    values = (ParameterValue(date(2025, 1, 1), 10), ParameterValue(date(2025, 3, 5), 70))
    law = one(rate, parameters=(Parameter("base", "lương", values),))
    assert lines_of(it(months=1), law) == [(1, 70)]


def test_a_base_that_has_no_value_yet():
    rate = a_rate(MONTHLY, worth=Worth.PERCENT, factor=10_000, of="late")
    late = Parameter("late", "mức chuẩn", (ParameterValue(date(2025, 6, 1), 10),))
    refusal = refusal_of(it(months=2), one(rate, parameters=(late,)))
    assert refusal.reason == "missing_parameter"
    assert "“mức chuẩn” vào ngày 10/03/2025" in refusal.sentence


@pytest.mark.parametrize(
    ("after_end", "ended", "months"),
    [
        (AfterEnd.NOTHING, date(2025, 5, 31), 2),
        (AfterEnd.NOTHING, date(2025, 6, 1), 3),
        (AfterEnd.REST_OF_PERIOD, date(2025, 5, 1), 2),
        (AfterEnd.REST_OF_PERIOD, date(2025, 5, 2), 3),
        (AfterEnd.TO_RELATIVES, date(2025, 3, 1), 6),
    ],
)
def test_months_that_an_end_leaves(after_end, ended, months):
    law = one(a_rate(MONTHLY, 100), settings=Settings(after_end=after_end))
    assert lines_of(it(months=6), law, Person("1", ended_on=ended)) == [(months, 100 * months)]


@pytest.mark.parametrize(
    ("kind", "on", "is_paid"),
    [
        (FLAT, date(2025, 2, 20), True),
        (FLAT, date(2025, 3, 1), False),
        (AmountKind.PER_QUARTER, date(2025, 3, 31), True),
        (AmountKind.PER_QUARTER, date(2025, 4, 1), False),
    ],
)
def test_the_period_of_death_runs_out(kind, on, is_paid):
    law = one(a_rate(kind, 100), settings=Settings(after_end=AfterEnd.REST_OF_PERIOD))
    found = assess(it(on=on), law, Person("1", ended_on=date(2025, 2, 10)))
    assert bool(found.lines) is is_paid
    assert [refusal.reason for refusal in found.refusals] == ([] if is_paid else ["ended"])


# --- worths ----------------------------------------------------------------------------------


def full_and_half(*full, **told):
    half = a_rate(FLAT, worth=Worth.SHARE_OF_RATE, factor=5_000, of="full", **told)
    return a_law(a_benefit("it", half), a_benefit("full", *full))


def test_half_of_another_rate_as_if_for_another_group():
    first, second = (a_rate(FLAT, amount, id=amount, group=group) for amount, group in
                     ((101, "1"), (200, "2")))  # fmt: skip
    assert lines_of(it(), full_and_half(first, second)) == [(1, 51)]
    assert lines_of(it(), full_and_half(first, second, as_group="2")) == [(1, 100)]


@pytest.mark.parametrize(
    ("full", "told"),
    [
        ([], "0 mức"),
        ([a_rate(FLAT, 1), a_rate(FLAT, 2, id=2)], "2 mức"),
        ([a_rate(FLAT, worth=Worth.SHARE_OF_RATE, factor=1, of="it")], "cũng là tỷ lệ"),
    ],
)
def test_another_rate_that_can_t_be_told(full, told):
    refusal = refusal_of(it(), full_and_half(*full))
    assert refusal.reason == "missing_parameter"
    assert told in refusal.sentence


@pytest.mark.parametrize("kind", [FLAT, AmountKind.ACTUAL_OR_NORM, AmountKind.TOP_UP])
@pytest.mark.parametrize(("worth", "of"), [(Worth.PERCENT, "base"), (Worth.SHARE_OF_RATE, "it")])
def test_a_share_that_nobody_decided(kind, worth, of):
    rate = a_rate(kind, worth=worth, factor=3_000, factor_to=6_000, of=of)
    law = one(rate, parameters=(BASE,))
    for decided in (None, 2_999, 6_001):
        assert refusal_of(it(cost=5, decided_share=decided), law).reason == "missing_fact"


def test_a_share_within_its_frame():
    rate = a_rate(FLAT, worth=Worth.PERCENT, factor=3_000, factor_to=6_000, of="base")
    law = one(rate, parameters=(BASE,))
    assert [paid(it(decided_share=share), law) for share in (3_000, 6_000)] == [300, 600]


def test_a_package_whose_worth_can_t_be_told():
    rate = a_rate(
        AmountKind.PACKAGE, worth=Worth.PERCENT, factor=1, of="late", components=(Component("Ăn"),)
    )
    late = Parameter("late", "mức chuẩn", (ParameterValue(date(2025, 6, 1), 10),))
    assert refusal_of(it(), one(rate, parameters=(late,))).reason == "missing_parameter"


@pytest.mark.parametrize(
    ("decided", "expected"), [(0, None), (70, 70), (100, 100), (101, None), (None, None)]
)
def test_an_amount_within_the_most(decided, expected):
    law = one(a_rate(FLAT, 100, up_to=True))
    if expected is None:
        reason = "nothing_to_pay" if decided == 0 else "missing_fact"
        assert refusal_of(it(decided_amount=decided), law).reason == reason
    else:
        assert paid(it(decided_amount=decided), law) == expected


@pytest.mark.parametrize(
    ("others", "expected"), [(0, 300), (7_000, 300), (7_500, 250), (10_000, None), (12_000, None)]
)
def test_payers_together_within_the_whole(others, expected):
    law = one(a_rate(AmountKind.SHARE_OF_COST, factor=3_000, stack_to=10_000))
    event = it(cost=1_000, other_share=others)
    if expected is None:
        assert refusal_of(event, law).reason == "nothing_to_pay"
    else:
        assert paid(event, law) == expected


# --- packages --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("spent", "expected"),
    [
        ({}, 1_000),
        ({"Ăn": 600, "Khác": 300}, 600 + 150),
        ({"Ăn": 2_000}, 1_000),
        ({"Lạ": 500, "Quà": 100}, 80),
    ],
)
def test_the_parts_of_a_package(spent, expected):
    parts = (Component("Ăn"), Component("Khác", share_to=1_500), Component("Quà", amount=80))
    law = one(a_rate(AmountKind.PACKAGE, 1_000, components=parts))
    assert paid(it(components=tuple(spent.items())), law) == expected


def test_a_package_without_a_sum_of_its_own():
    parts = (Component("Ăn", 100), Component("Thuốc", 50))
    law = one(a_rate(AmountKind.PACKAGE, components=parts))
    assert paid(it(), law) == 150
    assert paid(it(components=(("Ăn", 90), ("Thuốc", 70))), law) == 140


@pytest.mark.parametrize(("planned", "expected"), [(0, 1_000), (5, 1_000), (6, 833), (10, 500)])
def test_a_trip_cut_short(planned, expected):
    law = one(a_rate(FLAT, 1_000), settings=Settings(pro_rating=ProRating.BY_DAY))
    assert paid(it(days=5, planned_days=planned), law) == expected
    assert paid(it(days=5, planned_days=planned), one(a_rate(FLAT, 1_000))) == 1_000


@pytest.mark.parametrize(
    ("how", "expected"),
    [(Rounding.DONG, 1_499), (Rounding.THOUSAND, 1_000), (Rounding.THOUSAND_DOWN, 1_000)],
)
def test_a_sum_is_rounded_as_the_law_says(how, expected):
    assert paid(it(), one(a_rate(FLAT, 1_499), settings=Settings(rounding=how))) == expected
    assert rounded(1_500, how) == {"dong": 1_500, "thousand": 2_000}.get(how, 1_000)
    assert rounded_down(1_999, how) == (1_999 if how is Rounding.DONG else 1_000)


# --- conditions ------------------------------------------------------------------------------


@pytest.mark.parametrize("told", [{"lowest": 60}, {"highest": 60}, {"lowest": 60, "highest": 60}])
@pytest.mark.parametrize("denied", [False, True])
@pytest.mark.parametrize("years", [None, 59, 60, 61])
def test_a_band_holds_both_its_ends(told, denied, years):
    condition = Condition("badge_years", denied=denied, **told)
    person = Person("1", numbers=(("badge_years", years),) if years else ())
    least, most = told.get("lowest", 0), told.get("highest", 99)
    fits = years is not None and least <= years <= most
    found = assess(it(), one(a_rate(FLAT, 1, conditions=(condition,))), person)
    assert bool(found.lines) is (fits is not denied)


@pytest.mark.parametrize(("kept", "told", "expected"), [(14, 15, 1), (15, 14, 0), (15, None, 1)])
def test_papers_of_the_event_may_tell_a_number_of_the_person(kept, told, expected):
    law = one(a_rate(FLAT, 1, conditions=(Condition("service_years", lowest=15),)))
    person = Person("1", numbers=(("service_years", kept),))
    numbers = () if told is None else (("service_years", told),)
    assert paid(it(numbers=numbers), law, person) == expected


def test_age_on_the_day_and_age_in_the_year():
    person = Person("1", birth_date=date(1965, 3, 11))
    for trait, expected in (("age", 0), ("age_in_year", 1)):
        condition = Condition(trait, lowest=60)
        assert paid(it(), one(a_rate(FLAT, 1, conditions=(condition,))), person) == expected


@pytest.mark.parametrize(
    ("answer", "opinion_on", "is_met"),
    [
        (ExaminingBody.ON_OPINION, date(2025, 1, 31), True),
        (ExaminingBody.ON_OPINION, date(2025, 2, 1), False),
        (ExaminingBody.ON_OPINION, None, False),
        (ExaminingBody.ON_EVENT, date(2025, 1, 31), False),
    ],
)
def test_the_body_in_office(answer, opinion_on, is_met):
    bodies = DatedList("bodies", "ban", (ListEntry("A", until=date(2025, 1, 31)),))
    rate = a_rate(FLAT, 1, conditions=(Condition("examining_body", listed="bodies"),))
    law = one(rate, lists=(bodies,), settings=Settings(examining_body=answer))
    event = it(traits=(("examining_body", "A"),), opinion_on=opinion_on)
    assert bool(paid(event, law)) is is_met


@pytest.mark.parametrize("answer", Territory)
def test_where_somebody_belongs(answer):
    person = Person("1", traits=(("territory", "Cũ"), ("residence_territory", "Khác")))
    law = one(a_rate(FLAT, 1), territories=("Cũ",), settings=Settings(territory=answer))
    assert bool(paid(it(), law, person)) is (answer is Territory.MANAGING_UNIT)


# --- groups ----------------------------------------------------------------------------------

GROUPS = (("2", "Đối tượng 2"), ("1", "Đối tượng 1"))
OF_TWO = (a_rate(FLAT, 900, group="1"), a_rate(FLAT, 500, id=2, group="2"))


@pytest.mark.parametrize(
    ("answer", "listed", "expected"),
    [
        (SeveralGroups.HIGHEST, GROUPS, 900),
        (SeveralGroups.PRIORITY, GROUPS, 500),
        (SeveralGroups.HIGHEST, (), 900),
        (SeveralGroups.PRIORITY, (), 900),
    ],
)
def test_somebody_in_two_groups_at_once(answer, listed, expected):
    law = one(*OF_TWO, groups=listed, settings=Settings(several_groups=answer))
    person = Person("1", other_groups=("2",))
    [line] = assess(it(), law, person).lines
    assert (line.amount, line.group) == (expected, "1" if expected == 900 else "2")


def test_nobody_is_in_a_group_that_the_law_does_not_list():
    law = one(a_rate(FLAT, 1), groups=GROUPS)
    assert refusal_of(it(), law, Person("9")).reason == "no_group"
    assert refusal_of(it(), law, Person(None)).reason == "no_group"
    assert refusal_of(it(), law, Person("9", other_groups=("8",))).reason == "no_group"


@pytest.mark.parametrize(
    ("answer", "held", "expected"),
    [
        (LimitAfterGroupChange.OF_THE_DAY, ("2",), 60),
        (LimitAfterGroupChange.HIGHEST, ("2",), 90),
        (LimitAfterGroupChange.HIGHEST, ("3",), 60),
        (LimitAfterGroupChange.HIGHEST, ("4",), 60),
        (LimitAfterGroupChange.HIGHEST, (), 60),
    ],
)
def test_the_limit_of_who_changed_groups(answer, held, expected):
    """Of the same measure, window and benefits; a monthly or a shared one lifts nothing."""
    limits = (
        a_limit(Measure.AMOUNT, Window.YEAR, 60),
        a_limit(Measure.AMOUNT, Window.YEAR, 90, group="2"),
        a_limit(Measure.AMOUNT, Window.YEAR, 30, group="3"),
        a_limit(Measure.AMOUNT, Window.MONTH, 1_000, group="4"),
    )
    law = one(
        a_rate(FLAT, 500),
        limits=limits,
        settings=Settings(limit_after_group_change=answer),
    )
    law = replace(law, limits=(a_limit(Measure.AMOUNT, Window.YEAR, 5_000),))
    assert paid(it(), law, Person("1", groups_of_year=held)) == expected


def test_a_group_s_own_limit_stands_only_where_it_applies():
    own = a_limit(
        Measure.AMOUNT,
        Window.YEAR,
        90,
        group="1",
        conditions=(Condition("employment_status", ("retired",)),),
    )
    law = one(a_rate(FLAT, 500), limits=(a_limit(Measure.AMOUNT, Window.YEAR, 60), own))
    retired = Person("1", traits=(("employment_status", "retired"),))
    assert [paid(it(), law, person) for person in (Person("1"), retired, Person("2"))] == [
        60,
        90,
        60,
    ]


# --- limits ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("decision", "more", "expected"), [("", 90, 60), ("QĐ 1", 90, 90), ("QĐ 1", None, 60)]
)
def test_a_ceiling_that_a_decision_lifts(decision, more, expected):
    limit = a_limit(
        Measure.AMOUNT, Window.YEAR, 60, exceptional_value=more, exceptional_by="Ban Thường vụ"
    )
    law = one(a_rate(FLAT, 500), limits=(limit,))
    assert paid(it(exceptional_decision=decision), law) == expected


def test_the_first_days_are_those_of_the_stay_however_the_bands_are_told():
    rate = a_rate(bands=(Band(3, None, 5), Band(1, 2, 100)))
    law = one(rate, limits=(a_limit(Measure.QUANTITY, Window.EVENT, 3),))
    assert lines_of(it(days=9), law) == [(3, 205)]


@pytest.mark.parametrize("window", Window)
@pytest.mark.parametrize("measure", [Measure.TIMES, Measure.QUANTITY, Measure.AMOUNT])
@pytest.mark.parametrize("cycle_from", [None, 2024])
@examples(12)
@given(
    days_before=st.lists(st.integers(0, 900), min_size=1, max_size=4),
    value=st.integers(1, 3),
)
def test_a_refusal_holds_to_its_last_day_and_not_a_day_longer(
    window, measure, cycle_from, days_before, value
):
    limit = a_limit(measure, window, value, cycle_years=2, cycle_from=cycle_from)
    law = a_law(a_benefit("it", a_rate(amount=1), limits=(limit,)), since=date(2020, 1, 1))
    rows = [Used("it", ON - timedelta(days=days), 1, 1) for days in days_before]

    def is_refused(on: date) -> bool:
        return not assess(it(on=on, days=1), law, Person("1"), rows).lines

    for refusal in assess(it(days=1), law, Person("1"), rows).refusals:
        assert is_refused(ON)
        if refusal.until is None:
            assert window in (Window.EVER, Window.EVENT)
            assert is_refused(date(2080, 1, 1))
        else:
            assert is_refused(refusal.until)
            assert not is_refused(refusal.until + timedelta(days=1))


def test_a_ceiling_of_a_cycle_that_the_event_alone_exceeds():
    limit = a_limit(Measure.AMOUNT, Window.CYCLE, 60, cycle_years=2)
    assert paid(it(), one(a_rate(FLAT, 500), limits=(limit,))) == 60


def test_what_only_other_groups_are_asked_is_left_out():
    cost = Threshold(Measure.COST, Window.EVENT, 9, "Điều 7", group="2")
    limit = a_limit(Measure.AMOUNT, Window.YEAR, 9, group="2", exceptional_value=10,
                    exceptional_by="Ban Thường vụ")  # fmt: skip
    law = one(a_rate(FLAT, 1), thresholds=(cost,), limits=(limit,), groups=GROUPS)
    asked = {group: {need.name for need in needs_of(law, ["it"], group=group)} for group in "12"}
    assert asked["2"] - asked["1"] == {"cost", "exceptional_decision"}


def test_a_leap_day_s_use_bars_to_the_end_of_february():
    limit = a_limit(Measure.TIMES, Window.CYCLE, 1, cycle_years=1)
    law = one(a_rate(FLAT, 1), limits=(limit,))
    used = Used("it", date(2024, 2, 29), 1, 1)
    found = [bool(paid(it(on=date(2025, 2, day)), law, None, used)) for day in (27, 28)]
    assert found[0] is False
    for refusal in assess(it(on=date(2025, 2, 27)), law, Person("1"), [used]).refusals:
        assert refusal.until in (date(2025, 2, 27), date(2025, 2, 28))
        assert found[1] is (refusal.until == date(2025, 2, 27))


# --- relations -------------------------------------------------------------------------------


def two(relation: Relation, *limits, **told):
    benefits = (a_benefit("a", a_rate(FLAT, 80)), a_benefit("b", a_rate(FLAT, 100), **told))
    return a_law(*benefits, relations=(relation,), limits=limits)


def both(*codes):
    return Event(ON, codes or ("a", "b"))


@pytest.mark.parametrize("asked", [("a", "b"), ("b", "a")])
@pytest.mark.parametrize(
    ("kind", "order", "expected"),
    [
        (RelationKind.HIGHEST, ("a", "b"), ("b", 100)),
        (RelationKind.PRIORITY, ("a", "b"), ("a", 80)),
        (RelationKind.PRIORITY, ("b", "a"), ("b", 100)),
    ],
)
def test_rivals_do_not_eat_each_other_s_room(asked, kind, order, expected):
    law = two(Relation(kind, order, "Điều 6"), a_limit(Measure.AMOUNT, Window.YEAR, 100))
    found = assess(Event(ON, asked), law, Person("1"))
    assert [(line.benefit, line.amount) for line in found.lines] == [expected]
    assert [refusal.reason for refusal in found.refusals] == ["less_favourable"]


def test_of_equal_rivals_the_first_named_is_paid():
    law = two(Relation(RelationKind.HIGHEST, ("b", "a"), "Điều 6"))
    rates = tuple(replace(each, rates=(a_rate(FLAT, 100),)) for each in law.benefits)
    found = assess(both(), replace(law, benefits=rates), Person("1"))
    assert [line.benefit for line in found.lines] == ["b"]


def test_alternatives_are_chosen_by_the_person():
    law = two(Relation(RelationKind.ALTERNATIVE, ("a", "b"), "Điều 6", Window.YEAR))
    reasons = [refusal.reason for refusal in assess(both(), law, Person("1")).refusals]
    assert reasons == ["choice_needed", "choice_needed"]
    assert paid(both("a"), law) == 80
    before = Used("b", date(2025, 1, 5), 1, 100)
    refusal = refusal_of(both("a"), law, None, before)
    assert (refusal.reason, refusal.until) == ("excluded", date(2025, 12, 31))


def test_what_was_had_under_an_old_code_bars_too():
    law = two(
        Relation(RelationKind.EXCLUSIVE, ("a", "b"), "Điều 6", Window.YEAR), carries_from=("old",)
    )
    assert refusal_of(both("a"), law, None, Used("old", ON, 1, 5)).reason == "excluded"
    assert paid(both("b"), law, None, Used("old", ON, 1, 5)) == 100


def test_an_occasion_and_its_benefit_are_one_thing_and_a_word_twice_is_two():
    law = one(a_rate(FLAT, 50), occasion="visit")
    for words, expected in (
        (("visit",), 50),
        (("it",), 50),
        (("visit", "it"), 50),
        (("it", "visit"), 50),
        (("visit", "visit"), 100),
    ):
        assert paid(Event(ON, words), law) == expected, words


def test_times_are_lines_of_whatever_benefit():
    law = two(
        Relation(RelationKind.PRIORITY, ("a", "c"), "Điều 6"),
        a_limit(Measure.TIMES, Window.YEAR, 1),
    )
    found = assess(both(), law, Person("1"))
    assert [line.benefit for line in found.lines] == ["a"]
    assert [refusal.reason for refusal in found.refusals] == ["limit_reached"]


# --- thresholds ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("costs", "had", "reason"),
    [
        ((("drugs", 5),), 0, None),
        ((("drugs", 4),), 0, "below_threshold"),
        ((("drugs", 4),), 6, None),
        ((("drugs", 4), ("year_before", 5)), 9, "below_threshold"),
        ((), 99, "missing_fact"),
    ],
)
def test_a_cost_of_the_event_or_of_the_year(costs, had, reason):
    thresholds = (
        Threshold(Measure.COST, Window.EVENT, 5, "Điều 7", cost="drugs"),
        Threshold(Measure.COST, Window.YEAR, 10, "Điều 7", cost="drugs"),
    )
    law = one(a_rate(FLAT, 1), thresholds=thresholds, carries_from=("old",))
    rows = (
        Used("old", date(2025, 1, 1), 1, 1, cost=had),
        Used("it", date(2024, 12, 31), 1, 1, cost=50),
        Used("other", date(2025, 1, 1), 1, 1, cost=50),
    )
    found = assess(it(costs=costs), law, Person("1"), rows)
    assert [refusal.reason for refusal in found.refusals] == ([reason] if reason else [])


def test_each_measure_has_to_be_reached():
    thresholds = (
        Threshold(Measure.QUANTITY, Window.EVENT, 3, "Điều 7"),
        Threshold(Measure.COST, Window.EVENT, 9, "Điều 7"),
        Threshold(Measure.COST, Window.EVENT, 2, "Điều 8", group="2"),
    )
    law = one(a_rate(FLAT, 1), thresholds=thresholds)
    assert paid(it(days=3, cost=9), law) == 1
    assert refusal_of(it(days=2, cost=9), law).reason == "below_threshold"
    assert refusal_of(it(days=3, cost=8), law).reason == "below_threshold"
    assert paid(it(days=3, cost=2), law, Person("2")) == 1


# --- the calendar, and plain data ------------------------------------------------------------


def test_months_on_from_the_last_days_of_a_month():
    assert add_months(date(2024, 1, 31), 1) == date(2024, 2, 29)
    assert add_months(date(2025, 1, 31), 1) == date(2025, 2, 28)
    assert add_months(date(2025, 3, 31), -1) == date(2025, 2, 28)
    assert add_months(date(2025, 11, 30), 3) == date(2026, 2, 28)
    assert end_of_months(date(2025, 12, 1), 1) == date(2025, 12, 31)
    assert end_of_months(date(2025, 1, 1), 12) == date(2025, 12, 31)
    assert list(periods_touched(date(2025, 12, 31), date(2026, 1, 1), 6)) == [
        date(2025, 7, 1),
        date(2026, 1, 1),
    ]


def test_a_year_older_on_the_birthday():
    birth = date(1964, 2, 29)
    ages = [full_years(birth, date(2025, month, day)) for month, day in ((2, 28), (3, 1))]
    assert ages == [60, 61]
    assert full_years(birth, date(2024, 2, 29)) == 60


@pytest.mark.parametrize(
    ("read", "plain", "told"),
    [
        (used_of, {"benefit": "a", "on": "2025-01-01", "quantity": 1, "amount": 1,
                   "same_event": 1}, "true hoặc false"),
        (event_of, {"on": "2025-02-30", "benefits": ["a"]}, "phải là ngày"),
        (event_of, {"on": "2025-02-20", "benefits": "a"}, "danh sách"),
        (event_of, {"on": "2025-02-20", "benefits": ["a"], "days": -1}, "không âm"),
        (person_of, {"numbers": {"age": True}}, "không âm"),
        (person_of, {"lost": [{"trait": "a"}]}, "phải ghi đủ"),
        (person_of, [], "tên: giá trị"),
        (person_of, {"traits": []}, "tên: giá trị"),
        (person_of, {"group": 3}, "phải là chữ"),
    ],
)  # fmt: skip
def test_plain_data_that_is_wrong_is_told_at_its_place(read, plain, told):
    with pytest.raises(ValueError, match=told):
        read(plain)


def test_days_of_plain_data_may_be_dates_already():
    assert event_of({"on": ON, "benefits": ["a"]}).on == ON
    assert used_of({"benefit": "a", "on": ON, "quantity": 1, "amount": 1, "same_event": True})
