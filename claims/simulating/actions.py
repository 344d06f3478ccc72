"""Starting, stopping and repeating a simulation."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from claims.models import Simulation, SimulationState
from claims.models.simulation import UNDER_WAY
from claims.simulating.running import forget_people, is_lost
from claims.simulating.tasks import run_in_background
from policies.models import Resolution


def start_simulation(
    *,
    resolution: Resolution,
    year: int,
    reckoned_year: int,
    is_planned: bool,
    assumptions: dict[str, Any],
    by: User,
) -> Simulation:
    """Queue a run over the people of the user's unit; its page tells how far it is."""
    now = timezone.now()
    simulation = Simulation.objects.create(
        resolution=resolution,
        year=year,
        reckoned_year=reckoned_year,
        is_planned=is_planned,
        assumptions=assumptions,
        unit=by.unit,
        made_by=by,
        made_at=now,
        stirred_at=now,
    )
    run_in_background.enqueue(simulation.pk)
    return simulation


def cancel_simulation(*, simulation: Simulation) -> None:
    """Stop it at its next step. Raises ``ValidationError`` if it is over already."""
    under_way = Simulation.objects.filter(pk=simulation.pk, state__in=UNDER_WAY)
    if not under_way.update(state=SimulationState.CANCELLED, ended_at=timezone.now()):
        raise ValidationError("Lần mô phỏng này không còn chạy.")


def repeat_simulation(*, simulation: Simulation) -> None:
    """Run it anew with the same assumptions, on the version as it is now.

    Raises ``ValidationError`` while it is running and alive.
    """
    with transaction.atomic():
        held = Simulation.objects.select_for_update(of=("self",)).get(pk=simulation.pk)
        if held.is_under_way and not is_lost(held):
            raise ValidationError("Lần mô phỏng này đang chạy; hãy đợi hoặc dừng trước.")
        forget_people(held)
        held.state, held.failure, held.result, held.fingerprint = "waiting", "", {}, ""
        held.done = held.total = 0
        held.stirred_at, held.ended_at = timezone.now(), None
        held.save()
    run_in_background.enqueue(simulation.pk)


def delete_simulation(*, simulation: Simulation) -> None:
    """Throw a result away; nothing rests on it. Raises ``ValidationError`` while it runs."""
    if simulation.is_under_way and not is_lost(simulation):
        raise ValidationError("Lần mô phỏng này đang chạy; hãy dừng trước khi xóa.")
    simulation.delete()
