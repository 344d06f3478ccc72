"""The check-up rounds of Lạng Sơn in 2025: whom, when, where, and by which plan (all invented).

Of groups 3 and 4 the plan pays for a quarter: the others wait for another year.
"""

from datetime import date

from config.demo.lang_son.places import DEMO_HOSPITAL
from config.demo.plan import MILLION, PlannedRound

PERIODIC, EVENT = "periodic_checkup", "event_checkup"
CENTRAL_HOSPITAL = "BVHN"
NEXT_YEAR = "Chờ lượt năm sau: kế hoạch năm 2025 bố trí kinh phí cho một phần tư đối tượng."
PERIODIC_PLAN = "Kế hoạch khám sức khỏe định kỳ cho cán bộ năm 2025 (giả định)"
EVENT_PLAN = "Kế hoạch khám sức khỏe phục vụ đại hội (giả định)"

ROUNDS = {
    planned.code: planned
    for planned in (
        PlannedRound(
            kind=PERIODIC,
            code="round_1",
            title="Khám định kỳ Đối tượng 1, lần 1 năm 2025",
            begins_on=date(2025, 5, 5),
            ends_on=date(2025, 5, 30),
            plan_number="42/KH-SYT",
            plan_date=date(2025, 4, 8),
            plan_document=PERIODIC_PLAN,
            confirm_by=date(2025, 4, 25),
            groups=("1",),
            facilities=(DEMO_HOSPITAL,),
            capacity=4,
            estimate=45 * MILLION,
        ),
        PlannedRound(
            kind=PERIODIC,
            code="round_2",
            title="Khám định kỳ Đối tượng 1, lần 2 năm 2025",
            begins_on=date(2025, 10, 20),
            ends_on=date(2025, 11, 14),
            plan_number="131/KH-SYT",
            plan_date=date(2025, 9, 22),
            plan_document=PERIODIC_PLAN,
            confirm_by=date(2025, 10, 10),
            groups=("1",),
            facilities=(DEMO_HOSPITAL,),
            capacity=4,
            estimate=25 * MILLION,
        ),
        PlannedRound(
            kind=PERIODIC,
            code="doi-tuong-2",
            title="Khám định kỳ Đối tượng 2 năm 2025",
            begins_on=date(2025, 6, 9),
            ends_on=date(2025, 6, 27),
            plan_number="58/KH-SYT",
            plan_date=date(2025, 5, 12),
            plan_document=PERIODIC_PLAN,
            confirm_by=date(2025, 5, 30),
            groups=("2",),
            facilities=(CENTRAL_HOSPITAL,),
            capacity=8,
            estimate=450 * MILLION,
        ),
        PlannedRound(
            kind=PERIODIC,
            code="doi-tuong-3",
            title="Khám định kỳ Đối tượng 3 năm 2025",
            begins_on=date(2025, 8, 11),
            ends_on=date(2025, 8, 29),
            plan_number="97/KH-SYT",
            plan_date=date(2025, 7, 14),
            plan_document=PERIODIC_PLAN,
            confirm_by=date(2025, 8, 1),
            groups=("3",),
            facilities=(DEMO_HOSPITAL,),
            capacity=15,
            estimate=78 * 3 * MILLION,
            listed=78,
            off=NEXT_YEAR,
        ),
        PlannedRound(
            kind=PERIODIC,
            code="doi-tuong-4",
            title="Khám định kỳ Đối tượng 4 năm 2025",
            begins_on=date(2025, 10, 20),
            ends_on=date(2025, 12, 31),
            plan_number="133/KH-SYT",
            plan_date=date(2025, 9, 24),
            plan_document=PERIODIC_PLAN,
            confirm_by=date(2025, 10, 14),
            groups=("4",),
            facilities=(DEMO_HOSPITAL,),
            capacity=15,
            estimate=256 * 2 * MILLION,
            listed=256,
            off=NEXT_YEAR,
            is_finished=False,
        ),
        PlannedRound(
            kind=EVENT,
            code="provincial_congress",
            title="Khám phục vụ Đại hội Đảng bộ tỉnh",
            begins_on=date(2025, 7, 14),
            ends_on=date(2025, 8, 8),
            plan_number="83/KH-SYT",
            plan_date=date(2025, 6, 20),
            plan_document=EVENT_PLAN,
            confirm_by=date(2025, 7, 8),
            facilities=(DEMO_HOSPITAL,),
            capacity=20,
            estimate=340 * MILLION,
            listed=168,
        ),
        PlannedRound(
            kind=EVENT,
            code="national_congress",
            title="Khám phục vụ Đại hội Đảng toàn quốc lần thứ XIV",
            begins_on=date(2025, 10, 27),
            ends_on=date(2025, 11, 14),
            plan_number="139/KH-SYT",
            plan_date=date(2025, 10, 6),
            plan_document=EVENT_PLAN,
            confirm_by=date(2025, 10, 20),
            facilities=(CENTRAL_HOSPITAL,),
            capacity=4,
            estimate=110 * MILLION,
        ),
    )
}
"""By code."""
