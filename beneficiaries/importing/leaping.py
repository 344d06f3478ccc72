"""Deciding about a judged workbook: answers, writing all of it or nothing, taking it back."""

import pghistory
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from beneficiaries.importing.kinds import kind_named
from beneficiaries.importing.looking import judge_batch, verdicts_of
from beneficiaries.importing.refusals import BatchIsStale, ImportRefused
from beneficiaries.importing.verdicts import hindrances, packed, to_be_written, unpacked
from beneficiaries.models import BatchState, ImportBatch


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
    batch.undo = packed(note)
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
        kind.undo(batch, unpacked(batch.undo), by)
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
