"""Which fields a rate needs and may have, by its kind and by where its đồng come from.

One table: the database's constraints and the check of a pack both speak from it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from django.db.models import CheckConstraint, Q

from policies.rules.types import AmountKind, Worth

Way = tuple[AmountKind, Worth]

# Kinds that multiply a number by what one unit is worth, or compare with it.
BY_UNIT = frozenset(
    {
        AmountKind.FLAT,
        AmountKind.PER_DAY,
        AmountKind.PER_MONTH,
        AmountKind.PER_QUARTER,
        AmountKind.PER_SESSION,
        AmountKind.PER_PERSON,
        AmountKind.ACTUAL_OR_NORM,
        AmountKind.PACKAGE,
        AmountKind.TOP_UP,
    }
)
OF_A_COST = frozenset({AmountKind.ACTUAL_COST, AmountKind.ACTUAL_OR_NORM, AmountKind.SHARE_OF_COST})
OF_ANOTHER = frozenset({Worth.COEFFICIENT, Worth.PERCENT, Worth.SHARE_OF_RATE})
NOTHING_PAID = frozenset({AmountKind.IN_KIND, AmountKind.OTHER_PAYER})


def _ways(kinds: Iterable[AmountKind], worths: Iterable[Worth] = Worth) -> frozenset[Way]:
    return frozenset((kind, worth) for kind in kinds for worth in worths)


_NO_WAY: frozenset[Way] = frozenset()
_NAMED = {Worth.AMOUNT}
_SHARES = _ways(BY_UNIT, OF_ANOTHER) | _ways({AmountKind.SHARE_OF_COST})


class Use(NamedTuple):
    """A field, what it holds when nothing is said, and in which ways it is needed or allowed."""

    field: str
    empty: Any
    needed: frozenset[Way]
    allowed: frozenset[Way]  # beside where it is needed
    told: str


USES: tuple[Use, ...] = (
    Use(
        "worth",
        Worth.AMOUNT.value,
        _NO_WAY,
        _ways(BY_UNIT),
        "Hệ số, tỷ lệ của một mức khác chỉ dùng cho khoản tính theo đơn vị (lượt, ngày, tháng, "
        "quý, buổi, người, định mức, gói, phần bù).",
    ),
    Use(
        "amount",
        0,
        _ways(BY_UNIT - {AmountKind.PER_DAY, AmountKind.PACKAGE}, _NAMED),
        _ways({AmountKind.PER_DAY, AmountKind.PACKAGE}, _NAMED),
        "Mức cố định phải lớn hơn 0; chi phí thực tế, hệ số, tỷ lệ, hiện vật và nguồn khác chi "
        "trả thì không ghi mức.",
    ),
    Use(
        "bands",
        [],
        _NO_WAY,
        _ways({AmountKind.PER_DAY}, _NAMED),
        "Mức theo khoảng ngày chỉ dùng cho khoản tính mỗi ngày.",
    ),
    Use(
        "factor",
        0,
        _SHARES,
        _NO_WAY,
        "Hệ số, tỷ lệ phải ghi khi mức tính theo một mức khác hoặc theo phần của chi phí, và chỉ "
        "ghi khi đó.",
    ),
    Use(
        "factor_to",
        None,
        _NO_WAY,
        _SHARES,
        "Tỷ lệ đến (khung quyết định) chỉ ghi cùng hệ số, tỷ lệ.",
    ),
    Use(
        "of",
        "",
        _ways(BY_UNIT, OF_ANOTHER),
        _NO_WAY,
        "Phải ghi tính theo tham số hoặc chế độ nào khi mức là hệ số, tỷ lệ của một mức khác, và "
        "chỉ ghi khi đó.",
    ),
    Use(
        "as_group",
        "",
        _NO_WAY,
        _ways(BY_UNIT, {Worth.SHARE_OF_RATE}),
        "“Như đối tượng” chỉ ghi khi mức là tỷ lệ của một mức khác trong văn bản.",
    ),
    Use(
        "cost",
        "",
        _NO_WAY,
        _ways(OF_A_COST),
        "Loại chi phí chỉ ghi cho khoản tính theo chi phí.",
    ),
    Use(
        "after_others",
        False,
        _NO_WAY,
        _ways(OF_A_COST),
        "“Sau khi trừ phần nguồn khác đã trả” chỉ ghi cho khoản tính theo chi phí.",
    ),
    Use(
        "stack_to",
        None,
        _NO_WAY,
        _SHARES,
        "“Cộng với nguồn khác không quá” chỉ ghi khi mức là tỷ lệ.",
    ),
    Use(
        "up_to",
        False,
        _NO_WAY,
        _ways(BY_UNIT),
        "“Tối đa” chỉ ghi cho khoản có mức theo đơn vị.",
    ),
    Use(
        "only_on",
        "",
        _NO_WAY,
        _ways({AmountKind.PER_DAY}),
        "Danh mục ngày chỉ ghi cho khoản tính mỗi ngày.",
    ),
    Use(
        "components",
        [],
        _ways({AmountKind.PACKAGE}),
        _NO_WAY,
        "Các phần của gói phải ghi ở khoản chi theo gói, và chỉ ghi ở đó.",
    ),
    Use(
        "in_kind",
        "",
        _ways({AmountKind.IN_KIND}),
        _ways(set(AmountKind) - {AmountKind.IN_KIND}),
        "Khoản bằng hiện vật phải ghi hiện vật.",
    ),
    Use(
        "ceiling",
        None,
        _NO_WAY,
        _ways(set(AmountKind) - NOTHING_PAID),
        "Trần mỗi lượt chỉ ghi cho khoản chi bằng tiền.",
    ),
)

AMOUNT_OR_BANDS = (
    "Khoản tính mỗi ngày ghi một mức chung, hoặc mức theo khoảng ngày, không ghi cả hai."
)
BANDS_ALONE = "Mức theo khoảng ngày không đi cùng danh mục ngày."


def misused(kind: AmountKind, worth: Worth, given: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Fields that are missing or out of place: each with what to do about it, in Vietnamese."""
    way = (kind, worth)
    for use in USES:
        filled = given[use.field] != use.empty
        if (way in use.needed and not filled) or (
            filled and way not in use.needed and way not in use.allowed
        ):
            yield use.field, use.told
    if way == (AmountKind.PER_DAY, Worth.AMOUNT) and bool(given["amount"]) == bool(given["bands"]):
        yield "amount", AMOUNT_OR_BANDS
    if given["bands"] and given["only_on"]:
        yield "bands", BANDS_ALONE


