"""One row of the registry workbook against one person, and against what is known of everybody."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from accounts.models import User
from beneficiaries.matching import Known
from beneficiaries.models import Cadre, CardKind, HealthCard, Membership, Sex
from beneficiaries.registry.cells import CARD_FIELDS, GROUP_FIELDS, packed_values
from beneficiaries.registry.columns import PERSON_FIELDS, UNIT_FIELDS
from config.encryption import keyed_hash
from config.formatting import date_short
from config.workbooks.judging import JudgedRow
from policies.models import BeneficiaryGroup

HIDDEN_FIELDS = ("citizen_id", "bank_account")
SEX_LABELS = dict(Sex.choices)
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
    return date_short(value) if isinstance(value, date) else str(value)


def _compare_days(difference: Difference, cadre: Cadre, values: dict[str, Any]) -> None:
    """A new birth date must agree with what stays in the registry."""
    born = values["birth_date"]
    if cadre.retired_on and not values["retired_on"] and cadre.retired_on <= born:
        reason = f"không trước ngày nghỉ hưu đã có {date_short(cadre.retired_on)}"
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
    told = f"{group} từ {date_short(since)}"
    difference.fields |= {name: values[name] for name in GROUP_FIELDS}
    difference.fields["since"] = since.isoformat()
    difference.was["membership"] = open_one.pk if open_one else None
    difference.changes.append(["Đối tượng", str(open_one.group) if open_one else "", told])


def _overlap(membership: Membership, group: BeneficiaryGroup, since: date) -> str:
    """Why a membership from ``since`` can't follow this one; "" when this one can end before."""
    if membership.group_id == group.pk and membership.since <= since:
        return (
            f"đã thuộc {group} từ {date_short(membership.since)}; "
            "nếu ngày cũ sai, hãy sửa ở trang của người này"
        )
    if membership.since >= since or membership.until is not None:
        return (
            f"đã thuộc {membership.group} từ {date_short(membership.since)}; "
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
    difference.fields |= packed_values({name: values[name] for name in CARD_FIELDS})
    difference.was["card"] = valid.pk if valid else None
    told = f"{number} cấp ngày {date_short(issued_on)}"
    difference.changes.append(["Thẻ BVSK", valid.number if valid else "", told])


def _faults_of_same_card(
    card: HealthCard, cadre_id: int | None, values: dict[str, Any]
) -> list[tuple[str, str]]:
    """A number already given out is right only when the row repeats that very card."""
    if card.cadre_id != cadre_id:
        return [("card_number", "số thẻ này đã cấp cho người khác")]
    if card.issued_on != values["card_issued_on"]:
        issued = date_short(card.issued_on)
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
        reason = f"trước ngày cấp thẻ đang dùng ({date_short(valid.issued_on)})"
        return ("card_issued_on", reason)
    return None


def faults_of_new(registry: Registry, row: JudgedRow) -> list[tuple[str, str]]:
    """What can be wrong about a person not yet known."""
    if _leaves_sight(registry.user, row.values, None):
        return [("managing_unit", NOT_OF_YOUR_UNIT)]
    number = row.values["card_number"]
    if not number:
        return []
    if same := registry.known.card_numbers.get(number):
        return _faults_of_same_card(same, None, row.values)
    return [] if row.values["group"] else [("group", "cấp thẻ thì phải ghi đối tượng")]
