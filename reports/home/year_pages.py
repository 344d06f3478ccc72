"""Behind the numbers of the first page: the people and the lines that each of them counts."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.gates import log_access, requires
from config.formatting import count, date_short
from config.web import paginate, workbook
from config.workbooks.writing import TableColumn, table_workbook
from policies.models import BeneficiaryGroup, Benefit, Resolution
from reports.figures.drilling import Drill, lines_behind, members_behind, people_behind
from reports.figures.figure import Measure
from reports.home.stretches import Shown, Stretch, behind

TITLES = {
    Shown.AMOUNT: "Đã chi",
    Shown.REACHED: "Người đã được hưởng",
    Shown.ENTITLED: "Người thuộc diện được hưởng",
}
ROWS_AT_ONCE = 2_000
UNITS = {Shown.AMOUNT: "đồng", Shown.REACHED: "người", Shown.ENTITLED: "người"}


class NumberForm(forms.Form):
    """What the address of a number asks for."""

    so = forms.ChoiceField(choices=[(shown.value, shown.value) for shown in Shown])
    nam = forms.IntegerField(min_value=2000, max_value=2100)
    den = forms.DateField(input_formats=["%Y-%m-%d"], required=False)
    van_ban = forms.ModelMultipleChoiceField(
        Resolution.objects.released(), to_field_name="code", required=False
    )
    che_do = forms.ModelChoiceField(Benefit.objects.all(), required=False)
    doi_tuong = forms.ModelChoiceField(BeneficiaryGroup.objects.all(), required=False)
    thang = forms.IntegerField(min_value=1, max_value=12, required=False)

    def stretch(self, request: HttpRequest) -> Stretch:
        """The year asked for; a day still to come is today."""
        today = timezone.localdate()
        named = self.cleaned_data["van_ban"]
        chosen = named if named else Resolution.objects.released()
        return Stretch(
            request.user,
            self.cleaned_data["nam"],
            min(self.cleaned_data["den"] or today, today),
            tuple(chosen.order_by("issued_on")),
            named=bool(named),
        )


@require_GET
@requires("claim_view")
def year_detail(request: HttpRequest) -> HttpResponse:
    """The rows behind a number, with their own total; foreign people are not among them."""
    form = _asked(request)
    title, found = _title(form), _drill(request, form)
    log_access(request, action="Xem người sau số liệu", subject=title)
    page = paginate(request, found.rows)
    context = {
        "title": title,
        "told": _told(request, form),
        "unit": UNITS[_shown(form)],
        "drill": found,
        "page": page,
        "rows": [found.cells(row) for row in page],
        "query": request.GET.urlencode(),
    }
    return render(request, "reports/year_detail.html", context)


@require_GET
@requires("claim_view")
def year_export(request: HttpRequest) -> HttpResponse:
    """The same rows as a workbook."""
    form = _asked(request)
    title, found = _title(form), _drill(request, form)
    log_access(request, action="Xuất người sau số liệu", subject=title)
    columns = [
        TableColumn(head.label, kind=head.kind, total=head.is_number) for head in found.heads
    ]
    notes = (_told(request, form), f"Cộng: {count(found.counted)} {UNITS[_shown(form)]}.")
    assert isinstance(found.rows, QuerySet)
    rows = (found.values(row) for row in found.rows.iterator(ROWS_AT_ONCE))
    content = table_workbook(title=title, columns=columns, rows=rows, notes=notes)
    return workbook(content, "so-lieu-nam.xlsx")


def _asked(request: HttpRequest) -> NumberForm:
    whole_year = {"so": Shown.AMOUNT.value, "nam": timezone.localdate().year}
    form = NumberForm(request.GET or whole_year)
    if not form.is_valid():
        raise Http404
    return form


def _shown(form: NumberForm) -> Shown:
    return Shown(form.cleaned_data["so"])


def _drill(request: HttpRequest, form: NumberForm) -> Drill:
    shown, told = _shown(form), form.cleaned_data
    rows = behind(
        form.stretch(request),
        shown,
        benefit=told["che_do"],
        group=told["doi_tuong"],
        month=told["thang"],
    )
    if shown is Shown.AMOUNT:
        return lines_behind(rows, Measure.AMOUNT)
    return members_behind(rows) if shown is Shown.ENTITLED else people_behind(rows)


def _title(form: NumberForm) -> str:
    told = form.cleaned_data
    benefit: Benefit | None = told["che_do"]
    words: list[Any] = [
        f"{benefit.letter}) {benefit.short_title}" if benefit else "",
        told["doi_tuong"] or "",
        f"tháng {told['thang']}" if told["thang"] else "",
        f"năm {told['nam']}",
    ]
    return f"{TITLES[_shown(form)]}: {', '.join(str(word) for word in words if word)}"


def _told(request: HttpRequest, form: NumberForm) -> str:
    """Of what, until when and whose, in one sentence."""
    stretch = form.stretch(request)
    law = ", ".join(map(str, stretch.resolutions)) if stretch.named else "Mọi văn bản"
    scope = "toàn tỉnh" if request.user.unit.sees_all else str(request.user.unit)
    return f"{law}; {scope}; số liệu đến ngày {date_short(stretch.as_of)}."
