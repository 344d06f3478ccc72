"""What holds for every law, person and event, not only for those that someone thought of."""

import os
from collections import Counter, defaultdict
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from policies.rules import assess
from policies.rules.settings import Deciding, LimitAfterGroupChange, Rounding
from policies.rules.types import (
    AmountKind,
    Assessment,
    Benefit,
    Event,
    Law,
    ListEntry,
    Measure,
    Person,
    Rate,
    Worth,
)
from tests.policies.rules.oracle import Verdicts, second_opinion
from tests.policies.rules.oracle_worth import end_of
from tests.policies.rules.strategies import (
    PROVINCE,
    events,
    laws,
    limits,
    people,
    rates,
    usages,
)

# RULES_EXAMPLES=20 tries twenty times as many of everything: a night's work.
PATIENCE = float(os.environ.get("RULES_EXAMPLES", "1"))
cases = given(event=events(), law=laws(), person=people, usage=usages)


def examples(number: int) -> settings:
    slow_on_purpose = [HealthCheck.too_slow, HealthCheck.data_too_large]
    return settings(
        max_examples=max(1, int(number * PATIENCE)),
        deadline=None,
        suppress_health_check=slow_on_purpose,
    )


many, few = examples(150), examples(30)


def verdicts(assessment: Assessment) -> Verdicts:
    found: Verdicts = defaultdict(list)
    for line in assessment.lines:
        found[line.benefit].append((line.quantity, line.amount))
    for refusal in assessment.refusals:
        found[refusal.benefit].append(refusal.reason.value)
    return dict(found)


def sums(found: Verdicts) -> Counter[str]:
    """Đồng by benefit, whatever the number of lines."""
    return Counter(
        {code: sum(each[1] for each in parts if isinstance(each, tuple))
         for code, parts in found.items()}
    )  # fmt: skip


def same_settings(law: Law, **answers: object) -> Law:
    """The law and all its benefits with these answers."""
    return replace(
        law,
        settings=replace(law.settings, **answers),
        benefits=tuple(
            replace(each, settings=each.settings and replace(each.settings, **answers))
            for each in law.benefits
        ),
    )


# --- the second opinion ----------------------------------------------------------------------


@many
@cases
def test_a_second_opinion_agrees(event, law, person, usage):
    """Verdict by verdict: the same reasons, quantities and đồng."""
    found, expected = verdicts(assess(event, law, person, usage)), second_opinion(
        event, law, person, usage
    )  # fmt: skip
    assert {code: Counter(each) for code, each in found.items()} == {
        code: Counter(each) for code, each in expected.items()
    }


def stays(measures: list[Measure], kind: AmountKind = AmountKind.PER_DAY):
    return given(
        event=events(most_days=40),
        law=laws(st.just(kind), st.sampled_from(measures)),
        person=people,
        usage=usages,
    )


@few
@stays([Measure.TIMES, Measure.QUANTITY])
def test_a_split_stay_is_what_its_days_are_one_by_one(event, law, person, usage):
    agree_on_sums(event, without_ceilings(law), person, usage)


@few
@stays([Measure.TIMES, Measure.AMOUNT])
def test_a_split_stay_has_one_ceiling(event, law, person, usage):
    agree_on_sums(event, law, person, usage)


@few
@stays([Measure.TIMES, Measure.QUANTITY], AmountKind.PER_MONTH)
def test_split_months_are_what_they_are_one_by_one(event, law, person, usage):
    agree_on_sums(event, without_ceilings(law), person, usage)


def agree_on_sums(event, law, person, usage):
    # Looked at day by day, the same thing asked twice can't be told from one that is longer.
    event = replace(event, benefits=tuple(dict.fromkeys(event.benefits)))
    law = same_settings(law, deciding=Deciding.SPLIT, rounding=Rounding.DONG)
    found = sums(verdicts(assess(event, law, person, usage)))
    assert found == sums(second_opinion(event, law, person, usage))


