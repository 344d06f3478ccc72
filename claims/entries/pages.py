"""The pages of facts, alike for every kind: list, enter, look, correct, take back."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Count, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from accounts.gates import log_access
from accounts.models import UnitKind
from claims.actions import ClaimError, submit_many, withdraw_fact
from claims.entries.forms import FactFilter, FactForm
from claims.entries.kinds import Entry
from claims.entries.papers import papers_of
from claims.entries.preview import Preview, preview_of
from claims.models import Claim, Fact
from claims.permissions import objection
from claims.workflow import Action
from config.formatting import money
from config.web import download, page_or_fragment, paginate, sort_rows, whole_number
from config.workbooks.writing import XLSX, TableColumn, table_workbook

AT_THE_SAME_TIME = (
    "Sự việc này vừa được ghi từ một cửa sổ khác; hãy xem lại danh sách trước khi nhập tiếp."
)


# --- Finding ---------------------------------------------------------------------------------


def list_page(request: HttpRequest, entry: Entry) -> HttpResponse:
    """Facts of one kind with the state and the sum of their claims."""
    visible = entry.facts().visible_to(request.user)
    chosen = FactFilter(
        request.GET, queryset=visible, user=request.user, day=entry.day, name=entry.name
    )
    columns = {"ten": entry.name, "ngay": entry.day, "nhap": "recorded_at"}
    rows = sort_rows(request, chosen.qs, columns, default="-ngay")
    if request.GET.get("export") == "xlsx":
        return _workbook_of(request, entry, rows)
    page = paginate(request, rows)
    attach_claims(page.object_list)
    context = {"entry": entry, "filter": chosen, "page": page, "sums": sums_of(entry, chosen.qs)}
    context |= {"query": _query_without(request, "page"), "may_record": _may_record(request)}
    return page_or_fragment(request, "claims/fact_list.html", context, fragment="rows")


def attach_claims(facts: Iterable[Fact]) -> None:
    """Give each fact ``claims`` (those that stand before those without effect): one query."""
    facts = list(facts)
    by_fact: dict[int, list[Claim]] = {fact.pk: [] for fact in facts}
    if facts:
        found = Claim.objects.filter(fact_kind=facts[0].KIND, fact_id__in=by_fact)
        for claim in found.select_related("payer", "resolution").order_by("pk"):
            by_fact[claim.fact_id].append(claim)
    for fact in facts:
        standing = [claim for claim in by_fact[fact.pk] if claim.state not in WITHOUT_EFFECT]
        fact.claims = standing or by_fact[fact.pk]  # type: ignore[attr-defined]
        fact.amount = sum(claim.amount for claim in standing)  # type: ignore[attr-defined]
        fact.payee = payee_of(fact)  # type: ignore[attr-defined]


WITHOUT_EFFECT = ("refused", "cancelled")


def payee_of(fact: Fact) -> Any:
    """Who the money is for: a cadre, or staff or a supplier."""
    return next(
        getattr(fact, name) for name in ("cadre", "recipient", "supplier") if hasattr(fact, name)
    )


def sums_of(entry: Entry, facts: Any) -> dict[str, int]:
    """How many facts, and the đồng of their claims that stand."""
    keys = facts.order_by().values("pk")
    claims = Claim.objects.alive().filter(fact_kind=entry.kind, fact_id__in=keys)
    told = claims.aggregate(amount=Sum("amount", default=0), claims=Count("pk"))
    return {"facts": facts.count(), **told}


def _query_without(request: HttpRequest, *names: str) -> str:
    query = request.GET.copy()
    for name in names:
        query.pop(name, None)
    return query.urlencode()


def _workbook_of(request: HttpRequest, entry: Entry, rows: Any) -> HttpResponse:
    """Exactly the rows that the list shows, on all its pages."""
    facts = list(rows)
    attach_claims(facts)
    columns = [
        TableColumn("Người hưởng", width=28),
        TableColumn("Nội dung", width=48),
        TableColumn("Ngày quyết định mức hưởng", kind="date"),
        TableColumn("Đơn vị nhập", width=28),
        TableColumn("Hồ sơ", width=18),
        TableColumn("Tình trạng", width=18),
        TableColumn("Số tiền (đồng)", kind="money", total=True),
    ]
    log_access(request, action="Xuất danh sách", subject=entry.title)
    content = table_workbook(title=entry.title, columns=columns, rows=map(_cells, facts))
    return download(content, f"{entry.title}.xlsx", XLSX)


def _cells(fact: Any) -> list[Any]:
    numbers = ", ".join(claim.number for claim in fact.claims)
    states = ", ".join(dict.fromkeys(claim.get_state_display() for claim in fact.claims))
    return [
        str(fact.payee),
        fact.heading(),
        fact.event().on,
        fact.unit.name,
        numbers,
        "Đã hủy" if fact.cancelled_at else states,
        fact.amount,
    ]


# --- Entering --------------------------------------------------------------------------------


@transaction.atomic
def create_page(request: HttpRequest, entry: Entry) -> HttpResponse:
    """Enter one fact; it is saved and submitted together with its claims or not at all.

    What stops the second verb takes the first back too: who sends the form again enters no second.
    """
    form = _new_form(request, entry)
    if request.method == "POST" and form.is_valid():
        fact = form.save(commit=False)
        if claims := _written(form, lambda: entry.record(fact=fact, by=request.user)):
            _tell_recorded(request, claims)
            if form.cleaned_data.get("submit_now"):
                _submit(request, claims)
            return redirect(_after(request, entry, form))
    return _form_page(request, entry, form, action=reverse(entry.create_url))


def preview_page(request: HttpRequest, entry: Entry, fact_id: int | None = None) -> HttpResponse:
    """What would come of it. For htmx the panel alone, without it the whole form again."""
    if fact_id is None:
        form = _new_form(request, entry)
        return _tried_page(request, entry, form, action=reverse(entry.create_url))
    fact = _visible(request, entry, fact_id)
    form = _bound_form(request, entry, fact)
    return _tried_page(request, entry, form, action=reverse(entry.edit_url, args=[fact_id]))


def edit_page(request: HttpRequest, entry: Entry, fact_id: int) -> HttpResponse:
    """Correct a fact whose claims are still open; they are computed anew."""
    fact = _visible(request, entry, fact_id)
    if hindrance := hindrance_to(Action.REVISE, fact, request):
        messages.error(request, hindrance)
        return redirect(entry.detail_url, fact_id)
    form = _bound_form(request, entry, fact)
    if request.method == "POST" and form.is_valid() and _is_as_seen(request, form):
        corrected = form.save(commit=False)
        if claims := _written(form, lambda: entry.correct(fact=corrected, by=request.user)):
            total = money(sum(claim.amount for claim in claims))
            messages.success(request, f"Đã sửa và tính lại: {total} đồng.")
            return redirect(entry.detail_url, fact_id)
    return _form_page(request, entry, form, action=reverse(entry.edit_url, args=[fact_id]))


def version_of(fact: Fact) -> str:
    """Changes with every step of the fact's claims."""
    own = Claim.objects.filter(fact_kind=fact.KIND, fact_id=fact.pk).order_by("pk")
    return " ".join(f"{pk}.{version}" for pk, version in own.values_list("pk", "version"))


