"""The life of a round: proposed, confirmed by units, agreed, run, closed. Each step is kept."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import User
from checkups.models import (
    CheckupRound,
    Origin,
    RosterEntry,
    RosterPart,
    RoundKind,
    RoundState,
    RoundStep,
)
from checkups.rounds.proposing import Proposal, Proposed, proposal_for
from checkups.rounds.workflow import LABELS, MADE_THE_LIST, MOVES, NEEDS_REASON, Action
from config.copying import copy_objects
from config.formatting import count


class RoundError(Exception):
    """Something can't be done to a round now; the message says why, in Vietnamese."""


def held(checkup_round: CheckupRound) -> CheckupRound:
    """The round as it is now, kept from others until the transaction ends."""
    return CheckupRound.objects.select_for_update(of=("self",)).get(pk=checkup_round.pk)


def keep_step(
    checkup_round: CheckupRound,
    action: Action,
    by: User,
    *,
    to: RoundState | None = None,
    note: str = "",
    at: datetime | None = None,
) -> RoundStep:
    """Write down what was done; call it before the state of the round is changed."""
    state = RoundState(checkup_round.state)
    return RoundStep.objects.create(
        round=checkup_round,
        action=action,
        from_state=state,
        to_state=to or state,
        done_at=at or timezone.now(),
        done_by=by,
        name=by.full_name,
        job_title=by.job_title,
        unit_name=by.unit.name,
        note=note,
    )


# --- Steps ----------------------------------------------------------------------------------


@transaction.atomic
def propose(*, checkup_round: CheckupRound, by: User, at: datetime | None = None) -> Proposal:
    """Put everybody who is entitled on the list and hand each unit its part.

    Of a round for an event the people have been named before; nobody is added here. Done again
    while units look through their parts it adds who became entitled since; a part that had been
    confirmed is to be confirmed anew when it grows. Raises ``RoundError``.
    """
    current = held(checkup_round)
    target = _target(current, Action.PROPOSE)
    if current.confirm_by is None:
        raise RoundError("Hãy ghi hạn đơn vị xác nhận trong phần sửa đợt khám.")
    if current.kind == RoundKind.PERIODIC and not current.groups.exists():
        raise RoundError("Hãy chọn đối tượng được khám trong phần sửa đợt khám.")
    proposal = proposal_for(current)
    added = add_people(current, proposal.people, origin=Origin.PROGRAM, by=by, at=at)
    if not current.roster.exists():
        raise RoundError("Chưa có ai trong danh sách; hãy đưa người vào danh sách trước.")
    hand_out_parts(current)
    note = f"Thêm {count(added)} người; {count(len(proposal.left_out))} người không đề xuất."
    if current.kind == RoundKind.EVENT:
        note = f"Danh sách {count(current.roster.kept().count())} người."
    _move(current, Action.PROPOSE, target, by, note, at)
    return proposal


@transaction.atomic
def take_step(
    *,
    checkup_round: CheckupRound,
    action: Action,
    by: User,
    note: str = "",
    seen: int | None = None,
    at: datetime | None = None,
) -> CheckupRound:
    """Any other move. ``seen`` is the number of steps the person saw. Raises ``RoundError``."""
    current = held(checkup_round)
    if seen is not None and current.steps.count() != seen:
        raise RoundError("Đợt khám vừa được người khác xử lý; hãy xem lại rồi bấm lần nữa.")
    target = _target(current, action)
    note = note.strip()
    if action in NEEDS_REASON and not note:
        raise RoundError(f"“{LABELS[action]}” phải ghi lý do.")
    if refusal := objection(current, action, by=by):
        raise RoundError(refusal)
    if action == Action.WITHDRAW:
        current.parts.all().delete()
        current.roster.filter(origin=Origin.PROGRAM).delete()
    _move(current, action, target, by, note, at)
    if action == Action.REOPEN:
        forget_cancelled(current)
    return current


