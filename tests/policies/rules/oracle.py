"""A second opinion on ``assess``, from the meaning of the words of the law and nothing else.

It shares only the types with the engine, works in whole numbers, and takes a law apart from
the other end: a stay that is split is judged day by day, a limit is a room, and of several
rooms the smallest holds.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from policies.rules.settings import (
    AfterEnd,
    Deciding,
    EndedPayer,
    LateClaims,
    Rounding,
    Settings,
    SeveralGroups,
    Territory,
)
from policies.rules.types import (
    AmountKind,
    Benefit,
    Event,
    Law,
    Measure,
    Payer,
    Person,
    Rate,
    Relation,
    RelationKind,
    Used,
    Worth,
)
from tests.policies.rules import oracle_limits as limits
from tests.policies.rules.oracle_worth import (
    BY_NUMBER,
    UNPAID,
    Matter,
    Row,
    cut_short,
    end_of,
    fitting,
    to_the,
    units,
)

Verdict = str | tuple[int, int]  # a reason, or what is paid: a quantity and đồng
Verdicts = dict[str, list[Verdict]]  # by the code of the benefit, one for each part


def second_opinion(event: Event, law: Law, person: Person, usage: Sequence[Used]) -> Verdicts:
    """What every benefit comes to. Of benefits that are ranked the others are judged as if
    the losing ones had not been asked for.
    """
    asked = _asked(event, law)
    unknown: Verdicts = defaultdict(list)
    for code in event.benefits:
        if not _opened(code, law):
            unknown[code].append(_unknown(event, law))
    lost: Verdicts = {}
    for relation in law.relations:
        if relation.kind in (RelationKind.HIGHEST, RelationKind.PRIORITY):
            for code in _losers(relation, asked, event, law, person, usage):
                lost[code] = ["less_favourable"]
            asked = [benefit for benefit in asked if benefit.code not in lost]
    return dict(unknown) | lost | _judged(asked, event, law, person, usage)


def _asked(event: Event, law: Law) -> list[Benefit]:
    """Asked for twice is had twice, but not if an occasion and its benefit are both named."""
    by_word = [(word, benefit) for word in event.benefits for benefit in _opened(word, law)]
    first = {benefit.code: word for word, benefit in reversed(by_word)}
    return [benefit for word, benefit in by_word if first[benefit.code] == word]


def _opened(code: str, law: Law) -> list[Benefit]:
    return [benefit for benefit in law.benefits if code in (benefit.code, benefit.occasion)]


def _unknown(event: Event, law: Law) -> str:
    on = end_of(event) if law.settings.deciding is Deciding.END else event.on
    return "unknown_benefit" if _stands(law, on) else "not_in_force"


def _stands(law: Law, on: date) -> bool:
    return law.effective_from <= on and on <= (law.effective_to or on)


def _losers(
    relation: Relation,
    asked: Sequence[Benefit],
    event: Event,
    law: Law,
    person: Person,
    usage: Sequence[Used],
) -> set[str]:
    """All that are due but the best, each judged without its rivals."""
    due: dict[str, int] = {}
    for code in relation.benefits:
        field = [each for each in asked if each.code == code or each.code not in relation.benefits]
        found = _judged(field, event, law, person, usage).get(code, [])
        paid = [verdict[1] for verdict in found if isinstance(verdict, tuple)]
        if paid:
            due[code] = sum(paid)
    if not due:
        return set()
    by_rank = relation.kind is RelationKind.PRIORITY
    best = next(iter(due)) if by_rank else max(due, key=lambda code: due[code])
    return set(due) - {best}


def _judged(
    benefits: Iterable[Benefit], event: Event, law: Law, person: Person, usage: Sequence[Used]
) -> Verdicts:
    verdicts: Verdicts = defaultdict(list)
    rows = [Row(each, each.same_event, each.same_event) for each in usage]
    for benefit in benefits:
        settings = benefit.settings or law.settings
        rows = [row._replace(is_this_time=row.used.same_event) for row in rows]
        for part, on, who in _parts(event, benefit, settings, person):
            matter = Matter(part, law, benefit, who, on, settings)
            verdict = _of_the_best_group(matter, rows, event)
            verdicts[benefit.code].append(verdict)
            if isinstance(verdict, tuple):
                rows.append(Row(Used(benefit.code, on, *verdict), True, True))
    return dict(verdicts)


# --- who and when ----------------------------------------------------------------------------


def _parts(
    event: Event, benefit: Benefit, settings: Settings, person: Person
) -> list[tuple[Event, date, Person]]:
    """The event with the day that decides it; a stay that is split, day by day."""
    kinds = {rate.amount_kind for rate in benefit.rates}
    if settings.deciding is Deciding.END:
        last = end_of(event)
        return [(event, last, _then(person, last))]
    if settings.deciding is Deciding.SPLIT and kinds == {AmountKind.PER_DAY}:
        parts = [_day(event, number) for number in range(event.days)]
    elif settings.deciding is Deciding.SPLIT and kinds == {AmountKind.PER_MONTH}:
        parts = [replace(event, on=on, months=1, until=None) for on in _months(event)]
    else:
        return [(event, event.on, person)]
    return [(part, part.on, _then(person, part.on)) for part in parts or [event]]


def _day(event: Event, number: int) -> Event:
    on = event.on + timedelta(number)
    whole = event.whole_days or event.days
    first = event.first_day + number
    return replace(event, on=on, until=on, days=1, first_day=first, whole_days=whole)


def _months(event: Event) -> list[date]:
    """The first days of the months, the first of them the day on which the event begins."""
    if event.until is None and not event.months:
        return []
    last = end_of(event)
    number, end = (day.year * 12 + day.month - 1 for day in (event.on, last))
    later = [date(each // 12, each % 12 + 1, 1) for each in range(number + 1, end + 1)]
    return [event.on, *later] if event.on <= last else []


def _then(person: Person, on: date) -> Person:
    since = [change for change in person.changes if change[0] <= on]
    return max(since, key=lambda change: change[0])[1] if since else person


def _of_the_best_group(matter: Matter, rows: Sequence[Row], event: Event) -> Verdict:
    person = matter.person
    if not person.other_groups:
        return _judge(matter, rows, event)
    held = [person.group, *person.other_groups]
    listed = [code for code, _ in matter.law.groups]
    known = [code for code in listed if code in held] or ([person.group] if listed else held)
    if matter.settings.several_groups is SeveralGroups.PRIORITY:
        known = known[:1]
    found = [
        _judge(matter._replace(person=replace(person, group=group)), rows, event) for group in known
    ]
    return max(found, key=lambda verdict: verdict[1] if isinstance(verdict, tuple) else -1)


# --- one benefit, one group, one day ---------------------------------------------------------


def _judge(matter: Matter, rows: Sequence[Row], event: Event) -> Verdict:
    closed = (
        _not_open(matter)
        or _no_group(matter)
        or _barred(matter, rows, event)
        or limits.below(matter, rows)
    )
    if closed:
        return closed
    rates = fitting(matter.benefit, matter)
    if len(rates) != 1:
        return "ambiguous_rate" if rates else "no_rate"
    return _paid(rates[0], matter, rows)


def _not_open(matter: Matter) -> str:
    law, event, on = matter.law, matter.event, matter.on
    if not _stands(law, on):
        return "not_in_force"
    if _lacks_something(matter):
        return "missing_parameter"
    by_home = matter.settings.territory is Territory.RESIDENCE
    told = dict(matter.person.traits) | dict(event.traits)
    if law.territories and told.get("residence_territory" if by_home else "territory") not in (
        law.territories
    ):
        return "outside_territory"
    last = {
        LateClaims.ALWAYS: None,
        LateClaims.NEXT_MARCH: (on.year + 1, 3, 31),
        LateClaims.SAME_YEAR: (on.year, 12, 31),
    }[matter.settings.late_claims]
    claimed = event.claimed_on
    if last and claimed is None:
        return "missing_fact"
    if last and claimed and (claimed.year, claimed.month, claimed.day) > last:
        return "too_late"
    return "ended" if _has_ended(matter) else ""


def _lacks_something(matter: Matter) -> bool:
    """Whether the law speaks of a parameter, a list or a benefit that it doesn't hold."""
    law, benefit = matter.law, matter.benefit
    rates = _spoken_of(benefit, law)
    of = {rate.of for rate in rates if rate.worth is Worth.SHARE_OF_RATE}
    limits_met = [*law.limits, *(limit for each in law.benefits for limit in each.limits
                                 if each.code in of | {benefit.code})]  # fmt: skip
    rows = [*rates, *limits_met]
    asked = {condition.listed for row in rows for condition in row.conditions}
    asked |= {rate.only_on for rate in rates}
    has_lists = {listed.code for listed in law.lists} >= asked - {""}
    has_benefits = {each.code for each in law.benefits} >= of
    in_units = [rate for rate in rates if rate.worth in (Worth.COEFFICIENT, Worth.PERCENT)]
    return not (has_lists and has_benefits and all(_is_told(rate.of, law) for rate in in_units))


