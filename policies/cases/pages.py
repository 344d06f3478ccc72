"""The pages of solved cases: listed with pass or fail, typed, brought in a workbook."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.gates import requires
from config.formatting import count
from config.web import page_or_fragment, paginate, workbook
from config.workbooks.opening import WorkbookRefused
from policies.asking import query_of
from policies.bridge import law_of
from policies.cases.actions import (
    CaseDraft,
    add_case,
    change_case,
    draft_of,
    keep_cases,
    remove_case,
)
from policies.cases.forms import CaseWorkbookForm, ExpectationForm
from policies.cases.sheet import CaseSheet
from policies.models import Resolution, SolvedCase
from policies.rules import Law
from policies.rules.needs import opened
from policies.solving import Solved, solve, solve_all
from policies.trying.bench import Bench

MOST_SHOWN_FAULTS = 200
SALT = "policies.cases"
LOOK_AGAIN_AFTER = 60 * 60 * 12  # seconds in which a workbook that was looked at may be kept


def _visible(request: HttpRequest, code: str) -> Resolution:
    seen = Resolution.objects.visible_to(request.user).select_related("scheme", "replaces")
    return get_object_or_404(seen, code=code)


def _draft(request: HttpRequest, code: str) -> Resolution:
    """A version that may still get cases; of a released one they are fixed."""
    resolution = _visible(request, code)
    if resolution.is_released:
        raise Http404("các ca của văn bản đã ban hành không sửa được")
    return resolution


def _case(resolution: Resolution, number: int) -> SolvedCase:
    return get_object_or_404(resolution.cases, number=number)


# --- looking ---------------------------------------------------------------------------------


@requires("resolution_view")
def case_list(request: HttpRequest, code: str) -> HttpResponse:
    resolution = _visible(request, code)
    law = law_of(resolution)
    solved = solve_all(resolution.cases.select_related("made_by"), law)
    failing = [each for each in solved if not each.passes]
    only_failing = request.GET.get("show") == "failing"
    page = paginate(request, failing if only_failing else solved)
    for each in page.object_list:
        each.case.query = _query(each, law)
    context = {
        "resolution": resolution,
        "page": page,
        "total": len(solved),
        "failing": len(failing),
        "only_failing": only_failing,
        "may_edit": not resolution.is_released and request.user.may("case_edit"),
    }
    return page_or_fragment(request, "policies/case_list.html", context, fragment="rows")


def _query(solved: Solved, law: Law) -> str:
    """The address query of the case on the bench; "" if it can't be read."""
    try:
        return query_of(solved.case.situation, [law])
    except ValueError:
        return ""


# --- one case --------------------------------------------------------------------------------


@requires("case_edit")
def case_create(request: HttpRequest, code: str) -> HttpResponse:
    """The case that stands in the address, with the result that an officer expects."""
    resolution = _draft(request, code)
    bench = Bench(request.user, resolution, request.GET)
    if not bench.is_ready:
        messages.warning(request, "Hãy điền đủ ca trên bàn tính thử rồi lưu thành ca mẫu.")
        return redirect(bench.address)
    return _edited(request, resolution, bench, None)


