"""Cards on paper: one, or all of a batch on sheets, made in the background."""

import logging
from collections.abc import Iterable, Iterator
from time import monotonic
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.tasks import task
from django.urls import reverse
from django.utils import timezone

from accounts.models import Unit, UnitKind, User
from beneficiaries.models import CardBatch, CardLine, CardPrint, HealthCard, PrintState
from config.card_paper import Card, card_pdf, card_sheets_pdf

STIR_AFTER = 0.5  # seconds between two signs of life
READ_AT_ONCE = 500
TITLE = "Thẻ bảo vệ sức khỏe"
HOW_TO_KEEP = (
    "Xuất trình thẻ khi khám bệnh, chữa bệnh, kiểm tra sức khỏe theo chế độ.",
    "Mất hoặc hỏng thẻ thì báo ngay cho cơ quan cấp. Ai nhặt được xin gửi về cơ quan cấp.",
)

logger = logging.getLogger(__name__)


def print_card(card: HealthCard, *, address: str) -> bytes:
    """One card as PDF. ``address`` is where the portal is reached, without a stroke at its end.

    Raises ``ValidationError`` for a recalled card: it would look valid.
    """
    if card.recalled_on:
        raise ValidationError(f"{card} đã thu hồi ngày {card.recalled_on:%d/%m/%Y}, không in được.")
    line = CardLine.objects.filter(card=card).select_related("batch__unit").first()
    return card_pdf(_paper(card, line.batch if line else None, _issuer(line), address))


def _issuer(line: CardLine | None) -> Unit | None:
    """Whose decision it was; cards given one by one are the department's."""
    return line.batch.unit if line else Unit.objects.of_kind(UnitKind.DEPARTMENT).first()


def _paper(card: HealthCard, batch: CardBatch | None, issuer: Unit | None, address: str) -> Card:
    cadre = card.cadre
    facts = [
        ("Họ và tên", cadre.full_name.upper()),
        ("Ngày sinh", f"{cadre.birth_date:%d/%m/%Y}"),
        ("Cơ quan", str(cadre.managing_unit)),
        ("Đối tượng", str(card.group)),
    ]
    if card.expires_on:
        facts.append(("Có giá trị đến", f"{card.expires_on:%d/%m/%Y}"))
    given = f"Ngày cấp: {card.issued_on:%d/%m/%Y}."
    return Card(
        issuing_body=str(issuer or ""),
        title=TITLE,
        number=card.number,
        facts=facts,
        notes=(*((f"Cấp theo {batch.decision}.",) if batch else ()), given, *HOW_TO_KEEP),
        signature="CƠ QUAN CẤP THẺ",
        address=address + reverse("card_lookup", args=[card.printed_code]),
    )


# --- A whole batch ---------------------------------------------------------------------------


def make_print(*, batch: CardBatch, by: User, address: str) -> CardPrint:
    """Queue the sheets of an issued batch; an earlier print gives way to them.

    Raises ``ValidationError`` when there is nothing to print, or a print is being made.
    """
    now = timezone.now()
    with transaction.atomic():
        held = CardBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
        total = printable(held).count()
        if not total:
            raise ValidationError("Đợt này không có thẻ nào còn giá trị để in.")
        earlier = CardPrint.objects.filter(batch=held).first()
        if earlier and earlier.is_under_way:
            raise ValidationError("Tờ in của đợt này đang được lập; hãy đợi xong rồi lập lại.")
        CardPrint.objects.filter(batch=held).delete()
        made = CardPrint.objects.create(
            batch=held, address=address, total=total, made_by=by, made_at=now, stirred_at=now
        )
    print_in_background.enqueue(made.pk)
    return made


def printable(batch: CardBatch) -> QuerySet[HealthCard]:
    """The cards that a batch gave and that are still out, in the order of their numbers."""
    cards = HealthCard.objects.filter(line__batch=batch, recalled_on=None)
    return cards.select_related("cadre__managing_unit", "group").order_by("number")


@task()
def print_in_background(print_id: int) -> None:
    """A failure is kept on the row, for whoever looks at the page of the batch."""
    made = CardPrint.objects.filter(pk=print_id).select_related("batch__unit").first()
    if made is None or not made.is_under_way:
        return
    try:
        _make(made)
    except Exception:
        logger.exception("card print %s failed", print_id)
        _stir(made, state=PrintState.FAILED)


def _make(made: CardPrint) -> None:
    _stir(made, state=PrintState.RUNNING)
    batch = made.batch
    cards = printable(batch).iterator(chunk_size=READ_AT_ONCE)
    papers = (_paper(card, batch, batch.unit, made.address) for card in cards)
    printed = card_sheets_pdf(_watched(made, papers), title=f"{TITLE}: {batch}")
    _stir(
        made,
        state=PrintState.DONE,
        done=made.total,
        pages=printed.pages,
        content=printed.content,
    )


def _watched(made: CardPrint, papers: Iterable[Card]) -> Iterator[Card]:
    """The same cards; now and then the page of the batch hears how far it is."""
    told = monotonic()
    for done, paper in enumerate(papers, start=1):
        yield paper
        if monotonic() - told > STIR_AFTER:
            told = monotonic()
            _stir(made, done=done)


def _stir(made: CardPrint, **fields: Any) -> None:
    CardPrint.objects.filter(pk=made.pk).update(stirred_at=timezone.now(), **fields)
