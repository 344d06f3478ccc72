"""What a unit does to its part of a roster: take off, put back, add, confirm."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import Unit, User
from beneficiaries.models import Cadre
from checkups.models import (
    CheckupRound,
    Origin,
    RemovalReason,
    RosterEntry,
    RosterPart,
    RoundState,
    Standing,
)
from checkups.rounds.actions import (
    RoundError,
    add_people,
    hand_out_parts,
    held,
    keep_step,
    open_again,
)
from checkups.rounds.proposing import LeftOut, Proposed, groups_on, judged
from checkups.rounds.workflow import Action

TOO_LATE = "Danh sách vừa được người khác sửa; hãy xem lại rồi bấm lần nữa."


@dataclass(frozen=True, slots=True)
class Reviewed:
    """How many entries were changed, and whose had just been changed by somebody else."""

    changed: int
    overtaken: tuple[str, ...]


def objection_to_review(checkup_round: CheckupRound, user: User, unit: Unit | None = None) -> str:
    """Why ``user`` can't change the list now (of ``unit``); empty when they can."""
    if not user.may("fact_record"):
        return "Vai trò của anh/chị chỉ xem danh sách."
    if checkup_round.state == RoundState.CLOSED:
        return "Đợt khám đã kết thúc, danh sách không sửa được nữa."
    if user.unit.sees_all:
        return ""
    if checkup_round.state != RoundState.LISTING:
        return "Đơn vị chỉ sửa danh sách khi Sở Y tế gửi rà soát."
    part = checkup_round.parts.filter(unit=user.unit_id).first()
    if part is None or (unit and unit.pk != user.unit_id):
        return "Đơn vị không có phần trong danh sách này."
    if part.confirmed_at:
        return "Đơn vị đã xác nhận danh sách; cần sửa thì báo Sở Y tế trả lại."
    return ""


@transaction.atomic
def take_off(
    *,
    checkup_round: CheckupRound,
    chosen: Mapping[int, int],
    reason: str,
    note: str,
    by: User,
    at: datetime | None = None,
) -> Reviewed:
    """Take people off the list for a reason; ``chosen``: entry id → the version that was seen.

    Whoever was marked or changed meanwhile stays as they are. Raises ``RoundError``.
    """
    if reason not in RemovalReason.values:
        raise RoundError("Hãy chọn lý do đưa ra khỏi danh sách.")
    if reason == RemovalReason.OTHER and not note.strip():
        raise RoundError("Lý do khác thì hãy ghi rõ lý do.")
    current, entries, overtaken = _review(checkup_round, chosen, by)
    marked = [str(each.cadre) for each in entries if each.attendance]
    if marked:
        raise RoundError(f"Đã điểm danh nên không đưa ra được: {', '.join(marked)}.")
    return _write(
        current,
        entries,
        overtaken,
        by,
        at,
        standing=Standing.REMOVED,
        removal_reason=reason,
        removal_note=note.strip()[:200],
    )


@transaction.atomic
def put_back(
    *,
    checkup_round: CheckupRound,
    chosen: Mapping[int, int],
    by: User,
    at: datetime | None = None,
) -> Reviewed:
    """Take back that people were taken off. Raises ``RoundError``."""
    current, entries, overtaken = _review(checkup_round, chosen, by)
    return _write(
        current,
        entries,
        overtaken,
        by,
        at,
        standing=Standing.KEPT,
        removal_reason="",
        removal_note="",
    )


def _review(
    checkup_round: CheckupRound, chosen: Mapping[int, int], by: User
) -> tuple[CheckupRound, list[RosterEntry], list[str]]:
    """The chosen entries that are still as they were seen, and the names of the others."""
    current = held(checkup_round)
    if refusal := objection_to_review(current, by):
        raise RoundError(refusal)
    found = current.roster.visible_to(by).filter(pk__in=chosen).select_related("cadre")
    entries = list(found.select_for_update(of=("self",)).order_by("pk"))
    if not entries:
        raise RoundError("Hãy đánh dấu người cần sửa trong danh sách.")
    overtaken = [str(each.cadre) for each in entries if each.version != chosen[each.pk]]
    return current, [each for each in entries if each.version == chosen[each.pk]], overtaken


