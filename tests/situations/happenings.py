"""From the words of the YAML situations to a person, an event and what was had before."""

from collections.abc import Callable
from typing import Any

from policies.rules.types import Event, Lost, Person, Used
from tests.situations.reading import read_group
from tests.situations.words import (
    NUMBERS,
    TRAIT_VALUES,
    TRAITS,
    Words,
    nothing_left,
    read_cost,
    read_day,
    read_money,
    read_share,
)


def read_person(words: Words) -> Person:
    words = dict(words)
    changes = words.pop("đổi", {})
    ended, born = words.pop("thôi_diện", None), words.pop("ngày_sinh", None)
    person = Person(
        group=read_group(words),
        other_groups=_texts(words.pop("đồng_thời_thuộc", [])),
        groups_of_year=_texts(words.pop("đối_tượng_khác_trong_năm", [])),
        numbers=tuple((code, words.pop(word)) for word, code in NUMBERS.items() if word in words),
        birth_date=read_day(born) if born else None,
        ended_on=read_day(ended) if ended else None,
        lost=tuple(_read_lost(row) for row in words.pop("từng", [])),
        traits=_read_traits(words),
        changes=tuple((read_day(since), read_person(then)) for since, then in changes.items()),
    )
    nothing_left(words)
    return person


def _read_lost(words: Words) -> Lost:
    words = dict(words)
    until = read_day(words.pop("đến"))
    [(trait, value)] = _read_traits(words)
    nothing_left(words)
    return Lost(trait, value, until)


def read_event(words: Words) -> Event:
    words = dict(words)
    days = {field: words.pop(word, None) for word, field in DAYS.items()}
    event = Event(
        on=read_day(words.pop("ngày")),
        benefits=tuple(words.pop("đề_nghị")),
        **{field: words.pop(word, 0) for word, field in COUNTS.items()},
        **{field: read_day(day) if day else None for field, day in days.items()},
        cost=read_money(words.pop("chi_phí", 0)),
        costs=tuple((read_cost(name), money) for name, money in _sums(words.pop("trong_đó", {}))),
        components=_sums(words.pop("các_phần", {})),
        others_paid=read_money(words.pop("nguồn_khác_đã_trả", 0)),
        other_share=read_share(words.pop("nguồn_khác_chịu", "0 %")),
        decided_amount=_told(words.pop("mức_được_duyệt", None), read_money),
        decided_share=_told(words.pop("tỷ_lệ_được_duyệt", None), read_share),
        exceptional_decision=words.pop("quyết_định_vượt_trần", ""),
        traits=_read_traits(words),
    )
    nothing_left(words)
    return event


COUNTS = {
    "số_ngày": "days",
    "số_tháng": "months",
    "số_buổi": "sessions",
    "số_người_đi_cùng": "people",
    "số_ngày_theo_kế_hoạch": "planned_days",
}
DAYS = {"đến_ngày": "until", "ngày_đề_nghị": "claimed_on", "ngày_kết_luận": "opinion_on"}


def read_usage(rows: list[Words]) -> tuple[Used, ...]:
    return tuple(_read_used(row) for row in rows)


def _read_used(words: Words) -> Used:
    words = dict(words)
    used = Used(
        benefit=words.pop("chế_độ"),
        on=read_day(words.pop("ngày")),
        quantity=words.pop("số_lượng", 1),
        amount=read_money(words.pop("số_tiền")),
        cost=read_money(words.pop("chi_phí", 0)),
        law=words.pop("theo", ""),
    )
    nothing_left(words)
    return used


def _read_traits(words: Words) -> tuple[tuple[str, str], ...]:
    """Takes the traits out of the words."""
    return tuple(
        (trait, TRAIT_VALUES.get(value := words.pop(word), str(value)))
        for word, trait in TRAITS.items()
        if word in words
    )


def _told(words: Any, read: Callable[[Any], int]) -> int | None:
    return None if words is None else read(words)


def _sums(words: Words) -> tuple[tuple[str, int], ...]:
    return tuple((name, read_money(money)) for name, money in words.items())


def _texts(values: list[Any]) -> tuple[str, ...]:
    return tuple(str(value) for value in values)
