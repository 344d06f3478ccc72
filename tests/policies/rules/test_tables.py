"""The tables that a new kind of rule is added to, and the readings kept of laws."""

import ast
import sys
from dataclasses import fields, replace
from datetime import date
from pathlib import Path

import pytest

import policies.rules
from policies.rules import (
    QUESTIONS,
    AmountKind,
    Benefit,
    Event,
    Law,
    Limit,
    Line,
    Measure,
    Payer,
    Person,
    Rate,
    RefusalReason,
    Settings,
    Threshold,
    Window,
    Worth,
    assess,
    compiled,
    settings_from,
)
from policies.rules.amounts import AMOUNTS, IN_MONTHS, Due
from policies.rules.checks import LAST_DAYS
from policies.rules.compiled import LAWS_KEPT
from policies.rules.explain import paid
from policies.rules.facts import ORDER, Kind
from policies.rules.limits import MEASURES, PERIOD_WORDS, ROUNDED, UNCOUNTED, WINDOWS
from policies.rules.matching import traits_of
from policies.rules.needs import KIND_NEEDS
from policies.rules.settings import LateClaims
from policies.rules.traits import TRAITS
from policies.rules.worth import WORTHS

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


# --- every word has its row ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("table", "words"),
    [
        (AMOUNTS, AmountKind),
        (KIND_NEEDS, AmountKind),
        (WORTHS, Worth),
        (WINDOWS, Window),
        (MEASURES, set(Measure) - {Measure.COST}),  # a cost is only ever a threshold
        (ROUNDED, set(Measure) - {Measure.COST}),
        (LAST_DAYS, LateClaims),
    ],
    ids=["amounts", "needs", "worths", "windows", "measures", "rounded", "last days"],
)
def test_every_word_of_the_law_has_its_row(table, words):
    assert set(table) == set(words)


def test_a_kind_is_counted_in_units_or_passes_limits_of_quantity():
    counted = {AmountKind.PER_DAY, AmountKind.PER_SESSION, AmountKind.PER_PERSON, *IN_MONTHS}
    assert set(UNCOUNTED) == set(AmountKind) - counted


def test_every_period_of_the_calendar_is_spoken_of():
    assert set(PERIOD_WORDS) == {1, 3, 6, 12}


def test_every_setting_is_a_question_and_every_answer_is_a_sentence():
    assert [question.code for question in QUESTIONS] == [each.name for each in fields(Settings)]
    for question in QUESTIONS:
        answers = list(question.answers)
        assert answers == list(type(answers[0])), question.code
        assert answers[0] == getattr(Settings(), question.code), "the first is the default"
        assert question.text.endswith("?")
        assert all(sentence.endswith(".") for sentence in question.answers.values())


def test_stored_answers_become_settings_on_top_of_others():
    basis = settings_from({"rounding": "thousand"})
    both = settings_from({"deciding": "split"}, basis)
    assert (both.rounding, both.deciding) == ("thousand", "split")
    assert settings_from({}) == Settings()
    with pytest.raises(ValueError, match="không có câu hỏi colour, taste"):
        settings_from({"taste": "sweet", "colour": "red"})
    with pytest.raises(ValueError, match="sideways"):
        settings_from({"rounding": "sideways"})


def test_every_field_that_may_be_asked_for_has_its_place():
    asked = {need.field for needs in KIND_NEEDS.values() for need in needs(GIFT.rates[0])}
    assert asked <= set(ORDER)
    assert len(set(ORDER)) == len(ORDER)
    assert {kind.value for kind in Kind} >= {"date", "money"}


def test_every_trait_with_usual_values_names_each_once():
    for code, trait in TRAITS.items():
        assert len(dict(trait.values)) == len(trait.values), code
        assert trait.name, code


# --- a new word is one row -------------------------------------------------------------------