@requires("case_edit")
def case_edit(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Another expectation; and, with a case in the address, other facts."""
    resolution = _draft(request, code)
    case = _case(resolution, number)
    data = request.GET.copy()
    if "benefits" not in data:
        stored = query_of(case.situation, [law_of(resolution)])
        return redirect(f"{request.path}?{stored}")
    bench = Bench(request.user, resolution, data)
    if not bench.is_ready:
        messages.warning(request, "Ca này thiếu dữ kiện; hãy điền đủ trên bàn tính thử.")
        return redirect(bench.address)
    return _edited(request, resolution, bench, case)


def _edited(
    request: HttpRequest, resolution: Resolution, bench: Bench, case: SolvedCase | None
) -> HttpResponse:
    law = law_of(resolution)
    benefits = opened(law, bench.form.occasions)
    data = request.POST if request.method == "POST" else None
    form = ExpectationForm(data, benefits=benefits, case=case)
    if form.is_valid() and (kept := _kept(request, form, resolution, bench, case)):
        _tell(request, solve(kept, law))
        return redirect("case_list", resolution.code)
    context = {"resolution": resolution, "bench": bench, "form": form, "case": case}
    return render(request, "policies/case_form.html", context)


def _kept(
    request: HttpRequest,
    form: ExpectationForm,
    resolution: Resolution,
    bench: Bench,
    case: SolvedCase | None,
) -> SolvedCase | None:
    draft = form.draft(bench.situation)
    try:
        if case:
            return change_case(case=case, draft=draft, by=request.user)
        return add_case(resolution=resolution, draft=draft, by=request.user)
    except ValidationError as error:
        form.add_error(None, ValidationError(error.messages))
        return None


def _tell(request: HttpRequest, solved: Solved) -> None:
    if solved.passes:
        messages.success(request, f"Đã lưu {solved.case}: đạt.")
    else:
        messages.warning(request, f"Đã lưu {solved.case}: chưa đạt, {solved.complaints[0]}.")


@requires("case_edit")
def case_remove(request: HttpRequest, code: str, number: int) -> HttpResponse:
    resolution = _draft(request, code)
    case = _case(resolution, number)
    if request.method == "POST":
        remove_case(case=case)
        messages.success(request, f"Đã bỏ {case}.")
        return redirect("case_list", resolution.code)
    context = {
        "resolution": resolution,
        "case": case,
        "confirm_label": f"Bỏ ca {case.number}",
        "confirm_tone": "danger",
        "cancel_url": reverse("case_list", args=[resolution.code]),
    }
    return render(request, "policies/case_remove.html", context)


# --- many cases ------------------------------------------------------------------------------


@requires("case_edit")
def case_template(request: HttpRequest, code: str) -> HttpResponse:
    resolution = _draft(request, code)
    content = CaseSheet(law_of(resolution)).template(resolution)
    return workbook(content, f"ca-mau-{resolution.code}-mau.xlsx")


@requires("resolution_view")
def case_export(request: HttpRequest, code: str) -> HttpResponse:
    """All cases, to keep or to correct and bring in again."""
    resolution = _visible(request, code)
    content = CaseSheet(law_of(resolution)).workbook(resolution, resolution.cases.all())
    return workbook(content, f"ca-mau-{resolution.code}.xlsx")


@requires("case_edit")
def case_upload(request: HttpRequest, code: str) -> HttpResponse:
    """Look: every cell judged, every case solved. Nothing is kept before the next step."""
    resolution = _draft(request, code)
    form = CaseWorkbookForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    context: dict[str, Any] = {"resolution": resolution, "form": form}
    if form.is_valid():
        try:
            context |= _looked_at(resolution, form.cleaned_data["file"])
        except WorkbookRefused as refused:
            form.add_error("file", refused.message)
    return render(request, "policies/case_upload.html", context)


def _looked_at(resolution: Resolution, file: Any) -> dict[str, Any]:
    law = law_of(resolution)
    reader = CaseSheet(law)
    sheet, rows = reader.read(file)
    faults = [fault for row in rows for fault in row.faults]
    drafts = [] if faults else [reader.draft(row) for row in rows]
    known = set(resolution.cases.values_list("title", flat=True))
    solved = [
        solve(SolvedCase(resolution=resolution, number=number, **draft.columns), law)
        for number, draft in enumerate(drafts, start=1)
    ]
    return {
        "faults": faults[:MOST_SHOWN_FAULTS],
        "fault_count": len(faults),
        "row_count": len(rows),
        "sheet": sheet,
        "solved": solved,
        "replacing": sum(draft.title in known for draft in drafts),
        "failing": sum(not each.passes for each in solved),
        "carried": _carried(resolution, drafts) if drafts else "",
    }


def _carried(resolution: Resolution, drafts: Sequence[CaseDraft]) -> str:
    """What was looked at, signed, so that exactly this is kept and nothing waits in a table."""
    rows = [draft.columns for draft in drafts]
    return signing.dumps([resolution.code, rows], salt=SALT, compress=True)


@requires("case_edit")
@require_POST
def case_keep(request: HttpRequest, code: str) -> HttpResponse:
    """Leap: keep the cases that were looked at."""
    resolution = _draft(request, code)
    try:
        whose, rows = signing.loads(
            request.POST.get("carried", ""), salt=SALT, max_age=LOOK_AGAIN_AFTER
        )
    except signing.BadSignature:
        whose, rows = "", []
    if whose != resolution.code:
        messages.error(request, "Bảng vừa xem không còn dùng được; hãy tải sổ lên lại.")
        return redirect("case_upload", resolution.code)
    kept = keep_cases(resolution=resolution, drafts=map(draft_of, rows), by=request.user)
    messages.success(request, f"Đã lưu {count(kept)} ca mẫu.")
    return redirect("case_list", resolution.code)
