"""The officers' words of the YAML situations, and how money, days and shares are written."""

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from policies.rules.settings import (
    AfterEnd,
    BaseOn,
    Deciding,
    EndedPayer,
    ExaminingBody,
    LateClaims,
    LimitAfterGroupChange,
    ProRating,
    Rounding,
    SeveralGroups,
    Territory,
    UsageOfReplaced,
)
from policies.rules.types import AmountKind, Measure, RefusalReason, RelationKind, Window

Words = dict[str, Any]

AMOUNT_KINDS = {
    "mỗi lượt": AmountKind.FLAT,
    "mỗi ngày": AmountKind.PER_DAY,
    "mỗi tháng": AmountKind.PER_MONTH,
    "mỗi quý": AmountKind.PER_QUARTER,
    "mỗi buổi": AmountKind.PER_SESSION,
    "mỗi người đi cùng": AmountKind.PER_PERSON,
    "chi phí thực tế": AmountKind.ACTUAL_COST,
    "thực tế nhưng không quá định mức": AmountKind.ACTUAL_OR_NORM,
    "phần trăm chi phí": AmountKind.SHARE_OF_COST,
    "trọn gói": AmountKind.PACKAGE,
    "bù phần còn thiếu": AmountKind.TOP_UP,
    "hiện vật": AmountKind.IN_KIND,
    "nguồn khác chi": AmountKind.OTHER_PAYER,
}
MEASURES = {
    "lần": Measure.TIMES,
    "ngày": Measure.QUANTITY,
    "tháng": Measure.QUANTITY,
    "người": Measure.QUANTITY,
    "đồng": Measure.AMOUNT,
    "chi phí": Measure.COST,
}
WINDOWS = {
    "mỗi đợt": Window.EVENT,
    "mỗi tháng": Window.MONTH,
    "mỗi quý": Window.QUARTER,
    "mỗi nửa năm": Window.HALF_YEAR,
    "mỗi năm": Window.YEAR,
    "mỗi chu kỳ": Window.CYCLE,
    "cho mỗi người": Window.EVER,
}
RELATION_KINDS = {
    "đã hưởng khoản này thì thôi khoản kia": RelationKind.EXCLUSIVE,
    "được chọn một": RelationKind.ALTERNATIVE,
    "chỉ hưởng mức cao nhất": RelationKind.HIGHEST,
    "theo thứ tự ưu tiên": RelationKind.PRIORITY,
}
REASONS = {
    "văn bản không áp dụng": RefusalReason.NOT_IN_FORCE,
    "không có chế độ này": RefusalReason.UNKNOWN_BENEFIT,
    "ngoài địa bàn": RefusalReason.OUTSIDE_TERRITORY,
    "đề nghị quá muộn": RefusalReason.TOO_LATE,
    "đã thôi diện": RefusalReason.ENDED,
    "chưa xếp đối tượng": RefusalReason.NO_GROUP,
    "bị loại trừ": RefusalReason.EXCLUDED,
    "phải chọn một": RefusalReason.CHOICE_NEEDED,
    "chưa tới ngưỡng": RefusalReason.BELOW_THRESHOLD,
    "không có mức": RefusalReason.NO_RATE,
    "nhiều mức cùng khớp": RefusalReason.AMBIGUOUS_RATE,
    "thiếu dữ kiện": RefusalReason.MISSING_FACT,
    "thiếu tham số": RefusalReason.MISSING_PARAMETER,
    "nguồn đã kết thúc": RefusalReason.PAYER_ENDED,
    "không có gì để chi": RefusalReason.NOTHING_TO_PAY,
    "hết hạn mức": RefusalReason.LIMIT_REACHED,
    "có khoản lợi hơn": RefusalReason.LESS_FAVOURABLE,
}
# Each question of policies.rules.settings: its word, its code, its answers.
QUESTIONS: dict[str, tuple[str, dict[str, Any]]] = {
    "ngày_quyết_định": (
        "deciding",
        {
            "ngày bắt đầu": Deciding.START,
            "ngày kết thúc": Deciding.END,
            "tách theo ngày": Deciding.SPLIT,
        },
    ),
    "đã_hưởng_theo_văn_bản_cũ": (
        "usage_of_replaced",
        {
            "tính vào hạn mức": UsageOfReplaced.CARRIED,
            "tính lại từ đầu": UsageOfReplaced.RESTARTED,
        },
    ),
    "hạn_mức_khi_đổi_đối_tượng": (
        "limit_after_group_change",
        {
            "theo ngày của sự việc": LimitAfterGroupChange.OF_THE_DAY,
            "cao nhất trong năm": LimitAfterGroupChange.HIGHEST,
        },
    ),
    "thuộc_nhiều_đối_tượng": (
        "several_groups",
        {
            "mức cao nhất": SeveralGroups.HIGHEST,
            "đối tượng đứng trước": SeveralGroups.PRIORITY,
        },
    ),
    "địa_bàn_theo": (
        "territory",
        {
            "cơ quan quản lý": Territory.MANAGING_UNIT,
            "nơi cư trú": Territory.RESIDENCE,
        },
    ),
    "nguồn_đã_kết_thúc": (
        "ended_payer",
        {
            "nguồn kế tiếp chi": EndedPayer.SUCCESSOR,
            "không chi nữa": EndedPayer.REFUSED,
        },
    ),
    "hội_đồng_giải_thể": (
        "examining_body",
        {
            "xét ngày kết luận": ExaminingBody.ON_OPINION,
            "xét ngày của sự việc": ExaminingBody.ON_EVENT,
        },
    ),
    "khi_thôi_diện": (
        "after_end",
        {
            "dừng ngay": AfterEnd.NOTHING,
            "hết kỳ đang tính": AfterEnd.REST_OF_PERIOD,
            "thân nhân nhận": AfterEnd.TO_RELATIVES,
        },
    ),
    "mức_gốc_lấy_theo": (
        "base_on",
        {
            "từng kỳ": BaseOn.EACH_PERIOD,
            "ngày quyết định": BaseOn.EVENT,
        },
    ),
    "đề_nghị_muộn": (
        "late_claims",
        {
            "luôn nhận": LateClaims.ALWAYS,
            "nhận đến 31/3 năm sau": LateClaims.NEXT_MARCH,
            "chỉ nhận trong năm": LateClaims.SAME_YEAR,
        },
    ),
    "bị_rút_ngắn": (
        "pro_rating",
        {
            "hưởng đủ": ProRating.FULL,
            "tính theo ngày": ProRating.BY_DAY,
        },
    ),
    "làm_tròn": (
        "rounding",
        {
            "đến đồng": Rounding.DONG,
            "đến nghìn đồng": Rounding.THOUSAND,
            "bỏ phần lẻ nghìn đồng": Rounding.THOUSAND_DOWN,
        },
    ),
}
TRAITS = {
    "công_tác": "employment_status",
    "tuyến_bệnh_viện": "hospital_level",
    "hình_thức": "variant",
    "cấp_chức_vụ": "post_tier",
    "địa_bàn": "territory",
    "nơi_cư_trú_trước_sáp_nhập": "residence_territory",
    "thường_trú": "residence",
    "xã": "commune",
    "hộ": "household",
    "dân_tộc": "ethnicity",
    "bệnh": "disease",
    "cơ_sở": "facility",
    "xếp_loại_sức_khỏe": "health_class",
    "thân_nhân_của": "relative_of",
    "trợ_cấp_khác": "other_allowance",
    "đã_được_hỗ_trợ_thẻ": "insured_by_others",
    "hội_đồng": "examining_body",
    "tự_phục_vụ": "self_care",
    "danh_sách": "listed_as",
}
COSTS = {
    "ngoài bảo hiểm": "outside_insurance",
    "cùng chi trả": "co_payment",
    "vận chuyển": "transport",
    "thuốc": "drugs",
}
NUMBERS = {"tuổi": "age", "tuổi_đảng": "party_badge_years"}
TRAIT_VALUES = {
    "đương chức": "serving",
    "nghỉ hưu": "retired",
    "trung ương": "central",
    "tỉnh": "province",
    "khu vực": "region",
    "xã": "commune",
}


