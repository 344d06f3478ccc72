"""Everything that changes a claim. One verb, one transaction, one immutable event row each.

A verb on many claims answers per claim (``Outcome``); the same verb on one claim raises
``ClaimError`` with the same sentence. ``at`` is the moment it was done, now unless a year of
the past is being entered.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection, transaction
from django.utils import timezone
from policies.bridge import benefit_ids

from accounts.models import User
from beneficiaries.models import Cadre
from claims.assessing import Answer, Question, assess_many
from claims.facts import load_facts
from claims.models import Claim, ClaimEvent, ClaimLine, ClaimState, ClosedPeriod, Fact, Recipient
from claims.permissions import objection
from claims.snapshots import snapshot_of
from claims.workflow import MOVES, NEEDS_REASON, Action
from config.formatting import date_short, money
from config.names import normalise_for_search
from policies.models import Payer
from policies.rules import Line

BATCH_ROWS = 2_000


class ClaimError(Exception):
    """What stands against it, as a Vietnamese sentence for the person at the screen."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one claim (or one fact, then without a claim) of many."""

    claim: Claim | None
    problem: str = ""

    @property
    def done(self) -> bool:
        return not self.problem


# --- Opening --------------------------------------------------------------------------------


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
    _lock_people(facts)
    questions = [question_of(fact) for fact in facts]
    objections = [_fact_objection(fact, moment.date()) for fact in facts]
    answers = assess_many(questions)
    existing = _facts_with_live_claims(facts)
    payers = {payer.code: payer for payer in Payer.objects.all()}
    outcomes: list[list[Outcome]] = []
    drafts: list[tuple[Claim, Sequence[Line]]] = []
    for fact, answer, objected in zip(facts, answers, objections, strict=True):
        problem = objected
        if fact.pk in existing:
            problem = "Sự việc này đã có hồ sơ đề nghị."
        elif not problem and not answer.assessment.lines:
            problem = " ".join(refusal.sentence for refusal in answer.assessment.refusals)
        if problem:
            outcomes.append([Outcome(None, problem)])
            continue
        opened = [
            (_new_claim(fact, answer, lines, payers[code], by, moment, taken_over), lines)
            for code, lines in _by_payer(answer).items()
        ]
        drafts += opened
        outcomes.append([Outcome(claim) for claim, _ in opened])
    _store(drafts, by, moment)
    return outcomes


def question_of(fact: Fact, claim_ids: tuple[int, ...] = ()) -> Question:
    """The fact as a question to the rules."""
    return Question(
        event=fact.event(),
        cadre=getattr(fact, "cadre", None),
        recipient=recipient_of(fact),
        claim_ids=claim_ids,
    )


def recipient_of(fact: Fact) -> Recipient | None:
    return getattr(fact, "recipient", None) or getattr(fact, "supplier", None)


def _lock_people(facts: Sequence[Fact]) -> None:
    cadres = sorted({fact.cadre_id for fact in facts if hasattr(fact, "cadre_id")})
    recipients = sorted({found.pk for fact in facts if (found := recipient_of(fact))})
    for model, ids in ((Cadre, cadres), (Recipient, recipients)):
        if ids:
            rows = model.objects.filter(pk__in=ids).order_by("pk")
            list(rows.select_for_update(no_key=True).values_list("pk", flat=True))


def _fact_objection(fact: Fact, today: date) -> str:
    if fact.last_day() > min(today, timezone.localdate()):
        return (
            f"Ngày {date_short(fact.last_day())} chưa tới; chỉ lập hồ sơ cho việc đã diễn ra xong."
        )
    cadre = getattr(fact, "cadre", None)
    if cadre and fact.event().on < cadre.birth_date:
        return f"Ngày {date_short(fact.event().on)} trước ngày sinh của {cadre.full_name}."
    return ""


def _facts_with_live_claims(facts: Sequence[Fact]) -> set[int]:
    if not facts:
        return set()
    live = Claim.objects.alive().filter(
        fact_kind=facts[0].KIND, fact_id__in=[fact.pk for fact in facts]
    )
    return set(live.values_list("fact_id", flat=True))


