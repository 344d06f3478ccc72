"""Moving claims through their life, one or many at a time."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import F, Sum
from django.utils import timezone

from accounts.models import User
from beneficiaries.matching import any_of
from claims.actions.opening import claims_of_facts, question_of
from claims.actions.outcome import ClaimError, Outcome
from claims.actions.storing import write_events
from claims.assessing import Answer, assess_many
from claims.facts import load_facts
from claims.models import Claim, ClaimState, ClosedPeriod
from claims.models.claim import DECIDED, DONE
from claims.permissions import objection
from claims.sealing import seal
from claims.snapshots import snapshot_of
from claims.workflow import MOVES, NEEDS_REASON, Action
from config.copying import update_objects
from config.formatting import date_short, money


def submit(
    *, claim: Claim, by: User, version: int | None = None, at: datetime | None = None
) -> Claim:
    """Hand the claim to the checker. Raises ``ClaimError``."""
    return _one(submit_many(claims=[claim.pk], by=by, versions=_versions(claim, version), at=at))


def check(
    *, claim: Claim, by: User, version: int | None = None, at: datetime | None = None
) -> Claim:
    """Papers and calculation are in order, says a second person. Raises ``ClaimError``."""
    return _one(check_many(claims=[claim.pk], by=by, versions=_versions(claim, version), at=at))


def approve(
    *, claim: Claim, by: User, version: int | None = None, at: datetime | None = None
) -> Claim:
    """Approve, and freeze person, account and lines. Raises ``ClaimError``."""
    return _one(approve_many(claims=[claim.pk], by=by, versions=_versions(claim, version), at=at))


def send_back(
    *, claim: Claim, by: User, reason: str, version: int | None = None, at: datetime | None = None
) -> Claim:
    """Return the claim to its maker for more. Raises ``ClaimError``."""
    return _one(
        move_many(Action.RETURN, [claim.pk], by, at, _versions(claim, version), reason=reason)
    )


def refuse(
    *, claim: Claim, by: User, reason: str, version: int | None = None, at: datetime | None = None
) -> Claim:
    """Refuse the claim for good. Raises ``ClaimError``."""
    return _one(
        move_many(Action.REFUSE, [claim.pk], by, at, _versions(claim, version), reason=reason)
    )


def cancel(
    *, claim: Claim, by: User, reason: str, version: int | None = None, at: datetime | None = None
) -> Claim:
    """Withdraw a claim that nobody has checked yet. Raises ``ClaimError``."""
    return _one(
        move_many(Action.CANCEL, [claim.pk], by, at, _versions(claim, version), reason=reason)
    )


Versions = dict[int, int]


def submit_many(
    *, claims: Iterable[int], by: User, versions: Versions | None = None, at: datetime | None = None
) -> list[Outcome]:
    return move_many(Action.SUBMIT, claims, by, at, versions)


def check_many(
    *, claims: Iterable[int], by: User, versions: Versions | None = None, at: datetime | None = None
) -> list[Outcome]:
    return move_many(Action.CHECK, claims, by, at, versions, prepare=_prepare_check)


def approve_many(
    *, claims: Iterable[int], by: User, versions: Versions | None = None, at: datetime | None = None
) -> list[Outcome]:
    """Approve each claim that stands; one that another budget pays is settled at 0 đồng."""
    return move_many(Action.APPROVE, claims, by, at, versions, prepare=_prepare_approval)


def cancel_many(
    *, claims: Iterable[int], by: User, reason: str, at: datetime | None = None
) -> list[Outcome]:
    return move_many(Action.CANCEL, claims, by, at, None, reason=reason)


def confirm_taken_over(
    *, claims: Iterable[int], by: User, at: datetime | None = None
) -> list[Outcome]:
    """Confirm claims already paid before the portal began, by somebody other than the importer.

    Voucher and day were told with the import; they are judged once more here.
    """
    return move_many(Action.TAKE_OVER, claims, by, at, None, prepare=_prepare_taking_over)


def _prepare_taking_over(ready: Sequence[Claim], moment: datetime, by: User) -> dict[int, str]:
    hold_periods()
    problems = {}
    days = {claim.paid_on for claim in ready if claim.paid_on}
    objections = {day: payment_day_objection(day) for day in days}
    for claim in ready:
        if claim.paid_on is None or not claim.voucher:
            problems[claim.pk] = "Hồ sơ chưa có số chứng từ và ngày chi."
        elif objections[claim.paid_on]:
            problems[claim.pk] = objections[claim.paid_on]
        else:
            _freeze(claim, by, moment)
            claim.budget_year = claim.paid_on.year
    return problems


def hold_periods() -> None:
    """No period is closed between looking whether it is and writing the payment."""
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE claims_closedperiod IN SHARE MODE")


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
def move_many(
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
    claims = _locked(ids, action)
    problems = {
        claim.pk: problem
        for claim in claims
        if (problem := _stale(claim, versions) or objection(action, claim, by))
    }
    ready = [claim for claim in claims if claim.pk not in problems]
    if prepare:
        problems |= prepare(ready, moment, by)
        ready = [claim for claim in ready if claim.pk not in problems]
    move(ready, action, by, moment, reason)
    return [Outcome(claim, problems.get(claim.pk, "")) for claim in claims]


def _locked(ids: Iterable[int], action: Action) -> list[Claim]:
    """The claims in order, each with what will be frozen of it if it is."""
    rows = any_of(Claim.objects.all(), "pk", ids, "bigint").order_by("pk")
    if action in FREEZING:
        rows = rows.select_related(
            "resolution", "payer", "group", "cadre__managing_unit", "cadre__commune"
        )
    return list(rows.select_for_update(of=("self",)))


def _stale(claim: Claim, versions: Versions | None) -> str:
    if versions and claim.pk in versions and versions[claim.pk] != claim.version:
        return "Hồ sơ vừa được người khác xử lý; hãy tải lại trang để xem tình trạng mới."
    return ""


def move(claims: Sequence[Claim], action: Action, by: User, moment: datetime, reason: str) -> None:
    """Store the step of claims that are locked and ready for it, and write the events.

    What is paid or settled by it is sealed at once.
    """
    steps = []
    for claim in claims:
        before = claim.state
        taken = _settling(claim, action)
        claim.state = MOVES[ClaimState(before), taken]
        claim.version += 1
        if taken is Action.RETURN:
            claim.checked_by = claim.checked_at = None
        steps.append((claim, before, taken, reason.strip()))
    _store_moved(claims, action)
    write_events(steps, by, moment)
    seal((claim.pk for claim in claims if claim.state in DONE), moment)


FREEZING = frozenset({Action.APPROVE, Action.TAKE_OVER})
# What a step writes beside the state.
WRITES: dict[Action, tuple[str, ...]] = {
    Action.CHECK: ("checked_by_id", "checked_at"),
    Action.RETURN: ("checked_by_id", "checked_at"),
    Action.APPROVE: ("approved_by_id", "approved_at"),
    Action.TAKE_OVER: ("approved_by_id", "approved_at", "budget_year"),
    Action.PAY: ("paid_on", "voucher", "budget_year"),
}


def _store_moved(claims: Sequence[Claim], action: Action) -> None:
    """One statement for all claims that moved alike: thousands of them in a moment.

    The snapshot is written only once, before the state that fixes it.
    """
    if action in FREEZING:
        update_objects(Claim, claims, ["snapshot"])
    written = ("state", *WRITES.get(action, ()))
    alike: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    for claim in claims:
        alike[tuple(getattr(claim, field) for field in written)].append(claim.pk)
    for values, ids in alike.items():
        fields = dict(zip(written, values, strict=True))
        moved = any_of(Claim.objects.all(), "pk", ids, "bigint")
        moved.update(version=F("version") + 1, **fields)


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
        siblings = claims_of_facts(kind, facts)
        questions = [
            question_of(facts[claim.fact_id], siblings[claim.fact_id]) for claim in of_kind
        ]
        for claim, answer in zip(of_kind, assess_many(questions), strict=True):
            now_owed = _owed_today(claim, answer)
            if now_owed != claim.amount:
                problems[claim.pk] = (
                    f"Tính lại hôm nay được {money(now_owed)} đồng, khác {money(claim.amount)} "
                    "đồng đã trình; hãy trả lại để tính lại."
                )
    return problems


def _owed_today(claim: Claim, answer: Answer) -> int:
    """Đồng of the claim if it were opened today; of a correction, what is still missing."""
    if claim.recalculation_id is None:
        own = (claim.resolution_id, claim.payer.code, claim.entitlement_year)
        return sum(owed.amount for owed in answer.owed if owed.key == own)
    decided = Claim.objects.filter(
        fact_kind=claim.fact_kind, fact_id=claim.fact_id, payer=claim.payer, state__in=DECIDED
    )
    given = decided.aggregate(amount=Sum("amount", default=0))["amount"]
    return sum(owed.amount for owed in answer.owed if owed.payer == claim.payer.code) - given


def _versions(claim: Claim, version: int | None) -> Versions | None:
    return None if version is None else {claim.pk: version}


def _one(outcomes: Sequence[Outcome]) -> Claim:
    if not outcomes:
        raise ClaimError("Không tìm thấy hồ sơ.")
    [outcome] = outcomes
    if outcome.problem or outcome.claim is None:
        raise ClaimError(outcome.problem)
    return outcome.claim