def objection(checkup_round: CheckupRound, action: Action, *, by: User) -> str:
    """What stands against a step of this user now; empty when nothing does."""
    roster = checkup_round.roster.kept()
    if action == Action.AGREE:
        return _objection_to_agreeing(checkup_round, by)
    if action == Action.WITHDRAW and checkup_round.parts.exclude(confirmed_at=None).exists():
        return "Đã có đơn vị xác nhận; hãy sửa từng người trong danh sách thay vì rút về."
    if action == Action.RELIST and roster.exclude(invited_at=None).exists():
        return "Đã có người được mời khám, không mở lại danh sách được."
    if action == Action.START and checkup_round.state == RoundState.PLANNED and roster.exists():
        return "Danh sách đã có người; hãy gửi đơn vị xác nhận và thống nhất trước."
    if action == Action.CLOSE and (unmarked := roster.filter(attendance="").count()):
        return f"Còn {count(unmarked)} người chưa điểm danh; hãy ghi đã khám hoặc lý do vắng."
    return ""


def _objection_to_agreeing(checkup_round: CheckupRound, by: User) -> str:
    if late := checkup_round.parts.unconfirmed().count():
        return f"Còn {count(late)} đơn vị chưa xác nhận phần của mình."
    if not checkup_round.roster.kept().exists():
        return "Danh sách không còn ai."
    if not by.may("plan_agree") or not by.unit.sees_all:
        return "Danh sách chờ lãnh đạo Sở Y tế thống nhất."
    if checkup_round.steps.filter(action__in=MADE_THE_LIST, done_by=by).exists():
        return "Người lập hoặc xác nhận thay danh sách không tự thống nhất danh sách."
    return ""


def possible_steps(checkup_round: CheckupRound) -> list[Action]:
    """Moves that start from where the round is, whether something stands against them or not."""
    return [action for state, action in MOVES if state == checkup_round.state]


def _target(current: CheckupRound, action: Action) -> RoundState:
    target = MOVES.get((RoundState(current.state), action))
    if target is None:
        raise RoundError(
            f"Đợt khám đang ở bước “{current.get_state_display()}” nên không làm được việc "
            f"“{LABELS[action]}”."
        )
    return target


def _move(
    current: CheckupRound,
    action: Action,
    target: RoundState,
    by: User,
    note: str,
    at: datetime | None,
) -> None:
    keep_step(current, action, by, to=target, note=note, at=at)
    if current.state != target:
        current.state = target
        current.save(update_fields=["state"])


# --- The roster -----------------------------------------------------------------------------


def add_people(
    current: CheckupRound,
    people: Iterable[Proposed],
    *,
    origin: Origin,
    by: User,
    at: datetime | None = None,
) -> int:
    """Put people on the list who aren't there; how many there were."""
    there = set(current.roster.values_list("cadre_id", flat=True))
    moment = at or timezone.now()
    entries = [
        RosterEntry(
            round=current,
            cadre_id=each.cadre.pk,
            group=each.group,
            unit_id=each.unit_id,
            origin=origin,
            added_at=moment,
            added_by=by,
        )
        for each in people
        if each.cadre.pk not in there
    ]
    copy_objects(RosterEntry, entries)
    if current.state == RoundState.LISTING:
        grown = {entry.unit_id for entry in entries}
        open_again(current.parts.filter(unit__in=grown).exclude(confirmed_at=None))
    return len(entries)


def forget_cancelled(current: CheckupRound) -> None:
    """Whose check-up was taken back is there without one again."""
    gone = current.roster.filter(checkup__cancelled_at__isnull=False)
    RosterEntry.objects.filter(pk__in=gone.values("pk")).update(
        checkup=None, version=F("version") + 1
    )


def hand_out_parts(current: CheckupRound) -> None:
    """Give every unit with people on the list its part."""
    units = set(current.roster.values_list("unit", flat=True))
    there = set(current.parts.values_list("unit", flat=True))
    due_on = current.confirm_by or current.begins_on
    RosterPart.objects.bulk_create(
        RosterPart(round=current, unit_id=unit, due_on=due_on) for unit in sorted(units - there)
    )


def open_again(parts: Iterable[RosterPart]) -> None:
    """Parts that are to be looked through once more."""
    keys = [part.pk for part in parts]
    RosterPart.objects.filter(pk__in=keys).update(
        confirmed_at=None, confirmed_by=None, stead_reason="", version=F("version") + 1
    )
