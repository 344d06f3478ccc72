"""The row that fits a person: the first whose old group and words of the post are theirs."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from config.names import normalise_for_search
from policies.models import GroupSuccession, Resolution

SAME_CODE = "Cùng mã đối tượng ở hai văn bản"


def successions_of(resolution: Resolution) -> list[GroupSuccession]:
    """The rows as typed; while nobody has typed any, each code goes to the same code."""
    rows = resolution.successions.select_related("old_group", "new_group").order_by("position")
    return list(rows) or same_codes(resolution)


def same_codes(resolution: Resolution) -> list[GroupSuccession]:
    """Rows proposed, not stored. A code that the new version doesn't have gets none."""
    if resolution.replaces is None:
        return []
    new_groups = {group.code: group for group in resolution.groups.all()}
    kept = [
        group
        for group in resolution.replaces.groups.order_by("position")
        if group.code in new_groups
    ]
    return [
        GroupSuccession(
            resolution=resolution,
            position=position,
            old_group=group,
            new_group=new_groups[group.code],
            article=new_groups[group.code].article,
            note=SAME_CODE,
        )
        for position, group in enumerate(kept, start=1)
    ]


def is_used(resolution: Resolution) -> bool:
    """Whether memberships have been written by the rows."""
    return resolution.successions.filter(used_at__isnull=False).exists()


@dataclass(slots=True)
class Matcher:
    """Looks rows up for many people; the same post of the same group is looked up once."""

    rows: Sequence[GroupSuccession]
    _found: dict[tuple[int, str], GroupSuccession | None] = field(default_factory=dict)

    def row_for(self, old_group_id: int, post: str) -> GroupSuccession | None:
        """None when no row fits: such a person is told, never guessed."""
        key = (old_group_id, post)
        if key not in self._found:
            words = f" {normalise_for_search(post)} "
            fitting = (row for row in self.rows if _fits(row, old_group_id, words))
            self._found[key] = next(fitting, None)
        return self._found[key]


def _fits(row: GroupSuccession, old_group_id: int, words: str) -> bool:
    if row.old_group_id is not None and row.old_group_id != old_group_id:
        return False
    return not row.post or f" {normalise_for_search(row.post)} " in words
