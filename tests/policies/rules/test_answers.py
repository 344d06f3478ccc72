"""Each field of a line and of a refusal, not only its sum and its sentence."""

from dataclasses import replace
from datetime import date

import pytest

from policies.rules import assess, assess_across
from policies.rules.settings import Deciding, LateClaims, LimitAfterGroupChange, Settings
from policies.rules.types import (
    AmountKind,
    Band,
    Component,
    Condition,
    DatedList,
    Event,
    ListEntry,
    Lost,
    Measure,
    Parameter,
    ParameterValue,
    Payer,
    Person,
    Refusal,
    RefusalReason,
    Relation,
    RelationKind,
    Threshold,
    Used,
    Window,
    Worth,
)
from tests.policies.rules.making import a_benefit, a_law, a_limit, a_rate, lines_of, paid
from tests.policies.rules.sentence_cases import cases

ON = date(2025, 3, 10)
BASE = Parameter("base", "lương cơ sở", (ParameterValue(date(2025, 1, 1), 2_000),))
PREMIUM = Parameter(
    "premium", "mức đóng", (ParameterValue(date(2024, 1, 1), 99), ParameterValue(ON, 450)), "base"
)
HALF = {"worth": Worth.PERCENT, "factor": 5_000, "of": "base"}
PARTS = (Component("Ăn", 300), Component("Thuốc", 600))


def it(**told):
    return Event(told.pop("on", ON), told.pop("benefits", ("it",)), **told)


def one(*rates, **told):
    law = {name: told.pop(name) for name in ("settings", "relations", "lists") if name in told}
    return a_law(a_benefit("it", *rates, **told), parameters=(BASE, PREMIUM), **law)


@pytest.mark.parametrize(
    ("kind", "rate", "event", "expected"),
    [
        (AmountKind.FLAT, HALF, {}, (1, "lượt", 1_000, 1_000)),
        (AmountKind.PER_DAY, HALF, {"days": 3}, (3, "ngày", 1_000, 3_000)),
        (AmountKind.PER_SESSION, HALF, {"sessions": 3}, (3, "buổi", 1_000, 3_000)),
        (AmountKind.PER_PERSON, HALF, {"people": 3}, (3, "người", 1_000, 3_000)),
        (AmountKind.PER_MONTH, HALF, {"months": 3}, (3, "tháng", 1_000, 3_000)),
        (AmountKind.PER_QUARTER, HALF, {"months": 2}, (2, "quý", 1_000, 2_000)),
        (AmountKind.PER_DAY, {"bands": (Band(1, 2, 9), Band(3, 3, 5))}, {"days": 9},
         (3, "ngày", 0, 23)),
        (AmountKind.PER_DAY, {"bands": (Band(2, None, 9),)}, {"days": 2}, (1, "ngày", 9, 9)),
        (AmountKind.ACTUAL_COST, {}, {"cost": 7, "others_paid": 5}, (1, "lượt", 7, 7)),
        (AmountKind.ACTUAL_COST, {"after_others": True}, {"cost": 7, "others_paid": 5},
         (1, "lượt", 2, 2)),
        (AmountKind.ACTUAL_OR_NORM, {"amount": 6}, {"cost": 7}, (1, "lượt", 6, 6)),
        (AmountKind.SHARE_OF_COST, {"factor": 3_000}, {"cost": 15}, (1, "lượt", 5, 5)),
        (AmountKind.PACKAGE, {"components": PARTS}, {}, (1, "lượt", 900, 900)),
        (AmountKind.PACKAGE, {"components": PARTS}, {"components": (("Ăn", 400),)},
         (1, "lượt", 300, 300)),
        (AmountKind.TOP_UP, {"amount": 9}, {"others_paid": 2}, (1, "lượt", 7, 7)),
        (AmountKind.IN_KIND, {"in_kind": "vòng hoa"}, {}, (1, "lượt", 0, 0)),
        (AmountKind.OTHER_PAYER, {}, {}, (1, "lượt", 0, 0)),
    ],
)  # fmt: skip
def test_the_figures_of_a_line(kind, rate, event, expected):
    [line] = assess(it(**event), one(a_rate(kind, **rate)), Person("1")).lines
    assert (line.quantity, line.unit, line.unit_amount, line.amount) == expected


