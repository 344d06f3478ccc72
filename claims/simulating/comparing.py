"""One person's year under the simulated version, beside what it came to: pure, in a worker."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from claims.simulating.cases import NOT_BY_GROUP, Ask, Booked, Program, Subject
from claims.simulating.planning import planned_asks
from claims.simulating.tally import Tally, Verdict, verdict_of
from policies.rules import Law, Line, Person, Refusal, RefusalReason, Used, assess_across
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


class Year:
    """One subject's sums while they are counted, copies included."""

    def __init__(self, subject: Subject) -> None:
        self.subject = subject
        self.then = self.now = 0
        self.figures: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0])

    def row(self) -> Row:
        subject, verdict = self.subject, verdict_of(self.then, self.now)
        return Row(
            subject.kind,
            subject.pk,
            subject.group,
            verdict.value,
            subject.copies,
            self.then,
            self.now,
            dict(self.figures),
        )


class Comparison:
    """Counts subjects into a tally, one after the other."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.tally = Tally()
        self._needs: dict[tuple[str, str | None], tuple[Need, ...]] = {}

    def add(self, subject: Subject) -> Row:
        """One subject with all of its copies; what is to be kept of it."""
        year, plan = Year(subject), self.program.plan
        if plan is None:
            self._live(year, subject.asks, 1)
        elif any(each.group == subject.group for each in plan.occurrences):
            for slot in range(subject.first_slot, subject.first_slot + subject.copies):
                self._live(year, planned_asks(subject, slot, plan, self.program.year), 1)
        elif subject.copies:  # alike in everything: reckoned once
            asks = planned_asks(subject, subject.first_slot, plan, self.program.year)
            self._live(year, asks, subject.copies)
        return year.row()

    def _live(self, year: Year, asks: Sequence[Ask], weight: int) -> None:
        """One life: every event in its order, what earlier ones took counts against later ones."""
        then, now = year.then, year.now
        usage, usage_then = list(year.subject.usage), list(year.subject.usage)
        for ask in asks:
            if not ask.set_aside:
                self.tally.events += weight
                self._ask(year, ask, weight, usage, usage_then)
        for ask in asks:
            if ask.set_aside:
                self._set_aside(ask, usage, weight)
        self._judge(year, (year.then - then) // weight, (year.now - now) // weight, weight)

    def _judge(self, year: Year, then: int, now: int, weight: int) -> None:
        verdict = verdict_of(then, now)
        if verdict is not Verdict.NOTHING:
            sums = self.tally.people[year.subject.group, verdict.value]
            sums[0] += weight
            sums[1] += then * weight
            sums[2] += now * weight

    def _ask(
        self, year: Year, ask: Ask, weight: int, usage: list[Used], usage_then: list[Used]
    ) -> None:
        booked = self._booked(year, ask, usage_then)
        for row in booked:
            place = (row.benefit, row.group, row.month)
            self.tally.book(place, row.amount, row.is_paid, row.times, weight)
            year.then += row.amount * weight
            year.figures[f"{row.benefit}|{row.group}|{row.month}"][0] += row.amount * weight
        lines, refusals = answer(ask, self.program.law, ask.person, usage)
        for line in lines:
            if line.on.year == self.program.year:
                self._pay(year, line, weight)
        for refusal in refusals:
            lost = sum(row.amount for row in booked if row.benefit == refusal.benefit)
            self._refuse(year, ask, refusal, lost * weight, weight)

    def _pay(self, year: Year, line: Line, weight: int) -> None:
        group = line.group or NOT_BY_GROUP
        self.tally.pay((line.benefit, group, line.on.month), line.amount, weight)
        year.now += line.amount * weight
        year.figures[f"{line.benefit}|{group}|{line.on.month}"][1] += line.amount * weight

    def _refuse(self, year: Year, ask: Ask, refusal: Refusal, lost: int, weight: int) -> None:
        reason, untold = refusal.reason, self._untold(refusal, ask)
        if untold:
            reason = RefusalReason.MISSING_FACT
        for label in untold:
            self.tally.unknown[refusal.benefit, label][0] += weight
        group = ask.person.group or year.subject.without_group
        sums = self.tally.refusals[refusal.benefit, group, reason.value]
        sums[0] += weight
        sums[1] += lost
        self.tally.sentences.setdefault((refusal.benefit, reason.value), refusal.sentence)
        year.figures[f"!{reason.value}|{refusal.benefit}|{group}"][0] += lost

    def _booked(self, year: Year, ask: Ask, usage: list[Used]) -> Iterable[Booked]:
        """What the ledger holds; of a planned year, what the version in force would owe."""
        program = self.program
        if program.law_then is None:
            return ask.booked
        person = ask.person_then or year.subject.person_then
        if person is None:
            return ()
        lines, _ = answer(ask, program.law_then, person, usage)
        group = ask.person.group or year.subject.without_group
        return [
            Booked(
                program.renamed.get(line.benefit, line.benefit),
                group,
                line.on.month,
                line.amount,
                False,
            )
            for line in lines
            if line.on.year == program.year
        ]

    def _set_aside(self, ask: Ask, usage: list[Used], weight: int) -> None:
        """Refused by an officer: what it would come to, beside all that was not refused."""
        lines, _ = answer(ask, self.program.law, ask.person, list(usage))
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


def answer(
    ask: Ask, law: Law, person: Person, usage: list[Used]
) -> tuple[list[Line], list[Refusal]]:
    """What the law owes; it counts as used from then on."""
    lines: list[Line] = []
    refusals: list[Refusal] = []
    for _, assessment in assess_across(ask.event, (law,), person, usage):
        lines += assessment.lines
        refusals += assessment.refusals
    usage += [
        Used(line.benefit, line.on, line.quantity, line.amount, law=law.code) for line in lines
    ]
    return lines, refusals
