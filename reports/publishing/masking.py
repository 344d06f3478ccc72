"""The version of a report for everybody: few people are never told exactly, nor made derivable.

A count of 1 to 4 people prints as ``<5``; what the same people got, and whatever else would let a
reader reckon a hidden number back from a sum, prints as ``…`` (complementary suppression). Which
sums a reader can use is read off the paper itself: columns and rows of its tables that add up, and
figures that add up to others. A hidden number is safe when the sums do not determine it.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from reports.figures.figure import FigureValue, Measure, Source
from reports.printing.printed import Block, Cell, Chart, Piece, ReportPaper, Row, Section, Table
from reports.printing.sheets import number_in

LEAST = 5
FEW, FEW_IN_WORDS, HIDDEN = f"<{LEAST}", f"dưới {LEAST}", "…"
NOTHING = "–"
COUNTS = frozenset(
    {Measure.PEOPLE, Measure.OCCURRENCES, Measure.NET, Measure.ISSUED, Measure.REISSUED}
)
TELLING = 1_000
"""From this size on the same amount twice on a paper is the same number."""
NOTE = (
    f"Bản công bố: số người từ 1 đến {LEAST - 1} in là “{FEW}” hoặc “{FEW_IN_WORDS}”; số tiền "
    f"của những người ấy và số có thể dùng để suy ra in là “{HIDDEN}”. Danh sách cá nhân không "
    "kèm theo."
)


@dataclass(frozen=True, slots=True)
class Sum:
    """``whole`` is the sum of ``parts``; all are names of numbers on the paper."""

    whole: str
    parts: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        return (self.whole, *self.parts)


def for_publication(paper: ReportPaper, figures: Iterable[FigureValue]) -> ReportPaper:
    """The same paper with small counts, and what reveals them, hidden. Lists of people go."""
    by_code = {value.code: value for value in figures}
    public = replace(paper, appendices=())
    numbers = _Numbers(public, by_code)
    hidden = suppressed(numbers.values, numbers.sums, numbers.sensitive)
    masker = _Masker(numbers, hidden)
    sections = tuple(masker.section(section, place) for place, section in enumerate(paper.sections))
    note = Section(level=0, blocks=(Block("paragraph", (Piece(NOTE),)),))
    return replace(public, sections=(*sections, note))


def suppressed(
    values: Mapping[str, int | Fraction], sums: Sequence[Sum], sensitive: Collection[str]
) -> frozenset[str]:
    """What must be hidden so that no sensitive number can be reckoned back from the sums.

    Starts with the sensitive ones and hides, one by one, the smallest other number of a sum that
    gives one away; zeros are hidden last, since hiding a nought protects little.
    """
    hidden = set(sensitive) & set(values)
    while given_away := determined(hidden, sums) & set(sensitive):
        usable = _beside(min(given_away), hidden, sums)
        if not usable:
            break
        hidden.add(min(usable, key=lambda each: (not values.get(each), values.get(each, 0), each)))
    return frozenset(hidden)


def _beside(name: str, hidden: Collection[str], sums: Sequence[Sum]) -> set[str]:
    """Numbers still told in the sums of a hidden one; else in sums that hang together with it."""
    together, reached = {name}, 0
    while len(together) > reached:
        reached = len(together)
        touched = [found for found in sums if together.intersection(found.names)]
        told = {each for found in touched for each in found.names if each not in hidden}
        if told:
            return told
        together |= {each for found in touched for each in found.names}
    return set()


def determined(hidden: Collection[str], sums: Sequence[Sum]) -> set[str]:
    """Which hidden numbers the sums determine, all others being known.

    Each sum is a linear equation over the hidden numbers; after full reduction a number is
    determined when an equation holds it alone.
    """
    names = sorted(hidden)
    place = {name: number for number, name in enumerate(names)}
    rows: list[dict[int, Fraction]] = []
    for found in sums:
        row: dict[int, Fraction] = defaultdict(Fraction)
        for name, sign in ((found.whole, -1), *((part, 1) for part in found.parts)):
            if name in place:
                row[place[name]] += sign
        rows.append({column: factor for column, factor in row.items() if factor})
    return {names[next(iter(row))] for row in _reduced(rows) if len(row) == 1}


def _reduced(rows: Iterable[dict[int, Fraction]]) -> list[dict[int, Fraction]]:
    """Reduced row echelon form of sparse rows."""
    pivots: dict[int, dict[int, Fraction]] = {}
    for row in rows:
        row = dict(row)
        for column in sorted(set(row) & set(pivots)):
            if column in row:
                row = _less(row, pivots[column], row[column])
        if not row:
            continue
        first = min(row)
        row = {column: factor / row[first] for column, factor in row.items()}
        for column, other in pivots.items():
            if first in other:
                pivots[column] = _less(other, row, other[first])
        pivots[first] = row
    return list(pivots.values())


def _less(
    row: dict[int, Fraction], other: Mapping[int, Fraction], times: Fraction
) -> dict[int, Fraction]:
    result = dict(row)
    for column, factor in other.items():
        rest = result.get(column, Fraction(0)) - times * factor
        if rest:
            result[column] = rest
        else:
            result.pop(column, None)
    return result


class _Numbers:
    """The numbers on a paper, by name: a figure's code, or the place of a cell without one."""

    def __init__(self, paper: ReportPaper, figures: Mapping[str, FigureValue]) -> None:
        self.figures = figures
        self.values: dict[str, int | Fraction] = {}
        self.sensitive: set[str] = set()
        self.few: set[str] = set()
        """Counts of few people; the other sensitive numbers are what those got."""
        few = {code for code, value in figures.items() if _is_few(value)}
        secret = few | {code for code in figures if _is_of_few(figures[code], figures, few)}
        self._amounts = {
            int(figures[code].value): code
            for code in secret
            if figures[code].figure.measure == Measure.AMOUNT and figures[code].value >= TELLING
        }
        tables = list(_tables(paper))
        for code in _codes(paper):
            if code in figures:
                self.values[code] = figures[code].value
        for name, table in tables:
            self._take(name, table)
        self.few |= few & set(self.values)
        self.sensitive |= self.few | (secret & set(self.values))
        self.sums = [*self._figure_sums(), *(s for n, t in tables for s in self._table_sums(n, t))]

    def name_of(self, table: str, row: int, column: int, cell: Cell) -> str:
        """The name of the number in a cell; empty where there is none."""
        if cell.code in self.figures:
            return cell.code
        number = _number(cell)
        if number is None:
            return ""
        if number.denominator == 1 and int(number) in self._amounts:
            return self._amounts[int(number)]
        return f"{table}/{row}/{column}"

    def _take(self, name: str, table: Table) -> None:
        counts_people = "đồng" not in f"{table.unit_note} {table.caption}".lower()
        for row_number, row in enumerate(table.rows):
            for column, cell in enumerate(row.cells):
                number = _number(cell)
                known = self.name_of(name, row_number, column, cell)
                if not known or known in self.values:
                    continue
                self.values[known] = number if number is not None else 0
                told_as_people = cell.text.endswith(("người", "lượt", "thẻ"))
                if (
                    number is not None
                    and cell.code not in self.figures
                    and (counts_people or told_as_people)
                    and cell.kind == "number"
                    and 0 < number < LEAST
                    and "%" not in cell.text
                ):
                    self.few.add(known)

    def _table_sums(self, name: str, table: Table) -> Iterator[Sum]:
        grid = [
            [self.name_of(name, number, column, cell) for column, cell in enumerate(row.cells)]
            for number, row in enumerate(table.rows)
        ]
        for column in range(len(table.heads)):
            yield from self._column_sums(table, grid, column)
        for row in grid:
            named = [each for each in row if each]
            for last in range(2, len(named)):
                for first in range(last - 1):
                    yield from self._sum(named[last], named[first:last])

    def _column_sums(
        self, table: Table, grid: Sequence[Sequence[str]], column: int
    ) -> Iterator[Sum]:
        plain: list[str] = []
        parts: list[str] = []
        above = ""
        for row, names in zip(table.rows, grid, strict=True):
            name = names[column] if column < len(names) else ""
            if row.look != "part":
                yield from self._sum(above, parts)
                parts, above = [], name
            if row.look == "total":
                yield from self._sum(name, plain)
            elif row.look == "part":
                parts.append(name)
            elif name:
                plain.append(name)
        yield from self._sum(above, parts)

    def _figure_sums(self) -> Iterator[Sum]:
        """A figure and its groups, or its categories, where all of them are printed."""
        shown = [self.figures[code] for code in self.values if code in self.figures]
        for whole in shown:
            slices: dict[tuple[str, ...], list[str]] = defaultdict(list)
            for part in shown:
                if kind := _slice_kind(part, whole):
                    slices[kind].append(part.code)
            for codes in slices.values():
                yield from self._sum(whole.code, codes)

    def _sum(self, whole: str, parts: Sequence[str]) -> Iterator[Sum]:
        parts = [part for part in parts if part]
        if (
            whole
            and len(parts) > 1
            and whole not in parts
            and self.values[whole]
            and sum(self.values[part] for part in parts) == self.values[whole]
        ):
            yield Sum(whole, tuple(parts))