def test_the_rest_of_a_line():
    law = one(
        a_rate(AmountKind.FLAT, 500, id=7), limits=(a_limit(Measure.AMOUNT, Window.YEAR, 60),)
    )
    [line] = assess(it(), law, Person("1")).lines
    assert (line.benefit, line.letter, line.article, line.rate) == ("it", "a", "Điều 4", 7)
    assert (line.uncapped_amount, line.on, line.group) == (500, ON, "1")
    assert line.payer == Payer("province", "Ngân sách tỉnh")
    assert line.ceiling == "trần 60 đồng mỗi năm theo Điều 5"
    assert line.resolution == law.resolution


ARTICLES = {
    RefusalReason.NO_GROUP: "Điều 3",
    RefusalReason.NO_RATE: "Điều 3",
    RefusalReason.AMBIGUOUS_RATE: "Điều 3",
    RefusalReason.NOT_IN_FORCE: "Điều 3",
    RefusalReason.OUTSIDE_TERRITORY: "Điều 3",
    RefusalReason.TOO_LATE: "Điều 3",
    RefusalReason.ENDED: "Điều 3",
    RefusalReason.EXCLUDED: "Điều 6",
    RefusalReason.CHOICE_NEEDED: "Điều 6",
    RefusalReason.LESS_FAVOURABLE: "Điều 6",
    RefusalReason.BELOW_THRESHOLD: "Điều 7",
    RefusalReason.LIMIT_REACHED: "Điều 5",
}


def all_refusals() -> list[Refusal]:
    return [
        refusal
        for said in cases()
        for refusal in assess(said.event, said.law, said.person, said.usage).refusals
    ]


def test_every_refusal_names_the_article_that_says_no():
    found = [refusal for refusal in all_refusals() if refusal.benefit != "x"]
    for refusal in found:
        if refusal.reason in ARTICLES:
            assert refusal.article == ARTICLES[refusal.reason], refusal.sentence
        assert refusal.benefit in ("meal", "a", "b")
        assert refusal.article.startswith(("Điều", "điểm"))


def test_every_reason_there_is_is_given_by_some_case():
    assert {refusal.reason for refusal in all_refusals()} == set(RefusalReason)


@pytest.mark.parametrize(
    ("rate", "event"),
    [
        (a_rate(AmountKind.ACTUAL_COST, cost="drugs"), {}),
        (a_rate(AmountKind.FLAT, 5, up_to=True), {}),
        (a_rate(AmountKind.SHARE_OF_COST, factor=1, factor_to=2), {"cost": 5}),
    ],
)
def test_what_is_missing_is_of_the_rate(rate, event):
    [refusal] = assess(it(**event), one(rate), Person("1")).refusals
    assert (refusal.benefit, refusal.reason, refusal.article) == ("it", "missing_fact", "Điều 4")


def test_an_untold_cost_is_of_the_threshold():
    threshold = Threshold(Measure.COST, Window.EVENT, 9, "Điều 7", cost="drugs")
    law = one(a_rate(AmountKind.FLAT, 5), thresholds=(threshold,))
    [refusal] = assess(it(), law, Person("1")).refusals
    assert (refusal.reason, refusal.article) == ("missing_fact", "Điều 7")
    [refusal] = assess(it(costs=(("drugs", 0),)), law, Person("1")).refusals
    assert "(có 0 đồng)" in refusal.sentence


# --- parameters that rest on others ----------------------------------------------------------


@pytest.mark.parametrize(("on", "expected"), [(date(2025, 3, 9), 10), (ON, 45)])
def test_a_premium_is_a_share_of_the_base(on, expected):
    law = one(a_rate(AmountKind.FLAT, worth=Worth.PERCENT, factor=5_000, of="premium"))
    assert paid(it(on=on), law) == expected


