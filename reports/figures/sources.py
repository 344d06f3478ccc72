"""On what a figure stands: who pays, after which articles, what it is confined to."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, QuerySet, Sum

from claims.models import ClaimLine, ClaimState
from config.formatting import date_short
from reports.figures.figure import Figure, Source, period_words
from reports.figures.ledger import POPULATION, person_key
from reports.figures.reckoning import PartReckoning

MOST_ARTICLES = 12


@dataclass(frozen=True, slots=True)
class PayerShare:
    """What one payer bears of a figure. ``elsewhere``: that budget pays by itself."""

    payer: str
    elsewhere: bool
    people: int
    occurrences: int
    amount: int


@dataclass(frozen=True, slots=True)
class Article:
    benefit: str
    article: str
    resolution: str


@dataclass(frozen=True, slots=True)
class Standing:
    """Everything a reader must know before quoting a figure."""

    period: str
    scope: str
    unit: str
    resolutions: tuple[str, ...]
    articles: tuple[Article, ...]
    payers: tuple[PayerShare, ...]

    @property
    def here(self) -> int:
        """People whose money is in the figure."""
        return sum(share.people for share in self.payers if not share.elsewhere)

    @property
    def elsewhere(self) -> int:
        return sum(share.people for share in self.payers if share.elsewhere)


def standing_of(reckoning: PartReckoning, figure: Figure) -> Standing:
    report = reckoning.report
    law = [
        each
        for code, each in reckoning.resolutions.items()
        if not figure.resolutions or code in figure.resolutions
    ]
    return Standing(
        period=_period(reckoning, figure),
        scope=figure.scope_words or "toàn bộ",
        unit=str(report.scope or report.unit),
        resolutions=tuple(str(each) for each in law),
        articles=tuple(_articles(reckoning, figure)),
        payers=(
            payers_of(reckoning.ledger.lines_of(figure)) if figure.source == Source.LEDGER else ()
        ),
    )


def payers_of(lines: QuerySet[ClaimLine]) -> tuple[PayerShare, ...]:
    """Money by payer, in one query; where another budget pays, its people are told apart."""
    rows = (
        lines.order_by()
        .values_list("claim__payer__name", "claim__state")
        .annotate(
            people=Count(person_key(), distinct=True),
            times=Sum("occurrences"),
            money=Sum("amount"),
        )
    )
    shares = [
        PayerShare(payer, state == ClaimState.SETTLED, people, times, money)
        for payer, state, people, times, money in rows
    ]
    return tuple(sorted(shares, key=lambda share: (share.elsewhere, -share.amount, share.payer)))


def _period(reckoning: PartReckoning, figure: Figure) -> str:
    if figure.source == Source.POPULATION:
        day = reckoning.ledger.cut_offs.get(POPULATION, reckoning.as_of)
        return f"vào ngày {date_short(day)}"
    return period_words(reckoning.period, figure)


def _articles(reckoning: PartReckoning, figure: Figure) -> Iterable[Article]:
    """The articles of the benefits it counts; of a grand total there would be too many."""
    law = {each.pk: each for each in reckoning.resolutions.values()}
    benefits = [
        benefit
        for code in figure.benefits
        for benefit in reckoning.book.benefits.get(code, ())
        if not figure.resolutions or law[benefit.resolution_id].code in figure.resolutions
    ]
    if figure.is_total or len(benefits) > MOST_ARTICLES:
        return
    for benefit in benefits:
        yield Article(benefit.short_title, benefit.article, law[benefit.resolution_id].number)
