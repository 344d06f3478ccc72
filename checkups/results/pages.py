"""The result of a round, and the list of those whose turn hasn't come."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from accounts.gates import log_access, requires
from accounts.models import Unit, UnitKind
from checkups.models import CheckupRound, RosterEntry
from checkups.results.paper import result_pdf, result_workbook, waiting_workbook
from checkups.results.reckoning import Money, missed_of, money_of, result_of
from checkups.results.waiting import Waiting, counted, waiting_in
from config.web import page_or_fragment, paginate, pdf, workbook


@requires("fact_view")
def round_result(request: HttpRequest, round_id: int) -> HttpResponse:
    """Turnout by group, serving and retired; why some stayed away; who missed it and what next."""
    chosen, roster = _round(request, round_id)
    context = {
        "round": chosen,
        "result": result_of(chosen, roster),
        "money": _money(request, chosen),
        "page": paginate(request, missed_of(chosen, roster)),
    }
    return render(request, "checkups/round_result.html", context)


@requires("fact_view")
def round_result_export(request: HttpRequest, round_id: int) -> HttpResponse:
    chosen, roster = _round(request, round_id)
    log_access(request, action="Xuất kết quả đợt khám", subject=str(chosen), subject_id=chosen.pk)
    content = result_workbook(chosen, result_of(chosen, roster), missed_of(chosen, roster))
    return workbook(content, f"Kết quả - {chosen.title}.xlsx")


@requires("fact_view")
def round_result_pdf(request: HttpRequest, round_id: int) -> HttpResponse:
    chosen, roster = _round(request, round_id)
    content = result_pdf(chosen, result_of(chosen, roster), _money(request, chosen), request.user)
    return pdf(content, f"Kết quả - {chosen.title}.pdf")


def _round(request: HttpRequest, round_id: int) -> tuple[CheckupRound, Any]:
    """A round of which the user sees at least a part of the list."""
    rounds = CheckupRound.objects.select_related("resolution__scheme")
    chosen = get_object_or_404(rounds, pk=round_id)
    roster = RosterEntry.objects.visible_to(request.user)
    if not request.user.unit.sees_all and not roster.filter(round=chosen).exists():
        raise Http404
    return chosen, roster


def _money(request: HttpRequest, chosen: CheckupRound) -> Money | None:
    return money_of(chosen) if request.user.unit.sees_all else None


class WaitingForm(forms.Form):
    """Which year, and of the department which commune."""

    nam = forms.TypedChoiceField(label="Năm", coerce=int, required=False)
    xa = forms.ModelChoiceField(
        label="Xã, phường", queryset=Unit.objects.none(), required=False, empty_label="Tất cả"
    )
    ly_do = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, user: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        this_year = timezone.localdate().year
        fields: dict[str, Any] = self.fields
        fields["nam"].choices = [(year, year) for year in range(this_year + 1, this_year - 6, -1)]
        fields["xa"].queryset = Unit.objects.visible_to(user).of_kind(UnitKind.COMMUNE)
        if not user.unit.sees_all:
            del fields["xa"]


@requires("cadre_view")
def unexamined_list(request: HttpRequest) -> HttpResponse:
    """Who hasn't had their turn this year, and why; ``?ly_do=`` narrows to one reason."""
    form, year, waiting = _waiting(request)
    reasons = counted(waiting)
    asked = request.GET.get("ly_do", "")
    shown = [each for each in waiting if not asked or each.reason == asked]
    context = {
        "form": form,
        "year": year,
        "reasons": reasons,
        "asked": asked,
        "total": len(waiting),
        "query": request.GET.urlencode(),
        "page": paginate(request, shown),
    }
    return page_or_fragment(request, "checkups/unexamined_list.html", context, fragment="rows")


@requires("cadre_view")
def unexamined_export(request: HttpRequest) -> HttpResponse:
    _, year, waiting = _waiting(request)
    asked = request.GET.get("ly_do", "")
    shown = [each for each in waiting if not asked or each.reason == asked]
    log_access(request, action="Xuất người chưa được khám", subject=f"năm {year}")
    return workbook(waiting_workbook(year, shown), f"Chưa được khám - {year}.xlsx")


def _waiting(request: HttpRequest) -> tuple[WaitingForm, int, list[Waiting]]:
    form = WaitingForm(request.GET or None, user=request.user)
    told = form.cleaned_data if form.is_valid() else {}
    year = told.get("nam") or timezone.localdate().year
    commune = told.get("xa")
    if not form.is_bound:
        form = WaitingForm(user=request.user, initial={"nam": year})
    return form, year, waiting_in(year, request.user, commune.pk if commune else None)
