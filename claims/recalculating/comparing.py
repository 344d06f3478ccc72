"""What was decided for a fact beside what the law now owes: one difference for each payer."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from claims.actions.opening import question_of
from claims.assessing import Answer, assess_many
from claims.facts import load_facts
from claims.models import Claim, ClaimLine, Fact, Recalculation
from claims.models.claim import DECIDED
from config.formatting import money
from policies.bridge import benefit_ids
from policies.models import Resolution
from policies.rules import Line

type Key = tuple[str, str]  # code of the benefit as the new law calls it, day that decided


@dataclass(frozen=True, slots=True)
class Decided:
    """What earlier claims of a fact gave for one benefit; corrections of them counted in."""

    benefit_id: int
    rate_id: int
    article: str
    unit: str
    quantity: int
    occurrences: int
    amount: int  # đồng


@dataclass(frozen=True, slots=True)
class Correction:
    """One fact and payer whose result changes: the lines that settle the difference."""

    fact: Fact
    claim: Claim  # the latest decided one, whose person, unit and group it goes on with
    payer: str
    old_amount: int  # đồng
    new_amount: int  # đồng
    lines: tuple[ClaimLine, ...]

    @property
    def difference(self) -> int:
        return self.new_amount - self.old_amount

    @property
    def reason(self) -> str:
        return " ".join(line.sentence for line in self.lines)


def concerned(resolution: Resolution) -> Iterator[tuple[str, list[int]]]:
    """Facts with decided claims whose day lies under the resolution, by kind."""
    claims = Claim.objects.filter(
        state__in=DECIDED,
        resolution__scheme=resolution.scheme_id,
        event_until__gte=resolution.effective_from,
    )
    if resolution.effective_to:
        claims = claims.filter(event_on__lte=resolution.effective_to)
    kinds = claims.order_by("fact_kind").values_list("fact_kind", flat=True).distinct()
    for kind in kinds:
        ids = claims.filter(fact_kind=kind).order_by("fact_id").values_list("fact_id", flat=True)
        yield kind, list(ids.distinct())


def corrections(
    recalculation: Recalculation, kind: str, fact_ids: Sequence[int]
) -> Iterator[Correction]:
    """The facts of one kind whose decided claims come to something else today."""
    facts = load_facts(kind, fact_ids)
    standing = _standing_claims(kind, facts)
    asked = [fact for fact in facts.values() if standing[fact.pk] and not fact.cancelled_at]
    questions = [
        question_of(fact, tuple(claim.pk for claim in standing[fact.pk])) for fact in asked
    ]
    for fact, answer in zip(asked, assess_many(questions), strict=True):
        yield from _of_fact(recalculation.resolution, fact, standing[fact.pk], answer)


def _standing_claims(kind: str, fact_ids: Iterable[int]) -> dict[int, list[Claim]]:
    """Claims that count, undecided ones too: a fact that is still under way is left alone."""
    found: dict[int, list[Claim]] = defaultdict(list)
    rows = Claim.objects.alive().filter(fact_kind=kind, fact_id__in=list(fact_ids))
    rows = rows.select_related("payer", "resolution").prefetch_related("lines__benefit")
    for claim in rows.order_by("pk"):
        found[claim.fact_id].append(claim)
    return found


def _of_fact(
    resolution: Resolution, fact: Fact, claims: Sequence[Claim], answer: Answer
) -> Iterator[Correction]:
    if any(claim.state not in DECIDED for claim in claims):
        return
    renamed = _renamed(resolution)
    payers = dict.fromkeys([*(claim.payer.code for claim in claims), *_payers(answer)])
    for payer in payers:
        own = [claim for claim in claims if claim.payer.code == payer]
        old = _decided(own, renamed)
        new = [
            (owed.resolution, line)
            for owed in answer.owed
            if owed.payer == payer
            for line in owed.lines
        ]
        lines = tuple(_lines(old, new))
        if any(line.amount for line in lines):
            yield Correction(
                fact=fact,
                claim=(own or claims)[-1],
                payer=payer,
                old_amount=sum(each.amount for each in old.values()),
                new_amount=sum(line.amount for _, line in new),
                lines=lines,
            )


def _payers(answer: Answer) -> Iterable[str]:
    return (owed.payer for owed in answer.owed)


def _renamed(resolution: Resolution) -> dict[str, str]:
    """What benefits of replaced resolutions are called now."""
    return {
        old: benefit.code for benefit in resolution.benefits.all() for old in benefit.carries_from
    }


def _decided(claims: Sequence[Claim], renamed: Mapping[str, str]) -> dict[Key, Decided]:
    found: dict[Key, Decided] = {}
    for claim in claims:
        for line in claim.lines.all():
            code = line.benefit.code
            key = (renamed.get(code, code), line.decided_on.isoformat())
            found[key] = _joined(found.get(key), line)
    return {key: each for key, each in found.items() if each.occurrences}


def _joined(before: Decided | None, line: ClaimLine) -> Decided:
    return Decided(
        benefit_id=line.benefit_id,
        rate_id=line.rate_id,
        article=line.article,
        unit=line.unit,
        quantity=line.quantity + (before.quantity if before else 0),
        occurrences=line.occurrences + (before.occurrences if before else 0),
        amount=line.amount + (before.amount if before else 0),
    )


# --- the lines that settle the difference ----------------------------------------------------


def _lines(
    old: Mapping[Key, Decided], new: Sequence[tuple[Resolution, Line]]
) -> Iterator[ClaimLine]:
    left = dict(old)
    for resolution, line in new:
        before = left.pop((line.benefit, line.on.isoformat()), None)
        if before is None or before.amount != line.amount or before.quantity != line.quantity:
            yield _corrected(resolution, line, before)
    for (_, day), gone in left.items():
        yield _taken_back(gone, day)


def _corrected(resolution: Resolution, line: Line, before: Decided | None) -> ClaimLine:
    """What is owed now, less what was given; without ``before`` it is wholly new."""
    paid, quantity = (before.amount, before.quantity) if before else (0, 0)
    difference = line.amount - paid
    return ClaimLine(
        benefit_id=benefit_ids(resolution)[line.benefit],
        rate_id=line.rate,
        article=line.article,
        decided_on=line.on,
        quantity=line.quantity - quantity,
        occurrences=0 if before else line.times,
        unit=line.unit,
        unit_amount=line.unit_amount,
        uncapped_amount=line.uncapped_amount,
        previous_amount=paid,
        amount=difference,
        ceiling=line.ceiling,
        sentence=f"{line.sentence} {_settlement(paid, difference)}",
    )


def _taken_back(gone: Decided, day: str) -> ClaimLine:
    told = _settlement(gone.amount, -gone.amount)
    return ClaimLine(
        benefit_id=gone.benefit_id,
        rate_id=gone.rate_id,
        article=gone.article,
        decided_on=day,
        quantity=-gone.quantity,
        occurrences=-gone.occurrences,
        unit=gone.unit,
        unit_amount=0,
        uncapped_amount=0,
        previous_amount=gone.amount,
        amount=-gone.amount,
        sentence=f"Theo văn bản mới không còn hưởng khoản này. {told}",
    )


def _settlement(paid: int, difference: int) -> str:
    """``Đã duyệt 2.280.000 đồng, truy lĩnh 240.000 đồng.``"""
    verb = "truy lĩnh" if difference > 0 else "thu hồi"
    told = f"{verb} {money(abs(difference))} đồng" if difference else "không chênh lệch"
    return f"Đã duyệt {money(paid)} đồng, {told}."
