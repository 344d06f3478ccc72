"""The lines in dispute as a workbook: for the facility to correct and send again."""

from claims.billing.columns import read_bill_sheet
from claims.billing.reading import workbook_of
from claims.models import Bill, BillLine, Finding
from config.workbooks.judging import JudgedRow, add_fault
from config.workbooks.opening import Sheet
from config.workbooks.writing import rejects_workbook

# Where on the row the eye should go.
COLUMN_OF = {
    Finding.OVER: "amount",
    Finding.PRICE: "amount",
    Finding.ABSENT: "day",
    Finding.WRONG: "",
}


def fixes_of(bill: Bill, lines: list[BillLine]) -> bytes:
    """These lines as they were uploaded, each with its reasons."""
    read = read_bill_sheet(workbook_of(bill))
    wanted = {line.row: line for line in lines}
    rows = [row for row in read.rows if row.row_number in wanted]
    for row in rows:
        line = wanted[row.row_number]
        _explain(read.sheet, row, line)
    return rejects_workbook(read.sheet, rows)


def _explain(sheet: Sheet, row: JudgedRow, line: BillLine) -> None:
    """The cells' own faults are on the row already; the finding joins them."""
    known = {fault.sentence for fault in row.faults}
    column = COLUMN_OF.get(Finding(line.finding), "name")
    for sentence in line.told:
        if sentence not in known:
            add_fault(sheet, row, column, sentence)
