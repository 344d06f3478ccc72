"""From the words of the YAML situations to a law as the rules know it.

Money is written as officers write it ("2.280.000 đồng"), dates as dd/mm/yyyy, shares as "50 %"
or "hệ số 0,9". A word that is not known here is an error, so that no expectation is quietly
skipped. People and events are read in ``happenings``.
"""

import re
from dataclasses import replace
from typing import Any

from policies.rules.settings import Settings
from policies.rules.types import (
    Band,
    Benefit,
    Component,
    DatedList,
    Law,
    Limit,
    ListEntry,
    Parameter,
    ParameterValue,
    Payer,
    Rate,
    Relation,
    Threshold,
)
from tests.situations.terms import read_conditions, read_worth
from tests.situations.words import (
    AMOUNT_KINDS,
    MEASURES,
    RELATION_KINDS,
    WINDOWS,
    Words,
    nothing_left,
    read_cost,
    read_day,
    read_money,
    read_settings,
    read_share,
    read_yes,
)

PROVINCE = Payer("province", "Ngân sách tỉnh")
CYCLE = re.compile(r"mỗi chu kỳ (\d+) năm(?: từ năm (\d+))?")


def read_law(words: Words, code: str = "") -> Law:
    words = dict(words)
    settings = Settings(**read_settings(words.pop("quy_ước", {})))
    payers = _read_payers(words.pop("nguồn", {}))
    until = words.pop("hết_hiệu_lực", None)
    law = Law(
        resolution=words.pop("văn_bản"),
        code=words.pop("mã", code),
        effective_from=read_day(words.pop("có_hiệu_lực")),
        effective_to=read_day(until) if until else None,
        groups=tuple((str(group), f"Đối tượng {group}") for group in words.pop("đối_tượng", [])),
        territories=tuple(words.pop("địa_bàn", [])),
        benefits=tuple(
            _read_benefit(code, benefit, settings, payers)
            for code, benefit in words.pop("chế_độ").items()
        ),
        limits=tuple(read_limit("", limit) for limit in words.pop("hạn_mức_chung", [])),
        relations=tuple(_read_relation(relation) for relation in words.pop("quan_hệ", [])),
        parameters=tuple(
            _read_parameter(name, values) for name, values in words.pop("tham_số", {}).items()
        ),
        lists=tuple(_read_list(name, rows) for name, rows in words.pop("danh_mục", {}).items()),
        settings=settings,
    )
    nothing_left(words)
    return law


def _read_payers(words: Words) -> dict[str, Payer]:
    """A payer's successor is written after it."""
    payers: dict[str, Payer] = {}
    for name, given in reversed(words.items()):
        row = dict(given)
        until, successor = row.pop("đến", None), row.pop("kế_tiếp", None)
        nothing_left(row)
        payers[name] = Payer(
            name, name, read_day(until) if until else None, payers[successor] if successor else None
        )
    return payers


def _read_benefit(code: str, words: Words, law: Settings, payers: dict[str, Payer]) -> Benefit:
    words = dict(words)
    article = words.pop("điều")
    own_settings = read_settings(words.pop("quy_ước", {}))
    benefit = Benefit(
        code=code,
        letter=words.pop("điểm", ""),
        title=words.pop("tên"),
        unit=words.pop("đơn_vị", "lượt"),
        article=article,
        needs_group=words.pop("cần_đối_tượng", True),
        occasion=words.pop("khi_xin", ""),
        carries_from=tuple(words.pop("tiếp_nối", [])),
        rates=tuple(
            _read_rate(number, article, rate, payers)
            for number, rate in enumerate(words.pop("các_mức"), start=1)
        ),
        limits=tuple(read_limit(article, limit) for limit in words.pop("hạn_mức", [])),
        thresholds=tuple(_read_threshold(article, row) for row in words.pop("ngưỡng", [])),
        settings=replace(law, **own_settings) if own_settings else None,
    )
    nothing_left(words)
    return benefit


