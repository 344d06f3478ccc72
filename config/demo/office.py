"""A department at work: workbooks come in, claims are checked, approved, listed and paid.

Two checkers and two approvers share the claims; nobody does two steps of one claim.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import connection

from accounts.models import User
from beneficiaries.importing import confirm_batch, judge_file
from beneficiaries.matching import any_of
from beneficiaries.models import BatchState, Cadre, HealthCard, ImportBatch, Membership
from checkups.models import Checkup, HospitalStay
from claims.actions import (
    Outcome,
    approve_many,
    check_many,
    confirm_taken_over,
    issue_list,
    mark_failed,
    mark_paid,
    open_list,
    send_back,
    submit,
)
from claims.importing import event_kinds
from claims.models import Claim, ClaimLine, ClaimState
from config.demo.founding import VIETNAM
from config.demo.plan import HISTORY_ENDS, Happening
from config.demo.sheets import event_sheet
from policies.models import Payer

STAY = HospitalStay.KIND
LIST_TITLES = {
    STAY: "Thăm hỏi, tiền ăn, viện phí nội trú",
    "checkup": "Khám sức khỏe",
    "critical_illness": "Hỗ trợ bệnh hiểm nghèo",
    "drug_supply": "Thuốc đặc trị",
    "purchase_package": "Gói thầu mua thuốc",
    "staff_allowance": "Phụ cấp người làm nhiệm vụ",
    "trip_participation": "Điều dưỡng theo đoàn",
    "home_convalescence": "Điều dưỡng tại nhà",
    "benefit_request": "Hỗ trợ khám bệnh, chữa bệnh",
}
FILE_NAMES = {
    STAY: "noi-tru",
    "checkup": "kham",
    "critical_illness": "hiem-ngheo",
    "drug_supply": "thuoc",
    "purchase_package": "goi-thau",
    "staff_allowance": "phu-cap",
    "trip_participation": "doan",
    "home_convalescence": "tai-nha",
    "benefit_request": "de-nghi",
}
GROWING = (Cadre, Membership, HealthCard, Claim, ClaimLine, HospitalStay, Checkup)

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
    has_a_return: bool = False
    has_a_failure: bool = False

    def covers(self, happening: Happening) -> bool:
        return happening.last_day <= self.until and (self.with_stays or happening.kind != STAY)

    def at(self, step: int, hour: int) -> datetime:
        """The moment of a step; all on one day where entering and paying fall on one."""
        day = min(self.entered_on + timedelta(days=step), self.paid_on)
        return datetime.combine(day, time(hour), VIETNAM)


def take_in(
    kind: str, content: bytes, file_name: str, by: User, options: dict[str, object] | None = None
) -> ImportBatch:
    """Look and leap; the demo's own workbooks have no wrong row."""
    batch = judge_file(kind=kind, content=content, file_name=file_name, by=by, options=options)
    if batch.state != BatchState.JUDGED or batch.counts["wrong"]:
        raise CannotBuild(
            f"Tệp {file_name} của năm mẫu bị từ chối: {batch.failure or batch.counts}"
        )
    return confirm_batch(batch_id=batch.pk, by=by, whole=True)


type Way = Callable[[Office, Round, Sequence[Happening]], list[int]]
"""How happenings of a kind are entered: answers the ids of the claims that were submitted."""


