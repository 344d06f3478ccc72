"""Who belongs on the list of a round, and why the others don't: asked of the law, in bulk."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import chain

from accounts.models import Unit, UnitKind
from beneficiaries.matching import any_of
from beneficiaries.models import Cadre, Membership
from checkups.models import Attendance, CheckupRound, RosterEntry, RoundKind, RoundState
from claims.assessing import Answer, Question, assess_many
from policies.models import BeneficiaryGroup
from policies.rules import Event, RefusalReason
from policies.rules.reasons import REASONS

# The law is asked as for a check-up that cost something: what it cost is known only afterwards.
PRESUMED_COST = 1_000_000
ELSEWHERE = "listed_elsewhere"
LISTED_ELSEWHERE = "đã có trong danh sách đợt khám khác, hết số lần được khám"


@dataclass(frozen=True, slots=True)
class Proposed:
    """Somebody for the list, under the group of the day, to be confirmed by ``unit_id``."""

    cadre: Cadre
    group: BeneficiaryGroup
    unit_id: int


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Somebody of the chosen groups who doesn't come on the list, and why."""

    cadre: Cadre
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
        named = {
            each.group.pk: each.group for each in chain(self.people, self.left_out) if each.group
        }
        ranked = sorted(named.values(), key=lambda group: group.position)
        return [(group.name, listed[group.pk], left[group.pk]) for group in ranked]


def deciding_day(checkup_round: CheckupRound) -> date:
    """The day as of which people belong to their groups: the first of the round."""
    return checkup_round.begins_on


def proposal_for(checkup_round: CheckupRound) -> Proposal:
    """Ask the law about everybody of the round's groups, as of its first day."""
    day = deciding_day(checkup_round)
    held = Membership.objects.on(day).filter(group__in=checkup_round.groups.all())
    groups = BeneficiaryGroup.objects.in_bulk(set(held.values_list("group_id", flat=True)))
    group_of = dict(held.values_list("cadre_id", "group_id"))
    return judged(checkup_round, {key: groups[group] for key, group in group_of.items()})


def judged(
    checkup_round: CheckupRound, group_of: Mapping[int, BeneficiaryGroup | None]
) -> Proposal:
    """The same for named people: cadre id → group on the day, None for who has none."""
    everybody = any_of(Cadre.objects.defer("citizen_id", "bank_account"), "pk", group_of, "bigint")
    cadres = list(everybody.in_name_order())
    departments = set(Unit.objects.of_kind(UnitKind.DEPARTMENT).values_list("pk", flat=True))
    people: list[Proposed] = []
    left_out: list[LeftOut] = []
    for cadre, answer, pending in _asked(checkup_round, cadres):
        group = group_of[cadre.pk]
        if answer.owed and group:
            people.append(Proposed(cadre, group, unit_of(cadre, departments)))
        else:
            left_out.append(_left_out(cadre, group, answer, pending))
    return Proposal(tuple(people), tuple(left_out))


def unit_of(cadre: Cadre, departments: Iterable[int]) -> int:
    """Who confirms a person: the managing body; the commune where that is the department."""
    if cadre.managing_unit_id in departments and cadre.commune_id:
        return cadre.commune_id
    return cadre.managing_unit_id


def group_on(checkup_round: CheckupRound, cadre: Cadre) -> BeneficiaryGroup | None:
    """Somebody's group under the round's resolution on its first day."""
    held = Membership.objects.on(deciding_day(checkup_round)).filter(
        cadre=cadre, resolution=checkup_round.resolution_id
    )
    found = held.select_related("group").first()
    return found.group if found else None


def _asked(
    checkup_round: CheckupRound, cadres: list[Cadre]
) -> Iterable[tuple[Cadre, Answer, bool]]:
    """Each person's answer, after those for other rounds that have no claim yet."""
    pending = _pending(checkup_round, [cadre.pk for cadre in cadres])
    traits = event_traits(checkup_round)
    questions: list[Question] = []
    for cadre in cadres:
        for day in (*pending.get(cadre.pk, ()), deciding_day(checkup_round)):
            event = Event(on=day, benefits=(checkup_round.kind,), cost=PRESUMED_COST, traits=traits)
            questions.append(Question(event=event, cadre=cadre))
    answers = iter(assess_many(questions))
    for cadre in cadres:
        before = pending.get(cadre.pk, ())
        for _ in before:
            next(answers)
        yield cadre, next(answers), bool(before)


def event_traits(checkup_round: CheckupRound) -> tuple[tuple[str, str], ...]:
    """What the rules are told of an event's programme."""
    is_event = checkup_round.kind == RoundKind.EVENT
    return (("variant", checkup_round.code),) if is_event else ()


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


def _left_out(
    cadre: Cadre, group: BeneficiaryGroup | None, answer: Answer, pending: bool
) -> LeftOut:
    if not answer.refusals:
        reason, sentence = RefusalReason.NO_GROUP, "Người này không thuộc đối tượng của văn bản."
        return LeftOut(cadre, group, reason, sentence)
    first = answer.refusals[0]
    listed = pending and first.reason == RefusalReason.LIMIT_REACHED
    return LeftOut(cadre, group, ELSEWHERE if listed else first.reason, first.sentence)
