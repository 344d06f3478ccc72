"""Which place of a quota is open, to whom, for how much; what stands against it, in words."""

from config.formatting import count, money
from convalescence.models import Candidate, Fitness, Form, Quota
from convalescence.planning import owing
from convalescence.planning.cycles import forms_of_groups
from convalescence.planning.life import PlanError
from convalescence.planning.storing import STAYING


def lawful_forms(candidate: Candidate) -> tuple[str, ...]:
    """The forms for which the law has a rate of the person's group."""
    return forms_of_groups([candidate.plan.resolution]).get(candidate.group_id, ())


def open_forms(known: Candidate | None, lawful: tuple[str, ...]) -> tuple[str, ...]:
    """The forms a person may be put in: what the law has, what he chose, what he is fit for."""
    if known is None:
        return lawful
    if known.standing in STAYING or known.replaces_id:
        return ()
    forms = (Form.HOME.value,) if known.fitness == Fitness.UNFIT else lawful
    return tuple(form for form in forms if form in lawful and known.wished in ("", form))


def first_for(quota: Quota, *, leaving: Candidate | None = None) -> tuple[Candidate, int]:
    """The first who waits for such a place, and the đồng; ``leaving`` makes room for him."""
    lawful = forms_of_groups([quota.plan.resolution])
    rows = quota.plan.candidates.waiting().select_related("cadre", "group", "plan__resolution")
    if quota.unit_id:
        rows = rows.filter(unit=quota.unit_id)
    for one in rows:
        if quota.form not in open_forms(one, lawful.get(one.group_id, ())):
            continue
        [(amount, _)] = owing.owed([(one.cadre, quota)])
        if amount is not None:
            _refuse_beyond(quota, amount, leaving)
            return one, amount
    raise PlanError(f"Không còn ai trong danh sách chờ phù hợp với chỉ tiêu “{quota}”.")


def amount_in(coming: Candidate, quota: Quota, *, leaving: Candidate) -> int:
    """Đồng that the rules give the substitute in that place."""
    if quota.unit_id not in (None, coming.unit_id):
        raise PlanError(f"Chỉ tiêu “{quota}” chỉ dành cho {quota.unit}.")
    if quota.form != Form.HOME and coming.fitness == Fitness.UNFIT:
        raise PlanError(f"{coming.cadre} không đủ sức khỏe đi đoàn.")
    [(amount, why_not)] = owing.owed([(coming.cadre, quota)])
    if amount is None:
        raise PlanError(f"{coming.cadre}: {why_not}")
    _refuse_beyond(quota, amount, leaving)
    return amount


def _refuse_beyond(quota: Quota, amount: int, leaving: Candidate | None) -> None:
    there = quota.candidates.chosen()
    if leaving:
        there = there.exclude(pk=leaving.pk)
    amounts = list(there.values_list("amount", flat=True))
    if len(amounts) >= quota.people:
        raise PlanError(f"Chỉ tiêu “{quota}” đã đủ {count(quota.people)} người.")
    left = quota.amount - sum(amounts)
    if amount > left:
        raise PlanError(
            f"Kinh phí của chỉ tiêu “{quota}” còn {money(max(0, left))} đồng, "
            f"không đủ {money(amount)} đồng cho một người."
        )


def passed_over(coming: Candidate, quota: Quota) -> str:
    """How many who wait for the same place stand before the substitute."""
    before = quota.plan.candidates.waiting().filter(position__lt=coming.position)
    if quota.unit_id:
        before = before.filter(unit=quota.unit_id)
    lawful = forms_of_groups([quota.plan.resolution])
    passed = [one for one in before if quota.form in open_forms(one, lawful.get(one.group_id, ()))]
    return f" Vượt {count(len(passed))} người xếp trước." if passed else ""


def home_place(candidate: Candidate) -> tuple[Quota, int] | None:
    """An open place at home that the law pays, the unit's own first."""
    if Form.HOME not in lawful_forms(candidate):
        return None
    for quota in _home_quotas(candidate):
        [(amount, _)] = owing.owed([(candidate.cadre, quota)])
        there = list(quota.candidates.chosen().values_list("amount", flat=True))
        if amount is None or len(there) >= quota.people or sum(there) + amount > quota.amount:
            continue
        return quota, amount
    return None


def _home_quotas(candidate: Candidate) -> list[Quota]:
    quotas = candidate.plan.quotas.filter(form=Form.HOME).select_related("unit", "plan")
    return [quota for quota in quotas if quota.unit_id == candidate.unit_id] + [
        quota for quota in quotas if quota.unit_id is None
    ]


def no_home_place(candidate: Candidate) -> str:
    if Form.HOME not in lawful_forms(candidate):
        return f"Văn bản không có mức điều dưỡng tại nhà cho {candidate.group}."
    if not _home_quotas(candidate):
        return "Kế hoạch không có chỉ tiêu tại nhà cho người này."
    return "Chỉ tiêu tại nhà đã hết chỗ hoặc hết kinh phí, hoặc người này không còn được hưởng."
