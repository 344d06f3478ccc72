"""What comes next and when: so many times a year, a cycle, or ever."""

from datetime import date

from policies.rules import AmountKind, Condition, Law, Limit, Measure, Person, Used, Window
from policies.rules.outlook import Outlook, outlooks
from tests.policies.rules.making import a_benefit, a_law, a_limit, a_rate

ON = date(2026, 5, 4)
ONCE_A_YEAR = a_limit(Measure.TIMES, Window.YEAR, 1)


def flat(**told: object):
    return a_rate(AmountKind.FLAT, 500_000, **told)


def law_with(*limits: Limit, **told: object) -> Law:
    return a_law(a_benefit("kham", flat(), limits=limits, **told))


def used(on: date, times: int = 1) -> Used:
    return Used("kham", on, 1, 500_000, times=times)


def next_of(law: Law, *usage: Used, person: Person | None = None) -> list[Outlook]:
    return list(outlooks(law, person or Person("1"), usage, ON))


def test_what_is_not_had_yet_is_free_now() -> None:
    [found] = next_of(law_with(ONCE_A_YEAR), used(date(2025, 12, 31)))
    assert (found.used, found.value, found.since, found.latest) == (0, 1, ON, None)


def test_what_was_had_this_year_is_free_next_year() -> None:
    [found] = next_of(law_with(ONCE_A_YEAR), used(date(2026, 2, 3)))
    assert (found.used, found.since, found.latest) == (1, date(2027, 1, 1), date(2026, 2, 3))


def test_a_correction_is_not_another_time() -> None:
    twice = a_limit(Measure.TIMES, Window.YEAR, 2)
    [found] = next_of(law_with(twice), used(date(2026, 2, 3)), used(date(2026, 2, 3), 0))
    assert (found.used, found.since) == (1, ON)


def test_a_cycle_from_use_to_use_counts_from_the_last_use() -> None:
    every_second = a_limit(Measure.TIMES, Window.CYCLE, 1, cycle_years=2)
    [found] = next_of(law_with(every_second), used(date(2025, 6, 10)))
    assert found.since == date(2027, 6, 10)


def test_a_cycle_of_fixed_years_ends_with_its_last_year() -> None:
    fixed = a_limit(Measure.TIMES, Window.CYCLE, 1, cycle_years=5, cycle_from=2024)
    [found] = next_of(law_with(fixed), used(date(2025, 6, 10)))
    assert (found.since, found.span.last) == (date(2029, 1, 1), date(2028, 12, 31))


def test_what_is_had_once_in_a_life_never_comes_again() -> None:
    once = a_limit(Measure.TIMES, Window.EVER, 1)
    [found] = next_of(law_with(once), used(date(2010, 1, 1)))
    assert found.since is None


def test_of_several_limits_the_one_that_bars_longest_tells() -> None:
    once = a_limit(Measure.TIMES, Window.EVER, 3)
    quarterly = a_limit(Measure.TIMES, Window.QUARTER, 1)
    [found] = next_of(law_with(ONCE_A_YEAR, once, quarterly), used(date(2026, 4, 10)))
    assert (found.limit, found.since) == (ONCE_A_YEAR, date(2027, 1, 1))


def test_limits_of_days_money_or_one_event_say_nothing_of_when() -> None:
    limits = (
        a_limit(Measure.QUANTITY, Window.YEAR, 9),
        a_limit(Measure.AMOUNT, Window.YEAR, 1_000_000),
        a_limit(Measure.TIMES, Window.EVENT, 1),
    )
    assert next_of(law_with(*limits)) == []


def test_the_group_s_own_limit_takes_the_place_of_the_general_one() -> None:
    own = a_limit(Measure.TIMES, Window.YEAR, 2, group="1")
    [found] = next_of(law_with(ONCE_A_YEAR, own), used(date(2026, 2, 3)))
    assert (found.value, found.since) == (2, ON)


def test_only_benefits_that_the_person_may_have() -> None:
    for_others = a_benefit("khac", flat(group="2"), limits=(ONCE_A_YEAR,))
    of_staff = a_benefit("truc", flat(), limits=(ONCE_A_YEAR,), needs_group=False)
    gone = a_benefit("cu", flat(valid_to=date(2026, 1, 1)), limits=(ONCE_A_YEAR,))
    assert next_of(a_law(for_others, of_staff, gone)) == []


def test_what_an_event_will_tell_is_left_open_what_is_known_decides() -> None:
    central = flat(conditions=(Condition("hospital_level", ("central",)),))
    retired = flat(conditions=(Condition("employment_status", ("retired",)),))
    badge = flat(conditions=(Condition("party_badge_years", lowest=60),))
    law = a_law(
        a_benefit("tuyen", central, limits=(ONCE_A_YEAR,)),
        a_benefit("huu", retired, limits=(ONCE_A_YEAR,)),
        a_benefit("huy-hieu", badge, limits=(ONCE_A_YEAR,)),
    )
    serving = Person("1", traits=(("employment_status", "serving"),))
    assert [one.benefit.code for one in next_of(law, person=serving)] == ["tuyen"]
    honoured = Person(
        "1", traits=(("employment_status", "retired"),), numbers=(("party_badge_years", 65),)
    )
    assert [one.benefit.code for one in next_of(law, person=honoured)] == [
        "tuyen",
        "huu",
        "huy-hieu",
    ]