def _is_as_seen(request: HttpRequest, form: FactForm) -> bool:
    """Whether nobody, in another tab either, changed the fact since the form was shown."""
    if request.POST.get("seen", "") == version_of(form.instance):
        return True
    form.add_error(None, "Sự việc vừa được sửa ở nơi khác; hãy tải lại trang để xem bản mới nhất.")
    return False


def _new_form(request: HttpRequest, entry: Entry) -> FactForm:
    data = request.POST if request.method == "POST" else None
    initial = _initial(request, entry) if data is None else None
    return entry.form(data, user=request.user, papers=entry.papers(), initial=initial)


def _bound_form(request: HttpRequest, entry: Entry, fact: Fact) -> FactForm:
    data = request.POST if request.method == "POST" else None
    return entry.form(data, instance=fact, user=request.user, papers=entry.papers())


def _initial(request: HttpRequest, entry: Entry) -> dict[str, Any]:
    """Filled in from the address (a person's page, a round, the fact entered before)."""
    initial: dict[str, Any] = {}
    if request.user.unit.kind == UnitKind.HOSPITAL:
        initial["facility"] = request.user.unit_id
    for name in ("cadre", *entry.kept):
        if value := request.GET.get(name, ""):
            number = whole_number(value)
            initial[name] = value if number is None else number
    return initial


