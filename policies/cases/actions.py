"""Writing solved cases: one typed by hand, or many from a workbook or a pack."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accounts.models import User
from config.saving import save_valid
from policies.models import Resolution, SolvedCase
from policies.rules.plain import Situation, plain_situation, situation_of


class CaseDraft(NamedTuple):
    """What makes a case, before it has a number. Money in đồng, lines by the code of a benefit."""

    title: str
    situation: Situation
    expected_amount: int
    expected_lines: dict[str, int]
    expected_refusal: str = ""
    source: str = ""

    @property
    def columns(self) -> dict[str, Any]:
        """The columns of the row that keeps it."""
        return {
            **plain_situation(self.situation),
            "title": self.title,
            "expected_amount": self.expected_amount,
            "expected_lines": self.expected_lines,
            "expected_refusal": self.expected_refusal,
            "source": self.source,
        }


def draft_of(columns: Mapping[str, Any]) -> CaseDraft:
    """From the columns of a row, or of a pack. Raises ``ValueError`` for unreadable facts."""
    return CaseDraft(
        columns["title"],
        situation_of({name: columns[name] for name in ("person", "event", "usage")}),
        columns["expected_amount"],
        columns["expected_lines"],
        columns["expected_refusal"],
        columns["source"],
    )


@transaction.atomic
def add_case(*, resolution: Resolution, draft: CaseDraft, by: User | None) -> SolvedCase:
    """A new case at the end of the list. Raises ``ValidationError``."""
    resolution = _open(resolution)
    case = SolvedCase(resolution=resolution, number=_next_number(resolution))
    return _saved(case, draft, by)


@transaction.atomic
def change_case(*, case: SolvedCase, draft: CaseDraft, by: User) -> SolvedCase:
    _open(case.resolution)
    return _saved(case, draft, by)


@transaction.atomic
def remove_case(*, case: SolvedCase) -> None:
    _open(case.resolution)
    case.delete()


@transaction.atomic
def keep_cases(*, resolution: Resolution, drafts: Iterable[CaseDraft], by: User | None) -> int:
    """Many cases at once; one with the title of a known case takes its place. How many.

    Drafts must have been judged: what the database refuses raises ``IntegrityError``.
    """
    resolution = _open(resolution)
    known = {case.title: case for case in resolution.cases.all()}
    number = _next_number(resolution)
    new: list[SolvedCase] = []
    changed: list[SolvedCase] = []
    for draft in drafts:
        case = known.get(draft.title)
        if case is None:
            case = SolvedCase(resolution=resolution, number=number + len(new))
            new.append(case)
        else:
            changed.append(case)
        _fill(case, draft, by)
    SolvedCase.objects.bulk_create(new)
    if changed:
        SolvedCase.objects.bulk_update(changed, [*CASE_COLUMNS, "made_by", "made_at"])
    return len(new) + len(changed)


CASE_COLUMNS: Sequence[str] = (
    "title",
    "person",
    "event",
    "usage",
    "expected_amount",
    "expected_lines",
    "expected_refusal",
    "source",
)


def _open(resolution: Resolution) -> Resolution:
    resolution = Resolution.objects.select_for_update().get(pk=resolution.pk)
    if resolution.is_released:
        raise ValidationError(f"{resolution} đã ban hành, ca mẫu của văn bản không sửa được nữa.")
    return resolution


def _next_number(resolution: Resolution) -> int:
    return (resolution.cases.aggregate(last=Max("number"))["last"] or 0) + 1


def _saved(case: SolvedCase, draft: CaseDraft, by: User | None) -> SolvedCase:
    _fill(case, draft, by)
    return save_valid(case)


def _fill(case: SolvedCase, draft: CaseDraft, by: User | None) -> None:
    """``made_by`` is whoever wrote it last: they stand for the expected result."""
    for name, value in draft.columns.items():
        setattr(case, name, value)
    case.made_by = by
    case.made_at = timezone.now() if by else None
