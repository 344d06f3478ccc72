"""A case put to one version, with everything that explains the answer."""

from collections.abc import Sequence
from dataclasses import dataclass

from policies.bridge import law_of
from policies.models import Rate, Resolution
from policies.rules import Line, Refusal
from policies.rules.plain import Situation
from policies.rules.reasons import REASONS
from policies.rules.remaining import Left, left_after
from policies.rules.swaying import Swayed, answer_under, swayed_by
from policies.wording import Clause, clause, standing, standing_words


@dataclass(frozen=True, slots=True)
class TrialLine:
    """One sum owed, the rate behind it, and what it leaves of the limits."""

    line: Line
    rate: Rate
    left: Sequence[Left]

    @property
    def standing(self) -> str:
        return standing(self.rate)

    @property
    def standing_words(self) -> str:
        return standing_words(self.rate)

    @property
    def clause(self) -> Clause | None:
        """What the text says, as far as somebody typed it."""
        return clause(self.rate.quote or self.rate.benefit.quote, {self.rate.confidence})


@dataclass(frozen=True, slots=True)
class TrialRefusal:
    """Why a benefit is not paid, and the text that says so."""

    refusal: Refusal
    title: str

    @property
    def reason(self) -> str:
        return REASONS[self.refusal.reason]


@dataclass(frozen=True, slots=True)
class Trial:
    """The whole answer of one version."""

    resolution: Resolution
    lines: Sequence[TrialLine]
    refusals: Sequence[TrialRefusal]
    swayed: Sequence[Swayed]

    @property
    def amount(self) -> int:
        return sum(told.line.amount for told in self.lines)


def try_out(resolution: Resolution, situation: Situation) -> Trial:
    law = law_of(resolution)
    answer = answer_under(law, situation)
    rates = _rates(answer.lines)
    titles = {benefit.code: benefit.title for benefit in law.benefits}
    return Trial(
        resolution,
        [
            TrialLine(line, rates[line.rate], left_after(situation, law, line, answer.lines))
            for line in answer.lines
        ],
        [TrialRefusal(each, titles.get(each.benefit, each.benefit)) for each in answer.refusals],
        swayed_by(situation, law),
    )


def _rates(lines: Sequence[Line]) -> dict[int, Rate]:
    rows = Rate.objects.select_related("benefit", "confirmation__confirmed_by")
    return rows.in_bulk({line.rate for line in lines})
