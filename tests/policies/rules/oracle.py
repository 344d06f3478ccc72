"""A second opinion on ``assess``: no steps, only the smallest of all the rooms there are.

Written from the meaning of the law's words, not from the engine, and it shares nothing with
it but the types. It answers with a reason, or with a quantity and an amount.
"""

from collections.abc import Sequence

from policies.rules import Benefit, Event, Law, Limit, Person, Rate, Used

Verdict = str | tuple[int, int]


def second_opinion(
    code: str, event: Event, law: Law, person: Person, usage: Sequence[Used]
) -> Verdict:
    if not law.effective_from <= event.on <= (law.effective_to or event.on):
        return "not_in_force"
    named = [benefit for benefit in law.benefits if benefit.code == code]
    if not named:
        return "unknown_benefit"
    [benefit] = named
    known_groups = [group for group, _ in law.groups] or [person.group]
    if benefit.needs_group and (person.group is None or person.group not in known_groups):
        return "no_group"
    best = best_rates(benefit, event, person)
    if len(best) != 1:
        return "ambiguous_rate" if best else "no_rate"
    [rate] = best
    return reckon(benefit, rate, event, person, [row for row in usage if row.benefit == code])


def best_rates(benefit: Benefit, event: Event, person: Person) -> list[Rate]:
    traits = {**dict(person.traits), **dict(event.traits)}
    fitting = [
        rate
        for rate in benefit.rates
        if rate.group in {None, person.group}
        and (rate.valid_from or event.on) <= event.on <= (rate.valid_to or event.on)
        and {True} >= {traits.get(asked.trait) in asked.values for asked in rate.conditions}
    ]
    named = [rate for rate in fitting if rate.group]
    return named or fitting


def reckon(benefit: Benefit, rate: Rate, event: Event, person: Person, rows: list[Used]) -> Verdict:
    kind = rate.amount_kind.value
    quantity = {"per_day": event.days, "per_month": event.months, "per_session": event.sessions}
    asked = quantity.get(kind, 1)
    unit = {"actual_cost": event.cost, "other_payer": 0}.get(kind, rate.amount)
    if asked < 1 or (asked * unit < 1 and kind != "other_payer"):
        return "nothing_to_pay"

    this_year = [row for row in rows if row.on.year == event.on.year]
    most = {limit.kind.value: limit.value for limit in limits_for(benefit, person)}
    times = [most.get("times_ever", 999) - len(rows)]
    times += [most.get("times_per_year", 999) - len(this_year)]
    days = [asked]
    if kind == "per_day":
        days += [most.get("days_per_event", asked)]
        days += [most.get("days_per_year", 999) - sum(row.quantity for row in this_year)]
    paid_days = max(0, min(days))
    money = [paid_days * unit, most.get("amount_per_event", 9999)]
    money += [most.get("amount_per_year", 9999) - sum(row.amount for row in this_year)]
    money += [9999 if rate.ceiling is None else rate.ceiling]
    paid = max(0, min(money))
    if min(times) < 1 or paid_days < 1 or (paid < 1 and kind != "other_payer"):
        return "limit_reached"
    return paid_days, paid


def limits_for(benefit: Benefit, person: Person) -> list[Limit]:
    """General limits first and tightest last, then the group's own, so that the last one holds."""
    general = [limit for limit in benefit.limits if limit.group is None]
    own = [limit for limit in benefit.limits if limit.group and limit.group == person.group]
    return [
        limit
        for rank in (general, own)
        for limit in sorted(rank, key=lambda limit: limit.value, reverse=True)
    ]
