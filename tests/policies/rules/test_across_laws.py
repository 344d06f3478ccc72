"""An event that meets two versions of a law: each pays its own part, and nothing twice."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.rules import assess, assess_across
from policies.rules.settings import Deciding, Rounding, Settings, UsageOfReplaced
from policies.rules.types import (
    AmountKind,
    Band,
    Event,
    Measure,
    Person,
    Relation,
    RelationKind,
    Used,
    Window,
)
from tests.policies.rules.making import a_benefit, a_law, a_limit, a_rate
from tests.policies.rules.oracle import second_opinion
from tests.policies.rules.strategies import events, laws, people, usages
from tests.policies.rules.test_properties import examples, same_settings, sums, verdicts

LAST, FIRST = date(2025, 6, 30), date(2025, 7, 1)
STAY = Event(date(2025, 6, 28), ("meal",), days=6, until=date(2025, 7, 3))  # three days each


def versions(deciding: Deciding, old, new, **told):
    """Two versions of one law, the newer with the answer; the older is silent."""
    settings = Settings(deciding=deciding, **told)
    return [
        a_law(*new, since=FIRST, code="new", settings=settings),
        a_law(*old, until=LAST, code="old"),
    ]


def meals(deciding: Deciding, **told):
    old, new = a_rate(amount=100), a_rate(amount=250)
    return versions(deciding, [a_benefit("meal", old)], [a_benefit("meal", new)], **told)


def by_law(event, laws, person=None, *usage):
    answers = assess_across(event, laws, person or Person("1"), usage)
    return [
        (law.code, line.benefit, line.quantity, line.amount)
        for law, answer in answers
        for line in answer.lines
    ]


@pytest.mark.parametrize(
    ("deciding", "expected"),
    [
        (Deciding.START, [("old", "meal", 6, 600)]),
        (Deciding.END, [("new", "meal", 6, 1500)]),
        (Deciding.SPLIT, [("old", "meal", 3, 300), ("new", "meal", 3, 750)]),
    ],
)
def test_the_newer_law_says_which_day_decides(deciding, expected):
    assert by_law(STAY, meals(deciding)) == expected


@pytest.mark.parametrize(("most", "paid"), [(1, 600), (2, 1200), (3, 1200)])
def test_what_is_asked_twice_is_two_occasions_under_each_law(most, paid):
    """The part under the newer law continues as many as the older paid, and opens no other."""
    limit = a_limit(Measure.TIMES, Window.EVENT, most)
    meal = a_benefit("meal", a_rate(amount=100), limits=(limit,))
    twice = replace(STAY, benefits=("meal", "meal"))
    lines = by_law(twice, versions(Deciding.SPLIT, [meal], [meal]))
    assert sum(amount for *_, amount in lines) == paid


def test_an_event_within_one_version_asks_only_that_one():
    before = replace(STAY, on=date(2025, 3, 1), until=date(2025, 3, 6))
    after = replace(STAY, on=date(2025, 9, 1), until=date(2025, 9, 6))
    assert by_law(before, meals(Deciding.SPLIT)) == [("old", "meal", 6, 600)]
    assert by_law(after, meals(Deciding.SPLIT)) == [("new", "meal", 6, 1500)]


@pytest.mark.parametrize(
    ("on", "code"),
    [(date(2020, 1, 1), "old"), (date(2030, 1, 1), "new"), (date(2025, 7, 5), "old")],
)
def test_an_event_outside_all_versions_is_refused_by_the_nearest(on, code):
    new, old = meals(Deciding.START)
    new = replace(new, effective_from=date(2025, 8, 1), effective_to=date(2029, 12, 31))
    [(law, answer)] = assess_across(replace(STAY, on=on, until=on), [new, old], Person("1"))
    assert law.code == code
    assert [refusal.reason for refusal in answer.refusals] == ["not_in_force"]


def test_only_what_is_counted_by_day_is_split():
    both = [a_benefit("meal", a_rate(amount=100), occasion="stay"),
            a_benefit("gift", a_rate(AmountKind.FLAT, 500), occasion="stay")]  # fmt: skip
    event = replace(STAY, benefits=("stay",))
    assert by_law(event, versions(Deciding.SPLIT, both, both)) == [
        ("old", "meal", 3, 300),
        ("old", "gift", 1, 500),
        ("new", "meal", 3, 300),
    ]


def test_what_was_had_of_the_old_part_counts_against_the_new():
    limit = a_limit(Measure.QUANTITY, Window.EVENT, 4)
    same = [a_benefit("meal", a_rate(amount=100), limits=(limit,))]
    carried = versions(Deciding.SPLIT, same, same)
    afresh = versions(Deciding.SPLIT, same, same, usage_of_replaced=UsageOfReplaced.RESTARTED)
    assert by_law(STAY, carried) == [("old", "meal", 3, 300), ("new", "meal", 1, 100)]
    assert by_law(STAY, afresh) == [("old", "meal", 3, 300), ("new", "meal", 3, 300)]


def test_one_stay_is_one_time_under_both():
    limit = a_limit(Measure.TIMES, Window.YEAR, 1)
    same = [a_benefit("meal", a_rate(amount=100, ceiling=450), limits=(limit,))]
    laws_met = versions(Deciding.SPLIT, same, same)
    assert by_law(STAY, laws_met) == [("old", "meal", 3, 300), ("new", "meal", 3, 150)]
    before = Used("meal", date(2025, 2, 1), 1, 100, law="old")
    assert by_law(STAY, laws_met, None, before) == []


def test_bands_and_the_person_go_on_under_the_new_law():
    bands = (Band(1, 4, 10), Band(5, None, 1000))
    old = [a_benefit("meal", a_rate(bands=bands, group="1"))]
    new = [a_benefit("meal", a_rate(bands=bands, group="A"))]
    person = Person("1", changes=((FIRST, Person("A")),))
    assert by_law(STAY, versions(Deciding.SPLIT, old, new), person) == [
        ("old", "meal", 3, 30),
        ("new", "meal", 3, 10 + 2000),
    ]


def test_a_benefit_that_only_one_of_them_knows():
    gift, meal = a_benefit("gift", a_rate(AmountKind.FLAT, 5)), a_benefit("meal", a_rate(amount=1))
    laws_met = versions(Deciding.END, [meal], [gift])
    answers = assess_across(replace(STAY, benefits=("meal",)), laws_met, Person("1"))
    reasons = [(law.code, each.reason) for law, answer in answers for each in answer.refusals]
    assert reasons == [("new", "unknown_benefit")]


def test_a_benefit_barred_by_one_that_the_other_law_pays():
    relation = Relation(RelationKind.EXCLUSIVE, ("meal", "gift"), "Điều 6")
    both = [a_benefit("gift", a_rate(AmountKind.FLAT, 5)), a_benefit("meal", a_rate(amount=1))]
    laws_met = [replace(law, relations=(relation,)) for law in versions(Deciding.SPLIT, both, both)]
    for first, other in (("gift", "meal"), ("meal", "gift")):
        paid = by_law(replace(STAY, benefits=(first, other)), laws_met)
        assert {line[1] for line in paid} == {first}


def test_rivals_are_never_paid_both_by_two_laws():
    relation = Relation(RelationKind.HIGHEST, ("meal", "gift"), "Điều 6")
    both = [a_benefit("gift", a_rate(AmountKind.FLAT, 5)), a_benefit("meal", a_rate(amount=1))]
    laws_met = [replace(law, relations=(relation,)) for law in versions(Deciding.SPLIT, both, both)]
    paid = by_law(replace(STAY, benefits=("gift", "meal")), laws_met)
    assert paid == [("old", "meal", 6, 6)]


# --- months ----------------------------------------------------------------------------------


def premiums(deciding: Deciding):
    def of(amount: int):
        return [a_benefit("premium", a_rate(AmountKind.PER_MONTH, amount))]

    return versions(deciding, of(100), of(250))


@pytest.mark.parametrize("told", [{"months": 4}, {"until": date(2025, 8, 31)}])
@pytest.mark.parametrize(
    ("deciding", "expected"),
    [
        (Deciding.START, [("old", "premium", 4, 400)]),
        (Deciding.END, [("new", "premium", 4, 1000)]),
        (Deciding.SPLIT, [("old", "premium", 2, 200), ("new", "premium", 2, 500)]),
    ],
)
def test_months_told_either_way(told, deciding, expected):
    event = Event(date(2025, 5, 15), ("premium",), **told)
    assert by_law(event, premiums(deciding)) == expected


def test_no_month_of_the_event_begins_under_the_new_law():
    new, old = premiums(Deciding.SPLIT)
    laws_met = [
        replace(new, effective_from=date(2025, 6, 10)),
        replace(old, effective_to=date(2025, 6, 9)),
    ]
    event = Event(date(2025, 6, 5), ("premium",), until=date(2025, 6, 20))
    assert by_law(event, laws_met) == [("old", "premium", 1, 100)]


# --- whatever the laws -----------------------------------------------------------------------


@examples(40)
@given(
    event=events(most_days=20),
    law=laws(st.just(AmountKind.PER_DAY), st.sampled_from([Measure.TIMES, Measure.QUANTITY])),
    person=people,
    usage=usages,
)
def test_two_versions_alike_pay_as_one_that_went_on(event, law, person, usage):
    """A replacement in the middle of a stay gives nobody more and nobody less."""
    law = same_settings(law, deciding=Deciding.SPLIT, rounding=Rounding.DONG,
                        usage_of_replaced=UsageOfReplaced.CARRIED)  # fmt: skip
    law = replace(law, relations=(), effective_from=date(2020, 1, 1), effective_to=None)
    event = replace(event, on=FIRST - timedelta(days=3), until=None)
    old = replace(law, effective_to=LAST, code="old")
    new = replace(law, effective_from=FIRST)
    alone = sums(verdicts(assess(event, law, person, usage)))
    answers = assess_across(event, [old, new], person, usage)
    assert sum(answer.amount for _, answer in answers) == sum(alone.values())


@examples(40)
@given(
    event=events(most_days=20),
    old=laws(st.just(AmountKind.PER_DAY), st.sampled_from([Measure.TIMES, Measure.AMOUNT])),
    new=laws(st.just(AmountKind.PER_DAY), st.sampled_from([Measure.TIMES, Measure.AMOUNT])),
    person=people,
    usage=usages,
)
def test_each_day_is_paid_by_the_law_of_the_day(event, old, new, person, usage):
    event = replace(
        event,
        on=FIRST - timedelta(days=3),
        until=None,
        benefits=tuple(dict.fromkeys(event.benefits)),
    )
    days = {"deciding": Deciding.SPLIT, "rounding": Rounding.DONG}
    old = replace(same_settings(old, **days), relations=(), effective_to=LAST, code="old")
    new = replace(same_settings(new, **days), relations=(), effective_from=FIRST, effective_to=None)
    answers = assess_across(event, [old, new], person, usage)

    rows, expected = list(usage), 0
    for number in range(event.days):
        on = event.on + timedelta(days=number)
        day = replace(event, on=on, until=on, days=1, first_day=1 + number,
                      whole_days=event.days)  # fmt: skip
        law = old if on <= LAST else new
        changed = [then for since, then in person.changes if since <= on]
        paid = second_opinion(day, law, (changed or [person])[-1], rows)
        for code, parts in paid.items():
            for part in parts:
                if isinstance(part, tuple):
                    expected += part[1]
                    rows.append(Used(code, on, *part, law=law.code, same_event=True))

    assert sum(answer.amount for _, answer in answers) == expected
