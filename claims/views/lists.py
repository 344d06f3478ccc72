"""Lists of claims: all of them, what waits for me, many acted on at once, a workbook."""

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from accounts.gates import log_access, requires
from accounts.models import User
from claims.actions import (
    ClaimError,
    Outcome,
    approve_many,
    check_many,
    confirm_taken_over,
    submit_many,
)
from claims.exports import claims_workbook
from claims.filters import ClaimFilter
from claims.listing import NEWEST_FIRST, SORTS, page_of_claims, totals_of
from claims.models import Claim
from claims.models.claim import ClaimQuerySet
from claims.queue import Turn, queue_of, turns_of
from config.web import chosen_ids, page_or_fragment, sort_rows, workbook

SHOWN_OF_A_TURN = 10
MOST_AT_ONCE = 5_000
MOST_PROBLEMS_KEPT = 500
RESULT = "claim_bulk_result"  # where the session keeps the answer of the last bulk verb

Verb = Callable[..., list[Outcome]]
# verb in the form → permission, words on the button, action
BULK: dict[str, tuple[str, str, Verb]] = {
    "submit": ("claim_submit", "Trình thẩm định", submit_many),
    "check": ("claim_check", "Thẩm định đạt", check_many),
    "take_over": ("history_confirm", "Xác nhận từ sổ cũ", confirm_taken_over),
    "approve": ("claim_approve", "Duyệt", approve_many),
}


@require_GET
@requires("claim_view")
def claim_list(request: HttpRequest) -> HttpResponse:
    """Claims the user may see, filtered, with count and sum of all that the filter finds."""
    found = filtered_claims(request)
    totals = totals_of(found.qs)
    context = {
        "filter": found,
        "totals": totals,
        "page": page_of_claims(request, found.qs, totals),
        "verbs": bulk_verbs(request.user),
        "may_list": request.user.may("payment_pay"),
        "query": request.GET.urlencode(),
        "most_at_once": MOST_AT_ONCE,
    }
    return page_or_fragment(request, "claims/claim_list.html", context, fragment="rows")


@require_GET
@requires("claim_view")
def claim_export(request: HttpRequest) -> HttpResponse:
    """Exactly the claims that the list shows with these filters, as a workbook."""
    found = filtered_claims(request)
    log_access(request, action="Xuất danh sách hồ sơ", subject=request.GET.urlencode()[:200])
    rows = sort_rows(request, found.qs, SORTS, default=NEWEST_FIRST)
    return workbook(claims_workbook(rows), "ho-so-de-nghi.xlsx")


@require_GET
@requires("claim_view")
def my_queue(request: HttpRequest) -> HttpResponse:
    """What waits for this person, the oldest first."""
    turns = [_shown_turn(request.user, turn) for turn in turns_of(request.user)]
    context = {
        "items": queue_of(request.user),
        "turns": [turn for turn in turns if turn["claims"]],
        "verbs": bulk_verbs(request.user),
    }
    return render(request, "claims/my_queue.html", context)


def _shown_turn(user: User, turn: Turn) -> dict[str, Any]:
    rows = turn.rows(user).order_by("event_on", "pk").select_related("payer", "group", "unit")
    rows = rows.defer("snapshot", "summary", "refusals", "scope")
    ticks = bool(turn.bulk) or turn.permission == "payment_pay"
    return {"turn": turn, "claims": list(rows[:SHOWN_OF_A_TURN]), "ticks": ticks}


@require_POST
@requires("claim_bulk")
def claim_bulk(request: HttpRequest) -> HttpResponse:
    """Do one verb to the chosen claims, or to all that the filter finds; answer for each."""
    verb = request.POST.get("action", "")
    permission, title, act = BULK.get(verb, ("", "", None))
    if act is None or not request.user.may(permission):
        messages.error(request, "Bạn không có vai trò cho việc này.")
        return redirect("claim_list")
    ids = chosen_claims(request)
    if not ids or len(ids) > MOST_AT_ONCE:
        messages.error(request, _choice_problem(len(ids)))
        return redirect(f"{reverse('claim_list')}?{request.POST.get('query', '')}")
    try:
        outcomes = act(claims=ids, by=request.user)
    except ClaimError as error:
        messages.error(request, str(error))
        return redirect("claim_list")
    _keep_result(request, title, outcomes)
    return redirect("claim_bulk_result")


@require_GET
@requires("claim_bulk")
def claim_bulk_result(request: HttpRequest) -> HttpResponse:
    """What became of each claim of the last bulk verb; stays until the next one."""
    kept = request.session.get(RESULT)
    context = {"result": kept}
    if kept:
        rows = Claim.objects.visible_to(request.user).select_related("payer", "group", "unit")
        found = rows.defer("snapshot", "summary", "refusals", "scope").in_bulk(
            [pk for pk, _ in kept["problems"]]
        )
        context["problems"] = [
            (found[pk], problem) for pk, problem in kept["problems"] if pk in found
        ]
    return render(request, "claims/claim_bulk_result.html", context)


def filtered_claims(request: HttpRequest, data: Any = None) -> ClaimFilter:
    claims = Claim.objects.visible_to(request.user)
    return ClaimFilter(data if data is not None else request.GET, claims, request=request)


def bulk_verbs(user: User) -> list[tuple[str, str]]:
    """What this person may do to many claims at once: (word in the form, words on the button)."""
    return [(verb, title) for verb, (permission, title, _) in BULK.items() if user.may(permission)]


def chosen_claims(request: HttpRequest) -> list[int]:
    """Ids of the ticked claims, or of all that the filter finds; only what the user may see."""
    if request.POST.get("everything"):
        rows: ClaimQuerySet = filtered_claims(request, QueryDict(request.POST.get("query", ""))).qs
        return list(rows.order_by("pk").values_list("pk", flat=True)[: MOST_AT_ONCE + 1])
    chosen = Claim.objects.visible_to(request.user).filter(pk__in=chosen_ids(request))
    return list(chosen.values_list("pk", flat=True))


def _choice_problem(count: int) -> str:
    if not count:
        return "Chưa chọn hồ sơ nào."
    return f"Chọn nhiều nhất {MOST_AT_ONCE} hồ sơ một lần; hãy lọc bớt."


def _keep_result(request: HttpRequest, title: str, outcomes: Iterable[Outcome]) -> None:
    outcomes = list(outcomes)
    done = [outcome.claim for outcome in outcomes if outcome.done and outcome.claim]
    refused = [(outcome.claim.pk, outcome.problem) for outcome in outcomes if outcome.claim]
    request.session[RESULT] = {
        "title": title,
        "count": len(outcomes),
        "done": len(done),
        "amount": sum(claim.amount for claim in done),
        "refused": len(outcomes) - len(done),
        "problems": [pair for pair in refused if pair[1]][:MOST_PROBLEMS_KEPT],
    }
