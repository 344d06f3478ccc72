"""The proposed list: everybody whose turn it is, in the fair order, within the quotas."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db import transaction

from accounts.models import Unit, User
from convalescence.models import Candidate, PlanPart, Quota, Standing, YearPlan
from convalescence.planning import owing
from convalescence.planning.cycles import forms_of_groups
from convalescence.planning.life import Action, PlanError, day_of, locked, move, told
from convalescence.planning.ordering import (
    Share,
    Waiting,
    allocate,
    in_order,
    offered,
    open_to,
)
from convalescence.planning.storing import Listing, Proposal
from convalescence.planning.turns import Turn, turns_of
from convalescence.planning.vacancies import open_forms

FEW_ROUNDS = 3
AT_ONCE = 1_000


@transaction.atomic
def propose(*, plan: YearPlan, confirm_by: date, by: User, at: datetime | None = None) -> YearPlan:
    """Make the list, or make it anew, and hand each unit its part until ``confirm_by``.

    What is known of people stays: wishes, fitness, who doesn't go, who took another's place.
    Raises ``PlanError`` without quotas or people, or when the list is agreed already.
    """
    plan = locked(plan)
    plan.confirm_by = confirm_by
    plan.save(update_fields=["confirm_by"])
    quotas = list(plan.quotas.select_related("unit"))
    if not quotas:
        raise PlanError("Kế hoạch chưa có chỉ tiêu nào; hãy ghi chỉ tiêu trước.")
    move(plan, Action.PROPOSE, by=by, at=at)
    known = {one.cadre_id: one for one in plan.candidates.all()}
    turns = [
        turn
        for turn in turns_of(plan, day_of(plan, at))
        if turn.is_due or (turn.key in known and known[turn.key].exception)
    ]
    if not turns:
        raise PlanError("Không có ai đến lượt trong các đối tượng của kế hoạch.")
    proposal = _proposal(plan, turns, known, quotas)
    with told():
        Listing(plan, turns, known, quotas, proposal).store(by, at)
    _hand_out(plan, {turn.unit for turn in turns}, confirm_by)
    return plan


def _proposal(
    plan: YearPlan, turns: list[Turn], known: dict[int, Candidate], quotas: list[Quota]
) -> Proposal:
    lawful = forms_of_groups([plan.resolution])
    people = [
        _waiting(turn, open_forms(known.get(turn.key), lawful.get(turn.group, ())))
        for turn in turns
    ]
    fixed = [one for one in known.values() if one.standing == Standing.CHOSEN and one.replaces_id]
    return settle(in_order(people, plan.ordering), _open_shares(quotas, fixed), quotas)


def _waiting(turn: Turn, forms: tuple[str, ...]) -> Waiting:
    return Waiting(
        key=turn.key,
        years=turn.years,
        born=turn.born,
        service=turn.service,
        rank=turn.rank,
        unit=turn.unit,
        forms=forms,
    )


def _open_shares(quotas: Iterable[Quota], fixed: Sequence[Candidate]) -> list[Share]:
    """What the quotas grant beyond the places that are not given anew."""
    shares = []
    for quota in quotas:
        there = [one for one in fixed if one.quota_id == quota.pk]
        shares.append(
            Share(
                key=quota.pk,
                form=quota.form,
                unit=quota.unit_id,
                people=quota.people - len(there),
                amount=quota.amount - sum(one.amount for one in there),
            )
        )
    return shares


def settle(people: list[Waiting], shares: list[Share], quotas: Sequence[Quota]) -> Proposal:
    """Give out places until the rules have agreed to each that is given."""
    by_key = {quota.pk: quota for quota in quotas}
    proposal = Proposal([])
    cadres: dict = {}
    rounds = 0
    while True:
        proposal.places = allocate(people, shares, proposal.costs)
        asked = _unasked(proposal, shares, rounds >= FEW_ROUNDS)
        if not asked:
            return proposal
        cadres |= owing.people({person for person, _ in asked} - cadres.keys())
        answers = owing.owed([(cadres[person], by_key[share]) for person, share in asked])
        for pair, (amount, why_not) in zip(asked, answers, strict=True):
            proposal.costs[pair] = amount
            if amount is None:
                proposal.refused[pair] = why_not
        rounds += 1


def _unasked(proposal: Proposal, shares: list[Share], ahead: bool) -> list[owing.Pair]:
    """Places given without asking the rules; when that goes on, who comes next is asked too."""
    given = [
        (place.person.key, place.share.key)
        for place in proposal.places
        if place.share and (place.person.key, place.share.key) not in proposal.costs
    ]
    if not given or not ahead:
        return given
    offers = offered(shares)
    more = (
        (place.person.key, share.key)
        for place in proposal.places
        for share in open_to(place.person, offers)
    )
    asked = dict.fromkeys((*given, *(pair for pair in more if pair not in proposal.costs)))
    return list(asked)[:AT_ONCE]


def _hand_out(plan: YearPlan, units: set[int], due_on: date) -> None:
    """A part for each unit, all to be confirmed anew."""
    parts = [
        PlanPart(plan=plan, unit=unit, due_on=due_on) for unit in Unit.objects.filter(pk__in=units)
    ]
    plan.parts.exclude(unit__in=units).delete()
    PlanPart.objects.bulk_create(
        parts,
        update_conflicts=True,
        unique_fields=["plan", "unit"],
        update_fields=["due_on", "confirmed_at", "confirmed_by"],
    )