def without_ceilings(law: Law) -> Law:
    return replace(
        law,
        benefits=tuple(
            replace(each, rates=tuple(replace(rate, ceiling=None) for rate in each.rates))
            for each in law.benefits
        ),
    )


# --- the answer ------------------------------------------------------------------------------


@few
@cases
def test_every_benefit_asked_for_is_answered_once(event, law, person, usage):
    event = replace(event, benefits=tuple(dict.fromkeys(event.benefits)))
    found = verdicts(assess(event, law, person, usage))
    opened = {
        each.code for each in law.benefits if {each.code, each.occasion} & set(event.benefits)
    }
    words = {each.occasion for each in law.benefits if each.code in opened} | opened
    assert set(found) == opened | (set(event.benefits) - words)
    assert all(len(answers) == 1 for answers in found.values())


@few
@cases
def test_amounts_are_whole_never_negative_and_never_more_than_asked(event, law, person, usage):
    assessment = assess(event, law, person, usage)
    for line in assessment.lines:
        assert type(line.amount) is int
        assert 0 <= line.amount <= line.uncapped_amount
        assert line.quantity > 0
        assert bool(line.ceiling) or line.amount == line.uncapped_amount
    assert assessment.amount == sum(line.amount for line in assessment.lines)


@few
@cases
def test_every_sentence_names_its_sum_and_its_source(event, law, person, usage):
    assessment = assess(event, law, person, usage)
    for line in assessment.lines:
        if line.amount:
            assert f"{line.amount:,} đồng".replace(",", ".") in line.sentence
        assert line.sentence.endswith(f"theo {line.article} {law.resolution}.")
        assert all(cut in line.sentence for cut in line.ceiling.split("; "))
    for refusal in assessment.refusals:
        assert law.resolution in refusal.sentence
        assert refusal.sentence.endswith(".")


@few
@cases
def test_a_refusal_that_ends_lasts_at_least_until_the_event(event, law, person, usage):
    for refusal in assess(event, law, person, usage).refusals:
        assert refusal.until is None or event.on <= refusal.until


@few
@cases
def test_an_equal_law_gives_an_equal_answer(event, law, person, usage):
    """Readings are kept by identity; they must not depend on it."""
    assert assess(event, replace(law), person, usage) == assess(event, law, person, usage)


@few
@given(event=events(), law=laws(), person=people, usage=usages, data=st.data())
def test_the_order_of_what_was_used_changes_nothing(event, law, person, usage, data):
    shuffled = data.draw(st.permutations(usage))
    was, now = assess(event, law, person, usage), assess(event, law, person, shuffled)
    assert verdicts(now) == verdicts(was)


# --- what is not in force --------------------------------------------------------------------


@few
@given(
    event=events(),
    law=laws(),
    person=people,
    usage=usages,
    extra=rates(st.just(AmountKind.FLAT)),
    before=st.booleans(),
)
def test_rates_out_of_force_change_no_verdict(event, law, person, usage, extra, before):
    day = timedelta(days=1)
    last = end_of(event)
    since, until = (None, event.on - day) if before else (last + day, None)
    closed = replace(extra, conditions=(), worth=Worth.AMOUNT, valid_from=since, valid_to=until)
    more = replace(
        law, benefits=tuple(replace(each, rates=(closed, *each.rates)) for each in law.benefits)
    )
    assert verdicts(assess(event, more, person, usage)) == verdicts(
        assess(event, law, person, usage)
    )


@few
@given(event=events(), law=laws(), person=people, usage=usages)
def test_entries_and_values_out_of_force_change_nothing(event, law, person, usage):
    """Of another time: a place not yet or long no longer in a list, a base salary to come."""
    day, last = timedelta(days=1), max(end_of(event), event.on + timedelta(days=500))
    opinion = event.opinion_on or event.on
    later = max(last, opinion) + day
    more = replace(
        law,
        lists=tuple(
            replace(
                each,
                entries=(
                    *each.entries,
                    *(ListEntry(value, since=later) for value in "ABC"),
                    *(ListEntry(value, until=date(2020, 1, 1)) for value in "ABC"),
                ),
            )
            for each in law.lists
        ),
        parameters=tuple(
            replace(each, values=(*each.values, replace(each.values[-1], since=later, value=1)))
            for each in law.parameters
        ),
    )
    assert assess(event, more, person, usage) == assess(event, law, person, usage)


