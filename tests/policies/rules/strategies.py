"""Small laws, people and events for hypothesis: few values, so that they often collide.

Most of what is drawn lets the assessment go on to its last step, the limits; the earlier
refusals come up often enough.
"""

from dataclasses import replace
from datetime import date

from hypothesis import strategies as st

from policies.rules import (
    AmountKind,
    Benefit,
    Condition,
    Event,
    Law,
    Limit,
    LimitKind,
    Payer,
    Person,
    Rate,
    Used,
)

CODES = ("inpatient_meal", "special_drug")
GROUPS = ("1", "2")
LEVELS = ("province", "central")
PROVINCE = Payer("province", "Ngân sách tỉnh")

DAYS = [
    date(2024, 12, 31),
    date(2025, 1, 1),
    date(2025, 6, 30),
    date(2025, 7, 1),
    date(2025, 12, 31),
    date(2026, 1, 1),
]

days = st.sampled_from(DAYS)
validity = st.sampled_from([None] * 6 + DAYS)
maybe_groups = st.sampled_from([None, *GROUPS])
levels = st.sampled_from([(), *((("hospital_level", level),) for level in LEVELS)])
conditions = st.sampled_from(
    [(), ()]
    + [(Condition("hospital_level", values),) for values in (LEVELS, LEVELS[:1], LEVELS[1:])]
)
small = st.integers(0, 12)

rates = st.builds(
    Rate,
    id=st.integers(1, 1000),
    amount_kind=st.sampled_from(AmountKind),
    amount=st.integers(0, 6),
    payer=st.just(PROVINCE),
    article=st.just("khoản 1 Điều 4"),
    group=maybe_groups,
    conditions=conditions,
    ceiling=st.sampled_from([None, None, None, 0, 5, 20]),
    valid_from=validity,
    valid_to=validity,
)
limits = st.builds(
    Limit,
    kind=st.sampled_from(LimitKind),
    value=small,
    article=st.just("khoản 2 Điều 4"),
    group=maybe_groups,
)
used = st.builds(
    Used, benefit=st.sampled_from(CODES), on=days, quantity=st.integers(0, 4), amount=small
)
usages = st.lists(used, max_size=4)
people = st.builds(Person, group=maybe_groups, traits=levels)
events = st.builds(
    Event,
    on=days,
    benefits=st.lists(st.sampled_from((*CODES, "unknown")), max_size=3, unique=True).map(tuple),
    days=st.integers(-1, 12),
    months=st.integers(-1, 3),
    sessions=st.integers(-1, 3),
    cost=st.integers(-1, 40),
    traits=levels,
)


benefits = st.builds(
    Benefit,
    code=st.just(CODES[0]),
    letter=st.just("b"),
    title=st.just("Tiền ăn điều trị nội trú"),
    unit=st.just("ngày"),
    article=st.just("Điều 4"),
    rates=st.lists(rates, min_size=1, max_size=2).map(tuple),
    limits=st.lists(limits, max_size=3).map(tuple),
    needs_group=st.booleans(),
)
laws = st.builds(
    Law,
    resolution=st.just("Nghị quyết số 24/2024/NQ-HĐND"),
    effective_from=st.sampled_from([date(2024, 12, 31), date(2025, 1, 1)]),
    effective_to=st.sampled_from([None, date(2025, 12, 31), date(2026, 1, 1)]),
    # the same benefit under two codes: what one uses must not touch the other
    benefits=benefits.map(lambda first: (first, replace(first, code=CODES[1]))),
    groups=st.sampled_from([(), (("1", "Đối tượng 1"), ("2", "Đối tượng 2"))]),
)
