"""Pages that show every part once: for looking at the parts without the portal's own pages."""

from datetime import UTC, datetime
from pathlib import Path

from django import forms
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template import engines
from django.urls import path

from config.fields import DateField, MoneyField
from config.sessions import urlpatterns as session_urls
from config.web import paginate

RECEIVED: list[dict[str, str]] = []
PAGES = Path(__file__).parent / "pages"


class EntryForm(forms.Form):
    name = forms.CharField(label="Họ và tên", help_text="Họ tên hoặc số CCCD.")
    admitted = DateField(label="Ngày vào viện", required=False)
    cost = MoneyField(label="Chi phí (đồng)", required=False)
    form = forms.ChoiceField(
        label="Hình thức", choices=[("a", "Nội trú"), ("b", "Ban ngày")], widget=forms.RadioSelect
    )
    papers = forms.MultipleChoiceField(
        label="Giấy tờ",
        choices=[("1", "Giấy ra viện"), ("2", "Hóa đơn")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    scan = forms.FileField(label="Bản chụp", required=False)
    note = forms.CharField(
        label="Ghi chú", widget=forms.Textarea(attrs={"rows": 2}), required=False
    )
    sure = forms.BooleanField(label="Đã đối chiếu bản gốc", required=False)


class FilterForm(forms.Form):
    q = forms.CharField(label="Số hồ sơ", required=False)
    state = forms.ChoiceField(label="Trạng thái", choices=[("", "Tất cả")], required=False)


def draw(request: HttpRequest, page_name: str, **context: object) -> HttpResponse:
    source = (PAGES / f"{page_name}.html").read_text()
    return HttpResponse(engines["django"].from_string(source).render(context, request))


def home(request: HttpRequest) -> HttpResponse:
    moment = datetime(2025, 3, 5, 8, 12, tzinfo=UTC)
    events = [
        {
            "label": label,
            "by": "Nông Thị Ến",
            "title": "",
            "at": moment,
            "note": note,
            "state": state,
        }
        for label, note, state in (("Lập", "", "draft"), ("Trả lại", "Thiếu giấy", "returned"))
    ]
    tabs = [
        {"label": "Tất cả", "url": "/", "current": True, "count": 128},
        {"label": "Lịch sử", "url": "/ds/", "current": False, "count": None},
    ]
    return draw(request, "home", events=events, tabs=tabs)


def entry(request: HttpRequest) -> HttpResponse:
    form = EntryForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        RECEIVED.append({name: str(value) for name, value in form.cleaned_data.items()})
        return redirect("home")
    return draw(request, "entry", form=form)


def rows(request: HttpRequest) -> HttpResponse:
    states = ["draft", "returned", "submitted", "checked", "approved", "listed", "paid", "refused"]
    found = [
        {"pk": n, "number": f"HS-{n:05}", "amount": n * 1_000_000, "state": states[n % 8]}
        for n in range(1, 2_001)
    ]
    page = paginate(request, found, per_page=10)
    return draw(request, "list", form=FilterForm(request.GET), page=page, total=2_001_000_000_000)


def fragment(request: HttpRequest) -> HttpResponse:
    return HttpResponse("<p>2.280.000 đồng</p>")


urlpatterns = [
    *session_urls,
    path("", home, name="home"),
    path("nhap/", entry, name="entry"),
    path("ds/", rows, name="search"),
    path("manh/", fragment, name="fragment"),
    path("doi/", fragment, name="password_change"),
    path("vao/", LoginView.as_view(), name="login"),
    path("ra/", LogoutView.as_view(), name="logout"),
]
