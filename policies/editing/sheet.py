"""The rates of a version as a sheet: a row for each group, a column for each thing that is paid.

Rates of a benefit that differ in nothing but group and amount stand in one column. What is
typed is judged whole: either every cell is understood and all of it is saved, or nothing.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms

from config.formatting import money
from policies import wording
from policies.drafting.rules import stamp_of_rates
from policies.editing.forms.fields import check_grounds
from policies.models import BeneficiaryGroup, Benefit, Confidence, Payer, Rate, Resolution
from policies.names import names_of
from policies.rules.types import AmountKind, Worth

# Kinds that one number tells: the amount, or for actual cost its ceiling.
SIMPLE = (
    AmountKind.FLAT,
    AmountKind.PER_DAY,
    AmountKind.PER_MONTH,
    AmountKind.PER_QUARTER,
    AmountKind.PER_SESSION,
    AmountKind.PER_PERSON,
    AmountKind.ACTUAL_OR_NORM,
    AmountKind.TOP_UP,
    AmountKind.ACTUAL_COST,
)
BY_UNIT_WORD = {
    "ngày": AmountKind.PER_DAY,
    "tháng": AmountKind.PER_MONTH,
    "quý": AmountKind.PER_QUARTER,
    "buổi": AmountKind.PER_SESSION,
}
SHORT_KINDS = {
    AmountKind.FLAT: "mỗi lượt",
    AmountKind.PER_DAY: "mỗi ngày",
    AmountKind.PER_MONTH: "mỗi tháng",
    AmountKind.PER_QUARTER: "mỗi quý",
    AmountKind.PER_SESSION: "mỗi buổi",
    AmountKind.PER_PERSON: "mỗi người đi cùng",
    AmountKind.ACTUAL_OR_NORM: "thực tế, không quá định mức",
    AmountKind.TOP_UP: "bù cho đủ mức",
    AmountKind.ACTUAL_COST: "thực tế, trần mỗi lượt",
}
NO_CEILING = "không trần"
CONFIDENCE_WORDS = [
    (Confidence.STATED, "Nêu rõ"),
    (Confidence.DERIVED, "Suy ra"),
    (Confidence.INVENTED, "Giả định"),
]
HEAD = ("amount_kind", "payer", "article", "confidence", "basis")
OWN = ("id", "group", "amount")  # what the rates of one column do not share


class HeadForm(forms.Form):
    """What all the rates of a column have in common and is typed in the sheet."""

    amount_kind = forms.ChoiceField(
        label="Cách tính", choices=[(kind.value, words) for kind, words in SHORT_KINDS.items()]
    )
    payer = forms.ModelChoiceField(
        Payer.objects.all(), label="Nguồn chi", empty_label="Chọn nguồn chi"
    )
    article = forms.CharField(label="Điều khoản", max_length=200)
    confidence = forms.ChoiceField(label="Độ tin cậy", choices=CONFIDENCE_WORDS)
    basis = forms.CharField(label="Căn cứ nếu suy ra, giả định", required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        check_grounds(self, cleaned)
        return cleaned


@dataclass(slots=True)
class Cell:
    """One box of the sheet."""

    name: str
    group: BeneficiaryGroup | None
    rate: Rate | None
    typed: str
    label: str
    error: str = ""
    wanted: Rate | None = None  # what is to stand here; None is nothing


@dataclass(slots=True)
class Column:
    """One thing that is paid, to whom ever."""

    key: str
    benefit: Benefit
    rates: Sequence[Rate]
    notes: Sequence[str]
    head: HeadForm
    cells: list[Cell] = field(default_factory=list)

    @property
    def is_typed(self) -> bool:
        return any(cell.typed for cell in self.cells)


class Sheet:
    """The sheet of a draft as it is kept, or as it was typed (``data``)."""

    def __init__(self, resolution: Resolution, data: Mapping[str, str] | None = None) -> None:
        self.resolution = resolution
        self.data = data
        self.groups = list(resolution.groups.order_by("position"))
        self.benefits = list(
            resolution.benefits.order_by("position").prefetch_related(
                "rates__group", "rates__payer", "rates__confirmation__confirmed_by"
            )
        )
        self.payers = list(Payer.objects.order_by("name"))
        self.stamp = stamp_of_rates(resolution)
        names = names_of(resolution)
        self.others = [
            (benefit, rate, wording.figure(rate, benefit, names), wording.condition(rate, names))
            for benefit in self.benefits
            for rate in benefit.rates.all()
            if not is_simple(rate)
        ]
        self.names = names
        self.columns = list(self._columns())

    @property
    def rows(self) -> list[tuple[str, list[Cell]]]:
        """Each group with its cells; at the end what holds for everybody."""
        labels = [*(group.name for group in self.groups), "Mọi đối tượng"]
        return [
            (label, [column.cells[row] for column in self.columns])
            for row, label in enumerate(labels)
        ]

    @property
    def heads(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The lines of the sheet that tell what a column is, besides how it is counted."""
        return [
            (str(HeadForm.base_fields[name].label), [column.head[name] for column in self.columns])
            for name in HEAD[1:]
        ]

    @property
    def lost(self) -> list[str]:
        """Amounts typed into a column that somebody took away meanwhile."""
        known = {cell.name for column in self.columns for cell in column.cells}
        sent = self.data or {}
        return [
            sent[name] for name in sent if name.endswith("-o") and name not in known and sent[name]
        ]

    # --- building ----------------------------------------------------------------------------

    def _columns(self) -> Iterator[Column]:
        for benefit in self.benefits:
            alike: dict[str, list[Rate]] = {}
            for rate in sorted(benefit.rates.all(), key=lambda rate: rate.pk):
                if is_simple(rate):
                    alike.setdefault(_shared(rate), []).append(rate)
            for rates in alike.values():
                yield self._column(benefit, rates)
            if not benefit.rates.all():
                yield self._column(benefit, [])

    def _column(self, benefit: Benefit, rates: Sequence[Rate]) -> Column:
        key = f"b{benefit.pk}-r{rates[0].pk if rates else 'moi'}"
        head = self._head(key, benefit, rates[0] if rates else None)
        column = Column(key, benefit, rates, self._notes(rates), head)
        of_group = {rate.group_id: rate for rate in rates}
        for group in (*self.groups, None):
            rate = of_group.get(group.pk if group else None)
            name = f"{key}-g{group.pk if group else 0}-o"
            typed = _figure(rate) if self.data is None else self.data.get(name, "").strip()
            label = f"{benefit.short_title}, {group.name if group else 'mọi đối tượng'}"
            column.cells.append(Cell(name, group, rate, typed, label))
        return column

    def _head(self, key: str, benefit: Benefit, rate: Rate | None) -> HeadForm:
        initial: dict[str, Any] = {
            "amount_kind": BY_UNIT_WORD.get(benefit.unit, AmountKind.FLAT).value,
            "payer": self._usual_payer(),
            "article": benefit.article,
            "confidence": Confidence.STATED,
        }
        if rate:
            initial = {name: getattr(rate, name) for name in HEAD}
        data = self.data if self.data is not None and f"{key}-payer" in self.data else None
        head = HeadForm(data, prefix=key, initial=initial)
        for name, form_field in head.fields.items():
            form_field.widget.attrs["aria-label"] = f"{form_field.label}, {benefit.short_title}"
            form_field.widget.attrs["data-cell"] = ""
            form_field.widget.is_required = False
            if name == "payer":
                form_field.choices = [  # type: ignore[attr-defined]
                    ("", "Chọn"),
                    *((payer.pk, payer.name) for payer in self.payers),
                ]
        return head

    def _usual_payer(self) -> Payer | None:
        """The one that pays most of this law's rates, or the only one that there is."""
        used = [rate.payer for benefit in self.benefits for rate in benefit.rates.all()]
        used = used or (self.payers if len(self.payers) == 1 else [])
        return max(used, key=used.count) if used else None

    def _notes(self, rates: Sequence[Rate]) -> list[str]:
        if not rates:
            return []
        rate = rates[0]
        told = [wording.condition(rate, self.names), wording.period(rate)]
        told.append("mức tối đa" if rate.up_to else "")
        if rate.ceiling and rate.amount_kind != AmountKind.ACTUAL_COST:
            told.append(f"trần {money(rate.ceiling)} đ mỗi lượt")
        told.append(f"kèm {rate.in_kind}" if rate.in_kind else "")
        return [words for words in told if words]


def is_simple(rate: Rate) -> bool:
    """Whether one number in a cell tells it."""
    return (
        rate.amount_kind in SIMPLE
        and rate.worth == Worth.AMOUNT
        and not rate.bands
        and not rate.components
    )


def _shared(rate: Rate) -> str:
    """The same for rates that differ in nothing but the group and the number of the cell."""
    own = {*OWN, "ceiling"} if rate.amount_kind == AmountKind.ACTUAL_COST else {*OWN}
    return repr(
        [getattr(rate, each.attname) for each in rate._meta.concrete_fields if each.name not in own]
    )


def _figure(rate: Rate | None) -> str:
    if rate is None:
        return ""
    if rate.amount_kind == AmountKind.ACTUAL_COST:
        return money(rate.ceiling) if rate.ceiling else NO_CEILING
    return money(rate.amount)
