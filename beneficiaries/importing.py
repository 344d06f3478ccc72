"""Look, then leap: how every workbook comes in.

A file is read and judged as a whole; the user looks at what it would do; then it is written in
one transaction, or not at all. What a row means is known by the *kind* of import, which apps
register in ``AppConfig.ready()``; this module knows the way all of them go.
"""

import base64
import json
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

import pghistory
from django import forms
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from beneficiaries.models import BatchState, ImportBatch
from config.workbooks.judging import Column, Fault, JudgedRow, judge
from config.workbooks.opening import Sheet, WorkbookRefused, read_sheet
from config.workbooks.writing import rejects_workbook

ROW_STATES = {
    "new": "Mới",
    "changed": "Thay đổi",
    "unchanged": "Không đổi",
    "question": "Cần trả lời",
    "wrong": "Sai",
}
TO_WRITE = ("new", "changed")
SKIP = "skip"
LARGE_FILE = 1_000_000  # bytes; a larger one is read in the background


class ImportRefused(Exception):
    """The batch can't be written, undone or dropped now. ``message`` is ready to be shown."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class BatchIsStale(ImportRefused):
    """The data changed since the file was judged; what the user saw is no longer true."""

    def __init__(self, message: str = "") -> None:
        super().__init__(
            message
            or "Dữ liệu đã thay đổi từ lúc đọc tệp nên tệp đã được đọc lại. "
            "Hãy xem lại kết quả rồi xác nhận."
        )


class UndoRefused(ImportRefused):
    """Something already rests on what was imported; ``reasons`` tells what."""

    def __init__(self, reasons: Sequence[str]) -> None:
        super().__init__("Không hoàn tác được vì đã có dữ liệu dựa vào lượt nhập này.")
        self.reasons = list(reasons)


@dataclass(slots=True)
class Question:
    """What only the user can decide about a row: pairs of (answer, its words)."""

    text: str
    options: list[list[str]]

    @property
    def answers(self) -> set[str]:
        return {SKIP, *(value for value, _ in self.options)}


@dataclass(slots=True)
class Verdict:
    """What one row of the workbook would do. Everything in it must fit into JSON.

    ``changes`` are [label, old, new]; ``amount`` is in đồng; ``faults`` are the fields of Fault.
    """

    row: int
    state: str
    title: str
    values: dict[str, Any] = field(default_factory=dict)
    changes: list[list[str]] = field(default_factory=list)
    amount: int = 0
    question: Question | None = None
    faults: list[list[str]] = field(default_factory=list)
    answer: str = ""

    @property
    def state_label(self) -> str:
        return ROW_STATES[self.state]


@dataclass(slots=True)
class Judgement:
    """The whole look at a workbook: its rows in order, and what to tell about the sheet."""

    sheet: str
    ignored: list[str]
    notes: list[str]
    verdicts: list[Verdict]

    def counts(self) -> dict[str, int]:
        found = Counter(verdict.state for verdict in self.verdicts)
        return {state: found[state] for state in ROW_STATES}

    def amount(self) -> int:
        return sum(verdict.amount for verdict in self.verdicts if verdict.state != "wrong")


type Undo = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportKind:
    """One kind of workbook.

    ``judge`` adds faults to rows by comparing them and answers a Verdict for each row still
    right. ``write`` gets the verdicts to be written, inside one transaction with the batch locked,
    and answers what ``undo`` will need. ``options_form`` asks for more at the upload; its cleaned
    data must fit into JSON.
    """

    code: str
    title: str
    noun: str
    permission: str
    columns: Callable[[ImportBatch], Sequence[Column]]
    judge: Callable[[ImportBatch, Sheet, list[JudgedRow]], list[Verdict]]
    write: Callable[[ImportBatch, list[Verdict], User], Undo]
    undo: Callable[[ImportBatch, Undo, User], None]
    template: Callable[[User], bytes]
    home: str
    confirm_permission: Callable[[ImportBatch], str] | None = None
    options_form: type[forms.Form] | None = None
    upload: str = ""

    @property
    def upload_page(self) -> str:
        """URL name of the page where a corrected file is uploaded."""
        return self.upload or self.home

    def permission_to_confirm(self, batch: ImportBatch) -> str:
        return self.confirm_permission(batch) if self.confirm_permission else self.permission


_kinds: dict[str, ImportKind] = {}


def register_import(kind: ImportKind) -> None:
    """Make a kind of workbook known; call it from ``AppConfig.ready()``."""
    _kinds[kind.code] = kind


def kind_named(code: str) -> ImportKind:
    """Raises KeyError when no app registered such a kind."""
    return _kinds[code]


def kinds() -> list[ImportKind]:
    return list(_kinds.values())


# --- Looking -------------------------------------------------------------------------------


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
    batch.judgement = _pack(judgement)
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
    data = json.loads(_unpack(batch.judgement))
    answers = batch.options.get("answers", {})
    data["verdicts"] = [_verdict(fields, answers) for fields in data["verdicts"]]
    return Judgement(**data)


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


def _verdict(fields: list[Any], answers: dict[str, str]) -> Verdict:
    row, state, title, values, changes, amount, question, faults = fields
    asked = Question(**question) if question else None
    answer = answers.get(str(row), "") if asked else ""
    return Verdict(row, state, title, values, changes, amount, asked, faults, answer)


def _pack(judgement: Judgement) -> str:
    rows = [
        [
            verdict.row,
            verdict.state,
            verdict.title,
            verdict.values,
            verdict.changes,
            verdict.amount,
            asdict(verdict.question) if verdict.question else None,
            verdict.faults,
        ]
        for verdict in judgement.verdicts
    ]
    data = {
        "sheet": judgement.sheet,
        "ignored": judgement.ignored,
        "notes": judgement.notes,
        "verdicts": rows,
    }
    return _packed(data)


def _packed(data: Any) -> str:
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return base64.b64encode(zlib.compress(text.encode(), 1)).decode("ascii")


def _unpack(packed: str) -> str:
    return zlib.decompress(base64.b64decode(packed)).decode()


# --- Deciding ------------------------------------------------------------------------------


@transaction.atomic
def answer_questions(*, batch_id: int, by: User, answers: dict[int, str]) -> ImportBatch:
    """Keep the user's answers; rows that ask nothing and answers not offered are ignored."""
    batch = _locked(batch_id, by)
    _refuse_unless_judged(batch)
    offered = {
        verdict.row: verdict.question.answers for verdict in verdicts_of(batch) if verdict.question
    }
    given = {str(row): answer for row, answer in answers.items() if answer in offered.get(row, ())}
    batch.options = batch.options | {"answers": batch.options.get("answers", {}) | given}
    batch.save(update_fields=["options"])
    return batch


