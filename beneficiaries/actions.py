"""What people of the department do with the registry. Each verb is one transaction.

Every verb validates fully and raises ``ValidationError`` with sentences for the user; the database
holds the same rules. pghistory keeps what changed, by whom and under which action.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pghistory
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from beneficiaries.identity import citizen_id_fault
from beneficiaries.models import Cadre, CardKind, HealthCard, Membership, ReissueReason
from beneficiaries.secrecy import erase_all, stored_of
from config.saving import save_valid
from policies.models import BeneficiaryGroup

REISSUED = "Cấp đổi thẻ"


@transaction.atomic
def register(*, by: User, fields: Mapping[str, Any]) -> Cadre:
    """Enter a new person. ``fields`` are Cadre's, by name."""
    cadre = Cadre(**fields)
    if cadre.records_are_secret:
        _check_may_mark_secret(by)
    with pghistory.context(user=by.pk, action="Thêm cán bộ"):
        return _save_person(cadre, by)


@transaction.atomic
def change(*, cadre: Cadre, by: User, fields: Mapping[str, Any], erase: bool = False) -> Cadre:
    """Change what is known of a person.

    Whose health records become a state secret loses those stored here, told to be ``erase``d.
    """
    cadre = Cadre.objects.select_for_update(of=("self",)).get(pk=cadre.pk)
    was_secret = cadre.records_are_secret
    for name, value in fields.items():
        setattr(cadre, name, value)
    told: dict[str, str] = {}
    if cadre.records_are_secret != was_secret:
        _check_may_mark_secret(by)
        if not was_secret and (erased := _erased(cadre, by, told=erase)):
            told["erased"] = erased
    with pghistory.context(user=by.pk, action="Sửa cán bộ", **told):
        return _save_person(cadre, by)


def _erased(cadre: Cadre, by: User, *, told: bool) -> str:
    """Erase what is stored of the person's health; which kinds it was, never what it said."""
    stored = stored_of(cadre)
    if stored.hindrances:
        reasons = "; ".join(stored.hindrances)
        raise ValidationError({"records_are_secret": f"Chưa đánh dấu được vì còn {reasons}"})
    if stored.erased and not told:
        raise ValidationError(
            {
                "records_are_secret": f"Đánh dấu sẽ xóa hẳn {stored.words} đang lưu của người này. "
                "Nếu đã lưu hồ sơ giấy, hãy đồng ý xóa rồi lưu lại."
            }
        )
    erase_all(cadre, by)
    return stored.words


def end(*, cadre: Cadre, by: User, on: date, reason: str) -> Cadre:
    """The person is no longer entitled from ``on`` (death, transfer, discipline)."""
    if not reason.strip():
        raise ValidationError({"ended_reason": "Hãy ghi lý do thôi diện."})
    return change(cadre=cadre, by=by, fields={"ended_on": on, "ended_reason": reason})


def _check_may_mark_secret(by: User) -> None:
    """Whose records are a state secret is decided for the province, not by a unit."""
    if not by.unit.sees_all:
        raise ValidationError(
            "Chỉ Sở Y tế được đánh dấu hoặc bỏ đánh dấu hồ sơ sức khỏe là bí mật nhà nước."
        )


def _save_person(cadre: Cadre, by: User) -> Cadre:
    cadre.set_derived()
    cadre.clean_fields()
    if cadre.citizen_id and (
        fault := citizen_id_fault(cadre.citizen_id, sex=cadre.sex, birth_date=cadre.birth_date)
    ):
        raise ValidationError({"citizen_id": fault[0].upper() + fault[1:] + "."})
    if cadre.birth_date > timezone.localdate():
        raise ValidationError({"birth_date": "Ngày sinh không được ở tương lai."})
    if not _remains_in_sight(cadre, by):
        raise ValidationError(
            "Người này sẽ không còn thuộc đơn vị của bạn: cơ quan quản lý, xã hoặc cơ sở quản lý "
            "sức khỏe phải là đơn vị của bạn."
        )
    return save_valid(cadre)


def _remains_in_sight(cadre: Cadre, by: User) -> bool:
    """A unit registers its own people only."""
    units = (cadre.managing_unit_id, cadre.commune_id, cadre.care_facility_id)
    return by.unit.sees_all or by.unit_id in units


@transaction.atomic
def assign_group(
    *,
    cadre: Cadre,
    by: User,
    group: BeneficiaryGroup,
    since: date,
    decision: str,
    until: date | None = None,
) -> Membership:
    """The person belongs to ``group`` from ``since``, by ``decision``.

    An open membership under the same resolution that began earlier ends the day before; one that
    overlaps otherwise is refused.
    """
    with pghistory.context(user=by.pk, action="Xếp đối tượng"):
        earlier = cadre.memberships.select_for_update().filter(
            resolution=group.resolution_id, until=None, since__lt=since
        )
        for membership in earlier:
            membership.until = since - timedelta(days=1)
            membership.save(update_fields=["until"])
        return save_valid(
            Membership(cadre=cadre, group=group, since=since, until=until, decision=decision)
        )


@transaction.atomic
def end_membership(*, membership: Membership, by: User, until: date) -> Membership:
    """The person leaves the group; ``until`` is the last day."""
    membership = Membership.objects.select_for_update().get(pk=membership.pk)
    membership.until = until
    with pghistory.context(user=by.pk, action="Thôi xếp đối tượng"):
        return save_valid(membership)


@transaction.atomic
def issue_card(
    *,
    cadre: Cadre,
    by: User,
    group: BeneficiaryGroup,
    number: str,
    issued_on: date,
    expires_on: date | None = None,
) -> HealthCard:
    """A first card. Refused while a valid one is out: that is a reissue."""
    with pghistory.context(user=by.pk, action="Cấp thẻ"):
        return save_valid(
            HealthCard(
                cadre=cadre,
                group=group,
                number=number,
                kind=CardKind.NEW,
                issued_on=issued_on,
                expires_on=expires_on,
            )
        )


@transaction.atomic
def reissue_card(
    *,
    cadre: Cadre,
    by: User,
    group: BeneficiaryGroup,
    number: str,
    issued_on: date,
    expires_on: date | None = None,
    reissue_reason: str = "",
) -> HealthCard:
    """A new card in place of the valid one, which is recalled the same day."""
    why = f"Cấp đổi: {ReissueReason(reissue_reason).label.lower()}" if reissue_reason else REISSUED
    with pghistory.context(user=by.pk, action="Cấp đổi thẻ"):
        for card in cadre.cards.select_for_update().filter(recalled_on=None):
            _recall(card, on=issued_on, reason=why)
        return save_valid(
            HealthCard(
                cadre=cadre,
                group=group,
                number=number,
                kind=CardKind.REISSUE,
                reissue_reason=reissue_reason,
                issued_on=issued_on,
                expires_on=expires_on,
            )
        )


@transaction.atomic
def recall_card(*, card: HealthCard, by: User, on: date, reason: str) -> HealthCard:
    """Take the card back; only a card still valid can be."""
    card = HealthCard.objects.select_for_update().get(pk=card.pk)
    if card.recalled_on is not None:
        raise ValidationError("Thẻ này đã được thu hồi trước đó.")
    if not reason.strip():
        raise ValidationError({"recall_reason": "Thu hồi thẻ phải ghi lý do."})
    with pghistory.context(user=by.pk, action="Thu hồi thẻ"):
        return _recall(card, on=on, reason=reason)


def _recall(card: HealthCard, *, on: date, reason: str) -> HealthCard:
    card.recalled_on, card.recall_reason = on, reason
    return save_valid(card)
