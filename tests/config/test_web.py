"""Lists in pages, answers, the navigation."""

import pytest
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.template import TemplateSyntaxError, engines
from django.test import RequestFactory
from django.urls import path

from accounts.models import Unit, User
from accounts.roles import Role
from config import web
from config.web import NavigationItem, Section


def nothing(request):
    return HttpResponse()


urlpatterns = [path("a/", nothing, name="cadre_list"), path("b/", nothing, name="user_list")]


def get(address="/", **headers):
    request = RequestFactory().get(address, headers=headers)
    request.user = AnonymousUser()
    return request


def draw(source, request=None, **context):
    return engines["django"].from_string(source).render(context, request or get())


@pytest.mark.parametrize(
    ("asked", "number"), [("", 1), ("2", 2), ("99", 5), ("-1", 5), ("abc", 1), ("1.5", 1)]
)
def test_a_wrong_page_number_gives_the_nearest_page(asked, number):
    assert web.paginate(get(f"/?page={asked}"), range(45), per_page=10).number == number


@pytest.mark.parametrize(
    ("asked", "order"),
    [
        ("", ("full_name", "pk")),
        ("-name", ("-full_name", "pk")),
        ("unit", ("unit__name", "-full_name", "pk")),
        ("-unit", ("-unit__name", "full_name", "pk")),
        ("password", ("full_name", "pk")),
        ("--name", ("full_name", "pk")),
    ],
)
def test_rows_are_sorted_only_by_the_named_columns(asked, order):
    columns = {"name": "full_name", "unit": ("unit__name", "-full_name")}
    request = get(f"/?sort={asked}")
    rows = web.sort_rows(request, User.objects.all(), columns, default="name")
    assert rows.query.order_by == order


NO_NUMBERS = ["", "x", "-2", "1.5", "²", "٣", "9" * 19, "9" * 5_000]


@pytest.mark.parametrize("text", NO_NUMBERS)
def test_what_is_no_number_of_the_database_is_none(text):
    assert web.whole_number(text) is None


def test_chosen_rows_are_numbers_only():
    request = RequestFactory().post("/", {"chosen": ["1", *NO_NUMBERS, "3"]})
    assert web.chosen_ids(request) == [1, 3]


def test_chosen_rows_come_with_the_version_that_was_seen():
    nonsense = ["7", "7:", ":7", "7:x", *(f"{text}:1" for text in NO_NUMBERS)]
    request = RequestFactory().post("/", {"chosen": ["12:4", *nonsense]})
    assert web.chosen_versions(request) == {12: 4}


def test_what_is_typed_into_a_list_is_known_by_its_row():
    boxes = {"so_12": "A 7", "so_13": "", "so_x": "1", "so_": "2", "khac_12": "3"}
    request = RequestFactory().post("/", boxes)
    assert web.typed_by_key(request, "so_") == {12: "A 7", 13: ""}


@pytest.mark.parametrize(
    "address", ["https://xau.example/", "//xau.example", "javascript:alert(1)"]
)
def test_one_never_returns_to_another_site(address):
    assert web.next_address(get(f"/?next={address}"), "/nha/") == "/nha/"


LIST = "registration/logged_out.html"


@pytest.mark.parametrize(
    ("headers", "drawn"),
    [
        ({}, LIST),
        ({"HX-Request": "true"}, f"{LIST}#rows"),
        ({"HX-Request": "true", "HX-History-Restore-Request": "true"}, LIST),
    ],
)
def test_htmx_gets_a_part_of_the_page(monkeypatch, headers, drawn):
    asked = []
    monkeypatch.setattr(
        web, "render", lambda request, name, context, status: asked.append(name) or HttpResponse()
    )
    answer = web.page_or_fragment(get(**headers), LIST, {}, fragment="rows")
    assert asked == [drawn]
    assert answer["Vary"] == "HX-Request"


def test_one_returns_to_where_one_came_from():
    assert web.next_address(get("/?next=/ds/%3Fpage=2"), "/nha/") == "/ds/?page=2"


def test_file_names_keep_their_vietnamese():
    answer = web.workbook(b"x", "Danh sách.xlsx")
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''Danh%20s")
    assert web.pdf(b"x", "a.pdf")["Content-Disposition"].startswith("inline")


def person(*roles):
    return User(full_name="Lan", unit=Unit(name="Sở Y tế"), roles=list(roles))


