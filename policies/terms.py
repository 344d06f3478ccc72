"""Limits, thresholds, relations and settings of a law in words."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from config.formatting import count, money
from policies.models import Benefit, Limit, Relation, Resolution, Threshold
from policies.names import Names
from policies.rules import QUESTIONS, AmountKind, Measure, RelationKind, Window
from policies.rules.settings import Settings, settings_from
from policies.rules.words import cost_name
from policies.wording import EACH, UNNAMED, conditions_words

WITHIN = {
    Window.EVENT: "mỗi đợt",
    Window.MONTH: "trong tháng",
    Window.QUARTER: "trong quý",
    Window.HALF_YEAR: "trong sáu tháng",
    Window.YEAR: "trong năm",
    Window.EVER: "cho mỗi người",
}


def quantity_unit(benefit: Benefit | None) -> str:
    """What a limit on the quantity of a benefit counts: days, unless its rates count otherwise."""
    kinds = {AmountKind(rate.amount_kind) for rate in benefit.rates.all()} if benefit else set()
    units = {EACH[kind] for kind in kinds if kind in EACH}
    return units.pop() if len(units) == 1 else "ngày"


def limit_words(limit: Limit, names: Names = UNNAMED, unit: str = "ngày") -> str:
    """``tối đa 2 lần trong năm``; ``duy nhất một lần`` for a limit over a whole life."""
    parts = [_most(limit, unit)]
    if limit.conditions:
        parts.append(conditions_words(limit.conditions, names))
    if limit.benefits:
        shared = ", ".join(names.benefit(code) for code in limit.benefits)
        parts.append(f"tính chung cho {shared}")
    if limit.exceptional_value:
        most = _counted(Measure(limit.measure), limit.exceptional_value, unit)
        parts.append(f"được đến {most} khi có quyết định của {limit.exceptional_by}")
    return "; ".join(parts)


def _most(limit: Limit, unit: str) -> str:
    measure, window = Measure(limit.measure), Window(limit.window)
    if (measure, window, limit.value) == (Measure.TIMES, Window.EVER, 1):
        return "duy nhất một lần"
    return f"tối đa {_counted(measure, limit.value, unit)} {within(limit)}"


def within(row: Limit | Relation | Threshold) -> str:
    """``trong năm``; ``trong chu kỳ 2 năm kể từ năm 2012``."""
    if row.window != Window.CYCLE or isinstance(row, Threshold):
        return WITHIN[Window(row.window)]
    start = f" kể từ năm {row.cycle_from}" if row.cycle_from else " kể từ lần hưởng trước"
    return f"trong {row.cycle_years} năm{start}"


def _counted(measure: Measure, value: int, unit: str) -> str:
    if measure is Measure.TIMES:
        return f"{count(value)} lần"
    if measure is Measure.QUANTITY:
        return f"{count(value)} {unit}"
    return f"{money(value)} đồng"


def threshold_words(threshold: Threshold) -> str:
    """``từ 3 ngày mỗi đợt trở lên``, ``chi phí từ 5.000.000 đồng trong năm trở lên``."""
    measure = Measure(threshold.measure)
    subject = f"{cost_name(threshold.cost)} " if measure is Measure.COST else ""
    value = _counted(measure, threshold.value, "ngày")
    return f"{subject}từ {value} {within(threshold)} trở lên"


def relation_words(relation: Relation, names: Names = UNNAMED) -> str:
    """One sentence about benefits that don't go together."""
    benefits = ", ".join(names.benefit(code) for code in relation.benefits)
    span = "trong cùng một việc" if relation.window == Window.EVENT else within(relation)
    return f"{_RELATIONS[RelationKind(relation.kind)]}: {benefits} ({span})"


_RELATIONS: Mapping[RelationKind, str] = {
    RelationKind.EXCLUSIVE: "Đã hưởng một khoản thì thôi các khoản còn lại",
    RelationKind.ALTERNATIVE: "Người hưởng chọn một",
    RelationKind.HIGHEST: "Chỉ hưởng khoản cao nhất",
    RelationKind.PRIORITY: "Chỉ hưởng khoản đứng trước",
}


class Answer(NamedTuple):
    """A question that a change raises, and what this law answers."""

    code: str
    question: str
    sentence: str
    is_stated: bool  # the text says so; otherwise the usual answer stands in


def settings_words(answers: Mapping[str, str], basis: Settings | None = None) -> list[Answer]:
    """All questions with the answer that holds, told or not."""
    settings = settings_from(answers, basis)
    return [
        Answer(
            question.code,
            question.text,
            question.answers[getattr(settings, question.code)],
            question.code in answers,
        )
        for question in QUESTIONS
    ]


def own_settings_words(benefit: Benefit, resolution: Resolution) -> Sequence[Answer]:
    """Only the questions that the benefit answers for itself."""
    told = settings_words(benefit.settings, settings_from(resolution.settings))
    return [answer for answer in told if answer.is_stated]
