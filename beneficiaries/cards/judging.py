"""Whether somebody belongs into a batch of cards, and if not, why."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import date

from beneficiaries.matching import any_of
from beneficiaries.models import (
    Cadre,
    CardBatch,
    CardBatchKind,
    CardLine,
    HealthCard,
    Membership,
    ReissueReason,
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a batch would do for one person; with a ``fault``, why it does nothing."""

    cadre: Cadre
    fault: str = ""
    group_id: int = 0
    old_card: HealthCard | None = None
    reason: str = ""


@dataclass(slots=True)
class Standing:
    """How many people stand on the day of a batch, by their primary keys."""

    on: date
    groups: dict[int, list[int]] = field(default_factory=dict)
    cards: dict[int, HealthCard] = field(default_factory=dict)
    open_lines: dict[int, CardLine] = field(default_factory=dict)


def judge(
    batch: CardBatch, people: Iterable[Cadre], *, wanted: Collection[int] = (), reason: str = ""
) -> list[Verdict]:
    """A verdict on each, in their order.

    Somebody in several groups gets the card of one that is ``wanted``, else of the newest
    resolution. ``reason`` is why cards are recalled, where the person's own standing says nothing.
    """
    people = list(people)
    standing = _standing(batch, people, wanted)
    return [_verdict(batch, cadre, standing, reason) for cadre in people]


def _standing(batch: CardBatch, people: list[Cadre], wanted: Collection[int]) -> Standing:
    keys = [cadre.pk for cadre in people]
    standing = Standing(batch.takes_effect_on)
    memberships = any_of(Membership.objects.on(standing.on), "cadre_id", keys, "bigint")
    for row in memberships.order_by("-resolution__issued_on", "-since", "pk"):
        standing.groups.setdefault(row.cadre_id, []).append(row.group_id)
    for groups in standing.groups.values():
        groups.sort(key=lambda group: group not in wanted)
    valid = any_of(HealthCard.objects.filter(recalled_on=None), "cadre_id", keys, "bigint")
    standing.cards = {card.cadre_id: card for card in valid}
    lines = any_of(CardLine.objects.filter(is_open=True), "cadre_id", keys, "bigint")
    standing.open_lines = {line.cadre_id: line for line in lines.select_related("batch")}
    return standing


def _verdict(batch: CardBatch, cadre: Cadre, standing: Standing, reason: str) -> Verdict:
    card = standing.cards.get(cadre.pk)
    groups = standing.groups.get(cadre.pk, [])
    fault = _held_elsewhere(batch, standing.open_lines.get(cadre.pk)) or FAULTS[batch.kind](
        cadre, card, groups, standing.on
    )
    if fault:
        return Verdict(cadre, fault)
    if batch.kind == CardBatchKind.RECALL and card:
        told = _reason_to_recall(cadre, groups, standing.on) or reason or "Thu hồi theo quyết định"
        return Verdict(cadre, "", card.group_id, card, told)
    why = f"Cấp đổi: {ReissueReason(batch.reissue_reason).label.lower()}" if card else ""
    return Verdict(cadre, "", groups[0], card, why)


def _held_elsewhere(batch: CardBatch, line: CardLine | None) -> str:
    if line is None:
        return ""
    if line.batch_id == batch.pk:
        return "đã có trong đợt này"
    return f"đang ở đợt khác chưa ban hành ({line.batch})"


def fault_for_new(cadre: Cadre, card: HealthCard | None, groups: list[int], on: date) -> str:
    if card:
        return f"đang có thẻ số {card.number} còn giá trị; dùng đợt cấp đổi"
    return _not_entitled(cadre, groups, on)


def fault_for_reissue(cadre: Cadre, card: HealthCard | None, groups: list[int], on: date) -> str:
    return _no_card_to_take(card, on) or _not_entitled(cadre, groups, on)


def fault_for_recall(cadre: Cadre, card: HealthCard | None, groups: list[int], on: date) -> str:
    return _no_card_to_take(card, on)


FAULTS: dict[str, Callable[[Cadre, HealthCard | None, list[int], date], str]] = {
    CardBatchKind.NEW: fault_for_new,
    CardBatchKind.REISSUE: fault_for_reissue,
    CardBatchKind.RECALL: fault_for_recall,
}


def _not_entitled(cadre: Cadre, groups: list[int], on: date) -> str:
    if cadre.ended_on and cadre.has_ended(on):
        return f"đã thôi diện từ {cadre.ended_on:%d/%m/%Y}"
    return "" if groups else f"không thuộc đối tượng nào ngày {on:%d/%m/%Y}"


def _no_card_to_take(card: HealthCard | None, on: date) -> str:
    if card is None:
        return "không có thẻ còn giá trị"
    if card.issued_on > on:
        return f"thẻ số {card.number} cấp ngày {card.issued_on:%d/%m/%Y}, sau ngày của đợt này"
    return ""


def _reason_to_recall(cadre: Cadre, groups: list[int], on: date) -> str:
    if cadre.has_ended(on):
        return f"Thôi diện: {cadre.ended_reason}"[:200]
    return "" if groups else "Không còn thuộc đối tượng được cấp thẻ"