@dataclass(frozen=True, slots=True)
class _Masker:
    numbers: _Numbers
    hidden: frozenset[str]

    def section(self, section: Section, place: int) -> Section:
        blocks = (
            self._block(block, f"{place}-{number}") for number, block in enumerate(section.blocks)
        )
        return replace(section, blocks=tuple(blocks))

    def _block(self, block: Block, name: str) -> Block:
        if block.table:
            return replace(block, table=self._table(block.table, name))
        if block.chart:
            return self._chart(block, block.chart, name)
        return replace(block, pieces=tuple(map(self._piece, block.pieces)))

    def _chart(self, block: Block, chart: Chart, name: str) -> Block:
        """A picture shows every number, so with a hidden one only the numbers stay, as a table."""
        if not chart.numbers:
            return block
        table = self._table(chart.numbers, name)
        return block if table == chart.numbers else Block("table", table=table)

    def _piece(self, piece: Piece) -> Piece:
        if piece.code not in self.hidden:
            return piece
        few = piece.code in self.numbers.few and "%" not in piece.text
        return replace(piece, text=FEW_IN_WORDS if few else HIDDEN)

    def _table(self, table: Table, name: str) -> Table:
        rows = tuple(self._row(row, name, number) for number, row in enumerate(table.rows))
        total = [row for row in rows if row.look == "total"]
        told = any(cell.text == HIDDEN for row in total for cell in row.cells)
        return replace(table, rows=rows, closing="" if told else table.closing)

    def _row(self, row: Row, table: str, number: int) -> Row:
        names = [
            self.numbers.name_of(table, number, column, cell)
            for column, cell in enumerate(row.cells)
        ]
        if not self.hidden.intersection(names):
            return row
        cells = zip(row.cells, names, strict=True)
        return replace(row, cells=tuple(self._cell(cell, name) for cell, name in cells))

    def _cell(self, cell: Cell, name: str) -> Cell:
        """Shares and remarks of a row with something hidden would tell it."""
        if name in self.hidden:
            return replace(cell, text=FEW if name in self.numbers.few else HIDDEN)
        if "%" in cell.text or (cell.kind == "text" and "triệu" in cell.text):
            return replace(cell, text=HIDDEN)
        return cell