class Office:
    """The people of one department; ``suffix`` ends the names of its users.

    Kinds of happenings without a way of their own come in as workbooks of events.
    """

    def __init__(
        self, users: Mapping[str, User], suffix: str = "", ways: Mapping[str, Way] | None = None
    ) -> None:
        self._users = users
        self._suffix = suffix
        self._ways = ways or {}
        self._voucher = 0
        self._came_back: list[int] = []

    def user(self, name: str) -> User:
        return self._users[f"{name}{self._suffix}"]

    def sender(self, username: str) -> User:
        """Whoever sends in a happening, in or outside of the department."""
        return self._users[username]

    @property
    def clerks(self) -> dict[int, User]:
        """Those who enter data outside of the department, by unit."""
        everybody = (user for user in self._users.values() if user.may("fact_record"))
        return {user.unit_id: user for user in everybody if not user.unit.sees_all}

    def take_over(self, history: Sequence[Happening]) -> None:
        """What was paid before the portal began: imported as such, confirmed by a second person."""
        moment = datetime.combine(HISTORY_ENDS + timedelta(days=1), time(9), VIETNAM)
        batches = self._take_in_all(history, "03-2025", moment, {"paid": True})
        claims = Claim.objects.filter(batch__in=batches).values_list("pk", flat=True)
        _all_done(
            confirm_taken_over(
                claims=claims, by=self.user("thamdinh"), at=moment + timedelta(days=1)
            )
        )

    def work_through(self, office_round: Round, happenings: Sequence[Happening]) -> list[Happening]:
        """Enter, check, approve and pay what is due; what isn't yet comes back."""
        due: list[Happening] = []
        later: list[Happening] = []
        for each in happenings:
            (due if office_round.covers(each) else later).append(each)
        ids = self._enter(due, office_round)
        if office_round.has_a_return:
            self._return_one(ids, office_round)
        for half, number in ((ids[::2], ""), (ids[1::2], "2")):
            checker, approver = self.user(f"thamdinh{number}"), self.user(f"lanhdao{number}")
            _all_done(check_many(claims=half, by=checker, at=office_round.at(1, 10)))
            _all_done(approve_many(claims=half, by=approver, at=office_round.at(2, 11)))
        self._pay(ids, office_round)
        return later

    def _enter(self, due: Sequence[Happening], office_round: Round) -> list[int]:
        """Enter all of it, every kind its own way; the submitted claims in their order."""
        moment = office_round.at(0, 8)
        by_workbook = [each for each in due if each.kind not in self._ways]
        slug = f"{office_round.until:%m-%Y}"
        batches = self._take_in_all(by_workbook, slug, moment, {"submit": True})
        claims = Claim.objects.filter(batch__in=batches, state=ClaimState.SUBMITTED)
        ids = list(claims.values_list("pk", flat=True))
        for kind, way in self._ways.items():
            if own := [each for each in due if each.kind == kind]:
                ids += way(self, office_round, own)
        return sorted(ids)

    def _take_in_all(
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
            batch = take_in(
                kind,
                event_sheet(kind, rows, paid=bool(options.get("paid"))),
                f"{FILE_NAMES[kind]}-{slug}.xlsx",
                self._users[uploader],
                options | {"at": moment.isoformat()},
            )
            batches.append(batch.pk)
        ImportBatch.objects.filter(pk__in=batches).update(uploaded_at=moment, confirmed_at=moment)
        return batches

    def _return_one(self, ids: Sequence[int], office_round: Round) -> None:
        """A file that lacked a paper went back to its maker and came again the same day."""
        claim = Claim.objects.filter(pk__in=ids, fact_kind=STAY).earliest("pk")
        moment = office_round.at(0, 14)
        reason = "Thiếu giấy ra viện có dấu của cơ sở khám, chữa bệnh; đề nghị bổ sung."
        claim = send_back(claim=claim, by=self.user("thamdinh"), reason=reason, at=moment)
        submit(claim=claim, by=claim.made_by, at=moment + timedelta(hours=2))

    def _pay(self, ids: Sequence[int], office_round: Round) -> None:
        """A list of each kind and payer."""
        ready = any_of(Claim.objects.all(), "pk", [*ids, *self._came_back], "bigint")
        ready = ready.filter(state=ClaimState.APPROVED)
        claims: dict[tuple[str, int], list[int]] = defaultdict(list)
        for pk, kind, payer_id in ready.order_by("pk").values_list("pk", "fact_kind", "payer"):
            claims[kind, payer_id].append(pk)
        payers = Payer.objects.in_bulk()
        for kind in event_kinds():
            for payer_id, payer in payers.items():
                if found := claims[kind, payer_id]:
                    self._pay_list(kind, payer, found, office_round)

    def _pay_list(
        self, kind: str, payer: Payer, claims: Sequence[int], office_round: Round
    ) -> None:
        cashier = self.user("chitra")
        payment_list, outcomes = open_list(
            claims=claims,
            payer=payer,
            budget_year=office_round.paid_on.year,
            title=f"{LIST_TITLES[kind]} {office_round.label}",
            by=cashier,
            at=office_round.at(3, 14),
        )
        _all_done(outcomes)
        issue_list(payment_list=payment_list, by=cashier)
        payments = list(payment_list.payments.values_list("pk", flat=True))
        if office_round.has_a_failure and kind == STAY:
            self._came_back.append(payment_list.payments.get(pk=payments[-1]).claim_id)
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


def analyse() -> None:
    """So many new rows at once: let the database plan by what is there."""
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(table._meta.db_table for table in GROWING)}")
