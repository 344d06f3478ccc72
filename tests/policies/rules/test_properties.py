"""What holds for every law, person and event, not only for those that someone thought of."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from policies.rules import (
    AmountKind,
    Benefit,
    Event,
    Law,
    Limit,
    LimitKind,
    Line,
    Person,
    Rate,
    Refusal,
    Used,
    assess,
)
from tests.policies.rules.oracle import second_opinion
from tests.policies.rules.strategies import (
    CODES,
    PROVINCE,
    events,
    laws,
    limits,
    people,
    rates,
    usages,
)

cases = given(event=events, law=laws, person=people, usage=usages)
few = settings(
    max_examples=50, deadline=None
)  # the second opinion, with many, has already seen the rest


def verdict(answer: Line | Refusal) -> str | tuple[int, int]:
    if isinstance(answer, Refusal):
        return answer.reason.value
    return answer.quantity, answer.amount


def answers(event, law, person, usage) -> dict[str, Line | Refusal]:
    assessment = assess(event, law, person, usage)
    return {answer.benefit: answer for answer in (*assessment.lines, *assessment.refusals)}


def meal_law(amount: int, *meal_limits: Limit) -> Law:
    rate = Rate(1, AmountKind.PER_DAY, amount, PROVINCE, "khoản 1 Điều 4")
    meal = Benefit(CODES[0], "b", "Tiền ăn", "ngày", "Điều 4", (rate,), meal_limits)
    return Law("Nghị quyết số 24/2024/NQ-HĐND", date(2025, 1, 1), None, (meal,))


@settings(max_examples=500, deadline=None)
@cases
def test_a_second_opinion_agrees(event, law, person, usage):
    found = {code: verdict(answer) for code, answer in answers(event, law, person, usage).items()}
    assert found == {
        code: second_opinion(code, event, law, person, usage) for code in event.benefits
    }


@few
@cases
def test_every_benefit_asked_for_is_answered_once_and_in_order(event, law, person, usage):
    assessment = assess(event, law, person, usage)
    lines = [line.benefit for line in assessment.lines]
    refusals = [refusal.benefit for refusal in assessment.refusals]
    assert sorted([*lines, *refusals]) == sorted(event.benefits)
    assert lines == [code for code in event.benefits if code in lines]
    assert refusals == [code for code in event.benefits if code in refusals]


@few
@cases
def test_amounts_are_whole_never_negative_and_never_more_than_asked(event, law, person, usage):
    assessment = assess(event, law, person, usage)
    for line in assessment.lines:
        assert type(line.amount) is int
        assert 0 <= line.amount <= line.uncapped_amount
        assert line.amount <= line.quantity * line.unit_amount
        assert (line.amount < line.uncapped_amount) == bool(line.ceiling)
    assert assessment.amount == sum(line.amount for line in assessment.lines)


@few
@cases
def test_no_ceiling_is_ever_exceeded(event, law, person, usage):
    for line in assess(event, law, person, usage).lines:
        [benefit] = [benefit for benefit in law.benefits if benefit.code == line.benefit]
        before = sum(
            row.amount
            for row in usage
            if row.benefit == line.benefit and row.on.year == event.on.year
        )
        own_kinds = {limit.kind for limit in benefit.limits if limit.group == person.group}
        for limit in benefit.limits:
            if limit.group != person.group and (limit.group or limit.kind in own_kinds):
                continue
            if limit.kind is LimitKind.AMOUNT_PER_EVENT:
                assert line.amount <= limit.value
            if limit.kind is LimitKind.AMOUNT_PER_YEAR:
                assert line.amount == 0 or before + line.amount <= limit.value


@few
@cases
def test_every_sentence_names_its_sum_and_its_source(event, law, person, usage):
    assessment = assess(event, law, person, usage)
    for line in assessment.lines:
        assert f"{line.amount:,} đồng".replace(",", ".") in line.sentence
        assert line.sentence.endswith(f"theo {line.article} {law.resolution}.")
        assert line.ceiling.split("; ")[0] in line.sentence
    for refusal in assessment.refusals:
        assert law.resolution in refusal.sentence
        assert refusal.sentence.endswith(".")


@few
@cases
def test_a_refusal_that_ends_lasts_at_least_until_the_event(event, law, person, usage):
    for refusal in assess(event, law, person, usage).refusals:
        assert refusal.until is None or event.on <= refusal.until


@few
@given(event=events, law=laws, person=people, usage=usages, extra=rates, before=st.booleans())
def test_rates_out_of_force_change_no_verdict(event, law, person, usage, extra, before):
    day = timedelta(days=1)
    if before:
        closed = replace(extra, valid_from=None, valid_to=event.on - day)
    else:
        closed = replace(extra, valid_from=event.on + day, valid_to=None)
    more = replace(
        law,
        benefits=tuple(
            replace(benefit, rates=(closed, *benefit.rates)) for benefit in law.benefits
        ),
    )
    was = answers(event, law, person, usage)
    now = answers(event, more, person, usage)
    assert {code: verdict(answer) for code, answer in now.items()} == {
        code: verdict(answer) for code, answer in was.items()
    }


@few
@given(event=events, law=laws, person=people, usage=usages, extra=limits)
def test_limits_of_another_group_change_nothing(event, law, person, usage, extra):
    foreign = replace(extra, group="another")
    more = replace(
        law,
        benefits=tuple(
            replace(benefit, limits=(foreign, *benefit.limits)) for benefit in law.benefits
        ),
    )
    assert assess(event, more, person, usage) == assess(event, law, person, usage)


@few
@given(event=events, law=laws, person=people, usage=usages, data=st.data())
def test_the_order_of_what_was_used_changes_nothing(event, law, person, usage, data):
    shuffled = data.draw(st.permutations(usage))
    assert assess(event, law, person, shuffled) == assess(event, law, person, usage)


@few
@cases
def test_what_other_benefits_used_changes_nothing(event, law, person, usage):
    foreign = [replace(row, benefit="another") for row in usage]
    assert assess(event, law, person, foreign) == assess(event, law, person)


@few
@cases
def test_what_other_years_used_matters_only_to_a_limit_for_life(event, law, person, usage):
    yearly = replace(
        law,
        benefits=tuple(
            replace(
                benefit,
                limits=tuple(
                    limit for limit in benefit.limits if limit.kind is not LimitKind.TIMES_EVER
                ),
            )
            for benefit in law.benefits
        ),
    )
    this_year = [row for row in usage if row.on.year == event.on.year]
    assert assess(event, yearly, person, usage) == assess(event, yearly, person, this_year)


@few
@given(event=events, law=laws, person=people, usage=usages, more=usages)
def test_having_used_more_never_brings_more(event, law, person, usage, more):
    with_less = assess(event, law, person, usage).amount
    assert assess(event, law, person, [*usage, *more]).amount <= with_less


@few
@cases
def test_an_equal_law_gives_an_equal_answer(event, law, person, usage):
    """Readings are kept by identity; they must not depend on it."""
    assert assess(event, replace(law), person, usage) == assess(event, law, person, usage)


@few
@given(
    first=st.integers(1, 40),
    second=st.integers(1, 40),
    amount=st.integers(1, 200_000),
    most_days=st.integers(0, 60),
    most_money=st.integers(0, 10_000_000),
)
def test_splitting_a_stay_pays_the_same_under_yearly_limits(
    first, second, amount, most_days, most_money
):
    law = meal_law(
        amount,
        Limit(LimitKind.DAYS_PER_YEAR, most_days, "khoản 2 Điều 4"),
        Limit(LimitKind.AMOUNT_PER_YEAR, most_money, "khoản 3 Điều 4"),
    )
    person = Person("4")

    def stay(days: int, usage: tuple[Used, ...] = ()):
        return assess(Event(date(2025, 3, 1), CODES[:1], days=days), law, person, usage)

    opening = stay(first)
    spent = tuple(
        Used(line.benefit, date(2025, 3, 1), line.quantity, line.amount) for line in opening.lines
    )
    assert opening.amount + stay(second, spent).amount == stay(first + second).amount


@few
@given(days=st.integers(1, 40), most_days=st.integers(0, 60), times=st.integers(0, 3))
def test_asking_twice_in_one_event_is_asking_again_after_it(days, most_days, times):
    law = meal_law(
        190_000,
        Limit(LimitKind.DAYS_PER_YEAR, most_days, "khoản 2 Điều 4"),
        Limit(LimitKind.TIMES_EVER, times, "khoản 3 Điều 4"),
    )
    once = Event(date(2025, 3, 1), CODES[:1], days=days)
    first = assess(once, law, Person("4"))
    spent = [Used(line.benefit, once.on, line.quantity, line.amount) for line in first.lines]
    again = assess(once, law, Person("4"), spent)

    twice = assess(replace(once, benefits=CODES[:1] * 2), law, Person("4"))

    assert twice.lines == (*first.lines, *again.lines)
    assert twice.refusals == (*first.refusals, *again.refusals)