def test_a_share_of_a_base_without_a_value_yet():
    late = replace(BASE, values=(ParameterValue(date(2025, 6, 1), 5),))
    law = one(a_rate(AmountKind.FLAT, worth=Worth.PERCENT, factor=5_000, of="premium"))
    law = replace(law, parameters=(late, PREMIUM))
    [refusal] = assess(it(), law, Person("1")).refusals
    assert refusal.reason == "missing_parameter"


def test_half_of_a_rate_that_is_itself_a_share_of_the_base():
    half = a_rate(AmountKind.FLAT, worth=Worth.SHARE_OF_RATE, factor=5_000, of="full")
    full = a_benefit("full", a_rate(AmountKind.FLAT, **HALF))
    law = replace(one(half), benefits=(*one(half).benefits, full))
    assert paid(it(), law) == 500


def test_nothing_is_left_where_others_paid_it_all():
    for rate in (
        a_rate(AmountKind.TOP_UP, 9),
        a_rate(AmountKind.ACTUAL_COST, after_others=True),
        a_rate(AmountKind.SHARE_OF_COST, factor=10_000, stack_to=10_000),
    ):
        event = it(cost=9, others_paid=9, other_share=10_000)
        [refusal] = assess(event, one(rate), Person("1")).refusals
        assert refusal.reason == "nothing_to_pay"


# --- days that just count --------------------------------------------------------------------


@pytest.mark.parametrize(("grace", "until", "is_met"), [
    (0, date(2025, 3, 10), False),
    (1, date(2025, 2, 10), True),
    (1, date(2025, 2, 9), False),
    (2, date(2025, 1, 10), True),
])  # fmt: skip
def test_the_last_day_of_grace(grace, until, is_met):
    condition = Condition("household", ("poor",), grace_months=grace)
    person = Person("1", lost=(Lost("household", "poor", until), Lost("else", "poor", ON)))
    law = one(a_rate(AmountKind.FLAT, 5, conditions=(condition,)))
    assert bool(paid(it(), law, person)) is is_met
    other = Person("1", lost=(Lost("household", "rich", ON), Lost("else", "poor", ON)))
    assert not paid(it(), law, other)


@pytest.mark.parametrize(
    ("answer", "last"),
    [(LateClaims.NEXT_MARCH, date(2026, 3, 31)), (LateClaims.SAME_YEAR, date(2025, 12, 31))],
)
def test_the_last_day_for_a_claim(answer, last):
    law = one(a_rate(AmountKind.FLAT, 5), settings=Settings(late_claims=answer))
    assert paid(it(claimed_on=last), law) == 5
    assert paid(it(claimed_on=last.replace(year=last.year + 1)), law) == 0


@pytest.mark.parametrize(
    ("since", "row", "is_barred"),
    [
        (2024, date(2024, 1, 1), True),
        (2024, date(2025, 12, 31), True),
        (2024, date(2023, 12, 31), False),
        (2024, date(2026, 1, 1), False),
        (2025, date(2024, 12, 31), False),
        (2025, date(2026, 12, 31), True),
    ],
)
def test_the_ends_of_a_cycle_by_years(since, row, is_barred):
    limit = a_limit(Measure.TIMES, Window.CYCLE, 1, cycle_years=2, cycle_from=since)
    law = one(a_rate(AmountKind.FLAT, 5), limits=(limit,))
    assert paid(it(), law, None, Used("it", row, 1, 5)) == (0 if is_barred else 5)


def test_months_split_where_the_base_and_the_rate_change():
    rates = (
        a_rate(AmountKind.PER_MONTH, 100, valid_to=date(2025, 4, 30)),
        a_rate(AmountKind.PER_MONTH, 250, id=2, valid_from=date(2025, 5, 1)),
    )
    law = one(*rates, settings=Settings(deciding=Deciding.SPLIT))
    assert lines_of(it(months=4), law) == [(2, 200), (2, 500)]
    assert lines_of(it(until=date(2025, 6, 1)), law) == [(2, 200), (2, 500)]


