"""Opening claims for recorded facts: locked, assessed, stored with their lines."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from accounts.models import User
from beneficiaries.matching import any_of
from beneficiaries.models import Cadre
from claims.actions.outcome import ClaimError, Outcome
from claims.actions.storing import Draft, store
from claims.assessing import Answer, Owed, Question, assess_many
from claims.facts import beyond_budget
from claims.models import Claim, ClaimState, Fact, Recipient
from claims.whereabouts import clashes
from config.formatting import date_short
from config.names import normalise_for_search
from policies.bridge import group_ids
from policies.models import Payer


@transaction.atomic
def open_claim(*, fact: Fact, by: User, at: datetime | None = None) -> list[Claim]:
    """Open the claims a recorded fact gives rise to: one for each payer.

    Raises ``ClaimError`` when nothing is owed (with every reason), when the fact lies in the
    future or when it already has a claim.
    """
    [opened] = open_claims(facts=[fact], by=by, at=at)
    if problem := next((outcome.problem for outcome in opened if outcome.problem), ""):
        raise ClaimError(problem)
    return [outcome.claim for outcome in opened if outcome.claim]


@transaction.atomic
def open_claims(
    *, facts: Sequence[Fact], by: User, at: datetime | None = None, taken_over: bool = False
) -> list[list[Outcome]]:
    """Open the claims of many saved facts of one kind; outcomes per fact, in order.

    The people are locked first, so that two entries at once can't both take the last of a
    yearly limit.
    """
    moment = at or timezone.now()
    lock_people(facts)
    questions = [question_of(fact) for fact in facts]
    latest = latest_day(moment)
    # What was taken over from old books isn't asked where people were.
    elsewhere = [""] * len(facts) if taken_over else clashes(facts)
    objections = [
        fact_objection(fact, latest) or clash for fact, clash in zip(facts, elsewhere, strict=True)
    ]
    answers = assess_many(questions)
    existing = _facts_with_live_claims(facts)
    problems = [
        "Sự việc này đã có hồ sơ đề nghị." if fact.pk in existing else objected or _unowed(answer)
        for fact, answer, objected in zip(facts, answers, objections, strict=True)
    ]
    amounts = [
        0 if problem else answer.amount for problem, answer in zip(problems, answers, strict=True)
    ]
    beyond = beyond_budget(list(zip(facts, amounts, strict=True)))
    payers = {payer.code: payer for payer in Payer.objects.all()}
    outcomes: list[list[Outcome]] = []
    drafts: list[Draft] = []
    for place, (fact, answer) in enumerate(zip(facts, answers, strict=True)):
        if problem := problems[place] or beyond.get(place, ""):
            outcomes.append([Outcome(None, problem)])
            continue
        opened = [
            (new_claim(fact, answer, owed, payers[owed.payer], by, moment, taken_over), owed.lines)
            for owed in answer.owed
        ]
        drafts += opened
        outcomes.append([Outcome(claim) for claim, _ in opened])
    store(drafts, by, moment)
    return outcomes


def _unowed(answer: Answer) -> str:
    if answer.owed:
        return ""
    return " ".join(refusal.sentence for refusal in answer.refusals)


def question_of(fact: Fact, claim_ids: tuple[int, ...] = ()) -> Question:
    """The fact as a question to the rules; it is claimed on the day on which it was recorded."""
    event, optional = fact.event(), fact.also_asked()
    return Question(
        event=replace(event, benefits=tuple(dict.fromkeys((*event.benefits, *optional)))),
        optional=optional,
        claimed_at=fact.recorded_at,
        cadre=getattr(fact, "cadre", None),
        recipient=recipient_of(fact),
        claim_ids=claim_ids,
    )


def recipient_of(fact: Model) -> Recipient | None:
    return getattr(fact, "recipient", None) or getattr(fact, "supplier", None)


def lock_people(facts: Sequence[Model]) -> None:
    """Hold whoever is named by facts, or by seats that become facts, until the transaction ends.

    Always in the order of their keys, so that two who hold several never wait for each other.
    """
    cadres = sorted({fact.cadre_id for fact in facts if hasattr(fact, "cadre_id")})
    recipients = sorted({found.pk for fact in facts if (found := recipient_of(fact))})
    for model, ids in ((Cadre, cadres), (Recipient, recipients)):
        if ids:
            rows = any_of(model._default_manager.all(), "pk", ids, "bigint").order_by("pk")
            list(rows.select_for_update(no_key=True).values_list("pk", flat=True))


def latest_day(moment: datetime) -> date:
    """The day by which a fact entered at ``moment`` must be over."""
    return min(timezone.localdate(moment), timezone.localdate())


def fact_objection(fact: Fact, latest: date) -> str:
    if fact.last_day() > latest:
        return (
            f"Ngày {date_short(fact.last_day())} chưa tới; chỉ lập hồ sơ cho việc đã diễn ra xong."
        )
    cadre = getattr(fact, "cadre", None)
    if cadre and fact.event().on < cadre.birth_date:
        return f"Ngày {date_short(fact.event().on)} trước ngày sinh của {cadre.full_name}."
    return ""


def claims_of_facts(kind: str, fact_ids: Iterable[int]) -> dict[int, tuple[int, ...]]:
    """Ids of the claims that stand for each fact: together they are what it is owed."""
    found: dict[int, tuple[int, ...]] = defaultdict(tuple)
    rows = Claim.objects.alive().filter(fact_kind=kind, fact_id__in=list(fact_ids))
    for fact_id, claim_id in rows.values_list("fact_id", "pk"):
        found[fact_id] += (claim_id,)
    return found


def _facts_with_live_claims(facts: Sequence[Fact]) -> set[int]:
    if not facts:
        return set()
    live = Claim.objects.alive().filter(fact_kind=facts[0].KIND)
    found = any_of(live, "fact_id", [fact.pk for fact in facts], "bigint")
    return set(found.values_list("fact_id", flat=True))


def new_claim(
    fact: Fact,
    answer: Answer,
    owed: Owed,
    payer: Payer,
    by: User,
    moment: datetime,
    taken_over: bool,
) -> Claim:
    cadre, recipient = getattr(fact, "cadre", None), recipient_of(fact)
    name = cadre.full_name if cadre else str(recipient)
    # Ids where nobody reads the object: setting an object costs ten times as much.
    return Claim(
        heading=fact.heading(),
        resolution=owed.resolution,
        payer_id=payer.pk,
        cadre_id=cadre.pk if cadre else None,
        recipient_id=recipient.pk if recipient else None,
        payee_name=name,
        search_name=normalise_for_search(name),
        group_id=group_ids(owed.resolution)[owed.group] if owed.group else None,
        fact_kind=fact.KIND,
        fact_id=fact.pk,
        event_on=owed.lines[0].on,
        event_until=max(fact.last_day(), owed.lines[0].on),
        entitlement_year=owed.lines[0].on.year,
        category=fact.category(),
        unit_id=fact.unit_id,
        scope=_scope(fact, cadre),
        summary=fact.summary(),
        refusals=_refusals(answer),
        amount=owed.amount,
        state=ClaimState.SUBMITTED if taken_over else ClaimState.DRAFT,
        taken_over=taken_over,
        batch_id=fact.batch_id,
        made_at=moment,
        made_by_id=by.pk,
    )


def _refusals(answer: Answer) -> list[dict[str, str]]:
    return [
        {"benefit": refusal.benefit, "reason": refusal.reason, "sentence": refusal.sentence}
        for refusal in answer.refusals
    ]


def _scope(fact: Fact, cadre: Cadre | None) -> list[int]:
    units: set[int | None] = {fact.unit_id}
    if cadre:
        units |= {cadre.managing_unit_id, cadre.commune_id, cadre.care_facility_id}
    return sorted(unit for unit in units if unit)
