"""The registry workbook: what each row means for the people already known.

A row is about the person with its citizen ID; without one, about somebody of the same name and
birth date, which the user is asked. A blank cell says nothing: what is known stays as it is.
"""

from typing import Any

from accounts.models import Unit
from beneficiaries.identity import citizen_id_fault
from beneficiaries.importing import Question, Verdict
from beneficiaries.matching import look_up
from beneficiaries.models import Cadre, ImportBatch
from beneficiaries.registry.cells import packed_values
from beneficiaries.registry.comparing import Registry, compare, faults_of_new
from config.encryption import keyed_hash
from config.formatting import date_short
from config.names import normalise_for_search
from config.workbooks.judging import JudgedRow, add_fault, refuse_repeats
from config.workbooks.opening import Sheet
from policies.models import BeneficiaryGroup

KIND = "registry"
ANOTHER = "new"
SAME = "same:"


def judge_registry(batch: ImportBatch, sheet: Sheet, rows: list[JudgedRow]) -> list[Verdict]:
    """Compare the rows with each other and with the registry."""
    _check_each(sheet, rows)
    refuse_repeats(sheet, rows, "citizen_id", reason="trùng số CCCD với dòng {first}")
    refuse_repeats(sheet, rows, "card_number", reason="trùng số thẻ với dòng {first}")
    right = [row for row in rows if row.is_right]
    hashes = [keyed_hash(row.values["citizen_id"] or "") for row in right]
    names = [normalise_for_search(row.values["full_name"]) for row in right]
    registry = Registry(
        user=batch.uploaded_by,
        known=look_up(batch.uploaded_by, hashes, names, right),
        units=dict(Unit.objects.values_list("pk", "name")),
        groups={group.pk: group for group in BeneficiaryGroup.objects.all()},
    )
    judged = zip(right, hashes, names, strict=True)
    verdicts = (_judge_row(registry, sheet, row, hashed, name) for row, hashed, name in judged)
    return [verdict for verdict in verdicts if verdict]


def _check_each(sheet: Sheet, rows: list[JudgedRow]) -> None:
    """Cells of one row against each other."""
    for row in rows:
        values = row.values
        if values["citizen_id"] and (
            reason := citizen_id_fault(
                values["citizen_id"], sex=values["sex"], birth_date=values["birth_date"]
            )
        ):
            add_fault(sheet, row, "citizen_id", reason)
        _check_days(sheet, row)
        _check_group_and_card(sheet, row)


def _check_days(sheet: Sheet, row: JudgedRow) -> None:
    born = row.values["birth_date"]
    if born is None:
        return
    for name in ("retired_on", "since", "card_issued_on"):
        day = row.values[name]
        if day is not None and day <= born:
            add_fault(
                sheet, row, name, f"ngày {date_short(day)} không sau ngày sinh {date_short(born)}"
            )


def _check_group_and_card(sheet: Sheet, row: JudgedRow) -> None:
    values = row.values
    if values["group"] and not row.is_wrong_in("since") and not values["since"]:
        add_fault(sheet, row, "since", "có đối tượng thì phải ghi từ ngày")
    if values["group"] and not values["decision"] and not row.is_wrong_in("decision"):
        add_fault(sheet, row, "decision", "có đối tượng thì phải ghi quyết định")
    if not values["group"] and not row.is_wrong_in("group") and values["since"]:
        add_fault(sheet, row, "group", "có từ ngày thì phải ghi đối tượng")
    if not values["card_number"]:
        return
    if not values["card_issued_on"] and not row.is_wrong_in("card_issued_on"):
        add_fault(sheet, row, "card_issued_on", "có số thẻ thì phải ghi ngày cấp")


def _judge_row(
    registry: Registry, sheet: Sheet, row: JudgedRow, hashed: str, name: str
) -> Verdict | None:
    """The verdict of a row so far right; None when comparing shows that it is wrong."""
    if hashed in registry.known.unseen:
        reason = "không nhập được người mang số CCCD này; hãy liên hệ Sở Y tế"
        return _refuse(sheet, row, [("citizen_id", reason)])
    if known := registry.known.by_hash.get(hashed):
        return _judge_known(registry, sheet, row, known)
    namesakes = registry.known.by_name.get((name, row.values["birth_date"]), [])
    if namesakes and not hashed and (same := _already_there(registry, row, namesakes)):
        registry.claimed.add(same.pk)
        return _verdict(row, "unchanged", {})
    if faults := faults_of_new(registry, row):
        return _refuse(sheet, row, faults)
    twin = registry.new_people.setdefault((name, row.values["birth_date"]), row.row_number)
    if namesakes or twin != row.row_number:
        return _ask(registry, row, namesakes, twin)
    return _verdict(row, "new", packed_values(row.values))


def _judge_known(registry: Registry, sheet: Sheet, row: JudgedRow, cadre: Cadre) -> Verdict | None:
    difference = compare(registry, row.values, cadre)
    if difference.faults:
        return _refuse(sheet, row, difference.faults)
    if difference.is_nothing:
        return _verdict(row, "unchanged", {})
    values = {"cadre": cadre.pk, "fields": difference.fields, "was": difference.was}
    return _verdict(row, "changed", values, difference.changes)


def _refuse(sheet: Sheet, row: JudgedRow, faults: list[tuple[str, str]]) -> Verdict | None:
    """Put the faults on the row; it gets no verdict."""
    for name, reason in faults:
        add_fault(sheet, row, name, reason)
    return None


def _already_there(registry: Registry, row: JudgedRow, namesakes: list[Cadre]) -> Cadre | None:
    """A namesake about whom the row says nothing new: uploading a file twice asks nothing."""
    for cadre in namesakes:
        if cadre.pk not in registry.claimed and compare(registry, row.values, cadre).is_nothing:
            return cadre
    return None


def _ask(registry: Registry, row: JudgedRow, namesakes: list[Cadre], twin: int) -> Verdict:
    options = []
    for cadre in namesakes:
        difference = compare(registry, row.values, cadre)
        if not difference.faults:
            unit = registry.units[cadre.managing_unit_id]
            told = ", ".join(label for label, _, _ in difference.changes) or "không có gì"
            words = f"Cùng một người với {cadre}, {unit}; cập nhật: {told}"
            options.append([f"{SAME}{cadre.pk}", words])
    options.append([ANOTHER, "Người khác, nhập thành người mới"])
    places = ["trong danh sách"] if namesakes else []
    places += [f"ở dòng {twin} của tệp"] if twin != row.row_number else []
    text = f"Đã có người trùng họ tên và ngày sinh {' và '.join(places)}. Có phải cùng một người?"
    verdict = _verdict(row, "question", packed_values(row.values))
    verdict.question = Question(text, options)
    return verdict


def _verdict(
    row: JudgedRow,
    state: str,
    values: dict[str, Any],
    changes: list[list[str]] | None = None,
) -> Verdict:
    title = f"{row.values['full_name']}, {date_short(row.values['birth_date'])}"
    return Verdict(row.row_number, state, title, values, changes or [])
