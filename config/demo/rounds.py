"""Check-up rounds as they are really run: this is how the demo's office enters who was examined.

Each month the facilities' lists of who came and their bills come in; a bill is matched, decided,
accepted by another and becomes claims. A round that is over is told who stayed away, and closed.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from random import Random

from accounts.models import Unit
from beneficiaries.matching import any_of
from beneficiaries.models import ImportBatch
from checkups.attendance.importing import KIND as ATTENDANCE
from checkups.billing import ROUND
from checkups.models import AbsenceReason, Checkup, CheckupRound
from checkups.rounds.actions import take_step
from checkups.rounds.workflow import Action
from claims.billing.deciding import accept_bill, decide_lines
from claims.billing.opening import open_bill
from claims.billing.reading import match_bill, upload_bill
from claims.models import Bill, Claim, Decision, Finding
from config.demo.office import CannotBuild, Office, Round, take_in
from config.demo.people import Person
from config.demo.plan import Happening, PlannedRound
from config.demo.round_listing import Listing
from config.demo.round_papers import Came, Stayed, attendance_sheet, bill_sheet
from config.encryption import keyed_hash
from policies.models import Resolution

CHECKUP = Checkup.KIND
UP_TO_THE_CEILING = "Thanh toán theo mức trần của văn bản; phần vượt cơ sở không thu thêm."
REASONS_OF_SERVING = {
    AbsenceReason.BUSY: 46,
    AbsenceReason.AWAY: 16,
    AbsenceReason.ELSEWHERE: 20,
    AbsenceReason.UNWILLING: 12,
    AbsenceReason.NOT_INVITED: 6,
}
REASONS_OF_RETIRED = {
    AbsenceReason.IN_HOSPITAL: 24,
    AbsenceReason.AWAY: 22,
    AbsenceReason.ELSEWHERE: 24,
    AbsenceReason.UNWILLING: 22,
    AbsenceReason.NOT_INVITED: 8,
}


class Rounds:
    """The rounds of one resolution; ``happenings`` are all of them that will come."""

    def __init__(
        self,
        resolution: Resolution,
        planned: Iterable[PlannedRound],
        happenings: Iterable[Happening],
        people: Iterable[Person],
        seed: int,
    ) -> None:
        self._resolution = resolution
        self._planned = sorted(planned, key=lambda each: each.begins_on)
        self._random = Random(seed)
        self._people = {keyed_hash(person.citizen_id): person for person in people}
        self._by_citizen_id = {person.citizen_id: person for person in self._people.values()}
        self._coming: dict[str, dict[str, Happening]] = defaultdict(dict)
        for each in happenings:
            if each.kind == CHECKUP and not each.is_history:
                self._coming[each.cells[1]][keyed_hash(each.cells[0])] = each
        self._running: dict[str, CheckupRound] = {}

    def enter(
        self, office: Office, office_round: Round, happenings: Sequence[Happening]
    ) -> list[int]:
        """Who was examined, as the facilities tell and bill it; the claims opened for it."""
        own: dict[str, list[Happening]] = defaultdict(list)
        for each in happenings:
            own[each.cells[1]].append(each)
        claims: list[int] = []
        for planned in self._planned:
            if examined := own[planned.code]:
                claims += self._go_on(office, office_round, planned, examined)
        return claims

    def _go_on(
        self,
        office: Office,
        office_round: Round,
        planned: PlannedRound,
        examined: Sequence[Happening],
    ) -> list[int]:
        if planned.code not in self._running:
            self._running[planned.code] = self._begun(office, planned)
        chosen = self._running[planned.code]
        is_over = planned.is_finished and planned.ends_on <= office_round.until
        self._mark(office, office_round, chosen, examined, is_over=is_over)
        claims = self._bills(office, office_round, chosen, examined)
        if is_over:
            take_step(
                checkup_round=self._running.pop(planned.code),
                action=Action.CLOSE,
                by=office.user("nhaplieu"),
                at=office_round.at(4, 17),
            )
        return claims

    def _begun(self, office: Office, planned: PlannedRound) -> CheckupRound:
        coming = self._coming[planned.code]
        listing = Listing(
            self._resolution, planned, office.clerks, office.user("nhaplieu"), self._random
        )
        chosen = listing.planned()
        listing.listed(chosen, coming)
        listing.looked_through(chosen, coming)
        listing.confirmed(chosen)
        listing.agreed(chosen, by=office.user("lanhdao"))
        listing.invited(chosen, coming)
        return listing.started(chosen)

    # --- Who came -----------------------------------------------------------------------------

    def _mark(
        self,
        office: Office,
        office_round: Round,
        chosen: CheckupRound,
        examined: Sequence[Happening],
        *,
        is_over: bool,
    ) -> None:
        told: dict[str, list[Came | Stayed]] = defaultdict(list)
        for each in examined:
            told[each.uploader].append(self._came(each))
        clerk = office.user("nhaplieu")
        if is_over:
            told[clerk.username] += self._stayed_away(chosen)
        moment = office_round.at(0, 8)
        for uploader, people in told.items():
            batch = take_in(
                ATTENDANCE,
                attendance_sheet(chosen.title, people),
                f"diem-danh-{chosen.code}-{office_round.until:%m-%Y}.xlsx",
                office.sender(uploader),
                {"round": chosen.pk, "at": moment.isoformat()},
            )
            entered = ImportBatch.objects.filter(pk=batch.pk)
            entered.update(uploaded_at=moment, confirmed_at=moment)

    def _came(self, happening: Happening) -> Came:
        citizen_id, _, _, day, cost = happening.cells
        return Came(self._by_citizen_id[citizen_id], day, cost)

    def _stayed_away(self, chosen: CheckupRound) -> list[Stayed]:
        coming = self._coming[chosen.code]
        listed = chosen.roster.kept().order_by("pk")
        papers = listed.values_list("cadre__citizen_id_hash", flat=True)
        return [self._stayed(self._people[paper]) for paper in papers if paper not in coming]

    def _stayed(self, person: Person) -> Stayed:
        weights = REASONS_OF_RETIRED if person.is_retired else REASONS_OF_SERVING
        [reason] = self._random.choices(list(weights), list(weights.values()))
        return Stayed(person, str(reason.label))

    # --- Bills --------------------------------------------------------------------------------

    def _bills(
        self,
        office: Office,
        office_round: Round,
        chosen: CheckupRound,
        examined: Sequence[Happening],
    ) -> list[int]:
        of_facility: dict[tuple[str, str], list[Came]] = defaultdict(list)
        for each in examined:
            of_facility[each.cells[2], each.uploader].append(self._came(each))
        facilities = {
            unit.code: unit for unit in Unit.objects.filter(code__in=_firsts(of_facility))
        }
        claims: list[int] = []
        for (code, uploader), people in of_facility.items():
            number = f"{office_round.until:%m/%Y}/BK-{code}"
            bill = upload_bill(
                occasion=ROUND,
                thing=chosen,
                facility=facilities[code],
                number=number,
                dated_on=office_round.until,
                printed_total=None,
                content=bill_sheet(f"{chosen.title}, {number}", people),
                file_name=f"bang-ke-{code.lower()}-{office_round.until:%m-%Y}.xlsx",
                by=office.sender(uploader),
                at=office_round.at(0, 8),
            )
            claims += self._opened(office, bill, office_round)
        return claims

    def _opened(self, office: Office, bill: Bill, office_round: Round) -> list[int]:
        """Matched, decided, accepted by another, and opened: the claims that were submitted."""
        clerk = office.user("nhaplieu")
        match_bill(bill.pk, at=office_round.at(0, 8))
        if over := list(bill.lines.filter(finding=Finding.OVER).values_list("pk", flat=True)):
            decide_lines(
                bill_id=bill.pk,
                lines=over,
                decision=Decision.TAKEN,
                reason=UP_TO_THE_CEILING,
                by=clerk,
                at=office_round.at(0, 9),
            )
        accept_bill(bill_id=bill.pk, by=office.user("thamdinh"), at=office_round.at(0, 10))
        opened = open_bill(bill_id=bill.pk, by=clerk, submit=True, at=office_round.at(0, 11))
        if opened.refused:
            raise CannotBuild(f"{bill} của năm mẫu có {opened.refused} dòng không lập được hồ sơ.")
        facts = bill.lines.exclude(fact_id=None).values_list("fact_id", flat=True)
        claims = any_of(Claim.objects.filter(fact_kind=CHECKUP), "fact_id", facts, "bigint")
        return list(claims.values_list("pk", flat=True))


def _firsts(pairs: Iterable[tuple[str, str]]) -> set[str]:
    return {first for first, _ in pairs}
