"""What changes for one person on the list: wish, fitness, not going, another in his place."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from beneficiaries.models import Cadre
from config.formatting import date_short
from convalescence.models import (
    Candidate,
    CandidateAction,
    Fitness,
    Form,
    PlanState,
    Quota,
    Standing,
    YearPlan,
)
from convalescence.planning import telling
from convalescence.planning.life import LISTED, PlanError, day_of, locked, told
from convalescence.planning.steps import write_step
from convalescence.planning.turns import turn_of
from convalescence.planning.vacancies import (
    amount_in,
    first_for,
    home_place,
    lawful_forms,
    no_home_place,
    passed_over,
)


@transaction.atomic
def wish(*, candidate: Candidate, form: str, by: User, at: datetime | None = None) -> Candidate:
    """Keep which form the person chose ("" takes it back).

    Where he is listed changes when the list is made anew or he is moved. Raises ``PlanError``
    for a form that the law doesn't give his group.
    """
    candidate = _held(candidate)
    if form and form not in lawful_forms(candidate):
        raise PlanError(f"Văn bản không có mức “{Form(form).label.lower()}” cho {candidate.group}.")
    words = f"Nguyện vọng: {Form(form).label.lower()}." if form else "Bỏ nguyện vọng đã ghi."
    write_step(candidate, CandidateAction.WISH, words, by=by, at=at)
    candidate.wished = form
    candidate.wished_at, candidate.wished_by = (at or timezone.now(), by) if form else (None, None)
    candidate.save(update_fields=["wished", "wished_at", "wished_by"])
    return candidate


@transaction.atomic
def judge_fitness(
    *,
    candidate: Candidate,
    fitness: str,
    told_by: str,
    told_on: date | None,
    by: User,
    at: datetime | None = None,
) -> Candidate:
    """Keep whether the person may travel, who said so and when.

    Whoever was to travel and can't goes over to staying at home if a place is open there, else
    back to the wait-list in his old order.
    """
    candidate = _held(candidate)
    is_known = fitness != Fitness.UNKNOWN
    if is_known and (not told_by.strip() or told_on is None):
        raise PlanError("Kết luận sức khỏe phải ghi ai kết luận và ngày nào.")
    source = f" ({told_by.strip()}, {date_short(told_on)})" if is_known and told_on else ""
    words = f"{Fitness(fitness).label}{source}."
    write_step(candidate, CandidateAction.FITNESS, words, by=by, at=at)
    candidate.fitness = fitness
    candidate.fitness_told_by = told_by.strip() if is_known else ""
    candidate.fitness_on = told_on if is_known else None
    travels = candidate.standing == Standing.CHOSEN and candidate.form != Form.HOME
    if fitness == Fitness.UNFIT and travels:
        _leave_the_trip(candidate, by, at)
    with told():
        candidate.save()
    return candidate


def _leave_the_trip(candidate: Candidate, by: User, at: datetime | None) -> None:
    before = candidate.get_form_display().lower()
    home = home_place(candidate)
    if home:
        candidate.quota, candidate.form, candidate.amount = home[0], Form.HOME, home[1]
        words = f"Từ {before} sang tại nhà: không đủ sức khỏe đi đoàn."
        write_step(candidate, CandidateAction.HOME, words, by=by, at=at)
    else:
        candidate.standing, candidate.quota, candidate.form = Standing.WAITING, None, ""
        words = f"Rời chỗ {before}: không đủ sức khỏe đi đoàn, chỉ tiêu tại nhà chưa còn chỗ."
        write_step(candidate, CandidateAction.FITNESS, words, by=by, at=at)


@transaction.atomic
def go_home(
    *, candidate: Candidate, reason: str, by: User, at: datetime | None = None
) -> Candidate:
    """From a trip to staying at home, with the reason.

    Raises ``PlanError`` when no place is open at home or the law gives nothing there.
    """
    candidate = _held(candidate)
    _need(reason)
    if candidate.standing != Standing.CHOSEN or candidate.form == Form.HOME:
        raise PlanError("Chỉ người đang được chọn đi đoàn mới chuyển sang tại nhà.")
    home = home_place(candidate)
    if home is None:
        raise PlanError(no_home_place(candidate))
    words = f"Từ {candidate.get_form_display().lower()} sang tại nhà."
    write_step(candidate, CandidateAction.HOME, words, by=by, reason=reason, at=at)
    candidate.quota, candidate.form, candidate.amount = home[0], Form.HOME, home[1]
    with told():
        candidate.save(update_fields=["quota", "form", "amount"])
    return candidate


@transaction.atomic
def leave(
    *,
    candidate: Candidate,
    reason: str,
    by: User,
    standing: Standing = Standing.DECLINED,
    at: datetime | None = None,
) -> Candidate:
    """The person doesn't go (``DECLINED``) or doesn't belong on the list (``REMOVED``)."""
    candidate = _held(candidate)
    _need(reason)
    if candidate.standing not in (Standing.CHOSEN, Standing.WAITING):
        raise PlanError(f"Người này đã được ghi: {candidate.get_standing_display().lower()}.")
    if candidate.home and candidate.home.cancelled_at is None:
        raise PlanError("Đã lập hồ sơ điều dưỡng tại nhà: hủy sự việc đó trước.")
    action = CandidateAction.DECLINE if standing == Standing.DECLINED else CandidateAction.REMOVE
    words = f"{standing.label}; trước đó: {candidate.get_standing_display().lower()}."
    write_step(candidate, action, words, by=by, reason=reason, at=at)
    candidate.standing, candidate.quota, candidate.form, candidate.home = standing, None, "", None
    with told():
        candidate.save(update_fields=["standing", "quota", "form", "home"])
    return candidate


@transaction.atomic
def call_next(*, quota: Quota, by: User, at: datetime | None = None) -> Candidate:
    """Give an open place to the first on the wait-list who may take it.

    Raises ``PlanError`` when no place is open, nobody waits for it, or the money is short: then
    nobody further down is called instead.
    """
    plan = locked(quota.plan)
    _refuse_untimely(plan)
    quota = Quota.objects.select_related("unit", "plan").get(pk=quota.pk)
    found, amount = first_for(quota)
    words = f"Vào chỗ còn trống của “{quota}”."
    write_step(found, CandidateAction.CHOOSE, words, by=by, at=at)
    _seat(found, quota, amount)
    return found


@transaction.atomic
def substitute(
    *,
    candidate: Candidate,
    reason: str,
    by: User,
    instead: Cadre | None = None,
    decision: str = "",
    at: datetime | None = None,
) -> Candidate:
    """Another person in the place of one who was chosen (điều dưỡng thay thế).

    Without ``instead`` the first on the wait-list comes. Whoever isn't on it is refused with the
    reason, unless a named ``decision`` lets him go. Answers the substitute; raises ``PlanError``.
    """
    out = _held(candidate)
    _need(reason)
    if out.standing != Standing.CHOSEN or out.quota is None:
        raise PlanError("Chỉ thay được người đang được chọn.")
    if out.home and out.home.cancelled_at is None:
        raise PlanError("Đã lập hồ sơ điều dưỡng tại nhà cho người này: hủy sự việc đó trước.")
    quota = out.quota
    if instead is None:
        coming, amount = first_for(quota, leaving=out)
    else:
        coming = _named(out, instead, decision.strip(), by, at)
        amount = amount_in(coming, quota, leaving=out)
    passed = passed_over(coming, quota)
    write_step(
        out, CandidateAction.REPLACED, f"{coming.cadre} đi thay.", by=by, reason=reason, at=at
    )
    out.standing, out.quota, out.home = Standing.REPLACED, None, None
    out.save(update_fields=["standing", "quota", "home"])
    words = f"Thay {out.cadre}, chỉ tiêu “{quota}”.{passed}"
    write_step(coming, CandidateAction.REPLACE, words, by=by, reason=reason, at=at)
    coming.replaces = out
    _seat(coming, quota, amount)
    return coming


def _named(out: Candidate, cadre: Cadre, decision: str, by: User, at: datetime | None) -> Candidate:
    """The person asked for as substitute, if that is possible."""
    rows = Candidate.objects.select_related("cadre", "group", "plan__resolution")
    found = rows.filter(plan=out.plan, cadre=cadre).first()
    if found is None:
        return _admitted(out.plan, cadre, decision, by, at)
    if found.standing != Standing.WAITING:
        standing = found.get_standing_display().lower()
        raise PlanError(f"{cadre} không ở danh sách chờ (đang ghi: {standing}).")
    return found


def _admitted(
    plan: YearPlan, cadre: Cadre, decision: str, by: User, at: datetime | None
) -> Candidate:
    """Somebody who isn't on the list comes onto it by a named decision."""
    turn = turn_of(plan, cadre, day_of(plan, at))
    if turn is None:
        raise PlanError(f"{cadre} không thuộc đối tượng nào của kế hoạch này.")
    why_not = (
        f"{cadre} không có trong danh sách chờ đã lập." if turn.is_due else telling.not_due(turn)
    )
    if not decision:
        raise PlanError(
            f"{why_not} Chỉ đi thay được khi có quyết định riêng: hãy ghi số, ngày quyết định."
        )
    last = plan.candidates.order_by("-position").values_list("position", flat=True).first() or 0
    admitted = Candidate.objects.create(
        plan=plan,
        cadre=cadre,
        group_id=turn.group,
        unit_id=turn.unit,
        last_year=turn.last_year,
        waiting_years=turn.years,
        position=last + 1,
        reasons=[*telling.why(turn), f"Đi theo quyết định riêng: {decision}."],
        standing=Standing.WAITING,
        is_due=turn.is_due,
        exception=decision,
    )
    words = f"{why_not} Cho đi theo {decision}."
    write_step(admitted, CandidateAction.ADMIT, words, by=by, reason=decision, at=at)
    return admitted


def _seat(candidate: Candidate, quota: Quota, amount: int) -> None:
    candidate.standing, candidate.quota, candidate.form = Standing.CHOSEN, quota, quota.form
    candidate.amount = amount
    with told():
        candidate.save(update_fields=["standing", "quota", "form", "amount", "replaces"])


def _held(candidate: Candidate) -> Candidate:
    """The row as it is now, with its plan held: the verbs of a plan come one by one."""
    plan = locked(candidate.plan)
    _refuse_untimely(plan)
    rows = Candidate.objects.select_related("cadre", "group", "unit", "quota__unit", "home")
    found = rows.get(pk=candidate.pk)
    found.plan = plan
    if found.quota:
        found.quota.plan = plan
    return found


def _refuse_untimely(plan: YearPlan) -> None:
    if plan.state not in LISTED:
        state = PlanState(plan.state).label
        raise PlanError(f"Kế hoạch đang ở tình trạng “{state}”, danh sách không đổi được.")


def _need(reason: str) -> None:
    if not reason.strip():
        raise PlanError("Hãy ghi lý do.")
