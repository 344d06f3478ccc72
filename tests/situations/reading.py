"""From the words of the YAML situations to the values of the rules.

Money is written as officers write it ("2.280.000 đồng"), dates as dd/mm/yyyy. A word that
is not known here is an error, so that no expectation is quietly skipped.
"""

from datetime import date, datetime
from typing import Any

from policies.rules import (
    AmountKind,
    Benefit,
    Condition,
    Event,
    Law,
    Limit,
    LimitKind,
    Payer,
    Person,
    Rate,
    Used,
)

AMOUNT_KINDS = {
    "mỗi lượt": AmountKind.FLAT,
    "mỗi ngày": AmountKind.PER_DAY,
    "mỗi tháng": AmountKind.PER_MONTH,
    "mỗi buổi": AmountKind.PER_SESSION,
    "chi phí thực tế": AmountKind.ACTUAL_COST,
    "nguồn khác chi": AmountKind.OTHER_PAYER,
}
LIMIT_KINDS = {
    "lần mỗi năm": LimitKind.TIMES_PER_YEAR,
    "lần cho mỗi người": LimitKind.TIMES_EVER,
    "ngày mỗi đợt": LimitKind.DAYS_PER_EVENT,
    "ngày mỗi năm": LimitKind.DAYS_PER_YEAR,
    "đồng mỗi đợt": LimitKind.AMOUNT_PER_EVENT,
    "đồng mỗi năm": LimitKind.AMOUNT_PER_YEAR,
}
TRAITS = {
    "công_tác": "employment_status",
    "tuyến_bệnh_viện": "hospital_level",
    "hình_thức": "variant",
}
TRAIT_VALUES = {
    "đương chức": "serving",
    "nghỉ hưu": "retired",
    "trung ương": "central",
    "tỉnh": "province",
    "khu vực": "region",
    "xã": "commune",
}
PROVINCE = Payer("province", "Ngân sách tỉnh")
Words = dict[str, Any]


def read_money(text: str | int) -> int:
    """``2.280.000 đồng`` → 2280000."""
    return int(str(text).removesuffix("đồng").strip().replace(".", ""))


def read_day(text: str) -> date:
    return datetime.strptime(text, "%d/%m/%Y").date()  # noqa: DTZ007 - a calendar day


def read_law(words: Words) -> Law:
    words = dict(words)
    until = words.pop("hết_hiệu_lực", None)
    law = Law(
        resolution=words.pop("văn_bản"),
        effective_from=read_day(words.pop("có_hiệu_lực")),
        effective_to=read_day(until) if until else None,
        groups=tuple((str(group), f"Đối tượng {group}") for group in words.pop("đối_tượng", [])),
        benefits=tuple(
            _read_benefit(code, benefit) for code, benefit in words.pop("chế_độ").items()
        ),
    )
    _nothing_left(words)
    return law


def _read_benefit(code: str, words: Words) -> Benefit:
    words = dict(words)
    article = words.pop("điều")
    benefit = Benefit(
        code=code,
        letter=words.pop("điểm"),
        title=words.pop("tên"),
        unit=words.pop("đơn_vị"),
        article=article,
        needs_group=words.pop("cần_đối_tượng", True),
        rates=tuple(
            _read_rate(number, article, rate)
            for number, rate in enumerate(words.pop("các_mức"), start=1)
        ),
        limits=tuple(_read_limit(article, limit) for limit in words.pop("hạn_mức", [])),
    )
    _nothing_left(words)
    return benefit


def _read_rate(number: int, article: str, words: Words) -> Rate:
    words = dict(words)
    payer = words.pop("người_chi", None)
    rate = Rate(
        id=number,
        amount_kind=AMOUNT_KINDS[words.pop("cách_tính")],
        amount=read_money(words.pop("mức", 0)),
        payer=Payer("other", payer) if payer else PROVINCE,
        article=words.pop("điều", article),
        group=_read_group(words),
        ceiling=read_money(words.pop("trần")) if "trần" in words else None,
        valid_from=read_day(words.pop("từ")) if "từ" in words else None,
        valid_to=read_day(words.pop("đến")) if "đến" in words else None,
        conditions=_read_conditions(words),
    )
    _nothing_left(words)
    return rate


def _read_conditions(words: Words) -> tuple[Condition, ...]:
    name = words.pop("gọi_là", "")
    return tuple(Condition(trait, (value,), name) for trait, value in _read_traits(words))


def _read_limit(article: str, words: Words) -> Limit:
    words = dict(words)
    limit = Limit(
        kind=LIMIT_KINDS[words.pop("loại")],
        value=read_money(words.pop("tối_đa")),
        article=words.pop("điều", article),
        group=_read_group(words),
    )
    _nothing_left(words)
    return limit


def read_person(words: Words) -> Person:
    words = dict(words)
    person = Person(group=_read_group(words), traits=_read_traits(words))
    _nothing_left(words)
    return person


def read_event(words: Words) -> Event:
    words = dict(words)
    event = Event(
        on=read_day(words.pop("ngày")),
        benefits=tuple(words.pop("đề_nghị")),
        days=words.pop("số_ngày", 0),
        months=words.pop("số_tháng", 0),
        sessions=words.pop("số_buổi", 0),
        cost=read_money(words.pop("chi_phí", 0)),
        traits=_read_traits(words),
    )
    _nothing_left(words)
    return event


def read_usage(rows: list[Words]) -> tuple[Used, ...]:
    return tuple(_read_used(row) for row in rows)


def _read_used(words: Words) -> Used:
    words = dict(words)
    used = Used(
        benefit=words.pop("chế_độ"),
        on=read_day(words.pop("ngày")),
        quantity=words.pop("số_lượng", 1),
        amount=read_money(words.pop("số_tiền")),
    )
    _nothing_left(words)
    return used


def _read_group(words: Words) -> str | None:
    group = words.pop("đối_tượng", None)
    return None if group is None else str(group)


def _read_traits(words: Words) -> tuple[tuple[str, str], ...]:
    """Takes the traits out of the words."""
    return tuple(
        (trait, TRAIT_VALUES.get(value := words.pop(word), value))
        for word, trait in TRAITS.items()
        if word in words
    )


def _nothing_left(words: Words) -> None:
    if words:
        raise ValueError(f"unknown words in a situation: {', '.join(words)}")
