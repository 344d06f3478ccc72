"""The plan of Lạng Sơn's year adds up before anything is written."""

import itertools
from collections import Counter, defaultdict
from collections.abc import Callable
from random import Random

import pytest

from beneficiaries.identity import citizen_id_fault, insurance_number_fault
from config.demo.lang_son.people import GROUP_SIZES, RETIRED, Person, everybody, of_group
from config.demo.lang_son.year import (
    DRUGS_END,
    MEALS_END,
    SUPPLIERS,
    PlannedRecipient,
    Year,
)
from config.demo.plan import LAST_DAY, MILLION, Happening, split

SEED = 24
STAFF = [
    PlannedRecipient(f"NV-{number}", f"Người {number}", duty)
    for number, duty in enumerate(
        ["provincial_board"] * 9
        + ["professional_council"] * 5
        + ["direct_staff"] * 10
        + ["district_board"] * 88
        + ["doctors"] * 14
        + ["nurses"] * 20
    )
]


@pytest.fixture(scope="module")
def people() -> list[Person]:
    return everybody(Random(SEED))


@pytest.fixture(scope="module")
def happenings(people) -> list[Happening]:
    return Year(people, STAFF, SEED).happenings()


@pytest.fixture(scope="module")
def of_kind(happenings) -> Callable[[str], list[Happening]]:
    return lambda kind: [each for each in happenings if each.kind == kind]


def total(happenings: list[Happening]) -> int:
    return sum(each.amount for each in happenings)


def test_the_same_seed_makes_the_same_people_and_the_same_year(people, happenings):
    again = everybody(Random(SEED))
    assert again == people
    assert Year(again, STAFF, SEED).happenings() == happenings
    assert everybody(Random(SEED + 1)) != people


def test_papers_agree_with_the_person(people):
    for person in people:
        sex = {"Nam": "male", "Nữ": "female"}[person.sex]
        assert not citizen_id_fault(person.citizen_id, sex=sex, birth_date=person.birth_date)
        assert not insurance_number_fault(person.insurance_number)


def test_nobody_is_anybody_else(people):
    assert len({person.citizen_id for person in people}) == len(people)
    assert len({(person.full_name, person.birth_date) for person in people}) == len(people)


def test_no_citizen_id_can_be_a_real_one(people):
    assert all(int(person.citizen_id[6:]) > 900_000 for person in people)


@pytest.mark.parametrize("group", GROUP_SIZES)
def test_groups_have_their_size_and_their_retired(people, group):
    members = of_group(people, group)
    assert len(members) == GROUP_SIZES[group]
    assert sum(person.is_retired for person in members) == RETIRED[group]


def test_nobody_lies_in_two_hospitals_at_once(of_kind):
    stays = defaultdict(list)
    for stay in of_kind("hospital_stay"):
        stays[stay.cells[0]].append((stay.on, stay.last_day))
    for times in stays.values():
        times.sort()
        assert all(out < into for (_, out), (into, _) in itertools.pairwise(times))


def test_stays_come_to_the_printed_days_and_visits(of_kind):
    stays = of_kind("hospital_stay")
    assert sum((stay.last_day - stay.on).days + 1 for stay in stays) == 26_994
    visited = [stay for stay in stays if stay.cells[4]]
    assert len(visited) == 106
    assert all(stay.last_day <= MEALS_END for stay in visited)
    fees = [stay.cells[5] for stay in stays if stay.cells[5]]
    assert (len(fees), sum(fees)) == (20, 5_820_000)
    assert len({stay.cells[0] for stay in stays if stay.cells[5]}) == 20


def test_drugs_are_cut_at_the_ceiling_once(of_kind):
    drugs = of_kind("drug_supply")
    assert total(drugs) == 1_004_388_000
    assert max(each.on for each in drugs) <= DRUGS_END
    [cut] = [each for each in drugs if each.amount < each.cells[5]]
    assert (cut.cells[5], cut.amount) == (5 * MILLION, 2 * MILLION)


def test_the_rest_of_the_sums(of_kind):
    assert total(of_kind("staff_allowance")) == 352_740_000 + 128_800_000 + 121_700_000
    assert total(of_kind("trip_participation")) == 816_390_000 + 255_000_000
    assert total(of_kind("critical_illness")) == 115_000_000
    assert total(of_kind("home_convalescence")) == 4_600_000
    assert total(of_kind("purchase_package")) == 651_803_000
    rounds = Counter()
    for each in of_kind("checkup"):
        rounds[each.cells[1]] += each.amount
    assert rounds == {
        "round_1": 38_000_000,
        "round_2": 20_800_000,
        "doi-tuong-2": 363_900_000,
        "doi-tuong-3": 198_000_000,
        "doi-tuong-4": 96 * 2_000_000,
        "provincial_congress": 328_800_000,
        "national_congress": 110_000_000,
    }


def test_everything_is_of_the_year(happenings):
    assert all(each.on.year == each.last_day.year == LAST_DAY.year for each in happenings)


def test_packages_are_bought_from_known_suppliers(of_kind):
    codes = {supplier.code for supplier in SUPPLIERS}
    assert {each.cells[0] for each in of_kind("purchase_package")} == codes


@pytest.mark.parametrize("seed", range(20))
def test_a_split_is_exact_and_within_its_bounds(seed):
    parts = split(363_900_000, 37, Random(seed), least=9 * MILLION, most=10 * MILLION)
    assert sum(parts) == 363_900_000
    assert len(parts) == 37
    assert all(9 * MILLION <= part <= 10 * MILLION for part in parts)
    assert len(set(parts)) > 20
