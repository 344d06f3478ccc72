"""Who belongs on the list of a round, and why the others don't: asked of the law, in bulk.

Thousands stand before the law alike: the same groups since the same days, the same use so far, no
trait of their own that a rate looks at. The law is asked once for each such class, by one of them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import chain
from typing import Any, NamedTuple

from accounts.models import Unit, UnitKind
from beneficiaries.matching import any_of
from beneficiaries.models import Cadre, Membership
from checkups.models import Attendance, CheckupRound, RosterEntry, RoundKind, RoundState
from claims.assessing import Answer, Question, assess_many
from claims.models import ClaimLine
from claims.models.claim import CLOSED_WITHOUT_EFFECT
from policies.bridge import laws_of
from policies.models import BeneficiaryGroup, Resolution
from policies.rules import Event, Law, RefusalReason
from policies.rules.facts import Subject
from policies.rules.needs import counting, needs_of
from policies.rules.reasons import REASONS
from policies.rules.types import Limit, Measure, Threshold

# The law is asked as for a check-up that cost something: what it cost is known only afterwards.
PRESUMED_COST = 1_000_000
ELSEWHERE = "listed_elsewhere"
LISTED_ELSEWHERE = "đã có trong danh sách đợt khám khác, hết số lần được khám"

# What of a person goes into their class; a law that asks for more is asked one by one.
OF_A_CLASS = frozenset(
    {
        ("group", ""),
        ("other_groups", ""),
        ("groups_of_year", ""),
        ("ended_on", ""),
        ("traits", "employment_status"),
        ("traits", "territory"),
        ("traits", "residence_territory"),
    }
)


class Someone(NamedTuple):
    """As much of a cadre as a list of thousands needs."""

    pk: int
    full_name: str
    birth_date: date
    managing_unit_id: int
    commune_id: int | None
    retired_on: date | None
    ended_on: date | None

    def __str__(self) -> str:
        return self.full_name


@dataclass(frozen=True, slots=True)
class Proposed:
    """Somebody for the list, under the group of the day, to be confirmed by ``unit_id``."""

    cadre: Someone
    group: BeneficiaryGroup
    unit_id: int


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Somebody of the chosen groups who doesn't come on the list, and why."""

    cadre: Someone
    group: BeneficiaryGroup | None
    reason: str
    sentence: str

    @property
    def words(self) -> str:
        if self.reason == ELSEWHERE:
            return LISTED_ELSEWHERE
        return REASONS[RefusalReason(self.reason)]


@dataclass(frozen=True)
class Proposal:
    """Everybody of the chosen groups: on the list, or told why not."""

    people: tuple[Proposed, ...]
    left_out: tuple[LeftOut, ...]

    @cached_property
    def reasons(self) -> list[tuple[str, str, int]]:
        """(code, words, people) of each reason, the commonest first."""
        found = Counter((each.reason, each.words) for each in self.left_out)
        return [(code, words, number) for (code, words), number in found.most_common()]

    @cached_property
    def groups(self) -> list[tuple[str, int, int]]:
        """(name, on the list, left out) of each group, in the order of the law."""
        listed = Counter(each.group.pk for each in self.people)
        left = Counter(each.group.pk for each in self.left_out if each.group)
        everybody: Iterable[Proposed | LeftOut] = chain(self.people, self.left_out)
        named = {each.group.pk: each.group for each in everybody if each.group}
        ranked = sorted(named.values(), key=lambda group: group.position)
        return [(group.name, listed[group.pk], left[group.pk]) for group in ranked]


def deciding_day(checkup_round: CheckupRound) -> date:
    """The day as of which people belong to their groups: the first of the round."""
    return checkup_round.begins_on


def proposal_for(checkup_round: CheckupRound) -> Proposal:
    """Ask the law about everybody of the round's groups, as of its first day.

    Of an event nobody is proposed: its people are named.
    """
    if checkup_round.kind == RoundKind.EVENT:
        return Proposal((), ())
    held = Membership.objects.on(deciding_day(checkup_round)).filter(
        group__in=checkup_round.groups.all()
    )
    groups = checkup_round.groups.in_bulk()
    group_of = held.order_by().values_list("cadre_id", "group_id")
    return judged(checkup_round, {cadre: groups[group] for cadre, group in group_of})


