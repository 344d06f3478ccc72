"""The parts that pages are made of, as template tags. Available in every template without load."""

import functools
from itertools import zip_longest
from typing import Any

from django import template
from django.conf import settings
from django.core.paginator import Page
from django.http import HttpRequest
from django.template.context import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

ICONS = settings.BASE_DIR / "node_modules" / "@tabler" / "icons" / "icons" / "outline"

# A state is told three ways: by word, by icon and by colour.
STATES: dict[str, tuple[str, str]] = {
    # a claim
    "draft": ("grey", "pencil"),
    "returned": ("orange", "arrow-back-up"),
    "submitted": ("blue", "send"),
    "checked": ("indigo", "clipboard-check"),
    "approved": ("green", "circle-check"),
    "listed": ("teal", "list-check"),
    "paid": ("navy", "coins"),
    "settled": ("navy", "building-bank"),
    "refused": ("red", "ban"),
    "cancelled": ("grey", "x"),
    "taken_over": ("teal", "archive"),
    # a payment and its list
    "open": ("blue", "folder-open"),
    "issued": ("teal", "file-check"),
    "closed": ("navy", "lock"),
    "waiting": ("blue", "clock"),
    "failed": ("red", "alert-triangle"),
    "removed": ("grey", "minus"),
    # a resolution
    "tested": ("blue", "list-check"),
    "released": ("green", "circle-check"),
    "continued": ("teal", "arrow-forward-up"),
    "superseded": ("grey", "history"),
    "repealed": ("red", "ban"),
    # an import and its rows
    "judged": ("indigo", "list-search"),
    "decided": ("green", "circle-check"),
    "confirmed": ("green", "circle-check"),
    "undone": ("orange", "arrow-back-up"),
    "dropped": ("grey", "x"),
    "running": ("blue", "loader"),
    "done": ("green", "circle-check"),
    "new": ("green", "plus"),
    "changed": ("orange", "pencil"),
    "unchanged": ("grey", "equal"),
    "wrong": ("red", "alert-triangle"),
    # a facility's bill and its lines
    "reading": ("blue", "loader"),
    "matched": ("green", "circle-check"),
    "accepted": ("navy", "user-check"),
    "over": ("orange", "arrow-bar-to-up"),
    "price": ("orange", "file-text"),
    "absent": ("orange", "user-x"),
    "extra": ("orange", "user-plus"),
    "ambiguous": ("orange", "help"),
    "unknown": ("red", "user-question"),
    "twice": ("red", "copy"),
    "billed": ("red", "copy-check"),
    "nothing": ("red", "ban"),
    # a card
    "reissued": ("teal", "id"),
    "recalled": ("orange", "id-off"),
    # a trip
    "away": ("indigo", "bus"),
    # a figure of a report
    "actual": ("navy", "coins"),
    "estimated": ("orange", "calculator"),
    "planned": ("grey", "calendar"),
    # a round of check-ups
    "listing": ("orange", "users"),
    "agreed": ("teal", "list-check"),
    # people on the list of a plan
    "chosen": ("green", "circle-check"),
    "declined": ("orange", "user-x"),
    "replaced": ("grey", "history"),
}

CONFIDENCES: dict[str, tuple[str, str, str]] = {
    "stated": ("green", "quote", "Nêu rõ trong văn bản"),
    "derived": ("orange", "math-function", "Suy ra từ số liệu"),
    "invented": ("red", "flask", "Giả định cho bản trình diễn"),
    "confirmed": ("navy", "user-check", "Đã xác nhận"),
}

MESSAGE_LOOKS: dict[str, tuple[str, str]] = {
    "error": ("danger", "alert-triangle"),
    "warning": ("warning", "alert-circle"),
    "success": ("success", "circle-check"),
}


@functools.cache
def _drawing(name: str) -> str:
    """The inner part of one of Tabler's outline icons."""
    path = ICONS / f"{name}.svg"
    try:
        svg = path.read_text()
    except FileNotFoundError:
        raise template.TemplateSyntaxError(f"No such icon: {name}") from None
    lines = " ".join(svg[svg.index(">") + 1 : svg.rindex("</svg>")].split())
    return lines.replace('<path stroke="none" d="M0 0h24v24H0z" fill="none" /> ', "")


@register.simple_tag
@functools.lru_cache(maxsize=1_000)
def icon(name: str, label: str = "") -> SafeString:
    """Draw an icon. It is silent for screen readers unless ``label`` says what it means."""
    silent_or_named = (
        format_html('role="img" aria-label="{}"', label)
        if label
        else mark_safe('aria-hidden="true"')
    )
    return format_html(
        '<svg class="icon" width="20" height="20" viewBox="0 0 24 24" fill="none" '
        'stroke="currentColor" stroke-width="1.75" stroke-linecap="round" '
        'stroke-linejoin="round" {}>{}</svg>',
        silent_or_named,
        mark_safe(_drawing(name)),
    )


@register.simple_tag
def badge(colour: str, icon_name: str, label: str, title: str = "") -> SafeString:
    """A coloured word with an icon; ``title`` explains it on hovering."""
    return format_html(
        '<span class="mark mark-{}"{}>{}{}</span>',
        colour,
        format_html(' title="{}"', title) if title else "",
        icon(icon_name),
        label,
    )


@register.simple_tag
@functools.lru_cache(maxsize=1_000)
def state_badge(state: str, label: str) -> SafeString:
    """The state of something: ``{% state_badge claim.state claim.get_state_display %}``."""
    return badge(*STATES.get(state, ("grey", "point")), label)


@register.simple_tag
def confidence_badge(confidence: str, title: str = "") -> SafeString:
    """Where a rate comes from: stated, derived, invented or confirmed; ``title`` says more."""
    return badge(*CONFIDENCES[confidence], title)