def to_be_written(verdicts: Iterable[Verdict]) -> list[Verdict]:
    """New and changed rows, and questions answered with something else than leaving out."""
    return [
        verdict
        for verdict in verdicts
        if verdict.state in TO_WRITE
        or (verdict.state == "question" and verdict.answer not in ("", SKIP))
    ]


def hindrances(verdicts: Sequence[Verdict]) -> list[str]:
    """Why the file can't be taken as a whole; empty when it can."""
    wrong = sum(verdict.state == "wrong" for verdict in verdicts)
    open_questions = sum(verdict.state == "question" and not verdict.answer for verdict in verdicts)
    found = [f"{wrong} dòng sai"] if wrong else []
    return found + ([f"{open_questions} dòng chưa trả lời"] if open_questions else [])


# --- Leaping -------------------------------------------------------------------------------


def confirm_batch(*, batch_id: int, by: User, whole: bool) -> ImportBatch:
    """Write the whole file, or its good rows, in one transaction.

    Raises ImportRefused when the batch is written already, holds nothing to write, or (``whole``)
    holds wrong rows or open questions; BatchIsStale when the data changed since the file was
    judged, after judging it again; PermissionDenied when ``by`` may not confirm this batch.
    """
    try:
        return _write(batch_id, by, whole)
    except IntegrityError as error:
        judge_batch(ImportBatch.objects.get(pk=batch_id))
        raise BatchIsStale from error
    except BatchIsStale:
        judge_batch(ImportBatch.objects.get(pk=batch_id))
        raise


@transaction.atomic
def _write(batch_id: int, by: User, whole: bool) -> ImportBatch:
    batch = _locked(batch_id, by)
    kind = kind_named(batch.kind)
    if not by.may(kind.permission_to_confirm(batch)):
        raise PermissionDenied
    _refuse_unless_judged(batch)
    verdicts = verdicts_of(batch)
    if whole and (reasons := hindrances(verdicts)):
        raise ImportRefused(f"Chưa nhập cả tệp được: còn {' và '.join(reasons)}.")
    chosen = to_be_written(verdicts)
    if not chosen:
        raise ImportRefused("Tệp không có dòng nào để nhập.")
    with pghistory.context(user=by.pk, action=kind.title, batch=batch.pk):
        note = kind.write(batch, chosen, by)
    batch.undo = _packed(note)
    batch.counts = batch.counts | {"written": len(chosen)}
    batch.options = batch.options | {"queued_at": ""}
    batch.state = BatchState.CONFIRMED
    batch.confirmed_by, batch.confirmed_at = by, timezone.now()
    batch.save(update_fields=["undo", "counts", "options", "state", "confirmed_by", "confirmed_at"])
    return batch


@transaction.atomic
def undo_batch(*, batch_id: int, by: User) -> ImportBatch:
    """Take the whole import back. Raises UndoRefused while something rests on it."""
    batch = _locked(batch_id, by)
    kind = kind_named(batch.kind)
    if not by.may(kind.permission_to_confirm(batch)):
        raise PermissionDenied
    if batch.state != BatchState.CONFIRMED:
        raise ImportRefused("Chỉ hoàn tác được lượt đã nhập và chưa hoàn tác.")
    with pghistory.context(user=by.pk, action=f"Hoàn tác: {kind.title}", batch=batch.pk):
        kind.undo(batch, json.loads(_unpack(batch.undo)), by)
    batch.state = BatchState.UNDONE
    batch.undone_by, batch.undone_at = by, timezone.now()
    batch.undo = ""
    batch.save(update_fields=["undo", "state", "undone_by", "undone_at"])
    return batch


@transaction.atomic
def drop_batch(*, batch_id: int, by: User) -> ImportBatch:
    """Put an unwritten batch away, with the personal data it holds."""
    batch = _locked(batch_id, by)
    if batch.state not in (BatchState.JUDGED, BatchState.FAILED, BatchState.WAITING):
        raise ImportRefused("Lượt này đã nhập nên không bỏ được; hãy dùng Hoàn tác.")
    batch.state, batch.workbook, batch.judgement = BatchState.DROPPED, "", ""
    batch.save(update_fields=["state", "workbook", "judgement"])
    return batch


def _locked(batch_id: int, by: User) -> ImportBatch:
    return ImportBatch.objects.visible_to(by).select_for_update(of=("self",)).get(pk=batch_id)


def _refuse_unless_judged(batch: ImportBatch) -> None:
    if batch.state == BatchState.CONFIRMED:
        raise ImportRefused("Lượt này đã được nhập rồi; không nhập lần thứ hai.")
    if batch.state != BatchState.JUDGED:
        raise ImportRefused(f"Lượt này đang ở tình trạng “{batch.get_state_display()}”.")