def _by_payer(answer: Answer) -> dict[str, list[Line]]:
    grouped: dict[str, list[Line]] = defaultdict(list)
    for line in answer.assessment.lines:
        grouped[line.payer.code].append(line)
    return grouped


def _new_claim(
    fact: Fact,
    answer: Answer,
    lines: Sequence[Line],
    payer: Payer,
    by: User,
    moment: datetime,
    taken_over: bool,
) -> Claim:
    cadre, recipient = getattr(fact, "cadre", None), recipient_of(fact)
    name = cadre.full_name if cadre else str(recipient)
    event = fact.event()
    return Claim(
        heading=fact.heading(),
        resolution=answer.resolution,
        payer=payer,
        cadre=cadre,
        recipient=recipient,
        payee_name=name,
        search_name=normalise_for_search(name),
        group=answer.group,
        fact_kind=fact.KIND,
        fact_id=fact.pk,
        event_on=event.on,
        event_until=fact.last_day(),
        entitlement_year=event.on.year,
        category=fact.category(),
        unit=fact.unit,
        scope=_scope(fact, cadre),
        summary=fact.summary(),
        refusals=_refusals(answer),
        amount=sum(line.amount for line in lines),
        state=ClaimState.SUBMITTED if taken_over else ClaimState.DRAFT,
        taken_over=taken_over,
        batch=fact.batch,
        made_at=moment,
        made_by=by,
    )


def _refusals(answer: Answer) -> list[dict[str, str]]:
    return [
        {"benefit": refusal.benefit, "reason": refusal.reason, "sentence": refusal.sentence}
        for refusal in answer.assessment.refusals
    ]


def _scope(fact: Fact, cadre: Cadre | None) -> list[int]:
    units = {fact.unit_id}
    if cadre:
        units |= {cadre.managing_unit_id, cadre.commune_id, cadre.care_facility_id}
    return sorted(unit for unit in units if unit)


def _store(drafts: Sequence[tuple[Claim, Sequence[Line]]], by: User, moment: datetime) -> None:
    claims = [claim for claim, _ in drafts]
    for claim, number in zip(claims, _next_numbers(len(claims)), strict=True):
        claim.number = f"HS-{claim.entitlement_year}-{number:06d}"
    Claim.objects.bulk_create(claims, batch_size=BATCH_ROWS)
    ClaimLine.objects.bulk_create(
        [row for claim, lines in drafts for row in _line_rows(claim, lines)],
        batch_size=BATCH_ROWS,
    )
    _write_events(((claim, "", Action.OPEN, "") for claim in claims), by, moment)


def _next_numbers(count: int) -> list[int]:
    if not count:
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('claims_claim_number') FROM generate_series(1, %s)", [count])
        return [row[0] for row in cursor.fetchall()]


def _line_rows(claim: Claim, lines: Sequence[Line]) -> list[ClaimLine]:
    ids = benefit_ids(claim.resolution)
    return [
        ClaimLine(
            claim=claim,
            position=position,
            benefit_id=ids[line.benefit],
            rate_id=line.rate,
            article=line.article,
            quantity=line.quantity,
            unit=line.unit,
            unit_amount=line.unit_amount,
            uncapped_amount=line.uncapped_amount,
            amount=line.amount,
            ceiling=line.ceiling,
            sentence=line.sentence,
        )
        for position, line in enumerate(lines, start=1)
    ]


def _write_events(
    steps: Iterable[tuple[Claim, str, Action, str]], by: User, moment: datetime
) -> None:
    """``steps`` are (claim as it now is, state before, action, reason)."""
    ClaimEvent.objects.bulk_create(
        [
            ClaimEvent(
                claim=claim,
                action=action,
                from_state=before,
                to_state=claim.state,
                done_by=by,
                done_at=moment,
                name=by.full_name,
                job_title=by.job_title,
                unit_name=by.unit.name,
                reason=reason,
            )
            for claim, before, action, reason in steps
        ],
        batch_size=BATCH_ROWS,
    )


