"""Who is in a draft, and under which numbers."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.models import User
from beneficiaries.cards.actions.drafting import held_draft
from beneficiaries.cards.finding import Found
from beneficiaries.cards.judging import Verdict, judge
from beneficiaries.cards.proposing import EXPIRING_WITHIN, proposed
from beneficiaries.models import CardBatch, CardLine

ROWS_AT_ONCE = 1_000
TAKEN_MEANWHILE = "vừa được đưa vào một đợt thẻ khác"


@dataclass(frozen=True, slots=True)
class Added:
    """How many people came into a batch, and who didn't: (what was typed, why)."""

    added: int
    refused: Sequence[tuple[str, str]] = ()


@transaction.atomic
def propose_people(
    *, batch: CardBatch, by: User, groups: Collection[int], days: int = EXPIRING_WITHIN
) -> Added:
    """Add everybody whom the batch is for."""
    batch = held_draft(batch)
    people = proposed(batch, by, groups=groups, days=days)
    return _add(batch, judge(batch, people, wanted=groups), {})


@transaction.atomic
def add_people(*, batch: CardBatch, found: Iterable[Found], reason: str = "") -> Added:
    """Add the people that a list named; whoever doesn't belong into the batch is told why."""
    batch = held_draft(batch)
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
    removed, _ = held_draft(batch).lines.filter(pk__in=lines).delete()
    return removed


@transaction.atomic
def type_numbers(*, batch: CardBatch, numbers: Mapping[int, str]) -> int:
    """Write numbers by hand, "" for those that the series gives. How many changed."""
    batch = held_draft(batch)
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
