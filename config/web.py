"""What every page needs: lists in pages, fragments for htmx, downloads, the navigation.

A leaf: it knows no app. Apps put themselves into the navigation in ``AppConfig.ready()``, so
nothing here may import a model.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting
from django.forms.widgets import (
    CheckboxInput,
    CheckboxSelectMultiple,
    ClearableFileInput,
    HiddenInput,
    Input,
    RadioSelect,
    Select,
    Textarea,
    Widget,
)
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.http import content_disposition_header, url_has_allowed_host_and_scheme

ROWS_PER_PAGE = 50
MOST_DIGITS = 18  # a bigint holds any number of them
WORKBOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


# --- Lists ---------------------------------------------------------------------------------


def paginate(
    request: HttpRequest, rows: QuerySet | Sequence, *, per_page: int = ROWS_PER_PAGE
) -> Page:
    """The page asked for by ``?page=``; a wrong number gives the nearest page, never an error."""
    return Paginator(rows, per_page).get_page(request.GET.get("page"))


def sort_rows(
    request: HttpRequest,
    rows: QuerySet,
    columns: Mapping[str, str | Sequence[str]],
    *,
    default: str,
) -> QuerySet:
    """Order ``rows`` by ``?sort=column`` (``-column`` descending), only by the named columns.

    ``columns`` maps the word in the address to one or several model fields. The primary key
    comes last, so that rows with equal values keep their place from page to page.
    """
    asked = request.GET.get("sort", default)
    if asked.removeprefix("-") not in columns:
        asked = default
    fields = columns[asked.removeprefix("-")]
    fields = [fields] if isinstance(fields, str) else list(fields)
    if asked.startswith("-"):
        fields = [field[1:] if field.startswith("-") else f"-{field}" for field in fields]
    return rows.order_by(*fields, "pk")


# --- Numbers that a page sends back --------------------------------------------------------


def whole_number(text: str) -> int | None:
    """A key, a version or a count as addresses and hidden fields tell it.

    None for anything but digits, and for more of them than a bigint of the database holds.
    """
    is_number = text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS
    return int(text) if is_number else None


def chosen_ids(request: HttpRequest) -> list[int]:
    """The primary keys of the rows ticked in a list; what is no number is left out."""
    told = map(whole_number, request.POST.getlist("chosen"))
    return [key for key in told if key is not None]


def chosen_versions(request: HttpRequest) -> dict[int, int]:
    """Rows ticked in a list with the version that was seen of each: ``chosen=123:4``."""
    pairs = (value.partition(":")[::2] for value in request.POST.getlist("chosen"))
    told = ((whole_number(key), whole_number(version)) for key, version in pairs)
    return {key: version for key, version in told if key is not None and version is not None}


def typed_by_key(request: HttpRequest, prefix: str) -> dict[int, str]:
    """What was typed into the boxes of a list, by the row's primary key: ``so_123=…``."""
    boxes = (
        (name.removeprefix(prefix), value)
        for name, value in request.POST.items()
        if name.startswith(prefix)
    )
    told = ((whole_number(key), str(value)) for key, value in boxes)
    return {key: value for key, value in told if key is not None}


# --- Answers -------------------------------------------------------------------------------


def wants_fragment(request: HttpRequest) -> bool:
    """Asked by htmx for a part of a page; going back in history needs the whole page again."""
    return "HX-Request" in request.headers and "HX-History-Restore-Request" not in request.headers


def page_or_fragment(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any],
    *,
    fragment: str,
    status: int = 200,
) -> HttpResponse:
    """The whole page, or for htmx only the ``{% partialdef fragment %}`` of the same template."""
    wanted = f"{template}#{fragment}" if wants_fragment(request) else template
    response = render(request, wanted, dict(context), status=status)
    # The same address gives two bodies: a cache, or the back button, must not mix them up.
    response["Vary"] = ", ".join(filter(None, [response.get("Vary"), "HX-Request"]))
    return response


def download(
    content: bytes, file_name: str, content_type: str, *, inline: bool = False
) -> HttpResponse:
    """``content`` as a file; ``inline`` lets the browser show it (a PDF)."""
    disposition = content_disposition_header(not inline, file_name)
    return HttpResponse(
        content, content_type=content_type, headers={"Content-Disposition": disposition}
    )


def workbook(content: bytes, file_name: str) -> HttpResponse:
    """An .xlsx to download."""
    return download(content, file_name, WORKBOOK_TYPE)


def pdf(content: bytes, file_name: str) -> HttpResponse:
    """A PDF shown in the browser."""
    return download(content, file_name, "application/pdf", inline=True)