@register.simple_tag
def message_look(level_tag: str) -> dict[str, str]:
    """Colour and icon of one of Django's messages."""
    colour, icon_name = MESSAGE_LOOKS.get(level_tag, ("info", "info-circle"))
    return {"colour": colour, "icon": icon_name}


@register.inclusion_tag("components/empty.html")
def empty_state(
    title: str, text: str = "", icon: str = "inbox", url: str = "", action: str = ""
) -> dict[str, str]:
    """What belongs here and the next step (``url`` and ``action``)."""
    return {"title": title, "text": text, "icon_name": icon, "url": url, "action": action}


@register.inclusion_tag("components/metric.html")
def metric(
    label: str,
    value: Any,
    unit: str = "",
    url: str = "",
    note: str = "",
    icon: str = "",
    tone: str = "",
) -> dict[str, Any]:
    """A number with its name; with ``url`` it leads to the people or claims behind it."""
    return {
        "label": label,
        "value": value,
        "unit": unit,
        "url": url,
        "note": note,
        "icon_name": icon,
        "tone": tone,
    }


@register.inclusion_tag("components/progress.html")
def progress(value: int, most: int, label: str, note: str = "") -> dict[str, Any]:
    """A bar of ``value`` out of ``most``, with the percentage in words beside it."""
    percent = min(100, round(100 * value / most)) if most else 0
    return {"value": value, "most": most or 1, "percent": percent, "label": label, "note": note}


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context: Context, page: Page, noun: str = "dòng") -> dict[str, Any]:
    """How many rows there are, and the way to the other pages; keeps the filters."""
    request: HttpRequest = context["request"]
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    return {
        "page": page,
        "noun": noun,
        "links": [
            {"number": number, "url": _with(request, page=number)}
            if isinstance(number, int)
            else {"number": None, "url": ""}
            for number in numbers
        ],
        "first": _with(request, page=None),
        "last": _with(request, page=page.paginator.num_pages),
        "previous": _with(request, page=page.number - 1) if page.has_previous() else "",
        "following": _with(request, page=page.number + 1) if page.has_next() else "",
    }


@register.inclusion_tag("components/sort_head.html", takes_context=True)
def sort_head(
    context: Context, column: str, label: str, numeric: bool = False, default: str = ""
) -> dict[str, Any]:
    """A column head that sorts by ``column``; ``default`` is the sort used when none is asked."""
    request: HttpRequest = context["request"]
    asked = request.GET.get("sort", default)
    direction = {column: "ascending", f"-{column}": "descending"}.get(asked, "none")
    turned = f"-{column}" if direction == "ascending" else column
    return {
        "label": label,
        "numeric": numeric,
        "direction": direction,
        "url": _with(request, sort=turned, page=None),
        "icon_name": {
            "ascending": "chevron-up",
            "descending": "chevron-down",
            "none": "selector",
        }[direction],
    }


def _with(request: HttpRequest, **changes: Any) -> str:
    """The query of this page with some values set anew; ``None`` takes one away."""
    query = request.GET.copy()
    for key, value in changes.items():
        if value is None:
            query.pop(key, None)
        else:
            query[key] = value
    return f"?{query.urlencode()}"


@register.inclusion_tag("components/filter_bar.html", takes_context=True)
def filter_bar(context: Context, form: Any, target: str = "") -> dict[str, Any]:
    """Filters of a list as a GET form; with ``target`` (an id) htmx renews only that part."""
    request: HttpRequest = context["request"]
    return {
        "form": form,
        "target": target,
        "path": request.path,
        "sort": request.GET.get("sort", ""),
        "is_filtered": any(
            value for key, value in request.GET.items() if key not in ("page", "sort")
        ),
    }


@register.inclusion_tag("components/form_errors.html")
def form_errors(*forms: Any) -> dict[str, Any]:
    """What was refused, in one place above the form, each line a link to its field."""
    general = [error for form in forms for error in form.non_field_errors()]
    fields = [field for form in forms for field in form if field.errors]
    return {"general": general, "fields": fields, "count": len(general) + len(fields)}


@register.inclusion_tag("components/timeline.html")
def timeline(events: Any) -> dict[str, Any]:
    """What happened, newest last; an event has ``label, at, by, title, note, state``."""
    return {"events": events}


@register.inclusion_tag("components/steps.html")
def steps(current: int, *labels: str) -> dict[str, Any]:
    """Where one stands in a row of steps; ``current`` counts from 1."""
    return {
        "steps": [
            {"number": n, "label": label, "is_current": n == current, "is_done": n < current}
            for n, label in enumerate(labels, start=1)
        ]
    }


@register.inclusion_tag("components/tabs.html")
def tabs(items: Any, label: str = "Phân mục") -> dict[str, Any]:
    """Tabs as links. Each item: ``label``, ``url``, ``current`` and, if wanted, ``count``."""
    return {"items": items, "label": label}


@register.inclusion_tag("components/breadcrumbs.html")
def crumbs(*labels_and_urls: str) -> dict[str, Any]:
    """The way here: ``{% crumbs "Cán bộ" list_url "Nguyễn Văn A" %}``; the last has no address."""
    labels, urls = labels_and_urls[::2], labels_and_urls[1::2]
    return {"crumbs": list(zip_longest(labels, urls, fillvalue=""))}


@register.filter
def state_icon(state: str) -> str:
    """The icon of a state, for a time line."""
    return STATES.get(state, ("grey", "point"))[1]


@register.filter
def state_colour(state: str) -> str:
    """The colour word of a state, for a time line."""
    return STATES.get(state, ("grey", "point"))[0]