def test_months_before_the_rate_began_are_not_its_own():
    rate = a_rate(AmountKind.PER_MONTH, 100, valid_from=date(2025, 5, 1))
    law = one(rate, settings=Settings(deciding=Deciding.END))
    assert lines_of(it(months=4), law) == [(2, 200)]
    assert lines_of(it(on=date(2025, 5, 20), months=2), law) == [(2, 200)]


# --- who bars whom ---------------------------------------------------------------------------


def test_of_three_rivals_two_yield():
    codes = ("a", "b", "c")
    benefits = [a_benefit(code, a_rate(AmountKind.FLAT, amount)) for code, amount in
                zip(codes, (80, 100, 90), strict=True)]  # fmt: skip
    first, second = (
        Relation(RelationKind.HIGHEST, ("a", "b"), "Điều 6"),
        Relation(RelationKind.HIGHEST, ("a", "c"), "Điều 8"),
    )
    law = a_law(*benefits, relations=(first, second))
    found = assess(it(benefits=codes), law, Person("1"))
    assert [line.benefit for line in found.lines] == ["b", "c"]
    assert [(each.benefit, each.article) for each in found.refusals] == [("a", "Điều 6")]
    law = a_law(*benefits, relations=(replace(first, benefits=codes),))
    found = assess(it(benefits=codes), law, Person("1"))
    assert [line.benefit for line in found.lines] == ["b"]
    assert {each.benefit for each in found.refusals} == {"a", "c"}


def test_a_benefit_outside_a_relation_is_barred_by_nothing():
    benefits = [a_benefit(code, a_rate(AmountKind.FLAT, 10)) for code in "abc"]
    relation = Relation(RelationKind.EXCLUSIVE, ("a", "b"), "Điều 6", Window.YEAR)
    law = a_law(*benefits, relations=(relation,))
    before = Used("a", date(2024, 12, 31), 1, 10)
    found = assess(it(benefits=("c", "a", "b")), law, Person("1"), [before])
    assert [line.benefit for line in found.lines] == ["c", "a"]


# --- what a law lacks, and what nobody told --------------------------------------------------


def test_a_fault_of_one_benefit_stops_it_and_what_is_a_share_of_it():
    broken = a_benefit("full", a_rate(AmountKind.FLAT, worth=Worth.PERCENT, factor=1, of="none"))
    half = a_benefit(
        "half", a_rate(AmountKind.FLAT, worth=Worth.SHARE_OF_RATE, factor=1, of="full")
    )
    sound = a_benefit("it", a_rate(AmountKind.FLAT, 5))
    found = assess(it(benefits=("it", "half", "full")), a_law(sound, half, broken), Person("1"))
    assert [line.benefit for line in found.lines] == ["it"]
    assert [each.reason for each in found.refusals] == ["missing_parameter"] * 2
    assert all("“none”" in each.sentence for each in found.refusals)


@pytest.mark.parametrize("kind", [AmountKind.PER_DAY, AmountKind.PER_MONTH])
def test_a_split_event_without_a_length_is_nothing(kind):
    law = one(a_rate(kind, 5), settings=Settings(deciding=Deciding.SPLIT))
    [refusal] = assess(it(), law, Person("1")).refusals
    assert refusal.reason == "nothing_to_pay"


def test_each_of_two_occurrences_has_its_own_ceiling():
    law = one(a_rate(AmountKind.FLAT, 500, ceiling=60))
    assert lines_of(it(benefits=("it", "it")), law) == [(1, 60), (1, 60)]