def next_address(request: HttpRequest, otherwise: str) -> str:
    """The page to return to (``next``), only within this portal; else ``otherwise``."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if safe else otherwise


# --- Navigation ----------------------------------------------------------------------------


class Section(StrEnum):
    """The headings of the side navigation, in their order."""

    WORK = "Công việc"
    EVENTS = "Sự việc"
    PEOPLE = "Cán bộ"
    LAW = "Chính sách"
    REPORTS = "Báo cáo"
    ADMINISTRATION = "Quản trị"


@dataclass(frozen=True, slots=True)
class NavigationItem:
    """One line of the side navigation.

    ``permission`` is asked of ``user.may`` (``None``: everyone who signed in may go there).
    ``covers`` are beginnings of view names under which this line is the current one; without
    it, the noun of ``url_name`` (``cadre_list`` covers ``cadre_…``).
    """

    section: Section
    label: str
    icon: str
    url_name: str
    permission: str | None = None
    order: int = 50
    covers: tuple[str, ...] = ()

    def is_open_to(self, user: Any) -> bool:
        return self.permission is None or user.may(self.permission)

    def is_current(self, view_name: str) -> bool:
        beginnings = self.covers or (self.url_name.rpartition("_")[0] + "_",)
        return view_name == self.url_name or (
            "_" in self.url_name and view_name.startswith(beginnings)
        )


_navigation: dict[str, NavigationItem] = {}


def register_navigation(*items: NavigationItem) -> None:
    """Add lines to the side navigation; call it from ``AppConfig.ready()``."""
    _navigation.update({item.url_name: item for item in items})


def navigation_for(user: Any, view_name: str) -> list[dict[str, Any]]:
    """The lines ``user`` may open: ``{"title", "lines": [{"item", "url", "current"}]}``."""
    items = sorted(_navigation.values(), key=lambda item: item.order)
    sections = []
    for section in Section:
        lines = [
            {"item": item, "url": url, "current": item.is_current(view_name)}
            for item in items
            if item.section == section and item.is_open_to(user) and (url := _address(item))
        ]
        if lines:
            sections.append({"title": section.value, "lines": lines})
    return sections


def _address(item: NavigationItem) -> str:
    try:
        return reverse(item.url_name)
    except NoReverseMatch:
        return ""


def portal_context(request: HttpRequest) -> dict[str, Any]:
    """Names of the portal, the navigation of this user and the chosen colours, for every page."""
    user = getattr(request, "user", None)
    is_signed_in = user is not None and user.is_authenticated
    match = request.resolver_match
    view_name = (match and match.url_name) or ""
    return {
        "portal_name": settings.PORTAL_NAME,
        "department_name": _department_of(user if is_signed_in else None),
        "navigation": navigation_for(user, view_name) if is_signed_in else [],
        "searched_for": request.GET.get("q", "") if view_name == "search" else "",
        "theme": "dark" if request.COOKIES.get("theme") == "dark" else "light",
        "idle_seconds": settings.SESSION_COOKIE_AGE if is_signed_in else 0,
    }


def _department_of(user: Any) -> str:
    """The department that somebody sits in; of everybody else the installation's."""
    unit = getattr(user, "unit", None)
    return unit.name if unit is not None and unit.sees_all else settings.DEPARTMENT_NAME


# --- Forms ---------------------------------------------------------------------------------


class PortalBoundField(BoundField):
    """A form field that gives its control Tabler's class and says when it is wrong."""

    def build_widget_attrs(self, attrs: dict, widget: Widget | None = None) -> dict:
        widget = widget or self.field.widget
        attrs = super().build_widget_attrs(attrs, widget)
        classes = [widget.attrs.get("class", ""), attrs.get("class", ""), control_class(widget)]
        if self.errors:
            classes.append("is-invalid")
        if joined := " ".join(dict.fromkeys(filter(None, classes))):
            attrs["class"] = joined
        return attrs

    @property
    def is_checkbox(self) -> bool:
        """One box whose label stands behind it."""
        return isinstance(self.field.widget, CheckboxInput)


class PortalFormRenderer(TemplatesSetting):
    """Forms and fields draw themselves with the portal's templates."""

    form_template_name = "components/form.html"
    field_template_name = "components/field.html"
    bound_field_class = PortalBoundField


def control_class(widget: Widget) -> str:
    """Tabler's class for a form control."""
    if isinstance(widget, (CheckboxInput, RadioSelect, CheckboxSelectMultiple)):
        return "form-check-input"
    if isinstance(widget, Select):
        return "form-select"
    if isinstance(widget, HiddenInput):
        return ""
    if isinstance(widget, (Input, Textarea, ClearableFileInput)):
        return "form-control"
    return ""
