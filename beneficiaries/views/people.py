"""The registry: the list of people, one person, and what is changed about a person."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.gates import log_access, requires
from beneficiaries import actions
from beneficiaries.filters import CadreFilter
from beneficiaries.forms import CadreEndForm, CadreForm, CitizenQrForm, filled_from_card
from beneficiaries.history import history_of
from beneficiaries.listing import SORTS, PeopleInPages, export
from beneficiaries.models import Cadre
from beneficiaries.panels import panels_for
from beneficiaries.views.batches import upload_page
from config.web import page_or_fragment, paginate, sort_rows, workbook

REVEALED = {
    "citizen_id": ("identity_view", "Xem số CCCD"),
    "bank_account": ("account_view", "Xem số tài khoản"),
}


def _chosen_people(request: HttpRequest) -> CadreFilter:
    """The filters of the address over the people the user may see, in the order asked for."""
    people = sort_rows(request, Cadre.objects.visible_to(request.user), SORTS, default="ten")
    return CadreFilter(request.GET, queryset=people)


@requires("cadre_view")
def cadre_list(request: HttpRequest) -> HttpResponse:
    """The people of the user's unit, filtered and sorted by the address."""
    chosen = _chosen_people(request)
    page = paginate(request, PeopleInPages(chosen.qs))
    context = {"filter": chosen, "page": page, "query": request.GET.urlencode()}
    context["may_edit"] = request.user.may("cadre_edit")
    return page_or_fragment(request, "beneficiaries/cadre_list.html", context, fragment="rows")


@requires("cadre_view")
def cadre_export(request: HttpRequest) -> HttpResponse:
    """The list as it is seen, as a workbook."""
    people = _chosen_people(request).qs
    told = f"{request.user}, {request.user.unit}, xuất ngày {timezone.localdate():%d/%m/%Y}"
    content = export(people, user=request.user, told=told)
    log_access(request, action="Xuất danh sách cán bộ", subject=request.GET.urlencode())
    return workbook(content, "Danh sách cán bộ.xlsx")


@requires("cadre_view")
def cadre_detail(request: HttpRequest, cadre_id: int) -> HttpResponse:
    """Everything about one person; numbers masked."""
    return _detail(request, _person(request, cadre_id), {})


@require_POST
@requires("cadre_view")
def cadre_reveal(request: HttpRequest, cadre_id: int) -> HttpResponse:
    """Show one masked number to a role that needs it, and keep that it was shown."""
    if not any(request.user.may(permission) for permission, _ in REVEALED.values()):
        raise PermissionDenied
    name = request.POST.get("field", "")
    cadre = _person(request, cadre_id)
    if name not in REVEALED:
        return HttpResponse("Không rõ cần xem số nào.", status=400)
    permission, action = REVEALED[name]
    if not request.user.may(permission):
        raise PermissionDenied
    log_access(request, action=action, subject=str(cadre), subject_id=cadre.pk)
    return _detail(request, cadre, {name: getattr(cadre, name)})


def _detail(request: HttpRequest, cadre: Cadre, revealed: dict[str, str]) -> HttpResponse:
    today = timezone.localdate()
    memberships = cadre.memberships.select_related("group", "resolution")
    current = [one for one in memberships if one.since <= today and (one.until or today) >= today]
    cards = cadre.cards.select_related("group")
    context = {
        "cadre": cadre,
        "revealed": revealed,
        "is_retired": cadre.employment_status(today) == "retired",
        "memberships": memberships,
        "current": current,
        "cards": cards,
        "valid_card": next((card for card in cards if card.recalled_on is None), None),
        "panels": panels_for(request, cadre),
        "history": history_of(cadre),
        "may_edit": request.user.may("cadre_edit"),
        "may_print": request.user.may("card_print"),
        "may_see_identity": request.user.may("identity_view"),
        "may_see_account": request.user.may("account_view"),
    }
    return page_or_fragment(
        request, "beneficiaries/cadre_detail.html", context, fragment="identity"
    )


