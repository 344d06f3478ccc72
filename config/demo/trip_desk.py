"""Carries trips and convalescence at home out, by the portal's own steps."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

from accounts.models import User
from beneficiaries.models.cadre import Sex
from claims.actions import submit_many
from claims.models import Claim
from config.demo.office import CannotBuild, Office, Round, Way
from config.demo.people import Person
from config.demo.plan import HISTORY_ENDS, Happening, PlannedTrip
from config.demo.trip_bills import pay_by_bill
from config.demo.trip_lists import ListDesk, candidates_of, moment
from config.demo.trips import HOME, HOME_KIND, Change, FairList
from convalescence.models import (
    Candidate,
    Companion,
    CompanionRole,
    GiveUpReason,
    HomeConvalescence,
    HomeRunState,
    Participation,
    Seat,
    Trip,
    YearPlan,
)
from convalescence.planning import at_home, standing
from convalescence.planning.agreeing import advance
from convalescence.planning.life import Action as PlanAction
from convalescence.trips import planned, seating
from convalescence.trips.attending import Change as Mark
from convalescence.trips.attending import mark
from convalescence.trips.billing import link
from convalescence.trips.life import move_trip
from convalescence.trips.settling import begin_closing
from convalescence.trips.workflow import Action

TRIP_KIND = Participation.KIND
MEDICS = (("Lương Thị Ngân", Sex.FEMALE), ("Hoàng Văn Thạch", Sex.MALE))
ILL = "Vừa ra viện, bác sĩ khuyên chưa đi xa."
STAYS = "Có giấy của trạm y tế xã, xin điều dưỡng tại nhà."
GIVES_IT_UP = "Đã vào viện dài ngày; gia đình xin thôi điều dưỡng tại nhà năm nay."


class TripDesk:
    """The lists of a province, each with its plan once it is agreed."""

    def __init__(self, users: Mapping[str, User], suffix: str = "") -> None:
        self._clerk, self._checker = users[f"nhaplieu{suffix}"], users[f"thamdinh{suffix}"]
        self.lists = ListDesk(self._clerk, users[f"nhaplieu.xa{suffix}"], users[f"lanhdao{suffix}"])
        self._found: dict[YearPlan, FairList] = {}

    @property
    def ways(self) -> dict[str, Way]:
        """How the office enters what happened on trips and at home."""
        return {TRIP_KIND: self.hold_trips, HOME_KIND: self.pay_at_home}

    def agree(self, found: FairList) -> None:
        """Make the plan, its list and its trips. Raises ``CannotBuild``."""
        self._found[self.lists.agree(found)] = found

    def close(self) -> None:
        """The years of the plans are over."""
        for plan, found in self._found.items():
            over = moment(found.plan.over_on, 16)
            advance(plan=plan, action=PlanAction.CLOSE, by=self._clerk, at=over)

    def send(self, code: str, until: date) -> Trip:
        """A trip leaves, and who is there is marked up to this day."""
        [(trip, found, plan)] = [
            (trip, found, plan)
            for plan, found in self._found.items()
            for trip in found.plan.trips
            if trip.code == code
        ]
        held = self._go(trip, found, plan)
        self._mark(held, min(until, trip.ends_on))
        return held

    # --- What the office has done ---------------------------------------------------------------

    def hold_trips(
        self, office: Office, office_round: Round, happenings: Sequence[Happening]
    ) -> list[int]:
        """Trips that are over: who went, and the claims of all of them."""
        due = {each.cells[1] for each in happenings}
        at = office_round.at(0, 8)
        trips = [
            (trip, found, plan)
            for plan, found in self._found.items()
            for trip in found.plan.trips
            if trip.code in due
        ]
        ids: list[int] = []
        for trip, found, plan in sorted(trips, key=lambda one: one[0].begins_on):
            held = self._go(trip, found, plan)
            self._mark(held, trip.ends_on)
            ids += self._settle(held, trip, at)
        return ids

    def pay_at_home(
        self, office: Office, office_round: Round, happenings: Sequence[Happening]
    ) -> list[int]:
        """Claims of all who stay at home, at once for each plan and day."""
        days = {each.on for each in happenings}
        ids: list[int] = []
        for plan, found in self._found.items():
            for day in sorted(days & found.resting.keys()):
                self._free_places(plan, found, day)
                ids += self._pay_at_home(plan, found, day, office_round.at(0, 9))
        return ids

    def _pay_at_home(self, plan: YearPlan, found: FairList, day: date, at: datetime) -> list[int]:
        run = at_home.begin(plan=plan, requested_on=day, by=self._clerk, at=at)
        run = at_home.carry_out(run, at)
        if run.state != HomeRunState.DONE or run.opened != len(found.resting[day]):
            raise CannotBuild(f"Điều dưỡng tại nhà ngày {day}: {run.refused or run.failure}")
        homes = HomeConvalescence.objects.filter(candidate__plan=plan, requested_on=day)
        return self._submit(HOME_KIND, homes.values_list("pk", flat=True), at)

    def _free_places(self, plan: YearPlan, found: FairList, day: date) -> None:
        """Those who give a place at home up before the claims are opened."""
        *_, main, _last = (None, None, *found.plan.home_days)
        freed = [change.freed for change in found.changes if change.freed and day == main]
        at = moment(day - timedelta(days=2), 9)
        for one in candidates_of(plan, freed).values():
            standing.leave(candidate=one, reason=GIVES_IT_UP, by=self._clerk, at=at)

    def _submit(self, kind: str, facts: Iterable[int], at: datetime) -> list[int]:
        drafts = Claim.objects.filter(fact_kind=kind, fact_id__in=list(facts), state="draft")
        ids = list(drafts.order_by("pk").values_list("pk", flat=True))
        for outcome in submit_many(claims=ids, by=self._clerk, at=at):
            if outcome.problem:
                raise CannotBuild(outcome.problem)
        return ids

    # --- A trip ---------------------------------------------------------------------------------

    def _go(self, trip: PlannedTrip, found: FairList, plan: YearPlan) -> Trip:
        """From the first name to the day on which they leave."""
        changes = [change for change in found.changes if change.trip.code == trip.code]
        came_for = {change.coming.number: change.out for change in changes}
        listed = [came_for.get(one.number, one) for one in found.going[trip.code]]
        held = self._move(Trip.objects.get(code=trip.code), Action.OPEN, trip, 20)
        people = candidates_of(plan, [*listed, *(change.coming for change in changes)])
        seated = planned.seat_many(
            trip=held,
            candidates=[people[one.number] for one in listed],
            by=self._clerk,
            at=moment(trip.begins_on - timedelta(days=19), 9),
        )
        if seated.refused:
            raise CannotBuild(" ".join(seated.refused))
        for change in changes:
            self._change(held, change, people)
        self._lodge(held)
        return self._move(held, Action.LEAVE, trip, 0)

    def _move(self, held: Trip, action: Action, trip: PlannedTrip, days_before: int) -> Trip:
        at = moment(trip.begins_on - timedelta(days=days_before), 7)
        return move_trip(trip=held, action=action, by=self._clerk, at=at)

    def _change(self, held: Trip, change: Change, people: dict[int, Candidate]) -> None:
        """Somebody else goes; with a place at home free, who was to go stays there."""
        seat = held.seats.select_related("candidate__plan", "trip", "cadre").get(
            candidate=people[change.out.number]
        )
        coming = people[change.coming.number]
        at = moment(change.trip.begins_on - timedelta(days=5), 9)
        if change.freed is None:
            planned.replace(
                seat=seat,
                cadre=coming.cadre,
                by=self._clerk,
                reason=GiveUpReason.HEALTH,
                note=ILL,
                at=at,
            )
            return
        quota = people[change.out.number].quota
        assert quota  # of whoever was chosen
        planned.give_up(seat=seat, by=self._clerk, reason=GiveUpReason.HOME, note=STAYS, at=at)
        called = standing.call_next(quota=quota, by=self._clerk, at=at)
        if called.pk != coming.pk:
            raise CannotBuild(f"{called.cadre} được gọi thay vì {coming.cadre}.")
        seating.take_seat(trip=held, cadre=called.cadre, by=self._clerk, at=at)

    def _lodge(self, held: Trip) -> None:
        """A medic goes along; two share a room."""
        name, sex = MEDICS[held.pk % len(MEDICS)]
        medic = Companion(trip=held, role=CompanionRole.MEDIC, full_name=name, sex=sex)
        seating.add_companion(companion=medic)
        vehicles = len(held.vehicle_names)
        rooms = [
            (sleeper, seating.Lodging(room, False, 1 + place % vehicles))
            for place, (sleeper, room) in enumerate(seating.proposed_rooms(held).items())
        ]
        seating.lodge(
            trip=held,
            seats={one.pk: lodging for one, lodging in rooms if isinstance(one, Seat)},
            companions={one.pk: lodging for one, lodging in rooms if isinstance(one, Companion)},
        )

    def _mark(self, held: Trip, until: date, at: datetime | None = None) -> None:
        """Everybody is there, up to a day."""
        seats = held.seats.held().values_list("pk", flat=True)
        days = [day for day in held.each_day if day <= until]
        marks = [Mark(seat, day, False, True) for seat in seats for day in days]
        told = mark(trip=held, changes=marks, by=self._clerk, at=at or moment(until, 17))
        if told.refused:
            raise CannotBuild(told.refused[0])

    def _settle(self, held: Trip, trip: PlannedTrip, at: datetime) -> list[int]:
        """By the bill of the centre, where it sends one; then the trip is closed."""
        ids = pay_by_bill(held, self._clerk, self._checker, at) if held.facility_id else []
        begin_closing(trip=held, by=self._clerk, at=at + timedelta(hours=2))
        facts = held.participations.values_list("pk", flat=True)
        return ids + self._submit(TRIP_KIND, facts, at + timedelta(hours=3))

    # --- Old books ------------------------------------------------------------------------------

    def follow_history(self) -> None:
        """What was taken over belongs to a plan: its trips are over, its people had their turn."""
        at = moment(HISTORY_ENDS + timedelta(days=2), 14)
        for plan, found in self._found.items():
            for trip in found.plan.trips:
                if trip.ends_on <= HISTORY_ENDS:
                    self._recall(Trip.objects.get(code=trip.code), found.going[trip.code], at)
            if found.plan.is_history:
                self._recall_homes(plan)

    def _recall(self, held: Trip, people: Sequence[Person], at: datetime) -> None:
        """Seats and days of a trip whose people were paid from the old books."""
        held = move_trip(trip=held, action=Action.OPEN, by=self._clerk, at=at)
        went = {one.cadre_id: one for one in held.participations.all()}
        listed = candidates_of(held.plan, people) if held.plan else {}
        Seat.objects.bulk_create(
            Seat(
                trip=held,
                cadre_id=one.cadre_id,
                candidate=one,
                begins_on=held.begins_on,
                ends_on=held.ends_on,
                taken_at=at,
                taken_by=self._clerk,
            )
            for one in listed.values()
        )
        held = move_trip(trip=held, action=Action.LEAVE, by=self._clerk, at=at)
        self._mark(held, held.ends_on, at)
        link(held, went)
        move_trip(trip=held, action=Action.CLOSE, by=self._clerk, at=at)

    def _recall_homes(self, plan: YearPlan) -> None:
        """Those of the list who were paid at home."""
        homes = {
            one.cadre_id: one for one in HomeConvalescence.objects.standing().filter(year=plan.year)
        }
        resting = list(plan.candidates.chosen().filter(form=HOME))
        for one in resting:
            one.home = homes[one.cadre_id]
        Candidate.objects.bulk_update(resting, ["home"])
