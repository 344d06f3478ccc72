"""The proposed list: everybody whose turn it is, in the fair order, within the quotas."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import connection, transaction

from accounts.models import Unit, User
from config.copying import copy_objects, update_objects
from config.formatting import count, date_short
from convalescence.models import (
    Candidate,
    CandidateAction,
    Fitness,
    Form,
    PlanPart,
    Quota,
    Standing,
    YearPlan,
)
from convalescence.planning import owing, telling
from convalescence.planning.cycles import forms_of_groups
from convalescence.planning.life import Action, PlanError, day_of, locked, move, told
from convalescence.planning.ordering import (
    Offers,
    Place,
    Share,
    Waiting,
    allocate,
    in_order,
    offered,
    open_to,
)
from convalescence.planning.steps import write_step
from convalescence.planning.turns import Turn, turns_of

STAYING = (Standing.DECLINED, Standing.REMOVED, Standing.REPLACED)
FEW_ROUNDS = 3
AT_ONCE = 1_000


@dataclass
class Proposal:
    """The list as it would be; ``refused`` tells what the law says of a person in a quota."""

    places: list[Place]
    refused: dict[owing.Pair, str] = field(default_factory=dict)
    costs: dict[owing.Pair, int | None] = field(default_factory=dict)


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
    known = {one.cadre_id: one for one in plan.candidates.select_related("quota")}
    turns = [
        turn
        for turn in turns_of(plan, day_of(plan, at))
        if turn.is_due or (turn.key in known and known[turn.key].exception)
    ]
    if not turns:
        raise PlanError("Không có ai đến lượt trong các đối tượng của kế hoạch.")
    proposal = _proposal(plan, turns, known, quotas)
    with told():
        _store(plan, turns, known, quotas, proposal, by, at)
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


def open_forms(known: Candidate | None, lawful: tuple[str, ...]) -> tuple[str, ...]:
    """The forms a person may be put in: what the law has, what he chose, what he is fit for."""
    if known is None:
        return lawful
    if known.standing in STAYING or known.replaces_id:
        return ()
    forms = (Form.HOME.value,) if known.fitness == Fitness.UNFIT else lawful
    return tuple(form for form in forms if form in lawful and known.wished in ("", form))


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


def _store(
    plan: YearPlan,
    turns: list[Turn],
    known: dict[int, Candidate],
    quotas: list[Quota],
    proposal: Proposal,
    by: User,
    at: datetime | None,
) -> None:
    """All places are given back first, so that no quota is full in between."""
    moving = plan.candidates.filter(standing=Standing.CHOSEN, replaces=None)
    moving.update(standing=Standing.WAITING, quota=None, form="")
    turn_of = {turn.key: turn for turn in turns}
    by_key = {quota.pk: quota for quota in quotas}
    last_in = _last_position_in(proposal.places)
    offers = offered(_open_shares(quotas, ()))
    fresh: list[Candidate] = []
    changed: list[Candidate] = []
    for place in proposal.places:
        turn = turn_of[place.person.key]
        candidate = known.get(turn.key)
        (changed if candidate else fresh).append(candidate := candidate or _new(plan, turn))
        _describe(candidate, turn, place)
        result = _give(candidate, place, by_key, proposal)
        result = result or _why_waiting(place.person, offers, by_key, proposal, last_in)
        candidate.reasons = [
            *telling.why(turn),
            _order_told(turn, place, len(proposal.places), plan.ordering),
            result,
        ]
    copy_objects(Candidate, fresh)
    update_objects(Candidate, changed, CHANGED)
    _store_reasons(changed)
    gone = [one for key, one in known.items() if key not in turn_of]
    _take_out(gone, by, at)


CHANGED = [
    "group",
    "unit",
    "last_year",
    "waiting_years",
    "position",
    "standing",
    "form",
    "quota",
    "amount",
    "is_due",
]


def _store_reasons(candidates: Sequence[Candidate]) -> None:
    """Apart from the rest: arrays of arrays can't be told to the database in one piece."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE convalescence_candidate c"
            " SET reasons = ARRAY(SELECT jsonb_array_elements_text(told.reasons::jsonb))"
            " FROM unnest(%s::bigint[], %s::text[]) AS told (id, reasons) WHERE c.id = told.id",
            [[one.pk for one in candidates], [json.dumps(one.reasons) for one in candidates]],
        )


