"""Which papers a benefit asks for, by the newest text that has the benefit."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Q

from policies.models import Benefit, Resolution


@dataclass(frozen=True, slots=True)
class BenefitPapers:
    """The evidence checklist of one benefit."""

    letter: str
    title: str
    article: str
    papers: tuple[str, ...]


def papers_of(
    words: Collection[str], resolutions: Collection[Resolution] = ()
) -> list[BenefitPapers]:
    """Checklists of the benefits with these codes or occasions, in the order of the text.

    Of the texts given, or else of all that were released.
    """
    texts = resolutions or Resolution.objects.released()
    rows = Benefit.objects.filter(
        Q(code__in=words) | Q(occasion__in=words), resolution__in=texts
    ).order_by("-resolution__effective_from", "position")
    newest: dict[str, Benefit] = {}
    for benefit in rows:
        newest.setdefault(benefit.code, benefit)
    return [
        BenefitPapers(row.letter, row.short_title, row.article, tuple(row.evidence))
        for row in newest.values()
    ]


def as_choices(
    checklists: Iterable[BenefitPapers], already: Iterable[str] = ()
) -> list[tuple[str, list[tuple[str, str]]]]:
    """Choices grouped by benefit, each paper once; ``already`` kept papers are never lost."""
    seen: set[str] = set()
    groups = []
    named = [(f"{one.letter}) {one.title}", one.papers) for one in checklists]
    for title, papers in [*named, ("Giấy tờ khác đã nhận", tuple(already))]:
        fresh = [paper for paper in dict.fromkeys(papers) if paper not in seen]
        seen.update(fresh)
        if fresh:
            groups.append((title, [(paper, paper) for paper in fresh]))
    return groups
