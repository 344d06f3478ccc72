"""Carries the plan of Lạng Sơn's year out: every row through the imports, every đồng through the
hands of a maker, a checker, an approver and a cashier.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from random import Random

from accounts.models import User
from claims.models import Recipient, RecipientKind
from config.demo import founding
from config.demo.founding import add_estimates
from config.demo.lang_son.open_cases import add_open_cases
from config.demo.lang_son.open_rounds import add_open_rounds
from config.demo.lang_son.people import Person, everybody, staff_names
from config.demo.lang_son.places import PLACES, SIGN_INS
from config.demo.lang_son.registry import known_sheet, new_sheet, reissue_sheet
from config.demo.lang_son.rounds import ROUNDS
from config.demo.lang_son.this_year import add_this_year
from config.demo.lang_son.year import (
    BY_MONTH,
    BY_SESSION,
    DUTY_WORDS,
    SUPPLIERS,
    PlannedRecipient,
    Year,
)
from config.demo.office import Office, Progress, Round, analyse, take_in
from config.demo.rounds import CHECKUP, Rounds
from config.demo.trip_desk import TripDesk
from policies.actions import confirm_rate
from policies.loading import load_pack
from policies.models import Rate, Resolution
from reports.actions import open_report, type_figure, type_reported
from reports.figures.figure import TOTAL
from reports.figures.reckoning import reckon
from reports.models import TypedStatus

SEED = 24
RESOLUTION = "lang-son-24-2024"
YEAR = 2025
OFFICE_ROUNDS = (
    Round("tháng 4/2025", date(2025, 4, 30), date(2025, 5, 5), date(2025, 5, 9)),
    Round("tháng 5/2025", date(2025, 5, 31), date(2025, 6, 2), date(2025, 6, 6), has_a_return=True),
    Round("tháng 6/2025", date(2025, 6, 30), date(2025, 7, 7), date(2025, 7, 11)),
    Round(
        "tháng 7/2025", date(2025, 7, 31), date(2025, 8, 4), date(2025, 8, 8), has_a_failure=True
    ),
    Round("tháng 8/2025", date(2025, 8, 31), date(2025, 9, 8), date(2025, 9, 12)),
    Round("tháng 9/2025", date(2025, 9, 30), date(2025, 10, 6), date(2025, 10, 10)),
    Round("nửa đầu tháng 10/2025", date(2025, 10, 17), date(2025, 10, 20), date(2025, 10, 24)),
    Round("đến 14/11/2025", date(2025, 11, 14), date(2025, 11, 17), date(2025, 11, 21)),
    Round("cuối năm 2025", date(2025, 12, 31), date(2025, 12, 31), date(2025, 12, 31), False),
    Round("tháng 11, 12/2025", date(2025, 12, 31), date(2026, 1, 12), date(2026, 1, 16)),
)
ESTIMATES = {
    "hospital_visit_gift": 90_000_000,
    "inpatient_meal": 5_200_000_000,
    "convalescence_centre": 850_000_000,
    "hospital_fee_support": 10_000_000,
    "convalescence_home": 10_000_000,
    "convalescence_out_of_province": 300_000_000,
    "critical_illness": 150_000_000,
    "special_drug": 1_200_000_000,
    "periodic_checkup": 1_300_000_000,
    "event_checkup": 450_000_000,
    "staff_allowance": 620_000_000,
}
CONFIRMED = (("inpatient_meal", None), ("periodic_checkup", "3"), ("periodic_checkup", "4"))
TYPED = (
    ("inpatient_meal.days", 26_994, TypedStatus.ESTIMATED),
    ("inpatient_meal.amount", 5_128_860_000, TypedStatus.ESTIMATED),
    ("periodic_checkup.people.group_4", 256, TypedStatus.PLANNED),
    ("periodic_checkup.amount.group_4", 512_000_000, TypedStatus.PLANNED),
)
REASONS = {
    TypedStatus.ESTIMATED: (
        "Ước cả năm: các đợt điều trị ra viện sau ngày 14/11/2025 chưa quyết toán; ước theo số "
        "ngày điều trị đã đăng ký của các cơ sở, mức 190.000 đồng mỗi ngày."
    ),
    TypedStatus.PLANNED: (
        "Đang khám theo kế hoạch: 256 người, mức 2.000.000 đồng mỗi người; số đã chi xem ở sổ."
    ),
}


def build(progress: Progress) -> None:
    """The whole year. Raises ``CannotBuild``."""
    progress("Lạng Sơn: đơn vị, người dùng")
    users = add_units_and_users()
    progress("Lạng Sơn: nghị quyết và mức hưởng")
    resolution = add_law(users)
    random = Random(SEED)
    people = everybody(random)
    staff = _staff(random)
    _add_people(people, users, progress)
    _add_plans(resolution, users, staff)
    year = Year(people, staff, SEED)
    happenings = year.happenings()
    rounds = Rounds(resolution, ROUNDS.values(), happenings, people, SEED)
    trips = TripDesk(users)
    trips.agree(year.convalescence)
    office = Office(users, ways={CHECKUP: rounds.enter, **trips.ways})
    progress("Lạng Sơn: sổ cũ quý I/2025")
    office.take_over([each for each in happenings if each.is_history])
    trips.follow_history()
    analyse()
    left = [each for each in happenings if not each.is_history]
    for office_round in OFFICE_ROUNDS:
        progress(f"Lạng Sơn: hồ sơ {office_round.label}")
        left = office.work_through(office_round, left)
    progress("Lạng Sơn: hồ sơ đang xử lý")
    add_open_cases(people, users)
    trips.close()
    add_open_rounds(resolution, people, office)
    add_this_year(people, year.convalescence, users)
    progress("Lạng Sơn: dự toán, báo cáo")
    add_estimates(resolution, YEAR, ESTIMATES)
    _open_report(users["baocao"])


STEPS = 3 + 1 + len(OFFICE_ROUNDS) + 2
"""How often ``build`` tells its progress."""


def add_units_and_users() -> dict[str, User]:
    return founding.add_units_and_users(PLACES, SIGN_INS)


def add_law(users: dict[str, User]) -> Resolution:
    """The resolution in force, a few of its rates vouched for as an example."""
    officer = users["chinhsach"]
    resolution = load_pack(RESOLUTION, by=None, release=True)
    for benefit, group in CONFIRMED:
        rates = Rate.objects.filter(benefit__resolution=resolution, benefit__code=benefit)
        for rate in rates.filter(group__code=group) if group else rates:
            confirm_rate(
                rate=rate,
                by=officer,
                source="Bản trình diễn: giả định đã đối chiếu với nguyên văn nghị quyết",
            )
    return resolution


def _add_people(people: Sequence[Person], users: dict[str, User], progress: Progress) -> None:
    by = users["nhaplieu"]
    progress(f"Lạng Sơn: danh sách {len(people)} người")
    take_in("registry", known_sheet(people), "can-bo-2025.xlsx", by)
    take_in("registry", new_sheet(people), "the-moi-2025.xlsx", by)
    take_in("registry", reissue_sheet(people), "doi-the-2025.xlsx", by)
    analyse()


def _staff(random: Random) -> list[PlannedRecipient]:
    duties = [duty for duty, (count, _, _) in BY_MONTH.items() for _ in range(count)]
    duties += [duty for duty, (sessions, _) in BY_SESSION.items() for _ in sessions]
    names = staff_names(random, len(duties))
    return [
        PlannedRecipient(f"NV-{number:03d}", name, duty)
        for number, (name, duty) in enumerate(zip(names, duties, strict=True), start=1)
    ]


def _add_plans(
    resolution: Resolution, users: dict[str, User], staff: Iterable[PlannedRecipient]
) -> None:
    department = users["nhaplieu"].unit
    Recipient.objects.bulk_create(
        Recipient(
            kind=RecipientKind.STAFF if each.duty else RecipientKind.SUPPLIER,
            code=each.code,
            name=each.name,
            job_title=DUTY_WORDS.get(each.duty, ""),
            unit=department,
            bank_account=f"8400{each.code[-3:]}000{each.code[-3:]}",
            bank_name="Agribank Lạng Sơn",
        )
        for each in (*staff, *SUPPLIERS)
    )


def _open_report(by: User) -> None:
    report = open_report(outline=RESOLUTION, year=YEAR, by=by)
    reckoning = reckon(report)
    for code, value, status in TYPED:
        type_figure(
            report=report,
            figure=reckoning[code].figure,
            value=value,
            status=status,
            reason=REASONS[status],
            by=by,
        )
    type_reported(
        report=report,
        code=TOTAL,
        value=9_464_000_000,
        printed="9.464 triệu",
        precision=1_000_000,
        source="Báo cáo tổng kết năm 2025 đã in, mục kết quả thực hiện",
        by=by,
    )
