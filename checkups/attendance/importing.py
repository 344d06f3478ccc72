"""The hospital's own list of who came, by the way of every workbook: look, then leap."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils import timezone

from beneficiaries.importing import (
    BatchIsStale,
    ImportKind,
    Undo,
    UndoRefused,
    Verdict,
)
from beneficiaries.models import ImportBatch
from checkups.attendance.marking import (
    expected_by,
    mark_listed,
    objection_to_marking,
    told,
)
from checkups.models import AbsenceReason, Attendance, CheckupRound, RosterEntry
from checkups.models.secrecy import SECRET
from checkups.rounds.actions import RoundError
from claims.billing.columns import COLUMNS, line_of
from claims.billing.gathering import people_of
from claims.billing.identifying import identify
from claims.importing import moment_of
from claims.models import Finding
from config.workbooks import cells
from config.workbooks.judging import Column, JudgedRow, add_fault
from config.workbooks.opening import Sheet
from config.workbooks.writing import TableColumn, table_workbook, template_workbook

KIND = "attendance"
CAME = Column(
    name="came",
    head="Đã khám",
    parser=cells.yes_no(),
    aliases=("Có mặt", "Đến khám"),
    help="Có hoặc Không; để trống thì chưa nói gì về người này",
)
REASON = Column(
    name="absence_reason",
    head="Lý do vắng",
    parser=cells.choice({str(label): value for value, label in AbsenceReason.choices}),
    default="",
)
CAME_IN_WORDS = {"": "", Attendance.ATTENDED.value: "Có", Attendance.ABSENT.value: "Không"}
WANTED = ("name", "born", "birth_year", "citizen_id", "insurance", "card", "day")


def columns_of(_batch: ImportBatch | None = None) -> tuple[Column, ...]:
    """Those of a bill without money, and whether the person came."""
    return (*(column for column in COLUMNS if column.name in WANTED), CAME, REASON)


def judge_attendance(batch: ImportBatch, sheet: Sheet, rows: list[JudgedRow]) -> list[Verdict]:
    """Who each row is about among those expected, and what it would change."""
    chosen = _round_of(batch)
    refusal = objection_to_marking(chosen)
    entries = {entry.cadre_id: entry for entry in expected_by(batch.uploaded_by, chosen)}
    lines = [line_of(row) for row in rows]
    people = people_of(entries.keys(), lines)
    found = {each.line.row: each for each in identify(lines, people)}
    tells_who_came = CAME.name in sheet.places
    verdicts = []
    for row in rows:
        row.faults.clear()
        each = found[row.row_number]
        try:
            if refusal or each.finding != Finding.MATCHED:
                raise RoundError(refusal or " ".join(each.told))
            entry = entries[each.cadre or 0]
            mark = _mark_of(row, tells_who_came)
            _refuse_amiss(chosen, entry, mark)
        except RoundError as problem:
            add_fault(sheet, row, "name", str(problem))
        else:
            verdicts.append(_verdict(row, entry, mark))
    return verdicts


type Mark = dict[str, Any]


def _mark_of(row: JudgedRow, tells_who_came: bool) -> Mark:
    """What the row says; nothing when it says nothing. Raises ``RoundError``."""
    values = row.values
    came = values["came"]
    if came is None and not values["absence_reason"]:
        # A list without that column is a list of those who came.
        came = True if values["day"] or not tells_who_came else None
        if came is None:
            return {}
    if came:
        if values["day"] is None:
            raise RoundError("Thiếu ngày khám.")
        return {"attendance": Attendance.ATTENDED.value, "attended_on": values["day"]}
    if not values["absence_reason"]:
        raise RoundError("Người không khám phải có lý do vắng.")
    if values["absence_reason"] == AbsenceReason.OTHER:
        raise RoundError("Lý do khác phải ghi rõ; hãy ghi trên trang điểm danh.")
    return {
        "attendance": Attendance.ABSENT.value,
        "absence_reason": values["absence_reason"],
        "attended_on": None,
    }


def _refuse_amiss(chosen: CheckupRound, entry: RosterEntry, mark: Mark) -> None:
    told = mark.get("absence_reason")
    if told == AbsenceReason.IN_HOSPITAL and entry.cadre.records_are_secret:
        raise RoundError(SECRET.format("việc nằm viện"))
    if mark and entry.checkup_id and not _is_same(entry, mark):
        raise RoundError("Người này đã lập lượt khám, không sửa điểm danh được.")
    day = mark.get("attended_on")
    if day is None or day == entry.second_date:
        return
    if not chosen.begins_on <= day <= chosen.ends_on:
        raise RoundError("Ngày khám ngoài thời gian của đợt.")
    if day > timezone.localdate():
        raise RoundError("Ngày khám chưa tới.")


def _is_same(entry: RosterEntry, mark: Mark) -> bool:
    return not mark or (
        entry.attendance == mark["attendance"]
        and entry.attended_on == mark["attended_on"]
        and entry.absence_reason == mark.get("absence_reason", "")
    )


def _verdict(row: JudgedRow, entry: RosterEntry, values: Mark) -> Verdict:
    state = "changed" if entry.attendance else "new"
    if _is_same(entry, values):
        state = "unchanged"
    packed = {
        "entry": entry.pk,
        "version": entry.version,
        "values": {
            name: value.isoformat() if isinstance(value, date) else value
            for name, value in values.items()
        },
    }
    now = RosterEntry(**{"absence_reason": ""} | values)
    title = f"{entry.cadre.full_name}, {entry.cadre.birth_date:%d/%m/%Y}"
    return Verdict(
        row.row_number,
        state,
        title,
        packed,
        [["Điểm danh", told(entry) if entry.attendance else "", told(now)]],
    )


def write_attendance(batch: ImportBatch, verdicts: list[Verdict], by: Any) -> Undo:
    """Mark everybody. Raises ``BatchIsStale`` when somebody marked one of them meanwhile."""
    versions = {verdict.values["entry"]: verdict.values["version"] for verdict in verdicts}
    held = RosterEntry.objects.filter(pk__in=versions).select_for_update(of=("self",))
    entries = {entry.pk: entry for entry in held.select_related("round").order_by("pk")}
    if objection_to_marking(_round_of(batch)):
        raise BatchIsStale
    if any(entry.version != versions[pk] for pk, entry in entries.items()):
        raise BatchIsStale
    before = [_before(entry) for entry in entries.values()]
    pairs = ((entries[verdict.values["entry"]], _unpacked(verdict)) for verdict in verdicts)
    try:
        mark_listed(entries=pairs, by=by, at=moment_of(batch))
    except RoundError as refused:
        raise BatchIsStale(str(refused)) from refused
    return {"before": before}


def _unpacked(verdict: Verdict) -> dict[str, Any]:
    values = {"absence_reason": "", "absence_note": "", **verdict.values["values"]}
    if values["attended_on"]:
        values["attended_on"] = date.fromisoformat(values["attended_on"])
    return values


def _before(entry: RosterEntry) -> dict[str, Any]:
    return {
        "entry": entry.pk,
        "version": entry.version + 1,
        "attendance": entry.attendance,
        "attended_on": entry.attended_on.isoformat() if entry.attended_on else None,
        "absence_reason": entry.absence_reason,
        "absence_note": entry.absence_note,
    }


def undo_attendance(_batch: ImportBatch, note: Undo, by: Any) -> None:
    """The marks as they were. Raises ``UndoRefused`` when somebody went on from them."""
    was = {each["entry"]: each for each in note["before"]}
    held = RosterEntry.objects.filter(pk__in=was).select_for_update(of=("self",))
    entries = list(held.select_related("cadre").order_by("pk"))
    later = [entry for entry in entries if entry.version != was[entry.pk]["version"]]
    if later:
        reasons = [f"{entry.cadre} đã được sửa sau lượt nhập." for entry in later[:5]]
        raise UndoRefused(reasons)
    pairs = []
    for entry in entries:
        values = {k: v for k, v in was[entry.pk].items() if k not in ("entry", "version")}
        if values["attended_on"]:
            values["attended_on"] = date.fromisoformat(values["attended_on"])
        pairs.append((entry, values))
    try:
        mark_listed(entries=pairs, by=by)
    except RoundError as refused:
        raise UndoRefused([str(refused)]) from refused


def _round_of(batch: ImportBatch) -> CheckupRound:
    return CheckupRound.objects.get(pk=batch.options["form"]["round"])


def list_workbook(chosen: CheckupRound, entries: Iterable[RosterEntry]) -> bytes:
    """The people expected, with the heads that the upload reads again."""
    columns = [
        TableColumn("STT", "integer"),
        TableColumn("Họ và tên", width=28),
        TableColumn("Ngày sinh", "date"),
        TableColumn("Đối tượng", width=16),
        TableColumn("Nơi khám", width=28),
        TableColumn("Ngày hẹn", "date"),
        TableColumn("Ngày khám", "date"),
        TableColumn("Đã khám", width=10),
        TableColumn("Lý do vắng", width=24),
    ]
    rows = (
        (
            number,
            entry.cadre.full_name,
            entry.cadre.birth_date,
            str(entry.group),
            str(entry.facility or ""),
            entry.second_date or entry.appointed_on,
            entry.attended_on,
            CAME_IN_WORDS[entry.attendance],
            AbsenceReason(entry.absence_reason).label if entry.absence_reason else "",
        )
        for number, entry in enumerate(entries, start=1)
    )
    return table_workbook(title=chosen.title, columns=columns, rows=rows, totals=False)


ATTENDANCE = ImportKind(
    code=KIND,
    title="Điểm danh từ danh sách của cơ sở",
    noun="người",
    permission="attendance_mark",
    columns=columns_of,
    judge=judge_attendance,
    write=write_attendance,
    undo=undo_attendance,
    template=lambda _user: template_workbook(columns_of(), title="Điểm danh đợt khám"),
    home="round_list",
)
