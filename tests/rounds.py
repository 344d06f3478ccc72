"""A round of check-ups that is running, with people on its list, for tests."""

from datetime import date

from django.utils import timezone

from accounts.models import Unit, User
from beneficiaries.models import Cadre
from checkups.models import CheckupRound, RosterEntry, RoundKind
from checkups.models.round import RoundFacility, RoundState
from policies.models import Resolution

BEGINS, ENDS = date(2025, 5, 5), date(2025, 5, 30)
DAY = date(2025, 5, 12)


def running_round(law: Resolution, facility: Unit, **fields) -> CheckupRound:
    """A round of May 2025 in one hospital."""
    given = {"code": "dot-1", "title": "Khám định kỳ đợt 1", "begins_on": BEGINS, "ends_on": ENDS}
    chosen = CheckupRound.objects.create(
        resolution=law,
        kind=RoundKind.PERIODIC,
        year=2025,
        state=RoundState.RUNNING,
        **given | fields,
    )
    RoundFacility.objects.create(round=chosen, facility=facility, daily_capacity=40)
    return chosen


def on_roster(chosen: CheckupRound, cadre: Cadre, by: User, **fields) -> RosterEntry:
    """Somebody appointed at the round's first hospital, not yet marked."""
    given = {
        "group": cadre.memberships.get(resolution=chosen.resolution).group,
        "unit": cadre.managing_unit,
        "facility": chosen.places.first().facility,
        "appointed_on": DAY,
        "added_at": timezone.now(),
        "added_by": by,
    }
    return RosterEntry.objects.create(round=chosen, cadre=cadre, **given | fields)


def attended(chosen: CheckupRound, cadre: Cadre, by: User, day: date = DAY) -> RosterEntry:
    """Somebody who came on a day of the round."""
    mark = {
        "attendance": "attended",
        "attended_on": day,
        "marked_at": timezone.now(),
        "marked_by": by,
    }
    return on_roster(chosen, cadre, by, **mark)
