"""Whom a typed or scanned text means, among those who are expected."""

import re
from dataclasses import dataclass

from beneficiaries.models import Cadre, HealthCard
from beneficiaries.search import matching, recognise
from checkups.models.roster import RosterEntryQuerySet

CARD_ADDRESS = re.compile(r"/the/tra/(?P<code>[^/\s]+)/?\s*\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Meant:
    """The entries that fit; ``exact`` when the text names one person, not a part of a name."""

    entries: RosterEntryQuerySet
    exact: bool


def entries_meant(expected: RosterEntryQuerySet, text: str) -> Meant:
    """The QR of a health card, its number, a citizen card's QR, a number, or a name."""
    if found := CARD_ADDRESS.search(text.strip()):
        holders = HealthCard.objects.with_code(found["code"]).values("cadre")
        return Meant(expected.filter(cadre__in=holders), exact=True)
    asked = recognise(text)
    people = Cadre.objects.filter(pk__in=expected.order_by().values("cadre"))
    fitting = expected.filter(cadre__in=matching(people, text).order_by().values("pk"))
    if asked.kind == "card" and not fitting.exists():
        # A name of one word looks like the number of a card.
        return Meant(expected.none(), exact=True)
    if asked.kind != "name":
        return Meant(fitting, exact=True)
    whole = fitting.filter(cadre__search_name=asked.value)
    return Meant(whole, exact=True) if whole else Meant(fitting, exact=False)