def _tried_page(request: HttpRequest, entry: Entry, form: FactForm, *, action: str) -> HttpResponse:
    """The panel asks for what is missing: nobody is blamed for fields not yet reached."""
    preview = preview_of(form)
    form.forgive_missing()
    return _form_page(request, entry, form, action=action, preview=preview)


def _form_page(
    request: HttpRequest,
    entry: Entry,
    form: FactForm,
    *,
    action: str,
    preview: Preview | None = None,
) -> HttpResponse:
    fact_id = form.instance.pk if not form.instance._state.adding else None
    fragment = "fields" if request.headers.get("HX-Target") == "fields" else "preview"
    context = {
        "entry": entry,
        "form": form,
        "fact_id": fact_id,
        "action": action,
        "preview": preview or preview_of(form),
        "preview_url": reverse(entry.preview_url, args=[fact_id] if fact_id else []),
        "seen": _seen(request, form, fact_id),
    }
    return page_or_fragment(request, entry.form_template, context, fragment=fragment)


def _seen(request: HttpRequest, form: FactForm, fact_id: int | None) -> str:
    if fact_id is None:
        return ""
    return request.POST.get("seen", "") if form.is_bound else version_of(form.instance)


def _written(form: FactForm, write: Any) -> Sequence[Claim]:
    """The claims, or none with the reason told in the form."""
    was_new = form.instance._state.adding
    try:
        return write()
    except ValidationError as refused:
        form.place(refused)
    except ClaimError as refused:
        form.add_error(None, str(refused))
    except IntegrityError:
        form.add_error(None, AT_THE_SAME_TIME)
    if was_new:  # the row was taken back with the transaction
        form.instance.pk, form.instance._state.adding = None, True
    return ()


def _tell_recorded(request: HttpRequest, claims: Sequence[Claim]) -> None:
    numbers = ", ".join(claim.number for claim in claims)
    total = money(sum(claim.amount for claim in claims))
    messages.success(request, f"Đã ghi sự việc và lập hồ sơ {numbers}: {total} đồng.")
    for refusal in claims[0].refusals:
        messages.warning(request, refusal["sentence"])


def _submit(request: HttpRequest, claims: Sequence[Claim]) -> None:
    outcomes = submit_many(claims=[claim.pk for claim in claims], by=request.user)
    for outcome in outcomes:
        if outcome.problem:
            messages.error(request, outcome.problem)
    if all(outcome.done for outcome in outcomes):
        messages.success(request, "Đã trình thẩm định.")


def _after(request: HttpRequest, entry: Entry, form: FactForm) -> str:
    """The fact, or for a pile of papers the empty form again with what stays the same."""
    if request.POST.get("then") != "another":
        return reverse(entry.detail_url, args=[form.instance.pk])
    kept = {name: request.POST[name] for name in entry.kept if request.POST.get(name)}
    address = reverse(entry.create_url)
    return f"{address}?{urlencode(kept)}" if kept else address


# --- Looking and taking back -----------------------------------------------------------------


class WithdrawForm(forms.Form):
    """Why a fact is taken back."""

    reason = forms.CharField(
        label="Lý do hủy", max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )


