"""Those who stay at home: facts and claims of all of them together, each once."""

import logging
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from claims.actions import ClaimError, open_claims, question_of
from claims.actions.opening import fact_objection, latest_day, lock_people
from claims.assessing import assess_many
from config.copying import copy_objects
from config.formatting import date_short, money
from convalescence.models import (
    Candidate,
    Form,
    HomeConvalescence,
    HomeRun,
    HomeRunState,
    PlanState,
    Quota,
    YearPlan,
)
from convalescence.models.candidate import CandidateQuerySet
from convalescence.planning.life import PlanError, locked

AT_ONCE = 200
LOST_AFTER = timedelta(minutes=10)
FAILED = (
    "Việc lập hồ sơ bị lỗi giữa chừng; hồ sơ đã lập vẫn giữ nguyên. Hãy lập lại cho những người "
    "còn thiếu; nếu vẫn lỗi, báo quản trị viên."
)
UNDER_WAY = (HomeRunState.WAITING, HomeRunState.RUNNING)

logger = logging.getLogger(__name__)


def still_to_claim(plan: YearPlan, on: date | None = None) -> CandidateQuerySet:
    """Chosen to stay at home and without a standing fact, in the order of the list.

    With a day only those in whose quota's period it lies: what was delegated has its own.
    """
    rows = plan.candidates.chosen().filter(form=Form.HOME)
    if on:
        rows = rows.filter(quota__begins_on__lte=on, quota__ends_on__gte=on)
    open_ones = rows.filter(home=None) | rows.filter(home__cancelled_at__isnull=False)
    return open_ones.order_by("position", "pk")


@transaction.atomic
def begin(*, plan: YearPlan, requested_on: date, by: User, at: datetime | None = None) -> HomeRun:
    """Ask for the claims of all who stay at home; ``run`` opens them.

    Raises ``PlanError`` before the plan runs, while another go is under way, when nobody is left,
    or for a day that isn't of the plan's year or hasn't come.
    """
    moment = at or timezone.now()
    plan = locked(plan)
    if plan.state != PlanState.RUNNING:
        raise PlanError("Chỉ lập hồ sơ khi kế hoạch đang thực hiện.")
    if requested_on.year != plan.year or requested_on > timezone.localdate(moment):
        raise PlanError(f"Ngày đề nghị phải thuộc năm {plan.year} và không sau hôm nay.")
    give_up_lost(plan)
    if plan.home_runs.filter(state__in=UNDER_WAY).exists():
        raise PlanError("Đang có một lượt lập hồ sơ của kế hoạch này; hãy đợi lượt đó xong.")
    total = still_to_claim(plan, requested_on).count()
    if not total:
        raise PlanError(_why_nobody(plan, requested_on))
    return HomeRun.objects.create(
        plan=plan,
        requested_on=requested_on,
        total=total,
        made_by=by,
        made_at=moment,
        stirred_at=timezone.now(),
    )


def _why_nobody(plan: YearPlan, on: date) -> str:
    if still_to_claim(plan).exists():
        return (
            f"Ngày {date_short(on)} ngoài thời hạn chỉ tiêu của mọi người còn lại; "
            "hãy chọn ngày trong thời hạn."
        )
    return "Mọi người điều dưỡng tại nhà của kế hoạch đều đã có hồ sơ."


def is_lost(run: HomeRun, now: datetime | None = None) -> bool:
    """Whether nobody seems to work on it any more."""
    return run.state in UNDER_WAY and (now or timezone.now()) - run.stirred_at > LOST_AFTER


def give_up_lost(plan: YearPlan) -> None:
    too_long = plan.home_runs.filter(
        state__in=UNDER_WAY, stirred_at__lt=timezone.now() - LOST_AFTER
    )
    too_long.update(state=HomeRunState.FAILED, failure=FAILED)


def carry_out(run: HomeRun, at: datetime | None = None) -> HomeRun:
    """Open everything, some hundreds in each transaction; what can't be is told a person."""
    waiting = HomeRun.objects.filter(pk=run.pk, state=HomeRunState.WAITING)
    if not waiting.update(state=HomeRunState.RUNNING, stirred_at=timezone.now()):
        return run
    try:
        for chunk in _chunks(_keys(run)):
            _open_chunk(run, chunk, at)
    except Exception:
        HomeRun.objects.filter(pk=run.pk).update(state=HomeRunState.FAILED, failure=FAILED)
        raise
    HomeRun.objects.filter(pk=run.pk).update(state=HomeRunState.DONE)
    run.refresh_from_db()
    return run


def _keys(run: HomeRun) -> list[int]:
    return list(still_to_claim(run.plan, run.requested_on).values_list("pk", flat=True))


