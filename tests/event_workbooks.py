"""Workbooks of events as clerks make them, and the way they take into the ledger."""

from io import BytesIO
from typing import Any

from openpyxl import Workbook

from accounts.models import User
from beneficiaries.importing import confirm_batch, judge_file, verdicts_of
from beneficiaries.models import ImportBatch


def event_workbook(*rows: dict[str, Any]) -> bytes:
    """Heads are those of the rows, in the order in which they first come."""
    heads = list(dict.fromkeys(head for row in rows for head in row))
    book = Workbook()
    sheet = book.active
    sheet.append(heads)
    for row in rows:
        sheet.append([row.get(head) for head in heads])
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def judged(kind: str, *rows: dict[str, Any], by: User, **options: Any) -> ImportBatch:
    """The rows looked at, nothing written."""
    content = event_workbook(*rows)
    return judge_file(kind=kind, content=content, file_name="su-viec.xlsx", by=by, options=options)


def imported(kind: str, *rows: dict[str, Any], by: User, **options: Any) -> ImportBatch:
    """The rows written, all of them."""
    batch = judged(kind, *rows, by=by, **options)
    assert not reasons(batch), reasons(batch)
    return confirm_batch(batch_id=batch.pk, by=by, whole=True)


def reasons(batch: ImportBatch) -> dict[int, list[str]]:
    """Why each wrong row is wrong: ``column: reason``."""
    return {
        verdict.row: [f"{column}: {reason}" for column, _, _, _, reason in verdict.faults]
        for verdict in verdicts_of(batch)
        if verdict.faults
    }
