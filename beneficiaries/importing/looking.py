"""Reading and judging a workbook as a whole, before anything is written."""

import base64
from collections.abc import Sequence
from typing import Any

from accounts.models import User
from beneficiaries.importing.kinds import kind_named
from beneficiaries.importing.verdicts import (
    Judgement,
    Verdict,
    packed_judgement,
    unpacked_judgement,
)
from beneficiaries.models import BatchState, ImportBatch
from config.workbooks.judging import Column, Fault, JudgedRow, judge
from config.workbooks.opening import Sheet, WorkbookRefused, read_sheet
from config.workbooks.writing import rejects_workbook

LARGE_FILE = 1_000_000  # bytes; a larger one is read in the background


def open_batch(
    *, kind: str, content: bytes, file_name: str, by: User, options: dict[str, Any] | None = None
) -> ImportBatch:
    """Keep the uploaded file, not yet read."""
    return ImportBatch.objects.create(
        kind=kind_named(kind).code,
        file_name=file_name[:255],
        workbook=base64.b64encode(content).decode("ascii"),
        options={"form": options or {}, "answers": {}},
        unit=by.unit,
        uploaded_by=by,
    )


def judge_file(
    *, kind: str, content: bytes, file_name: str, by: User, options: dict[str, Any] | None = None
) -> ImportBatch:
    """Keep the file and judge it at once; the batch is then judged, or failed with a reason."""
    batch = open_batch(kind=kind, content=content, file_name=file_name, by=by, options=options)
    return judge_batch(batch, content)


def judge_batch(batch: ImportBatch, content: bytes | None = None) -> ImportBatch:
    """Read the file of the batch and keep the judgement; answers given earlier are forgotten."""
    try:
        judgement = _look(batch, content or workbook_of(batch))
    except WorkbookRefused as refused:
        batch.state, batch.failure, batch.progress = BatchState.FAILED, refused.message, 100
        batch.save(update_fields=["state", "failure", "progress"])
        return batch
    batch.judgement = packed_judgement(judgement)
    batch.counts = judgement.counts() | {"amount": judgement.amount()}
    batch.options = batch.options | {"answers": {}, "queued_at": ""}
    batch.state, batch.failure, batch.progress = BatchState.JUDGED, "", 100
    batch.save(update_fields=["judgement", "counts", "options", "state", "failure", "progress"])
    return batch


def _look(batch: ImportBatch, content: bytes) -> Judgement:
    kind = kind_named(batch.kind)
    columns = kind.columns(batch)
    sheet = read_sheet(content, heads=columns)
    report_progress(batch, 30)
    rows = judge(sheet, columns)
    report_progress(batch, 60)
    right = {verdict.row: verdict for verdict in kind.judge(batch, sheet, rows)}
    report_progress(batch, 90)
    verdicts = [
        right[row.row_number] if row.is_right else _wrong(sheet, row, columns) for row in rows
    ]
    return Judgement(sheet.name, list(sheet.ignored), list(sheet.notes), verdicts)


def report_progress(batch: ImportBatch, percent: int) -> None:
    """Let the page that waits for this batch see how far reading has come.

    A small file is read before there is a page that could wait.
    """
    if len(batch.workbook) < LARGE_FILE:
        return
    ImportBatch.objects.filter(pk=batch.pk).update(progress=percent)


def _wrong(sheet: Sheet, row: JudgedRow, columns: Sequence[Column]) -> Verdict:
    faults = [
        [fault.column, fault.head, fault.address, fault.value, fault.reason] for fault in row.faults
    ]
    first = columns[0].name
    shown = row.values.get(first) or (row.faults[0].value if row.is_wrong_in(first) else "")
    return Verdict(row.row_number, "wrong", str(shown or f"Dòng {row.row_number}"), faults=faults)


def workbook_of(batch: ImportBatch) -> bytes:
    """The file as it was uploaded."""
    return base64.b64decode(batch.workbook)


def judgement_of(batch: ImportBatch) -> Judgement:
    """What was found in the file, with the answers the user gave since."""
    return unpacked_judgement(batch.judgement, batch.options.get("answers", {}))


def verdicts_of(batch: ImportBatch) -> list[Verdict]:
    return judgement_of(batch).verdicts


def rejects_of(batch: ImportBatch) -> bytes:
    """The wrong rows as an .xlsx with reasons, ready to be corrected and uploaded again."""
    sheet = read_sheet(workbook_of(batch), heads=kind_named(batch.kind).columns(batch))
    index_of = {number: index for index, number in enumerate(sheet.numbers)}
    rows = [
        JudgedRow(
            verdict.row, index_of[verdict.row], {}, [Fault(*fault) for fault in verdict.faults]
        )
        for verdict in verdicts_of(batch)
        if verdict.state == "wrong"
    ]
    return rejects_workbook(sheet, rows)
