"""The plan of convalescence of 2025: 193 people at the centre, 18 out of the province, 2 at home.

Which trip somebody goes on follows the order of the list. Of group 1 one person goes out of the
province; the others chose the centre or can't go.
"""

from collections.abc import Sequence
from datetime import date

from config.demo import people as anybody
from config.demo.lang_son import places
from config.demo.lang_son.people import Person, of_group
from config.demo.plan import MILLION, PlannedTrip
from config.demo.trips import HOME, FairList, PlannedPlan, PlannedQuota, Told, Turn, given, settle

CENTRE, FAR = "convalescence_centre", "convalescence_out_of_province"
CENTRE_DAY, CENTRE_DAYS = 470_000, 9
CENTRE_PEOPLE = (25, 24, 24, 24, 24, 24, 24, 24)
CENTRE_TRIPS = tuple(
    PlannedTrip(
        kind=CENTRE,
        code=f"dd-2025-{number:02d}",
        place="Trung tâm Điều dưỡng người có công tỉnh",
        begins_on=begins_on,
        days=CENTRE_DAYS,
        quota=25,
        facility=places.CENTRE,
        day_price=CENTRE_DAY,
    )
    for number, begins_on in enumerate(
        (
            *(date(2025, 3, 17), date(2025, 4, 14), date(2025, 5, 12), date(2025, 6, 9)),
            *(date(2025, 7, 14), date(2025, 8, 11), date(2025, 9, 8), date(2025, 10, 6)),
        ),
        start=1,
    )
)
FAR_TRIP = PlannedTrip(
    kind=FAR,
    code="ddnt-2025-01",
    place="Khu điều dưỡng Lăng Cô, thành phố Huế",
    begins_on=date(2025, 6, 16),
    days=7,
    quota=20,
)
TRIPS = (*CENTRE_TRIPS, FAR_TRIP)
YEAR_BEGINS, YEAR_ENDS = date(2025, 1, 1), date(2025, 12, 31)
PLAN = PlannedPlan(
    law="lang-son-24-2024",
    year=2025,
    number="17-KH/BTCTU",
    dated_on=date(2025, 2, 3),
    sent_on=date(2025, 2, 5),
    confirm_by=date(2025, 2, 20),
    agreed_on=date(2025, 2, 27),
    over_on=YEAR_ENDS,
    ordering=("waiting", "age", "service"),
    groups=("1", "2", "3", "4", "5", "6"),
    forms={"1": (FAR, CENTRE), "2": (FAR, CENTRE, HOME)} | dict.fromkeys("3456", (CENTRE,)),
    quotas=(
        PlannedQuota(
            form=CENTRE,
            people=193,
            each=CENTRE_DAY * CENTRE_DAYS,
            granted=193 * CENTRE_DAY * CENTRE_DAYS,
            begins_on=YEAR_BEGINS,
            ends_on=YEAR_ENDS,
            trips=tuple(zip(CENTRE_TRIPS, CENTRE_PEOPLE, strict=True)),
        ),
        PlannedQuota(
            form=FAR,
            people=18,
            each=15 * MILLION,
            granted=17 * 15 * MILLION,
            begins_on=YEAR_BEGINS,
            ends_on=YEAR_ENDS,
            trips=((FAR_TRIP, 18),),
            paid_elsewhere=("1",),
        ),
        PlannedQuota(
            form=HOME,
            people=2,
            each=2_300_000,
            granted=4_600_000,
            begins_on=YEAR_BEGINS,
            ends_on=YEAR_ENDS,
        ),
    ),
    home_days=(date(2025, 8, 21),),
)
REPLACED = (("dd-2025-05", 11), ("dd-2025-07", 4))
"""Trip and place of those who fell ill before it and were replaced."""


def fair_list(people: Sequence[Person]) -> FairList:
    """Everybody's turn of 2025: the resolution is new, so all have waited one year."""
    turns = [
        Turn(person=person, group=person.group, years=1)
        for person in people
        if person.group in PLAN.groups
    ]
    found = settle(PLAN, turns, _told(people, turns))
    for code, place in REPLACED:
        found.replace(code, place)
    return found


def _told(people: Sequence[Person], turns: Sequence[Turn]) -> Told:
    """Two of group 2 are too frail to travel, as are many of the oldest of group 6."""
    of_group_2 = sorted(of_group(people, "2"), key=lambda person: person.birth_date)
    told = Told(unfit=[*of_group_2[:2]])
    at_centre = [
        turn.person
        for turn, place in given(PLAN, turns, told)
        if place.share and PLAN.quotas[place.share.key].form == CENTRE
    ]
    told.unfit += at_centre[3::8]
    told.declined += at_centre[5::48]
    while others := _of_group_1_going_far(turns, told)[1:]:
        told.wishes |= {person.number: CENTRE for person in others[::2]}
        told.declined += others[1::2]
    return told


def _of_group_1_going_far(turns: Sequence[Turn], told: Told) -> list[anybody.Person]:
    return [
        turn.person
        for turn, place in given(PLAN, turns, told)
        if turn.group == "1" and place.share and PLAN.quotas[place.share.key].form == FAR
    ]
