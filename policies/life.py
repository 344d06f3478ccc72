"""The life of a version: draft, tested, released, and how it ends. Each step by a person."""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from config.formatting import date_short
from policies.bridge import law_of
from policies.models import Resolution, ResolutionStatus
from policies.rules.compiled import CompiledLaw
from policies.solving import hindrance


@transaction.atomic
def mark_tested(*, resolution: Resolution, by: User) -> Resolution:
    """Somebody went through the draft and its solved cases; now another may release it.

    Raises ``ValidationError`` with everything that is still in the way.
    """
    resolution = _held(resolution, ResolutionStatus.DRAFT)
    if problems := gaps(resolution):
        raise ValidationError(problems)
    resolution.status = ResolutionStatus.TESTED
    resolution.tested_by, resolution.tested_at = by, timezone.now()
    return _written(resolution, "status", "tested_by", "tested_at")


@transaction.atomic
def reopen(*, resolution: Resolution, by: User) -> Resolution:
    """Back from tested to draft, to be changed and tested anew. Raises ``ValidationError``."""
    resolution = _held(resolution, ResolutionStatus.TESTED)
    resolution.status = ResolutionStatus.DRAFT
    resolution.tested_by = resolution.tested_at = None
    return _written(resolution, "status", "tested_by", "tested_at")


@transaction.atomic
def release(*, resolution: Resolution, by: User | None) -> Resolution:
    """Put a tested version in force from its day, which may lie ahead; the database refuses
    every later change to it.

    Whoever made the version or saved a page of it does not release it. The version that it
    replaces ends the day before and stays as it was. ``by`` is None only for a pack that the
    set-up loads, which needs no testing by a person. Raises ``ValidationError``.
    """
    needed = ResolutionStatus.TESTED if by else ResolutionStatus.DRAFT
    resolution = _held(resolution, needed)
    if by and had_a_hand_in(resolution, by):
        raise ValidationError(
            "Người lập hoặc sửa văn bản không được tự ban hành; cần một người khác."
        )
    if problems := gaps(resolution, loaded_at_setup=by is None):
        raise ValidationError(problems)
    _end_the_replaced(resolution)
    _refuse_two_at_once(resolution)
    resolution.status = ResolutionStatus.RELEASED
    resolution.released_by, resolution.released_at = by, timezone.now()
    return _written(resolution, "status", "released_by", "released_at")


def had_a_hand_in(resolution: Resolution, user: User) -> bool:
    """Whether the user made the version, or saved any page of it as long as it was a draft."""
    return resolution.made_by_id == user.pk or resolution.edits.filter(made_by=user).exists()


@transaction.atomic
def repeal(*, resolution: Resolution, last_day: date, document: str, by: User) -> Resolution:
    """End a version without a successor. Events up to the last day are still owed.

    Raises ``ValidationError``.
    """
    resolution = _held(resolution, ResolutionStatus.RELEASED, ResolutionStatus.CONTINUED)
    if last_day < resolution.effective_from:
        raise ValidationError(
            f"Văn bản có hiệu lực từ {date_short(resolution.effective_from)}; ngày hết hiệu lực "
            "phải từ ngày đó trở đi."
        )
    resolution.status = ResolutionStatus.REPEALED
    resolution.effective_to, resolution.repealed_by_document = last_day, document.strip()
    return _written(resolution, "status", "effective_to", "repealed_by_document")


@transaction.atomic
def continue_in_force(*, resolution: Resolution, document: str, by: User) -> Resolution:
    """Another document keeps a version in force, e.g. for an old province after a merger.

    A last day that had been set falls away. Raises ``ValidationError``.
    """
    resolution = _held(resolution, ResolutionStatus.RELEASED)
    resolution.status = ResolutionStatus.CONTINUED
    resolution.effective_to, resolution.continued_by_document = None, document.strip()
    _refuse_two_at_once(resolution)
    return _written(resolution, "status", "effective_to", "continued_by_document")


def gaps(resolution: Resolution, *, loaded_at_setup: bool = False) -> list[str]:
    """What keeps a version from being tested and released, a sentence each."""
    without_rate = resolution.benefits.filter(rates=None).values_list("title", flat=True)
    problems = [f"{title}: chưa có mức hưởng nào." for title in without_rate]
    if not resolution.benefits.exists():
        problems.append("Văn bản chưa có chế độ nào.")
    faults = CompiledLaw(law_of(resolution)).faults
    titles = dict(resolution.benefits.values_list("code", "title"))
    problems += [f"{titles[code]}: {fault}." for code, fault in faults.items()]
    if not problems and (hindered := hindrance(resolution, loaded_at_setup=loaded_at_setup)):
        problems.append(f"Ca mẫu: {hindered}")
    return problems


def _held(resolution: Resolution, *needed: ResolutionStatus) -> Resolution:
    """The version as it stands now, held until the step is written. Raises ``ValidationError``."""
    held = Resolution.objects.select_for_update(of=("self",)).get(pk=resolution.pk)
    if held.status not in needed:
        wanted = " hoặc ".join(f"“{status.label}”" for status in needed)
        raise ValidationError(
            f"{held} đang ở tình trạng “{held.get_status_display()}”, cần {wanted} mới làm được "
            "việc này."
        )
    return held


def _written(resolution: Resolution, *fields: str) -> Resolution:
    resolution.validate_constraints()
    resolution.save(update_fields=fields)
    return resolution


def _end_the_replaced(resolution: Resolution) -> None:
    """The day before the new version begins is the last day of the old one."""
    old = resolution.replaces
    if old is None:
        return
    last_day = resolution.effective_from - timedelta(days=1)
    if last_day < old.effective_from:
        raise ValidationError(
            f"{resolution} thay thế {old} nên phải có hiệu lực sau ngày "
            f"{old.effective_from:%d/%m/%Y}."
        )
    if old.effective_to is None or old.effective_to > last_day:
        old.effective_to = last_day
    old.status = ResolutionStatus.SUPERSEDED
    old.save(update_fields=["effective_to", "status"])


def _refuse_two_at_once(resolution: Resolution) -> None:
    others = Resolution.objects.released().filter(scheme=resolution.scheme)
    others = others.exclude(pk=resolution.pk)
    others = others.exclude(effective_to__lt=resolution.effective_from)
    if resolution.effective_to:
        others = others.exclude(effective_from__gt=resolution.effective_to)
    other = others.first()
    if other:
        raise ValidationError(
            f"{other} còn hiệu lực trong thời gian của {resolution}; hãy ghi rõ văn bản mới thay "
            "thế văn bản nào."
        )
