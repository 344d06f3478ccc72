"""What the registry lacks."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from accounts.models import User
from beneficiaries import attention
from beneficiaries.models import Cadre, CardBatch, HealthCard
from reports.cares.care import MOST_NAMED, Care


def without_a_group(user: User, today: date) -> Iterator[Care]:
    if found := attention.without_a_group(Cadre.objects.visible_to(user), today).count():
        yield Care(
            "người chưa thuộc đối tượng nào",
            "Chưa xếp đối tượng thì không chế độ nào tính được.",
            f"{reverse('cadre_list')}?group=none",
            "users",
            number=found,
        )


def cards_that_end(user: User, today: date) -> Iterator[Care]:
    people = attention.with_a_card_that_ends(Cadre.objects.visible_to(user), today)
    if found := people.count():
        cards = HealthCard.objects.filter(recalled_on=None, cadre__in=people)
        first = cards.order_by("expires_on", "pk").select_related("cadre")[:MOST_NAMED]
        days = attention.CARDS_END_WITHIN.days
        yield Care(
            "thẻ đã hết hạn hoặc sắp hết hạn",
            f"Hạn thẻ trong {days} ngày tới; cấp đổi hoặc thu hồi.",
            f"{reverse('cadre_list')}?card=ending",
            "id",
            number=found,
            named=tuple(
                (
                    f"{card.cadre}, đến {card.expires_on:%d/%m/%Y}",
                    reverse("cadre_detail", args=[card.cadre_id]),
                )
                for card in first
            ),
        )


def card_batches_to_issue(user: User, today: date) -> Iterator[Care]:
    """Drafts with people in them, made by somebody else."""
    drafts = CardBatch.objects.visible_to(user).filter(state="draft").exclude(made_by=user)
    drafts = drafts.filter(lines__isnull=False).distinct().defer("decision_file")
    if found := list(drafts.order_by("made_at", "pk")):
        yield Care(
            "đợt thẻ đã lập, chưa ban hành",
            "Xem danh sách người và số thẻ rồi ban hành, hoặc nhắc người lập bỏ đợt.",
            reverse("card_batch_list"),
            "id",
            "blue",
            number=len(found),
            named=tuple(
                (str(batch), reverse("card_batch_detail", args=[batch.pk]))
                for batch in found[:MOST_NAMED]
            ),
        )
