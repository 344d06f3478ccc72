"""A plan of convalescence in the hands of the units, for whoever walks through its pages."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from accounts.models import User
from beneficiaries.models import Cadre
from convalescence.models import Form, HomeRun, HomeRunState, Quota, YearPlan
from convalescence.planning.founding import open_plan, save_quota
from convalescence.planning.proposing import propose
from policies.models import Resolution


def add_plan(law: Resolution, cadre: Cadre, by: User) -> dict[str, Any]:
    """By the names of arguments in addresses; ``cadre`` is the person whose page is shown."""
    today = timezone.localdate()
    plan = YearPlan(
        resolution=law,
        year=today.year,
        number="68/KH-SYT",
        dated_on=date(today.year, 1, 5),
        file_name="ke-hoach.pdf",
        file="JVBERi0xLjc=",
    )
    open_plan(plan=plan, by=by)
    quotas = [
        save_quota(
            quota=Quota(
                plan=plan,
                form=form,
                people=people,
                amount=200_000_000,
                begins_on=date(today.year, 1, 1),
                ends_on=date(today.year, 12, 31),
                days=days,
            ),
            by=by,
        )
        for form, people, days in ((Form.CENTRE, 2, 9), (Form.HOME, 1, None))
    ]
    propose(plan=plan, confirm_by=today + timedelta(days=14), by=by)
    candidate = plan.candidates.get(cadre=cadre)
    now = timezone.now()
    run = HomeRun.objects.create(
        plan=plan,
        requested_on=today,
        state=HomeRunState.DONE,
        total=1,
        done=1,
        refused=[[candidate.pk, str(cadre), "Người này đã được ghi điều dưỡng tại nhà."]],
        made_by=by,
        made_at=now,
        stirred_at=now,
    )
    return {
        "plan_id": plan,
        "quota_id": quotas[0],
        "cycle_id": plan.cycles.first(),
        "part_id": plan.parts.get(unit=candidate.unit),
        "candidate_id": candidate,
        "run_id": run,
    }