def judged(
    checkup_round: CheckupRound, group_of: Mapping[int, BeneficiaryGroup | None]
) -> Proposal:
    """The same for named people: cadre id → group on the day, None for who has none."""
    rows = any_of(Cadre.objects.in_name_order(), "pk", group_of, "bigint")
    cadres = [Someone(*row) for row in rows.values_list(*Someone._fields)]
    departments = set(Unit.objects.of_kind(UnitKind.DEPARTMENT).values_list("pk", flat=True))
    pending = _pending(checkup_round, [cadre.pk for cadre in cadres])
    people: list[Proposed] = []
    left_out: list[LeftOut] = []
    for cadre, answer in _answers(checkup_round, cadres, pending):
        group = group_of[cadre.pk]
        if answer.owed and group:
            people.append(Proposed(cadre, group, unit_of(cadre, departments)))
        else:
            left_out.append(_left_out(cadre, group, answer, pending=cadre.pk in pending))
    return Proposal(tuple(people), tuple(left_out))


def unit_of(cadre: Cadre | Someone, departments: Iterable[int]) -> int:
    """Who confirms a person: the managing body; the commune where that is the department."""
    if cadre.managing_unit_id in departments and cadre.commune_id:
        return cadre.commune_id
    return cadre.managing_unit_id


def groups_on(
    checkup_round: CheckupRound, cadre_ids: Iterable[int]
) -> dict[int, BeneficiaryGroup | None]:
    """The group of each under the round's resolution on its first day; None for who has none."""
    cadre_ids = list(cadre_ids)
    on_the_day = Membership.objects.on(deciding_day(checkup_round))
    held = any_of(on_the_day, "cadre_id", cadre_ids, "bigint")
    found = held.filter(resolution=checkup_round.resolution_id).select_related("group")
    groups = {membership.cadre_id: membership.group for membership in found}
    return {cadre: groups.get(cadre) for cadre in cadre_ids}


def event_traits(checkup_round: CheckupRound) -> tuple[tuple[str, str], ...]:
    """What the rules are told of an event's programme."""
    is_event = checkup_round.kind == RoundKind.EVENT
    return (("variant", checkup_round.code),) if is_event else ()


# --- Classes of people ----------------------------------------------------------------------

type Pending = Mapping[int, tuple[date, ...]]


def _answers(
    checkup_round: CheckupRound, cadres: list[Someone], pending: Pending
) -> Iterable[tuple[Someone, Answer]]:
    """Each person with the answer for their class."""
    classes: dict[Any, list[Someone]] = defaultdict(list)
    for cadre, key in zip(cadres, _keys(checkup_round, cadres, pending), strict=True):
        classes[key].append(cadre)
    asked = [members[0].pk for members in classes.values()]
    answers = dict(zip(asked, _ask(checkup_round, asked, pending), strict=True))
    found = {cadre.pk: answers[members[0].pk] for members in classes.values() for cadre in members}
    return ((cadre, found[cadre.pk]) for cadre in cadres)


def _keys(checkup_round: CheckupRound, cadres: list[Someone], pending: Pending) -> list[Any]:
    """What tells one class from another; equal for people who stand before the law alike."""
    laws = list(laws_of(Resolution.objects.released()).values())
    ids = [cadre.pk for cadre in cadres]
    if not _looks_at_classes_alone(checkup_round, laws):
        return ids
    day = deciding_day(checkup_round)
    held, used = _memberships(ids), _usage(checkup_round, laws, ids)
    provinces: dict[int, str] = dict(
        Unit.objects.exclude(legacy_province="").values_list("pk", "legacy_province")
    )
    return [
        (
            held.get(cadre.pk),
            used.get(cadre.pk),
            pending.get(cadre.pk),
            cadre.ended_on,
            cadre.retired_on is not None and cadre.retired_on <= day,
            provinces.get(cadre.managing_unit_id),
            provinces.get(cadre.commune_id or 0),
        )
        for cadre in cadres
    ]


def _looks_at_classes_alone(checkup_round: CheckupRound, laws: Iterable[Law]) -> bool:
    """Whether no law asks for more of a person than goes into the class."""
    needs = chain.from_iterable(needs_of(law, (checkup_round.kind,)) for law in laws)
    return all(
        (need.field, need.key) in OF_A_CLASS for need in needs if need.subject is Subject.PERSON
    )


