"""What must be said under a table whose figures are not all of one kind.

Figures of other days, periods or kinds beside each other are read as alike unless somebody says
so; the program says so by itself.
"""

from collections.abc import Iterable, Iterator, Sequence

from config.formatting import count, date_short
from reports.figures.figure import FigureValue, Status, period_words
from reports.figures.overlaps import Overlap
from reports.figures.reckoning import PartReckoning

MOST_NAMED = 4


def notes_on(reckoning: PartReckoning, named: Iterable[tuple[str, FigureValue]]) -> tuple[str, ...]:
    """Notes on the figures of a table, each with the name of its row."""
    rows = list(named)
    return (*_days(reckoning, rows), *_kinds(rows), *_periods(reckoning, rows))


def people_note(overlap: Overlap | None) -> tuple[str, ...]:
    """Where people of the rows don't add up to the people of the total."""
    if not overlap or not overlap.extra:
        return ()
    parts = " + ".join(count(part.people) for part in overlap.parts)
    return (
        f"Số người không cộng dồn: {parts} = {count(overlap.sum)}, trong đó "
        f"{count(overlap.in_several)} người có ở nhiều dòng; mỗi người tính một lần là "
        f"{count(overlap.total)} người.",
    )


def _days(reckoning: PartReckoning, rows: Sequence[tuple[str, FigureValue]]) -> Iterator[str]:
    others = sorted({value.as_of for _, value in rows} - {reckoning.as_of})
    if not others or not rows:
        return
    apart = "; ".join(
        f"{_names(name for name, value in rows if value.as_of == day)} đến {date_short(day)}"
        for day in others
    )
    yield f"Số liệu chốt khác ngày: đến {date_short(reckoning.as_of)}, riêng {apart}."


def _kinds(rows: Sequence[tuple[str, FigureValue]]) -> Iterator[str]:
    estimated = [name for name, value in rows if value.status == Status.ESTIMATED]
    planned = [name for name, value in rows if value.status == Status.PLANNED]
    told_already = {*estimated, *planned}
    mixed = [name for name, value in rows if value.is_mixed and name not in told_already]
    told = [
        f"{words} ({_names(names)})"
        for words, names in (
            ("số ước thực hiện", estimated),
            ("số kế hoạch", planned),
            ("số gồm cả phần ước, kế hoạch", mixed),
        )
        if names
    ]
    if told:
        yield f"Bên cạnh số đã thực hiện, bảng có {', '.join(told)}."


def _periods(reckoning: PartReckoning, rows: Sequence[tuple[str, FigureValue]]) -> Iterator[str]:
    apart = [
        f"{name} ({period_words(reckoning.period, value.figure)})"
        for name, value in rows
        if value.figure.has_own_period
    ]
    if apart:
        yield f"Không cùng kỳ với bảng và không cộng vào tổng: {'; '.join(dict.fromkeys(apart))}."


def _names(names: Iterable[str]) -> str:
    every = list(dict.fromkeys(names))
    more = f" và {len(every) - MOST_NAMED} dòng khác" if len(every) > MOST_NAMED else ""
    return ", ".join(every[:MOST_NAMED]) + more
