"""Taking a registry workbook back as a whole, unless something rests on it by now."""

from collections.abc import Sequence
from datetime import date

from django.db import IntegrityError

from accounts.models import User
from beneficiaries.history import CADRE_EVENTS
from beneficiaries.importing import Undo, UndoRefused
from beneficiaries.matching import any_of
from beneficiaries.models import Cadre, CardLine, HealthCard, ImportBatch, Membership
from beneficiaries.models.cadre import DERIVED_COLUMNS
from beneficiaries.registry.columns import DAY_FIELDS
from beneficiaries.registry.writing import ROWS_AT_ONCE, column_of

MOST_NAMED = 10


def undo_registry(batch: ImportBatch, note: Undo, by: User) -> None:
    """Remove what the batch brought and restore what it changed.

    Raises UndoRefused with a sentence for each kind of thing that rests on it.
    """
    people = list(
        Cadre.objects.filter(batch=batch).select_for_update().values_list("pk", flat=True)
    )
    changed = _people_to_restore(note)
    reasons = [*_later_rows(batch, people), *_later_edits(batch, people, changed)]
    if reasons := [*reasons, *_later_card_batches(batch)]:
        raise UndoRefused(reasons)
    HealthCard.objects.filter(batch=batch).delete()
    Membership.objects.filter(batch=batch).delete()
    Cadre.objects.filter(batch=batch).delete()
    try:
        _restore(note, changed)
    except IntegrityError as error:
        raise UndoRefused(["Đã xếp đối tượng hoặc cấp thẻ khác cho những người này."]) from error


def _people_to_restore(note: Undo) -> dict[int, Cadre]:
    keys = [key for key, _ in note.get("people", ())]
    people = Cadre.objects.select_for_update(of=("self",))
    return {cadre.pk: cadre for cadre in any_of(people, "id", keys, "bigint")} if keys else {}


def _later_rows(batch: ImportBatch, people: Sequence[int]) -> list[str]:
    """Rows of any app that point to the new people, apart from what the batch itself brought."""
    reasons = []
    for relation in Cadre._meta.related_objects:
        if relation.related_model is CADRE_EVENTS:
            continue
        rows = any_of(
            relation.related_model._default_manager.all(),
            relation.field.attname,
            people,
            "bigint",
        )
        if relation.related_model in (Membership, HealthCard):
            rows = rows.exclude(batch=batch)
        named = rows.values_list(f"{relation.field.name}__full_name", flat=True).distinct()
        if names := list(named[: MOST_NAMED + 1]):
            noun = relation.related_model._meta.verbose_name
            reasons.append(f"Đã có {noun} của {_listed(names)}.")
    return reasons


def _later_card_batches(batch: ImportBatch) -> list[str]:
    """Cards that the import brought and that a batch of cards takes back."""
    lines = CardLine.objects.filter(old_card__batch=batch)
    names = list(lines.values_list("cadre__full_name", flat=True).distinct()[: MOST_NAMED + 1])
    return [f"Đã đưa thẻ của {_listed(names)} vào đợt thẻ."] if names else []


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names[:MOST_NAMED]) + (
        " và những người khác" if len(names) > MOST_NAMED else ""
    )


def _later_edits(batch: ImportBatch, people: Sequence[int], changed: dict[int, Cadre]) -> list[str]:
    """People whom somebody changed after the import."""
    edits = CADRE_EVENTS.objects.filter(pgh_label="update", pgh_created_at__gt=batch.confirmed_at)
    keys = [*people, *changed]
    names = any_of(edits, "pgh_obj_id", keys, "bigint").values_list("full_name", flat=True)
    found = list(names.distinct()[: MOST_NAMED + 1])
    return [f"Đã sửa thông tin của {_listed(found)} sau khi nhập."] if found else []


def _restore(note: Undo, changed: dict[int, Cadre]) -> None:
    names: set[str] = set()
    for key, before in note.get("people", ()):
        for name, value in before.items():
            is_day = name in DAY_FIELDS and value is not None
            setattr(changed[key], column_of(name), date.fromisoformat(value) if is_day else value)
        names |= before.keys()
        changed[key].set_derived()
    if changed:
        Cadre.objects.bulk_update(
            changed.values(), [*sorted(names), *DERIVED_COLUMNS], batch_size=ROWS_AT_ONCE
        )
    Membership.objects.filter(pk__in=[key for key, _ in note.get("ended", ())]).update(until=None)
    for key, was, _ in note.get("decisions", ()):
        Membership.objects.filter(pk=key).update(decision=was)
    recalled = HealthCard.objects.filter(pk__in=note.get("recalled", ()))
    recalled.update(recalled_on=None, recall_reason="")
