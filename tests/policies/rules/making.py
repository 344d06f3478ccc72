"""The smallest law that says one thing: for tests that look at that one thing."""

from datetime import date
from typing import Any

from policies.rules import assess
from policies.rules.types import (
    AmountKind,
    Benefit,
    Event,
    Law,
    Limit,
    Measure,
    Payer,
    Person,
    Rate,
    Refusal,
    Used,
    Window,
)

PROVINCE = Payer("province", "Ngân sách tỉnh")
START = date(2025, 1, 1)


def a_rate(kind: AmountKind = AmountKind.PER_DAY, amount: int = 0, **told: Any) -> Rate:
    payer = told.pop("payer", PROVINCE)
    return Rate(told.pop("id", 1), kind, amount, payer, told.pop("article", "Điều 4"), **told)


def a_benefit(code: str, *rates: Rate, **told: Any) -> Benefit:
    return Benefit(code, "a", f"Chế độ {code}", "lượt", "Điều 3", rates, **told)


def a_law(*benefits: Benefit, **told: Any) -> Law:
    since, until = told.pop("since", START), told.pop("until", None)
    return Law("Nghị quyết số 1/2025/NQ-HĐND", since, until, benefits, **told)


def a_limit(measure: Measure, window: Window, value: int, **told: Any) -> Limit:
    return Limit(measure, window, value, told.pop("article", "Điều 5"), **told)


def paid(event: Event, law: Law, person: Person | None = None, *usage: Used) -> int:
    return assess(event, law, person or Person("1"), usage).amount


def lines_of(
    event: Event, law: Law, person: Person | None = None, *usage: Used
) -> list[tuple[int, int]]:
    """Quantity and đồng of each line."""
    found = assess(event, law, person or Person("1"), usage)
    return [(line.quantity, line.amount) for line in found.lines]


def refusal_of(event: Event, law: Law, person: Person | None = None, *usage: Used) -> Refusal:
    """The only answer there is."""
    found = assess(event, law, person or Person("1"), usage)
    assert not found.lines
    [refusal] = found.refusals
    return refusal
