"""Which decided claim a correction corrects, and which corrections a decided claim has."""

from django.db.models import F

from accounts.models import User
from claims.models import Claim, RecalculatedFact


def corrected_by(claim: Claim, user: User) -> Claim | None:
    """The decided claim whose result this one puts right; None for any other claim."""
    if claim.recalculation_id is None:
        return None
    rows = RecalculatedFact.objects.filter(
        recalculation=claim.recalculation_id,
        fact_kind=claim.fact_kind,
        fact_id=claim.fact_id,
        payer_code=claim.payer.code,
    )
    return Claim.objects.visible_to(user).filter(pk__in=rows.values("claim")).first()


def corrections_of(claim: Claim, user: User) -> list[Claim]:
    """The claims that put this one right, whatever became of them, oldest first."""
    found = Claim.objects.visible_to(user).filter(
        fact_kind=claim.fact_kind,
        fact_id=claim.fact_id,
        recalculation__rows__claim=claim,
        recalculation__rows__fact_kind=F("fact_kind"),
        recalculation__rows__fact_id=F("fact_id"),
        recalculation__rows__payer_code=F("payer__code"),
    )
    return list(found.order_by("pk"))
