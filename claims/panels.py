"""What claims add to other pages: the claims of a person, and hits in the search box."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from accounts.models import User
from beneficiaries.models import Cadre
from beneficiaries.panels import SearchHit
from claims.filters import NUMBER
from claims.listing import totals_of
from claims.models import Claim
from config.formatting import money

SHOWN = 10


def claims_panel(request: HttpRequest, cadre: Cadre) -> dict[str, Any]:
    """The latest claims of a person and what all of them come to, without those refused."""
    rows = Claim.objects.visible_to(request.user).filter(cadre=cadre)
    latest = rows.select_related("payer", "group", "unit").order_by("-event_on", "-pk")
    return {
        "cadre": cadre,
        "claims": list(latest.defer("snapshot", "summary", "refusals", "scope")[:SHOWN]),
        "totals": totals_of(rows.alive()),
    }


def find_claims(user: User, text: str) -> list[SearchHit]:
    """The claim whose number was typed."""
    if not (found := NUMBER.fullmatch(text.strip())):
        return []
    claims = Claim.objects.visible_to(user).filter(number=f"HS-{found[1].upper()}")
    return [
        SearchHit(
            kind="Hồ sơ",
            label=f"{claim.number} – {claim.payee_name}",
            note=f"{claim.heading}; {money(claim.amount)} đồng; {claim.get_state_display()}",
            url=reverse("claim_detail", args=[claim.pk]),
            exact=True,
        )
        for claim in claims.defer("snapshot")
    ]
