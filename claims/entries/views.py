"""Where entering begins: what to enter, by hand or from a workbook."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.gates import requires
from beneficiaries.models import Cadre
from beneficiaries.views.batches import upload_page
from claims.entries.kinds import Entry, entries
from claims.importing import EventKind, columns_of, event_kinds
from config.web import workbook
from config.workbooks.writing import template_workbook


@requires("fact_record")
def entry_hub(request: HttpRequest) -> HttpResponse:
    """Every kind of fact, what it gives a right to and which papers it needs."""
    shown = [{"entry": entry, "checklists": entry.papers()} for entry in entries()]
    return render(request, "claims/entry_hub.html", {"shown": shown})


def entry_panel(request: HttpRequest, cadre: Cadre) -> dict[str, Any]:
    """On the page of a person: what may be entered for them."""
    about_people = [entry for entry in entries() if entry.is_about_a_cadre]
    return {"cadre": cadre, "entries": about_people}


@requires("event_import")
def event_import(request: HttpRequest) -> HttpResponse:
    """Choose what the workbook is about."""
    shown = [_workbook_kind(entry) for entry in entries()]
    return render(request, "claims/event_import.html", {"shown": shown})


def _workbook_kind(entry: Entry) -> dict[str, Any]:
    kind = event_kinds()[entry.kind]
    return {"entry": entry, "kind": kind, "heads": [column.head for column in columns_of(kind)]}


@requires("event_import")
def event_upload(request: HttpRequest, kind: str) -> HttpResponse:
    """The upload page of one kind; what follows is the same for every workbook."""
    return upload_page(request, _kind(kind).code, "claims/event_upload.html")


@requires("event_import")
def event_template(request: HttpRequest, kind: str) -> HttpResponse:
    """The workbook to fill in; with ``?paid=1`` it has the columns of sums already paid."""
    chosen, paid = _kind(kind), request.GET.get("paid") == "1"
    content = template_workbook(columns_of(chosen, paid=paid), title=chosen.title)
    return workbook(content, f"Mẫu - {chosen.title}{' (đã chi)' if paid else ''}.xlsx")


def _kind(code: str) -> EventKind:
    try:
        return event_kinds()[code]
    except KeyError as unknown:
        raise Http404 from unknown
