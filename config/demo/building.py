"""Carries the plan of the demo year out: every row through the imports, every đồng through the
hands of a maker, a checker, an approver and a cashier.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from django.contrib.auth.hashers import make_password
from django.db import connection, transaction

from accounts.models import Unit, User
from beneficiaries.importing import confirm_batch, judge_file
from beneficiaries.models import BatchState, Cadre, HealthCard, ImportBatch, Membership
from checkups.models import CheckupRound, HospitalStay
from claims.actions import (
    Outcome,
    approve_many,
    check_many,
    close_period,
    confirm_taken_over,
    issue_list,
    mark_failed,
    mark_paid,
    open_list,
    send_back,
    submit,
)
from claims.importing import event_kinds
from claims.models import BudgetEstimate, Claim, ClaimLine, ClaimState, Recipient, RecipientKind
from config.demo.open_cases import add_open_cases
from config.demo.people import Person, everybody, staff_names
from config.demo.places import DEPARTMENT, PASSWORD, PLACES, SIGN_INS
from config.demo.sheets import event_sheet, registry_sheet, reissue_sheet
from config.demo.year import (
    BY_MONTH,
    BY_SESSION,
    DUTY_WORDS,
    HISTORY_ENDS,
    ROUNDS,
    SUPPLIERS,
    TRIPS,
    Happening,
    PlannedRecipient,
    Year,
)
from convalescence.models import Trip
from policies.actions import confirm_rate
from policies.loading import load_pack
from policies.models import Payer, Rate, Resolution
from reports.actions import open_report, type_figure, type_reported
from reports.figures import TOTAL
from reports.models import TypedStatus
from reports.reckoning import reckon

SEED = 24
VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
RESOLUTION = "lang-son-24-2024"
YEAR = 2025
STAY = "hospital_stay"

type Progress = Callable[[str], None]


class CannotBuild(Exception):
    """Something in the way of the demo year, as a Vietnamese sentence."""


@dataclass(frozen=True, slots=True)
class Round:
    """One go through the office: what was over by ``until``, entered and paid on these days."""

    label: str
    until: date
    entered_on: date
    paid_on: date
    with_stays: bool = True

    def covers(self, happening: Happening) -> bool:
        return happening.last_day <= self.until and (self.with_stays or happening.kind != STAY)

    def at(self, step: int, hour: int) -> datetime:
        """The moment of a step; all on one day where entering and paying fall on one."""
        day = min(self.entered_on + timedelta(days=step), self.paid_on)
        return datetime.combine(day, time(hour), VIETNAM)


OFFICE_ROUNDS = (
    Round("tháng 4/2025", date(2025, 4, 30), date(2025, 5, 5), date(2025, 5, 9)),
    Round("tháng 5/2025", date(2025, 5, 31), date(2025, 6, 2), date(2025, 6, 6)),
    Round("tháng 6/2025", date(2025, 6, 30), date(2025, 7, 7), date(2025, 7, 11)),
    Round("tháng 7/2025", date(2025, 7, 31), date(2025, 8, 4), date(2025, 8, 8)),
    Round("tháng 8/2025", date(2025, 8, 31), date(2025, 9, 8), date(2025, 9, 12)),
    Round("tháng 9/2025", date(2025, 9, 30), date(2025, 10, 6), date(2025, 10, 10)),
    Round("nửa đầu tháng 10/2025", date(2025, 10, 17), date(2025, 10, 20), date(2025, 10, 24)),
    Round("đến 14/11/2025", date(2025, 11, 14), date(2025, 11, 17), date(2025, 11, 21)),
    Round("cuối năm 2025", date(2025, 12, 31), date(2025, 12, 31), date(2025, 12, 31), False),
    Round("tháng 11, 12/2025", date(2025, 12, 31), date(2026, 1, 12), date(2026, 1, 16)),
)
ROUND_WITH_A_RETURN = OFFICE_ROUNDS[1]
ROUND_WITH_A_FAILURE = OFFICE_ROUNDS[3]
LIST_TITLES = {
    "hospital_stay": "Thăm hỏi, tiền ăn, viện phí nội trú",
    "checkup": "Khám sức khỏe",
    "critical_illness": "Hỗ trợ bệnh hiểm nghèo",
    "drug_supply": "Thuốc đặc trị",
    "purchase_package": "Gói thầu mua thuốc",
    "staff_allowance": "Phụ cấp người làm nhiệm vụ",
    "trip_participation": "Điều dưỡng theo đoàn",
    "home_convalescence": "Điều dưỡng tại nhà",
}
FILE_NAMES = {
    "hospital_stay": "noi-tru",
    "checkup": "kham",
    "critical_illness": "hiem-ngheo",
    "drug_supply": "thuoc",
    "purchase_package": "goi-thau",
    "staff_allowance": "phu-cap",
    "trip_participation": "doan",
    "home_convalescence": "tai-nha",
}
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
GROWING = (Cadre, Membership, HealthCard, Claim, ClaimLine, HospitalStay)
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


def is_built() -> bool:
    return User.objects.filter(username=SIGN_INS[0].username, unit__code=DEPARTMENT).exists()


@transaction.atomic
def build(progress: Progress) -> None:
    """Build the whole year, or nothing of it. Raises ``CannotBuild``."""
    progress("Đơn vị, người dùng")
    users = add_units_and_users()
    progress("Nghị quyết và mức hưởng")
    resolution = add_law(users)
    random = Random(SEED)
    people = everybody(random)
    staff = _staff(random)
    _import_registry(people, users, progress)
    _add_plans(resolution, users, staff)
    happenings = Year(people, staff, SEED).happenings()
    office = _Office(users)
    progress("Sổ cũ quý I/2025")
    office.take_over([each for each in happenings if each.is_history])
    _analyse()
    left = [each for each in happenings if not each.is_history]
    for office_round in OFFICE_ROUNDS:
        progress(f"Hồ sơ {office_round.label}")
        left = office.work_through(office_round, left)
    progress("Hồ sơ đang xử lý")
    add_open_cases(people, users)
    progress("Dự toán, báo cáo")
    _add_estimates(resolution)
    close_period(begins_on=date(2024, 1, 1), ends_on=date(2024, 12, 31), by=users["chitra"])
    _open_report(resolution, users["baocao"])


STEPS = 3 + 3 + len(OFFICE_ROUNDS) + 2
"""How often ``build`` tells its progress."""


def add_units_and_users() -> dict[str, User]:
    """The places of the demo, and its users by name."""
    units = Unit.objects.bulk_create(
        Unit(code=place.code, name=place.name, kind=place.kind, hospital_level=place.level)
        for place in PLACES
    )
    by_code = {unit.code: unit for unit in units}
    password = make_password(PASSWORD)
    users = User.objects.bulk_create(
        User(
            username=sign_in.username,
            full_name=sign_in.full_name,
            unit=by_code[sign_in.unit],
            job_title=sign_in.job_title,
            roles=list(sign_in.roles),
            password=password,
            created_at=datetime(2024, 12, 16, 8, tzinfo=VIETNAM),
        )
        for sign_in in SIGN_INS
    )
    return {user.username: user for user in users}


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


# --- Who -------------------------------------------------------------------------------------


def _import_registry(people: Sequence[Person], users: dict[str, User], progress: Progress) -> None:
    by = users["nhaplieu"]
    known = [person for person in people if not person.is_new]
    progress(f"Danh sách {len(people)} người")
    title = "Danh sách cán bộ được bảo vệ, chăm sóc sức khỏe"
    _import("registry", registry_sheet(title, known), "can-bo-2025.xlsx", by)
    progress("Thẻ cấp mới, cấp đổi")
    title = "Danh sách cấp thẻ lần đầu năm 2025"
    new = [person for person in people if person.is_new]
    _import("registry", registry_sheet(title, new), "the-moi-2025.xlsx", by)
    title = "Danh sách cấp đổi thẻ năm 2025"
    reissued = [person for person in people if person.is_reissued]
    _import("registry", reissue_sheet(title, reissued), "doi-the-2025.xlsx", by)
    _analyse()


def _import(
    kind: str, content: bytes, file_name: str, by: User, options: dict[str, object] | None = None
) -> ImportBatch:
    """Look and leap; the demo's own workbooks have no wrong row."""
    batch = judge_file(kind=kind, content=content, file_name=file_name, by=by, options=options)
    if batch.state != BatchState.JUDGED or batch.counts["wrong"]:
        raise CannotBuild(
            f"Tệp {file_name} của năm mẫu bị từ chối: {batch.failure or batch.counts}"
        )
    return confirm_batch(batch_id=batch.pk, by=by, whole=True)


