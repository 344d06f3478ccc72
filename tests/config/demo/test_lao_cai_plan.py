"""The plan of Lào Cai's year adds up before anything is written."""

from collections import Counter
from datetime import date
from itertools import pairwise
from random import Random

import pytest

from beneficiaries.identity import citizen_id_fault, insurance_number_fault
from config.demo.lang_son.building import SEED as LANG_SON_SEED
from config.demo.lang_son.people import everybody as everybody_of_lang_son
from config.demo.lao_cai.building import SEED, planned
from config.demo.lao_cai.checkups import DISTRICTS_END, LAST_DISTRICT_BILL
from config.demo.lao_cai.people import RETIRED, SERVED, Person, everybody
from config.demo.plan import DISTRICT, Happening


@pytest.fixture(scope="module")
def people() -> list[Person]:
    return everybody(Random(SEED))


@pytest.fixture(scope="module")
def happenings(people) -> list[Happening]:
    return planned(people, Random(SEED))


def of_kind(happenings: list[Happening], *kinds: str) -> list[Happening]:
    return [each for each in happenings if each.kind in kinds]


def whose(happenings: list[Happening]) -> set[str]:
    return {each.cells[0] for each in happenings}


def total(happenings: list[Happening]) -> int:
    return sum(each.amount for each in happenings)


def test_the_same_seed_makes_the_same_people_and_the_same_year(people, happenings):
    assert everybody(Random(SEED)) == people
    assert planned(people, Random(SEED)) == happenings


def test_groups_have_their_size(people):
    assert Counter(person.served for person in people if person.served) == SERVED
    for territory, groups in RETIRED.items():
        own = [p for p in people if p.territory == territory and p.resting]
        assert Counter(person.resting for person in own) == groups
    assert sum(bool(person.served and person.resting) for person in people) == 1_400


def test_papers_agree_with_the_person(people):
    for person in people:
        sex = {"Nam": "male", "Nữ": "female"}[person.sex]
        assert not citizen_id_fault(person.citizen_id, sex=sex, birth_date=person.birth_date)
        assert not insurance_number_fault(person.insurance_number)


def test_nobody_of_one_province_is_anybody_of_the_other(people):
    others = everybody_of_lang_son(Random(LANG_SON_SEED))
    everyone = [*people, *others]
    assert len({person.citizen_id for person in everyone}) == len(everyone)
    assert len({(person.full_name, person.birth_date) for person in everyone}) == len(everyone)
    assert all(int(person.citizen_id[6:]) > 900_000 for person in people)


def test_check_ups_and_treatments_come_to_the_printed_sums(happenings):
    checkups = of_kind(happenings, "checkup")
    treatments = of_kind(happenings, "benefit_request")
    assert (len(whose(checkups)), total(checkups)) == (7_859, 12_455_529_566)
    assert (len(whose(treatments)), total(treatments)) == (397, 675_293_120)
    assert len(whose(checkups) & whose(treatments)) == 130
    assert len({each.amount for each in checkups}) > 8_000


def test_convalescence_comes_to_the_printed_sums(happenings):
    resting = of_kind(happenings, "trip_participation", "home_convalescence")
    assert (len(resting), len(whose(resting)), total(resting)) == (973, 973, 6_142_000_000)
    delegated = [each for each in resting if each.payer == DISTRICT]
    assert (len(delegated), total(delegated)) == (398, 2_567_000_000)
    assert {each.on.year for each in delegated} == {2024, 2025}


def test_nobody_is_in_two_places_on_one_day(happenings):
    away: dict[str, list[tuple[date, date]]] = {}
    for each in happenings:
        if each.kind != "home_convalescence":
            away.setdefault(each.cells[0], []).append((each.on, each.last_day))
    for days in away.values():
        days.sort()
        assert all(last < following for (_, last), (following, _) in pairwise(days))


def test_districts_owe_nothing_after_their_last_bill(happenings):
    theirs = [each for each in happenings if each.payer == DISTRICT]
    assert max(each.last_day for each in theirs) <= LAST_DISTRICT_BILL < DISTRICTS_END
