"""A draft is begun, changed and put away."""

from base64 import b64encode
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from beneficiaries.models import CardBatch
from config.saving import save_valid


@transaction.atomic
def open_batch(*, by: User, fields: Mapping[str, Any], file: File | None = None) -> CardBatch:
    """Begin a draft. ``fields`` are CardBatch's, by name."""
    batch = CardBatch(unit=by.unit, made_by=by, made_at=timezone.now(), **fields)
    return _save(batch, file)


@transaction.atomic
def change_batch(
    *, batch: CardBatch, fields: Mapping[str, Any], file: File | None = None
) -> CardBatch:
    """Change the decision, days and series of a draft; its kind stays."""
    batch = held_draft(batch)
    for name, value in fields.items():
        setattr(batch, name, value)
    return _save(batch, file)


def _save(batch: CardBatch, file: File | None) -> CardBatch:
    if file is not None:
        batch.decision_name = str(file.name)[-255:]
        batch.decision_file = b64encode(file.read()).decode()
    return save_valid(batch)


@transaction.atomic
def drop_batch(*, batch: CardBatch) -> None:
    """Put a draft away with its lines; an issued batch stays."""
    held_draft(batch).delete()


def held_draft(batch: CardBatch) -> CardBatch:
    """The batch, held against others until the transaction ends. Only a draft may be changed."""
    held = CardBatch.objects.select_for_update(of=("self",)).filter(pk=batch.pk).first()
    if held is None:
        raise ValidationError("Đợt thẻ này vừa được bỏ.")
    if not held.is_draft:
        raise ValidationError("Đợt thẻ đã ban hành, không sửa được.")
    return held