# --- Revising -------------------------------------------------------------------------------


@transaction.atomic
def revise_claim(*, fact: Fact, by: User, at: datetime | None = None) -> list[Claim]:
    """Compute the open claims of a corrected fact anew, each keeping its number.

    Raises ``ClaimError`` when one of them is already under way or nothing is owed any more.
    """
    moment = at or timezone.now()
    _lock_people([fact])
    claims = _live_claims(fact)
    _object_to_revising(claims, by)
    if problem := _fact_objection(fact, moment.date()):
        raise ClaimError(problem)
    [answer] = assess_many([question_of(fact, tuple(claim.pk for claim in claims))])
    if not answer.assessment.lines:
        raise ClaimError(" ".join(refusal.sentence for refusal in answer.assessment.refusals))
    owed = _by_payer(answer)
    revised = [
        _rewrite(claim, fact, answer, lines, by, moment)
        for claim in claims
        if (lines := owed.pop(claim.payer.code, None))
    ]
    for claim in claims:
        if claim not in revised:
            _move([claim], Action.CANCEL, by, moment, "Nguồn này không còn chi khoản nào.")
    payers = {payer.code: payer for payer in Payer.objects.filter(code__in=owed)}
    added = [
        (_new_claim(fact, answer, lines, payers[code], by, moment, taken_over=False), lines)
        for code, lines in owed.items()
    ]
    _store(added, by, moment)
    return revised + [claim for claim, _ in added]


def _live_claims(fact: Fact) -> list[Claim]:
    rows = Claim.objects.alive().filter(fact_kind=fact.KIND, fact_id=fact.pk).order_by("pk")
    return list(rows.select_for_update(of=("self",)).select_related("resolution", "payer"))


def _object_to_revising(claims: Sequence[Claim], by: User) -> None:
    for claim in claims:
        if problem := objection(Action.REVISE, claim, by):
            raise ClaimError(f"Hồ sơ {claim.number}: {problem}")


def _rewrite(
    claim: Claim, fact: Fact, answer: Answer, lines: Sequence[Line], by: User, moment: datetime
) -> Claim:
    """Put the new calculation into a claim that is still open."""
    fresh = _new_claim(fact, answer, lines, claim.payer, by, moment, claim.taken_over)
    for field in REVISED_FIELDS:
        setattr(claim, field, getattr(fresh, field))
    claim.version += 1
    claim.save(update_fields=[*REVISED_FIELDS, "version"])
    claim.lines.all().delete()
    ClaimLine.objects.bulk_create(_line_rows(claim, lines))
    _write_events([(claim, claim.state, Action.REVISE, "")], by, moment)
    return claim


REVISED_FIELDS = [
    "heading",
    "resolution",
    "cadre",
    "recipient",
    "payee_name",
    "search_name",
    "group",
    "event_on",
    "event_until",
    "entitlement_year",
    "category",
    "scope",
    "summary",
    "refusals",
    "amount",
]


# --- Moving ---------------------------------------------------------------------------------


def submit(
    *, claim: Claim, by: User, version: int | None = None, at: datetime | None = None
) -> Claim:
    """Hand the claim to the checker. Raises ``ClaimError``."""
    return _one(submit_many(claims=[claim.pk], by=by, versions=_versions(claim, version), at=at))


def check(
    *, claim: Claim, by: User, version: int | None = None, at: datetime | None = None
) -> Claim:
    """Papers and calculation are in order; by somebody other than the maker. Raises ``ClaimError``."""
    return _one(check_many(claims=[claim.pk], by=by, versions=_versions(claim, version), at=at))


def approve(
    *, claim: Claim, by: User, version: int | None = None, at: datetime | None = None
) -> Claim:
    """Approve and freeze: person, account and lines can't change any more. Raises ``ClaimError``."""
    return _one(approve_many(claims=[claim.pk], by=by, versions=_versions(claim, version), at=at))