def _staff(random: Random) -> list[PlannedRecipient]:
    duties = [duty for duty, (count, _, _) in BY_MONTH.items() for _ in range(count)]
    duties += [duty for duty, (sessions, _) in BY_SESSION.items() for _ in sessions]
    names = staff_names(random, len(duties))
    return [
        PlannedRecipient(f"NV-{number:03d}", name, duty)
        for number, (name, duty) in enumerate(zip(names, duties, strict=True), start=1)
    ]


# --- What was planned --------------------------------------------------------------------------


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
    CheckupRound.objects.bulk_create(
        CheckupRound(
            resolution=resolution,
            kind=planned.kind,
            code=planned.code,
            title=planned.title,
            year=YEAR,
            plan_document="Kế hoạch khám sức khỏe cán bộ năm 2025",
            begins_on=planned.begins_on,
            ends_on=planned.ends_on,
        )
        for planned in ROUNDS.values()
    )
    Trip.objects.bulk_create(
        Trip(
            resolution=resolution,
            kind=planned.kind,
            code=planned.code,
            place=planned.place,
            begins_on=planned.begins_on,
            ends_on=planned.ends_on,
            quota=planned.quota,
            plan_document="Kế hoạch điều dưỡng năm 2025 của Ban Tổ chức Tỉnh ủy",
        )
        for planned in TRIPS
    )


