"""Rounds from before they had a life were all "planned", also those that people had come to."""

from datetime import date
from typing import Any

from django.db import migrations
from django.utils import timezone

NAME = "Nâng cấp phần mềm"


def give_states(apps: Any, schema_editor: Any) -> None:
    """With check-ups recorded a round runs; past its last day, with nobody unmarked, it is over."""
    rounds = apps.get_model("checkups", "CheckupRound")
    examined = apps.get_model("checkups", "Checkup").objects.filter(cancelled_at=None)
    today = timezone.localdate()
    for each in rounds.objects.filter(state="planned", steps=None, pk__in=examined.values("round")):
        facts = examined.filter(round=each)
        last = facts.select_related("recorded_by__unit").order_by("-recorded_at", "-pk")[0]
        states = ["planned", "running"]
        if is_over(each, today):
            states.append("closed")
        told = f"Đợt khám đã có {facts.count()} lượt khám ghi từ trước khi phần mềm theo dõi bước."
        for before, after in zip(states, states[1:], strict=False):
            keep_step(apps, each, before, after, told, last.recorded_by)
            rounds.objects.filter(pk=each.pk).update(state=after)


def is_over(each: Any, today: date) -> bool:
    kept = each.roster.filter(standing="kept", attendance="")
    return each.ends_on < today and not kept.exists()


def keep_step(apps: Any, each: Any, before: str, after: str, told: str, by: Any) -> None:
    """Nobody took this step: it stands under whoever recorded the last check-up, and says so."""
    apps.get_model("checkups", "RoundStep").objects.create(
        round=each,
        action={"running": "start", "closed": "close"}[after],
        from_state=before,
        to_state=after,
        done_at=timezone.now(),
        done_by=by,
        name=NAME,
        job_title="Tự động",
        unit_name=by.unit.name,
        note=told,
    )


class Migration(migrations.Migration):
    dependencies = [("checkups", "0007_people_come_to_places_of_their_round")]

    operations = [migrations.RunPython(give_states, migrations.RunPython.noop)]
