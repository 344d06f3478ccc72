"""What a plan grants: its quotas, whom an open place goes to, and how often turns come."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from accounts.gates import requires
from convalescence.models import Cycle, Quota
from convalescence.planning import founding, standing
from convalescence.planning.finding import of_department, plan_of, posted
from convalescence.planning.form_pages import attempt, form_page, tell
from convalescence.planning.forms import CycleForm, QuotaForm
from convalescence.planning.life import PlanError


@requires("plan_edit")
@of_department
def quota_create(request: HttpRequest, plan_id: int) -> HttpResponse:
    plan = plan_of(plan_id)
    return _quota_page(request, Quota(plan=plan), "Thêm chỉ tiêu")


@requires("plan_edit")
@of_department
def quota_edit(request: HttpRequest, quota_id: int) -> HttpResponse:
    quota = get_object_or_404(Quota.objects.select_related("plan__resolution", "unit"), pk=quota_id)
    return _quota_page(request, quota, "Sửa chỉ tiêu")


def _quota_page(request: HttpRequest, quota: Quota, heading: str) -> HttpResponse:
    plan = quota.plan
    form = QuotaForm(posted(request), instance=quota)
    if form.is_valid() and attempt(
        form, lambda: founding.save_quota(quota=form.save(commit=False), by=request.user)
    ):
        messages.success(request, "Đã lưu chỉ tiêu.")
        return redirect("year_plan_detail", plan.pk)
    return form_page(request, form, plan.pk, str(plan), heading)


@require_POST
@requires("plan_edit")
@of_department
def quota_remove(request: HttpRequest, quota_id: int) -> HttpResponse:
    quota = get_object_or_404(Quota.objects.select_related("plan", "unit"), pk=quota_id)
    tell(request, lambda: founding.drop_quota(quota=quota, by=request.user), "Đã bỏ chỉ tiêu.")
    return redirect("year_plan_detail", quota.plan_id)


@require_POST
@requires("plan_edit")
@of_department
def quota_call(request: HttpRequest, quota_id: int) -> HttpResponse:
    """The next of the wait-list gets an open place."""
    quota = get_object_or_404(Quota.objects.select_related("plan", "unit"), pk=quota_id)
    try:
        called = standing.call_next(quota=quota, by=request.user)
    except PlanError as refused:
        messages.error(request, str(refused))
        return redirect("year_plan_detail", quota.plan_id)
    messages.success(request, f"{called.cadre} được xếp vào chỗ còn trống.")
    return redirect("candidate_detail", called.pk)


@requires("plan_edit")
@of_department
def cycle_edit(request: HttpRequest, cycle_id: int) -> HttpResponse:
    cycle = get_object_or_404(Cycle.objects.select_related("plan", "group"), pk=cycle_id)
    form = CycleForm(posted(request), instance=cycle)
    if form.is_valid() and attempt(
        form,
        lambda: founding.change_cycle(
            cycle=Cycle.objects.select_related("plan", "group").get(pk=cycle_id),
            years=form.cleaned_data["years"],
            counted=form.cleaned_data["counted"],
            from_year=form.cleaned_data["from_year"],
            reason=form.cleaned_data["reason"],
            by=request.user,
        ),
    ):
        messages.success(request, "Đã lưu chu kỳ; lập lại danh sách để áp dụng.")
        return redirect("year_plan_detail", cycle.plan_id)
    heading = f"Chu kỳ của {cycle.group}"
    return form_page(
        request, form, cycle.plan_id, str(cycle.plan), heading, lead=f"Theo văn bản: {cycle.source}"
    )
