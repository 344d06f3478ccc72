"""Rounds of check-ups of the small town: one that units look through, one with invitations."""

from datetime import date

from django.utils import timezone

from accounts.models import Unit, User
from accounts.roles import Role
from checkups.models import CheckupRound, InvitationPrint, RoundFacility, RoundKind, RoundPlanFile
from checkups.rounds.actions import propose, take_step
from checkups.rounds.appointing import appoint_all
from checkups.rounds.inviting import print_letters
from checkups.rounds.parts import confirm
from checkups.rounds.workflow import Action
from policies.models import Resolution

OF_AN_AGREED_ROUND = ("appointment_", "invitation_")
OF_A_LISTED_ROUND = ("roster_", "part_")
LISTED_PAGES = {
    "round_plan_file",
    "round_propose",
    "round_left_out",
    "round_agree",
    "round_step",
}


def add_rounds(
    law: Resolution, hospital: Unit, by: User
) -> tuple[CheckupRound, CheckupRound, InvitationPrint]:
    """The round in the units' hands, the agreed one, and its printed letters."""
    listed = _proposed(law, hospital, by, "round_3", "Khám định kỳ đợt 3", ("1", "2"))
    agreed = _proposed(law, hospital, by, "round_2", "Khám định kỳ đợt 2", ("3", "4"))
    for part in agreed.parts.all():
        confirm(part=part, by=by, seen=part.version, reason="Đã hỏi qua điện thoại")
    manager = User.objects.filter(unit=by.unit, roles__contains=[Role.APPROVER]).earliest("pk")
    take_step(checkup_round=agreed, action=Action.AGREE, by=manager)
    appoint_all(checkup_round=agreed, first=agreed.begins_on, saturdays=False, anew=False, by=by)
    return listed, agreed, print_letters(checkup_round=agreed, unit=None, by=by)


def _proposed(
    law: Resolution, hospital: Unit, by: User, code: str, title: str, groups: tuple[str, ...]
) -> CheckupRound:
    planned = CheckupRound.objects.create(
        resolution=law,
        kind=RoundKind.PERIODIC,
        code=code,
        title=title,
        year=2026,
        begins_on=date(2026, 9, 7),
        ends_on=date(2026, 9, 30),
        confirm_by=date(2026, 8, 28),
        plan_number="92/KH-SYT",
        plan_date=date(2026, 8, 3),
        estimate=900_000_000,
    )
    planned.groups.set(law.groups.filter(code__in=groups))
    RoundFacility.objects.create(round=planned, facility=hospital, daily_capacity=120)
    RoundPlanFile.objects.create(
        round=planned,
        name="ke-hoach-92.pdf",
        content_type="application/pdf",
        content="JVBERi0xLjc=",
        size=8,
        attached_at=timezone.now(),
        attached_by=by,
    )
    propose(checkup_round=planned, by=by)
    return planned


def round_page(page: str) -> str:
    """Which of the rounds a page shows: the key among the things of the town; "" for others."""
    if page in LISTED_PAGES or page.startswith(OF_A_LISTED_ROUND):
        return "listed_round"
    return "agreed_round" if page.startswith(OF_AN_AGREED_ROUND) else ""
