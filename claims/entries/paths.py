"""The addresses of one kind of fact. Every kind has the same ones."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_POST

from accounts.gates import View, requires
from claims.entries import pages
from claims.entries.kinds import Entry


def entry_paths(entry: Entry) -> list[URLPattern]:
    """``stay_list``, ``stay_create``, ``stay_preview`` … for the entry with the code ``stay``."""
    look, enter = _gated(entry, "fact_view"), _gated(entry, "fact_record")
    preview = require_POST(enter(pages.preview_page))
    begin, one = f"{entry.path}/", f"{entry.path}/<int:fact_id>/"
    return [
        path(begin, look(pages.list_page), name=entry.list_url),
        path(f"{begin}them/", enter(pages.create_page), name=entry.create_url),
        path(f"{begin}tinh-thu/", preview, name=entry.preview_url),
        path(one, look(pages.detail_page), name=entry.detail_url),
        path(f"{one}sua/", enter(pages.edit_page), name=entry.edit_url),
        path(f"{one}tinh-thu/", preview, name=entry.preview_url),
        path(f"{one}huy/", enter(pages.withdraw_page), name=entry.withdraw_url),
    ]


def _gated(entry: Entry, permission: str) -> Callable[[Callable[..., HttpResponse]], View]:
    def gate(page: Callable[..., HttpResponse]) -> View:
        @requires(permission)
        def view(request: HttpRequest, **arguments: Any) -> HttpResponse:
            return page(request, entry, **arguments)

        return view

    return gate
