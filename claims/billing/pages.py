"""The pages of bills: the list, upload, progress, what was found, and what is to be corrected."""

from datetime import timedelta
from typing import Any

from django.db.models import Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.gates import log_access, requires
from claims.actions import ClaimError
from claims.billing import reckoning
from claims.billing.fixes import fixes_of
from claims.billing.forms import BillFilterForm, BillForm
from claims.billing.occasions import Occasion, occasion_of
from claims.billing.reading import match_bill, upload_bill
from claims.billing.tasks import match_in_background
from claims.billing.visiting import bill_of, done
from claims.billing.workflow import LABELS
from claims.models import Bill, BillState, Finding
from config.web import page_or_fragment, paginate, sort_rows, workbook

SMALL_FILE = 60_000  # bytes, some hundred rows: matched before the page comes
PATIENCE = timedelta(minutes=1)
# Lines whose person may be another than the bill says.
UNCLEAR = (Finding.AMBIGUOUS, Finding.UNKNOWN, Finding.TWICE, Finding.EXTRA, Finding.BILLED)


@requires("bill_view")
def bill_list(request: HttpRequest) -> HttpResponse:
    """Bills newest first; ``?kind=&occasion=`` narrows them to one round or trip."""
    bills = Bill.objects.visible_to(request.user).without_contents()
    form = BillFilterForm(request.GET)
    if form.is_valid():
        told = form.cleaned_data
        wanted = {
            "occasion_kind": told["kind"],
            "state": told["state"],
            "occasion_id": told["occasion"],
        }
        bills = bills.filter(**{name: value for name, value in wanted.items() if value})
    bills = bills.select_related("facility", "uploaded_by").annotate(
        billed=Sum("lines__amount", default=0)
    )
    columns = {"ngay": "dated_on", "dot": "title", "tien": "billed", "lam": "uploaded_at"}
    page = paginate(request, sort_rows(request, bills, columns, default="-lam"))
    context = {"form": form, "page": page}
    return page_or_fragment(request, "claims/bill_list.html", context, fragment="rows")


