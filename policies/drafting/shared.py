"""Payers, parameters and lists: they belong to no version, and what was recorded stays."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.core.exceptions import ValidationError
from django.db.models import ProtectedError
from django.utils import timezone

from accounts.models import User
from config.saving import save_valid
from policies.drafting.changing import changing_shared, refuse_changed, stamp_of
from policies.models import DatedList, ListEntry, Parameter, ParameterValue, Payer


def save_payers(*, kept: Sequence[Payer], removed: Sequence[Payer], seen: str, by: User) -> None:
    """Who pays, until when, and who follows. Raises ``ValidationError``."""
    with changing_shared(page="payers", by=by):
        present = list(Payer.objects.order_by("pk"))
        refuse_changed(seen, stamp_of(present), None, "payers")
        for payer in removed:
            try:
                payer.delete()
            except ProtectedError:
                raise ValidationError(
                    f"Không xóa được “{payer}”: còn mức hưởng hoặc khoản chi của nguồn này. Nguồn "
                    "đã kết thúc thì ghi ngày đóng."
                ) from None
        for payer in kept:
            save_valid(payer)


def add_parameter(*, parameter: Parameter, values: Sequence[ParameterValue], by: User) -> Parameter:
    """A new parameter with its first values. Raises ``ValidationError``."""
    with changing_shared(page=f"parameter:{parameter.code}", by=by):
        save_valid(parameter)
        _append(parameter, values, by)
        return parameter


def add_values(
    *, parameter: Parameter, values: Sequence[ParameterValue], seen: str, by: User
) -> None:
    """More values; of several for one day the last recorded holds. Raises ``ValidationError``."""
    page = f"parameter:{parameter.code}"
    with changing_shared(page=page, by=by):
        present = list(parameter.values.order_by("pk"))
        refuse_changed(seen, stamp_of(present), None, page)
        _append(parameter, values, by)


def _append(parameter: Parameter, values: Iterable[ParameterValue], by: User) -> None:
    for value in values:
        value.parameter = parameter
        value.recorded_by, value.recorded_at = by, timezone.now()
        save_valid(value)


def add_list(*, dated_list: DatedList, entries: Sequence[ListEntry], by: User) -> DatedList:
    """A new list with its first entries. Raises ``ValidationError``."""
    with changing_shared(page=f"list:{dated_list.code}", by=by):
        save_valid(dated_list)
        _enter(dated_list, entries, by)
        return dated_list


def add_entries(
    *, dated_list: DatedList, entries: Sequence[ListEntry], seen: str, by: User
) -> None:
    """Raises ``ValidationError``."""
    page = f"list:{dated_list.code}"
    with changing_shared(page=page, by=by):
        _refuse_changed_list(dated_list, seen, page)
        _enter(dated_list, entries, by)


def close_entries(
    *, dated_list: DatedList, entries: Iterable[ListEntry], until: date, seen: str, by: User
) -> None:
    """These leave the list after ``until``; that is said once. Raises ``ValidationError``."""
    page = f"list:{dated_list.code}"
    with changing_shared(page=page, by=by):
        _refuse_changed_list(dated_list, seen, page)
        for entry in entries:
            if entry.until is not None:
                raise ValidationError(f"“{entry}” đã ghi ngày cuối {entry.until:%d/%m/%Y}.")
            entry.until = until
            save_valid(entry)


def _refuse_changed_list(dated_list: DatedList, seen: str, page: str) -> None:
    present = list(dated_list.entries.order_by("pk"))
    refuse_changed(seen, stamp_of(present), None, page)


def _enter(dated_list: DatedList, entries: Iterable[ListEntry], by: User) -> None:
    now = timezone.now()
    for entry in entries:
        entry.list = dated_list
        entry.recorded_by, entry.recorded_at = by, now
        try:
            save_valid(entry)
        except ValidationError as error:
            raise ValidationError(f"“{entry}”: {' '.join(error.messages)}") from None
