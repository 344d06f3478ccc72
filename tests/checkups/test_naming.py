"""What names a person in a pasted row or in a row of a workbook."""

from datetime import date
from io import BytesIO

import pytest
from openpyxl import Workbook

from checkups.rounds.naming import rows_of_workbook, told_by
from config.workbooks.archive import WorkbookRefused


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("1\tVi Văn Thêm\t05/03/1960\t020060000001", "020060000001"),
        ("1\tVi Văn Thêm\t05/03/1960\tĐối tượng 4", "Vi Văn Thêm 05/03/1960"),
        ("1.\tVi Văn Thêm\t05/03/1960", "Vi Văn Thêm 05/03/1960"),
        ("Vi Văn Thêm, 05/03/1960", "Vi Văn Thêm, 05/03/1960"),
        ("DN4200600000012", "DN4200600000012"),
        ("\t \t", ""),
    ],
)
def test_a_number_names_best_then_name_and_day(row, told):
    assert told_by(row.split("\t")) == told


def workbook_of(*rows: tuple) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()


def test_rows_of_a_workbook_read_like_pasted_ones():
    content = workbook_of(
        ("STT", "Họ tên", "Ngày sinh", "CCCD"),
        (1, "Vi Văn Thêm", date(1960, 3, 5), None),
        (2, "Lý Thị Có", None, "020060000001"),
    )
    lines = rows_of_workbook(content)
    told = [told_by(line.split("\t")) for line in lines]
    assert told == ["Vi Văn Thêm 05/03/1960", "020060000001"]


def test_a_workbook_without_names_is_refused():
    with pytest.raises(WorkbookRefused):
        rows_of_workbook(workbook_of(("Mã", "Tiền"), (1, 2)))