@requires("cadre_edit")
def cadre_create(request: HttpRequest) -> HttpResponse:
    """Enter a new person, by hand or by scanning the citizen card."""
    # Enter in any box presses the first button, "fill": without a scanned text it means "save".
    if "fill" in request.POST and request.POST.get("citizen_qr", "").strip():
        return _filled(request)
    form = CadreForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        cadre = _attempt(form, lambda: actions.register(by=request.user, fields=form.cleaned_data))
        if cadre:
            messages.success(request, f"Đã thêm {cadre}.")
            return redirect("cadre_detail", cadre.pk)
    return _person_page(request, form, None, CitizenQrForm())


def _filled(request: HttpRequest) -> HttpResponse:
    """The form again, filled from the scanned card; or the way to the person already known."""
    qr = CitizenQrForm(request.POST)
    typed = {name: value for name, value in request.POST.items() if value}
    card = qr.cleaned_data["citizen_qr"] if qr.is_valid() else None
    known = None
    if card:
        typed = filled_from_card(card, typed)
        people = Cadre.objects.visible_to(request.user)
        known = people.with_citizen_id(card.citizen_id).first()
    form = CadreForm(initial=typed, user=request.user)
    return _person_page(request, form, None, qr, known=known)


@requires("cadre_edit")
def cadre_edit(request: HttpRequest, cadre_id: int) -> HttpResponse:
    """Change what is known of a person."""
    cadre = _person(request, cadre_id)
    form = CadreForm(request.POST or None, instance=cadre, user=request.user)
    if request.method == "POST" and form.is_valid():
        fields = dict(form.cleaned_data)
        erase = fields.pop("erase_health", False)
        if _attempt(
            form,
            lambda: actions.change(cadre=cadre, by=request.user, fields=fields, erase=erase),
        ):
            if form.erased:
                action = "Xóa dữ liệu sức khỏe (bí mật nhà nước)"
                subject = f"{cadre}: {form.erased}"
                log_access(request, action=action, subject=subject, subject_id=cadre.pk)
            messages.success(request, f"Đã lưu thông tin của {cadre}.")
            return redirect("cadre_detail", cadre.pk)
    if request.method == "GET":
        action = "Mở để sửa (thấy số CCCD, tài khoản)"
        log_access(request, action=action, subject=str(cadre), subject_id=cadre.pk)
    return _person_page(request, form, cadre, None)


def _person_page(
    request: HttpRequest,
    form: CadreForm,
    cadre: Cadre | None,
    qr: CitizenQrForm | None,
    *,
    known: Cadre | None = None,
) -> HttpResponse:
    scanned = qr is not None and qr.is_bound and qr.is_valid()
    context = {"form": form, "cadre": cadre, "qr": qr, "known": known, "scanned": scanned}
    template = "beneficiaries/cadre_edit.html" if cadre else "beneficiaries/cadre_create.html"
    return render(request, template, context)


@requires("cadre_edit")
def cadre_end(request: HttpRequest, cadre_id: int) -> HttpResponse:
    """The person is no longer entitled."""
    cadre = _person(request, cadre_id)
    form = CadreEndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        ended = _attempt(
            form,
            lambda: actions.end(cadre=cadre, by=request.user, on=told["on"], reason=told["reason"]),
        )
        if ended:
            messages.success(request, f"{cadre} thôi diện từ {told['on']:%d/%m/%Y}.")
            return redirect("cadre_detail", cadre.pk)
    return render(request, "beneficiaries/cadre_end.html", {"cadre": cadre, "form": form})


@requires("cadre_import")
def cadre_import(request: HttpRequest) -> HttpResponse:
    """Upload the registry workbook."""
    return upload_page(request, "registry", "beneficiaries/cadre_import.html")


def _person(request: HttpRequest, cadre_id: int) -> Cadre:
    people = Cadre.objects.visible_to(request.user)
    return get_object_or_404(
        people.select_related("managing_unit", "commune", "care_facility"), pk=cadre_id
    )


def _attempt(form: Any, act: Callable[[], Cadre]) -> Cadre | None:
    """What the action answers; its refusal is put on the form and None answered."""
    try:
        return act()
    except ValidationError as refusal:
        show_refusal(form, refusal)
        return None


def show_refusal(form: Any, refusal: ValidationError) -> None:
    """Each sentence at its field; those about nothing on the form at its head."""
    if not hasattr(refusal, "error_dict"):
        form.add_error(None, refusal)
        return
    for name, errors in refusal.error_dict.items():
        form.add_error(name if name in form.fields else None, errors)
