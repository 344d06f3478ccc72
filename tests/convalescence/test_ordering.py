"""The fair order, and that nobody is passed over: held against many invented lists."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convalescence.planning.ordering import (
    CRITERIA,
    Share,
    Waiting,
    allocate,
    in_order,
    offered,
    open_to,
)

FORMS = ("convalescence_group", "convalescence_home")
PRICES = {"convalescence_group": 9_600_000, "convalescence_home": 4_200_000}


@st.composite
def lists(draw):
    people = [
        Waiting(
            key=key,
            years=draw(st.integers(1, 4)),
            born=date(1940, 1, 1) + timedelta(days=draw(st.integers(0, 5))),
            service=draw(st.sampled_from((0, 30, 60))),
            rank=draw(st.integers(1, 3)),
            unit=draw(st.integers(1, 3)),
            forms=tuple(draw(st.permutations(FORMS)))[: draw(st.integers(1, 2))],
        )
        for key in range(draw(st.integers(0, 12)))
    ]
    shares = [
        Share(
            key=key,
            form=draw(st.sampled_from(FORMS)),
            unit=draw(st.sampled_from((None, 1, 2, 3))),
            people=draw(st.integers(1, 4)),
            amount=draw(st.integers(0, 30_000_000)),
        )
        for key in range(draw(st.integers(0, 5)))
    ]
    owed = {
        (person.key, share.key): draw(st.sampled_from((PRICES[share.form], None)))
        for person in people
        for share in shares
    }
    return people, shares, owed


orders = st.permutations(sorted(CRITERIA)).flatmap(
    lambda names: st.integers(1, len(names)).map(lambda much: names[:much])
)


@given(lists(), orders, st.randoms())
def test_the_order_is_the_same_however_the_people_come(given_lists, criteria, chance):
    people, *_ = given_lists
    shuffled = list(people)
    chance.shuffle(shuffled)
    assert in_order(shuffled, criteria) == in_order(people, criteria)
    assert sorted(one.key for one in in_order(people, criteria)) == [one.key for one in people]


@given(lists(), orders)
def test_each_criterion_decides_where_those_before_it_leave_people_equal(given_lists, criteria):
    ordered = in_order(given_lists[0], criteria)
    for earlier, later in pairwise(ordered):
        told = [(CRITERIA[name](earlier), CRITERIA[name](later)) for name in criteria]
        first = next(((one, other) for one, other in told if one != other), (0, 0))
        assert first[0] <= first[1]


@given(lists())
def test_nobody_with_a_shorter_wait_takes_a_place_before_a_longer_one(given_lists):
    """Whoever got nothing sees in every quota open to them only people of the same or a longer
    wait: the promise of the list.
    """
    people, shares, costs = given_lists
    places = allocate(in_order(people, ["waiting", "age", "service"]), shares, costs)
    for left_out in (place for place in places if place.share is None):
        for share in open_to(left_out.person, offered(shares)):
            if costs[left_out.person.key, share.key] is None:
                continue
            for taken in (place for place in places if place.share == share):
                assert taken.person.years >= left_out.person.years
                assert taken.position < left_out.position


@given(lists())
def test_quotas_are_never_exceeded_and_the_law_is_kept(given_lists):
    people, shares, costs = given_lists
    places = allocate(in_order(people, ["waiting"]), shares, costs)
    for share in shares:
        there = [place.person for place in places if place.share == share]
        paid = [costs[person.key, share.key] for person in there]
        assert None not in paid
        assert len(there) <= share.people
        assert sum(paid) <= share.amount
        assert all(share.unit in (None, person.unit) for person in there)
        assert all(share.form in person.forms for person in there)


@given(lists())
def test_no_place_stays_empty_while_somebody_who_could_take_it_waits(given_lists):
    """With money enough, only a full quota leaves people waiting."""
    people, shares, _ = given_lists
    places = allocate(in_order(people, ["waiting"]), shares, {})
    for share in shares:
        there = [place for place in places if place.share == share]
        wait = [
            place
            for place in places
            if place.share is None and share in open_to(place.person, offered(shares))
        ]
        assert len(there) == share.people or not wait


def person(key=1, **changes):
    told = {
        "years": 2,
        "born": date(1950, 1, 1),
        "service": 0,
        "rank": 1,
        "unit": 1,
        "forms": ("convalescence_group", "convalescence_home"),
    }
    return Waiting(key=key, **(told | changes))


def test_the_longest_wait_comes_first_then_age_then_the_badge():
    long, old, honoured, other = (
        person(4, years=5, born=date(1960, 1, 1)),
        person(3, born=date(1940, 1, 1)),
        person(2, service=60),
        person(1),
    )
    found = in_order([other, honoured, old, long], ["waiting", "age", "service"])
    assert found == [long, old, honoured, other]


def test_the_order_is_data():
    young, old = person(1, years=5, born=date(1960, 1, 1)), person(2, born=date(1940, 1, 1))
    assert in_order([young, old], ["age"]) == [old, young]
    with pytest.raises(KeyError):
        in_order([young], ["favour"])


def test_a_commune_s_own_quota_goes_before_that_of_the_province():
    province = Share(1, "convalescence_group", None, 1, 10**9)
    own = Share(2, "convalescence_group", 1, 1, 10**9)
    places = allocate([person(1), person(2, unit=2), person(3)], [province, own], {})
    assert [place.share for place in places] == [own, province, None]


def test_who_costs_less_does_not_pass_who_comes_before():
    share = Share(1, "convalescence_group", None, 3, 10)
    people = [person(1), person(2), person(3)]
    costs = {(1, 1): 6, (2, 1): 6, (3, 1): 3}
    assert [place.share for place in allocate(people, [share], costs)] == [share, None, None]
