"""Template filters over :mod:`config.formatting`. An absent value is written as nothing."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django import template
from django.utils import timezone

from config import formatting

register = template.Library()


def _unless_absent(write: Callable[[Any], str], value: Any) -> str:
    return "" if value is None or value == "" else write(value)


@register.filter
def dong(value: int | None) -> str:
    """Amount in đồng, without the unit: ``1.234.567``."""
    return _unless_absent(formatting.money, value)


@register.filter
def trieu(value: int | None, decimals: int | None = None) -> str:
    """Amount in triệu đồng, without the unit: ``5.128,86``."""
    return _unless_absent(lambda amount: formatting.million(amount, decimals), value)


@register.filter
def signed(value: int | None) -> str:
    """A difference with its sign: ``+1.234.567``, ``−20.000``, ``0``."""
    return _unless_absent(formatting.signed, value)


@register.filter
def in_words(value: int | None) -> str:
    """Amount in words: ``Hai mươi mốt đồng``; below zero ``Thu hồi hai mươi mốt đồng``."""
    return _unless_absent(formatting.settlement_in_words, value)


@register.filter
def settlement(value: int | None) -> str:
    """What is paid or, below zero, taken back: ``20.000 đồng``, ``thu hồi 20.000 đồng``."""
    return _unless_absent(formatting.settlement, value)


@register.filter
def unsigned(value: int | None) -> str:
    """Amount in đồng where words beside it say that it is taken back: ``20.000``."""
    return _unless_absent(lambda amount: formatting.money(abs(amount)), value)


@register.filter
def ngay(value: date | datetime | None) -> str:
    """Date as dd/mm/yyyy; a moment is first brought to local time."""
    return _unless_absent(lambda on: formatting.date_short(_local(on)), value)


@register.filter
def count(value: int | None) -> str:
    """Whole number with dots: ``26.994``."""
    return _unless_absent(formatting.count, value)


@register.filter
def padded(value: int | None) -> str:
    """Count with a leading zero below ten: ``02``."""
    return _unless_absent(formatting.padded_count, value)


@register.filter
def percent(value: formatting.Number | None, decimals: int = 1) -> str:
    """Ratio (1 = the whole) as per cent: ``85,7%``."""
    return _unless_absent(lambda ratio: formatting.percent(ratio, decimals), value)


def _local(on: date | datetime) -> date:
    return timezone.localtime(on) if isinstance(on, datetime) and timezone.is_aware(on) else on