def _write(
    current: CheckupRound,
    entries: Iterable[RosterEntry],
    overtaken: Iterable[str],
    by: User,
    at: datetime | None,
    **values: str,
) -> Reviewed:
    keys = [entry.pk for entry in entries]
    touched = {entry.unit_id for entry in entries}
    changed = current.roster.filter(pk__in=keys).update(
        reviewed_at=at or timezone.now(), reviewed_by=by, version=F("version") + 1, **values
    )
    current.parts.filter(unit__in=touched).update(version=F("version") + 1)
    return Reviewed(changed, tuple(overtaken))


# --- Adding --------------------------------------------------------------------------------


@transaction.atomic
def add_named(
    *,
    checkup_round: CheckupRound,
    cadres: Iterable[Cadre],
    by: User,
    at: datetime | None = None,
) -> tuple[int, list[LeftOut]]:
    """Put named people on the list; how many, and who is not entitled and why.

    A unit adds to its own part; people whom the department names go to the unit that confirms
    them. Who is on the list already stays as they are. Raises ``RoundError``.
    """
    current = held(checkup_round)
    if refusal := objection_to_review(current, by):
        raise RoundError(refusal)
    proposal = judged(current, groups_on(current, [cadre.pk for cadre in cadres]))
    people = proposal.people
    if not by.unit.sees_all:
        people = tuple(Proposed(each.cadre, each.group, by.unit_id) for each in people)
    origin = Origin.DEPARTMENT if by.unit.sees_all else Origin.UNIT
    added = add_people(current, people, origin=origin, by=by, at=at)
    if current.state != RoundState.PLANNED and current.parts.exists():
        hand_out_parts(current)
    return added, list(proposal.left_out)


# --- Confirming ----------------------------------------------------------------------------


@transaction.atomic
def confirm(
    *, part: RosterPart, by: User, seen: int, reason: str = "", at: datetime | None = None
) -> RosterPart:
    """Say that a unit's part is right; the department in its stead with a reason.

    ``seen`` is the version of the part that was looked at. Raises ``RoundError``.
    """
    checkup_round = held(part.round)
    current = RosterPart.objects.select_for_update(of=("self",)).get(pk=part.pk)
    in_stead = by.unit_id != current.unit_id
    if checkup_round.state != RoundState.LISTING:
        raise RoundError("Danh sách không còn ở bước đơn vị rà soát.")
    if not by.may("fact_record") or (in_stead and not by.unit.sees_all):
        raise RoundError("Chỉ người nhập liệu của đơn vị hoặc Sở Y tế được xác nhận.")
    if current.confirmed_at:
        raise RoundError(f"{current.confirmed_by} đã xác nhận phần này trước anh/chị.")
    if current.version != seen:
        raise RoundError(TOO_LATE)
    reason = reason.strip()
    if in_stead and not reason:
        raise RoundError("Xác nhận thay đơn vị phải ghi lý do.")
    current.confirmed_at, current.confirmed_by = at or timezone.now(), by
    current.stead_reason = reason if in_stead else ""
    current.version += 1
    current.save()
    action = Action.STEAD if in_stead else Action.CONFIRM
    note = f"{current.unit}: {reason}" if in_stead else str(current.unit)
    keep_step(checkup_round, action, by, note=note, at=at)
    return current


@transaction.atomic
def give_back(*, part: RosterPart, by: User, reason: str, at: datetime | None = None) -> None:
    """Ask a unit to look through its part once more. Raises ``RoundError``."""
    checkup_round = held(part.round)
    if checkup_round.state != RoundState.LISTING:
        raise RoundError("Danh sách không còn ở bước đơn vị rà soát.")
    if not reason.strip():
        raise RoundError("Trả lại đơn vị phải ghi lý do.")
    if not RosterPart.objects.filter(pk=part.pk).exclude(confirmed_at=None).exists():
        raise RoundError("Đơn vị chưa xác nhận nên không cần trả lại.")
    open_again([part])
    note = f"{part.unit}: {reason.strip()}"
    keep_step(checkup_round, Action.RETURN, by, note=note, at=at)
