"""A resolution as data: which fields a pack has, and how one is read.

The canonical form made here is what ``loading`` stores and gives back, so that a pack comes
out of the database exactly as it went in. Its parts:

- ``scheme``, ``resolution`` (with ``settings`` and ``territories``), ``groups``;
- ``payers`` (with ``successor``), ``parameters`` (with dated ``values``), ``lists`` (with
  ``entries``): shared by all resolutions, a pack brings those that it speaks of;
- ``benefits``, each with ``rates``, ``limits``, ``thresholds``;
- ``limits`` over several benefits or all of them, and ``relations`` between benefits.

Conditions stand under ``when``, one line a trait::

    when:
      hospital_level: [region, commune]         # one of these
      employment_status: retired
      age: {from: 60, to: 79}                   # a number, both ends included
      variant: {is: doctors, name: Bác sĩ}      # a code of this law with its words
      commune: {listed: poor_communes, grace_months: 36}
      other_allowance: {not: monthly}           # not: …, not_listed: …, not: {from: …}

Two conditions on one trait are a list of such mappings. Shares are written ``50 %`` or, as
coefficients, ``0,9``; the canonical form holds ten-thousandths.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from policies.packing.checks import problems_of
from policies.packing.shapes import (
    OF_GROUPS,
    PARTS,
    ROWS_WITHIN,
    SILENT_PARTS,
    Field,
    PackError,
    Row,
)
from policies.packing.shared_checks import Elsewhere, nowhere

__all__ = ["PackError", "Row", "canonical_pack", "fold", "in_order", "read_parts"]


# --- reading ---------------------------------------------------------------------------------


def canonical_pack(data: Any, elsewhere: Elsewhere = nowhere) -> Row:
    """The pack with every field in place, or ``PackError`` with all that is wrong with it.

    ``elsewhere`` gives the codes of parameters and lists that need not be in the pack.
    """
    problems: list[str] = []
    pack = read_parts(data, tuple(PARTS), problems)
    if not problems:
        problems += problems_of(pack, elsewhere)
    if problems:
        raise PackError(problems)
    return in_order(pack)


def in_order(pack: Row) -> Row:
    """What belongs to no resolution in an order that doesn't depend on the file."""
    ordered = {
        part: sorted(pack[part], key=lambda row: row["code"])
        for part in ("payers", "parameters", "lists")
        if part in pack
    }
    for row in ordered.get("parameters", ()):
        row["values"] = sorted(row["values"], key=lambda value: value["since"])
    for row in ordered.get("lists", ()):
        row["entries"] = sorted(
            row["entries"], key=lambda entry: (entry["value"], entry["since"] or date.min)
        )
    return pack | ordered


def read_parts(data: Any, parts: Sequence[str], problems: list[str]) -> Row:
    """These parts of a file in canonical form; what is wrong goes to ``problems``."""
    if not isinstance(data, dict):
        raise PackError([f"Tệp phải gồm các phần {', '.join(parts)}."])
    if unknown := set(data) - set(parts):
        problems.append(f"{', '.join(map(str, unknown))}: không có phần này.")
    return {part: _read_part(part, data.get(part), problems) for part in parts}


def _read_part(part: str, data: Any, problems: list[str]) -> Any:
    if part in ("scheme", "resolution"):
        return _row(data, PARTS[part], part, problems)
    if data is None and part in SILENT_PARTS:
        return []
    read = _rows(data, PARTS[part], part, problems)
    return fold(spread(read)) if part in OF_GROUPS else read


def _rows(
    data: Any, fields: dict[str, Field], path: str, problems: list[str], article: Any = None
) -> list[Row]:
    if not isinstance(data, list):
        problems.append(f"{path}: phải là danh sách.")
        return []
    return [
        _row(row, fields, f"{path}[{index}]", problems, article) for index, row in enumerate(data)
    ]


def _row(
    data: Any, fields: dict[str, Field], path: str, problems: list[str], article: Any = None
) -> Row:
    """One row; an article that it doesn't name is that of the row around it."""
    if not isinstance(data, dict):
        problems.append(f"{path}: thiếu, hoặc không ghi theo dạng “tên: giá trị”.")
        return {}
    problems += [f"{path}.{name}: không có mục này." for name in data if name not in fields]
    row = {
        name: _value(data.get(name), field, f"{path}.{name}", problems)
        for name, field in fields.items()
    }
    if "confidence" in fields and "article" in fields and not row["article"]:
        row["article"] = article
        if article is None:
            problems.append(f"{path}.article: thiếu.")
    for name in ROWS_WITHIN.keys() & fields.keys():
        inner = _rows(
            row[name] or [], ROWS_WITHIN[name], f"{path}.{name}", problems, row.get("article") or ""
        )
        row[name] = fold(spread(inner)) if name in OF_GROUPS else inner
    return row


def _value(value: Any, field: Field, path: str, problems: list[str]) -> Any:
    if value is None:
        if field.required:
            problems.append(f"{path}: thiếu.")
        return type(field.default)(field.default) if field.default in ([], {}) else field.default
    try:
        return field.read(value)
    except (ValueError, TypeError) as error:
        problems.append(f"{path}: {error}.")
        return field.default


# --- rows of many groups ---------------------------------------------------------------------


def spread(rows: Sequence[Row]) -> list[Row]:
    """One row for each group, as the database keeps them."""
    return [{**row, "groups": [group]} for row in rows for group in row.get("groups", [None])]


def fold(rows: Sequence[Row]) -> list[Row]:
    """Rows that differ in nothing but the group as one, in the order of first appearance."""
    folded: list[Row] = []
    for row in rows:
        rest = {name: value for name, value in row.items() if name != "groups"}
        for earlier in folded:
            if all(earlier.get(name) == value for name, value in rest.items()):
                earlier["groups"] = [*earlier["groups"], *row["groups"]]
                break
        else:
            folded.append(dict(row))
    return folded
