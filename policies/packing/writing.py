"""Rows of a pack written one by one or many at once; what is refused is told by its path."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction

from policies.models import Payer
from policies.packing.shapes import PackError, Row


def keep_payers(rows: Sequence[Row]) -> dict[str, Payer]:
    """Each payer first, then who follows whom."""
    paths = {row["code"]: f"payers[{index}]" for index, row in enumerate(rows)}
    kept = {row["code"]: keep(Payer, paths[row["code"]], row | {"successor": None}) for row in rows}
    for row in rows:
        if row["successor"]:
            save(kept[row["code"]], paths[row["code"]], {"successor": kept[row["successor"]]})
    return kept


def keep[M: models.Model](model: type[M], path: str, row: Row) -> M:
    """The row with this code, made or brought up to date."""
    found = model._default_manager.filter(code=row["code"]).first()
    return save(found or model(), path, row)


def save[M: models.Model](row: M, path: str, values: Row) -> M:
    """One row validated and saved."""
    filled = _filled(row, path, values)
    with _constraints_told_by(path, type(row)):
        filled.save()
    return filled


def save_all[M: models.Model](
    model: type[M], path: str, rows: Sequence[tuple[str, Row]]
) -> list[M]:
    """Many rows, each with its path, in one statement."""
    filled = [_filled(model(), own_path, values) for own_path, values in rows]
    with _constraints_told_by(path, model):
        return model._default_manager.bulk_create(filled)


def _filled[M: models.Model](row: M, path: str, values: Row) -> M:
    for name, value in values.items():
        setattr(row, name, value)
    try:
        # What a row points to was just fetched or made and needs no looking up.
        row.clean_fields(exclude={field.name for field in row._meta.fields if field.is_relation})
    except ValidationError as error:
        raise PackError(
            [f"{path}.{field}: {text}" for field, [text, *_] in error.message_dict.items()]
        ) from None
    return row


@contextmanager
def _constraints_told_by(path: str, model: type[models.Model]) -> Iterator[None]:
    """What the database refuses, in the words of the constraint.

    ``pack_format`` sees nearly all of it first and tells the exact place; this is the wall
    behind it.
    """
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        name = str(getattr(getattr(error.__cause__, "diag", None), "constraint_name", ""))
        told = {each.name: each.violation_error_message for each in model._meta.constraints}
        raise PackError([f"{path}: {told.get(name, error)}"]) from error
