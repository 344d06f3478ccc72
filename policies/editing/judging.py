"""What was typed into the sheet of rates, read whole: all of it counts, or nothing is saved."""

from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError

from policies import wording
from policies.drafting.rules import overlap, said_of_confirmed
from policies.editing.problems import Problem
from policies.editing.sheet import HEAD, NO_CEILING, Cell, Column, Sheet, is_simple
from policies.models import Benefit, Rate
from policies.money_typed import money_typed
from policies.rules.types import AmountKind, Worth
from policies.shapes import USES, misused


@dataclass(slots=True)
class Judgement:
    """What saving the sheet would do, and what stands against it."""

    changed: list[Rate] = field(default_factory=list)
    made: list[Rate] = field(default_factory=list)
    removed: list[Rate] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def words(self) -> str:
        counts = (("thêm", self.made), ("đổi", self.changed), ("xóa", self.removed))
        told = ", ".join(f"{verb} {len(rates)} mức" for verb, rates in counts if rates)
        return f"Đã lưu cả bảng: {told}." if told else "Bảng không có gì thay đổi."


def judge(sheet: Sheet) -> Judgement:
    """Read every cell; what is wrong is marked at the cell and listed among the problems."""
    judgement = Judgement()
    for column in sheet.columns:
        if column.is_typed:
            _read(column, judgement)
    if not judgement.problems:
        for benefit in sheet.benefits:
            _refuse_overlaps(sheet, benefit, judgement)
    for column in sheet.columns:
        for cell in column.cells:
            _weigh(cell, judgement)
    return judgement


def _read(column: Column, judgement: Judgement) -> None:
    head_is_right = column.head.is_valid()
    for bound in column.head:
        if bound.errors:
            label = f"{bound.label}, {column.benefit.short_title}"
            judgement.problems.append(
                Problem(bound.auto_id, label, " ".join(map(str, bound.errors)))
            )
    kind = AmountKind(column.head.cleaned_data.get("amount_kind") or AmountKind.FLAT)
    for cell in column.cells:
        if not cell.typed:
            continue
        try:
            amount, ceiling = _understood(cell.typed, kind)
        except ValidationError as error:
            _mark(cell, error.messages[0], judgement)
            continue
        if head_is_right:
            cell.wanted = _wanted(column, cell, amount, ceiling)
            for told in _misuse(cell.wanted):
                _mark(cell, told, judgement)


def _understood(typed: str, kind: AmountKind) -> tuple[int, int | None]:
    """Amount and ceiling. Raises ``ValidationError``."""
    if kind is not AmountKind.ACTUAL_COST:
        return money_typed(typed), None
    if typed.casefold() in (NO_CEILING, "thực tế"):
        return 0, None
    return 0, money_typed(typed)


def _wanted(column: Column, cell: Cell, amount: int, ceiling: int | None) -> Rate:
    """The rate that shall stand in the cell: what the column says, with the number of the cell."""
    pattern = cell.rate or (column.rates[0] if column.rates else None)
    rate = copy(pattern) if pattern else Rate(benefit=column.benefit)
    if cell.rate is None:
        rate.pk, rate._state.adding = None, True
        rate._state.fields_cache.pop("confirmation", None)
        rate.group = cell.group
    had_its_ceiling = rate.amount_kind == AmountKind.ACTUAL_COST
    for name in HEAD:
        setattr(rate, name, column.head.cleaned_data[name])
    if had_its_ceiling or rate.amount_kind == AmountKind.ACTUAL_COST:
        rate.ceiling = ceiling
    rate.amount = amount
    return rate


def _misuse(rate: Rate) -> Iterator[str]:
    given = {use.field: getattr(rate, use.field) for use in USES}
    return (told for _, told in misused(AmountKind(rate.amount_kind), Worth(rate.worth), given))


def _refuse_overlaps(sheet: Sheet, benefit: Benefit, judgement: Judgement) -> None:
    """No two rates may fit the same event; to blame is the cell that is new."""
    cells = [
        cell
        for column in sheet.columns
        if column.benefit.pk == benefit.pk
        for cell in column.cells
        if cell.wanted
    ]
    others = [(None, rate) for rate in benefit.rates.all() if not is_simple(rate)]
    every = [*others, *((cell, cell.wanted) for cell in cells)]
    for cell in cells:
        if cell.rate is not None:
            continue
        for other, rate in every:
            if other is not cell and rate and cell.wanted and overlap(cell.wanted, rate):
                _mark(cell, _said_of_overlap(sheet, benefit, rate), judgement)
                break


def _said_of_overlap(sheet: Sheet, benefit: Benefit, rate: Rate) -> str:
    figure = wording.figure(rate, benefit, sheet.names)
    words = [figure.value, figure.note, wording.condition(rate, sheet.names)]
    return (
        f"Chồng lên mức đã có: {', '.join(filter(None, words))}. Một việc không thể có hai mức; "
        "hãy bỏ một, hoặc thêm điều kiện để phân biệt."
    )


def _weigh(cell: Cell, judgement: Judgement) -> None:
    """Whether the cell makes, changes or takes away a rate."""
    before, wanted = cell.rate, cell.wanted
    if before is None:
        judgement.made += [wanted] if wanted else []
        return
    if wanted is None:
        if cell.typed:  # not understood: it stays
            return
        judgement.removed.append(before)
    elif _said(before) == _said(wanted):
        return
    else:
        judgement.changed.append(wanted)
    if confirmation := getattr(before, "confirmation", None):
        _mark(cell, said_of_confirmed(confirmation), judgement)


def _said(rate: Rate) -> list[Any]:
    return [getattr(rate, each.attname) for each in rate._meta.concrete_fields]


def _mark(cell: Cell, reason: str, judgement: Judgement) -> None:
    cell.error = reason
    judgement.problems.append(Problem(f"id_{cell.name}", cell.label, reason))
