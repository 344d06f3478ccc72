"""Kinds of workbooks: what a row means is known by the app that registers its kind."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django import forms

from accounts.models import User
from beneficiaries.importing.verdicts import Undo, Verdict
from beneficiaries.models import ImportBatch
from config.workbooks.judging import Column, JudgedRow
from config.workbooks.opening import Sheet


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportKind:
    """One kind of workbook.

    ``judge`` adds faults to rows by comparing them and answers a Verdict for each row still
    right. ``write`` gets the verdicts to be written, inside one transaction with the batch locked,
    and answers what ``undo`` will need. ``options_form`` asks for more at the upload; its cleaned
    data must fit into JSON.
    """

    code: str
    title: str
    noun: str
    permission: str
    columns: Callable[[ImportBatch], Sequence[Column]]
    judge: Callable[[ImportBatch, Sheet, list[JudgedRow]], list[Verdict]]
    write: Callable[[ImportBatch, list[Verdict], User], Undo]
    undo: Callable[[ImportBatch, Undo, User], None]
    template: Callable[[User], bytes]
    home: str
    confirm_permission: Callable[[ImportBatch], str] | None = None
    options_form: type[forms.Form] | None = None
    upload: str = ""

    @property
    def upload_page(self) -> str:
        """URL name of the page where a corrected file is uploaded."""
        return self.upload or self.home

    def permission_to_confirm(self, batch: ImportBatch) -> str:
        return self.confirm_permission(batch) if self.confirm_permission else self.permission


_kinds: dict[str, ImportKind] = {}


def register_import(kind: ImportKind) -> None:
    """Make a kind of workbook known; call it from ``AppConfig.ready()``."""
    _kinds[kind.code] = kind


def kind_named(code: str) -> ImportKind:
    """Raises KeyError when no app registered such a kind."""
    return _kinds[code]