def _memberships(cadre_ids: list[int]) -> dict[int, tuple[Any, ...]]:
    rows = any_of(Membership.objects.all(), "cadre_id", cadre_ids, "bigint").order_by("pk")
    found: dict[int, tuple[Any, ...]] = {}
    for cadre, *held in rows.values_list("cadre_id", "group_id", "since", "until"):
        found[cadre] = (*found.get(cadre, ()), *held)
    return found


def _usage(
    checkup_round: CheckupRound, laws: Iterable[Law], cadre_ids: list[int]
) -> dict[int, tuple[Any, ...]]:
    """What live claims have taken that counts; people who took nothing are not there.

    Sums differ from person to person: they only part the classes where a limit counts đồng.
    """
    codes, by_amount = _what_counts(checkup_round, laws)
    rows = any_of(ClaimLine.objects.all(), "claim__cadre", cadre_ids, "bigint")
    rows = rows.filter(benefit__code__in=codes).exclude(claim__state__in=CLOSED_WITHOUT_EFFECT)
    columns = ["benefit_id", "decided_on", "quantity", "occurrences"]
    columns += ["amount"] if by_amount else []
    found: dict[int, tuple[Any, ...]] = {}
    ordered = rows.order_by("decided_on", "benefit_id", "quantity", "pk")
    for cadre, *taken in ordered.values_list("claim__cadre_id", *columns):
        found[cadre] = (*found.get(cadre, ()), *taken)
    return found


def _what_counts(checkup_round: CheckupRound, laws: Iterable[Law]) -> tuple[set[str], bool]:
    """Benefits whose earlier use may change the answer, and whether their đồng may."""
    codes: set[str] = set()
    by_amount = False
    for law in laws:
        counted = counting(law, (checkup_round.kind,))
        codes |= {benefit.code for benefit in counted}
        rules: list[Limit | Threshold] = list(law.limits)
        for benefit in counted:
            rules += [*benefit.limits, *benefit.thresholds]
        by_amount |= any(rule.measure is Measure.AMOUNT for rule in rules)
    return codes, by_amount


def _pending(checkup_round: CheckupRound, cadre_ids: list[int]) -> dict[int, tuple[date, ...]]:
    """Days of check-ups of the same kind, done or to be done, that have no claim yet."""
    others = (
        any_of(RosterEntry.objects.kept(), "cadre_id", cadre_ids, "bigint")
        .filter(round__kind=checkup_round.kind, checkup=None)
        .exclude(round=checkup_round)
        .exclude(attendance=Attendance.ABSENT)
        .exclude(attendance="", round__state=RoundState.CLOSED)
    )
    if checkup_round.kind == RoundKind.EVENT:
        others = others.filter(round__code=checkup_round.code)
    found: dict[int, tuple[date, ...]] = {}
    columns = ("cadre_id", "attended_on", "appointed_on", "round__begins_on")
    for cadre, attended, appointed, begins in others.values_list(*columns):
        found[cadre] = (*found.get(cadre, ()), attended or appointed or begins)
    return found


def _ask(checkup_round: CheckupRound, cadre_ids: list[int], pending: Pending) -> Iterable[Answer]:
    """The answer for each of these, after those for other rounds that have no claim yet."""
    people = any_of(
        Cadre.objects.defer("citizen_id", "bank_account"), "pk", cadre_ids, "bigint"
    ).in_bulk()
    day, traits = deciding_day(checkup_round), event_traits(checkup_round)
    questions = [
        Question(
            event=Event(on=on, benefits=(checkup_round.kind,), cost=PRESUMED_COST, traits=traits),
            cadre=people[key],
        )
        for key in cadre_ids
        for on in (*pending.get(key, ()), day)
    ]
    answers = iter(assess_many(questions))
    for key in cadre_ids:
        for _ in pending.get(key, ()):
            next(answers)
        yield next(answers)


def _left_out(
    cadre: Someone, group: BeneficiaryGroup | None, answer: Answer, *, pending: bool
) -> LeftOut:
    if not answer.refusals:
        sentence = "Người này không thuộc đối tượng của văn bản."
        return LeftOut(cadre, group, RefusalReason.NO_GROUP, sentence)
    first = answer.refusals[0]
    listed = pending and first.reason == RefusalReason.LIMIT_REACHED
    return LeftOut(cadre, group, ELSEWHERE if listed else first.reason, first.sentence)
