"""What a law asks to be told: enough to answer, nothing that is of no use, in words."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from policies.rules import assess
from policies.rules.facts import OTHER, Kind, Need, Subject, merged
from policies.rules.needs import counting, needs_of, opened
from policies.rules.plain import event_of, person_of, plain_of, usage_of, used_of
from policies.rules.settings import (
    Deciding,
    LateClaims,
    LimitAfterGroupChange,
    ProRating,
    Settings,
    Territory,
)
from policies.rules.telling import answers_of, told
from policies.rules.transition import assess_across
from policies.rules.types import (
    AmountKind,
    Benefit,
    Component,
    Condition,
    DatedList,
    Event,
    Law,
    Limit,
    ListEntry,
    Lost,
    Measure,
    Payer,
    Person,
    Rate,
    Relation,
    RelationKind,
    Threshold,
    Used,
    Window,
    Worth,
)
from tests.situations.books import Situation, situations
from tests.situations.happenings import read_event, read_person, read_usage

PROVINCE = Payer("province", "Ngân sách tỉnh")


def rate(kind: AmountKind = AmountKind.FLAT, **told_: Any) -> Rate:
    return Rate(
        **{"id": 1, "amount_kind": kind, "amount": 0, "payer": PROVINCE, "article": ""} | told_
    )


def law(*rates: Rate, **told_: Any) -> Law:
    of_benefit = {
        name: told_.pop(name)
        for name in ("limits", "thresholds", "needs_group", "settings")
        if name in told_
    }
    benefit = Benefit("x", "a", "Chế độ", "lượt", "Điều 1", rates, **of_benefit)
    others = told_.pop("others", ())
    return Law(
        "Nghị quyết",
        date(2026, 1, 1),
        None,
        (benefit, *others),
        groups=(("1", "Đối tượng 1"), ("2", "Đối tượng 2")),
        **told_,
    )


def needs(*rates: Rate, **told_: Any) -> dict[str, Need]:
    return {need.name: need for need in needs_of(law(*rates, **told_), ["x"])}


ALWAYS = {"group", "other_groups", "ended_on", "on"}


def asked(*rates: Rate, **told_: Any) -> set[str]:
    return set(needs(*rates, **told_)) - ALWAYS


# --- enough to answer ------------------------------------------------------------------------


@pytest.mark.parametrize("situation", [pytest.param(each, id=each.name) for each in situations()])
def test_whatever_is_not_asked_makes_no_difference(situation: Situation) -> None:
    """Every case of the books, told through the needs alone, is answered the same."""
    case, laws = situation.case, situation.read_laws()
    event, person = read_event(case["việc"]), read_person(case.get("người", {}))
    usage = read_usage(case.get("đã_hưởng", []))
    all_needs = merged(need for law in laws for need in needs_of(law, event.benefits))
    if not all_needs:  # nothing of this law was asked for
        return
    answers = answers_of(all_needs, person, event)
    retold = told(all_needs, answers, benefits=event.benefits)
    assert assess_across(retold[1], laws, retold[0], usage) == assess_across(
        event, laws, person, usage
    )


@pytest.mark.parametrize("situation", [pytest.param(each, id=each.name) for each in situations()])
def test_use_that_does_not_count_makes_no_difference(situation: Situation) -> None:
    case, laws = situation.case, situation.read_laws()
    if len(laws) > 1:
        return
    event, person = read_event(case["việc"]), read_person(case.get("người", {}))
    usage = read_usage(case.get("đã_hưởng", []))
    known = counting(laws[0], event.benefits)
    codes = {code for benefit in known for code in (benefit.code, *benefit.carries_from)}
    counted = tuple(row for row in usage if row.benefit in codes)
    assert assess(event, laws[0], person, counted) == assess(event, laws[0], person, usage)


@pytest.mark.parametrize("situation", [pytest.param(each, id=each.name) for each in situations()])
def test_a_case_goes_into_plain_data_and_comes_out_the_same(situation: Situation) -> None:
    case = situation.case
    event, person = read_event(case["việc"]), read_person(case.get("người", {}))
    usage = read_usage(case.get("đã_hưởng", []))
    if event.cost < 0:  # a slip of the hand, which plain data refuses
        with pytest.raises(ValueError, match="cost: phải là số nguyên không âm"):
            event_of(plain_of(event))
        return
    assert event_of(plain_of(event)) == event
    assert person_of(plain_of(person)) == person
    assert usage_of([plain_of(row) for row in usage]) == usage


# --- what each rule asks ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        (AmountKind.FLAT, set()),
        (AmountKind.PER_DAY, {"days"}),
        (AmountKind.PER_MONTH, {"months", "until"}),
        (AmountKind.PER_QUARTER, {"months", "until"}),
        (AmountKind.PER_SESSION, {"sessions"}),
        (AmountKind.PER_PERSON, {"people"}),
        (AmountKind.ACTUAL_COST, {"cost"}),
        (AmountKind.ACTUAL_OR_NORM, {"cost"}),
        (AmountKind.SHARE_OF_COST, {"cost"}),
        (AmountKind.TOP_UP, {"others_paid"}),
        (AmountKind.IN_KIND, set()),
        (AmountKind.OTHER_PAYER, set()),
    ],
)
def test_each_way_of_reckoning_asks_for_what_it_counts(kind: AmountKind, names: set[str]) -> None:
    assert asked(rate(kind)) == names


def test_a_named_cost_is_asked_by_its_name() -> None:
    need = needs(rate(AmountKind.ACTUAL_COST, cost="co_payment"))["costs.co_payment"]
    assert (need.label, need.kind, need.required) == (
        "Phần cùng chi trả BHYT",
        Kind.MONEY,
        True,
    )


def test_the_parts_of_a_package_are_asked_one_by_one() -> None:
    parts = (Component("Tiền ăn", 100_000), Component("Quà", share_to=1_000))
    assert asked(rate(AmountKind.PACKAGE, components=parts)) == {
        "components.Tiền ăn",
        "components.Quà",
    }


def test_what_is_decided_within_a_frame_is_asked_with_its_frame() -> None:
    up_to = needs(rate(amount=1_500_000, up_to=True))["decided_amount"]
    assert (up_to.least, up_to.most, up_to.required) == (0, 1_500_000, True)
    share = rate(AmountKind.SHARE_OF_COST, factor=3_000, factor_to=6_000)
    between = needs(share)["decided_share"]
    assert (between.least, between.most) == (3_000, 6_000)
    wider = needs(share, rate(AmountKind.SHARE_OF_COST, factor=1_000, factor_to=5_000))
    assert (wider["decided_share"].least, wider["decided_share"].most) == (1_000, 6_000)
    coefficient = rate(worth=Worth.COEFFICIENT, factor=9_000, of="base_salary", up_to=True)
    assert needs(coefficient)["decided_amount"].most is None


def test_other_payers_are_asked_about_where_they_matter() -> None:
    assert asked(rate(AmountKind.SHARE_OF_COST, after_others=True, stack_to=10_000)) == {
        "cost",
        "others_paid",
        "other_share",
    }


def test_what_only_some_rates_ask_may_be_left_empty() -> None:
    by_group = (rate(AmountKind.ACTUAL_COST, group="1"), rate(group="2"))
    assert not needs(*by_group)["cost"].required
    for group, expected in (("1", True), ("2", None)):
        found = {need.name: need for need in needs_of(law(*by_group), ["x"], group=group)}
        assert (found["cost"].required if "cost" in found else None) is expected


def test_conditions_are_asked_as_choices_in_the_words_of_the_law() -> None:
    chair = Condition("variant", ("chair",), "Chủ tịch hội đồng")
    clerk = Condition("variant", ("clerk",), "Thư ký")
    need = needs(rate(conditions=(chair,)), rate(conditions=(clerk,)))["traits.variant"]
    assert need.subject is Subject.EVENT
    assert need.answers == (("chair", "Chủ tịch hội đồng"), ("clerk", "Thư ký"), OTHER)
    assert need.required


def test_a_trait_with_usual_values_offers_them_all() -> None:
    need = needs(rate(conditions=(Condition("employment_status", ("retired",)),)))[
        "traits.employment_status"
    ]
    assert need.subject is Subject.PERSON
    assert need.answers == (("serving", "đương chức"), ("retired", "nghỉ hưu"))


def test_a_listed_value_is_asked_with_the_list() -> None:
    diseases = DatedList("grave", "Bệnh nặng", (ListEntry("C50"), ListEntry("N18")))
    condition = Condition("disease", listed="grave")
    need = needs(rate(conditions=(condition,)), lists=(diseases,))["traits.disease"]
    assert (need.kind, need.choices) == (Kind.LISTED, (("C50", "C50"), ("N18", "N18")))


def test_numbers_ages_and_the_day_itself() -> None:
    conditions = (
        Condition("age", lowest=60),
        Condition("party_badge_years", lowest=40, highest=50),
        Condition("day", listed="holidays"),
    )
    found = needs(rate(conditions=conditions))
    assert set(found) - ALWAYS == {"birth_date", "numbers.party_badge_years"}
    assert found["numbers.party_badge_years"].kind is Kind.COUNT


def test_grace_asks_until_when_somebody_had_it() -> None:
    condition = Condition("household", ("near_poor",), "hộ cận nghèo", grace_months=36)
    found = needs(rate(conditions=(condition,)))
    assert set(found) - ALWAYS == {"traits.household", "lost.household:near_poor"}
    assert not found["traits.household"].required
    assert "hộ cận nghèo" in found["lost.household:near_poor"].label


def test_an_examining_body_asks_for_the_day_of_its_opinion() -> None:
    bodies = DatedList("bodies", "Ban", (ListEntry("ban_bvsk"),))
    condition = Condition("examining_body", listed="bodies")
    assert asked(rate(conditions=(condition,)), lists=(bodies,)) == {
        "traits.examining_body",
        "opinion_on",
    }


def test_a_share_of_another_rate_asks_what_picks_that_rate() -> None:
    level = Condition("hospital_level", ("province",))
    other = Benefit("y", "b", "Kia", "lượt", "Điều 2", (rate(amount=1, conditions=(level,)),))
    share = rate(worth=Worth.SHARE_OF_RATE, factor=5_000, of="y")
    assert asked(share, others=(other,)) == {"traits.hospital_level"}


def test_territories_thresholds_and_exceptional_limits() -> None:
    found = needs(
        rate(),
        territories=("Lào Cai cũ", "Yên Bái cũ"),
        thresholds=(
            Threshold(Measure.QUANTITY, Window.EVENT, 3, ""),
            Threshold(Measure.COST, Window.YEAR, 10_000_000, "", cost="co_payment"),
        ),
        limits=(
            Limit(Measure.AMOUNT, Window.YEAR, 50, "", exceptional_value=100, exceptional_by="BTV"),
        ),
    )
    assert set(found) - ALWAYS == {
        "traits.territory",
        "days",
        "costs.co_payment",
        "costs.year_before",
        "exceptional_decision",
    }
    assert not found["costs.year_before"].required


def test_the_territory_is_told_as_the_law_settles_it() -> None:
    by_residence = Settings(territory=Territory.RESIDENCE)
    condition = Condition("territory", ("lao-cai",))
    assert asked(rate(conditions=(condition,))) == {"traits.territory"}
    for told_ in ({"territories": ("lao-cai",)}, {}):
        conditions = () if told_ else (condition,)
        rules = law(rate(conditions=conditions), **told_)
        rules = replace(rules, settings=by_residence)
        names = {need.name for need in needs_of(rules, ["x"])}
        assert names - ALWAYS == {"traits.residence_territory"}


def test_old_provinces_are_chosen_by_name() -> None:
    names = (("lao-cai", "Lào Cai"),)
    found = needs(rate(), territories=("lao-cai", "yen-bai"), territory_names=names)
    assert found["traits.territory"].choices == (("lao-cai", "Lào Cai"), ("yen-bai", "yen-bai"))


def test_a_limit_of_the_law_asks_for_the_benefits_it_takes_in() -> None:
    lifted = {"exceptional_value": 2, "exceptional_by": "BTV"}
    for benefits, expected in (((), True), (("x",), True), (("y",), False)):
        limit = Limit(Measure.AMOUNT, Window.YEAR, 1, "", benefits=benefits, **lifted)
        other = Benefit("y", "b", "Kia", "lượt", "", (rate(),))
        benefits_ = (*law(rate()).benefits, other)
        rules = Law("NQ", date(2026, 1, 1), None, benefits_, limits=(limit,))
        found = {need.name for need in needs_of(rules, ["x"])}
        assert ("exceptional_decision" in found) is expected


@pytest.mark.parametrize(
    ("answers", "names"),
    [
        (Settings(deciding=Deciding.END), {"until", "changes.on", "changes.group"}),
        (Settings(deciding=Deciding.SPLIT), {"until", "changes.on", "changes.group"}),
        (Settings(late_claims=LateClaims.NEXT_MARCH), {"claimed_on"}),
        (Settings(pro_rating=ProRating.BY_DAY), {"days", "planned_days"}),
    ],
)
def test_settings_ask(answers: Settings, names: set[str]) -> None:
    assert asked(rate(), settings=answers) == names


def test_groups_of_the_year_are_asked_where_a_group_has_its_own_yearly_limit() -> None:
    highest = Settings(limit_after_group_change=LimitAfterGroupChange.HIGHEST)
    own = Limit(Measure.AMOUNT, Window.YEAR, 1, "", group="1")
    assert asked(rate(), settings=highest) == set()
    assert asked(rate(), settings=highest, limits=(own,)) == {"groups_of_year"}


def test_staff_belong_to_no_group() -> None:
    assert set(needs(rate(AmountKind.PER_SESSION), needs_group=False)) == {
        "on",
        "ended_on",
        "sessions",
    }


def test_the_person_comes_before_the_event_and_traits_before_counts() -> None:
    conditions = (Condition("hospital_level", ("province",)), Condition("age", lowest=60))
    names = [
        need.name for need in needs_of(law(rate(AmountKind.PER_DAY, conditions=conditions)), "x")
    ]
    assert names == [
        "group", "other_groups", "birth_date", "ended_on", "on", "traits.hospital_level", "days",
    ]  # fmt: skip


def test_needs_of_several_benefits_say_who_asks() -> None:
    other = Benefit("y", "b", "Kia", "lượt", "", (rate(AmountKind.PER_DAY),))
    [days] = [
        need
        for need in needs_of(law(rate(AmountKind.PER_DAY), others=(other,)), ["x", "y"])
        if need.field == "days"
    ]
    assert days.benefits == ("x", "y")


def test_an_occasion_opens_its_benefits() -> None:
    home = Benefit("home", "b", "Tại nhà", "lượt", "", (rate(),), occasion="stay")
    away = Benefit("away", "c", "Tập trung", "lượt", "", (rate(),), occasion="stay")
    rules = law(rate(), others=(home, away))
    assert [each.code for each in opened(rules, ["stay"])] == ["home", "away"]
    assert [each.code for each in opened(rules, ["away"])] == ["away"]


# --- earlier use -----------------------------------------------------------------------------


def test_earlier_use_counts_only_where_a_rule_looks_back() -> None:
    def codes(**told_: Any) -> list[str]:
        other = Benefit("y", "b", "Kia", "lượt", "", (rate(),))
        limits = told_.pop("law_limits", ())
        rules = law(rate(), others=(other,), **told_)
        rules = Law(rules.resolution, rules.effective_from, None, rules.benefits,
                    limits=limits, relations=rules.relations)  # fmt: skip
        return [each.code for each in counting(rules, ["x"])]

    yearly = Limit(Measure.TIMES, Window.YEAR, 1, "")
    assert codes() == []
    assert codes(limits=(Limit(Measure.QUANTITY, Window.EVENT, 9, ""),)) == []
    assert codes(limits=(yearly,)) == ["x"]
    assert codes(law_limits=(yearly,)) == ["x", "y"]
    assert codes(law_limits=(Limit(Measure.TIMES, Window.YEAR, 1, "", benefits=("y",)),)) == []
    barring = Relation(RelationKind.EXCLUSIVE, ("y", "x"), "", Window.YEAR)
    assert codes(relations=(barring,)) == ["x", "y"]
    assert codes(relations=(Relation(RelationKind.HIGHEST, ("x", "y"), ""),)) == []
    assert codes(thresholds=(Threshold(Measure.COST, Window.YEAR, 1, ""),)) == ["x"]


# --- telling ---------------------------------------------------------------------------------


def test_answers_become_a_person_and_an_event() -> None:
    split = Settings(deciding=Deciding.SPLIT)
    condition = Condition("household", ("poor",), "hộ nghèo", grace_months=3)
    cost = rate(AmountKind.ACTUAL_COST, cost="drugs", conditions=(condition,))
    rules = law(cost, settings=split)
    answers = {
        "group": "1",
        "other_groups": ("2",),
        "lost.household:poor": date(2025, 12, 31),
        "changes.on": date(2026, 6, 1),
        "changes.group": "2",
        "on": date(2026, 5, 1),
        "until": date(2026, 6, 30),
        "costs.drugs": 0,
    }
    person, event = told(needs_of(rules, ["x"]), answers, benefits=["x"])
    now = Person("1", other_groups=("2",), lost=(Lost("household", "poor", date(2025, 12, 31)),))
    assert person.changes == ((date(2026, 6, 1), Person("2", other_groups=("2",), lost=now.lost)),)
    assert event == Event(date(2026, 5, 1), ("x",), until=date(2026, 6, 30), costs=(("drugs", 0),))
    assert answers_of(needs_of(rules, ["x"]), person, event) == answers


def test_an_answer_goes_before_what_was_known() -> None:
    level = Condition("employment_status", ("retired",))
    rules = law(rate(conditions=(level,)))
    known = Person("1", traits=(("employment_status", "serving"), ("rank", "A")))
    answers = {"on": date(2026, 5, 1), "traits.employment_status": "retired"}
    person, _ = told(needs_of(rules, ["x"]), answers, benefits=["x"], basis=known)
    assert dict(person.traits) == {"employment_status": "retired", "rank": "A"}
    assert person.group == "1"


# --- plain data ------------------------------------------------------------------------------

DAYS = st.dates(date(1900, 1, 1), date(2100, 1, 1))
WORDS = st.text("abcđ_1", min_size=1, max_size=5)
WHOLE = st.integers(0, 10**12)
PAIRS = st.dictionaries(WORDS, WHOLE, max_size=2).map(lambda found: tuple(found.items()))
TRAITS = st.dictionaries(WORDS, WORDS, max_size=2).map(lambda found: tuple(found.items()))
PEOPLE = st.builds(
    Person,
    group=st.none() | WORDS,
    traits=TRAITS,
    other_groups=st.lists(WORDS, max_size=2).map(tuple),
    groups_of_year=st.lists(WORDS, max_size=2).map(tuple),
    numbers=PAIRS,
    birth_date=st.none() | DAYS,
    ended_on=st.none() | DAYS,
    lost=st.lists(st.builds(Lost, WORDS, WORDS, DAYS), max_size=2).map(tuple),
    changes=st.just(()),
)
CHANGING = st.builds(
    Person, group=WORDS, changes=st.lists(st.tuples(DAYS, PEOPLE), max_size=2).map(tuple)
)
EVENTS = st.builds(
    Event,
    on=DAYS,
    benefits=st.lists(WORDS, max_size=3).map(tuple),
    days=WHOLE, months=WHOLE, sessions=WHOLE, cost=WHOLE, people=WHOLE, others_paid=WHOLE,
    other_share=WHOLE, planned_days=WHOLE, first_day=WHOLE, whole_days=WHOLE,
    traits=TRAITS,
    until=st.none() | DAYS, claimed_on=st.none() | DAYS, opinion_on=st.none() | DAYS,
    costs=PAIRS,
    components=PAIRS,
    decided_amount=st.none() | WHOLE, decided_share=st.none() | WHOLE,
    exceptional_decision=WORDS,
)  # fmt: skip
USED = st.builds(
    Used, benefit=WORDS, on=DAYS, quantity=WHOLE, amount=WHOLE, cost=WHOLE, law=WORDS,
    same_event=st.booleans(),
)  # fmt: skip


@given(PEOPLE | CHANGING)
def test_people_come_back_as_they_went(person: Person) -> None:
    assert person_of(plain_of(person)) == person


@given(EVENTS)
def test_events_come_back_as_they_went(event: Event) -> None:
    assert event_of(plain_of(event)) == event


@given(USED)
def test_earlier_use_comes_back_as_it_went(used: Used) -> None:
    assert used_of(plain_of(used)) == used


def test_a_bare_on_in_yaml_is_a_day_all_the_same() -> None:
    plain = yaml.safe_load("{on: 2026-03-01, benefits: [x]}")
    assert event_of(plain) == Event(date(2026, 3, 1), ("x",))


@pytest.mark.parametrize(
    ("read", "plain", "words"),
    [
        (person_of, [], "người phải ghi theo dạng"),
        (person_of, {"name": "A"}, "người không có mục name"),
        (person_of, {"group": 4}, "group: phải là chữ"),
        (person_of, {"traits": ["a"]}, "traits: phải ghi theo dạng"),
        (person_of, {"other_groups": "4"}, "other_groups: phải là danh sách"),
        (person_of, {"birth_date": "5/3/1960"}, "birth_date: phải là ngày"),
        (person_of, {"lost": [{"trait": "a"}]}, "lost: phải ghi đủ trait, value, until"),
        (person_of, {"changes": [{"on": "2026-01-01", "person": 1}]}, "changes: người phải ghi"),
        (event_of, {"on": "2026-01-01"}, "sự việc thiếu mục benefits"),
        (event_of, {"on": "2026-01-01", "benefits": [], "days": -1}, "days: phải là số nguyên"),
        (event_of, {"on": "2026-01-01", "benefits": [], "days": True}, "days: phải là số nguyên"),
        (event_of, {"on": 2026, "benefits": []}, "on: phải là ngày"),
        (used_of, {"benefit": "x"}, "lần đã hưởng thiếu mục on, quantity, amount"),
        (usage_of, {}, "phải là danh sách"),
    ],
)
def test_what_is_wrong_with_plain_data_is_told(read: Any, plain: Any, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        read(plain)
