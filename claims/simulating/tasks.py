"""The run itself is done in the background: a year takes longer than a page may."""

import logging

from django.tasks import task

from claims.models import Simulation
from claims.simulating.running import run

logger = logging.getLogger(__name__)


@task()
def run_in_background(simulation_id: int) -> None:
    """A failure is kept on the row, for whoever looks at its page."""
    simulation = Simulation.objects.select_related("resolution", "made_by__unit").filter(
        pk=simulation_id
    )
    found = simulation.first()
    if found is None:
        return
    try:
        run(found)
    except Exception:
        logger.exception("simulation %s failed", simulation_id)
