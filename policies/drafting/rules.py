"""Rates, limits and thresholds of a draft.

The same thing said for several groups is one thing to the officer and one row a group in the
database: a family of rows that differ in nothing but the group.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Any

from django.core.exceptions import ValidationError

from accounts.models import User
from config.saving import save_valid
from policies.conditions import may_meet
from policies.drafting.changing import changing, refuse_changed, stamp_of
from policies.models import (
    BeneficiaryGroup,
    Benefit,
    Limit,
    Rate,
    RateConfirmation,
    Resolution,
    Threshold,
)

type Rule = Rate | Limit | Threshold


@dataclass(frozen=True, slots=True)
class Terms:
    """What is said, and of whom; a group of None is everybody."""

    values: Mapping[str, Any]
    groups: Sequence[BeneficiaryGroup | None]


def family_of(rule: Rule) -> list[Any]:
    """The rule and those of other groups that say the same."""
    own = {
        field.name: getattr(rule, field.attname)
        for field in rule._meta.concrete_fields
        if field.name not in ("id", "group")
    }
    return list(
        type(rule)
        ._default_manager.filter(**dict(_exact(name, value) for name, value in own.items()))
        .select_related("group")
        .order_by("group__position", "id")
    )


def _exact(name: str, value: Any) -> tuple[str, Any]:
    return (f"{name}__isnull", True) if value is None else (name, value)


def save_rules(
    *,
    resolution: Resolution,
    benefit: Benefit | None,
    model: type[Any],
    present: Sequence[Any],
    terms: Terms,
    seen: str,
    by: User,
) -> None:
    """A family as it shall be from now on: made, changed, or fewer. Raises ``ValidationError``.

    ``present`` are its rows so far; without a benefit it is a limit of the whole law.
    """
    page = page_of(benefit)
    with changing(resolution=resolution, page=page, by=by) as held:
        refuse_changed(seen, stamp_of_rules(held, benefit), held, page, "sheet")
        refuse_confirmed(present)
        by_group = {row.group_id: row for row in present}
        wanted = {group.pk if group else None for group in terms.groups}
        for group_id, row in by_group.items():
            if group_id not in wanted:
                row.delete()
        for group in terms.groups:
            row = by_group.get(group.pk if group else None) or model()
            _fill(row, held, benefit, group, terms.values)
            save_valid(row)
        if benefit is not None and model is Rate:
            refuse_overlaps(benefit)


def remove_rules(
    *, resolution: Resolution, benefit: Benefit | None, present: Sequence[Any], seen: str, by: User
) -> None:
    """Raises ``ValidationError``."""
    page = page_of(benefit)
    with changing(resolution=resolution, page=page, by=by) as held:
        refuse_changed(seen, stamp_of_rules(held, benefit), held, page, "sheet")
        refuse_confirmed(present)
        for row in present:
            row.delete()


def save_sheet(
    *,
    resolution: Resolution,
    changed: Sequence[Rate],
    made: Sequence[Rate],
    removed: Sequence[Rate],
    seen: str,
    by: User,
) -> None:
    """The whole sheet or nothing. Raises ``ValidationError``."""
    with changing(resolution=resolution, page="sheet", by=by) as held:
        refuse_changed(seen, stamp_of_rates(held), held, "sheet", "rules:", "groups")
        refuse_confirmed([*changed, *removed])
        for rate in removed:
            rate.delete()
        for rate in (*changed, *made):
            save_valid(rate)
        for benefit in {rate.benefit for rate in (*changed, *made)}:
            refuse_overlaps(benefit)


def page_of(benefit: Benefit | None) -> str:
    return f"rules:{benefit.code}" if benefit else "limits"


def stamp_of_rules(resolution: Resolution, benefit: Benefit | None) -> str:
    """The state of all the rules of a benefit, or of the limits of the law."""
    if benefit is None:
        return stamp_of(resolution.limits.filter(benefit=None).order_by("pk"))
    return stamp_of(
        benefit.rates.order_by("pk"),
        benefit.limits.order_by("pk"),
        benefit.thresholds.order_by("pk"),
    )


def stamp_of_rates(resolution: Resolution) -> str:
    rates = Rate.objects.filter(benefit__resolution=resolution).order_by("pk")
    return stamp_of(rates, resolution.groups.order_by("pk"))


def refuse_confirmed(rows: Iterable[Rule]) -> None:
    """Somebody stands for it with their name: it is not changed behind their back."""
    rates = [row.pk for row in rows if isinstance(row, Rate)]
    confirmed = RateConfirmation.objects.filter(rate__in=rates).select_related("confirmed_by")
    if first := confirmed.first():
        raise ValidationError(said_of_confirmed(first))


def said_of_confirmed(confirmation: RateConfirmation) -> str:
    return (
        f"Mức này đã được {confirmation.told} nên không sửa, xóa được; muốn đổi, hãy lập một bản "
        "dự thảo sao từ bản này."
    )


def refuse_overlaps(benefit: Benefit) -> None:
    """Two rates that could both fit one event. Raises ``ValidationError``."""
    rates = list(benefit.rates.select_related("group"))
    for one, other in combinations(rates, 2):
        if overlap(one, other):
            raise ValidationError(
                f"Mức này chồng lên một mức đã có của “{benefit.short_title}”, "
                f"{one.group or 'mọi đối tượng'}: cùng lúc cả hai đều đúng với một việc. Hãy thêm "
                "điều kiện hoặc ngày để phân biệt."
            )


def overlap(one: Rate, other: Rate) -> bool:
    begins = max(rate.valid_from or date.min for rate in (one, other))
    ends = min(rate.valid_to or date.max for rate in (one, other))
    return (
        one.benefit_id == other.benefit_id
        and one.group_id == other.group_id
        and begins <= ends
        and may_meet(one.conditions, other.conditions)
    )


def _fill(
    row: Any,
    held: Resolution,
    benefit: Benefit | None,
    group: BeneficiaryGroup | None,
    values: Mapping[str, Any],
) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    row.group = group
    row.benefit = benefit
    if isinstance(row, Limit):
        row.resolution = held
