"""The reasons of a refusal in a few words, for lists and choices; the sentence says it all."""

from policies.rules.types import RefusalReason

REASONS: dict[RefusalReason, str] = {
    RefusalReason.NOT_IN_FORCE: "văn bản không áp dụng vào ngày đó",
    RefusalReason.UNKNOWN_BENEFIT: "văn bản không có chế độ này",
    RefusalReason.OUTSIDE_TERRITORY: "ngoài địa bàn",
    RefusalReason.TOO_LATE: "đề nghị quá muộn",
    RefusalReason.ENDED: "đã thôi diện",
    RefusalReason.NO_GROUP: "chưa xếp đối tượng",
    RefusalReason.EXCLUDED: "bị loại trừ vì đã hưởng chế độ khác",
    RefusalReason.CHOICE_NEEDED: "phải chọn một chế độ",
    RefusalReason.BELOW_THRESHOLD: "chưa tới ngưỡng",
    RefusalReason.NO_RATE: "không có mức hưởng",
    RefusalReason.AMBIGUOUS_RATE: "nhiều mức cùng khớp",
    RefusalReason.MISSING_FACT: "thiếu dữ kiện",
    RefusalReason.MISSING_PARAMETER: "thiếu tham số",
    RefusalReason.PAYER_ENDED: "nguồn kinh phí đã kết thúc",
    RefusalReason.NOTHING_TO_PAY: "không có khoản nào để chi",
    RefusalReason.LIMIT_REACHED: "hết hạn mức",
    RefusalReason.LESS_FAVOURABLE: "đã chi khoản khác có lợi hơn",
}