def _spoken_of(benefit: Benefit, law: Law) -> list[Rate]:
    """The rates of a benefit, and of those that it is a share of, and of theirs."""
    codes = [benefit.code]
    for code in codes:  # grows while it is walked
        rates = [rate for each in law.benefits if each.code == code for rate in each.rates]
        shares = [rate.of for rate in rates if rate.worth is Worth.SHARE_OF_RATE]
        codes += [each for each in dict.fromkeys(shares) if each not in codes]
    return [rate for each in law.benefits if each.code in codes for rate in each.rates]


def _is_told(code: str, law: Law) -> bool:
    """Whether a parameter is there, and all that it is a share of."""
    chain, shares_of = [code], {parameter.code: parameter.share_of for parameter in law.parameters}
    while chain[-1]:
        if chain[-1] not in shares_of or chain[-1] in chain[:-1]:
            return False
        chain.append(shares_of[chain[-1]])
    return True


def _has_ended(matter: Matter) -> bool:
    ended, after = matter.person.ended_on, matter.settings.after_end
    if ended is None or matter.on < ended or after is AfterEnd.TO_RELATIVES:
        return False
    kinds = {rate.amount_kind for rate in matter.benefit.rates}
    months = 3 if AmountKind.PER_QUARTER in kinds else 1
    period = [(day.year, (day.month - 1) // months) for day in (matter.on, ended)]
    return after is AfterEnd.NOTHING or period[0] != period[1]


def _no_group(matter: Matter) -> str:
    listed = dict(matter.law.groups)
    known = matter.group is not None and (not listed or matter.group in listed)
    return "no_group" if matter.benefit.needs_group and not known else ""


def _barred(matter: Matter, rows: Sequence[Row], event: Event) -> str:
    code, law = matter.benefit.code, matter.law
    asked = {benefit.code for benefit in _asked(event, law)}
    for relation in law.relations:
        if code not in relation.benefits or relation.kind.ranks:
            continue
        choices = asked & set(relation.benefits)
        if relation.kind is RelationKind.ALTERNATIVE and len(choices) > 1:
            return "choice_needed"
        others = limits.with_carried(law, set(relation.benefits) - {code})
        others -= limits.with_carried(law, [code])
        beside = [row for row in rows if row.is_here and row.used.benefit in others]
        if beside or limits.rows_in(relation, matter, others, rows):
            return "excluded"
    return ""


def _paid(rate: Rate, matter: Matter, rows: Sequence[Row]) -> Verdict:
    each = units(rate, matter)
    if isinstance(each, str):
        return each
    is_unpaid = rate.amount_kind in UNPAID
    asked = _sum(rate, matter, each)
    if not each or (asked < 1 and not is_unpaid):
        return "nothing_to_pay"
    if not _who_pays(rate.payer, matter):
        return "payer_ended"
    rooms = limits.rooms(matter, rows)
    if rate.ceiling is not None:
        own = limits.with_carried(matter.law, [matter.benefit.code])
        before = [row.used for row in rows if row.is_this_time and row.used.benefit in own]
        spent = sum(used.amount for used in before)
        rooms.append((Measure.AMOUNT, rate.ceiling - spent))
    if any(room < 1 for measure, room in rooms if measure is Measure.TIMES):
        return "limit_reached"
    if rate.amount_kind in BY_NUMBER:
        each = each[: max(0, min([len(each), *_of(Measure.QUANTITY, rooms)]))]
    left = _under(min(_of(Measure.AMOUNT, rooms), default=None), _sum(rate, matter, each), matter)
    if not each or (left < 1 and not is_unpaid):
        return "limit_reached"
    return len(each), left


def _under(ceiling: int | None, amount: int, matter: Matter) -> int:
    """What a ceiling leaves: in a law that rounds, no more than it has of whole thousands."""
    if ceiling is None or amount <= ceiling:
        return amount
    left = max(0, ceiling)
    return left if matter.settings.rounding is Rounding.DONG else left - left % 1000


def _of(measure: Measure, rooms: Iterable[tuple[Measure, int]]) -> list[int]:
    return [room for each, room in rooms if each is measure]


def _sum(rate: Rate, matter: Matter, each: Sequence[int]) -> int:
    return to_the(matter.settings, cut_short(rate, matter, sum(each)))


def _who_pays(payer: Payer, matter: Matter) -> bool:
    """Whether this budget, or one that took its place, still pays on the day."""
    if payer.open_to is None or matter.on <= payer.open_to:
        return True
    if matter.settings.ended_payer is EndedPayer.REFUSED or payer.successor is None:
        return False
    return _who_pays(payer.successor, matter)