def _is_few(value: FigureValue) -> bool:
    return value.figure.measure in COUNTS and 0 < value.value < LEAST


def _is_of_few(value: FigureValue, figures: Mapping[str, FigureValue], few: set[str]) -> bool:
    """Money or days of exactly what few people (or occurrences) got."""
    figure = value.figure
    if figure.source != Source.LEDGER or figure.measure in COUNTS:
        return False
    return any(
        _scope(figures[code]) == _scope(value)
        for code in few
        if figures[code].figure.source == Source.LEDGER
    )


def _scope(value: FigureValue) -> tuple[object, ...]:
    figure = value.figure
    return (
        value.code.partition(f".{figure.measure}")[0],
        figure.benefits,
        figure.resolutions,
        figure.groups,
        figure.categories,
        figure.payers,
        figure.employment,
        figure.begins,
        figure.ends,
    )


def _slice_kind(part: FigureValue, whole: FigureValue) -> tuple[str, ...]:
    """By which kind of confinement a figure is a slice of another; empty when it is none."""
    one, other = part.figure, whole.figure
    if (
        one.measure != other.measure
        or one.source != other.source
        or one.code == other.code
        or not one.code.startswith(f"{other.code}.")
    ):
        return ()
    return tuple(
        kind
        for kind in ("groups", "categories", "payers", "employment", "resolutions")
        if getattr(one, kind) != getattr(other, kind)
    )


def _tables(paper: ReportPaper) -> Iterator[tuple[str, Table]]:
    """Every table with a name of its place, the numbers behind charts included."""
    for place, section in enumerate(paper.sections):
        for number, block in enumerate(section.blocks):
            table = block.table or (block.chart.numbers if block.chart else None)
            if table:
                yield f"{place}-{number}", table


def _codes(paper: ReportPaper) -> Iterator[str]:
    for section in paper.sections:
        for block in section.blocks:
            yield from (piece.code for piece in block.pieces if piece.code)


def _number(cell: Cell) -> Fraction | None:
    if cell.text == NOTHING:
        return Fraction(0)
    if cell.kind != "number" and not cell.code:
        return None
    found = number_in(cell.text)
    if not found or "%" in cell.text:
        return None
    return Fraction(str(found.value))
