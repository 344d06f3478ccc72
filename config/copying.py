"""Many new rows at once through PostgreSQL's COPY, several times as fast as INSERT.

Constraints and triggers hold as ever. Nothing is filled in: a row gives every column that has no
default in the database, and values are as the database takes them (encrypted bytes, not text).
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import connection
from django.db.models import BigIntegerField, CharField, Field, JSONField, Model, TextField

from config.encryption import EncryptedTextField


def reserve_ids(model: type[Model], count: int) -> list[int]:
    """``count`` fresh primary keys, so that other rows can point to rows to come."""
    # Beginning with WITH, and not with SELECT, the statement carries pghistory's context into the
    # transaction; COPY itself couldn't.
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH numbers AS (SELECT nextval(pg_get_serial_sequence(%s, %s)) AS id"
            " FROM generate_series(1, %s)) SELECT id FROM numbers",
            [model._meta.db_table, model._meta.pk.column, count],
        )
        return [key for (key,) in cursor.fetchall()]


def copy_in(model: type[Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Add ``rows`` to the table of ``model``; raises IntegrityError as an INSERT would."""
    named = ", ".join(connection.ops.quote_name(column) for column in columns)
    table = connection.ops.quote_name(model._meta.db_table)
    with (
        connection.wrap_database_errors,
        connection.cursor() as cursor,
        cursor.copy(f"COPY {table} ({named}) FROM STDIN") as copy,
    ):
        for row in rows:
            copy.write_row(row)


def copy_objects[Row: Model](model: type[Row], rows: Sequence[Row]) -> None:
    """Store new objects as ``bulk_create`` does, several times as fast; each gets its key.

    Raises IntegrityError as an INSERT would.
    """
    if not rows:
        return
    for row, key in zip(rows, reserve_ids(model, len(rows)), strict=True):
        row.pk = key
        row._state.adding, row._state.db = False, connection.alias
    fields = model._meta.concrete_fields
    names = [field.attname for field in fields]
    prepared = [(place, prepare) for place, field in enumerate(fields) if (prepare := _how(field))]

    def values(row: Row) -> list[Any]:
        # Past the descriptors of foreign keys, which cost more than all the rest.
        held = row.__dict__
        found = [held[name] for name in names]
        for place, prepare in prepared:
            found[place] = prepare(found[place])
        return found

    copy_in(model, [str(field.column) for field in fields], map(values, rows))


def update_objects[Row: Model](model: type[Row], rows: Sequence[Row], names: Sequence[str]) -> None:
    """Store these fields of many stored objects, as ``bulk_update`` does, in one short statement.

    Raises IntegrityError as an UPDATE would.
    """
    if not rows:
        return
    key: Any = model._meta.pk
    columns: list[Any] = [model._meta.get_field(name) for name in names]
    quote = connection.ops.quote_name
    # Arrays of arrays would be taken apart to their last element: those come as text.
    types = {
        field: "text" if isinstance(field, ArrayField) else field.db_type(connection)
        for field in (key, *columns)
    }
    told = ", ".join(
        f"{quote(field.column)} = told.{quote(field.column)}::{field.db_type(connection)}"
        for field in columns
    )
    arrays = ", ".join(f"%s::{sql_type}[]" for sql_type in types.values())
    named = ", ".join(quote(field.column) for field in types)
    values = [_column(field, rows) for field in types]
    table, pk = quote(model._meta.db_table), quote(key.column)
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} SET {told} FROM unnest({arrays}) AS told ({named})"
            f" WHERE {table}.{pk} = told.{pk}",
            values,
        )


def _column(field: Field[Any, Any], rows: Iterable[Model]) -> list[Any]:
    prepare = _how(field) or (lambda value: field.get_db_prep_save(value, connection))
    return [prepare(getattr(row, field.attname)) for row in rows]


def _how(field: Field[Any, Any]) -> Callable[[Any], Any] | None:
    """How a value becomes what PostgreSQL reads; None for the many that it reads as they are."""
    if isinstance(field, ArrayField) and isinstance(field.base_field, BigIntegerField):
        return _array_of_numbers
    if isinstance(field, ArrayField) and isinstance(field.base_field, CharField | TextField):
        return _array_of_texts
    if isinstance(field, JSONField | ArrayField | EncryptedTextField):
        return lambda value: field.get_db_prep_save(value, connection)
    return None


def _array_of_numbers(values: Iterable[int] | None) -> str | None:
    return None if values is None else f"{{{','.join(map(str, values))}}}"


def _array_of_texts(values: Iterable[str] | None) -> str | None:
    if values is None:
        return None
    quoted = (str(each).replace("\\", "\\\\").replace('"', '\\"') for each in values)
    return "{" + ",".join(f'"{each}"' for each in quoted) + "}"
