"""What the pages know about one kind of fact, and the register of all kinds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from claims.actions import correct_fact, record_fact
from claims.entries.forms import FactForm
from claims.entries.papers import BenefitPapers, papers_of
from claims.facts import fact_kind
from claims.models import Claim, Fact

Verb = Callable[..., list[Claim]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One kind of fact as people enter and find it.

    ``code`` begins its URL names (``stay`` → ``stay_create``), ``path`` its addresses.
    ``benefits`` are the codes of the benefits it may give rise to. ``day`` and ``name`` are the
    model's paths to the deciding date and to what names the payee, for sorting. ``kept`` are
    fields that stay filled when one fact after another is entered. ``form_template`` has the
    fragments ``preview`` and, where some fields depend on others, ``fields``.
    """

    code: str
    path: str
    model: type[Fact]
    form: type[FactForm]
    title: str
    hint: str
    icon: str
    benefits: tuple[str, ...]
    day: str
    name: str
    create_label: str
    order: int
    kept: tuple[str, ...] = ()
    confidential: tuple[str, ...] = ()
    form_template: str = "claims/fact_form.html"
    parent: Callable[[Any], tuple[str, str]] | None = None
    record: Verb = record_fact
    correct: Verb = correct_fact

    @property
    def is_about_a_cadre(self) -> bool:
        """Whether a cadre is the payee, not staff or a supplier."""
        return hasattr(self.model, "cadre")

    @property
    def kind(self) -> str:
        return self.model.KIND

    @property
    def noun(self) -> str:
        return str(self.model._meta.verbose_name)

    @property
    def list_url(self) -> str:
        return f"{self.code}_list"

    @property
    def create_url(self) -> str:
        return f"{self.code}_create"

    @property
    def preview_url(self) -> str:
        return f"{self.code}_preview"

    @property
    def detail_url(self) -> str:
        return f"{self.code}_detail"

    @property
    def edit_url(self) -> str:
        return f"{self.code}_edit"

    @property
    def withdraw_url(self) -> str:
        return f"{self.code}_withdraw"

    def facts(self) -> Any:
        """The facts with everything their headings and summaries read joined in."""
        return fact_kind(self.kind).rows()

    def papers(self) -> list[BenefitPapers]:
        return papers_of(self.benefits)


_entries: dict[str, Entry] = {}


def register_entries(*found: Entry) -> None:
    """Show kinds on the hub; call it from ``AppConfig.ready()``."""
    _entries.update({entry.code: entry for entry in found})


def entries() -> list[Entry]:
    """Every kind in the order of the text of the law."""
    return sorted(_entries.values(), key=lambda entry: entry.order)
