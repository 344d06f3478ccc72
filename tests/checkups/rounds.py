"""Rounds of check-ups for tests: a plan, people of a commune, and the steps so far."""

from datetime import date, timedelta

from accounts.models import Unit, User
from accounts.roles import Role
from beneficiaries.models import Cadre
from checkups.models import CheckupRound, RoundFacility, RoundKind, RoundState
from checkups.rounds.actions import propose, take_step
from checkups.rounds.parts import confirm
from checkups.rounds.workflow import Action
from policies.models import Resolution
from tests.factories import CadreFactory, MembershipFactory, UserFactory

FIRST, LAST = date(2026, 4, 6), date(2026, 4, 24)


def planned_round(
    law: Resolution, *, groups: tuple[str, ...] = ("4",), hospital: Unit | None = None, **fields
) -> CheckupRound:
    values = {
        "resolution": law,
        "kind": RoundKind.PERIODIC,
        "code": "round_1",
        "title": "Khám định kỳ đợt 1",
        "year": 2026,
        "begins_on": FIRST,
        "ends_on": LAST,
        "confirm_by": FIRST - timedelta(days=10),
    }
    checkup_round = CheckupRound.objects.create(**values | fields)
    checkup_round.groups.set(law.groups.filter(code__in=groups))
    if hospital:
        RoundFacility.objects.create(round=checkup_round, facility=hospital, daily_capacity=2)
    return checkup_round


def entitled(law: Resolution, group: str = "4", **fields) -> Cadre:
    """Somebody of a group of the law since 2025."""
    cadre = CadreFactory(**fields)
    MembershipFactory(cadre=cadre, group=law.groups.get(code=group))
    return cadre


def agreed_round(checkup_round: CheckupRound, by: User) -> CheckupRound:
    """Listed, confirmed by the department for every unit, and agreed by a manager."""
    propose(checkup_round=checkup_round, by=by)
    for part in checkup_round.parts.all():
        confirm(part=part, by=by, seen=part.version, reason="Đã hỏi qua điện thoại")
    manager = UserFactory(roles=[Role.APPROVER])
    return take_step(checkup_round=checkup_round, action=Action.AGREE, by=manager)


def running_round(checkup_round: CheckupRound, by: User) -> CheckupRound:
    agreed = agreed_round(checkup_round, by)
    started = take_step(checkup_round=agreed, action=Action.START, by=by)
    assert started.state == RoundState.RUNNING
    return started
