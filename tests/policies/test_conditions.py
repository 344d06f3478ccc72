import pytest

from policies.conditions import as_rule, canonical_conditions, may_meet
from policies.packing.values import conditions, spoken_conditions
from policies.rules import Condition

RETIRED = {"trait": "employment_status", "values": ["retired"]}
SERVING = {"trait": "employment_status", "values": ["serving"]}


def test_the_same_conditions_in_another_order_are_equal():
    level = {"trait": "hospital_level", "values": ["commune", "central", "commune"]}
    told = [level | {"name": "", "lowest": None, "denied": False}, RETIRED | {"grace_months": 0}]
    assert canonical_conditions(told) == canonical_conditions([RETIRED, level])
    assert canonical_conditions([level]) == [
        {"trait": "hospital_level", "values": ["central", "commune"]}
    ]


def test_a_bound_of_nothing_is_told():
    [band] = canonical_conditions([{"trait": "party_badge_years", "lowest": 0, "highest": 0}])
    assert (band["lowest"], band["highest"]) == (0, 0)


@pytest.mark.parametrize(
    "wrong",
    [
        "retired",
        ["retired"],
        [{"values": ["a"]}],
        [{"trait": "age"}],
        [{"trait": "age", "lowest": 1, "values": ["a"]}],
        [{"trait": "age", "lowest": 2, "highest": 1}],
        [{"trait": "age", "lowest": -1}],
        [{"trait": "age", "lowest": True}],
        [{"trait": "disease", "values": [""]}],
        [{"trait": "disease", "values": "a"}],
        [{"trait": "disease", "listed": 5}],
        [{"trait": "disease", "values": ["a"], "denied": "yes"}],
        [{"trait": "disease", "values": ["a"], "or": 1}],
    ],
)
def test_what_is_no_condition_is_refused(wrong):
    with pytest.raises(ValueError, match=r"\w"):
        canonical_conditions(wrong)


def test_a_kept_condition_is_one_of_the_rules():
    kept = {"trait": "disease", "listed": "benh", "grace_months": 6, "denied": True}
    assert as_rule(kept) == Condition("disease", listed="benh", grace_months=6, denied=True)
    assert as_rule(RETIRED) == Condition("employment_status", ("retired",))


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ([], [], True),
        ([RETIRED], [], True),
        ([RETIRED], [RETIRED], True),
        ([RETIRED], [SERVING], False),
        ([RETIRED], [{"trait": "age", "lowest": 60}], True),
        # within the months of grace one may still count as what one was
        ([RETIRED], [SERVING | {"grace_months": 6}], True),
        # bands: touching ends meet, neighbours don't
        ([{"trait": "age", "highest": 60}], [{"trait": "age", "lowest": 60}], True),
        ([{"trait": "age", "highest": 59}], [{"trait": "age", "lowest": 60}], False),
        (
            [{"trait": "age", "lowest": 60, "highest": 69}],
            [{"trait": "age", "lowest": 50, "highest": 80}],
            True,
        ),
        # what the other denies
        ([RETIRED], [RETIRED | {"denied": True}], False),
        ([RETIRED | {"denied": True}], [SERVING], True),
        ([RETIRED | {"denied": True}], [SERVING | {"denied": True}], True),
        (
            [{"trait": "disease", "listed": "a"}],
            [{"trait": "disease", "listed": "a", "denied": True}],
            False,
        ),
        (
            [{"trait": "disease", "listed": "a", "grace_months": 36}],
            [{"trait": "disease", "listed": "a", "denied": True}],
            True,
        ),
        (
            [{"trait": "disease", "listed": "b"}],
            [{"trait": "disease", "listed": "a", "denied": True}],
            True,
        ),
        (
            [{"trait": "age", "lowest": 65, "highest": 70}],
            [{"trait": "age", "lowest": 60, "highest": 74, "denied": True}],
            False,
        ),
        (
            [{"trait": "age", "lowest": 65}],
            [{"trait": "age", "lowest": 60, "highest": 74, "denied": True}],
            True,
        ),
        # only the contents of the lists could tell
        ([{"trait": "disease", "listed": "a"}], [{"trait": "disease", "listed": "b"}], True),
        ([{"trait": "disease", "listed": "a"}], [{"trait": "disease", "values": ["x"]}], True),
        # one trait that differs is enough
        ([RETIRED, {"trait": "age", "lowest": 60}], [SERVING], False),
    ],
)
def test_whether_one_event_could_meet_both(first, second, expected):
    assert may_meet(first, second) is expected
    assert may_meet(second, first) is expected


@pytest.mark.parametrize(
    "spoken",
    [
        {"employment_status": "retired"},
        {"hospital_level": {"is": ["region", "commune"]}},
        {"age": {"from": 60, "to": 79}},
        {"age": {"not": {"from": 60}}},
        {"other_allowance": {"not": "monthly"}},
        {"other_allowance": {"not": ["a", "b"]}},
        {"commune": {"listed": "poor", "grace_months": 36}},
        {"commune": {"not_listed": "poor"}},
        {"commune": [{"listed": "poor"}, {"not": "x"}]},
        {"variant": {"is": "doctors", "name": "Bác sĩ"}},
    ],
)
def test_what_an_officer_writes_comes_back(spoken):
    plain = conditions(spoken)
    assert conditions(spoken_conditions(plain)) == plain
    assert conditions(plain) == plain


def test_the_short_way_is_the_way_back():
    said = {"employment_status": "retired", "hospital_level": ["region", "commune"]}
    assert spoken_conditions(conditions(said)) == said


@pytest.mark.parametrize(
    ("spoken", "told"),
    [
        ({"age": {"is": "a", "not": "b"}}, "vừa nói là vừa nói không là"),
        ({"variant": "doctors"}, "cả mã và tên"),
        ({"hospital_level": "huyen"}, "hospital_level không có huyen; có: central, province"),
    ],
)
def test_what_is_wrong_is_told(spoken, told):
    with pytest.raises(ValueError, match=told):
        conditions(spoken)
