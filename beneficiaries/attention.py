"""People whom somebody should look at: the list and the first page count them by the same words."""

from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q

from beneficiaries.models import HealthCard, Membership
from beneficiaries.models.cadre import CadreQuerySet

CARDS_END_WITHIN = timedelta(days=60)


def without_a_group(people: CadreQuerySet, on: date) -> CadreQuerySet:
    """Still entitled by their post, and in no group of any resolution on that day."""
    belongs = Membership.objects.on(on).filter(cadre=OuterRef("pk"))
    return _present(people, on).filter(~Exists(belongs))


def with_a_card_that_ends(people: CadreQuerySet, on: date) -> CadreQuerySet:
    """Whose valid card has run out or does so within :data:`CARDS_END_WITHIN`."""
    ending = HealthCard.objects.filter(
        cadre=OuterRef("pk"), recalled_on=None, expires_on__lte=on + CARDS_END_WITHIN
    )
    return _present(people, on).filter(Exists(ending))


def _present(people: CadreQuerySet, on: date) -> CadreQuerySet:
    return people.filter(Q(ended_on=None) | Q(ended_on__gt=on))
