"""Parameters and lists that many resolutions rest on: kept beside them, never taken away."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from policies.models import DatedList, ListEntry, Parameter, ParameterValue
from policies.packing.format import in_order, read_parts
from policies.packing.shapes import PackError, Row
from policies.packing.shared_checks import problems_of_shared

NATIONAL = Path(__file__).resolve().parent / "packs" / "parameters.yaml"
PARTS = ("parameters", "lists")


def known_elsewhere(part: str) -> Collection[str]:
    """Codes of parameters or lists that a pack may speak of without bringing them."""
    if part not in PARTS:
        return ()
    model = {"parameters": Parameter, "lists": DatedList}[part]
    national = {row["code"] for row in national_standards()[part]}
    return national | set(model._default_manager.values_list("code", flat=True))


@cache
def national_standards() -> Row:
    """What holds everywhere: base salary, premium, standards, with their sources."""
    return read_standards(yaml.safe_load(NATIONAL.read_text(encoding="utf-8")))


def read_standards(data: Any) -> Row:
    """Parameters and lists of a file that is no resolution. Raises ``PackError``."""
    problems: list[str] = []
    read = read_parts(data, PARTS, problems)
    if problems := problems or problems_of_shared(read):
        raise PackError(problems)
    return in_order(read)


@transaction.atomic
def keep_standards(rows: Row, *, by: User | None) -> None:
    """Write what is new of parameters and lists in canonical form; the same again is nothing.

    What somebody recorded stands against what the set-up (``by`` None) brings. Raises
    ``PackError``.
    """
    _keep_parameters(rows["parameters"], by)
    _keep_lists(rows["lists"], by)


def keep_national_standards() -> None:
    """The values that hold everywhere, as far as they are not there yet."""
    keep_standards(national_standards(), by=None)


def _recorded(by: User | None) -> Row:
    return {"recorded_by": by, "recorded_at": timezone.now() if by else None}


# --- parameters ------------------------------------------------------------------------------


def _keep_parameters(rows: Sequence[Row], by: User | None) -> None:
    if not rows:
        return
    known = {row.code: row for row in Parameter.objects.select_related("share_of")}
    for row in _wholes_first(rows, known):
        known[row["code"]] = _parameter(row, known)
    held = held_values(known[row["code"]] for row in rows)
    new = [
        ParameterValue(parameter=known[row["code"]], **value, **_recorded(by))
        for row in rows
        for value in row["values"]
        if _is_news(held.get((known[row["code"]].pk, value["since"])), value, by)
    ]
    ParameterValue.objects.bulk_create(new)


def _wholes_first(rows: Sequence[Row], known: dict[str, Parameter]) -> list[Row]:
    """A share after what it is a share of."""
    waiting, ordered, there = list(rows), [], set(known)
    while waiting:
        ready = [row for row in waiting if not row["share_of"] or row["share_of"] in there]
        if not ready:
            raise PackError([f"parameters: không có tham số “{waiting[0]['share_of']}”."])
        ordered += ready
        there |= {row["code"] for row in ready}
        waiting = [row for row in waiting if row not in ready]
    return ordered


def _parameter(row: Row, known: dict[str, Parameter]) -> Parameter:
    share_of = known[row["share_of"]] if row["share_of"] else None
    found = known.get(row["code"])
    if found is None:
        unit = "share" if share_of else "dong"
        return Parameter.objects.create(
            code=row["code"], name=row["name"], unit=unit, share_of=share_of
        )
    if found.share_of != share_of:
        raise PackError(
            [f"parameters: “{row['code']}” đã có trong hệ thống và là phần của tham số khác."]
        )
    return found


def held_values(parameters: Iterable[Parameter]) -> dict[tuple[int, date], ParameterValue]:
    """The value of each parameter from each day on: of several the one recorded last."""
    rows = ParameterValue.objects.filter(parameter__in=list(parameters)).order_by("since", "id")
    return {(row.parameter_id, row.since): row for row in rows}


def _is_news(held: ParameterValue | None, value: Row, by: User | None) -> bool:
    if held is None:
        return True
    differs = any(getattr(held, name) != value[name] for name in ("value", "source", "confidence"))
    return differs and (by is not None or held.recorded_by_id is None)


# --- lists -----------------------------------------------------------------------------------


def _keep_lists(rows: Sequence[Row], by: User | None) -> None:
    for row in rows:
        found, _ = DatedList.objects.get_or_create(
            code=row["code"], defaults={"name": row["name"], "kind": row["kind"]}
        )
        if found.kind != row["kind"]:
            raise PackError([f"lists: danh mục “{row['code']}” đã có và thuộc loại khác."])
        _keep_entries(found, row["entries"], by)


def _keep_entries(owner: DatedList, rows: Sequence[Row], by: User | None) -> None:
    known = {(entry.value, entry.since): entry for entry in owner.entries.all()}
    new = []
    for row in rows:
        entry = known.get((row["value"], row["since"]))
        if entry is None:
            new.append(ListEntry(list=owner, **row, **_recorded(by)))
        elif row["until"] is not None and entry.until != row["until"]:
            _close(entry, row["until"])
    ListEntry.objects.bulk_create(new)


def _close(entry: ListEntry, until: date) -> None:
    if entry.until is not None:
        raise PackError(
            [f"lists: “{entry.value}” của {entry.list} đã kết thúc ngày {entry.until:%d/%m/%Y}."]
        )
    entry.until = until
    entry.save(update_fields=["until"])