def send_back(
    *, claim: Claim, by: User, reason: str, version: int | None = None, at: datetime | None = None
) -> Claim:
    """Return the claim to its maker for more. Raises ``ClaimError``."""
    return _one(
        _move_many(Action.RETURN, [claim.pk], by, at, _versions(claim, version), reason=reason)
    )


def refuse(
    *, claim: Claim, by: User, reason: str, version: int | None = None, at: datetime | None = None
) -> Claim:
    """Refuse the claim for good. Raises ``ClaimError``."""
    return _one(
        _move_many(Action.REFUSE, [claim.pk], by, at, _versions(claim, version), reason=reason)
    )


def cancel(
    *, claim: Claim, by: User, reason: str, version: int | None = None, at: datetime | None = None
) -> Claim:
    """Withdraw a draft or returned claim. Raises ``ClaimError``."""
    return _one(
        _move_many(Action.CANCEL, [claim.pk], by, at, _versions(claim, version), reason=reason)
    )


Versions = dict[int, int]


def submit_many(
    *, claims: Iterable[int], by: User, versions: Versions | None = None, at: datetime | None = None
) -> list[Outcome]:
    return _move_many(Action.SUBMIT, claims, by, at, versions)


def check_many(
    *, claims: Iterable[int], by: User, versions: Versions | None = None, at: datetime | None = None
) -> list[Outcome]:
    return _move_many(Action.CHECK, claims, by, at, versions, prepare=_prepare_check)


def approve_many(
    *, claims: Iterable[int], by: User, versions: Versions | None = None, at: datetime | None = None
) -> list[Outcome]:
    """Approve each claim that stands; one that another budget pays is settled at 0 đồng."""
    return _move_many(Action.APPROVE, claims, by, at, versions, prepare=_prepare_approval)


def confirm_taken_over(
    *,
    claims: Iterable[int],
    by: User,
    vouchers: dict[int, tuple[str, date]],
    at: datetime | None = None,
) -> list[Outcome]:
    """Confirm claims already paid before the portal began: claim id → (voucher, day paid)."""

    def prepare(ready: Sequence[Claim], moment: datetime, by: User) -> dict[int, str]:
        problems = {}
        for claim in ready:
            voucher, paid_on = vouchers[claim.pk]
            if problem := payment_day_objection(paid_on):
                problems[claim.pk] = problem
                continue
            _freeze(claim, by, moment)
            claim.voucher, claim.paid_on, claim.budget_year = voucher, paid_on, paid_on.year
        return problems

    return _move_many(Action.TAKE_OVER, claims, by, at, None, prepare=prepare)


def payment_day_objection(paid_on: date) -> str:
    """Why nothing may be paid on that day; "" if it may."""
    if paid_on > timezone.localdate():
        return f"Ngày chi {date_short(paid_on)} chưa tới."
    closed = ClosedPeriod.objects.filter(begins_on__lte=paid_on, ends_on__gte=paid_on).first()
    if closed:
        return (
            f"Kỳ {date_short(closed.begins_on)} – {date_short(closed.ends_on)} đã khóa sổ, "
            "không ghi khoản chi vào kỳ này được."
        )
    return ""


Prepare = Callable[[Sequence[Claim], datetime, User], dict[int, str]]


@transaction.atomic
def _move_many(
    action: Action,
    ids: Iterable[int],
    by: User,
    at: datetime | None,
    versions: Versions | None,
    *,
    reason: str = "",
    prepare: Prepare | None = None,
) -> list[Outcome]:
    """Lock, object or move, write the events. Outcomes in the order of the claims' ids.

    A claim locked by somebody else is waited for, and then seen as they left it: of two
    approvers at once the second is told.
    """
    moment = at or timezone.now()
    if action in NEEDS_REASON and not reason.strip():
        raise ClaimError("Hãy ghi lý do.")
    claims = _locked(ids)
    problems = {
        claim.pk: problem
        for claim in claims
        if (problem := _stale(claim, versions) or objection(action, claim, by))
    }
    ready = [claim for claim in claims if claim.pk not in problems]
    if prepare:
        problems |= prepare(ready, moment, by)
        ready = [claim for claim in ready if claim.pk not in problems]
    _move(ready, action, by, moment, reason)
    return [Outcome(claim, problems.get(claim.pk, "")) for claim in claims]