def detail_page(request: HttpRequest, entry: Entry, fact_id: int) -> HttpResponse:
    """The fact, its papers and its claims; looking at health data is kept in the log."""
    fact = _visible(request, entry, fact_id)
    attach_claims([fact])
    log_access(
        request,
        action="Xem sự việc",
        subject=f"{payee_of(fact)}: {fact.heading()}",
        subject_id=fact.pk,
    )
    may_change = _may_record(request) and not fact.cancelled_at
    context = {
        "entry": entry,
        "fact": fact,
        "summary": [*fact.summary(), *_confidential(request, entry, fact)],
        "papers": _papers(fact),
        "parent": entry.parent(fact) if entry.parent else None,
        "may_record": _may_record(request),
        "may_edit": may_change and not hindrance_to(Action.REVISE, fact, request),
        "may_withdraw": may_change and not hindrance_to(Action.CANCEL, fact, request),
        "history": _history(fact),
    }
    return render(request, "claims/fact_detail.html", context)


def withdraw_page(request: HttpRequest, entry: Entry, fact_id: int) -> HttpResponse:
    """Take back a fact entered by mistake, and its open claims with it."""
    fact = _visible(request, entry, fact_id)
    if hindrance := hindrance_to(Action.CANCEL, fact, request):
        messages.error(request, hindrance)
        return redirect(entry.detail_url, fact_id)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            withdraw_fact(fact=fact, by=request.user, reason=form.cleaned_data["reason"])
        except ClaimError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "Đã hủy sự việc và các hồ sơ của nó.")
            return redirect(entry.detail_url, fact_id)
    attach_claims([fact])
    cancel_url = reverse(entry.detail_url, args=[fact_id])
    context = {"entry": entry, "fact": fact, "form": form, "cancel_url": cancel_url}
    context |= {"confirm_label": "Hủy sự việc", "confirm_tone": "danger"}
    return render(request, "claims/fact_withdraw.html", context)


def hindrance_to(action: Action, fact: Fact, request: HttpRequest) -> str:
    """Why the fact can't be corrected or taken back now; "" if it can."""
    if fact.cancelled_at:
        return "Sự việc này đã được hủy."
    if problem := fact.hindrance():
        return problem
    if not request.user.unit.sees_all and fact.unit_id != request.user.unit_id:
        return f"Sự việc do {fact.unit} nhập; hãy đề nghị đơn vị đó sửa hoặc hủy."
    claims = Claim.objects.alive().filter(fact_kind=fact.KIND, fact_id=fact.pk)
    for claim in claims.order_by("pk"):
        if problem := objection(action, claim, request.user):
            return f"Hồ sơ {claim.number}: {problem}"
    return ""


def _may_record(request: HttpRequest) -> bool:
    return request.user.may("fact_record")


def _visible(request: HttpRequest, entry: Entry, fact_id: int) -> Fact:
    rows = entry.facts().visible_to(request.user)
    return get_object_or_404(rows.select_related("recorded_by", "batch"), pk=fact_id)


def _confidential(request: HttpRequest, entry: Entry, fact: Fact) -> list[tuple[str, str]]:
    """Diagnoses and the like, for those who need them for their work."""
    if not request.user.may("diagnosis_view"):
        return []
    labels = {field.name: str(field.verbose_name) for field in fact._meta.fields}
    told = [(labels[name], getattr(fact, name)) for name in entry.confidential]
    return [(label[:1].upper() + label[1:], value) for label, value in told if value]


def _papers(fact: Any) -> list[dict[str, Any]]:
    """Each paper of the benefits asked for once, and whether it is there."""
    words = (*fact.event().benefits, *fact.also_asked())
    checklists = papers_of(words, {claim.resolution for claim in fact.claims})
    asked = dict.fromkeys(paper for one in checklists for paper in one.papers)
    return [
        {"name": paper, "is_there": paper in fact.evidence}
        for paper in dict.fromkeys([*asked, *fact.evidence])
    ]


def _history(fact: Fact) -> list[dict[str, Any]]:
    note = f"Từ tệp {fact.batch.file_name}" if fact.batch else ""
    events: list[dict[str, Any]] = [
        {"label": "Nhập sự việc", "at": fact.recorded_at, "by": fact.recorded_by, "note": note}
    ]
    if fact.cancelled_at:
        events.append(
            {"label": "Hủy sự việc", "at": fact.cancelled_at, "by": fact.cancelled_by, "note": ""}
        )
    return [event | {"title": event["by"].job_title, "state": ""} for event in events]