def _new(plan: YearPlan, turn: Turn) -> Candidate:
    return Candidate(plan=plan, cadre_id=turn.key, standing=Standing.WAITING)


def _describe(candidate: Candidate, turn: Turn, place: Place) -> None:
    candidate.group_id, candidate.unit_id = turn.group, turn.unit
    candidate.last_year, candidate.waiting_years = turn.last_year, turn.years
    candidate.position, candidate.is_due = place.position, turn.is_due


def _give(
    candidate: Candidate,
    place: Place,
    quotas: dict[int, Quota],
    proposal: Proposal,
) -> str:
    """Put the person where he belongs, and say why there; "" for who has to wait."""
    if candidate.standing in STAYING:
        return f"{Standing(candidate.standing).label}, như đã ghi."
    if candidate.replaces_id:
        return "Giữ chỗ đã nhận thay người khác."
    if place.share:
        quota = quotas[place.share.key]
        candidate.standing, candidate.quota, candidate.form = Standing.CHOSEN, quota, quota.form
        candidate.amount = proposal.costs[candidate.cadre_id, quota.pk] or 0
        return f"Còn chỗ trong chỉ tiêu “{quota}” ({count(quota.people)} người)."
    candidate.standing, candidate.quota, candidate.form = Standing.WAITING, None, ""
    candidate.amount = 0
    return ""


def _last_position_in(places: Iterable[Place]) -> dict[int, int]:
    """At which place of the order each quota gave its last place."""
    return {place.share.key: place.position for place in places if place.share}


def _why_waiting(
    person: Waiting,
    offers: Offers,
    quotas: dict[int, Quota],
    proposal: Proposal,
    last_in: dict[int, int],
) -> str:
    if not person.forms:
        return "Không có hình thức nào phù hợp với nguyện vọng, sức khỏe và văn bản."
    possible = list(open_to(person, offers))
    if not possible:
        forms = ", ".join(Form(form).label.lower() for form in person.forms)
        return f"Kế hoạch không có chỉ tiêu cho hình thức: {forms}."
    told_of = []
    for share in possible:
        quota = quotas[share.key]
        if words := proposal.refused.get((person.key, share.key)):
            told_of.append(f"“{quota}”: {words}")
        elif share.key in last_in:
            told_of.append(f"“{quota}” đã hết chỗ hoặc hết tiền ở người thứ {last_in[share.key]}")
        else:
            told_of.append(f"“{quota}” không đủ kinh phí cho một người")
    return "; ".join(told_of).rstrip(".") + "."


def _order_told(turn: Turn, place: Place, whole: int, ordering: Sequence[str]) -> str:
    words = {
        "waiting": f"chờ {turn.years} năm",
        "age": f"sinh ngày {date_short(turn.born)}",
        "service": f"huy hiệu {turn.service} năm" if turn.service else "chưa có huy hiệu",
        "group": turn.group_name,
    }
    by_what = ", ".join(words[name] for name in ordering)
    return f"Thứ {count(place.position)} trong {count(whole)} người đến lượt ({by_what})."


def _take_out(gone: list[Candidate], by: User, at: datetime | None) -> None:
    """Whose turn it isn't any more: without a trace when nothing was recorded of him."""
    traced = set(
        Candidate.objects.filter(pk__in=[one.pk for one in gone], steps__isnull=False).values_list(
            "pk", flat=True
        )
    )
    for one in gone:
        if one.pk in traced and one.standing not in STAYING:
            words = "Không còn đến lượt khi lập lại danh sách."
            write_step(one, CandidateAction.REMOVE, words, by=by, at=at)
            one.standing, one.quota, one.form = Standing.REMOVED, None, ""
            one.save(update_fields=["standing", "quota", "form"])
    Candidate.objects.filter(pk__in=[one.pk for one in gone if one.pk not in traced]).delete()


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
