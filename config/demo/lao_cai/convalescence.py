"""Part B of the report: convalescence of retired people, by the rules of two old provinces.

How the 398 people left to the districts divide into years and forms is invented, so that rates of
two resolutions come to the printed sum: 140 × 8.000.000 + 98 × 3.500.000 in 2024, and 80 ×
9.600.000 + 80 × 4.200.000 in 2025. A district's part is granted to the communes that it was.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from config.demo.lao_cai.people import RETIRED, Person
from config.demo.lao_cai.places import LAO_CAI, SUFFIX, YEN_BAI
from config.demo.plan import DISTRICT, THOUSAND, Calendar, Happening, PlannedTrip
from config.demo.trips import HOME, FairList, PlannedPlan, PlannedQuota, Told, Turn, given, settle

GROUP = "convalescence_group"
CLERK = f"nhaplieu{SUFFIX}"
DISTRICT_RUN = "district_run"
DAYS = 7
LISTED_SINCE = 2022
"""Before this year nobody was on a list."""


def _trip(code: str, place: str, begins_on: date, quota: int) -> PlannedTrip:
    return PlannedTrip(
        kind=GROUP,
        code=code,
        place=place,
        begins_on=begins_on,
        days=DAYS,
        quota=quota,
        plan_document=f"Kế hoạch điều dưỡng năm {begins_on.year}",
    )


def _of_district(number: int, name: str, begins_on: date, quota: int) -> PlannedTrip:
    code = f"lc-huyen-{begins_on.year}-{number}"
    return replace(
        _trip(code, f"Đồ Sơn, thành phố Hải Phòng (đoàn {name})", begins_on, quota),
        run_by=DISTRICT_RUN,
        plan_document=f"Kế hoạch điều dưỡng năm {begins_on.year} của Ủy ban nhân dân {name}",
    )


QUANG_NINH = _trip("lc-2025-1", "Bãi Cháy, tỉnh Quảng Ninh", date(2025, 9, 15), 75)
BAO_THANG, LAO_CAI_CITY, VAN_BAN, BAO_YEN, BAT_XAT = (
    *("huyện Bảo Thắng", "thành phố Lào Cai", "huyện Văn Bàn", "huyện Bảo Yên"),
    "huyện Bát Xát",
)
COMMUNES = {
    BAO_THANG: ("XP-LC-BAOTHANG", "XP-LC-TANGLOONG"),
    LAO_CAI_CITY: ("XP-LC-LAOCAI", "XP-LC-CAMDUONG"),
    VAN_BAN: ("XP-LC-VANBAN", "XP-LC-VOLAO"),
    BAO_YEN: ("XP-LC-BAOYEN",),
    BAT_XAT: ("XP-LC-BATXAT", "XP-LC-MUONGHUM"),
}
"""Of an old district those communes that the demo has."""
OF_DISTRICTS_2024 = {
    BAO_THANG: _of_district(1, BAO_THANG, date(2024, 5, 13), 35),
    LAO_CAI_CITY: _of_district(2, LAO_CAI_CITY, date(2024, 6, 10), 35),
    VAN_BAN: _of_district(3, VAN_BAN, date(2024, 9, 23), 35),
    BAO_YEN: _of_district(4, BAO_YEN, date(2024, 10, 14), 35),
}
OF_DISTRICTS_2025 = {
    BAT_XAT: _of_district(1, BAT_XAT, date(2025, 5, 12), 40),
    LAO_CAI_CITY: _of_district(2, LAO_CAI_CITY, date(2025, 6, 2), 40),
}
OF_YEN_BAI = tuple(
    _trip(f"yb-2025-{number}", "Sầm Sơn, tỉnh Thanh Hóa", begins_on, 36)
    for number, begins_on in enumerate(
        (
            *(date(2025, 4, 14), date(2025, 5, 19), date(2025, 7, 14)),
            *(date(2025, 8, 18), date(2025, 9, 22), date(2025, 10, 13)),
        ),
        start=1,
    )
)


def _shared(total: int, parts: int) -> list[int]:
    return [total // parts + (number < total % parts) for number in range(parts)]


def _delegated(
    trips: dict[str, PlannedTrip], ends_on: date, away: int, at_home: int, resting: int
) -> list[PlannedQuota]:
    """What the districts were given; ``away`` and ``at_home`` are đồng of one person."""
    communes = [(name, code) for name in trips for code in COMMUNES[name]]
    homes = _shared(resting, len(communes))
    quotas = []
    for name, trip in trips.items():
        for code, people in zip(
            COMMUNES[name], _shared(trip.quota, len(COMMUNES[name])), strict=True
        ):
            quotas.append(_granted(GROUP, people, away, name, code, ends_on, ((trip, people),)))
    for (name, code), people in zip(communes, homes, strict=True):
        quotas.append(_granted(HOME, people, at_home, name, code, ends_on, ()))
    return quotas


def _granted(
    form: str,
    people: int,
    each: int,
    name: str,
    commune: str,
    ends_on: date,
    trips: tuple[tuple[PlannedTrip, int], ...],
) -> PlannedQuota:
    return PlannedQuota(
        form=form,
        people=people,
        each=each,
        granted=people * each,
        begins_on=max(date(2024, 4, 1), date(ends_on.year, 1, 1)),
        ends_on=ends_on,
        commune=commune,
        delegate=f"Ủy ban nhân dân {name}",
        trips=trips,
        payer=DISTRICT,
    )


def _of_province(
    begins_on: date, trips: Sequence[PlannedTrip], away: int, at_home: int, resting: int
) -> list[PlannedQuota]:
    going = sum(trip.quota for trip in trips)
    ends_on = date(begins_on.year, 12, 31)
    filled = tuple((trip, trip.quota) for trip in trips)
    return [
        PlannedQuota(
            form=GROUP,
            people=going,
            each=away,
            granted=going * away,
            begins_on=begins_on,
            ends_on=ends_on,
            trips=filled,
        ),
        PlannedQuota(
            form=HOME,
            people=resting,
            each=at_home,
            granted=resting * at_home,
            begins_on=begins_on,
            ends_on=ends_on,
        ),
    ]


GROUPS = tuple(RETIRED[LAO_CAI])
ORDERING = ("waiting", "group", "age")
FORMS = dict.fromkeys(GROUPS, (GROUP, HOME))
PLAN_2024 = PlannedPlan(
    law="lao-cai-12-2020",
    year=2024,
    number="35/KH-UBND",
    dated_on=date(2024, 2, 19),
    sent_on=date(2025, 3, 24),
    confirm_by=date(2025, 3, 27),
    agreed_on=date(2025, 3, 28),
    over_on=date(2025, 4, 2),
    quotas=tuple(
        _delegated(OF_DISTRICTS_2024, date(2024, 12, 31), 8_000 * THOUSAND, 3_500 * THOUSAND, 98)
    ),
    home_days=tuple(date(2024, 4, 8) + timedelta(days=14 * count) for count in range(16)),
    is_history=True,
    ordering=ORDERING,
    groups=GROUPS,
    forms=FORMS,
)
PLAN_2025 = PlannedPlan(
    law="lao-cai-22-2024",
    year=2025,
    number="21/KH-SYT",
    dated_on=date(2025, 4, 3),
    sent_on=date(2025, 4, 4),
    confirm_by=date(2025, 4, 18),
    agreed_on=date(2025, 4, 24),
    over_on=date(2025, 12, 31),
    quotas=(
        *_of_province(date(2025, 7, 1), (QUANG_NINH,), 9_600 * THOUSAND, 4_200 * THOUSAND, 78),
        *_delegated(OF_DISTRICTS_2025, date(2025, 6, 30), 9_600 * THOUSAND, 4_200 * THOUSAND, 80),
    ),
    home_days=(date(2025, 6, 9), date(2025, 8, 20), date(2025, 10, 8)),
    ordering=ORDERING,
    groups=GROUPS,
    forms=FORMS,
)
OF_YEN_BAI_2025 = PlannedPlan(
    law="yen-bai-18-qd-tu",
    year=2025,
    number="22/KH-SYT",
    dated_on=date(2025, 2, 11),
    sent_on=date(2025, 2, 12),
    confirm_by=date(2025, 2, 28),
    agreed_on=date(2025, 3, 11),
    over_on=date(2025, 12, 31),
    quotas=tuple(
        _of_province(date(2025, 1, 1), OF_YEN_BAI, 7_600 * THOUSAND, 4_300 * THOUSAND, 206)
    ),
    home_days=(date(2025, 8, 22), date(2025, 10, 9)),
    ordering=ORDERING,
    groups=GROUPS,
    forms=FORMS,
)
DRAFTED_ON = date(2026, 11, 18)
DRAFTS_2027 = tuple(
    replace(
        plan,
        year=2027,
        number=number,
        dated_on=DRAFTED_ON,
        sent_on=DRAFTED_ON,
        quotas=tuple(_of_province(date(2027, 1, 1), *granted)),
    )
    for plan, number, granted in (
        (PLAN_2025, "131/KH-SYT", ((QUANG_NINH,), 9_600 * THOUSAND, 4_200 * THOUSAND, 160)),
        (OF_YEN_BAI_2025, "132/KH-SYT", (OF_YEN_BAI, 7_600 * THOUSAND, 4_300 * THOUSAND, 210)),
    )
)
"""Of these only what is granted is known yet."""


def fair_lists(people: Sequence[Person]) -> dict[str, FairList]:
    """By law, in the order in which they were made; who went in 2024 waits for the others."""
    before = _listed(PLAN_2024, people, LAO_CAI, Told(), set())
    turns = (PLAN_2025, LAO_CAI, before.everybody), (OF_YEN_BAI_2025, YEN_BAI, set[int]())
    lists = [before]
    for plan, territory, gone in turns:
        told = _told(plan, _turns(plan, people, territory, gone))
        lists.append(_listed(plan, people, territory, told, gone))
    _, of_lao_cai, of_yen_bai = lists
    of_lao_cai.stay_at_home(QUANG_NINH.code, 31)
    of_yen_bai.replace(OF_YEN_BAI[1].code, 8)
    of_yen_bai.stay_at_home(OF_YEN_BAI[4].code, 20)
    return {found.plan.law: found for found in lists}


def _listed(
    plan: PlannedPlan, people: Sequence[Person], territory: str, told: Told, gone: set[int]
) -> FairList:
    return settle(plan, _turns(plan, people, territory, gone), told)


def _turns(
    plan: PlannedPlan, people: Sequence[Person], territory: str, gone: set[int]
) -> list[Turn]:
    """Whoever had retired; ``gone`` went the year before."""
    on = min(plan.sent_on, date(plan.year, 12, 31))
    return [
        Turn(
            person=person,
            group=person.resting,
            years=1 if person.number in gone else plan.year + 1 - _since(person),
        )
        for person in people
        if person.resting and person.territory == territory and person.had_retired(on)
    ]


def _since(person: Person) -> int:
    assert person.retired_on
    return max(LISTED_SINCE, person.retired_on.year)


def _told(plan: PlannedPlan, turns: Sequence[Turn]) -> Told:
    """Of those who were to travel one in twelve is too frail, and a few would rather stay."""
    travelling = [
        turn.person
        for turn, place in given(plan, turns, Told())
        if place.share and plan.quotas[place.share.key].form == GROUP
    ]
    return Told(
        unfit=travelling[4::12],
        wishes={person.number: HOME for person in travelling[7::24]},
        declined=travelling[9::48],
    )


def in_time(
    lists: Mapping[str, FairList], people: Sequence[Person], calendar: Calendar
) -> Iterator[Happening]:
    """What the lists come to; nobody is anywhere else in those days."""
    by_id = {person.citizen_id: person for person in people}
    for found in lists.values():
        for each in found.happenings(CLERK):
            calendar.take(by_id[each.cells[0]], each.on, each.last_day)
            yield each
