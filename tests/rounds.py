"""A round of check-ups that is running, with people on its list, for tests."""

import threading
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django.db import connection
from django.utils import timezone

from accounts.models import Unit, User
from beneficiaries.models import Cadre
from checkups.billing import ROUND
from checkups.models import CheckupRound, RosterEntry, RoundKind
from checkups.models.round import RoundFacility, RoundState
from claims.billing.reading import match_bill, upload_bill
from claims.models import BillLine
from policies.models import Resolution
from tests.event_workbooks import event_workbook

DAY_PAGES = ("attendance_", "health_result_", "round_result")
BEGINS, ENDS = date(2025, 5, 5), date(2025, 5, 30)
DAY = date(2025, 5, 12)


def running_round(law: Resolution, facility: Unit, **fields) -> CheckupRound:
    """A round of May 2025 in one hospital."""
    given = {"code": "dot-1", "title": "Khám định kỳ đợt 1", "begins_on": BEGINS, "ends_on": ENDS}
    given["kind"] = RoundKind.PERIODIC
    chosen = CheckupRound.objects.create(
        resolution=law,
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


def billed_round(
    law: Resolution, facility: Unit, by: User, came: Sequence[Cadre], waits: Cadre
) -> BillLine:
    """A round with a bill for those who came and for somebody whom nobody knows: that line."""
    chosen = running_round(law, facility, code="round_4", title="Khám định kỳ bổ sung")
    for cadre in came:
        attended(chosen, cadre, by)
    on_roster(chosen, waits, by)
    names = [(cadre.full_name, f"{cadre.birth_date:%d/%m/%Y}") for cadre in came]
    rows = [
        {"Họ và tên": name, "Ngày sinh": born, "Ngày khám": "12/05/2025", "Thành tiền": 2_000_000}
        for name, born in (*names, ("Người Không Rõ", "01/01/1950"))
    ]
    bill = upload_bill(
        occasion=ROUND,
        thing=chosen,
        facility=facility,
        number="01/BK",
        dated_on=date(2025, 6, 2),
        printed_total=None,
        content=event_workbook(*rows),
        file_name="bang-ke.xlsx",
        by=by,
    )
    return match_bill(bill.pk).lines.get(finding="unknown")


def at_once(*verbs: Callable[[], Any]) -> list[Any]:
    """What the verbs answered, each in a thread and a connection of its own."""
    outcomes = []
    barrier = threading.Barrier(len(verbs))

    def run(verb):
        try:
            barrier.wait()
            outcomes.append(verb())
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[verb]) for verb in verbs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes
