"""What happens in the portal that may open benefits: the codes that facts ask for, in words.

A benefit of a new law names one of them as its occasion and is then found by the facts already
entered; without one it has an occasion of its own.
"""

OCCASIONS: dict[str, str] = {
    "hospital_visit_gift": "Nằm viện: mỗi đợt (thăm hỏi, quà)",
    "inpatient_meal": "Nằm viện: theo số ngày điều trị (tiền ăn)",
    "inpatient_stay": "Nằm viện: cả đợt điều trị (hỗ trợ dài ngày, theo ngày)",
    "hospital_fee_support": "Nằm viện: theo chi phí (viện phí)",
    "critical_illness": "Mắc bệnh hiểm nghèo",
    "special_drug": "Cấp thuốc, kỹ thuật theo chỉ định",
    "purchase_package": "Mua sắm theo gói thầu",
    "delegation_drugs": "Thuốc phục vụ hội nghị, đoàn công tác",
    "periodic_checkup": "Khám sức khỏe định kỳ",
    "event_checkup": "Khám phục vụ sự kiện",
    "staff_allowance": "Phụ cấp người làm nhiệm vụ",
    "convalescence_group": "Điều dưỡng tập trung theo đoàn",
    "convalescence_centre": "Điều dưỡng tại cơ sở của tỉnh",
    "convalescence_out_of_province": "Điều dưỡng ngoài tỉnh",
    "convalescence_home": "Điều dưỡng tại nhà",
}
