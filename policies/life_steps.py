"""How far a version has come, and what the reader may do with it now."""

from datetime import datetime
from typing import NamedTuple

from accounts.models import User
from policies.models import Resolution, ResolutionStatus


class Step(NamedTuple):
    """A page that takes the version further; ``is_main`` for the one next in line."""

    url_name: str
    label: str
    icon: str
    is_main: bool = False


class Passed(NamedTuple):
    """A step that somebody took."""

    state: str
    label: str
    by: str
    at: datetime
    title: str = ""
    note: str = ""


SUCCESSOR = ("resolution_edit", Step("draft_copy", "Lập bản kế tiếp", "copy"))
STEPS: dict[str, tuple[tuple[str, Step], ...]] = {
    ResolutionStatus.DRAFT: (
        ("resolution_edit", Step("resolution_test", "Ghi thử xong", "list-check", True)),
        ("resolution_edit", Step("draft_overview", "Soạn", "pencil")),
    ),
    ResolutionStatus.TESTED: (
        ("resolution_release", Step("resolution_release", "Ban hành", "gavel", True)),
        ("resolution_edit", Step("resolution_reopen", "Mở lại để sửa", "pencil")),
    ),
    ResolutionStatus.RELEASED: (
        ("resolution_release", Step("resolution_repeal", "Ghi bãi bỏ", "ban")),
        ("resolution_release", Step("resolution_continue", "Ghi tiếp tục áp dụng", "arrow-right")),
        SUCCESSOR,
    ),
    ResolutionStatus.CONTINUED: (
        ("resolution_release", Step("resolution_repeal", "Ghi bãi bỏ", "ban")),
        SUCCESSOR,
    ),
}


def steps_of(resolution: Resolution, user: User) -> list[Step]:
    """The steps open to this user, the next in line first."""
    steps = STEPS.get(resolution.status, ())
    return [step for permission, step in steps if user.may(permission)]


def life_of(resolution: Resolution) -> list[Passed]:
    """Made, tested, released: who and when; a pack that the set-up loaded was made by nobody."""
    took = (
        (ResolutionStatus.DRAFT, "Lập dự thảo", resolution.made_by, resolution.made_at),
        (ResolutionStatus.TESTED, "Thử xong", resolution.tested_by, resolution.tested_at),
        (ResolutionStatus.RELEASED, "Ban hành", resolution.released_by, resolution.released_at),
    )
    return [
        Passed(
            status,
            label,
            by.full_name if by else "Nạp khi cài đặt",
            at,
            by.job_title if by else "",
        )
        for status, label, by, at in took
        if at
    ]