@requires("bill_upload")
def bill_upload(request: HttpRequest, kind: str, occasion_id: int) -> HttpResponse:
    """Take a facility's bill for one round or trip."""
    occasion, thing = _occasion(request, kind, occasion_id)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = BillForm(*sent, facilities=occasion.facilities(thing), user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            bill = _taken(request, occasion, thing, form)
        except ClaimError as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("bill_detail", bill.pk)
    bills = Bill.objects.visible_to(request.user).without_contents().select_related("facility")
    context = {
        "form": form,
        "occasion": occasion,
        "thing": thing,
        "hindrance": occasion.hindrance(thing),
        "bills": bills.filter(occasion_kind=kind, occasion_id=occasion_id)[:20],
    }
    return render(request, "claims/bill_upload.html", context)


def _taken(request: HttpRequest, occasion: Occasion, thing: Any, form: BillForm) -> Bill:
    told = form.cleaned_data
    content = told["file"].read()
    bill = upload_bill(
        occasion=occasion,
        thing=thing,
        facility=told["facility"],
        number=told["number"],
        dated_on=told["dated_on"],
        printed_total=told["printed_total"],
        content=content,
        file_name=told["file"].name,
        by=request.user,
    )
    if len(content) > SMALL_FILE:
        match_in_background.enqueue(bill.pk)
        return bill
    return match_bill(bill.pk, request.user)


@requires("bill_view")
def bill_detail(request: HttpRequest, bill_id: int) -> HttpResponse:
    """How far it is; then every line with what was found, and what may be done now."""
    bill = bill_of(request, bill_id)
    context: dict[str, Any] = {
        "bill": bill,
        "occasion": occasion_of(bill.occasion_kind),
        "waits": bill.state == BillState.READING or bill.is_opening,
        "is_slow": timezone.now() - bill.stirred_at > PATIENCE,
        "events": _events(bill),
        "may_upload": request.user.may("bill_upload"),
        "may_open_all": request.user.unit.sees_all,
    }
    if bill.state in (BillState.MATCHED, BillState.ACCEPTED):
        context |= _result(request, bill)
        if not request.headers.get("HX-Request"):
            log_access(request, action="Xem bảng kê", subject=str(bill), subject_id=bill.pk)
    return page_or_fragment(request, "claims/bill_detail.html", context, fragment="body")


def _result(request: HttpRequest, bill: Bill) -> dict[str, Any]:
    sums, counts = reckoning.sums_of(bill), reckoning.counts_of(bill)
    counts[reckoning.MISSING] = len(reckoning.missing_ids(bill))
    shown = request.GET.get("xem", "")
    if shown not in counts:
        shown = "cho" if counts["cho"] else "tat"
    whole = request.user.unit.sees_all
    context = {
        "sums": sums,
        "shown": shown,
        "tabs": _tabs(counts, sums.lines, shown),
        "may_decide": whole and request.user.may("bill_decide") and bill.state == BillState.MATCHED,
        "may_accept": whole
        and request.user.may("bill_accept")
        and bill.uploaded_by_id != request.user.pk,
        "may_open": whole and request.user.may("bill_open"),
        "unclear": UNCLEAR,
        "sees_people": whole and request.user.may("cadre_view"),
    }
    if shown == reckoning.MISSING:
        return context | {"people": paginate(request, reckoning.missing_people(bill))}
    lines = reckoning.lines_of(bill, shown).select_related("cadre", "decided_by")
    lines = lines.defer("cadre__citizen_id", "cadre__bank_account").order_by("row")
    foot = lines.order_by().aggregate(billed=Sum("amount", default=0), owed=Sum("owed", default=0))
    return context | {"page": paginate(request, lines), "foot": foot}


def _tabs(counts: dict[str, int], lines: int, shown: str) -> list[dict[str, Any]]:
    named = [("tat", "Tất cả", lines)]
    named += [(part.word, part.label, counts[part.word]) for part in reckoning.PARTS]
    named.append((reckoning.MISSING, "Có mặt, chưa đề nghị", counts[reckoning.MISSING]))
    return [
        {"label": label, "url": f"?xem={word}", "count": number, "current": word == shown}
        for word, label, number in named
        if number or word in (shown, "tat")
    ]


def _events(bill: Bill) -> list[dict[str, Any]]:
    steps = bill.steps.select_related("done_by").order_by("id")
    return [
        {
            "label": LABELS[step.action],
            "at": step.done_at,
            "by": step.done_by.full_name,
            "title": step.done_by.job_title,
            "note": step.reason,
            "state": step.to_state,
        }
        for step in steps
    ]


@require_POST
@requires("bill_upload")
def bill_match(request: HttpRequest, bill_id: int) -> HttpResponse:
    """Match anew, at once: the background is slow, or the list has changed since."""
    bill = bill_of(request, bill_id)
    return done(request, bill, lambda: match_bill(bill.pk, request.user), "Đã đối chiếu lại.")


@requires("bill_view")
def bill_fixes(request: HttpRequest, bill_id: int) -> HttpResponse:
    """The lines in dispute or left out, with reasons, to be corrected by the facility."""
    bill = bill_of(request, bill_id)
    wanted = reckoning.OPEN | reckoning.PARTS[-2].lines
    lines = list(bill.lines.filter(wanted))
    if not lines or not bill.workbook:
        raise Http404
    log_access(request, action="Tải dòng cần sửa", subject=str(bill), subject_id=bill.pk)
    name = bill.file_name.rpartition(".")[0] or bill.file_name
    return workbook(fixes_of(bill, lines), f"{name} - dòng cần sửa.xlsx")


def _occasion(request: HttpRequest, kind: str, occasion_id: int) -> tuple[Occasion, Any]:
    try:
        occasion = occasion_of(kind)
    except KeyError as unknown:
        raise Http404 from unknown
    return occasion, get_object_or_404(occasion.things(request.user), pk=occasion_id)
