"""The rows of a succession saved as one table, and marked once memberships rest on them."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from config.saving import save_valid
from policies.drafting.changing import refuse_changed, stamp_of
from policies.models import DraftEdit, GroupSuccession, Resolution
from policies.succession.matching import is_used, same_codes

PAGE = "succession"
USED = "Đã chuyển người theo bảng này nên không sửa được nữa; ai cần khác thì xếp từng người."


@transaction.atomic
def save_successions(
    *,
    resolution: Resolution,
    kept: Sequence[GroupSuccession],
    removed: Sequence[GroupSuccession],
    seen: str,
    by: User,
) -> None:
    """The rows in this order, of a draft or of a released version. Raises ``ValidationError``."""
    held = Resolution.objects.select_for_update().get(pk=resolution.pk)
    if is_used(held):
        raise ValidationError(USED)
    refuse_changed(seen, stamp_of(held.successions.order_by("pk")), held, PAGE)
    for row in removed:
        row.delete()
    for position, row in enumerate(kept, start=1):
        row.resolution, row.position = resolution, position
        save_valid(row)
    DraftEdit.objects.create(resolution=held, page=PAGE, made_by=by)


def use_successions(*, resolution: Resolution) -> None:
    """From now on the rows stand; the usual ones are stored when nobody has typed others."""
    if is_used(resolution):
        return
    if not resolution.successions.exists():
        GroupSuccession.objects.bulk_create(same_codes(resolution))
    resolution.successions.update(used_at=timezone.now())