def _locked(ids: Iterable[int]) -> list[Claim]:
    rows = Claim.objects.filter(pk__in=list(ids)).order_by("pk")
    return list(
        rows.select_for_update(of=("self",)).select_related(
            "resolution", "payer", "group", "cadre__managing_unit", "cadre__commune"
        )
    )


def _stale(claim: Claim, versions: Versions | None) -> str:
    if versions and claim.pk in versions and versions[claim.pk] != claim.version:
        return "Hồ sơ vừa được người khác xử lý; hãy tải lại trang để xem tình trạng mới."
    return ""


def _move(claims: Sequence[Claim], action: Action, by: User, moment: datetime, reason: str) -> None:
    steps = []
    for claim in claims:
        before = claim.state
        taken = _settling(claim, action)
        claim.state = MOVES[ClaimState(before), taken]
        claim.version += 1
        steps.append((claim, before, taken, reason.strip()))
    Claim.objects.bulk_update(claims, MOVED_FIELDS, batch_size=BATCH_ROWS)
    _write_events(steps, by, moment)


MOVED_FIELDS = [
    "state",
    "version",
    "checked_by",
    "checked_at",
    "approved_by",
    "approved_at",
    "snapshot",
    "paid_on",
    "voucher",
    "budget_year",
]


def _settling(claim: Claim, action: Action) -> Action:
    """Approving 0 đồng ends the matter: there is nothing to put on a payment list."""
    return Action.SETTLE if action is Action.APPROVE and claim.amount == 0 else action


def _prepare_check(ready: Sequence[Claim], moment: datetime, by: User) -> dict[int, str]:
    for claim in ready:
        claim.checked_by, claim.checked_at = by, moment
    return {}


def _prepare_approval(ready: Sequence[Claim], moment: datetime, by: User) -> dict[int, str]:
    problems = _changed_results(ready)
    for claim in ready:
        if claim.pk not in problems:
            _freeze(claim, by, moment)
    return problems


def _freeze(claim: Claim, by: User, moment: datetime) -> None:
    claim.approved_by, claim.approved_at = by, moment
    claim.snapshot = snapshot_of(claim)


def _changed_results(claims: Sequence[Claim]) -> dict[int, str]:
    """Claims whose facts, put to the rules again, no longer give the stored sum."""
    problems: dict[int, str] = {}
    by_kind: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        by_kind[claim.fact_kind].append(claim)
    for kind, of_kind in by_kind.items():
        facts = load_facts(kind, (claim.fact_id for claim in of_kind))
        questions = [question_of(facts[claim.fact_id], (claim.pk,)) for claim in of_kind]
        for claim, answer in zip(of_kind, assess_many(questions), strict=True):
            now_owed = sum(
                line.amount
                for line in answer.assessment.lines
                if line.payer.code == claim.payer.code
            )
            if now_owed != claim.amount:
                problems[claim.pk] = (
                    f"Tính lại hôm nay được {money(now_owed)} đồng, khác {money(claim.amount)} "
                    "đồng đã trình; hãy trả lại để tính lại."
                )
    return problems


def _versions(claim: Claim, version: int | None) -> Versions | None:
    return None if version is None else {claim.pk: version}


def _one(outcomes: Sequence[Outcome]) -> Claim:
    if not outcomes:
        raise ClaimError("Không tìm thấy hồ sơ.")
    [outcome] = outcomes
    if outcome.problem or outcome.claim is None:
        raise ClaimError(outcome.problem)
    return outcome.claim
