"""A rate in words: the figure, what it is per, under which condition, how sure it is."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from accounts.models import HospitalLevel
from config.formatting import count, date_short, money
from policies.models import Benefit, Confidence, PayeeKind, Rate
from policies.names import Names
from policies.rules import AmountKind, Worth
from policies.rules.traits import DAY, trait_name
from policies.rules.types import WHOLE
from policies.rules.words import cost_name, factor_words, share_words

EACH = {
    AmountKind.PER_DAY: "ngày",
    AmountKind.PER_MONTH: "tháng",
    AmountKind.PER_QUARTER: "quý",
    AmountKind.PER_SESSION: "buổi",
    AmountKind.PER_PERSON: "người đi cùng",
}
UNNAMED = Names()


# In the matrix there is room for a word or two only.
MARKS = {
    "stated": ("green", "quote", "Nêu rõ"),
    "derived": ("orange", "math-function", "Suy ra"),
    "invented": ("red", "flask", "Giả định"),
    "confirmed": ("navy", "user-check", "Đã xác nhận"),
}

LEGEND = {
    "stated": "trong nguyên văn",
    "derived": "từ số liệu đã báo cáo",
    "invented": "cho bản trình diễn, không có nguồn",
    "confirmed": "có người đối chiếu và chịu trách nhiệm",
}


class Figure(NamedTuple):
    """``190.000`` and ``đồng/ngày``, or words where there is no number."""

    value: str
    note: str


# --- the figure ------------------------------------------------------------------------------


def figure(rate: Rate, benefit: Benefit, names: Names = UNNAMED) -> Figure:
    value, note = _FIGURES.get(AmountKind(rate.amount_kind), _by_unit)(rate, benefit, names)
    kind = AmountKind(rate.amount_kind)
    notes = [
        note,
        f"cùng nguồn khác không quá {share_words(rate.stack_to)}" if rate.stack_to else "",
        "sau khi trừ phần nguồn khác đã trả" if rate.after_others else "",
        f"chỉ các ngày trong {names.list(rate.only_on)}" if rate.only_on else "",
        _ceiling(rate) if kind is not AmountKind.ACTUAL_COST or rate.cost else "",
        f"kèm {rate.in_kind}" if rate.in_kind and kind is not AmountKind.IN_KIND else "",
    ]
    return Figure(value, ", ".join(filter(None, notes)))


def worth_words(rate: Rate, names: Names = UNNAMED) -> str:
    """What one unit is worth: ``190.000``, ``hệ số 0,9 × Mức chuẩn``, ``50 % × Thăm hỏi``."""
    worth = Worth(rate.worth)
    if worth is Worth.AMOUNT:
        amount = rate.amount or sum(each.get("amount", 0) for each in rate.components)
        return money(amount) if amount else "theo thực tế"
    if worth is Worth.COEFFICIENT:
        return f"{_range(rate, factor_words)} × {names.parameter(rate.of)}"
    if worth is Worth.PERCENT:
        return f"{_range(rate, share_words)} × {names.parameter(rate.of)}"
    of_group = f" của {names.group(rate.as_group)}" if rate.as_group else ""
    return f"{_range(rate, share_words)} mức {names.benefit(rate.of)}{of_group}"


def _range(rate: Rate, words: Any) -> str:
    if rate.factor_to is None:
        return str(words(rate.factor))
    return f"{words(rate.factor)} đến {words(rate.factor_to)}"


def _by_unit(rate: Rate, benefit: Benefit, names: Names) -> Figure:
    each = EACH.get(AmountKind(rate.amount_kind), benefit.unit)
    most = "tối đa " if rate.up_to else ""
    if rate.bands:
        amounts = "; ".join(money(band["amount"]) for band in rate.bands)
        days = "; ".join(_days(band) for band in rate.bands)
        return Figure(_capital(most + amounts), f"đồng/{each}, {days}")
    unit = f"đồng/{each}" if rate.worth == Worth.AMOUNT else f"mỗi {each}"
    return Figure(_capital(most + worth_words(rate, names)), unit)


def _days(band: Mapping[str, Any]) -> str:
    if band.get("to_day") is None:
        return f"từ ngày thứ {band['from_day']}"
    return f"từ ngày thứ {band['from_day']} đến ngày thứ {band['to_day']}"


def _actual_cost(rate: Rate, benefit: Benefit, names: Names) -> Figure:
    if rate.cost:
        return Figure("Chi phí thực tế", cost_name(rate.cost))
    return Figure("Chi phí thực tế", _ceiling(rate) or "không có trần mỗi lượt")


def _actual_or_norm(rate: Rate, benefit: Benefit, names: Names) -> Figure:
    unit = " đồng" if rate.worth == Worth.AMOUNT else ""
    of = f", {cost_name(rate.cost)}" if rate.cost else ""
    return Figure("Chi phí thực tế", f"không quá {worth_words(rate, names)}{unit}{of}")


def _share_of_cost(rate: Rate, benefit: Benefit, names: Names) -> Figure:
    decided = ", theo quyết định" if rate.factor_to else ""
    return Figure(_range(rate, share_words), f"của {cost_name(rate.cost)}{decided}")


def _package(rate: Rate, benefit: Benefit, names: Names) -> Figure:
    parts = ", ".join(_component(each) for each in rate.components)
    each = benefit.unit
    unit = f"đồng/{each}" if rate.worth == Worth.AMOUNT else f"mỗi {each}"
    value = ("tối đa " if rate.up_to else "") + worth_words(rate, names)
    return Figure(_capital(value), f"{unit}, gói gồm {parts}")


def _component(component: Mapping[str, Any]) -> str:
    if component.get("amount"):
        return f"{component['name']} {money(component['amount'])}"
    if (share := component.get("share_to")) is not None and share < WHOLE:
        return f"{component['name']} không quá {share_words(share)}"
    return str(component["name"])


def _top_up(rate: Rate, benefit: Benefit, names: Names) -> Figure:
    unit = "đồng, " if rate.worth == Worth.AMOUNT else ""
    note = f"{unit}bù phần còn thiếu sau nguồn khác, mỗi {benefit.unit}"
    return Figure(_capital(worth_words(rate, names)), note)


def _in_kind(rate: Rate, benefit: Benefit, names: Names) -> Figure:
    return Figure("Hiện vật", rate.in_kind)


def _other_payer(rate: Rate, benefit: Benefit, names: Names) -> Figure:
    return Figure("0", f"do {rate.payer.name} chi")


# Kinds that are not here are told as so much a unit.
_FIGURES = {
    AmountKind.ACTUAL_COST: _actual_cost,
    AmountKind.ACTUAL_OR_NORM: _actual_or_norm,
    AmountKind.SHARE_OF_COST: _share_of_cost,
    AmountKind.PACKAGE: _package,
    AmountKind.TOP_UP: _top_up,
    AmountKind.IN_KIND: _in_kind,
    AmountKind.OTHER_PAYER: _other_payer,
}


def _ceiling(rate: Rate) -> str:
    return f"trần {money(rate.ceiling)} đồng mỗi lượt" if rate.ceiling else ""


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


# --- conditions ------------------------------------------------------------------------------


def condition(rate: Rate, names: Names = UNNAMED) -> str:
    """``tuyến trung ương, tỉnh``; empty if the rate asks for nothing."""
    return conditions_words(rate.conditions, names)


def conditions_words(conditions: Sequence[Mapping[str, Any]], names: Names = UNNAMED) -> str:
    """Every condition in words; that of the form or role, which names the rate, goes first."""
    told = sorted(conditions, key=lambda each: each["trait"] != "variant")
    return "; ".join(_condition_words(each, names) for each in told)


def _condition_words(plain: Mapping[str, Any], names: Names) -> str:
    trait, denied = plain["trait"], plain.get("denied", False)
    if "values" in plain:
        words = _values_words(plain, denied, names)
    elif "listed" in plain:
        belongs = "không thuộc" if denied else "thuộc"
        subject = "ngày" if trait == DAY else trait_name(trait)
        words = f"{subject} {belongs} {plain.get('name') or names.list(plain['listed'])}"
    else:
        words = ("không phải " if denied else "") + _band_words(plain)
    months = plain.get("grace_months")
    return f"{words} (kể cả trong {months} tháng sau khi thôi)" if months else words


def _values_words(plain: Mapping[str, Any], denied: bool, names: Names) -> str:
    trait, values = plain["trait"], plain["values"]
    if plain.get("name"):
        named = str(plain["name"])
        return f"không phải {named}" if denied else named
    if trait == "hospital_level":
        levels = [HospitalLevel(value).label.lower() for value in values]
        told = f"tuyến {', '.join(levels)}"
    elif trait == "employment_status":
        told = ", ".join(names.value(trait, value) for value in values)
    else:
        told = f"{trait_name(trait)}: {', '.join(names.value(trait, value) for value in values)}"
    return f"không phải {told}" if denied else told


def _band_words(plain: Mapping[str, Any]) -> str:
    parts = []
    if plain.get("lowest") is not None:
        parts.append(f"từ {count(plain['lowest'])}")
    if plain.get("highest") is not None:
        parts.append(f"đến {count(plain['highest'])}")
    name = trait_name(plain["trait"]).removeprefix("số ")
    return f"{' '.join(parts)} {name}"


def period(rate: Rate) -> str:
    """``đến 30/06/2025``; empty if the rate stands as long as the resolution."""
    parts = []
    if rate.valid_from:
        parts.append(f"từ {date_short(rate.valid_from)}")
    if rate.valid_to:
        parts.append(f"đến {date_short(rate.valid_to)}")
    return " ".join(parts)


# --- how sure it is --------------------------------------------------------------------------


def standing(rate: Rate) -> str:
    """``confirmed`` once somebody stands for it, else where the rate comes from."""
    return "confirmed" if hasattr(rate, "confirmation") else rate.confidence


def standing_words(rate: Rate) -> str:
    """What hovering over the badge tells."""
    if hasattr(rate, "confirmation"):
        given = rate.confirmation
        return f"{given.told}, đối chiếu với {given.source}"
    return rate.basis or Confidence(rate.confidence).label


class Clause(NamedTuple):
    """Words of a clause and what may stand over them."""

    label: str
    words: str


def clause(words: str, confidences: Iterable[str]) -> Clause | None:
    """In quotation marks and as the very text only where all that rests on it was read there."""
    if not words:
        return None
    if set(confidences) == {Confidence.STATED}:
        return Clause("Nguyên văn", f"“{words}”")
    return Clause("Nội dung điều khoản", words)


def to_whom(benefit: Benefit) -> str:
    """Of a rate that names no group: who that is."""
    payee = PayeeKind(benefit.payee_kind)
    return "mọi đối tượng" if payee is PayeeKind.CADRE else "không theo đối tượng"


def group_names(names: Iterable[str]) -> str:
    """``Đối tượng 2, 3, 4`` instead of the word three times."""
    names = list(names)
    common = "Đối tượng "
    if len(names) > 1 and all(name.startswith(common) for name in names):
        return common + ", ".join(name.removeprefix(common) for name in names)
    return ", ".join(names)
