"""Check-up rounds in people's hands today: one that runs, and next year's, whose list units hold.

Both belong to 2026 and 2027, so no figure of the demo year moves.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from random import Random

from django.utils import timezone

from accounts.models import Unit, User
from beneficiaries.models import ImportBatch
from checkups.attendance.importing import KIND as ATTENDANCE
from checkups.attendance.marking import appoint_second
from checkups.billing import ROUND
from checkups.models import AbsenceReason, CheckupRound, RemovalReason
from checkups.rounds.appointing import days_of
from checkups.rounds.parts import take_off
from claims.billing.reading import match_bill, upload_bill
from config.demo.lang_son.people import Person, of_group
from config.demo.lang_son.places import DEMO_COMMUNE, DEMO_HOSPITAL
from config.demo.lang_son.rounds import CENTRAL_HOSPITAL, PERIODIC
from config.demo.office import Office, take_in
from config.demo.plan import MILLION, THOUSAND, Happening, PlannedRound
from config.demo.round_listing import Listing, moment
from config.demo.round_papers import Came, Stayed, attendance_sheet, bill_sheet
from config.demo.rounds import CHECKUP
from config.encryption import keyed_hash
from policies.models import Resolution

SEED = 2027
TOLD_ON = date(2026, 11, 20)
"""Before this day there is nothing of these rounds to show."""
SECOND_DATE = date(2026, 12, 4)
BILLING_HOSPITAL = "BVPHCN"
RATE = 3 * MILLION
# Of the running round: who came, who stayed away, and whose day is still to come.
EXAMINED, AWAY, TO_COME = 48, 7, 29
UNDER_WAY = PlannedRound(
    kind=PERIODIC,
    code="doi-tuong-3",
    title="Khám định kỳ Đối tượng 3 năm 2026",
    begins_on=date(2026, 11, 2),
    ends_on=date(2026, 12, 11),
    plan_number="141/KH-SYT",
    plan_date=date(2026, 10, 5),
    plan_document="Kế hoạch khám sức khỏe định kỳ Đối tượng 3 năm 2026 (giả định)",
    confirm_by=date(2026, 10, 23),
    groups=("3",),
    facilities=(DEMO_HOSPITAL, BILLING_HOSPITAL),
    capacity=10,
    estimate=(EXAMINED + AWAY + TO_COME) * RATE,
    listed=EXAMINED + AWAY + TO_COME,
    off="Chờ lượt năm sau: kế hoạch năm 2026 bố trí kinh phí cho 84 người.",
    is_finished=False,
)
NEXT = PlannedRound(
    kind=PERIODIC,
    code="dot-1",
    title="Khám định kỳ Đối tượng 2, 3 và 4, đợt 1 năm 2027",
    begins_on=date(2027, 3, 8),
    ends_on=date(2027, 4, 16),
    plan_number="152/KH-SYT",
    plan_date=date(2026, 11, 6),
    plan_document="Kế hoạch khám sức khỏe định kỳ cho cán bộ đợt 1 năm 2027 (giả định)",
    confirm_by=TOLD_ON,
    groups=("2", "3", "4"),
    facilities=(CENTRAL_HOSPITAL, DEMO_HOSPITAL, BILLING_HOSPITAL),
    capacity=40,
    estimate=3_200 * MILLION,
    is_finished=False,
)
LATE = (DEMO_COMMUNE, "XP-DONGKINH", "XP-BACSON", "SXD")


def add_open_rounds(resolution: Resolution, people: Sequence[Person], office: Office) -> None:
    """Leave a round under way with a bill in dispute, and a list that some units owe."""
    if timezone.localdate() < TOLD_ON:
        return
    random = Random(SEED)
    desk = _Desk(resolution, people, office, random)
    desk.run_one()
    desk.list_next()


class _Desk:
    def __init__(
        self, resolution: Resolution, people: Sequence[Person], office: Office, random: Random
    ) -> None:
        self._resolution = resolution
        self._people = people
        self._office = office
        self._clerk: User = office.user("nhaplieu")
        self._random = random

    def _listing(self, planned: PlannedRound) -> Listing:
        return Listing(self._resolution, planned, self._office.clerks, self._clerk, self._random)

    # --- The round that runs ------------------------------------------------------------------

    def run_one(self) -> None:
        expected = self._expected()
        by_hash = {keyed_hash(each.cells[0]): each for each in expected}
        listing = self._listing(UNDER_WAY)
        chosen = listing.planned()
        listing.listed(chosen, by_hash)
        listing.looked_through(chosen, by_hash)
        listing.confirmed(chosen)
        listing.agreed(chosen, by=self._office.user("lanhdao"))
        listing.invited(chosen, by_hash)
        chosen = listing.started(chosen)
        came = [self._came(each) for each in expected[:EXAMINED]]
        away = [self._person(each) for each in expected[EXAMINED : EXAMINED + AWAY]]
        self._mark(chosen, came, away)
        billed = [
            self._came(each) for each in expected[:EXAMINED] if each.cells[2] == BILLING_HOSPITAL
        ]
        self._bill(chosen, billed, away[0])

    def _expected(self) -> list[Happening]:
        """Everybody on the list with their place and day: those who came first, in their order."""
        people = self._random.sample(of_group(self._people, "3"), UNDER_WAY.listed or 0)
        past = days_of(UNDER_WAY.begins_on, date(2026, 11, 18), saturdays=False)
        to_come = days_of(date(2026, 11, 24), UNDER_WAY.ends_on, saturdays=False)
        told = EXAMINED + AWAY
        days = [self._random.choice(past) for _ in range(told)]
        days += [self._random.choice(to_come) for _ in range(TO_COME)]
        return [
            Happening(
                kind=CHECKUP,
                on=day,
                last_day=day,
                cells=(
                    person.citizen_id,
                    UNDER_WAY.code,
                    self._random.choice(UNDER_WAY.facilities),
                    day,
                    RATE,
                ),
                amount=RATE,
                uploader=self._clerk.username,
            )
            for person, day in zip(people, days, strict=True)
        ]

    def _person(self, happening: Happening) -> Person:
        return next(each for each in self._people if each.citizen_id == happening.cells[0])

    def _came(self, happening: Happening) -> Came:
        return Came(self._person(happening), happening.on, happening.cells[4])

    def _mark(self, chosen: CheckupRound, came: Sequence[Came], away: Sequence[Person]) -> None:
        reasons = (AbsenceReason.BUSY, AbsenceReason.AWAY, AbsenceReason.UNWILLING)
        stayed = [
            Stayed(person, str(reasons[place % 3].label)) for place, person in enumerate(away)
        ]
        at = moment(date(2026, 11, 19), 8)
        batch = take_in(
            ATTENDANCE,
            attendance_sheet(chosen.title, [*came, *stayed]),
            "diem-danh-doi-tuong-3-11-2026.xlsx",
            self._clerk,
            {"round": chosen.pk, "at": at.isoformat()},
        )
        ImportBatch.objects.filter(pk=batch.pk).update(uploaded_at=at, confirmed_at=at)
        missed = chosen.roster.filter(attendance="absent").exclude(
            absence_reason=AbsenceReason.UNWILLING
        )
        appoint_second(
            checkup_round=chosen,
            chosen=dict(missed.values_list("pk", "version")),
            on=SECOND_DATE,
            by=self._clerk,
        )

    def _bill(self, chosen: CheckupRound, came: Sequence[Came], away: Person) -> None:
        """With what hospitals get wrong: a sum too high, one twice, one away, one unknown."""
        dear, *others = came
        lines = [replace(dear, cost=RATE + 350 * THOUSAND), *others[:-2], others[0]]
        lines.append(Came(away, date(2026, 11, 12), RATE))
        stranger = replace(away, full_name="Lâm Thị Vãng", citizen_id="020168999901")
        lines.append(Came(stranger, date(2026, 11, 13), RATE))
        at = moment(date(2026, 11, 19), 14)
        bill = upload_bill(
            occasion=ROUND,
            thing=chosen,
            facility=Unit.objects.get(code=BILLING_HOSPITAL),
            number=f"11/2026/BK-{BILLING_HOSPITAL}",
            dated_on=date(2026, 11, 18),
            printed_total=None,
            content=bill_sheet(chosen.title, lines),
            file_name="bang-ke-phcn-11-2026.xlsx",
            by=self._clerk,
            at=at,
        )
        match_bill(bill.pk, at=at)

    # --- Next year's --------------------------------------------------------------------------

    def list_next(self) -> None:
        listing = self._listing(NEXT)
        chosen = listing.planned()
        listing.listed(chosen, {})
        entries = list(chosen.roster.order_by("pk").values_list("pk", "version"))
        for reason, people in ((RemovalReason.MOVED, 4), (RemovalReason.NO_NEED, 9)):
            take_off(
                checkup_round=chosen,
                chosen=dict(self._random.sample(entries, people)),
                reason=reason,
                note="",
                by=self._clerk,
                at=moment(date(2026, 11, 16), 9),
            )
            entries = list(chosen.roster.kept().order_by("pk").values_list("pk", "version"))
        listing.confirmed(chosen, but=LATE, on=date(2026, 11, 17))