def _chunks(keys: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(keys), AT_ONCE):
        yield keys[start : start + AT_ONCE]


def _open_chunk(run: HomeRun, keys: Sequence[int], at: datetime | None) -> None:
    """Together, or, when others were faster with one of them, each apart."""
    try:
        opened, refused = _open(run, keys, at)
    except (IntegrityError, ClaimError):
        opened, refused = 0, []
        for key in keys:
            try:
                one, why_not = _open(run, [key], at)
            except (IntegrityError, ClaimError) as refusal:
                logger.warning("home claim of candidate %s: %s", key, refusal)
                name = Candidate.objects.values_list("cadre__full_name", flat=True).get(pk=key)
                one, why_not = 0, [[key, name, "Vừa có người khác thay đổi; hãy lập lại."]]
            opened, refused = opened + one, refused + why_not
    run.done += len(keys)
    run.opened += opened
    run.refused = [*run.refused, *refused]
    run.stirred_at = timezone.now()
    run.save(update_fields=["done", "opened", "refused", "stirred_at"])


@transaction.atomic
def _open(run: HomeRun, keys: Sequence[int], at: datetime | None) -> tuple[int, list[list]]:
    """Record the facts and open their claims; answers how many, and who was refused why.

    The plan is held, so that nobody is replaced under it; the people are held, so that nothing
    else is paid to them in between.
    """
    moment = at or timezone.now()
    locked(run.plan)
    rows = Candidate.objects.filter(pk__in=keys).select_related("cadre", "quota", "home")
    candidates = [one for one in rows.order_by("position", "pk") if _is_open(one)]
    facts = {one.pk: _fact(run, one, moment) for one in candidates}
    lock_people(list(facts.values()))
    people = [one.cadre_id for one in candidates]
    same = HomeConvalescence.objects.standing().filter(year=run.requested_on.year)
    known = set(same.filter(cadre__in=people).values_list("cadre", flat=True))
    refused = []
    lawful = []
    for candidate, answer in zip(
        candidates, assess_many([question_of(facts[one.pk]) for one in candidates]), strict=True
    ):
        problem = _objection(candidate, facts[candidate.pk], known, moment) or (
            "" if answer.owed else " ".join(refusal.sentence for refusal in answer.refusals)
        )
        if not problem:
            problem = _beyond_money(candidate, answer.amount)
        if problem:
            refused.append([candidate.pk, candidate.cadre.full_name, problem])
        else:
            candidate.amount = answer.amount
            lawful.append(candidate)
    kept = [facts[one.pk] for one in lawful]
    copy_objects(HomeConvalescence, kept)
    for outcomes in open_claims(facts=kept, by=run.made_by, at=at):
        for outcome in outcomes:
            if outcome.problem:
                raise ClaimError(outcome.problem)
    for candidate in lawful:
        candidate.home = facts[candidate.pk]
    Candidate.objects.bulk_update(lawful, ["home", "amount"])
    return len(lawful), refused


def _is_open(candidate: Candidate) -> bool:
    stays = candidate.standing == "chosen" and candidate.form == Form.HOME
    return stays and (candidate.home is None or candidate.home.cancelled_at is not None)


def _fact(run: HomeRun, candidate: Candidate, moment: datetime) -> HomeConvalescence:
    by = run.made_by
    quota = candidate.quota
    assert quota is not None  # the constraint of the chosen
    return HomeConvalescence(
        cadre=candidate.cadre,
        year=run.requested_on.year,
        requested_on=run.requested_on,
        run_by=quota.run_by,
        unit=by.unit,
        recorded_by=by,
        recorded_at=moment,
        note=f"Theo {run.plan}"[:500],
    )


def _objection(
    candidate: Candidate, fact: HomeConvalescence, known: set[int], moment: datetime
) -> str:
    quota = candidate.quota
    if quota and not quota.begins_on <= fact.requested_on <= quota.ends_on:
        return (
            f"Ngày đề nghị ngoài thời hạn của chỉ tiêu ({quota.begins_on:%d/%m/%Y} – "
            f"{quota.ends_on:%d/%m/%Y})."
        )
    if candidate.cadre_id in known:
        return f"Người này đã được ghi điều dưỡng tại nhà năm {fact.year}."
    return fact_objection(fact, latest_day(moment))


def _beyond_money(candidate: Candidate, amount: int) -> str:
    """Whether the claim would be more than the quota has left."""
    more = amount - candidate.amount
    if more <= 0 or candidate.quota is None:
        return ""
    quota: Quota = candidate.quota
    left = quota.amount - sum(quota.candidates.chosen().values_list("amount", flat=True))
    if more <= left:
        return ""
    return f"Chỉ tiêu chỉ còn {money(left)} đồng, mức tính nay cao hơn dự kiến {money(more)} đồng."
