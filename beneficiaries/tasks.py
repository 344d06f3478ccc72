"""What is done in the background because the file is large."""

import logging

from django.core.exceptions import PermissionDenied
from django.tasks import task
from django.utils import timezone

from accounts.models import User
from beneficiaries.importing import ImportRefused, confirm_batch, judge_batch
from beneficiaries.models import BatchState, ImportBatch

MANY_ROWS = 20_000

logger = logging.getLogger(__name__)


@task()
def judge_in_background(batch_id: int) -> None:
    """Read a large file; the page of the batch shows how far it has come."""
    batch = ImportBatch.objects.get(pk=batch_id)
    if batch.state == BatchState.WAITING:
        judge_batch(batch)


@task()
def confirm_in_background(batch_id: int, user_id: int, whole: bool) -> None:
    """Write many rows; a refusal is kept on the batch for whoever looks at its page."""
    try:
        confirm_batch(batch_id=batch_id, by=User.objects.get(pk=user_id), whole=whole)
    except (ImportRefused, PermissionDenied) as refused:
        message = getattr(refused, "message", "Bạn không có quyền xác nhận lượt nhập này.")
        batch = ImportBatch.objects.get(pk=batch_id)
        batch.options = batch.options | {"queued_at": "", "refusal": message}
        batch.save(update_fields=["options"])
        logger.warning("batch %s was not written: %s", batch_id, message)


def confirm_later(batch: ImportBatch, *, by: User, whole: bool) -> None:
    """Queue the writing and let the page of the batch know."""
    batch.options = batch.options | {"queued_at": timezone.now().isoformat(), "refusal": ""}
    batch.save(update_fields=["options"])
    confirm_in_background.enqueue(batch.pk, by.pk, whole)
