"""What a new version says otherwise than an old one, in the sentence that a person would write."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from policies import terms, wording
from policies.models import Benefit, Limit, Rate, Resolution, Threshold
from policies.names import Names, names_of

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing that a version says: of what, to whom, and in which words."""

    subject: str
    value: str  # "190.000"
    unit: str = ""  # "đồng/ngày"
    group: str = ""  # name of the group that it is said to

    @property
    def words(self) -> str:
        return f"{self.value} {self.unit}".strip()


@dataclass(frozen=True, slots=True)
class Difference:
    """The same thing before and after; None where one version doesn't say it."""

    before: Statement | None
    after: Statement | None
    groups: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        if self.before is None:
            return "new"
        return "changed" if self.after else "removed"

    @property
    def label(self) -> str:
        return {"new": "Thêm", "changed": "Sửa", "removed": "Bỏ"}[self.kind]

    @property
    def subject(self) -> str:
        said = self.after or self.before
        return said.subject if said else ""

    @property
    def to_whom(self) -> str:
        return wording.group_names(self.groups)

    @property
    def sentence(self) -> str:
        """``Tiền ăn nội trú: 190.000 → 210.000 đồng/ngày``"""
        return f"{self.subject}: {self._change}"

    @property
    def _change(self) -> str:
        before, after = self.before, self.after
        if before and after and before.unit == after.unit:
            return f"{before.value} → {after.value} {after.unit}".strip()
        if before and after:
            return f"{before.words} → {after.words}"
        return f"thêm {after.words}" if after else f"bỏ {before.words if before else ''}"


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    differences: Sequence[Difference]


Statements = dict[Key, Statement]


def differences(old: Resolution, new: Resolution) -> list[Section]:
    """Section by section; one without a difference stays, empty: it was looked at."""
    renamed = {
        before: benefit.code for benefit in new.benefits.all() for before in benefit.carries_from
    }
    return [
        Section(title, _compared(said(old, names_of(old), renamed), said(new, names_of(new), {})))
        for title, said in SECTIONS
    ]


def _compared(old: Statements, new: Statements) -> list[Difference]:
    keys = [*new, *(key for key in old if key not in new)]
    changed = [
        Difference(old.get(key), new.get(key))
        for key in keys
        if not _same(old.get(key), new.get(key))
    ]
    runs = groupby(
        changed, key=lambda each: (each.subject, _words(each.before), _words(each.after))
    )
    return [_joined(list(run)) for _, run in runs]


def _same(before: Statement | None, after: Statement | None) -> bool:
    return _words(before) == _words(after)


def _words(statement: Statement | None) -> str | None:
    return statement.words if statement else None


def _joined(alike: Sequence[Difference]) -> Difference:
    """What changes in the same way for several groups is said once."""
    groups = (each.after or each.before for each in alike)
    first = alike[0]
    return Difference(
        first.before, first.after, tuple(said.group for said in groups if said and said.group)
    )


# --- what a version says -----------------------------------------------------------------------


def _said_of_groups(version: Resolution, names: Names, renamed: Mapping[str, str]) -> Statements:
    return {
        (group.code,): Statement(group.name, group.description or "không mô tả")
        for group in version.groups.order_by("position")
    }


def _said_of_benefits(version: Resolution, names: Names, renamed: Mapping[str, str]) -> Statements:
    return {
        (_code(benefit, renamed),): Statement(f"Điểm {benefit.letter}", benefit.title)
        for benefit in version.benefits.order_by("position")
    }


def _said_of_rates(version: Resolution, names: Names, renamed: Mapping[str, str]) -> Statements:
    said: Statements = {}
    for benefit in _benefits(version):
        for rate in sorted(benefit.rates.all(), key=_by_condition):
            said[(_code(benefit, renamed), *_place(rate, names))] = _of_rate(rate, benefit, names)
    return said


def _of_rate(rate: Rate, benefit: Benefit, names: Names) -> Statement:
    value, unit = wording.figure(rate, benefit, names)
    asked = "; ".join(filter(None, (wording.condition(rate, names), wording.period(rate))))
    subject = f"{benefit.short_title} ({asked})" if asked else benefit.short_title
    return Statement(subject, value, unit, rate.group.name if rate.group else "")


def _place(rate: Rate, names: Names) -> Key:
    return (
        wording.condition(rate, names),
        wording.period(rate),
        rate.group.code if rate.group else "",
    )


def _by_condition(rate: Rate) -> tuple[str, int]:
    return str(rate.conditions), rate.group.position if rate.group else 0


def _said_of_limits(version: Resolution, names: Names, renamed: Mapping[str, str]) -> Statements:
    said: Statements = {}
    for benefit in _benefits(version):
        unit = terms.quantity_unit(benefit)
        for limit in benefit.limits.all():
            key = (_code(benefit, renamed), *_kind(limit))
            said[key] = _of_limit(limit, benefit.short_title, names, unit)
        for threshold in benefit.thresholds.all():
            group = threshold.group.name if threshold.group else ""
            subject = f"{benefit.short_title}, điều kiện"
            words = terms.threshold_words(threshold)
            said[(_code(benefit, renamed), *_kind(threshold))] = Statement(
                subject, words, group=group
            )
    for limit in version.limits.filter(benefit=None).select_related("group"):
        said[("", *_kind(limit), *limit.benefits)] = _of_limit(limit, "Chung", names, "ngày")
    return said


def _of_limit(limit: Limit, subject: str, names: Names, unit: str) -> Statement:
    group = limit.group.name if limit.group else ""
    return Statement(subject, terms.limit_words(limit, names, unit), group=group)


def _kind(row: Limit | Threshold) -> Key:
    return (type(row).__name__, row.measure, row.window, row.group.code if row.group else "")


def _said_of_relations(version: Resolution, names: Names, renamed: Mapping[str, str]) -> Statements:
    return {
        (row.kind, *(renamed.get(code, code) for code in row.benefits)): Statement(
            "Quan hệ", terms.relation_words(row, names)
        )
        for row in version.relations.all()
    }


def _said_of_settings(version: Resolution, names: Names, renamed: Mapping[str, str]) -> Statements:
    return {
        (answer.code,): Statement(answer.question, answer.sentence)
        for answer in terms.settings_words(version.settings)
    }


def _benefits(version: Resolution) -> Iterable[Benefit]:
    return version.benefits.order_by("position").prefetch_related(
        "rates__group", "rates__payer", "limits__group", "thresholds__group"
    )


def _code(benefit: Benefit, renamed: Mapping[str, str]) -> str:
    return renamed.get(benefit.code, benefit.code)


Said = Callable[[Resolution, Names, Mapping[str, str]], Statements]
SECTIONS: tuple[tuple[str, Said], ...] = (
    ("Đối tượng", _said_of_groups),
    ("Chế độ", _said_of_benefits),
    ("Mức hưởng", _said_of_rates),
    ("Hạn mức và điều kiện tối thiểu", _said_of_limits),
    ("Quan hệ giữa các chế độ", _said_of_relations),
    ("Quy ước chuyển tiếp", _said_of_settings),
)
