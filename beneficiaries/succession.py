"""When a version replaces another: each member's new group, proposed, chosen, then written.

The proposals follow the rows that policy officers typed (``policies.succession``); a clerk may
choose otherwise for a person. Nothing is a membership before the whole worksheet is confirmed.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import Any

import pghistory
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from accounts.models import User
from beneficiaries.models import Membership, SuccessionChoice
from config.copying import copy_objects, update_objects
from policies.models import BeneficiaryGroup, GroupSuccession, Resolution
from policies.succession import Matcher, successions_of, use_successions

ACTION = "Chuyển đối tượng sang văn bản mới"
ONE_DAY = timedelta(days=1)
CHANGED = (
    "Danh sách, bảng chuyển hoặc lựa chọn đã thay đổi từ lúc bạn mở trang; hãy xem lại rồi xác "
    "nhận lần nữa."
)


class Fate(StrEnum):
    """What becomes of a membership of the replaced version."""

    UNPLACED = "unplaced"
    MOVES = "moves"
    LEAVES = "leaves"
    DONE = "done"


FATES = {
    Fate.UNPLACED: "Chưa xếp được",
    Fate.MOVES: "Chuyển",
    Fate.LEAVES: "Thôi hưởng",
    Fate.DONE: "Đã chuyển",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One membership of the replaced version and what follows it."""

    membership: Membership  # with cadre and group
    fate: Fate
    group: BeneficiaryGroup | None  # the new one, where there is one
    since: date
    row: GroupSuccession | None  # that fits
    is_chosen: bool  # by a clerk, in spite of the row

    @property
    def reason(self) -> str:
        """Which row the proposal comes from, or that a clerk chose."""
        if self.fate == Fate.DONE:
            return "Đã có đối tượng theo văn bản mới" if self.group else "Diện cũ đã kết thúc"
        told = f"Dòng {self.row.position}: {self.row}" if self.row else "Không dòng nào khớp"
        return f"Chọn tay. {told}" if self.is_chosen else told

    @property
    def told(self) -> str:
        return FATES[self.fate]

    @property
    def proposed_key(self) -> str:
        return key_of(self.row.new_group_id) if self.row else ""

    @property
    def key(self) -> str:
        """The value of the choice that stands: of a group, of leaving, or none."""
        if self.fate == Fate.UNPLACED:
            return ""
        return key_of(self.group.pk if self.group else None)


LEAVES = "thoi"


def key_of(group_id: int | None) -> str:
    return str(group_id) if group_id else LEAVES


@dataclass(frozen=True, slots=True)
class Worksheet:
    """Everybody concerned: those without a group first, then by name."""

    resolution: Resolution
    lines: tuple[Line, ...]

    @property
    def counts(self) -> Counter[Fate]:
        return Counter(line.fate for line in self.lines)

    @property
    def flows(self) -> list[tuple[BeneficiaryGroup, Fate, BeneficiaryGroup | None, int]]:
        """How many go from which group to which; those without one first."""
        found: dict[tuple[int, Fate, int], list[Line]] = defaultdict(list)
        for line in self.lines:
            new = line.group.position if line.group else 0
            found[line.membership.group.position, line.fate, new].append(line)
        ordered = sorted(found.items(), key=lambda each: (_rank(each[0][1]), each[0]))
        return [
            (lines[0].membership.group, fate, lines[0].group, len(lines))
            for (_, fate, _), lines in ordered
        ]

    @property
    def stamp(self) -> str:
        """The same as long as what would be written is the same."""
        told = [(line.membership.pk, line.fate, line.key) for line in self.lines]
        return sha256(repr(sorted(told)).encode()).hexdigest()[:20]


@dataclass(frozen=True, slots=True)
class Succeeded:
    """How many memberships began, how many ended without one, how many wait for a group."""

    moved: int
    left: int
    unplaced: int


# --- The worksheet ---------------------------------------------------------------------------


def worksheet_of(resolution: Resolution) -> Worksheet:
    """The members of the replaced version on the day the new one begins, and since."""
    memberships = list(_members(resolution))
    groups = {group.pk: group for group in resolution.groups.all()}
    matcher = Matcher(successions_of(resolution))
    choices = dict(
        SuccessionChoice.objects.filter(resolution=resolution).values_list("membership", "group")
    )
    newer = _newer(resolution)
    lines = (
        _line(resolution, each, matcher, choices, groups, newer.get(each.cadre_id, ()))
        for each in memberships
    )
    ordered = sorted(lines, key=lambda line: _rank(line.fate))
    return Worksheet(resolution, tuple(ordered))


def count_waiting(resolution: Resolution) -> int:
    """Memberships of the replaced version that still run under the new one, without a new group."""
    newer = Membership.objects.filter(resolution=resolution, cadre=OuterRef("cadre"))
    begins = resolution.effective_from
    still_running = Q(until=None) | Q(until__gte=begins)
    return _members(resolution).filter(still_running).exclude(Exists(newer)).count()


def _rank(fate: Fate) -> int:
    return list(Fate).index(fate)


def _members(resolution: Resolution) -> QuerySet[Membership]:
    """Those that ended the day before are shown too: the worksheet itself ends them so."""
    begins = resolution.effective_from
    found = Membership.objects.filter(
        Q(until=None) | Q(until__gte=begins - ONE_DAY), resolution=resolution.replaces_id
    ).exclude(Q(cadre__ended_on__lte=begins) | Q(cadre__ended_on__lte=F("since")))
    hidden = ("cadre__citizen_id", "cadre__bank_account")
    found = found.select_related("cadre__managing_unit", "group").defer(*hidden)
    return found.order_by("cadre__sort_name", "cadre__birth_date", "cadre", "since")


