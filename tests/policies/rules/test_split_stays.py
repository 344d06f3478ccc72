"""A stay judged day by day: it is cut where what it rests on changes, and nowhere else."""

from dataclasses import replace
from datetime import date

import pytest

from policies.rules.settings import Deciding, EndedPayer, Settings
from policies.rules.types import (
    AmountKind,
    Band,
    Condition,
    DatedList,
    Event,
    ListEntry,
    Lost,
    Measure,
    Parameter,
    ParameterValue,
    Payer,
    Person,
    Relation,
    RelationKind,
    Threshold,
    Used,
    Window,
    Worth,
)
from tests.policies.rules.making import a_benefit, a_law, a_limit, a_rate, lines_of, refusal_of

SPLIT = Settings(deciding=Deciding.SPLIT)
STAY = Event(date(2025, 6, 28), ("meal",), days=6, until=date(2025, 7, 3))  # three days each
EACH = 100


def meals(*rates, **told):
    law = {name: told.pop(name) for name in ("lists", "parameters", "until", "relations", "since")
           if name in told}  # fmt: skip
    rates = rates or (a_rate(amount=EACH),)
    return a_law(a_benefit("meal", *rates, **told), settings=SPLIT, **law)


def listed(*entries: ListEntry) -> tuple[DatedList, ...]:
    return (DatedList("named", "có tên", entries),)


def with_condition(**told):
    return a_rate(amount=EACH, conditions=(Condition(**told),))


def test_a_stay_under_one_rule_is_one_line():
    assert lines_of(STAY, meals()) == [(6, 600)]


def test_a_rate_that_follows_another():
    law = meals(
        a_rate(amount=EACH, valid_to=date(2025, 6, 30)),
        a_rate(amount=250, id=2, valid_from=date(2025, 7, 1)),
    )
    assert lines_of(STAY, law) == [(3, 300), (3, 750)]


def test_the_law_begins_within_the_stay():
    assert lines_of(STAY, meals(since=date(2025, 7, 1))) == [(3, 300)]


def test_the_law_ends_within_the_stay():
    assert lines_of(STAY, meals(until=date(2025, 6, 29))) == [(2, 200)]


@pytest.mark.parametrize(("window", "first_part"), [("month", 3), ("quarter", 3), ("half_year", 3)])
def test_a_limit_of_each_calendar_period(window, first_part):
    limit = a_limit(Measure.QUANTITY, Window(window), 2)
    assert lines_of(STAY, meals(limits=(limit,))) == [(2, 200), (2, 200)]


def test_a_limit_of_the_year_knows_both_years():
    stay = replace(STAY, on=date(2025, 12, 30), until=None)
    limit = a_limit(Measure.QUANTITY, Window.YEAR, 3)
    assert lines_of(stay, meals(limits=(limit,))) == [(2, 200), (3, 300)]


def test_a_limit_of_the_stay_is_one_for_all_its_parts():
    law = meals(
        a_rate(amount=EACH, valid_to=date(2025, 6, 30)),
        a_rate(amount=EACH, id=2, valid_from=date(2025, 7, 1), ceiling=450),
        limits=(a_limit(Measure.QUANTITY, Window.EVENT, 5), a_limit(Measure.TIMES, Window.YEAR, 1)),
    )
    assert lines_of(STAY, law) == [(3, 300), (2, 150)]


def test_a_place_enters_a_list_and_another_leaves_it():
    stay = replace(STAY, traits=(("commune", "A"),))
    rate = with_condition(trait="commune", listed="named")
    entering = listed(ListEntry("A", since=date(2025, 7, 2)))
    leaving = listed(ListEntry("A", until=date(2025, 6, 30)))
    assert lines_of(stay, meals(rate, lists=entering)) == [(2, 200)]
    assert lines_of(stay, meals(rate, lists=leaving)) == [(3, 300)]


def test_the_grace_of_a_place_that_left_its_list():
    stay = replace(STAY, traits=(("commune", "A"),))
    rate = with_condition(trait="commune", listed="named", grace_months=1)
    law = meals(rate, lists=listed(ListEntry("A", until=date(2025, 5, 29))))
    assert lines_of(stay, law) == [(2, 200)]


def test_the_grace_of_a_trait_that_was_lost():
    rate = with_condition(trait="household", values=("poor",), grace_months=6)
    person = Person("1", lost=(Lost("household", "poor", date(2024, 12, 30)),))
    assert lines_of(STAY, meals(rate), person) == [(3, 300)]


def test_a_listed_day_stands_alone():
    rate = with_condition(trait="day", listed="named")
    law = meals(rate, lists=listed(ListEntry("2025-06-29"), ListEntry("2025-07-03")))
    assert lines_of(STAY, law) == [(1, 100), (1, 100)]