def read_money(text: str | int) -> int:
    """``2.280.000 đồng`` → 2280000."""
    return int(str(text).removesuffix("đồng").strip().replace(".", ""))


def read_day(text: str) -> date:
    return datetime.strptime(text, "%d/%m/%Y").date()  # noqa: DTZ007 - a calendar day


def read_share(text: str) -> int:
    """``4,5 %`` → 450, ``hệ số 0,9`` → 9000: ten-thousandths."""
    number = Decimal(re.sub(r"[^\d,]", "", text).replace(",", "."))
    share = number * (100 if "%" in text else 10_000)
    assert share == int(share), f"{text} is finer than a ten-thousandth"
    return int(share)


def read_cost(text: str) -> str:
    return COSTS.get(text, text)


def read_yes(text: str) -> bool:
    return {"có": True, "không": False}[text]


def read_settings(words: Words) -> dict[str, Any]:
    """``{bị_rút_ngắn: tính theo ngày}`` → ``{"pro_rating": ProRating.BY_DAY}``."""
    asked = ((QUESTIONS[question], answer) for question, answer in words.items())
    return {code: answers[answer] for (code, answers), answer in asked}


def nothing_left(words: Words) -> None:
    if words:
        raise ValueError(f"unknown words in a situation: {', '.join(words)}")
