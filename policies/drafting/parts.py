"""Groups, benefits and relations of a draft."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import ProtectedError

from accounts.models import User
from config.saving import save_valid
from policies.drafting.changing import changing, refuse_changed, stamp_of
from policies.models import BeneficiaryGroup, Benefit, Limit, Rate, Relation, Resolution
from policies.rules.types import Worth


def save_groups(
    *,
    resolution: Resolution,
    kept: Sequence[BeneficiaryGroup],
    removed: Sequence[BeneficiaryGroup],
    seen: str,
    by: User,
) -> None:
    """The groups in this order; what speaks of a group by its code follows when it is renamed.

    Raises ``ValidationError``.
    """
    with changing(resolution=resolution, page="groups", by=by) as held:
        present = list(held.groups.order_by("pk"))
        refuse_changed(seen, stamp_of(present), held, "groups")
        renamed = _renamed(present, kept)
        _remove(removed, "còn mức hưởng, hạn mức hoặc người đang giữ đối tượng này")
        _put(held, kept, renamed)
        rates = Rate.objects.filter(benefit__resolution=held)
        for rate in rates.filter(as_group__in=renamed):
            rate.as_group = renamed[rate.as_group]
            rate.save(update_fields=["as_group"])


def save_benefits(
    *,
    resolution: Resolution,
    kept: Sequence[Benefit],
    removed: Sequence[Benefit],
    seen: str,
    by: User,
) -> None:
    """The benefits in this order. Raises ``ValidationError``."""
    with changing(resolution=resolution, page="benefits", by=by) as held:
        present = list(held.benefits.order_by("pk"))
        refuse_changed(seen, stamp_of(present), held, "benefit")
        _refuse_named(held, removed)
        _remove(removed, "còn mức hưởng, hạn mức hoặc mức tối thiểu; hãy xóa những mức đó trước")
        _put(held, kept, {})


def save_benefit(*, benefit: Benefit, seen: str, by: User) -> None:
    """One benefit with all that is said of it. Raises ``ValidationError``."""
    page = f"benefit:{benefit.code}"
    with changing(resolution=benefit.resolution, page=page, by=by) as held:
        present = list(held.benefits.filter(pk=benefit.pk))
        refuse_changed(seen, stamp_of(present), held, "benefit")
        save_valid(benefit)


def save_relation(
    *,
    resolution: Resolution,
    relation: Relation | None,
    values: dict[str, Any],
    seen: str,
    by: User,
) -> None:
    """A relation made or changed; no ``values`` takes it away. Raises ``ValidationError``."""
    with changing(resolution=resolution, page="relations", by=by) as held:
        present = list(held.relations.order_by("pk"))
        refuse_changed(seen, stamp_of(present), held, "relations")
        if relation is not None and not values:
            relation.delete()
            return
        changed = relation or Relation(resolution=held)
        for name, value in values.items():
            setattr(changed, name, value)
        save_valid(changed)


def _renamed(
    present: Sequence[BeneficiaryGroup], kept: Sequence[BeneficiaryGroup]
) -> dict[str, str]:
    before = {row.pk: row.code for row in present}
    return {
        before[row.pk]: row.code for row in kept if row.pk in before and before[row.pk] != row.code
    }


def _remove(rows: Sequence[models.Model], why: str) -> None:
    for row in rows:
        try:
            row.delete()
        except ProtectedError:
            raise ValidationError(f"Không xóa được “{row}”: {why}.") from None


def _put[M: BeneficiaryGroup | Benefit](
    held: Resolution, rows: Sequence[M], renamed: dict[str, str]
) -> None:
    """Rows at their places; two that swap codes don't meet half-way."""
    for row in rows:
        if row.pk and row.code in renamed.values():
            type(row)._default_manager.filter(pk=row.pk).update(code=f"~{row.pk}")
    for position, row in enumerate(rows, start=1):
        row.resolution = held
        row.position = position
        save_valid(row)


def _refuse_named(held: Resolution, removed: Sequence[Benefit]) -> None:
    """Limits, relations and rates name benefits by code: nothing may name what is gone."""
    for benefit in removed:
        named = [
            *Limit.objects.filter(resolution=held, benefits__contains=[benefit.code]),
            *Relation.objects.filter(resolution=held, benefits__contains=[benefit.code]),
            *Rate.objects.filter(
                benefit__resolution=held, worth=Worth.SHARE_OF_RATE.value, of=benefit.code
            ).exclude(benefit=benefit),
        ]
        if named:
            raise ValidationError(
                f"Không xóa được “{benefit}”: còn hạn mức chung, quan hệ hoặc mức khác nêu tên chế "
                "độ này."
            )