def _newer(resolution: Resolution) -> Mapping[int, Sequence[Membership]]:
    found: dict[int, list[Membership]] = defaultdict(list)
    for membership in Membership.objects.filter(resolution=resolution).select_related("group"):
        found[membership.cadre_id].append(membership)
    return found


def _line(
    resolution: Resolution,
    membership: Membership,
    matcher: Matcher,
    choices: Mapping[int, int | None],
    groups: Mapping[int, BeneficiaryGroup],
    newer: Iterable[Membership],
) -> Line:
    since = max(resolution.effective_from, membership.since)
    row = matcher.row_for(membership.group_id, membership.cadre.post)
    is_chosen = membership.pk in choices
    group_id = choices[membership.pk] if is_chosen else row and row.new_group_id
    group = groups.get(group_id) if group_id else None
    if standing := next((each for each in newer if _meet(each, since, membership.until)), None):
        return Line(membership, Fate.DONE, standing.group, since, row, is_chosen=False)
    fate = Fate.MOVES if group else Fate.LEAVES if row or is_chosen else Fate.UNPLACED
    ended = membership.until
    if ended and (ended < since or fate == Fate.LEAVES):
        return Line(membership, Fate.DONE, None, since, row, is_chosen=False)
    return Line(membership, fate, group, since, row, is_chosen)


def _meet(newer: Membership, since: date, until: date | None) -> bool:
    begins_in_time = until is None or newer.since <= max(until, since)
    return begins_in_time and (newer.until is None or newer.until >= since)


# --- What is written -------------------------------------------------------------------------


@transaction.atomic
def choose_groups(*, resolution: Resolution, chosen: Mapping[int, str], by: User) -> int:
    """Keep what a clerk chose for some memberships: ``key_of`` a group, or ``LEAVES``.

    Choosing what is proposed takes an earlier choice back. Returns how many changed. Raises
    ``ValidationError`` for what the new version doesn't have.
    """
    _refuse_strangers(by)
    groups = {key_of(group.pk): group.pk for group in resolution.groups.all()}
    changed = 0
    for line in worksheet_of(resolution).lines:
        key = chosen.get(line.membership.pk, line.key)
        if key == line.key or line.fate == Fate.DONE:
            continue
        changed += 1
        place: dict[str, Any] = {"resolution": resolution, "membership": line.membership}
        if key == line.proposed_key:
            SuccessionChoice.objects.filter(**place).delete()
            continue
        if key != LEAVES and key not in groups:
            raise ValidationError(f"{line.membership.cadre}: hãy chọn một đối tượng của văn bản.")
        told = {"group_id": groups.get(key), "made_by": by, "made_at": timezone.now()}
        SuccessionChoice.objects.update_or_create(**place, defaults=told)
    return changed


def succeed(*, resolution: Resolution, decision: str, seen: str, by: User) -> Succeeded:
    """Write the new memberships and end the old ones the day before; all or none.

    ``seen`` is the stamp of the worksheet that was looked at. Those without a group are left as
    they are. Raises ``ValidationError``.
    """
    _refuse_strangers(by)
    if not resolution.is_released:
        raise ValidationError("Chỉ chuyển người sang văn bản đã ban hành vào hệ thống.")
    if not decision.strip():
        raise ValidationError("Hãy ghi quyết định hoặc văn bản làm căn cứ chuyển.")
    try:
        with transaction.atomic(), pghistory.context(user=by.pk, action=ACTION, decision=decision):
            return _written(resolution, decision.strip(), seen)
    except IntegrityError:
        raise ValidationError(CHANGED) from None


def _written(resolution: Resolution, decision: str, seen: str) -> Succeeded:
    held = Resolution.objects.select_for_update(of=("self",)).select_related("replaces")
    resolution = held.get(pk=resolution.pk)
    list(_members(resolution).order_by("pk").select_for_update(of=("self",)))
    worksheet = worksheet_of(resolution)
    if worksheet.stamp != seen:
        raise ValidationError(CHANGED)
    moving = [line for line in worksheet.lines if line.fate == Fate.MOVES]
    leaving = [line for line in worksheet.lines if line.fate == Fate.LEAVES]
    if not moving and not leaving:
        raise ValidationError("Không còn ai để chuyển.")
    begun = [_following(line, decision) for line in moving]
    update_objects(Membership, _ended(moving + leaving), ["until"])
    copy_objects(Membership, begun)
    use_successions(resolution=resolution)
    return Succeeded(len(moving), len(leaving), worksheet.counts[Fate.UNPLACED])


def _following(line: Line, decision: str) -> Membership:
    assert line.group is not None
    return Membership(
        cadre_id=line.membership.cadre_id,
        group_id=line.group.pk,
        resolution_id=line.group.resolution_id,
        since=line.since,
        until=line.membership.until,
        decision=decision,
    )


def _ended(lines: Iterable[Line]) -> list[Membership]:
    """Open ones end the day before; one that began under the new version, on its own first day."""
    ended = []
    for line in lines:
        if line.membership.until is None:
            line.membership.until = max(line.since - ONE_DAY, line.membership.since)
            ended.append(line.membership)
    return ended


def _refuse_strangers(by: User) -> None:
    if not by.unit.sees_all:
        raise ValidationError("Chỉ Sở Y tế chuyển đối tượng của cả tỉnh.")
