"""The list of a year's plan, from its quotas to the day it is agreed, by the portal's steps."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta

from django.utils.timezone import localdate

from accounts.models import Unit, User
from config.demo.founding import VIETNAM
from config.demo.office import CannotBuild
from config.demo.people import Person
from config.demo.trips import FairList, PlannedPlan, PlannedQuota
from config.encryption import keyed_hash
from convalescence.actions import open_trip
from convalescence.models import Candidate, Fitness, Quota, RunBy, Trip, YearPlan
from convalescence.planning import standing
from convalescence.planning.agreeing import advance, agree, confirm_part
from convalescence.planning.founding import open_plan, save_quota
from convalescence.planning.life import Action
from convalescence.planning.proposing import propose
from policies.models import Resolution

NOT_GOING = ("Bận chăm người thân ốm.", "Gia đình có việc.", "Đang đi thăm con ở xa.")
FROM_BOOKS = "Danh sách đã thực hiện theo sổ cũ; nhập lại khi bắt đầu dùng phần mềm."


def moment(day: date, hour: int = 8) -> datetime:
    return datetime.combine(day, time(hour), VIETNAM)


def candidates_of(plan: YearPlan, people: Iterable[Person]) -> dict[int, Candidate]:
    """By the number of the person."""
    numbers = {keyed_hash(person.citizen_id): person.number for person in people}
    rows = Candidate.objects.filter(plan=plan, cadre__citizen_id_hash__in=list(numbers))
    rows = rows.select_related("cadre", "plan").defer("cadre__citizen_id", "cadre__bank_account")
    return {numbers[one.cadre.citizen_id_hash]: one for one in rows}


class ListDesk:
    """Who makes the list, who looks through a part of it, and who agrees it."""

    def __init__(self, clerk: User, commune_clerk: User, leader: User) -> None:
        self._clerk, self._commune_clerk, self._leader = clerk, commune_clerk, leader

    def agree(self, found: FairList) -> YearPlan:
        """Raises ``CannotBuild`` when the portal's list isn't the one that was planned."""
        planned = found.plan
        plan = self.send_out(planned)
        if list(self._changed(plan, found)):
            self._propose(plan, planned, 15)
        self._confirm(plan, planned)
        reason = FROM_BOOKS if planned.is_history else ""
        plan = agree(plan=plan, by=self._leader, reason=reason, at=moment(planned.agreed_on, 10))
        plan = advance(
            plan=plan, action=Action.START, by=self._clerk, at=moment(planned.agreed_on, 14)
        )
        self._look(plan, found)
        self._add_trips(plan, planned)
        return plan

    def draft(self, planned: PlannedPlan) -> YearPlan:
        """The plan with what it grants; nobody is listed yet."""
        plan = self._open(planned)
        self._grant(plan, planned.quotas)
        return plan

    def send_out(self, planned: PlannedPlan) -> YearPlan:
        """The first list, for the units to look through."""
        plan = self.draft(planned)
        self._propose(plan, planned, 9)
        return plan

    def _open(self, planned: PlannedPlan) -> YearPlan:
        plan = YearPlan(
            resolution=Resolution.objects.get(code=planned.law),
            year=planned.year,
            number=planned.number,
            dated_on=planned.dated_on,
            ordering=list(planned.ordering),
        )
        return open_plan(plan=plan, by=self._clerk, at=moment(planned.sent_on, 8))

    def _grant(self, plan: YearPlan, quotas: Iterable[PlannedQuota]) -> None:
        units = dict(Unit.objects.values_list("code", "pk"))
        for each in quotas:
            quota = Quota(
                plan=plan,
                form=each.form,
                unit_id=units[each.commune] if each.commune else None,
                run_by=RunBy.DISTRICT if each.delegate else RunBy.PROVINCE,
                delegate=each.delegate,
                people=each.people,
                amount=each.granted,
                begins_on=each.begins_on,
                ends_on=each.ends_on,
                days=each.days,
            )
            save_quota(quota=quota, by=self._clerk, at=moment(localdate(plan.made_at), 8))

    def _propose(self, plan: YearPlan, planned: PlannedPlan, hour: int) -> None:
        """First to hear what the units say, then as it was heard."""
        propose(
            plan=plan,
            confirm_by=planned.confirm_by,
            by=self._clerk,
            at=moment(planned.sent_on, hour),
        )

    def _changed(self, plan: YearPlan, found: FairList) -> Iterator[Candidate]:
        """What people told of themselves, and doctors of them."""
        told, at = found.told, moment(found.plan.sent_on, 14)
        wishing = [person for person in found.people if person.number in told.wishes]
        people = candidates_of(plan, [*told.unfit, *told.declined, *wishing])
        for person in told.unfit:
            yield standing.judge_fitness(
                candidate=people[person.number],
                fitness=Fitness.UNFIT,
                told_by="Trạm Y tế nơi cư trú",
                told_on=found.plan.sent_on,
                by=self._clerk,
                at=at,
            )
        for person in wishing:
            yield standing.wish(
                candidate=people[person.number],
                form=told.wishes[person.number],
                by=self._clerk,
                at=at,
            )
        for place, person in enumerate(told.declined):
            yield standing.leave(
                candidate=people[person.number],
                reason=NOT_GOING[place % len(NOT_GOING)],
                by=self._clerk,
                at=at,
            )

    def _confirm(self, plan: YearPlan, planned: PlannedPlan) -> None:
        """A commune with a sign-in confirms its own part; others tell the department by letter."""
        if planned.is_history:
            return
        own = self._commune_clerk
        for number, part in enumerate(plan.parts.select_related("plan", "unit")):
            by = own if part.unit_id == own.unit_id else self._clerk
            day = planned.confirm_by - timedelta(days=number % 9)
            confirm_part(part=part, by=by, at=moment(day, 8 + number % 8))

    def _look(self, plan: YearPlan, found: FairList) -> None:
        quotas = {
            (quota.form, quota.unit.code if quota.unit else ""): quota.pk
            for quota in plan.quotas.select_related("unit")
        }
        planned = {
            (keyed_hash(person.citizen_id), quotas[quota.form, quota.commune])
            for quota, people in found.chosen.items()
            for person in people
        }
        chosen = plan.candidates.chosen().values_list("cadre__citizen_id_hash", "quota")
        if planned != set(chosen):
            raise CannotBuild(f"Danh sách của {plan} khác danh sách đã tính trước.")

    def _add_trips(self, plan: YearPlan, planned: PlannedPlan) -> None:
        prices = {trip.code: quota.each for quota in planned.quotas for trip, _ in quota.trips}
        for number, each in enumerate(planned.trips, start=1):
            open_trip(
                trip=Trip(
                    resolution=plan.resolution,
                    plan=plan,
                    kind=each.kind,
                    run_by=each.run_by,
                    code=each.code,
                    place=each.place,
                    begins_on=each.begins_on,
                    ends_on=each.ends_on,
                    quota=each.quota,
                    plan_document=each.plan_document or str(plan),
                    facility=Unit.objects.filter(code=each.facility).first(),
                    contract_number=f"{number:02d}/{planned.year}/HĐ-ĐD",
                    contract_date=each.begins_on - timedelta(days=30),
                    day_price=each.day_price,
                    package_price=None if each.day_price else prices[each.code],
                    vehicles="\n".join(
                        f"Xe 29 chỗ số {one}" for one in range(1, 2 + each.quota // 30)
                    ),
                )
            )
