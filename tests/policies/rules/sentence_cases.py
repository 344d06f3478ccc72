"""Cases for every sentence that the rules can say; the sentences are in ``sentences.yaml``."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

from policies.rules.settings import LateClaims, ProRating, Settings
from policies.rules.types import (
    AmountKind,
    Band,
    Benefit,
    Component,
    Condition,
    DatedList,
    Event,
    Law,
    ListEntry,
    Measure,
    Parameter,
    ParameterValue,
    Payer,
    Person,
    Rate,
    Relation,
    RelationKind,
    Threshold,
    Used,
    Window,
    Worth,
)
from tests.policies.rules.making import a_benefit, a_law, a_limit, a_rate

ON = date(2025, 3, 10)
GROUPS = (("1", "Đối tượng 1"), ("2", "Đối tượng 2"))
BASE = Parameter("base", "lương cơ sở", (ParameterValue(date(2025, 1, 1), 2_340_000),))
MEAL = a_rate(AmountKind.PER_DAY, 190_000, article="điểm b Điều 4")
FLAT = AmountKind.FLAT


class Said(NamedTuple):
    name: str
    event: Event
    law: Law
    person: Person = Person("1")
    usage: tuple[Used, ...] = ()


def cases() -> Iterator[Said]:
    for source in (_closed, _barred, _not_reached, _no_rate, _missing, _limits, _paid):
        yield from source()


def asked(*codes: str, **told: Any) -> Event:
    return Event(told.pop("on", ON), codes or ("meal",), **told)


def meal(*rates: Rate, **told: Any) -> Benefit:
    benefit = a_benefit(told.pop("code", "meal"), *rates, **told)
    return replace(benefit, title="Tiền ăn")


def _closed() -> Iterator[Said]:
    law, ended = a_law(meal(MEAL)), a_law(meal(MEAL), until=date(2025, 12, 31))
    before, after = date(2024, 12, 31), date(2026, 1, 1)
    yield Said("chưa có hiệu lực", asked(on=before), law)
    yield Said("hết hiệu lực", asked(on=after), ended)
    yield Said("không có chế độ", asked("x"), law)
    yield Said("không có chế độ, chưa có hiệu lực", asked("x", on=before), law)
    yield Said("không có chế độ, hết hiệu lực", asked("x", on=after), ended)
    in_parts = a_rate(FLAT, worth=Worth.PERCENT, factor=1, of="base")
    yield Said("thiếu tham số", asked(), a_law(meal(in_parts)))
    chain = (replace(BASE, share_of="other"),)
    yield Said("thiếu tham số của tham số", asked(), a_law(meal(in_parts), parameters=chain))
    of_list = a_rate(FLAT, 1, conditions=(Condition("commune", listed="communes"),))
    yield Said("thiếu danh mục", asked(), a_law(meal(of_list)))
    of_other = a_rate(FLAT, worth=Worth.SHARE_OF_RATE, factor=1, of="nowhere")
    yield Said("thiếu chế độ để tính theo", asked(), a_law(meal(of_other)))
    here = a_law(meal(MEAL), territories=("Yên Bái", "Lào Cai"))
    yield Said("địa bàn khác", asked(), here, Person("1", (("territory", "Hà Giang"),)))
    yield Said("chưa ghi địa bàn", asked(), here)
    in_march = a_law(meal(MEAL), settings=Settings(late_claims=LateClaims.NEXT_MARCH))
    yield Said("quá hạn", asked(claimed_on=date(2026, 4, 1)), in_march)
    yield Said("chưa ghi ngày đề nghị", asked(), in_march)
    yield Said("đã thôi diện", asked(), law, Person("1", ended_on=date(2025, 3, 1)))
    yield Said("chưa xếp đối tượng", asked(), law, Person())
    yield Said("đối tượng lạ", asked(), a_law(meal(MEAL), groups=GROUPS), Person("9"))


def _barred() -> Iterator[Said]:
    home = replace(a_benefit("a", a_rate(FLAT, 80)), title="Tại nhà")
    away = replace(a_benefit("b", a_rate(FLAT, 100)), title="Tập trung")
    before = (Used("b", date(2025, 1, 5), 1, 100),)
    for kind in RelationKind:
        for window in (Window.EVENT, Window.YEAR):
            law = a_law(home, away, relations=(Relation(kind, ("a", "b"), "Điều 6", window),))
            yield Said(f"{kind}, {window}, cùng lúc", asked("a", "b"), law)
            yield Said(f"{kind}, {window}, đã hưởng", asked("a"), law, usage=before)


def _not_reached() -> Iterator[Said]:
    days = Threshold(Measure.QUANTITY, Window.EVENT, 3, "Điều 7")
    each = Threshold(Measure.COST, Window.EVENT, 5_000_000, "Điều 7")
    year = Threshold(Measure.COST, Window.YEAR, 10_000_000, "Điều 7")
    drugs = Threshold(Measure.COST, Window.EVENT, 9, "Điều 7", cost="drugs")
    event = asked(days=2, cost=4_999_999)
    yield Said("chưa đủ ngày", event, a_law(meal(MEAL, thresholds=(days,))))
    yield Said("chưa đủ chi phí", event, a_law(meal(MEAL, thresholds=(each, year))))
    law = a_law(meal(MEAL, thresholds=(drugs,)))
    yield Said("chưa đủ chi phí thuốc", replace(event, costs=(("drugs", 5),)), law)
    yield Said("chưa ghi chi phí thuốc", event, law)


def _no_rate() -> Iterator[Said]:
    of_two = replace(MEAL, group="2")
    yield Said("không có mức cho đối tượng", asked(), a_law(meal(of_two), groups=GROUPS))
    yield Said("không có mức cho người ngoài", asked(), a_law(meal(of_two, needs_group=False)),
               Person())  # fmt: skip
    later = replace(MEAL, valid_from=date(2025, 6, 1))
    yield Said("chưa có mức vào ngày", asked(), a_law(meal(later), groups=GROUPS))
    near = replace(MEAL, conditions=(Condition("hospital_level", ("province",)),))
    elder = replace(
        MEAL,
        id=2,
        conditions=(
            Condition("hospital_level", ("central", "province"), denied=True),
            Condition("age", lowest=60, highest=74),
        ),
    )
    law = a_law(meal(near, elder), groups=GROUPS)
    there = asked(traits=(("hospital_level", "commune"),))
    yield Said("không khớp tuyến và tuổi", there, law, Person("1", birth_date=date(1980, 1, 1)))
    bands = replace(MEAL, conditions=(Condition("long_service", lowest=30),
                                      Condition("short_service", highest=9)))  # fmt: skip
    numbers = (("long_service", 29), ("short_service", 10))
    yield Said("không khớp khung số", asked(), a_law(meal(bands)), Person("1", numbers=numbers))
    listed = replace(
        MEAL,
        conditions=(Condition("disease", listed="grave"), Condition("variant", ("x",), "Hội đồng")),
    )
    grave = DatedList("grave", "bệnh hiểm nghèo", (ListEntry("C34"),))
    ill = asked(traits=(("disease", "J18"), ("variant", "y")))
    yield Said("không có trong danh mục", ill, a_law(meal(listed), lists=(grave,)))
    twice = meal(MEAL, replace(MEAL, id=2, article="điểm c Điều 4"))
    yield Said("hai mức cùng khớp", asked(), a_law(twice, groups=GROUPS))


def _missing() -> Iterator[Said]:
    yield Said("không có gì để chi", asked(), a_law(meal(MEAL)))
    gone = replace(MEAL, payer=Payer("district", "Ngân sách huyện", date(2025, 2, 28)))
    yield Said("nguồn đã hết", asked(days=1), a_law(meal(gone)))
    transport = a_rate(AmountKind.ACTUAL_COST, cost="transport")
    yield Said("chưa ghi chi phí", asked(), a_law(meal(transport)))
    most = a_law(meal(a_rate(FLAT, 100, up_to=True)))
    yield Said("chưa quyết định mức", asked(), most)
    yield Said("mức ngoài khung", asked(decided_amount=101), most)
    frame = a_law(meal(a_rate(AmountKind.SHARE_OF_COST, factor=3_000, factor_to=6_000)))
    yield Said("chưa quyết định tỷ lệ", asked(), frame)
    yield Said("tỷ lệ ngoài khung", asked(decided_share=6_001), frame)
    later = replace(BASE, values=(ParameterValue(date(2025, 7, 1), 5),))
    in_parts = a_rate(FLAT, worth=Worth.PERCENT, factor=1, of="base")
    yield Said("tham số chưa có giá trị", asked(), a_law(meal(in_parts), parameters=(later,)))
    full = a_benefit("full", a_rate(FLAT, 100), a_rate(FLAT, 100, id=2))
    half = a_rate(FLAT, worth=Worth.SHARE_OF_RATE, factor=1, of="full")
    yield Said("hai mức để tính theo", asked(), a_law(meal(half), full))
    yield Said("mức tính theo chính nó", asked(), a_law(meal(replace(half, of="meal"))))


def _limits() -> Iterator[Said]:
    some = (Used("meal", date(2025, 3, 1), 1, 100_000),)
    more = (
        Used("meal", date(2025, 3, 1), 5, 900_000),
        Used("meal", date(2025, 3, 1), 1, 100_000, same_event=True),
        Used("meal", date(2025, 3, 2), 5, 900_000),
    )
    for measure in (Measure.TIMES, Measure.QUANTITY, Measure.AMOUNT):
        for window in Window:
            value = 300_000 if measure is Measure.AMOUNT else 2
            limit = a_limit(measure, window, value, cycle_years=2)
            law = a_law(meal(MEAL, limits=(limit,)))
            yield Said(f"{measure}, {window}, còn một phần", asked(days=3), law, usage=some)
            yield Said(f"{measure}, {window}, đã hết", asked(days=3), law, usage=more)
    cycle = a_limit(Measure.TIMES, Window.CYCLE, 1, cycle_years=2, cycle_from=2024)
    before = (Used("meal", date(2024, 3, 1), 1, 100),)
    yield Said("chu kỳ theo năm", asked(days=1), a_law(meal(MEAL, limits=(cycle,))), usage=before)
    lifted = a_limit(
        Measure.AMOUNT, Window.YEAR, 100, exceptional_value=300, exceptional_by="Ban Thường vụ"
    )
    law = a_law(meal(MEAL, limits=(lifted,)))
    yield Said("trần có thể nâng", asked(days=1), law)
    yield Said("trần đã nâng", asked(days=1, exceptional_decision="QĐ 12"), law)
    capped = replace(MEAL, ceiling=500_000)
    days = a_limit(Measure.QUANTITY, Window.EVENT, 5, article="")
    yield Said("hai hạn mức", asked(days=9), a_law(meal(capped, limits=(days,))))
    once = a_limit(Measure.TIMES, Window.YEAR, 1)
    wreath = a_rate(AmountKind.IN_KIND, in_kind="vòng hoa")
    had = (Used("meal", ON, 1, 0),)
    yield Said("hiện vật đã nhận", asked(), a_law(meal(wreath, limits=(once,))), usage=had)


PARTS = (Component("Ăn", 300), Component("Thuốc"), Component("Khác", share_to=1_500),
         Component("Quà", share_to=10_000))  # fmt: skip
OF_BASE = {"worth": Worth.PERCENT, "factor": 100, "of": "base"}
PAID: tuple[tuple[str, AmountKind, dict[str, Any], dict[str, Any]], ...] = (
    ("mỗi lượt", FLAT, {"amount": 500_000}, {}),
    ("kèm hiện vật", FLAT, {"amount": 5, "in_kind": "vòng hoa"}, {}),
    ("mức quyết định", FLAT, {"amount": 700, "up_to": True}, {"decided_amount": 600}),
    ("phần của mức khác", FLAT,
     {"worth": Worth.SHARE_OF_RATE, "factor": 5_000, "of": "full"}, {}),
    ("các bậc", AmountKind.PER_DAY, {"bands": (Band(1, 2, 10), Band(3, None, 5))}, {"days": 4}),
    ("mỗi tháng", AmountKind.PER_MONTH, OF_BASE | {"worth": Worth.COEFFICIENT}, {"months": 2}),
    ("mỗi quý", AmountKind.PER_QUARTER, {"amount": 5}, {}),
    ("mỗi buổi", AmountKind.PER_SESSION, {"amount": 5}, {"sessions": 2}),
    ("mỗi người", AmountKind.PER_PERSON, {"amount": 5}, {"people": 3}),
    ("thực tế", AmountKind.ACTUAL_COST, {}, {"cost": 1_234_567}),
    ("phần cùng chi trả", AmountKind.ACTUAL_COST, {"cost": "co_payment", "after_others": True},
     {"costs": (("co_payment", 900),), "others_paid": 100}),
    ("dưới định mức", AmountKind.ACTUAL_OR_NORM, {"amount": 700}, {"cost": 900}),
    ("dưới tỷ lệ", AmountKind.ACTUAL_OR_NORM, OF_BASE, {"cost": 900}),
    ("tỷ lệ", AmountKind.SHARE_OF_COST, {"factor": 3_050}, {"cost": 1_000}),
    ("tỷ lệ cộng nguồn khác", AmountKind.SHARE_OF_COST,
     {"factor": 3_000, "factor_to": 6_000, "cost": "drugs", "after_others": True,
      "stack_to": 10_000},
     {"costs": (("drugs", 1_000),), "decided_share": 4_000, "others_paid": 100,
      "other_share": 7_000}),
    ("gói", AmountKind.PACKAGE, {"amount": 900, "components": PARTS}, {}),
    ("gói theo hệ số", AmountKind.PACKAGE, OF_BASE | {"components": (Component("Ăn"),)},
     {"components": (("Ăn", 100),)}),
    ("bù", AmountKind.TOP_UP, {"amount": 900}, {"others_paid": 200}),
    ("bù theo tỷ lệ", AmountKind.TOP_UP, OF_BASE, {"others_paid": 200}),
    ("hiện vật", AmountKind.IN_KIND, {"in_kind": "vòng hoa"}, {}),
    ("nguồn khác", AmountKind.OTHER_PAYER, {}, {}),
)  # fmt: skip


def _paid() -> Iterator[Said]:
    full = a_benefit("full", a_rate(FLAT, 333))
    for name, kind, of_rate, of_event in PAID:
        law = a_law(meal(a_rate(kind, **of_rate)), full, parameters=(BASE,))
        yield Said(name, asked(**of_event), law)
    by_day = Settings(pro_rating=ProRating.BY_DAY)
    trip = asked(days=10, planned_days=10)
    yield Said("không rút ngắn", trip, a_law(meal(a_rate(FLAT, 1_000)), settings=by_day))
    yield Said("rút ngắn, hưởng đủ", replace(trip, days=3), a_law(meal(a_rate(FLAT, 1_000))))
