"""The demo pack, asked through the rules: the sums of the report come out."""

from datetime import date

import pytest

from policies.bridge import benefit_ids, group_ids, law_of, laws_of, resolution_in_force
from policies.loading import load_pack
from policies.models import (
    DatedList,
    ListEntry,
    Parameter,
    ParameterValue,
    Payer,
    Rate,
)
from policies.rules import Event, Measure, Person, RefusalReason, Window, assess

JUNE = date(2025, 6, 2)


def owed(law, event: Event, group: str | None) -> int:
    assessment = assess(event, law, Person(group=group))
    assert not assessment.refusals, assessment.refusals
    return assessment.amount


@pytest.fixture
def law(lang_son):
    return law_of(lang_son)


def test_a_released_law_is_read_once(lang_son, django_assert_num_queries):
    first = law_of(lang_son)
    with django_assert_num_queries(1):  # whether payers, parameters and lists still stand
        assert law_of(lang_son) is first
    with django_assert_num_queries(0):
        benefit_ids(lang_son)
        group_ids(lang_son)


def record_salary():
    parameter = Parameter.objects.get(code="luong_thu")
    ParameterValue.objects.create(
        parameter=parameter,
        since=date(2027, 7, 1),
        value=2_700_000,
        source="Nghị định thử 3",
        confidence="stated",
    )


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(record_salary, id="a new base salary"),
        pytest.param(
            lambda: ListEntry.objects.filter(value="ung-thu").update(until=date(2027, 1, 1)),
            id="an entry closed",
        ),
        pytest.param(
            lambda: ListEntry.objects.create(
                list=DatedList.objects.get(code="benh_hiem_ngheo"), value="xo-gan"
            ),
            id="a new entry",
        ),
        pytest.param(
            lambda: Payer.objects.filter(code="huyen").update(open_to=date(2026, 12, 31)),
            id="a payer closed on another day",
        ),
    ],
)
def test_a_kept_law_notices_what_changes_under_it(shaped, change):
    first = law_of(shaped)
    assert law_of(shaped) is first
    change()
    assert law_of(shaped) != first


def test_many_laws_take_one_look(shaped, lang_son, django_assert_num_queries):
    laws = laws_of([shaped, lang_son])
    with django_assert_num_queries(1):
        again = laws_of([shaped, lang_son])
    assert all(again[pk] is law for pk, law in laws.items())
    assert set(again) == {shaped.pk, lang_son.pk}


def test_payers_in_a_circle_are_still_read(shaped):
    Payer.objects.filter(code="tinh").update(
        open_to=date(2027, 1, 1), successor=Payer.objects.get(code="huyen")
    )
    payers = {
        rate.payer.code: rate.payer for each in law_of(shaped).benefits for rate in each.rates
    }
    assert payers["tinh"].successor.code == "huyen"
    assert payers["tinh"].successor.successor is None


def test_a_draft_is_read_anew(db):
    draft = load_pack("lang-son-24-2024", by=None, release=False)
    before = law_of(draft)
    Rate.objects.filter(benefit__code="inpatient_meal").update(amount=1)
    assert law_of(draft) != before


def test_reading_takes_few_queries(db, django_assert_max_num_queries):
    draft = load_pack("lang-son-24-2024", by=None, release=False)
    with django_assert_max_num_queries(9):
        law_of(draft)


def test_codes_lead_back_to_rows(lang_son):
    meal = lang_son.benefits.get(code="inpatient_meal")
    assert benefit_ids(lang_son)["inpatient_meal"] == meal.pk
    assert set(group_ids(lang_son)) == {"1", "2", "3", "4", "5", "6", "other"}


def test_a_rate_of_the_law_is_a_row(law, lang_son):
    rate = next(b for b in law.benefits if b.code == "inpatient_meal").rates[0]
    assert Rate.objects.get(pk=rate.id).benefit.code == "inpatient_meal"