@pytest.fixture
def navigation(monkeypatch):
    monkeypatch.setattr(web, "_navigation", {})
    web.register_navigation(
        NavigationItem(Section.ADMINISTRATION, "Người dùng", "users", "user_list", "user_manage"),
        NavigationItem(Section.PEOPLE, "Cán bộ", "users", "cadre_list", "cadre_view"),
        NavigationItem(Section.PEOPLE, "Chưa có trang", "users", "missing_list"),
    )


@pytest.mark.urls(__name__)
def test_everyone_sees_only_the_pages_they_may_open(navigation):
    def labels(*roles):
        sections = web.navigation_for(person(*roles), "cadre_detail")
        return [(s["title"], line["item"].label) for s in sections for line in s["lines"]]

    assert labels(Role.DATA_ENTRY) == [("Cán bộ", "Cán bộ")]
    assert labels(Role.ADMINISTRATOR) == [("Quản trị", "Người dùng")]


@pytest.mark.urls(__name__)
@pytest.mark.parametrize(
    ("view", "current"),
    [("cadre_detail", True), ("cadre_list", True), ("card_list", False), ("", False)],
)
def test_the_current_line_is_marked_on_all_pages_of_its_noun(navigation, view, current):
    (section,) = web.navigation_for(person(Role.DATA_ENTRY), view)
    assert section["lines"][0]["current"] is current


class Sheet(forms.Form):
    name = forms.CharField(label="Họ tên", help_text="Như trên căn cước")
    kind = forms.ChoiceField(label="Loại", choices=[("a", "A")], widget=forms.RadioSelect)
    unit = forms.ChoiceField(label="Đơn vị", choices=[("a", "A")])
    secret = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean(self):
        raise forms.ValidationError("Cả hai không thể đúng.")


def test_a_field_ties_its_label_help_and_fault_together():
    html = Sheet({})["name"].as_field_group()
    assert '<label class="form-label" for="id_name">' in html
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'id="id_name_helptext"' in html
    assert 'id="id_name_error"' in html
    assert 'class="form-control is-invalid"' in html


def test_controls_get_their_classes():
    form = Sheet()
    assert 'class="form-check-input"' in str(form["kind"])
    assert 'class="form-select"' in str(form["unit"])
    assert "class=" not in str(form["secret"])


def test_the_summary_counts_and_links_every_fault():
    html = draw("{% form_errors form %}", form=Sheet({"unit": "z"}))
    assert "Hãy sửa 4 chỗ" in html
    assert "Cả hai không thể đúng." in html
    assert 'href="#id_name"' in html
    assert 'href="#id_kind"' in html
    assert draw("{% form_errors form %}", form=Sheet()).strip() == ""


def test_pages_keep_the_filters():
    request = get("/?q=a%26b&page=3")
    page = web.paginate(request, range(100), per_page=10)
    html = draw('{% pagination page "người" %}', request, page=page)
    assert "21–30 trong <strong>100</strong> người" in html
    assert 'href="?q=a%26b&amp;page=4"' in html
    assert 'aria-current="page" aria-label="Trang 3"' in html


@pytest.mark.parametrize(
    ("asked", "state", "turned"),
    [("", "ascending", "-ten"), ("-ten", "descending", "ten"), ("tien", "none", "ten")],
)
def test_a_head_says_how_the_list_is_sorted_and_turns_it(asked, state, turned):
    request = get(f"/?sort={asked}&page=4" if asked else "/?page=4")
    html = draw('{% sort_head "ten" "Họ tên" default="ten" %}', request)
    assert f'aria-sort="{state}"' in html
    assert f'href="?sort={turned}"' in html


def test_a_bar_never_passes_its_end():
    assert "100%" in draw('{% progress 5 4 "Nhập" %}')
    assert "0%" in draw('{% progress 0 0 "Nhập" %}')


def test_labels_of_marks_are_escaped():
    html = draw("{% state_badge state label %}", state="paid", label="<b>")
    assert "&lt;b&gt;" in html


def test_an_unknown_icon_is_a_mistake_of_the_template():
    with pytest.raises(TemplateSyntaxError, match="khong-co"):
        draw('{% icon "khong-co" %}')


def test_every_state_and_confidence_can_be_drawn():
    from config.templatetags.portal import CONFIDENCES, STATES

    for state in STATES:
        assert "<svg" in draw("{% state_badge state state %}", state=state)
    for confidence in CONFIDENCES:
        assert "<svg" in draw("{% confidence_badge c %}", c=confidence)
