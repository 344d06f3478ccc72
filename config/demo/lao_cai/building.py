"""Carries the plan of Lào Cai's year out, in the order in which things happened.

People are listed under the resolution of 2020; the one of 2024 takes its place and its members
over. What districts paid in 2024 is told as history.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from random import Random

from django.utils import timezone

from accounts.models import User
from beneficiaries.succession import succeed, worksheet_of
from config.demo import founding
from config.demo.founding import add_estimates
from config.demo.lao_cai.checkups import ROUNDS, PartA
from config.demo.lao_cai.convalescence import DRAFTED_ON, DRAFTS_2027, fair_lists, in_time
from config.demo.lao_cai.people import NEW_YEAR, Person, everybody
from config.demo.lao_cai.places import LAO_CAI, PLACES, SIGN_INS, SUFFIX, YEN_BAI
from config.demo.lao_cai.registry import resting_sheet, served_sheet
from config.demo.office import Office, Progress, Round, analyse, take_in
from config.demo.plan import Calendar, Happening
from config.demo.rounds import CHECKUP, Rounds
from config.demo.trip_desk import TripDesk
from config.demo.trips import FairList
from policies.loading import load_pack
from policies.models import Resolution
from reports.actions import open_report

SEED = 23
YEAR = 2025
OUTLINE = "lao-cai"
WRITTEN_ON = date(2026, 4, 15)
"""After the day to which the people of part B are counted."""
SERVED, RESTED_BEFORE, RESTED, RESTED_YEN_BAI = (
    *("lao-cai-23-2024", "lao-cai-12-2020"),
    *("lao-cai-22-2024", "yen-bai-18-qd-tu"),
)
TAKEN_OVER_BY = "Nghị quyết số 22/2024/NQ-HĐND ngày 09/11/2024"
OFFICE_ROUNDS = (
    Round("đến 13/6/2025", date(2025, 6, 13), date(2025, 6, 16), date(2025, 6, 20)),
    Round("quý III/2025", date(2025, 8, 31), date(2025, 9, 8), date(2025, 9, 12)),
    Round("tháng 9, 10/2025", date(2025, 10, 31), date(2025, 11, 10), date(2025, 11, 14)),
    Round("cuối năm 2025", date(2025, 12, 19), date(2025, 12, 22), date(2025, 12, 26)),
)
ESTIMATES = {
    SERVED: {"periodic_checkup": 13_000_000_000, "treatment_cost_support": 800_000_000},
    RESTED: {"convalescence_group": 1_800_000_000, "convalescence_home": 700_000_000},
    RESTED_YEN_BAI: {"convalescence_group": 1_700_000_000, "convalescence_home": 900_000_000},
}


def build(progress: Progress) -> None:
    """The whole year. Raises ``CannotBuild``."""
    progress("Lào Cai: đơn vị, người dùng")
    users = founding.add_units_and_users(PLACES, SIGN_INS)
    random = Random(SEED)
    people = everybody(random)
    progress(f"Lào Cai: danh sách {len(people)} người")
    laws = _add_law_and_people(people, users[f"nhaplieu{SUFFIX}"])
    lists = fair_lists(people)
    happenings = planned(people, random, lists)
    rounds = Rounds(laws[SERVED], ROUNDS, happenings, people, SEED)
    trips = TripDesk(users, SUFFIX)
    old, *new = lists.values()
    trips.agree(old)
    office = Office(users, SUFFIX, ways={CHECKUP: rounds.enter, **trips.ways})
    progress("Lào Cai: sổ cũ 2024 và quý I/2025")
    office.take_over([each for each in happenings if each.is_history])
    trips.follow_history()
    for found in new:
        trips.agree(found)
    analyse()
    left = [each for each in happenings if not each.is_history]
    for office_round in OFFICE_ROUNDS:
        progress(f"Lào Cai: hồ sơ {office_round.label}")
        left = office.work_through(office_round, left)
    trips.close()
    if timezone.localdate() >= DRAFTED_ON:
        for plan in DRAFTS_2027:
            trips.lists.draft(plan)
    progress("Lào Cai: dự toán, báo cáo")
    for code, estimates in ESTIMATES.items():
        add_estimates(laws[code], YEAR, estimates)
    report = open_report(outline=OUTLINE, year=YEAR, by=users[f"baocao{SUFFIX}"])
    report.dated_on = WRITTEN_ON
    report.save(update_fields=["dated_on"])


STEPS = 2 + 1 + len(OFFICE_ROUNDS) + 1
"""How often ``build`` tells its progress."""


def _add_law_and_people(people: Sequence[Person], by: User) -> Mapping[str, Resolution]:
    laws = {
        code: load_pack(code, by=None, release=True)
        for code in (SERVED, RESTED_BEFORE, RESTED_YEN_BAI)
    }
    served = [person for person in people if person.served]
    take_in("registry", served_sheet(served), "kham-chua-benh-2025.xlsx", by)
    analyse()
    before = [person for person in people if not person.is_newly_retired]
    for resolution, territory in ((RESTED_BEFORE, LAO_CAI), (RESTED_YEN_BAI, YEN_BAI)):
        content = resting_sheet(before, laws[resolution], territory, date(2022, 1, 1))
        take_in("registry", content, f"dieu-duong-{territory}.xlsx", by)
    laws[RESTED] = load_pack(RESTED, by=None, release=True)
    seen = worksheet_of(laws[RESTED]).stamp
    succeed(resolution=laws[RESTED], decision=TAKEN_OVER_BY, seen=seen, by=by)
    new = [person for person in people if person.is_newly_retired]
    for resolution, territory in ((RESTED, LAO_CAI), (RESTED_YEN_BAI, YEN_BAI)):
        content = resting_sheet(new, laws[resolution], territory, NEW_YEAR)
        take_in("registry", content, f"dieu-duong-{territory}-2026.xlsx", by)
    analyse()
    return laws


def planned(
    people: Sequence[Person], random: Random, lists: Mapping[str, FairList] | None = None
) -> list[Happening]:
    """Both parts, in the order in which things were over; convalescence is planned first."""
    calendar = Calendar(random)
    planned = [
        *in_time(lists or fair_lists(people), people, calendar),
        *PartA(people, random, calendar).happenings(),
    ]
    return sorted(planned, key=lambda happening: (happening.last_day, happening.on))
