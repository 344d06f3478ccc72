"""One save of one page: the version is held, still a draft, and still as the officer saw it."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import reduce
from hashlib import sha256
from operator import or_

from django.core.exceptions import ValidationError
from django.db import connection, models, transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from policies.models import DraftEdit, Resolution, ResolutionStatus
from policies.released import OPEN

SHARED_LOCK = 2_026_003  # pages that belong to no resolution are saved one after the other


class NotADraft(ValidationError):
    """The version is law already."""


class ChangedMeanwhile(ValidationError):
    """Somebody saved the same page after this officer opened it."""


def stamp_of(*rows: Iterable[models.Model]) -> str:
    """The state of these rows in a few letters: the same as long as nobody changed them."""
    told = [
        [str(row.pk), *(str(getattr(row, field.attname)) for field in row._meta.concrete_fields)]
        for some in rows
        for row in some
    ]
    return sha256(repr(told).encode()).hexdigest()[:20]


@contextmanager
def changing(*, resolution: Resolution, page: str, by: User) -> Iterator[Resolution]:
    """The version, held for one save of ``page``; a tested one has to be tested again.

    Raises ``NotADraft``.
    """
    with transaction.atomic():
        held = Resolution.objects.select_for_update().get(pk=resolution.pk)
        if held.status not in OPEN:
            raise NotADraft(
                f"{held} đã ban hành vào hệ thống nên không sửa được; hãy lập bản kế tiếp."
            )
        if held.status == ResolutionStatus.TESTED:
            held.status, held.tested_by, held.tested_at = ResolutionStatus.DRAFT, None, None
        if held.made_by is None:
            held.made_by, held.made_at = by, timezone.now()
        held.save(update_fields=["status", "tested_by", "tested_at", "made_by", "made_at"])
        yield held
        DraftEdit.objects.create(resolution=held, page=page, made_by=by)


@contextmanager
def changing_shared(*, page: str, by: User) -> Iterator[None]:
    """The same for payers, parameters and lists, which stand beside all resolutions."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SHARED_LOCK])
        yield
        DraftEdit.objects.create(resolution=None, page=page, made_by=by)


def refuse_changed(seen: str, now: str, resolution: Resolution | None, *pages: str) -> None:
    """Stop before anything of somebody else is overwritten. Raises ``ChangedMeanwhile``.

    ``pages`` are beginnings of the pages on which the same rows are changed.
    """
    if seen == now:
        return
    same_rows = reduce(or_, (Q(page__startswith=page) for page in pages))
    edits = DraftEdit.objects.filter(same_rows, resolution=resolution)
    last = edits.select_related("made_by").first()
    who = "Trang này vừa được thay đổi bằng cách nạp tệp hoặc ở chỗ khác."
    if last:
        at = timezone.localtime(last.made_at)
        who = f"{last.made_by.full_name} đã lưu thay đổi lúc {at:%H:%M ngày %d/%m/%Y}."
    raise ChangedMeanwhile(
        f"{who} Những gì bạn gõ còn nguyên dưới đây nhưng chưa ghi. Mở lại trang ở thẻ mới để so, "
        "rồi bấm Lưu lần nữa nếu vẫn muốn ghi bản của bạn."
    )