# --- What was done -----------------------------------------------------------------------------


class _Office:
    """The people of the department at work; two checkers and two approvers share the claims."""

    def __init__(self, users: dict[str, User]) -> None:
        self._users = users
        self._payer = Payer.objects.get(code="ngan-sach-tinh")
        self._voucher = 0

    def take_over(self, history: Sequence[Happening]) -> None:
        """What was paid before the portal began: imported as such, confirmed by a second person."""
        moment = datetime.combine(HISTORY_ENDS + timedelta(days=1), time(9), VIETNAM)
        batches = self._import_all(history, "03-2025", moment, {"paid": True})
        claims = Claim.objects.filter(batch__in=batches).values_list("pk", flat=True)
        _all_done(
            confirm_taken_over(
                claims=claims, by=self._users["thamdinh"], at=moment + timedelta(days=1)
            )
        )

    def work_through(self, office_round: Round, happenings: Sequence[Happening]) -> list[Happening]:
        """Enter, check, approve and pay what is due; what isn't yet comes back."""
        due: list[Happening] = []
        later: list[Happening] = []
        for each in happenings:
            (due if office_round.covers(each) else later).append(each)
        slug = f"{office_round.until:%m-%Y}"
        batches = self._import_all(due, slug, office_round.at(0, 8), {"submit": True})
        if office_round is ROUND_WITH_A_RETURN:
            self._return_one(batches, office_round)
        claims = Claim.objects.filter(batch__in=batches, state=ClaimState.SUBMITTED)
        ids = list(claims.order_by("pk").values_list("pk", flat=True))
        for half, suffix in ((ids[::2], ""), (ids[1::2], "2")):
            checker, approver = self._users[f"thamdinh{suffix}"], self._users[f"lanhdao{suffix}"]
            _all_done(check_many(claims=half, by=checker, at=office_round.at(1, 10)))
            _all_done(approve_many(claims=half, by=approver, at=office_round.at(2, 11)))
        self._pay(office_round)
        return later

    def _import_all(
        self,
        happenings: Iterable[Happening],
        slug: str,
        moment: datetime,
        options: dict[str, object],
    ) -> list[int]:
        """One workbook of each kind and sender."""
        sorted_out: dict[tuple[str, str], list[Happening]] = defaultdict(list)
        for each in happenings:
            sorted_out[each.kind, each.uploader].append(each)
        batches = []
        for (kind, uploader), rows in sorted_out.items():
            batch = _import(
                kind,
                event_sheet(kind, rows, paid=bool(options.get("paid"))),
                f"{FILE_NAMES[kind]}-{slug}.xlsx",
                self._users[uploader],
                options | {"at": moment.isoformat()},
            )
            batches.append(batch.pk)
        ImportBatch.objects.filter(pk__in=batches).update(uploaded_at=moment, confirmed_at=moment)
        return batches

    def _return_one(self, batches: Sequence[int], office_round: Round) -> None:
        """A file that lacked a paper went back to its maker and came again the same day."""
        claim = Claim.objects.filter(batch__in=batches, fact_kind=STAY).earliest("pk")
        moment = office_round.at(0, 14)
        reason = "Thiếu giấy ra viện có dấu của cơ sở khám, chữa bệnh; đề nghị bổ sung."
        claim = send_back(claim=claim, by=self._users["thamdinh"], reason=reason, at=moment)
        submit(claim=claim, by=claim.made_by, at=moment + timedelta(hours=2))

    def _pay(self, office_round: Round) -> None:
        cashier = self._users["chitra"]
        for kind in event_kinds():
            ready = Claim.objects.filter(state=ClaimState.APPROVED, fact_kind=kind)
            if not ready.exists():
                continue
            payment_list, outcomes = open_list(
                claims=list(ready.values_list("pk", flat=True)),
                payer=self._payer,
                budget_year=office_round.paid_on.year,
                title=f"{LIST_TITLES[kind]} {office_round.label}",
                by=cashier,
                at=office_round.at(3, 14),
            )
            _all_done(outcomes)
            issue_list(payment_list=payment_list, by=cashier)
            payments = list(payment_list.payments.values_list("pk", flat=True))
            if office_round is ROUND_WITH_A_FAILURE and kind == STAY:
                mark_failed(
                    payment_list=payment_list,
                    payments=[payments.pop()],
                    reason="Ngân hàng trả lại: số tài khoản không đúng tên người hưởng.",
                    by=cashier,
                    at=office_round.at(4, 9),
                )
            self._voucher += 1
            mark_paid(
                payment_list=payment_list,
                payments=payments,
                voucher=f"C2-02a/{self._voucher:03d}",
                paid_on=office_round.paid_on,
                by=cashier,
                at=office_round.at(4, 15),
            )


def _all_done(outcomes: Sequence[Outcome]) -> None:
    if problems := {outcome.problem for outcome in outcomes if outcome.problem}:
        raise CannotBuild(" ".join(sorted(problems)))


# --- Money and report --------------------------------------------------------------------------


def _add_estimates(resolution: Resolution) -> None:
    BudgetEstimate.objects.bulk_create(
        BudgetEstimate(
            benefit=benefit,
            year=YEAR,
            amount=ESTIMATES[benefit.code],
            document="Quyết định giao dự toán ngân sách năm 2025 (giả định)",
        )
        for benefit in resolution.benefits.filter(code__in=ESTIMATES)
    )


def _open_report(resolution: Resolution, by: User) -> None:
    report = open_report(resolution=resolution, year=YEAR, by=by)
    figures = reckon(report).book.by_code
    for code, value, status in TYPED:
        type_figure(
            report=report,
            figure=figures[code],
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


def _analyse() -> None:
    """So many new rows at once: let the database plan by what is there."""
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(table._meta.db_table for table in GROWING)}")