@few
@given(event=events(), law=laws(), person=people, usage=usages, extra=limits())
def test_limits_of_another_group_change_nothing(event, law, person, usage, extra):
    foreign = replace(extra, group="another", conditions=())
    more = replace(
        law,
        limits=(foreign, *law.limits),
        benefits=tuple(replace(each, limits=(foreign, *each.limits)) for each in law.benefits),
    )
    assert assess(event, more, person, usage) == assess(event, law, person, usage)


# --- more limits, more use -------------------------------------------------------------------


def each_for_itself(law: Law) -> Law:
    """No benefit makes room for another, and no threshold is reached by having had more."""
    law = same_settings(law, limit_after_group_change=LimitAfterGroupChange.OF_THE_DAY)
    return replace(
        law,
        limits=(),
        relations=(),
        benefits=tuple(replace(each, thresholds=()) for each in law.benefits),
    )


@few
@given(event=events(), law=laws(), person=people, usage=usages, extra=limits())
def test_one_more_limit_never_brings_more(event, law, person, usage, extra):
    law = each_for_itself(law)
    general = replace(extra, group=None, conditions=())
    more = replace(
        law,
        benefits=tuple(replace(each, limits=(*each.limits, general)) for each in law.benefits),
    )
    was = sums(verdicts(assess(event, law, person, usage)))
    assert sums(verdicts(assess(event, more, person, usage))) <= was


@few
@given(event=events(), law=laws(), person=people, usage=usages, more=usages)
def test_having_used_more_never_brings_more(event, law, person, usage, more):
    law = each_for_itself(law)
    with_less = sums(verdicts(assess(event, law, person, usage)))
    assert sums(verdicts(assess(event, law, person, [*usage, *more]))) <= with_less


@few
@cases
def test_what_other_benefits_used_changes_nothing(event, law, person, usage):
    law = each_for_itself(law)
    foreign = [replace(row, benefit="another") for row in usage]
    assert assess(event, law, person, foreign) == assess(event, law, person)


# --- ceilings over everything ----------------------------------------------------------------


@few
@given(
    event=events(), law=laws(), person=people, usage=usages, most=limits(st.just(Measure.AMOUNT))
)
def test_nobody_ever_has_more_than_a_ceiling_over_all(event, law, person, usage, most):
    """Shared by all benefits, lifted by a decision if there is one."""
    shared = replace(most, group=None, conditions=())
    law = replace(
        same_settings(law, limit_after_group_change=LimitAfterGroupChange.OF_THE_DAY),
        limits=(shared,),
        settings=replace(law.settings, limit_after_group_change=LimitAfterGroupChange.OF_THE_DAY),
    )
    lifted = shared.exceptional_value if event.exceptional_decision else None
    paid = assess(event, law, person, usage).amount
    assert paid <= (lifted or shared.value)


@few
@given(
    cost=st.integers(0, 10**9),
    share=st.integers(0, 10_000),
    others=st.integers(0, 12_000),
    together=st.integers(1, 10_000),
)
def test_payers_together_never_bear_more_than_the_law_lets_them(cost, share, others, together):
    rate = Rate(1, AmountKind.SHARE_OF_COST, 0, PROVINCE, "Điều 4", factor=share, stack_to=together)
    benefit = Benefit("drug", "e", "Thuốc", "đợt", "Điều 4", (rate,))
    law = Law("Nghị quyết", date(2025, 1, 1), None, (benefit,))
    event = Event(date(2025, 3, 1), ("drug",), cost=cost, other_share=others)
    paid = assess(event, law, Person("1")).amount
    room = max(0, together - others)
    assert paid * 10_000 <= cost * min(share, room) + 5_000
