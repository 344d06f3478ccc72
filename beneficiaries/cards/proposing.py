"""Whom the program proposes for a batch of cards."""

from collections.abc import Collection
from datetime import timedelta

from django.db.models import Exists, OuterRef, Q

from accounts.models import User
from beneficiaries.models import (
    Cadre,
    CardBatch,
    CardBatchKind,
    CardLine,
    HealthCard,
    Membership,
    ReissueReason,
)
from beneficiaries.models.cadre import CadreQuerySet

EXPIRING_WITHIN = 60  # days, unless asked otherwise
PROPOSABLE = (ReissueReason.EXPIRED, ReissueReason.CHANGED)


def can_propose(batch: CardBatch) -> bool:
    """Who lost a card, or whose is damaged, only the person can tell."""
    return batch.kind != CardBatchKind.REISSUE or batch.reissue_reason in PROPOSABLE


def proposed(
    batch: CardBatch, user: User, *, groups: Collection[int], days: int = EXPIRING_WITHIN
) -> CadreQuerySet:
    """People ``user`` may see whom the batch is for, in name order; not those in an open batch.

    ``groups`` narrow them (none: all groups); ``days`` is how soon a card ends to be renewed.
    """
    people = Cadre.objects.visible_to(user).filter(
        ~Exists(CardLine.objects.filter(cadre=OuterRef("pk"), is_open=True))
    )
    if batch.kind == CardBatchKind.NEW:
        people = _without_card(batch, people, groups)
    elif batch.kind == CardBatchKind.RECALL:
        people = _with_a_card_to_recall(batch, people, groups)
    elif batch.reissue_reason == ReissueReason.EXPIRED:
        people = _with_a_card_that_ends(batch, people, groups, days)
    elif batch.reissue_reason == ReissueReason.CHANGED:
        people = _with_a_card_of_another_group(batch, people, groups)
    else:
        people = people.none()
    return people.in_name_order()


def _valid_card() -> Exists:
    return Exists(HealthCard.objects.filter(cadre=OuterRef("pk"), recalled_on=None))


def _in_groups(batch: CardBatch, people: CadreQuerySet, groups: Collection[int]) -> CadreQuerySet:
    """Entitled on the batch's day, in one of the groups."""
    held = Membership.objects.on(batch.takes_effect_on).filter(cadre=OuterRef("pk"))
    if groups:
        held = held.filter(group__in=groups)
    present = Q(ended_on=None) | Q(ended_on__gt=batch.takes_effect_on)
    return people.filter(present, Exists(held))


def _without_card(
    batch: CardBatch, people: CadreQuerySet, groups: Collection[int]
) -> CadreQuerySet:
    return _in_groups(batch, people, groups).filter(~_valid_card())


def _with_a_card_that_ends(
    batch: CardBatch, people: CadreQuerySet, groups: Collection[int], days: int
) -> CadreQuerySet:
    ending = HealthCard.objects.filter(
        cadre=OuterRef("pk"),
        recalled_on=None,
        expires_on__lte=batch.takes_effect_on + timedelta(days=days),
    )
    return _in_groups(batch, people, groups).filter(Exists(ending))


def _with_a_card_of_another_group(
    batch: CardBatch, people: CadreQuerySet, groups: Collection[int]
) -> CadreQuerySet:
    same = Membership.objects.on(batch.takes_effect_on).filter(
        cadre=OuterRef("cadre"), group=OuterRef("group")
    )
    other = HealthCard.objects.filter(~Exists(same), cadre=OuterRef("pk"), recalled_on=None)
    return _in_groups(batch, people, groups).filter(Exists(other))


def _with_a_card_to_recall(
    batch: CardBatch, people: CadreQuerySet, groups: Collection[int]
) -> CadreQuerySet:
    """Who ended, or belongs to no group any more, and still holds a card."""
    day = batch.takes_effect_on
    cards = HealthCard.objects.filter(cadre=OuterRef("pk"), recalled_on=None, issued_on__lte=day)
    if groups:
        cards = cards.filter(group__in=groups)
    belongs = Membership.objects.on(day).filter(cadre=OuterRef("pk"))
    return people.filter(Exists(cards)).filter(Q(ended_on__lte=day) | ~Exists(belongs))