def test_a_new_amount_kind_is_one_line_in_the_table(monkeypatch):
    """Half a gift per session: a kind that nobody has heard of, reckoned and explained."""

    def per_two_sessions(rate, case):
        times = case.event.sessions // 2
        return Due("per_two_sessions", times, rate.amount, times * rate.amount)

    monkeypatch.setitem(AMOUNTS, "per_two_sessions", per_two_sessions)
    rate = replace(GIFT.rates[0], amount_kind="per_two_sessions")
    law = replace(LAW, benefits=(replace(GIFT, rates=(rate,)),))

    [line] = assess(replace(VISIT, sessions=5), law, Person("4")).lines

    assert line.amount == 1_000_000
    assert "2 lượt × 500.000 đồng = 1.000.000 đồng" in line.sentence


# --- readings --------------------------------------------------------------------------------


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
    assert paid.source("Điều 4", LAW) == "Điều 4 Nghị quyết số 24/2024/NQ-HĐND"


def test_the_event_knows_better_than_the_person_where_both_name_a_trait():
    person = Person("4", (("variant", "home"), ("employment_status", "retired")))
    event = replace(VISIT, traits=(("variant", "group"),))
    assert traits_of(person, event) == {"variant": "group", "employment_status": "retired"}


# --- what can't be -----------------------------------------------------------------------------

EVERYWHERE = [Window.EVENT, Window.MONTH, Window.QUARTER, Window.YEAR, Window.CYCLE, Window.EVER]


ENDS = [date.min, date(1, 3, 31), date(9999, 11, 30), date.max]


@pytest.mark.parametrize("kind", AmountKind)
@pytest.mark.parametrize("on", ENDS)
@pytest.mark.parametrize("answers", [{}, {"deciding": "split"}, {"late_claims": "next_march"}])
def test_the_ends_of_the_calendar_raise_nothing(on, kind, answers):
    rate = replace(GIFT.rates[0], amount_kind=kind, amount=100)
    limits = tuple(
        Limit(Measure.TIMES, window, 1, "Điều 5", cycle_years=3) for window in EVERYWHERE
    )
    benefit = replace(GIFT, rates=(rate,), limits=limits)
    law = replace(
        LAW,
        effective_from=date.min,
        benefits=(benefit,),
        settings=settings_from(answers),
    )
    event = replace(VISIT, on=on, days=3, months=2, claimed_on=on)

    found = assess(event, law, Person("4", birth_date=on))

    answers_given = (*found.lines, *found.refusals)
    assert answers_given
    assert all(answer.sentence.startswith("Thăm hỏi:") for answer in answers_given)


def test_parameters_in_a_circle_are_a_fault_and_no_endless_loop():
    rate = replace(GIFT.rates[0], amount=0, worth=Worth.PERCENT, factor=1, of="a")
    law = replace(
        LAW,
        benefits=(replace(GIFT, rates=(rate,)),),
        parameters=tuple(
            policies.rules.Parameter(
                code, code, (policies.rules.ParameterValue(date(2025, 1, 1), 5),), share_of=other
            )
            for code, other in ("ab", "ba")
        ),
    )
    [refusal] = assess(VISIT, law, Person("4")).refusals
    assert refusal.reason is RefusalReason.MISSING_PARAMETER
    assert "tính vòng" in refusal.sentence


def test_the_rules_import_nothing_but_the_standard_library():
    room = Path(policies.rules.__file__).parent
    for module in room.rglob("*.py"):
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom):
                source_of = node.module or ""
                assert source_of.startswith("policies.rules") or (
                    source_of.partition(".")[0] in sys.stdlib_module_names
                ), module.name
            elif isinstance(node, ast.Import):
                assert all(alias.name in sys.stdlib_module_names for alias in node.names)


def test_an_answer_is_a_value_that_nobody_changes():
    assert issubclass(Line, tuple)
    assert all(
        kind.__dataclass_params__.frozen for kind in (Law, Benefit, Rate, Limit, Threshold, Event)
    )
