"""What is left of the limits after an answer, and which answers of the law made it."""

from datetime import date

import pytest

from policies.rules import assess
from policies.rules.plain import Situation, plain_situation, situation_of
from policies.rules.reasons import REASONS
from policies.rules.remaining import left_after
from policies.rules.settings import Deciding, Rounding, Settings, UsageOfReplaced
from policies.rules.swaying import answer_under, swayed_by
from policies.rules.types import (
    AmountKind,
    Benefit,
    Condition,
    Event,
    Law,
    Limit,
    Measure,
    Payer,
    Person,
    Rate,
    RefusalReason,
    Used,
    Window,
)

PROVINCE = Payer("province", "Ngân sách tỉnh")
ON = date(2026, 3, 1)


def law(*limits: Limit, kind: AmountKind = AmountKind.PER_DAY, **told) -> Law:
    rates = told.pop("rates", (Rate(1, kind, 100_000, PROVINCE, "Điều 4"),))
    benefit = Benefit("meal", "b", "Tiền ăn", "ngày", "Điều 4", rates, limits)
    return Law("Nghị quyết", date(2026, 1, 1), None, (benefit,), (("1", "Đối tượng 1"),), **told)


def limit(measure: Measure, window: Window, value: int, **told) -> Limit:
    return Limit(measure, window, value, "khoản 3 Điều 4", **told)


def left(rules: Law, *usage: Used, days: int = 5) -> list[str]:
    situation = Situation(Person("1"), Event(ON, ("meal",), days=days), usage)
    answer = assess(situation.event, rules, situation.person, usage)
    [line] = answer.lines
    return [each.sentence for each in left_after(situation, rules, line, answer.lines)]


def test_each_limit_says_what_is_used_and_left() -> None:
    rules = law(
        limit(Measure.QUANTITY, Window.EVENT, 30),
        limit(Measure.AMOUNT, Window.YEAR, 1_000_000),
        limit(Measure.TIMES, Window.YEAR, 2),
        limit(Measure.TIMES, Window.EVER, 9),
    )
    assert left(rules, Used("meal", date(2026, 1, 9), 2, 200_000)) == [
        "Hạn mức 9 lần suốt đời: tính cả lần này 2 lần, còn 7 lần",
        "Hạn mức 2 lần mỗi năm: tính cả lần này 2 lần, còn 0 lần",
        "Hạn mức 30 ngày mỗi đợt: tính cả lần này 5 ngày, còn 25 ngày",
        "Hạn mức 1.000.000 đồng mỗi năm: tính cả lần này 700.000 đồng, còn 300.000 đồng",
    ]


def test_a_limit_for_others_is_not_told() -> None:
    retired = Condition("employment_status", ("retired",))
    assert left(law(limit(Measure.TIMES, Window.YEAR, 2, conditions=(retired,)))) == []


def test_days_are_not_told_of_what_counts_none() -> None:
    assert left(law(limit(Measure.QUANTITY, Window.YEAR, 9), kind=AmountKind.FLAT)) == []


def test_the_ceiling_of_a_rate_is_told_by_its_line() -> None:
    rates = (Rate(1, AmountKind.PER_DAY, 100_000, PROVINCE, "Điều 4", ceiling=200_000),)
    assert left(law(rates=rates)) == []


def test_a_limit_that_is_used_up_says_so() -> None:
    rules = law(limit(Measure.TIMES, Window.YEAR, 1), limit(Measure.TIMES, Window.EVER, 3))
    situation = Situation(Person("1"), Event(ON, ("meal",), days=1))
    answer = answer_under(rules, situation)
    found = left_after(situation, rules, answer.lines[0], answer.lines)
    assert [each.is_exhausted for each in found] == [False, True]


# --- what swayed the result ------------------------------------------------------------------


def test_only_questions_that_change_the_result_are_told() -> None:
    rates = (Rate(1, AmountKind.PER_DAY, 100_700, PROVINCE, "Điều 4"),)
    situation = Situation(Person("1"), Event(ON, ("meal",), days=1))
    [swayed] = swayed_by(situation, law(rates=rates))
    assert swayed.question == "Số tiền lẻ làm tròn thế nào?"
    assert swayed.sentence == "Làm tròn đến đồng, từ nửa đồng thì lên."
    assert [(other.sentence, other.amount) for other in swayed.otherwise] == [
        ("Làm tròn đến nghìn đồng, từ 500 đồng thì lên.", 101_000),
        ("Bỏ phần lẻ dưới nghìn đồng.", 100_000),
    ]


def test_the_own_answer_of_a_benefit_is_the_one_told() -> None:
    rules = law(settings=Settings(rounding=Rounding.DONG))
    own = Settings(rounding=Rounding.THOUSAND_DOWN, deciding=Deciding.END)
    rate = Rate(1, AmountKind.PER_DAY, 100_700, PROVINCE, "Điều 4")
    benefit = Benefit("meal", "b", "Tiền ăn", "ngày", "", (rate,), settings=own)
    rules = Law(rules.resolution, rules.effective_from, None, (benefit,), rules.groups)
    [swayed] = swayed_by(Situation(Person("1"), Event(ON, ("meal",), days=1)), rules)
    assert swayed.sentence == "Bỏ phần lẻ dưới nghìn đồng."


def test_carried_use_is_told_with_what_a_fresh_start_would_give() -> None:
    rules = law(limit(Measure.TIMES, Window.YEAR, 1), code="new")
    before = Used("meal", date(2026, 1, 9), 1, 100_000, law="old")
    [swayed] = swayed_by(Situation(Person("1"), Event(ON, ("meal",), days=2), (before,)), rules)
    assert swayed.otherwise[0].amount == 200_000
    restarted = law(
        limit(Measure.TIMES, Window.YEAR, 1),
        code="new",
        settings=Settings(usage_of_replaced=UsageOfReplaced.RESTARTED),
    )
    situation = Situation(Person("1"), Event(ON, ("meal",), days=2), (before,))
    assert [each.otherwise[0].amount for each in swayed_by(situation, restarted)] == [0]


def test_an_answer_that_needs_an_untold_fact_sways_nothing() -> None:
    """Nobody asked when it was claimed, since this law always takes claims."""
    situation = Situation(Person("1"), Event(ON, ("meal",), days=1))
    assert swayed_by(situation, law()) == []


def test_where_somebody_lived_sways_nothing_if_nobody_told() -> None:
    rules = law(territories=("lao-cai",))
    event = Event(ON, ("meal",), days=1)
    managed = Person("1", traits=(("territory", "lao-cai"),))
    assert swayed_by(Situation(managed, event), rules) == []
    lived = Person("1", traits=(("territory", "lao-cai"), ("residence_territory", "yen-bai")))
    [swayed] = swayed_by(Situation(lived, event), rules)
    assert [other.amount for other in swayed.otherwise] == [0]


# --- plain -----------------------------------------------------------------------------------


def test_a_situation_goes_and_comes_back() -> None:
    before = Used("meal", date(2026, 1, 9), 1, 100_000, law="old")
    situation = Situation(Person("1"), Event(ON, ("meal",), days=2), (before,))
    plain = plain_situation(situation)
    assert plain["event"] == {"on": "2026-03-01", "benefits": ["meal"], "days": 2}
    assert situation_of(plain) == situation
    assert situation_of({"event": plain["event"]}) == Situation(Person(), situation.event)
    with pytest.raises(ValueError, match="ca phải ghi theo dạng"):
        situation_of([])


def test_every_reason_has_words() -> None:
    assert set(REASONS) == set(RefusalReason)
    assert len(set(REASONS.values())) == len(REASONS)