@pytest.mark.parametrize(
    ("event", "group", "amount"),
    [
        (Event(JUNE, ("inpatient_meal",), days=7), "6", 1_330_000),
        (
            Event(JUNE, ("hospital_visit_gift",), traits=(("hospital_level", "region"),)),
            "3",
            500_000,
        ),
        (
            Event(JUNE, ("hospital_visit_gift",), traits=(("hospital_level", "central"),)),
            "3",
            1_000_000,
        ),
        (Event(JUNE, ("convalescence_centre",), days=9), "4", 4_230_000),
        (Event(JUNE, ("convalescence_centre",), days=12), "4", 4_230_000),
        (Event(JUNE, ("convalescence_out_of_province",)), "2", 15_000_000),
        (Event(JUNE, ("convalescence_out_of_province",)), "1", 0),
        (Event(JUNE, ("periodic_checkup",), cost=12_000_000), "2", 10_000_000),
        (Event(JUNE, ("periodic_checkup",)), "3", 3_000_000),
        (
            Event(JUNE, ("event_checkup",), traits=(("variant", "national_congress"),)),
            "5",
            11_000_000,
        ),
        (Event(JUNE, ("purchase_package",), cost=247_500_000), None, 247_500_000),
        (
            Event(
                date(2025, 1, 1),
                ("staff_allowance",),
                months=6,
                traits=(("variant", "district_board"),),
            ),
            None,
            1_680_000,
        ),
        (
            Event(JUNE, ("staff_allowance",), sessions=322, traits=(("variant", "doctors"),)),
            None,
            128_800_000,
        ),
    ],
)
def test_the_pack_owes_what_the_report_paid(law, event, group, amount):
    assert owed(law, event, group) == amount


def test_the_boards_and_staff_add_up_to_the_report(law):
    january = date(2025, 1, 1)
    teams = (
        ("provincial_board", 9, 10),
        ("professional_council", 5, 10),
        ("direct_staff", 10, 12),
        ("district_board", 88, 6),
    )
    total = sum(
        people
        * owed(
            law,
            Event(january, ("staff_allowance",), months=months, traits=(("variant", duty),)),
            None,
        )
        for duty, people, months in teams
    )
    assert total == 352_740_000


def test_another_payers_participation_names_the_payer(law):
    [line] = assess(Event(JUNE, ("convalescence_out_of_province",)), law, Person(group="1")).lines
    assert line.payer.code == "ban-to-chuc-trung-uong"


@pytest.mark.parametrize(
    ("event", "group", "reason"),
    [
        (Event(JUNE, ("hospital_visit_gift",)), "6", RefusalReason.NO_RATE),
        (Event(JUNE, ("inpatient_meal",), days=3), "other", RefusalReason.NO_RATE),
        (Event(JUNE, ("inpatient_meal",), days=3), None, RefusalReason.NO_GROUP),
        (Event(date(2024, 12, 9), ("inpatient_meal",), days=3), "6", RefusalReason.NOT_IN_FORCE),
    ],
)
def test_the_pack_refuses_what_nobody_was_paid(law, event, group, reason):
    [refusal] = assess(event, law, Person(group=group)).refusals
    assert refusal.reason == reason


def test_the_district_boards_ended_with_the_districts(law):
    event = Event(
        date(2025, 7, 1), ("staff_allowance",), months=1, traits=(("variant", "district_board"),)
    )
    [refusal] = assess(event, law, Person()).refusals
    assert refusal.reason == RefusalReason.NO_RATE


def test_limits_of_groups_come_over(law):
    drug = next(b for b in law.benefits if b.code == "special_drug")
    assert {(limit.group, limit.value) for limit in drug.limits} == {
        ("1", 40_000_000),
        ("2", 15_000_000),
        ("3", 10_000_000),
        ("4", 8_000_000),
    }
    assert {(limit.measure, limit.window) for limit in drug.limits} == {
        (Measure.AMOUNT, Window.YEAR)
    }


def test_the_version_in_force_on_a_day(lang_son):
    assert resolution_in_force("lang-son-can-bo", date(2024, 12, 10)) == lang_son
    assert resolution_in_force(None, JUNE) == lang_son
    assert resolution_in_force("lang-son-can-bo", date(2024, 12, 9)) is None
    assert resolution_in_force("lao-cai-can-bo", JUNE) is None


def test_a_draft_is_never_in_force(db):
    load_pack("lang-son-24-2024", by=None, release=False)
    assert resolution_in_force("lang-son-can-bo", JUNE) is None
