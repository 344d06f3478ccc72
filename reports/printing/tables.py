"""The tables of a report, by the name under which the text calls them."""

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction

from config.formatting import (
    amount_in_words,
    count,
    date_short,
    million,
    money,
    padded_count,
    percent,
)
from reports.figures.book import Line, Regime
from reports.figures.figure import FigureValue, period_words
from reports.figures.ledger import ANY
from reports.figures.notes import notes_on, people_note
from reports.figures.overlaps import overlap_of
from reports.figures.reckoning import CARD_KINDS, PartReckoning
from reports.printing.printed import Cell, Row, Table

NOTHING = "–"
CARD_HEADS = ("Thẻ cấp mới", "Thẻ cấp đổi", "Tổng số thẻ")


def spending_table(reckoning: PartReckoning) -> Table:
    """Regimes with what they reached, what they cost, and of what kind the figure is."""
    total = reckoning.total
    rows = [row for regime in reckoning.book.regimes for row in _regime_rows(reckoning, regime)]
    rows.append(
        Row(
            (
                Cell(""),
                Cell("Tổng cộng"),
                *_people_reached(reckoning),
                Cell(money(total.value), "number", total.code),
                Cell(_share(total.value, total.value), "number"),
                Cell(_kind_words(reckoning, total)),
            ),
            "total",
        )
    )
    rows += [_outside_row(reckoning, line) for line in _outside(reckoning)]
    return Table(
        name="spending",
        caption=f"Tổng hợp kinh phí theo chế độ, {reckoning.period.words}",
        notes=_spending_notes(reckoning),
        heads=("TT", "Chế độ", "Kết quả", "Kinh phí", "Tỷ lệ", "Ghi chú"),
        rows=tuple(rows),
        unit_note="Đơn vị tính: đồng",
        closing=f"(Bằng chữ: {amount_in_words(total.value)})",
    )


def _outside(reckoning: PartReckoning) -> list[Line]:
    """Lines of another period: they stand below the total and are never in it."""
    lines = (line for regime in reckoning.book.regimes for line in regime.lines)
    return [line for line in lines if reckoning[line.amount].figure.has_own_period]


def _outside_row(reckoning: PartReckoning, line: Line) -> Row:
    amount = reckoning[line.amount]
    days = period_words(reckoning.period, amount.figure)
    return Row(
        (
            Cell(""),
            Cell(f"Không cộng vào tổng: {line.title}, {days}"),
            Cell(_quantity(reckoning, line), "number", _quantity_code(reckoning, line)),
            Cell(money(amount.value), "number", line.amount),
            Cell(""),
            Cell(line_note(reckoning, line)),
        )
    )


def _people_reached(reckoning: PartReckoning) -> tuple[Cell, ...]:
    """People of the total, each once, where the report publishes them."""
    people = reckoning.total_people
    if not people.figure.published:
        return (Cell(""),)
    return (Cell(f"{padded_count(people.value)} người", "number", people.code),)


def _spending_notes(reckoning: PartReckoning) -> tuple[str, ...]:
    lines = [line for regime in reckoning.book.regimes for line in regime.lines]
    shown = [line for line in lines if line.counted] + _outside(reckoning)
    named = [
        (line.title, value)
        for line in shown
        for value in [reckoning[line.amount], *typed_inside(reckoning, line)]
    ]
    people = reckoning.total_people.figure
    return (
        *notes_on(reckoning, named),
        *(people_note(overlap_of(reckoning, people)) if people.published else ()),
    )


def people_table(reckoning: PartReckoning) -> Table:
    """People of each group and the cards given to them."""
    rows = [
        Row((Cell(groups[0].name), *_people_cells(reckoning, code)))
        for code, groups in reckoning.book.groups.items()
    ]
    rows.append(Row((Cell("Tổng cộng"), *_people_cells(reckoning, "")), "total"))
    with_cards = bool(reckoning.book.cards)
    return Table(
        name="people",
        caption=f"Số đối tượng{' và thẻ bảo vệ sức khỏe đã cấp' if with_cards else ''}",
        heads=("Nhóm", "Số người", *(CARD_HEADS if with_cards else ())),
        rows=tuple(rows),
        unit_note=f"Đơn vị tính: người{', thẻ' if with_cards else ''}",
    )


def packages_table(reckoning: PartReckoning) -> Table:
    """Packages bought in bulk, by number; they stand beside the total."""
    found = _packages(reckoning)
    rows = [
        Row(
            (
                Cell(value.figure.categories[0], "centre"),
                Cell(found.get(value.figure.categories[0], value.figure.scope_words)),
                Cell(money(value.value), "number", value.code),
                Cell(money(value.paid), "number"),
            )
        )
        for value in reckoning
        if value.figure.benefits == ("purchase_package",) and value.figure.categories
    ]
    whole = reckoning["purchase_package.amount"]
    rows.append(
        Row(
            (
                Cell(""),
                Cell("Tổng cộng"),
                Cell(money(whole.value), "number", whole.code),
                Cell(money(whole.paid), "number"),
            ),
            "total",
        )
    )
    return Table(
        name="packages",
        caption=f"Các gói thầu mua thuốc, đến ngày {date_short(whole.as_of)}",
        heads=("Số", "Gói thầu", "Giá trị đã mua", "Đã thanh toán"),
        rows=tuple(rows),
        unit_note="Đơn vị tính: đồng",
    )


