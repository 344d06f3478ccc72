"""The page of one claim, its proof on paper, and the buttons that move it on."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from accounts.gates import log_access, requires
from accounts.models import User
from beneficiaries.models.cadre import mask
from claims.actions import (
    ClaimError,
    approve,
    cancel,
    check,
    confirm_taken_over,
    refuse,
    send_back,
    submit,
)
from claims.facts import fact_kind, load_facts
from claims.forms import ReasonForm
from claims.models import Claim, ClaimEvent, ClaimLine, ClaimState
from claims.permissions import objection, possible_actions
from claims.queue import next_claim
from claims.recalculating.links import corrected_by, corrections_of
from claims.snapshots import read_snapshot
from claims.workflow import LABELS, Action
from config.formatting import settlement
from config.web import next_address, whole_number
from policies.wording import standing, standing_words

# The one thing that brings a claim on, and the page that does it.
MAIN: dict[Action, str] = {
    Action.SUBMIT: "claim_submit",
    Action.CHECK: "claim_check",
    Action.TAKE_OVER: "claim_take_over",
    Action.APPROVE: "claim_approve",
}
STOPPING: dict[Action, str] = {
    Action.RETURN: "claim_return",
    Action.REFUSE: "claim_refuse",
    Action.CANCEL: "claim_cancel",
}
# Whose turn it is, for those who can only wait.
WAITING_FOR: dict[str, str] = {
    ClaimState.DRAFT: "Chờ người nhập liệu hoàn thiện và trình thẩm định.",
    ClaimState.RETURNED: "Chờ người nhập liệu bổ sung rồi trình lại.",
    ClaimState.SUBMITTED: "Chờ người thẩm định đối chiếu giấy tờ và cách tính.",
    ClaimState.CHECKED: "Chờ lãnh đạo duyệt.",
    ClaimState.APPROVED: "Chờ đưa vào danh sách chi trả.",
    ClaimState.LISTED: "Đang trong danh sách chi trả, chờ kết quả chi.",
    ClaimState.PAID: "Đã chi. Hồ sơ không thay đổi được nữa.",
    ClaimState.SETTLED: "Đã duyệt; nguồn khác chi, không lập danh sách chi trả.",
    ClaimState.REFUSED: "Hồ sơ đã bị từ chối.",
    ClaimState.CANCELLED: "Hồ sơ đã hủy.",
}


@dataclass(frozen=True, slots=True)
class Step:
    """One event of the life, as the timeline draws it."""

    label: str
    by: str
    title: str
    at: datetime
    note: str
    state: str


@dataclass(frozen=True, slots=True)
class Button:
    """What may be done now: the page that does it and the words that say what it does."""

    action: Action
    url_name: str
    words: str


@require_GET
@requires("claim_view")
def claim_detail(request: HttpRequest, claim_id: int) -> HttpResponse:
    """Facts and papers, the calculation line by line, the life so far and what I may do now."""
    claim = _claim(request, claim_id)
    log_access(request, action="Xem hồ sơ", subject=claim.number, subject_id=claim.pk)
    return render(request, "claims/claim_detail.html", _detail(request.user, claim))


@require_GET
@requires("claim_view")
def claim_print(request: HttpRequest, claim_id: int) -> HttpResponse:
    """The claim as a paper that proves itself: facts, calculation, every step."""
    claim = _claim(request, claim_id)
    log_access(request, action="In hồ sơ", subject=claim.number, subject_id=claim.pk)
    return render(request, "claims/claim_print.html", _detail(request.user, claim))


def _detail(user: User, claim: Claim) -> dict[str, Any]:
    lines = list(claim.lines.select_related("benefit", "rate", "rate__confirmation__confirmed_by"))
    fact = load_facts(claim.fact_kind, [claim.fact_id]).get(claim.fact_id)
    main, stopping = _buttons(claim, user)
    return {
        "claim": claim,
        "fact": fact,
        "fact_title": fact_kind(claim.fact_kind).title,
        "fact_url_name": fact_kind(claim.fact_kind).url_name,
        "papers": _papers(lines, fact.evidence if fact else []),
        "person": _person(claim, user),
        "lines": [(line, (standing(line.rate), standing_words(line.rate))) for line in lines],
        "steps": [_step(event) for event in claim.events.all()],
        "payments": _payments(claim, user),
        "may_see_recalculation": user.may("recalculation_view") and user.unit.sees_all,
        "corrected": corrected_by(claim, user),
        "corrections": corrections_of(claim, user),
        "main": main,
        "stopping": stopping,
        "reason_form": ReasonForm(),
        "reason_for": "",
        "waiting_for": WAITING_FOR[claim.state],
        "objection": "" if main else _objection(claim, user),
        "following": None if main else next_claim(user, after=claim),
    }


def _papers(lines: list[ClaimLine], given: list[str]) -> list[tuple[str, bool]]:
    """The papers the benefits ask for and whether each is there; then others that came along."""
    asked = dict.fromkeys(paper for line in lines for paper in line.benefit.evidence)
    return [(paper, paper in given) for paper in asked] + [
        (paper, True) for paper in given if paper not in asked
    ]


def _person(claim: Claim, user: User) -> list[tuple[str, str]]:
    """Who is paid: as frozen at approval, before that as they are today. Numbers are masked
    except for those who need them."""
    frozen = read_snapshot(claim)
    cadre, other = claim.cadre, claim.recipient
    source = cadre or other
    account = frozen.get("bank_account", source.bank_account if source else "")
    bank = frozen.get("bank_name", source.bank_name if source else "")
    rows = [("Đối tượng", claim.group.name if claim.group else "")]
    if cadre:
        number = frozen.get("citizen_id", cadre.citizen_id)
        rows += [
            ("Chức vụ", frozen.get("post", cadre.post)),
            ("Cơ quan quản lý", frozen.get("unit", cadre.managing_unit.name)),
            ("Số CCCD", number if user.may("identity_view") else mask(number)),
        ]
    elif other:
        rows += [("Mã số", other.code), ("Chức vụ", frozen.get("post", other.job_title))]
    shown = account if user.may("account_view") else mask(account)
    rows.append(("Tài khoản", f"{shown}, {bank}" if shown and bank else shown))
    return [(label, value) for label, value in rows if value]


def _step(event: ClaimEvent) -> Step:
    return Step(
        label=LABELS[Action(event.action)],
        by=event.name,
        title=event.job_title,
        at=event.done_at,
        note=event.reason,
        state=event.to_state,
    )


def _payments(claim: Claim, user: User) -> list[Any]:
    if not user.may("payment_view"):
        return []
    rows = claim.payments.select_related("payment_list").order_by("pk")
    return list(rows.defer("bank_account"))


def _buttons(claim: Claim, user: User) -> tuple[Button | None, list[Button]]:
    possible = possible_actions(claim, user)
    main = next((action for action in MAIN if action in possible), None)
    stopping = [
        Button(action, url_name, LABELS[action])
        for action, url_name in STOPPING.items()
        if action in possible
    ]
    return (Button(main, MAIN[main], _main_words(main, claim)) if main else None), stopping


def _main_words(action: Action, claim: Claim) -> str:
    if action is Action.APPROVE and claim.amount == 0:
        return LABELS[Action.SETTLE]
    return f"{LABELS[action]} {settlement(claim.amount)}"


# What would come next in each state, to say why this person may not do it.
NATURAL: dict[str, Action] = {
    ClaimState.DRAFT: Action.SUBMIT,
    ClaimState.RETURNED: Action.SUBMIT,
    ClaimState.SUBMITTED: Action.CHECK,
    ClaimState.CHECKED: Action.APPROVE,
}


def _objection(claim: Claim, user: User) -> str:
    """Why the next step isn't this person's, when their role would allow it."""
    action = NATURAL.get(ClaimState(claim.state))
    if action is Action.CHECK and claim.taken_over:
        action = Action.TAKE_OVER
    if action is None or not user.may(MAIN_PERMISSION[action]):
        return ""
    return objection(action, claim, user)


MAIN_PERMISSION = {
    Action.SUBMIT: "claim_submit",
    Action.CHECK: "claim_check",
    Action.TAKE_OVER: "history_confirm",
    Action.APPROVE: "claim_approve",
}


def _claim(request: HttpRequest, claim_id: int) -> Claim:
    rows = Claim.objects.visible_to(request.user).select_related(
        "resolution",
        "payer",
        "group",
        "unit",
        "cadre__managing_unit",
        "recipient",
        "made_by",
        "checked_by",
        "approved_by",
        "batch__uploaded_by",
    )
    return get_object_or_404(rows, pk=claim_id)


# --- Moving on -------------------------------------------------------------------------------

Move = Callable[..., Any]


@require_POST
@requires("claim_submit")
def claim_submit(request: HttpRequest, claim_id: int) -> HttpResponse:
    return _move(request, claim_id, submit, "Đã trình thẩm định")


@require_POST
@requires("claim_check")
def claim_check(request: HttpRequest, claim_id: int) -> HttpResponse:
    return _move(request, claim_id, check, "Đã thẩm định đạt")


@require_POST
@requires("claim_approve")
def claim_approve(request: HttpRequest, claim_id: int) -> HttpResponse:
    return _move(request, claim_id, approve, "Đã duyệt")


@require_POST
@requires("history_confirm")
def claim_take_over(request: HttpRequest, claim_id: int) -> HttpResponse:
    """Confirm one claim paid before the portal began."""
    return _move(request, claim_id, _take_over, "Đã xác nhận")


@require_POST
@requires("claim_decide")
def claim_return(request: HttpRequest, claim_id: int) -> HttpResponse:
    return _stop(request, claim_id, Action.RETURN, send_back, "Đã trả lại")


@require_POST
@requires("claim_decide")
def claim_refuse(request: HttpRequest, claim_id: int) -> HttpResponse:
    return _stop(request, claim_id, Action.REFUSE, refuse, "Đã từ chối")


@require_POST
@requires("claim_submit")
def claim_cancel(request: HttpRequest, claim_id: int) -> HttpResponse:
    return _stop(request, claim_id, Action.CANCEL, cancel, "Đã hủy")


def _move(
    request: HttpRequest, claim_id: int, verb: Move, words: str, **details: Any
) -> HttpResponse:
    """Do it once; whatever stands against it is said on the page of the claim."""
    claim = _claim(request, claim_id)
    try:
        verb(claim=claim, by=request.user, version=_version(request), **details)
    except ClaimError as error:
        messages.error(request, f"Hồ sơ {claim.number}: {error}")
        return redirect("claim_detail", claim_id)
    messages.success(request, f"{words} hồ sơ {claim.number}, {settlement(claim.amount)}.")
    return redirect(next_address(request, reverse("claim_detail", args=[claim_id])))


def _stop(
    request: HttpRequest, claim_id: int, action: Action, verb: Move, words: str
) -> HttpResponse:
    """As ``_move``, with the reason; without one the page asks again and keeps what was typed."""
    form = ReasonForm(request.POST)
    if form.is_valid():
        return _move(request, claim_id, verb, words, reason=form.cleaned_data["reason"])
    context = _detail(request.user, _claim(request, claim_id))
    context |= {"reason_form": form, "reason_for": action.value}
    return render(request, "claims/claim_detail.html", context, status=422)


def _take_over(*, claim: Claim, by: User, version: int | None) -> None:
    if version is not None and version != claim.version:
        raise ClaimError("Hồ sơ vừa được người khác xử lý; hãy tải lại trang.")
    [outcome] = confirm_taken_over(claims=[claim.pk], by=by)
    if outcome.problem:
        raise ClaimError(outcome.problem)


def _version(request: HttpRequest) -> int | None:
    return whole_number(request.POST.get("version", ""))