def test_what_a_law_does_not_know_is_told_with_the_day_on_which_it_begins():
    law = a_law(a_benefit("it", a_rate(AmountKind.FLAT, 5)), since=ON)
    answers = {
        on: assess(it(on=on, benefits=("x",)), law, Person("1")).refusals[0]
        for on in (date(2025, 3, 9), ON)
    }
    before, since = answers.values()
    assert (before.reason, before.article, before.until) == ("not_in_force", "", date(2025, 3, 9))
    assert (since.reason, since.article, since.until) == ("unknown_benefit", "", None)


# --- tests that mutants asked for ------------------------------------------------------------


def test_a_day_of_opinion_is_only_that_of_the_examining_body():
    communes = DatedList("communes", "xã", (ListEntry("A", until=date(2025, 1, 31)),))
    condition = Condition("commune", listed="communes")
    law = one(a_rate(AmountKind.FLAT, 5, conditions=(condition,)), lists=(communes,))
    event = it(traits=(("commune", "A"),), opinion_on=date(2025, 1, 15))
    assert not paid(event, law)
    assert paid(replace(event, on=date(2025, 1, 31)), law) == 5


def test_another_group_s_limit_lifts_only_where_it_applies():
    retired = (Condition("employment_status", ("retired",)),)
    limits = (
        a_limit(Measure.AMOUNT, Window.YEAR, 60, group="1"),
        a_limit(Measure.AMOUNT, Window.YEAR, 90, group="2", conditions=retired),
    )
    highest = Settings(limit_after_group_change=LimitAfterGroupChange.HIGHEST)
    law = one(a_rate(AmountKind.FLAT, 500), limits=limits, settings=highest)
    serving = Person("1", groups_of_year=("2",))
    assert paid(it(), law, serving) == 60
    assert paid(it(), law, replace(serving, traits=(("employment_status", "retired"),))) == 90


def test_two_rankings_each_lose_a_benefit():
    amounts = {"a": 80, "b": 100, "c": 90, "d": 70}
    benefits = [
        a_benefit(code, a_rate(AmountKind.FLAT, amount, id=amount))
        for code, amount in amounts.items()
    ]
    relations = (
        Relation(RelationKind.HIGHEST, ("a", "b"), "Điều 6"),
        Relation(RelationKind.PRIORITY, ("d", "c"), "Điều 8"),
    )
    found = assess(it(benefits=tuple("abcd")), a_law(*benefits, relations=relations), Person("1"))
    assert [line.benefit for line in found.lines] == ["b", "d"]
    assert [(each.benefit, each.article) for each in found.refusals] == [
        ("a", "Điều 6"),
        ("c", "Điều 8"),
    ]


def test_age_in_the_year_has_both_its_ends():
    condition = Condition("age_in_year", lowest=60, highest=60)
    law = one(a_rate(AmountKind.FLAT, 5, conditions=(condition,)))
    born = [date(year, 12, 31) for year in (1964, 1965, 1966)]
    assert [paid(it(), law, Person("1", birth_date=birth)) for birth in born] == [0, 5, 0]


def test_a_stay_without_days_across_two_laws_is_nothing():
    split = Settings(deciding=Deciding.SPLIT)
    old, new = (
        a_law(a_benefit("it", a_rate(amount=5)), since=since, until=until, settings=split)
        for since, until in ((date(2025, 1, 1), ON), (date(2025, 3, 11), None))
    )
    answers = assess_across(it(until=date(2025, 3, 12)), [old, new], Person("1"))
    assert [answer.amount for _, answer in answers] == [0]


def test_the_nearest_law_on_its_first_day():
    """Of two that are both over, the one that had begun by then."""
    old = a_law(a_benefit("it", a_rate(amount=5)), until=date(2025, 1, 31), code="old")
    new = replace(old, effective_from=ON, effective_to=ON, code="new")
    for on, code in ((date(2025, 3, 9), "old"), (date(2025, 3, 11), "new")):
        [(law, answer)] = assess_across(it(on=on, days=1), [new, old], Person("1"))
        assert (law.code, answer.refusals[0].reason) == (code, "not_in_force")
