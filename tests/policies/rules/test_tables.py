"""The tables that a new kind of rule is added to, and the readings kept of laws."""

import ast
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

import policies.rules
from policies.rules import (
    AmountKind,
    Benefit,
    Event,
    Law,
    Limit,
    LimitKind,
    Payer,
    Person,
    Rate,
    assess,
    compiled,
)
from policies.rules.amounts import AMOUNTS
from policies.rules.compiled import LAWS_KEPT
from policies.rules.explain import TRAIT_NAMES, source
from policies.rules.limits import LIMITS
from policies.rules.matching import traits_of

GIFT = Benefit(
    code="hospital_visit_gift",
    letter="a",
    title="Thăm hỏi",
    unit="lượt",
    article="Điều 4",
    rates=(
        Rate(
            id=1,
            amount_kind=AmountKind.FLAT,
            amount=500_000,
            payer=Payer("province", "Ngân sách tỉnh"),
            article="",
        ),
    ),
)
LAW = Law("Nghị quyết số 24/2024/NQ-HĐND", date(2025, 1, 1), None, (GIFT,))
VISIT = Event(date(2025, 3, 1), ("hospital_visit_gift",))


def test_every_amount_kind_has_its_function():
    assert set(AMOUNTS) == set(AmountKind)


def test_every_limit_kind_has_its_function():
    assert set(LIMITS) == set(LimitKind)


def test_a_new_amount_kind_is_one_line_in_the_table(monkeypatch):
    """Half a gift per session: a kind that nobody has heard of, reckoned and explained."""

    def per_two_sessions(rate, event):
        flat = AMOUNTS[AmountKind.FLAT](rate, event)
        return flat._replace(kind="per_two_sessions").of_quantity(event.sessions // 2)

    monkeypatch.setitem(AMOUNTS, "per_two_sessions", per_two_sessions)
    rate = replace(GIFT.rates[0], amount_kind="per_two_sessions")
    law = replace(LAW, benefits=(replace(GIFT, rates=(rate,)),))

    [line] = assess(replace(VISIT, sessions=5), law, Person("4")).lines

    assert line.amount == 1_000_000
    assert "2 lượt × 500.000 đồng = 1.000.000 đồng" in line.sentence


def test_more_laws_than_are_kept_are_answered_rightly_and_then_let_go():
    laws = [
        replace(LAW, benefits=(replace(GIFT, rates=(replace(GIFT.rates[0], amount=amount),)),))
        for amount in range(1, LAWS_KEPT * 2)
    ]
    for _ in range(2):
        amounts = [assess(VISIT, law, Person("4")).amount for law in laws]
        assert amounts == list(range(1, LAWS_KEPT * 2))
    assert len(compiled._kept) <= LAWS_KEPT


def test_an_article_that_is_not_known_is_left_out_of_the_sentence():
    [line] = assess(VISIT, LAW, Person("4")).lines
    assert line.sentence == (
        "Thăm hỏi: 1 lượt × 500.000 đồng = 500.000 đồng, theo Nghị quyết số 24/2024/NQ-HĐND."
    )
    assert source("Điều 4", LAW) == "Điều 4 Nghị quyết số 24/2024/NQ-HĐND"


@pytest.mark.parametrize("on", [date.min, date.max])
def test_the_ends_of_the_calendar_raise_nothing(on):
    benefit = replace(GIFT, limits=(Limit(LimitKind.TIMES_PER_YEAR, 0, "Điều 5"),))
    found = assess(replace(VISIT, on=on), replace(LAW, benefits=(benefit,)), Person("4"))
    [answer] = (*found.lines, *found.refusals)
    assert answer.sentence.startswith("Thăm hỏi:")


def test_the_event_knows_better_than_the_person_where_both_name_a_trait():
    person = Person("4", (("variant", "home"), ("employment_status", "retired")))
    event = replace(VISIT, traits=(("variant", "group"),))
    assert traits_of(person, event) == {"variant": "group", "employment_status": "retired"}
    assert set(traits_of(person, event)) <= set(TRAIT_NAMES)


def test_the_rules_import_nothing_but_the_standard_library():
    room = Path(policies.rules.__file__).parent
    for module in room.glob("*.py"):
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom):
                source_of = node.module or ""
                assert source_of.startswith("policies.rules") or (
                    source_of.partition(".")[0] in sys.stdlib_module_names
                ), module.name
            elif isinstance(node, ast.Import):
                assert all(alias.name in sys.stdlib_module_names for alias in node.names)
