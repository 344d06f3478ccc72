"""Who changed what about a person, and when: read from the rows that triggers keep."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Field, Model

from accounts.models import Unit, User
from beneficiaries.models import Cadre, Membership
from beneficiaries.models.cadre import DERIVED_COLUMNS, mask
from policies.models import BeneficiaryGroup

CADRE_EVENTS: Any = Cadre.pgh_event_model  # type: ignore[attr-defined]
MEMBERSHIP_EVENTS: Any = Membership.pgh_event_model  # type: ignore[attr-defined]
HIDDEN = ("citizen_id", "bank_account")
UNTOLD = {*DERIVED_COLUMNS, "id", "batch", "resolution", "cadre"}
STATES = {"insert": "new", "update": "changed", "delete": "removed"}
WHAT = {
    ("Cadre", "insert"): "Thêm cán bộ",
    ("Cadre", "update"): "Sửa cán bộ",
    ("Cadre", "delete"): "Xóa cán bộ",
    ("Membership", "insert"): "Xếp đối tượng",
    ("Membership", "update"): "Sửa diện đối tượng",
    ("Membership", "delete"): "Bỏ diện đối tượng",
}


@dataclass(frozen=True, slots=True)
class Change:
    """One step of a person's history, as the timeline shows it."""

    label: str
    by: str
    title: str
    at: datetime
    note: str
    state: str


@dataclass(frozen=True, slots=True)
class Names:
    """Names of what events refer to by id."""

    units: dict[int, str]
    groups: dict[int, str]
    users: dict[int, User]


def history_of(cadre: Cadre) -> list[Change]:
    """Every change of the person and of the memberships, the newest first."""
    events = [
        *CADRE_EVENTS.objects.filter(pgh_obj_id=cadre.pk).select_related("pgh_context"),
        *MEMBERSHIP_EVENTS.objects.filter(cadre_id=cadre.pk).select_related("pgh_context"),
    ]
    events.sort(key=lambda event: (event.pgh_created_at, event.pgh_id))
    names = _names(events)
    before: dict[tuple[str, int], Model] = {}
    changes = []
    for event in events:
        key = (event.pgh_tracked_model.__name__, event.pgh_obj_id)
        changes.append(_change(event, before.get(key), names))
        before[key] = event
    return [change for change in reversed(changes) if change]


def _names(events: list[Any]) -> Names:
    users = {
        (event.pgh_context.metadata or {}).get("user") for event in events if event.pgh_context
    }
    return Names(
        units=dict(Unit.objects.values_list("pk", "name")),
        groups=dict(BeneficiaryGroup.objects.values_list("pk", "name")),
        users=User.objects.in_bulk([user for user in users if user]),
    )


def _change(event: Any, earlier: Any, names: Names) -> Change | None:
    note = _note(event, earlier, names)
    if event.pgh_label == "update" and not note:
        return None
    metadata = (event.pgh_context.metadata or {}) if event.pgh_context else {}
    user = names.users.get(metadata.get("user", 0))
    kind = event.pgh_tracked_model.__name__
    return Change(
        label=WHAT[kind, event.pgh_label],
        by=str(user) if user else "Hệ thống",
        title=user.job_title if user else "",
        at=event.pgh_created_at,
        note="; ".join(filter(None, [_context_told(metadata), note])),
        state=STATES[event.pgh_label],
    )


def _context_told(metadata: dict[str, Any]) -> str:
    """Where a change came from, and which kinds of health data went with it."""
    if "erased" in metadata:
        return f"đã xóa hẳn {metadata['erased']}"
    return f"theo lượt nhập Excel số {metadata['batch']}" if "batch" in metadata else ""


def _note(event: Any, earlier: Any, names: Names) -> str:
    """For a membership what it says; for an update each field with old and new."""
    kind = event.pgh_tracked_model
    if event.pgh_label == "update" and earlier is not None:
        fields = [field for field in kind._meta.concrete_fields if field.name not in UNTOLD]
        told = (_difference(field, event, earlier, names) for field in fields)
        return "; ".join(filter(None, told))
    if kind is Membership:
        return f"{names.groups.get(event.group_id, '')} từ {event.since:%d/%m/%Y}, {event.decision}"
    return ""


def _difference(field: Field, event: Any, earlier: Any, names: Names) -> str:
    old, new = getattr(earlier, field.attname), getattr(event, field.attname)
    if old == new:
        return ""
    label = str(field.verbose_name)
    label = label[0].upper() + label[1:]
    return f"{label}: {_told(field, old, names)} → {_told(field, new, names)}"


def _told(field: Field, value: Any, names: Names) -> str:
    if value in (None, ""):
        return "(trống)"
    if isinstance(value, bool):
        return "có" if value else "không"
    if field.name in HIDDEN:
        return mask(value)
    if field.name == "group":
        return names.groups.get(value, str(value))
    if field.is_relation:
        return names.units.get(value, str(value))
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else str(value)