def constraints() -> list[CheckConstraint]:
    """The table as constraints of the model that holds these fields."""
    by_field = [
        CheckConstraint(
            condition=_as_condition(use),
            name=f"rate_{use.field}_where_it_belongs",
            violation_error_message=use.told,
        )
        for use in USES
    ]
    return [
        *by_field,
        CheckConstraint(
            condition=~Q(amount_kind=AmountKind.PER_DAY.value, worth=Worth.AMOUNT.value)
            | (Q(amount=0) & ~Q(bands=[]))
            | (~Q(amount=0) & Q(bands=[])),
            name="rate_per_day_has_an_amount_or_bands",
            violation_error_message=AMOUNT_OR_BANDS,
        ),
        CheckConstraint(
            condition=Q(bands=[]) | Q(only_on=""),
            name="rate_bands_are_not_of_listed_days",
            violation_error_message=BANDS_ALONE,
        ),
    ]


def _as_condition(use: Use) -> Q:
    empty = (
        Q(**{f"{use.field}__isnull": True}) if use.empty is None else Q(**{use.field: use.empty})
    )
    filled_well = _among(use.needed | use.allowed)
    empty_well = ~_among(use.needed) if use.needed else None
    return (~empty & filled_well) | (empty & empty_well if empty_well else empty)


def _among(ways: frozenset[Way]) -> Q:
    """Kind and worth are one of these ways."""
    worths_of: dict[AmountKind, set[Worth]] = defaultdict(set)
    for kind, worth in ways:
        worths_of[kind].add(worth)
    kinds_of: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for kind in AmountKind:
        if kind in worths_of:
            worths = tuple(worth.value for worth in Worth if worth in worths_of[kind])
            kinds_of[worths].append(kind.value)
    condition = Q()
    for worths, kinds in kinds_of.items():
        condition |= Q(amount_kind__in=kinds, worth__in=list(worths))
    return condition