TABLES: dict[str, Callable[[PartReckoning], Table]] = {
    "kinh-phí": spending_table,
    "đối-tượng": people_table,
    "gói-thầu": packages_table,
}
NEEDED = {
    "đối-tượng": "population.people",
    "gói-thầu": "purchase_package.amount",
    "khám-định-kỳ": "periodic_checkup.amount",
    "độ-phủ": "population.people",
}
"""A figure without which there is nothing to show."""


def names_in(
    reckoning: PartReckoning, drawn: Mapping[str, Callable[[PartReckoning], object]]
) -> frozenset[str]:
    """Which tables (or charts) a part of a report can show."""
    return frozenset(name for name in drawn if name not in NEEDED or NEEDED[name] in reckoning)


def typed_inside(reckoning: PartReckoning, line: Line) -> list[FigureValue]:
    """Amounts of a benefit that are estimated or planned, in whole or in part."""
    return [
        reckoning[figure.code]
        for figure in line.figures
        if figure.measure == "amount" and reckoning[figure.code].is_typed
    ]


def line_note(reckoning: PartReckoning, line: Line) -> str:
    """How far the figure of a line may be trusted: until when, and what is not yet paid."""
    notes = []
    for value in typed_inside(reckoning, line):
        if value.code == line.amount:
            notes.append(f"{value.status_words}; đã chi {million(value.paid)} triệu")
        else:
            notes.append(
                f"{value.figure.scope_words}: {value.status_words.lower()} "
                f"{million(value.value)} triệu, đã chi {million(value.paid)} triệu"
            )
    amount = reckoning[line.amount]
    if amount.as_of != reckoning.as_of:
        notes.append(f"Đến {date_short(amount.as_of)}")
    return ". ".join(notes)


def _regime_rows(reckoning: PartReckoning, regime: Regime) -> Iterable[Row]:
    lines = [line for line in regime.lines if line.counted]
    if not lines:
        return
    amount = reckoning.regime_amount(regime)
    alone = lines[0] if len(lines) == 1 else None
    yield Row(
        (
            Cell(f"{regime.letter})", "centre"),
            Cell(regime.title),
            Cell(
                _quantity(reckoning, alone) if alone else "",
                "number",
                _quantity_code(reckoning, alone) if alone else "",
            ),
            Cell(money(amount), "number", alone.amount if alone else ""),
            Cell(_share(amount, reckoning.total.value), "number"),
            Cell(line_note(reckoning, alone) if alone else ""),
        )
    )
    for line in lines if not alone else []:
        yield Row(
            (
                Cell(""),
                Cell(f"- {line.title}"),
                Cell(_quantity(reckoning, line), "number", _quantity_code(reckoning, line)),
                Cell(money(reckoning[line.amount].value), "number", line.amount),
                Cell(""),
                Cell(line_note(reckoning, line)),
            ),
            "part",
        )


def _quantity(reckoning: PartReckoning, line: Line) -> str:
    if line.quantity not in reckoning:
        return ""
    value = reckoning[line.quantity]
    return f"{padded_count(value.value)} {value.figure.unit}"


def _quantity_code(reckoning: PartReckoning, line: Line) -> str:
    return reckoning[line.quantity].code if line.quantity in reckoning else ""


def _share(part: int, whole: int) -> str:
    return percent(Fraction(part, whole), 2, trim=part == whole) if whole else NOTHING


def _kind_words(reckoning: PartReckoning, total: FigureValue) -> str:
    if not reckoning.typed:
        return ""
    return f"Đã chi {million(total.paid)} triệu"


def _people_cells(reckoning: PartReckoning, group: str) -> list[Cell]:
    suffix = f".group_{group}" if group else ""
    people = reckoning.population.get(group or ANY, 0)
    cells = [_cell(reckoning, f"population.people{suffix}", people)]
    if not reckoning.book.cards:
        return cells
    for measure, kind in sorted(CARD_KINDS.items(), key=lambda item: item[1] == ANY):
        cards = reckoning.cards.get((kind, group or ANY), 0)
        cells.append(_cell(reckoning, f"card.{measure}{suffix}", cards))
    return cells


def _cell(reckoning: PartReckoning, code: str, otherwise: int) -> Cell:
    known = code in reckoning
    number = reckoning[code].value if known else otherwise
    behind = reckoning[code].code if known else ""
    return Cell(count(number) if number else NOTHING, "number", behind)


def _packages(reckoning: PartReckoning) -> dict[str, str]:
    """What was bought, by number of the package, as its claim says."""
    lines = reckoning.ledger.lines_of(reckoning["purchase_package.amount"].figure)
    headings = lines.values_list("claim__category", "claim__heading")
    return {number: heading.partition(": ")[2] or heading for number, heading in headings}
