"""A draft becomes cards: the old ones are recalled, the new ones written, all of it or nothing."""

from collections.abc import Sequence
from datetime import date
from itertools import islice

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from beneficiaries.cards.actions.drafting import held_draft
from beneficiaries.cards.judging import FAULTS
from beneficiaries.cards.numbers import series, taken
from beneficiaries.matching import any_of
from beneficiaries.models import (
    CardBatch,
    CardBatchState,
    CardKind,
    CardLine,
    HealthCard,
    Membership,
)
from beneficiaries.models.card import LONGEST_NUMBER
from config.copying import update_objects
from config.formatting import count
from config.saving import save_valid

ROWS_AT_ONCE = 1_000
MOST_TOLD = 20


@transaction.atomic
def issue_batch(*, batch: CardBatch, by: User) -> CardBatch:
    """Recall the old cards, write the new ones and close the batch: all of it or nothing.

    Raises ``ValidationError`` with a sentence for each person, number or duty that hinders it.
    """
    batch = held_draft(batch)
    if batch.made_by_id == by.pk:
        raise ValidationError("Người lập đợt thẻ không tự ban hành đợt đó.")
    if batch.takes_effect_on > timezone.localdate():
        raise ValidationError(
            f"Ngày ghi trên đợt ({batch.takes_effect_on:%d/%m/%Y}) chưa đến, chưa ban hành được."
        )
    lines = list(batch.lines.select_related("cadre", "old_card", "group"))
    if not lines:
        raise ValidationError("Đợt thẻ chưa có ai.")
    _refuse(_hindrances(batch, lines))
    if batch.gives_cards:
        _give_numbers(batch, lines)
    try:
        with transaction.atomic():
            _write(batch, lines, by)
    except IntegrityError as error:
        raise ValidationError(
            "Có người trong đợt vừa được cấp thẻ, hoặc có số thẻ vừa được dùng ở nơi khác. "
            "Chưa có gì được ghi; hãy tải lại trang."
        ) from error
    return batch


def hindrances(batch: CardBatch) -> list[str]:
    """Why a draft could not be issued as it stands, a sentence each."""
    lines = list(batch.lines.select_related("cadre", "old_card", "group"))
    found = _hindrances(batch, lines)
    if batch.gives_cards and lines:
        try:
            _give_numbers(batch, lines)
        except ValidationError as refusal:
            found += refusal.messages
    return found


def _refuse(faults: Sequence[str]) -> None:
    if len(faults) > MOST_TOLD:
        faults = [*faults[:MOST_TOLD], f"… và {count(len(faults) - MOST_TOLD)} người khác."]
    if faults:
        raise ValidationError(list(faults))


def _hindrances(batch: CardBatch, lines: Sequence[CardLine]) -> list[str]:
    """People who no longer stand as they did when they were taken into the batch."""
    day = batch.takes_effect_on
    keys = [line.cadre_id for line in lines]
    valid = any_of(HealthCard.objects.filter(recalled_on=None), "cadre_id", keys, "bigint")
    cards = {card.cadre_id: card for card in valid}
    groups: dict[int, list[int]] = {}
    held = any_of(Membership.objects.on(day), "cadre_id", keys, "bigint")
    for cadre, group in held.values_list("cadre_id", "group_id"):
        groups.setdefault(cadre, []).append(group)
    found = []
    for line in lines:
        mine, card = groups.get(line.cadre_id, []), cards.get(line.cadre_id)
        fault = FAULTS[batch.kind](line.cadre, card, mine, day) or _changed(batch, line, card, mine)
        if fault:
            found.append(f"{line.cadre}: {fault}.")
    return found


def _changed(
    batch: CardBatch, line: CardLine, card: HealthCard | None, groups: Sequence[int]
) -> str:
    if card != line.old_card:
        return "thẻ đang có không còn là thẻ lúc đưa vào đợt; bỏ ra rồi thêm lại"
    if batch.gives_cards and line.group_id not in groups:
        return f"không còn thuộc {line.group}; bỏ ra rồi thêm lại"
    return ""


def _give_numbers(batch: CardBatch, lines: Sequence[CardLine]) -> None:
    """Numbers typed stay; the others get the series, one after the other."""
    typed = {line.number for line in lines if line.number}
    waiting = [line for line in lines if not line.number]
    if waiting and not batch.first_number:
        raise ValidationError(
            f"Còn {count(len(waiting))} người chưa có số thẻ: ghi số thẻ bắt đầu của đợt, "
            "hoặc ghi số cho từng người."
        )
    given = list(islice(series(batch.first_number), len(waiting))) if waiting else []
    used = taken([*typed, *given]) + sorted(typed.intersection(given))
    if used:
        named = ", ".join(used[:5]) + (" …" if len(used) > 5 else "")
        raise ValidationError(f"Số thẻ đã có người dùng: {named}. Hãy ghi số khác.")
    if given and len(given[-1]) > LONGEST_NUMBER:
        raise ValidationError("Dãy số thẻ dài quá 20 ký tự; hãy rút ngắn phần đầu.")
    for line, number in zip(waiting, given, strict=True):
        line.number = number


def _write(batch: CardBatch, lines: Sequence[CardLine], by: User) -> None:
    if batch.takes_cards:
        _recall(lines, batch.takes_effect_on)
    if batch.gives_cards:
        _give(batch, lines)
    for line in lines:
        line.is_open = False
    update_objects(CardLine, lines, ["number", "card", "is_open"])
    batch.state = CardBatchState.ISSUED
    batch.issued_by, batch.issued_at = by, timezone.now()
    save_valid(batch)


def _recall(lines: Sequence[CardLine], on: date) -> None:
    """Held in the order of their keys, so that two batches never wait for each other."""
    reasons = {line.old_card_id: line.reason for line in lines if line.old_card_id}
    out = any_of(HealthCard.objects.filter(recalled_on=None), "pk", reasons, "bigint")
    recalled = list(out.select_for_update().order_by("pk"))
    if len(recalled) != len(lines):
        raise ValidationError("Có thẻ trong đợt vừa được thu hồi ở nơi khác; hãy tải lại trang.")
    for card in recalled:
        card.recalled_on, card.recall_reason = on, reasons[card.pk]
    update_objects(HealthCard, recalled, ["recalled_on", "recall_reason"])


def _give(batch: CardBatch, lines: Sequence[CardLine]) -> None:
    cards = HealthCard.objects.bulk_create(
        (
            HealthCard(
                cadre=line.cadre,
                group=line.group,
                number=line.number,
                kind=CardKind(batch.kind),
                reissue_reason=batch.reissue_reason,
                issued_on=batch.takes_effect_on,
                expires_on=batch.expires_on,
            )
            for line in lines
        ),
        batch_size=ROWS_AT_ONCE,
    )
    for line, card in zip(lines, cards, strict=True):
        line.card = card
