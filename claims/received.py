"""What a person has had over the years, and what may come next and when."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, F, Q, QuerySet, Sum, When
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils import timezone

from accounts.models import User
from beneficiaries.models import Cadre
from claims.assessing import Question, policies_asked, usage_of_cadre
from claims.models import Claim, ClaimLine
from claims.models.claim import DONE
from policies.bridge import benefit_ids
from policies.models import Benefit
from policies.rules import Event, Law
from policies.rules.matching import law_in_force
from policies.rules.outlook import Outlook, outlooks

DAY = "ngày"


@dataclass(frozen=True, slots=True)
class Next:
    """One benefit that comes again: how often the law allows it, and from when."""

    title: str
    resolution: str
    article: str
    allowed: str
    used: int
    so_far: str
    latest: date | None
    since: date | None
    left: int


def received_panel(request: HttpRequest, cadre: Cadre) -> dict[str, Any]:
    """Benefits by year, each leading to its claims; and what is due next."""
    today = timezone.localdate()
    return {
        "cadre": cadre,
        "years": list(received(request.user, cadre)),
        "coming": [] if cadre.has_ended(today) else coming(cadre, today),
        "has_ended": cadre.has_ended(today),
    }


def received(user: User, cadre: Cadre) -> QuerySet[ClaimLine, Any]:
    """By entitlement year and benefit, the newest first: times, days, đồng paid and under way.

    Claims refused or cancelled count nothing; only those that ``user`` may see count.
    """
    claims = Claim.objects.visible_to(user).filter(cadre=cadre).alive()
    done = Q(claim__state__in=DONE)
    days = Sum(Case(When(done & Q(unit=DAY), then=F("quantity")), default=0))
    return (
        ClaimLine.objects.filter(claim__in=claims)
        .order_by()
        .values("claim__entitlement_year", "benefit", "benefit__short_title")
        .annotate(
            times=Coalesce(Sum("occurrences", filter=done), 0),
            days=days,
            paid=Coalesce(Sum("amount", filter=done), 0),
            waiting=Coalesce(Sum("amount", filter=~done), 0),
        )
        .order_by("-claim__entitlement_year", "benefit__position", "benefit")
    )


def coming(cadre: Cadre, on: date) -> list[Next]:
    """What the laws in force let the person have again, the soonest first."""
    used = usage_of_cadre(cadre)
    found: list[Next] = []
    for policy, person in policies_asked(Question(Event(on, ()), cadre)):
        if person.group is None:
            continue
        own = tuple(each for each in used if each.law in policy.codes)
        for law in policy.laws:
            if law_in_force(law, on):
                titles = _titles(benefit_ids(policy.row_of(law)))
                found += _next(outlooks(law, person, own, on), law, titles, on)
    return sorted(found, key=lambda one: (one.since is None, one.since or on, one.title))


def _titles(ids: Any) -> dict[str, str]:
    rows = Benefit.objects.filter(pk__in=ids.values()).values_list("code", "short_title")
    return dict(rows)


def _next(found: Iterator[Outlook], law: Law, titles: dict[str, str], on: date) -> Iterator[Next]:
    for one in found:
        yield Next(
            title=titles[one.benefit.code],
            resolution=law.resolution,
            article=one.limit.article,
            allowed=f"{one.value} lần {one.span.each}",
            used=one.used,
            so_far=one.span.so_far,
            latest=one.latest,
            since=one.since,
            left=one.value - one.used if one.since == on else 0,
        )
