"""Where the apps above put themselves: on the page of a person, and into the search box.

Filled in ``AppConfig.ready()``; this app knows none of them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from accounts.models import User
from beneficiaries.models import Cadre


@dataclass(frozen=True, slots=True)
class Panel:
    """A part of the person's page: a template and what it needs."""

    code: str
    title: str
    template: str
    context: Callable[[HttpRequest, Cadre], dict[str, Any]]
    permission: str
    order: int = 50


@dataclass(frozen=True, slots=True)
class SearchHit:
    """One thing found. The only hit of a search, when ``exact``, is opened at once."""

    kind: str
    label: str
    url: str
    note: str = ""
    exact: bool = False


@dataclass(frozen=True, slots=True)
class ShownPanel:
    """A panel with its context, ready for the template."""

    panel: Panel
    context: dict[str, Any]


type Finder = Callable[[User, str], list[SearchHit]]

_panels: dict[str, Panel] = {}
_finders: dict[str, tuple[str, Finder]] = {}


def register_panel(panel: Panel) -> None:
    """Show ``panel`` on the page of every person."""
    _panels[panel.code] = panel


def register_search(code: str, find: Finder, *, permission: str) -> None:
    """Ask ``find`` for whatever is typed into the search box by those who hold ``permission``."""
    _finders[code] = (permission, find)


def panels_for(request: HttpRequest, cadre: Cadre) -> list[ShownPanel]:
    """The panels this user may see about the person, in their order."""
    allowed = [panel for panel in _panels.values() if request.user.may(panel.permission)]
    return [
        ShownPanel(panel, panel.context(request, cadre))
        for panel in sorted(allowed, key=lambda panel: panel.order)
    ]


def hits_for(user: User, text: str) -> list[SearchHit]:
    """What the apps above found."""
    return [
        hit
        for permission, find in _finders.values()
        if user.may(permission)
        for hit in find(user, text)
    ]
