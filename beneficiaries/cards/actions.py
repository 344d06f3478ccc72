"""What is done with a batch of cards. Each verb is one transaction."""

from base64 import b64encode
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from beneficiaries.cards.finding import Found
from beneficiaries.cards.judging import FAULTS, Verdict, judge
from beneficiaries.cards.numbers import series, taken
from beneficiaries.cards.proposing import EXPIRING_WITHIN, proposed
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

ROWS_AT_ONCE = 1_000
MOST_TOLD = 20
TAKEN_MEANWHILE = "vừa được đưa vào một đợt thẻ khác"


@dataclass(frozen=True, slots=True)
class Added:
    """How many people came into a batch, and who didn't: (what was typed, why)."""

    added: int
    refused: Sequence[tuple[str, str]] = ()


@transaction.atomic
def open_batch(*, by: User, fields: Mapping[str, Any], file: File | None = None) -> CardBatch:
    """Begin a draft. ``fields`` are CardBatch's, by name."""
    batch = CardBatch(unit=by.unit, made_by=by, made_at=timezone.now(), **fields)
    return _save(batch, file)


@transaction.atomic
def change_batch(
    *, batch: CardBatch, fields: Mapping[str, Any], file: File | None = None
) -> CardBatch:
    """Change the decision, days and series of a draft; its kind stays."""
    batch = _held(batch)
    for name, value in fields.items():
        setattr(batch, name, value)
    return _save(batch, file)


def _save(batch: CardBatch, file: File | None) -> CardBatch:
    if file is not None:
        batch.decision_name = str(file.name)[-255:]
        batch.decision_file = b64encode(file.read()).decode()
    batch.full_clean()
    batch.save()
    return batch


@transaction.atomic
def drop_batch(*, batch: CardBatch) -> None:
    """Put a draft away with its lines; an issued batch stays."""
    _held(batch).delete()


def _held(batch: CardBatch) -> CardBatch:
    """The batch, held against others until the transaction ends. Only a draft may be changed."""
    held = CardBatch.objects.select_for_update(of=("self",)).filter(pk=batch.pk).first()
    if held is None:
        raise ValidationError("Đợt thẻ này vừa được bỏ.")
    if not held.is_draft:
        raise ValidationError("Đợt thẻ đã ban hành, không sửa được.")
    return held


# --- Who is in it ----------------------------------------------------------------------------


@transaction.atomic
def propose_people(
    *, batch: CardBatch, by: User, groups: Collection[int], days: int = EXPIRING_WITHIN
) -> Added:
    """Add everybody whom the batch is for."""
    batch = _held(batch)
    people = proposed(batch, by, groups=groups, days=days)
    return _add(batch, judge(batch, people, wanted=groups), {})


@transaction.atomic
def add_people(*, batch: CardBatch, found: Iterable[Found], reason: str = "") -> Added:
    """Add the people that a list named; whoever doesn't belong into the batch is told why."""
    batch = _held(batch)
    found = list(found)
    unknown = [(one.named.text, one.fault) for one in found if one.cadre is None]
    texts: dict[int, str] = {}
    numbers: dict[int, str] = {}
    people = []
    for one in found:
        if one.cadre is None:
            continue
        if one.cadre.pk in texts:
            unknown.append((one.named.text, f"ghi hai lần ({one.cadre})"))
            continue
        texts[one.cadre.pk], numbers[one.cadre.pk] = one.named.text, one.named.number
        people.append(one.cadre)
    added = _add(batch, judge(batch, people, reason=reason), numbers, texts)
    return replace(added, refused=[*unknown, *added.refused])


def _add(
    batch: CardBatch,
    verdicts: Iterable[Verdict],
    numbers: Mapping[int, str],
    texts: Mapping[int, str] | None = None,
) -> Added:
    verdicts = list(verdicts)
    fitting = [verdict for verdict in verdicts if not verdict.fault]
    lines = [
        CardLine(
            batch=batch,
            cadre=verdict.cadre,
            group_id=verdict.group_id,
            old_card=verdict.old_card,
            reason=verdict.reason,
            number=numbers.get(verdict.cadre.pk, "") if batch.gives_cards else "",
        )
        for verdict in fitting
    ]
    # Another batch may take the same person at this moment: the database lets one of them in.
    CardLine.objects.bulk_create(lines, batch_size=ROWS_AT_ONCE, ignore_conflicts=True)
    inside = set(batch.lines.values_list("cadre_id", flat=True))
    late = [
        replace(verdict, fault=TAKEN_MEANWHILE)
        for verdict in fitting
        if verdict.cadre.pk not in inside
    ]
    refused = [
        (_told(verdict, texts or {}), verdict.fault)
        for verdict in [*verdicts, *late]
        if verdict.fault
    ]
    return Added(len(fitting) - len(late), refused)


def _told(verdict: Verdict, texts: Mapping[int, str]) -> str:
    typed = texts.get(verdict.cadre.pk, "")
    return f"{typed} – {verdict.cadre}" if typed else str(verdict.cadre)


@transaction.atomic
def remove_people(*, batch: CardBatch, lines: Collection[int]) -> int:
    """Take lines out of a draft; how many there were."""
    removed, _ = _held(batch).lines.filter(pk__in=lines).delete()
    return removed


@transaction.atomic
def type_numbers(*, batch: CardBatch, numbers: Mapping[int, str]) -> int:
    """Write numbers by hand, "" for those that the series gives. How many changed."""
    batch = _held(batch)
    lines = {line.pk: line for line in batch.lines.filter(pk__in=numbers)}
    changed = [line for key, line in lines.items() if line.number != numbers[key].strip()]
    for line in changed:
        line.number = numbers[line.pk].strip()
        line.clean_fields(exclude=["batch", "cadre", "group", "old_card", "card"])
    try:
        with transaction.atomic():
            # Emptied first, so that two people may exchange their numbers.
            batch.lines.filter(pk__in=[line.pk for line in changed]).update(number="")
            CardLine.objects.bulk_update(changed, ["number"], batch_size=ROWS_AT_ONCE)
    except IntegrityError as error:
        raise ValidationError("Có số thẻ ghi cho hai người trong đợt; hãy sửa lại.") from error
    return len(changed)


# --- Issuing ---------------------------------------------------------------------------------


@transaction.atomic
def issue_batch(*, batch: CardBatch, by: User) -> CardBatch:
    """Recall the old cards, write the new ones and close the batch: all of it or nothing.

    Raises ``ValidationError`` with a sentence for each person, number or duty that hinders it.
    """
    batch = _held(batch)
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
    batch.full_clean()
    batch.save(update_fields=["state", "issued_by", "issued_at"])


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
