"""Outlines that a unit made for itself: copied from another, changed, used, thrown away."""

import copy
import re
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from config.names import normalise_for_search
from policies.models import BeneficiaryGroup, Benefit, Payer, Resolution
from reports.models import OwnOutline, Report
from reports.outlines import Outline, content_of, outline_codes, read_outline
from reports.outlining.checks import LawOffered, problems_of


class OutlineRefused(Exception):
    """What stands against it, as a Vietnamese sentence."""


class OutlineChanged(OutlineRefused):
    def __init__(self) -> None:
        super().__init__(
            "Đề cương vừa được người khác sửa. Phần anh/chị gõ vẫn còn trên trang; hãy mở lại đề "
            "cương ở thẻ khác để so rồi lưu lần nữa."
        )


def content_for(code: str, user: User) -> Mapping[str, Any]:
    """What an outline of the portal or of the user's unit says. Raises ``OutlineMissing``."""
    own = OwnOutline.objects.visible_to(user).filter(code=code).first()
    return own.content if own else content_of(code)


def outline_for(code: str, user: User) -> Outline:
    """Raises ``OutlineMissing``."""
    return read_outline(code, content_for(code, user))


def usable_outlines(user: User) -> list[Outline]:
    """Outlines a report of the user's unit can be opened with: sound, and their law released."""
    law = law_offered()
    shipped = [read_outline(code, content_of(code)) for code in outline_codes()]
    own = [
        read_outline(each.code, each.content)
        for each in OwnOutline.objects.visible_to(user)
        if not problems_of(each.content, law)
    ]
    return [each for each in shipped if law.benefits.keys() >= set(each.resolutions)] + own


def law_offered() -> LawOffered:
    """Benefits and groups of the released resolutions, and who pays."""
    released = dict(Resolution.objects.released().values_list("pk", "code"))
    benefits: dict[str, set[str]] = {code: set() for code in released.values()}
    groups: dict[str, set[str]] = defaultdict(set)
    for resolution, code in Benefit.objects.filter(resolution__in=released).values_list(
        "resolution_id", "code"
    ):
        benefits[released[resolution]].add(code)
    for resolution, code in BeneficiaryGroup.objects.filter(resolution__in=released).values_list(
        "resolution_id", "code"
    ):
        groups[released[resolution]].add(code)
    return LawOffered(benefits, groups, set(Payer.objects.values_list("code", flat=True)))


@transaction.atomic
def copy_outline(*, code: str, title: str, by: User) -> OwnOutline:
    """A copy of an outline under a title of its own, for the user's unit.

    Raises ``OutlineMissing`` or, when the unit already has that title, ``OutlineRefused``.
    """
    content = copy.deepcopy(dict(content_for(code, by)))
    title = " ".join(title.split())
    if OwnOutline.objects.filter(unit=by.unit, title=title).exists():
        raise OutlineRefused(f"Đơn vị đã có đề cương “{title}”; hãy đặt tên khác.")
    return OwnOutline.objects.create(
        code=_free_code(title),
        title=title,
        content=content | {"title": title},
        based_on=code,
        unit=by.unit,
        changed_by=by,
        changed_at=timezone.now(),
    )


@transaction.atomic
def write_outline(
    *, outline: OwnOutline, content: Mapping[str, Any], version: int, by: User
) -> OwnOutline:
    """Put another content in its place. Raises ``OutlineChanged`` if it isn't ``version`` now."""
    current = OwnOutline.objects.select_for_update(of=("self",)).get(pk=outline.pk)
    if current.version != version:
        raise OutlineChanged
    title = str(content["title"])
    same = OwnOutline.objects.filter(unit=current.unit, title=title).exclude(pk=current.pk)
    if same.exists():
        raise OutlineRefused(f"Đơn vị đã có đề cương “{title}”; hãy đặt tên khác.")
    current.title, current.content = title, dict(content)
    current.version += 1
    current.changed_by, current.changed_at = by, timezone.now()
    current.save()
    return current


@transaction.atomic
def delete_outline(*, outline: OwnOutline) -> None:
    """Throw away an outline no report was opened with. Raises ``OutlineRefused`` otherwise."""
    reports = Report.objects.filter(outline=outline.code).count()
    if reports:
        raise OutlineRefused(f"Đã có {reports} báo cáo lập theo đề cương này nên không xóa được.")
    outline.delete()


def _free_code(title: str) -> str:
    """A short name for addresses that no outline has yet."""
    start = re.sub(r"[^a-z0-9]+", "-", normalise_for_search(title)).strip("-")[:40] or "de-cuong"
    taken = {*outline_codes(), *OwnOutline.objects.values_list("code", flat=True)}
    number = 1
    while (code := f"{start}-{number}") in taken:
        number += 1
    return code