def _read_rate(number: int, article: str, words: Words, payers: dict[str, Payer]) -> Rate:
    words = dict(words)
    payer = words.pop("người_chi", None)
    stack_to = words.pop("cộng_với_nguồn_khác_không_quá", None)
    rate = Rate(
        id=number,
        amount_kind=AMOUNT_KINDS[words.pop("cách_tính")],
        payer=payers.get(payer) or Payer("other", payer) if payer else PROVINCE,
        article=words.pop("điều", article),
        group=read_group(words),
        ceiling=read_money(words.pop("trần")) if "trần" in words else None,
        valid_from=read_day(words.pop("từ")) if "từ" in words else None,
        valid_to=read_day(words.pop("đến")) if "đến" in words else None,
        cost=read_cost(words.pop("của_chi_phí", "")),
        after_others=read_yes(words.pop("sau_khi_trừ_nguồn_khác", "không")),
        stack_to=read_share(stack_to) if stack_to else None,
        bands=tuple(_read_band(row) for row in words.pop("các_bậc", [])),
        only_on=words.pop("chỉ_những_ngày", ""),
        components=tuple(_read_component(*part) for part in words.pop("gồm", {}).items()),
        in_kind=words.pop("hiện_vật", ""),
        **read_worth(str(words.pop("mức", "0"))),
        conditions=read_conditions(words),
    )
    nothing_left(words)
    return rate


def _read_band(words: Words) -> Band:
    return Band(words["từ_ngày"], words.get("đến_ngày"), read_money(words["mức"]))


def _read_component(name: str, text: str) -> Component:
    if text == "theo thực tế":
        return Component(name)
    if "%" in text:
        return Component(name, share_to=read_share(text))
    return Component(name, amount=read_money(text))


def read_limit(article: str, words: Words) -> Limit:
    words = dict(words)
    exception = words.pop("ngoại_lệ", {})
    measure, window = _split(words.pop("loại"))
    limit = Limit(
        measure=MEASURES[measure],
        value=read_money(words.pop("tối_đa")),
        article=words.pop("điều", article),
        group=read_group(words),
        benefits=tuple(words.pop("chung_cho", [])),
        exceptional_value=read_money(exception["tối_đa"]) if exception else None,
        exceptional_by=exception["thẩm_quyền"] if exception else "",
        **_read_window(window),
        conditions=read_conditions(words),
    )
    nothing_left(words)
    return limit


def _split(text: str) -> tuple[str, str]:
    """``chi phí mỗi năm`` → what is counted, and how far."""
    at = text.index(" mỗi ") if " mỗi " in text else text.index(" cho ")
    at = text.index(" cho ") if text.endswith("cho mỗi người") else at
    return text[:at], text[at + 1 :]


def _read_window(text: str) -> dict[str, Any]:
    if found := CYCLE.fullmatch(text):
        year = int(found[2]) if found[2] else None
        return {
            "window": WINDOWS["mỗi chu kỳ"],
            "cycle_years": int(found[1]),
            "cycle_from": year,
        }
    return {"window": WINDOWS[text]}


def _read_threshold(article: str, words: Words) -> Threshold:
    words = dict(words)
    measure, window = _split(words.pop("loại"))
    threshold = Threshold(
        measure=MEASURES[measure],
        window=WINDOWS[window],
        value=read_money(words.pop("ít_nhất")),
        article=words.pop("điều", article),
        group=read_group(words),
        cost=read_cost(words.pop("của_chi_phí", "")),
    )
    nothing_left(words)
    return threshold


def _read_relation(words: Words) -> Relation:
    words = dict(words)
    relation = Relation(
        kind=RELATION_KINDS[words.pop("loại")],
        benefits=tuple(words.pop("giữa")),
        article=words.pop("điều"),
        **_read_window(words.pop("tính_trong", "mỗi đợt")),
    )
    nothing_left(words)
    return relation


def _read_parameter(name: str, words: Words) -> Parameter:
    words = dict(words)
    share_of = words.pop("là_phần_của", "")
    read = read_share if share_of else read_money
    values = tuple(
        ParameterValue(read_day(row["từ"]), read(str(row["là"])), row.get("căn_cứ", ""))
        for row in words.pop("các_mức")
    )
    nothing_left(words)
    return Parameter(name, name, values, share_of)


def _read_list(name: str, rows: list[Any]) -> DatedList:
    return DatedList(name, name, tuple(_read_entry(row) for row in rows))


def _read_entry(row: Any) -> ListEntry:
    """``C34``, ``{ngày: 17/02/2026}`` for a holiday, ``{giá_trị: Xã A, đến: 31/12/2025}``."""
    words = dict(row) if isinstance(row, dict) else {"giá_trị": row}
    if "ngày" in words:
        words["giá_trị"] = read_day(words.pop("ngày")).isoformat()
    entry = ListEntry(
        str(words.pop("giá_trị")),
        since=read_day(words.pop("từ")) if "từ" in words else None,
        until=read_day(words.pop("đến")) if "đến" in words else None,
    )
    nothing_left(words)
    return entry


def read_group(words: Words) -> str | None:
    group = words.pop("đối_tượng", None)
    return None if group is None else str(group)
