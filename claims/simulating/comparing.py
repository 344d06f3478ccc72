"""One person's year under the simulated version, beside what it came to: pure, in a worker."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from claims.simulating.cases import NOT_BY_GROUP, Ask, Booked, Place, Program, Subject
from claims.simulating.planning import planned_lives
from claims.simulating.tally import Tally, verdict_of
from policies.rules import (
    Assessment,
    Law,
    Person,
    Refusal,
    RefusalReason,
    Used,
    assess,
    assess_across,
)
from policies.rules.facts import Need
from policies.rules.needs import needs_of
from policies.rules.telling import answers_of

# Reasons behind which there may be a fact that nobody wrote down.
MAY_BE_UNTOLD = frozenset(
    {
        RefusalReason.NO_RATE,
        RefusalReason.MISSING_FACT,
        RefusalReason.BELOW_THRESHOLD,
        RefusalReason.NOTHING_TO_PAY,
    }
)
CONDITIONS = ("traits", "numbers")  # what a rate is chosen by


class Row(NamedTuple):
    """What is kept of one person; ``figures`` are [đồng then, đồng now] by place in words."""

    kind: str
    pk: int
    group: str
    verdict: str
    copies: int
    then: int
    now: int
    figures: dict[str, list[int]]


class Life:
    """The sums of one year of one person, while they are counted."""

    def __init__(self, subject: Subject) -> None:
        self.subject = subject
        self.then = self.now = 0
        # as in ``Tally.cells``: lines now, đồng now, lines then, đồng then, of it paid
        self.cells: dict[Place, list[int]] = {}
        self.lost: dict[tuple[str, str, str], int] = {}  # benefit, group, reason → đồng then

    def cell(self, place: Place) -> list[int]:
        found = self.cells.get(place)
        if found is None:
            found = self.cells[place] = [0, 0, 0, 0, 0]
        return found


class Comparison:
    """Counts subjects into a tally, one after the other."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.tally = Tally()
        self._needs: dict[tuple[str, str | None], tuple[Need, ...]] = {}

    def add(self, subject: Subject) -> Row:
        """One subject with all of its copies; what is to be kept of it."""
        plan, figures = self.program.plan, dict[str, list[int]]()
        lives = [(subject.asks, 1)] if plan is None else planned_lives(
            subject, plan, self.program.year
        )  # fmt: skip
        then = now = 0
        for asks, weight in lives:
            life = self._live(subject, asks, weight)
            _keep(life, weight, figures)
            then += life.then * weight
            now += life.now * weight
        verdict = verdict_of(then, now).value
        return Row(
            subject.kind, subject.pk, subject.group, verdict, subject.copies, then, now, figures
        )

    def _live(self, subject: Subject, asks: Sequence[Ask], weight: int) -> Life:
        """Every event in its order; what earlier ones took counts against later ones."""
        life = Life(subject)
        usage, usage_then = list(subject.usage), list(subject.usage)
        for ask in asks:
            if not ask.set_aside:
                self.tally.events += weight
                self._ask(life, ask, weight, usage, usage_then)
        for ask in asks:
            if ask.set_aside:
                self._set_aside(ask, usage, weight)
        self.tally.add_life(subject.group, life.then, life.now, life.cells, weight)
        return life

    def _ask(
        self, life: Life, ask: Ask, weight: int, usage: list[Used], usage_then: list[Used]
    ) -> None:
        booked = self._booked(life, ask, usage_then)
        for row in booked:
            cell = life.cell((row.benefit, row.group, row.month))
            cell[2] += row.times
            cell[3] += row.amount
            cell[4] += row.amount if row.is_paid else 0
            life.then += row.amount
        answer = answered(ask, self.program.law, ask.person, usage)
        for line in answer.lines:
            on = line.on
            if on.year == self.program.year:
                cell = life.cell((line.benefit, line.group or NOT_BY_GROUP, on.month))
                cell[0] += 1
                cell[1] += line.amount
                life.now += line.amount
        for refusal in answer.refusals:
            lost = sum(row.amount for row in booked if row.benefit == refusal.benefit)
            self._refuse(life, ask, refusal, lost, weight)

    def _refuse(self, life: Life, ask: Ask, refusal: Refusal, lost: int, weight: int) -> None:
        reason, untold = refusal.reason, self._untold(refusal, ask)
        if untold:
            reason = RefusalReason.MISSING_FACT
        for label in untold:
            self.tally.unknown[refusal.benefit, label][0] += weight
        group = ask.person.group or life.subject.without_group
        key = (refusal.benefit, group, reason.value)
        sums = self.tally.refusals[key]
        sums[0] += weight
        sums[1] += lost * weight
        self.tally.sentences.setdefault((refusal.benefit, reason.value), refusal.sentence)
        life.lost[key] = life.lost.get(key, 0) + lost

    def _booked(self, life: Life, ask: Ask, usage: list[Used]) -> Iterable[Booked]:
        """What the ledger holds; of a planned year, what the version in force would owe."""
        program = self.program
        if program.law_then is None:
            return ask.booked
        person = ask.person_then or life.subject.person_then
        if person is None:
            return ()
        group = ask.person.group or life.subject.without_group
        return [
            Booked(
                program.renamed.get(line.benefit, line.benefit),
                group,
                line.on.month,
                line.amount,
                False,
            )
            for line in answered(ask, program.law_then, person, usage).lines
            if line.on.year == program.year
        ]

    def _set_aside(self, ask: Ask, usage: list[Used], weight: int) -> None:
        """Refused by an officer: what it would come to, beside all that was not refused."""
        lines = answered(ask, self.program.law, ask.person, list(usage)).lines
        owed = sum(line.amount for line in lines if line.on.year == self.program.year)
        self.tally.set_aside[0] += weight
        self.tally.set_aside[1] += weight * owed

    def _untold(self, refusal: Refusal, ask: Ask) -> tuple[str, ...]:
        """Names of the facts that the answer rests on and that were never recorded."""
        if refusal.reason not in MAY_BE_UNTOLD:
            return ()
        needs = self._needs_for(refusal.benefit, ask.person.group)
        told = answers_of(needs, ask.person, ask.event)
        chosen_by_conditions = refusal.reason is RefusalReason.NO_RATE
        found = tuple(
            need.label
            for need in needs
            if need.name not in told
            and (need.field in CONDITIONS if chosen_by_conditions else need.required)
        )
        is_missing = refusal.reason is RefusalReason.MISSING_FACT
        return found or ((refusal.sentence,) if is_missing else ())

    def _needs_for(self, code: str, group: str | None) -> tuple[Need, ...]:
        key = (code, group)
        found = self._needs.get(key)
        if found is None:
            found = self._needs[key] = needs_of(self.program.law, (code,), group=group)
        return found


def answered(ask: Ask, law: Law, person: Person, usage: list[Used]) -> Assessment:
    """What the law, which is open all year, owes; it counts as used from then on."""
    if person.changes:
        [(_, answer)] = assess_across(ask.event, (law,), person, usage)
    else:
        answer = assess(ask.event, law, person, usage)
    for line in answer.lines:
        usage.append(Used(line.benefit, line.on, line.quantity, line.amount, law=law.code))
    return answer


def _keep(life: Life, weight: int, figures: dict[str, list[int]]) -> None:
    """Places in words, ``benefit|group|month`` or ``!reason|benefit|group``, copies together."""
    for (benefit, group, month), (_, now, _, then, _) in life.cells.items():
        kept = figures.setdefault(f"{benefit}|{group}|{month}", [0, 0])
        kept[0] += then * weight
        kept[1] += now * weight
    for (benefit, group, reason), lost in life.lost.items():
        kept = figures.setdefault(f"!{reason}|{benefit}|{group}", [0, 0])
        kept[0] += lost * weight