def test_a_birthday_within_the_stay():
    rate = with_condition(trait="age", lowest=60)
    person = Person("1", birth_date=date(1965, 7, 1))
    assert lines_of(STAY, meals(rate), person) == [(3, 300)]


def test_the_birthday_of_who_was_born_on_the_29th_of_february():
    stay = replace(STAY, on=date(2025, 2, 27), until=None)
    rate = with_condition(trait="age", lowest=61)
    assert lines_of(stay, meals(rate), Person("1", birth_date=date(1964, 2, 29))) == [(4, 400)]


def test_the_person_changes_groups():
    law = meals(a_rate(amount=EACH, group="1"), a_rate(amount=300, id=2, group="2"))
    person = Person("1", changes=((date(2025, 7, 2), Person("2")),))
    assert lines_of(STAY, law, person) == [(4, 400), (2, 600)]


def test_the_person_s_entitlement_ends():
    assert lines_of(STAY, meals(), Person("1", ended_on=date(2025, 7, 1))) == [(3, 300)]


def test_a_base_that_changes():
    rate = a_rate(worth=Worth.PERCENT, factor=1_000, of="base")
    values = (ParameterValue(date(2025, 1, 1), 1_000), ParameterValue(date(2025, 7, 2), 2_000))
    law = meals(rate, parameters=(Parameter("base", "lương cơ sở", values),))
    assert lines_of(STAY, law) == [(4, 400), (2, 400)]


def test_another_rate_that_this_one_is_a_share_of_changes():
    rate = a_rate(worth=Worth.SHARE_OF_RATE, factor=5_000, of="full")
    full = a_benefit(
        "full",
        a_rate(amount=200, valid_to=date(2025, 6, 30)),
        a_rate(amount=400, id=2, valid_from=date(2025, 7, 1)),
    )
    law = meals(rate)
    law = replace(law, benefits=(*law.benefits, full))
    assert lines_of(STAY, law) == [(3, 300), (3, 600)]


def test_each_budget_pays_its_own_days():
    last = Payer("fund", "Quỹ", open_to=date(2025, 7, 1))
    payer = Payer("district", "Huyện", open_to=date(2025, 6, 29), successor=last)
    assert lines_of(STAY, meals(a_rate(amount=EACH, payer=payer))) == [(2, 200), (2, 200)]


def test_a_budget_that_ended_pays_no_more_if_the_law_says_so():
    payer = Payer("district", "Huyện", open_to=date(2025, 6, 29), successor=Payer("p", "Tỉnh"))
    law = meals(a_rate(amount=EACH, payer=payer))
    law = replace(law, settings=replace(SPLIT, ended_payer=EndedPayer.REFUSED))
    assert lines_of(STAY, law) == [(2, 200)]


def test_a_cycle_from_use_to_use_runs_out_within_the_stay():
    limit = a_limit(Measure.TIMES, Window.CYCLE, 1, cycle_years=2)
    before = Used("meal", date(2023, 6, 30), 5, 500)
    assert lines_of(STAY, meals(limits=(limit,)), None, before) == [(4, 400)]


def test_what_another_benefit_bars_for_a_cycle():
    relation = Relation(
        RelationKind.EXCLUSIVE, ("meal", "trip"), "Điều 6", Window.CYCLE, cycle_years=2
    )
    law = meals(relations=(relation,))
    law = replace(law, benefits=(*law.benefits, a_benefit("trip", a_rate(AmountKind.FLAT, 5))))
    before = Used("trip", date(2023, 7, 1), 1, 5)
    assert lines_of(STAY, law, None, before) == [(3, 300)]


def test_bands_go_on_where_the_first_part_stopped():
    from_day_three = a_rate(bands=_bands())
    law = meals(from_day_three, parameters=_some_change())
    assert lines_of(STAY, law) == [(3, 10 + 10 + 500), (3, 1500)]


def _bands():
    return (Band(3, None, 500), Band(1, 2, 10))


def _some_change():
    return (Parameter("base", "lương", (ParameterValue(date(2025, 7, 1), 1),)),)


def test_the_least_length_is_that_of_the_whole_stay():
    threshold = Threshold(Measure.QUANTITY, Window.EVENT, 6, "Điều 7")
    law = meals(thresholds=(threshold,), parameters=_some_change())
    assert lines_of(STAY, law) == [(3, 300), (3, 300)]
    assert lines_of(replace(STAY, days=5), law) == []


def test_what_is_not_counted_by_day_is_not_split():
    law = meals(a_rate(AmountKind.FLAT, 700, valid_to=date(2025, 6, 30)))
    assert lines_of(STAY, law) == [(1, 700)]


def test_a_fault_of_the_law_is_told_once():
    rate = with_condition(trait="commune", listed="nowhere")
    assert refusal_of(STAY, meals(rate)).reason == "missing_parameter"
