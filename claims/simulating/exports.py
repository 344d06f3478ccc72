"""A simulation as a workbook: the sums, who gains and loses, what is not paid, and the people."""

from collections.abc import Iterator
from typing import Any

from django.utils.timezone import localdate

from accounts.models import User
from claims.models import SimulatedPerson
from claims.simulating.people import SECRETS, Choice, people_behind
from claims.simulating.results import VERDICTS, Result
from claims.simulating.tally import Verdict
from config.formatting import date_short
from config.workbooks.writing import Table, TableColumn, tables_workbook

ROWS_AT_ONCE = 2_000


def simulation_workbook(result: Result, user: User) -> bytes:
    """With the people whom the user may see."""
    notes = notes_of(result)
    return tables_workbook(
        [
            _sums(result, notes),
            _standings(result, notes),
            _refusals(result, notes),
            _untold(result, notes),
            _people(result, notes, user),
        ]
    )


def notes_of(result: Result) -> tuple[str, ...]:
    """What was run and beside what, so that a sheet can stand alone."""
    simulation = result.simulation
    beside = (
        f"So với {result.compared_with or 'không có văn bản nào'} trên cùng các sự việc"
        if simulation.is_planned
        else "So với số đã lập hồ sơ trong sổ"
    )
    return (
        f"{simulation.resolution}; sự việc của năm {simulation.year}, "
        f"tính như xảy ra trong năm {simulation.reckoned_year}.",
        f"{beside}. Chạy ngày {date_short(localdate(simulation.made_at))}; "
        f"dấu nội dung văn bản {simulation.fingerprint[:12]}. Chỉ là mô phỏng, không vào sổ.",
    )


def _sums(result: Result, notes: tuple[str, ...]) -> Table:
    columns = (
        TableColumn("Chế độ"),
        TableColumn("Đối tượng"),
        TableColumn("Tháng", kind="integer"),
        TableColumn("Số lượt mô phỏng", kind="integer", total=True),
        TableColumn("Mô phỏng (đồng)", kind="money", total=True),
        TableColumn("Số lượt trước", kind="integer", total=True),
        TableColumn("Trước (đồng)", kind="money", total=True),
        TableColumn("Trong đó đã chi (đồng)", kind="money", total=True),
        TableColumn("Chênh lệch (đồng)", kind="money", total=True),
    )
    rows = (
        (
            result.named(cell.benefit)[1],
            result.groups.get(cell.group, cell.group),
            cell.month,
            cell.times_now,
            cell.now,
            cell.times_then,
            cell.then,
            cell.paid,
            cell.now - cell.then,
        )
        for cell in result.all_cells
    )
    return Table("Chi theo chế độ, đối tượng, tháng", columns, rows, notes, "Tổng hợp")


def _standings(result: Result, notes: tuple[str, ...]) -> Table:
    columns = (
        TableColumn("Đối tượng"),
        TableColumn("Được, mất"),
        TableColumn("Số người", kind="integer", total=True),
        TableColumn("Trước (đồng)", kind="money", total=True),
        TableColumn("Mô phỏng (đồng)", kind="money", total=True),
        TableColumn("Chênh lệch (đồng)", kind="money", total=True),
    )
    rows = (
        (standing.label, VERDICTS[verdict][2], people, then, now, now - then)
        for standing in result.standings
        for verdict, (people, then, now), _ in standing.parts
        if people
    )
    return Table("Ai được, ai mất", columns, rows, notes, "Được, mất")


def _refusals(result: Result, notes: tuple[str, ...]) -> Table:
    columns = (
        TableColumn("Chế độ"),
        TableColumn("Lý do"),
        TableColumn("Đối tượng"),
        TableColumn("Số lượt", kind="integer", total=True),
        TableColumn("Trước đó được (đồng)", kind="money", total=True),
        TableColumn("Ví dụ", width=60),
    )
    rows = (
        (row.title, row.reason, row.groups, row.times, row.lost, row.sentence)
        for row in result.refusals
    )
    return Table("Không được hưởng theo văn bản này", columns, rows, notes, "Không được hưởng")


def _untold(result: Result, notes: tuple[str, ...]) -> Table:
    columns = (
        TableColumn("Chế độ"),
        TableColumn("Dữ kiện chưa từng ghi", width=50),
        TableColumn("Số lượt", kind="integer", total=True),
    )
    rows = ((row.title, row.fact, row.times) for row in result.untold)
    return Table("Không tính được vì thiếu dữ kiện", columns, rows, notes, "Không tính được")


def _people(result: Result, notes: tuple[str, ...], user: User) -> Table:
    columns = (
        TableColumn("Họ và tên"),
        TableColumn("Đối tượng"),
        TableColumn("Được, mất"),
        TableColumn("Số người như vậy", kind="integer"),
        TableColumn("Trước (đồng)", kind="money", total=True),
        TableColumn("Mô phỏng (đồng)", kind="money", total=True),
        TableColumn("Chênh lệch (đồng)", kind="money", total=True),
    )
    rows: Any = people_behind(result, Choice(), user).rows
    rows = rows.order_by("name", "pk")
    return Table("Từng người", columns, _person_rows(result, rows), notes, "Từng người")


def _person_rows(result: Result, rows: Any) -> Iterator[tuple[Any, ...]]:
    person: SimulatedPerson
    for person in rows.defer("figures", "places", *SECRETS).iterator(ROWS_AT_ONCE):
        verdict = VERDICTS.get(Verdict(person.verdict))
        yield (
            str(person),
            result.groups.get(person.group, person.group),
            verdict[2] if verdict else "",
            person.copies,
            person.then,
            person.now,
            person.difference,
        )
