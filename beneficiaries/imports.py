"""The registry workbook: what each row means for the people already known.

A row is about the person with its citizen ID; without one, about somebody of the same name and
birth date, which the user is asked. A blank cell says nothing: what is known stays as it is.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from accounts.models import Unit, User
from beneficiaries.identity import citizen_id_fault
from beneficiaries.importing import Question, Verdict
from beneficiaries.matching import Known, look_up
from beneficiaries.models import Cadre, CardKind, HealthCard, ImportBatch, Membership, Sex
from beneficiaries.registry_columns import DAY_FIELDS, PERSON_FIELDS, UNIT_FIELDS
from config.encryption import keyed_hash
from config.names import normalise_for_search
from config.workbooks.judging import JudgedRow, add_fault, refuse_repeats
from config.workbooks.opening import Sheet
from policies.models import BeneficiaryGroup

KIND = "registry"
HIDDEN_FIELDS = ("citizen_id", "bank_account")
GROUP_FIELDS = ("group", "since", "decision")
CARD_FIELDS = ("card_number", "card_issued_on", "card_kind")
ALL_DAY_FIELDS = (*DAY_FIELDS, "since", "card_issued_on")
SEX_LABELS = dict(Sex.choices)
ANOTHER = "new"
SAME = "same:"
NOT_OF_YOUR_UNIT = "người này không thuộc đơn vị của bạn theo cột đơn vị nào"


@dataclass(slots=True)
class Registry:
    """Everything a row is compared with."""

    user: User
    known: Known
    units: dict[int, str]
    groups: dict[int, BeneficiaryGroup]
    claimed: set[int] = field(default_factory=set)
    new_people: dict[tuple[str, date], int] = field(default_factory=dict)


@dataclass(slots=True)
class Difference:
    """What a row would change about a known person."""

    fields: dict[str, Any] = field(default_factory=dict)
    was: dict[str, Any] = field(default_factory=dict)
    changes: list[list[str]] = field(default_factory=list)
    faults: list[tuple[str, str]] = field(default_factory=list)

    @property
    def is_nothing(self) -> bool:
        return not (self.fields or self.faults)


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
            add_fault(sheet, row, name, f"ngày {day:%d/%m/%Y} không sau ngày sinh {born:%d/%m/%Y}")


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
    if faults := _faults_of_new(registry, row):
        return _refuse(sheet, row, faults)
    twin = registry.new_people.setdefault((name, row.values["birth_date"]), row.row_number)
    if namesakes or twin != row.row_number:
        return _ask(registry, row, namesakes, twin)
    return _verdict(row, "new", _packed_values(row.values))


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
    verdict = _verdict(row, "question", _packed_values(row.values))
    verdict.question = Question(text, options)
    return verdict


def _verdict(
    row: JudgedRow,
    state: str,
    values: dict[str, Any],
    changes: list[list[str]] | None = None,
) -> Verdict:
    title = f"{row.values['full_name']}, {shown_day(row.values['birth_date'])}"
    return Verdict(row.row_number, state, title, values, changes or [])


def shown_day(day: date) -> str:
    return f"{day.day:02}/{day.month:02}/{day.year}"


def _packed_values(values: dict[str, Any]) -> dict[str, Any]:
    """The filled cells in a form that fits into JSON."""
    packed = {name: value for name, value in values.items() if value is not None}
    for name in ALL_DAY_FIELDS:
        if name in packed:
            packed[name] = packed[name].isoformat()
    return packed


def unpacked_values(values: dict[str, Any]) -> dict[str, Any]:
    """Cells as they were judged: days are days again and blanks are None."""
    unpacked: dict[str, Any] = dict.fromkeys((*PERSON_FIELDS, *GROUP_FIELDS, *CARD_FIELDS)) | values
    for name in ALL_DAY_FIELDS:
        if unpacked[name] is not None:
            unpacked[name] = date.fromisoformat(unpacked[name])
    return unpacked


# --- One row against one person ------------------------------------------------------------


def compare(registry: Registry, values: dict[str, Any], cadre: Cadre) -> Difference:
    """What the filled cells would change about ``cadre``, or why they can't."""
    difference = Difference()
    for name in PERSON_FIELDS:
        if values[name] is not None:
            _compare_field(registry, difference, cadre, name, values[name])
    _compare_days(difference, cadre, values)
    if _leaves_sight(registry.user, values, cadre):
        difference.faults.append(("managing_unit", NOT_OF_YOUR_UNIT))
    if values["group"]:
        _compare_group(registry, difference, cadre, values)
    if values["card_number"]:
        _compare_card(registry, difference, cadre, values)
    return difference


def _compare_field(
    registry: Registry, difference: Difference, cadre: Cadre, name: str, new: Any
) -> None:
    if name in HIDDEN_FIELDS:
        old = getattr(cadre, f"{name}_hash")
        if old == keyed_hash(new):
            return
        told = ["đã có số khác" if old else "", f"…{new[-3:]}"]
    else:
        old = getattr(cadre, f"{name}_id" if name in UNIT_FIELDS else name)
        if old == new:
            return
        told = [_told(registry, name, old), _told(registry, name, new)]
    difference.fields[name] = new.isoformat() if isinstance(new, date) else new
    difference.was[name] = old.isoformat() if isinstance(old, date) else old
    difference.changes.append([PERSON_FIELDS[name], *told])


def _told(registry: Registry, name: str, value: Any) -> str:
    if value in (None, ""):
        return ""
    if name in UNIT_FIELDS:
        return registry.units[value]
    if name == "sex":
        return SEX_LABELS[value]
    return shown_day(value) if isinstance(value, date) else str(value)


