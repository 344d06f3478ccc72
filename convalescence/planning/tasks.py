"""Opening hundreds of claims takes longer than a page may."""

import logging

from django.tasks import task

from convalescence.models import HomeRun
from convalescence.planning.at_home import carry_out

logger = logging.getLogger(__name__)


@task()
def carry_out_in_background(run_id: int) -> None:
    """A failure is kept on the row, for whoever looks at its page."""
    run = HomeRun.objects.select_related("plan__resolution", "made_by__unit").filter(pk=run_id)
    found = run.first()
    if found is None:
        return
    try:
        carry_out(found)
    except Exception:
        logger.exception("home run %s failed", run_id)