def _compare_days(difference: Difference, cadre: Cadre, values: dict[str, Any]) -> None:
    """A new birth date must agree with what stays in the registry."""
    born = values["birth_date"]
    if cadre.retired_on and not values["retired_on"] and cadre.retired_on <= born:
        reason = f"không trước ngày nghỉ hưu đã có {shown_day(cadre.retired_on)}"
        difference.faults.append(("birth_date", reason))


def _leaves_sight(user: User, values: dict[str, Any], cadre: Cadre | None) -> bool:
    """Whether a unit's user would enter or leave behind somebody of another unit."""
    if user.unit.sees_all:
        return False
    units = {values[name] or getattr(cadre, f"{name}_id", None) for name in UNIT_FIELDS}
    return user.unit_id not in units


def _compare_group(
    registry: Registry, difference: Difference, cadre: Cadre, values: dict[str, Any]
) -> None:
    """A membership told by the row: there already, new, in place of an open one, or impossible."""
    group = registry.groups[values["group"]]
    since: date = values["since"]
    open_one = None
    for membership in registry.known.memberships.get(cadre.pk, ()):
        if membership.resolution_id != group.resolution_id:
            continue
        if membership.group_id == group.pk and membership.since == since:
            _compare_decision(difference, membership, values["decision"])
            return
        if membership.until is None or membership.until >= since:
            if reason := _overlap(membership, group, since):
                difference.faults.append(("since", reason))
                return
            open_one = membership
    told = f"{group} từ {shown_day(since)}"
    difference.fields |= {name: values[name] for name in GROUP_FIELDS}
    difference.fields["since"] = since.isoformat()
    difference.was["membership"] = open_one.pk if open_one else None
    difference.changes.append(["Đối tượng", str(open_one.group) if open_one else "", told])


def _overlap(membership: Membership, group: BeneficiaryGroup, since: date) -> str:
    """Why a membership from ``since`` can't follow this one; "" when this one can end before."""
    if membership.group_id == group.pk and membership.since <= since:
        return (
            f"đã thuộc {group} từ {shown_day(membership.since)}; "
            "nếu ngày cũ sai, hãy sửa ở trang của người này"
        )
    if membership.since >= since or membership.until is not None:
        return (
            f"đã thuộc {membership.group} từ {shown_day(membership.since)}; "
            "ngày bắt đầu của đối tượng mới phải sau đó"
        )
    return ""


def _compare_decision(difference: Difference, membership: Membership, decision: str) -> None:
    if membership.decision != decision:
        difference.fields["membership_decision"] = [membership.pk, decision]
        difference.was["membership_decision"] = membership.decision
        difference.changes.append(["Quyết định", membership.decision, decision])


def _compare_card(
    registry: Registry, difference: Difference, cadre: Cadre, values: dict[str, Any]
) -> None:
    number, issued_on = values["card_number"], values["card_issued_on"]
    if same := registry.known.card_numbers.get(number):
        difference.faults += _faults_of_same_card(same, cadre.pk, values)
        return
    valid = registry.known.valid_cards.get(cadre.pk)
    if fault := _fault_of_next_card(valid, values):
        difference.faults.append(fault)
        return
    if not values["group"] and not registry.known.memberships.get(cadre.pk):
        difference.faults.append(("group", "cấp thẻ thì phải ghi đối tượng"))
        return
    difference.fields |= _packed_values({name: values[name] for name in CARD_FIELDS})
    difference.was["card"] = valid.pk if valid else None
    told = f"{number} cấp ngày {shown_day(issued_on)}"
    difference.changes.append(["Thẻ BVSK", valid.number if valid else "", told])


def _faults_of_same_card(
    card: HealthCard, cadre_id: int | None, values: dict[str, Any]
) -> list[tuple[str, str]]:
    """A number already given out is right only when the row repeats that very card."""
    if card.cadre_id != cadre_id:
        return [("card_number", "số thẻ này đã cấp cho người khác")]
    if card.issued_on != values["card_issued_on"]:
        issued = shown_day(card.issued_on)
        return [("card_issued_on", f"thẻ {card.number} đã ghi nhận cấp ngày {issued}")]
    if values["card_kind"] and values["card_kind"] != card.kind:
        return [("card_kind", f"thẻ {card.number} đã ghi nhận là {card.get_kind_display()}")]
    return []


def _fault_of_next_card(valid: HealthCard | None, values: dict[str, Any]) -> tuple[str, str] | None:
    if valid is None:
        return None
    if values["card_kind"] != CardKind.REISSUE:
        reason = f"đang có thẻ {valid.number} còn giá trị; cấp thẻ mới phải là Cấp đổi"
        return ("card_kind", reason)
    if values["card_issued_on"] < valid.issued_on:
        reason = f"trước ngày cấp thẻ đang dùng ({shown_day(valid.issued_on)})"
        return ("card_issued_on", reason)
    return None


def _faults_of_new(registry: Registry, row: JudgedRow) -> list[tuple[str, str]]:
    """What can be wrong about a person not yet known."""
    if _leaves_sight(registry.user, row.values, None):
        return [("managing_unit", NOT_OF_YOUR_UNIT)]
    number = row.values["card_number"]
    if not number:
        return []
    if same := registry.known.card_numbers.get(number):
        return _faults_of_same_card(same, None, row.values)
    return [] if row.values["group"] else [("group", "cấp thẻ thì phải ghi đối tượng")]
