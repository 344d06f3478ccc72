"""The kinds of facts of this app, as people enter and find them."""

from typing import Any

from django.urls import reverse

from checkups import forms, models
from checkups.delegations import DelegationForm
from claims.entries import Entry

STAY = Entry(
    code="stay",
    path="noi-tru",
    model=models.HospitalStay,
    form=forms.StayForm,
    title="Điều trị nội trú",
    create_label="Nhập đợt điều trị",
    hint="Từ một đợt nằm viện tính quà thăm hỏi, tiền ăn, hỗ trợ theo ngày và viện phí.",
    icon="building-hospital",
    benefits=("hospital_visit_gift", "inpatient_meal", "inpatient_stay", "hospital_fee_support"),
    day="admitted_on",
    name="cadre__sort_name",
    order=10,
    kept=("facility",),
    confidential=("diagnosis",),
)

ILLNESS = Entry(
    code="illness",
    path="benh-hiem-ngheo",
    model=models.CriticalIllness,
    form=forms.IllnessForm,
    title="Bệnh hiểm nghèo",
    create_label="Nhập trường hợp mắc bệnh",
    hint="Hỗ trợ một lần khi được chẩn đoán mắc bệnh hiểm nghèo.",
    icon="heartbeat",
    benefits=("critical_illness",),
    day="diagnosed_on",
    name="cadre__sort_name",
    order=40,
)

DRUG = Entry(
    code="drug",
    path="thuoc-dac-tri",
    model=models.DrugSupply,
    form=forms.DrugForm,
    title="Thuốc đặc trị",
    create_label="Nhập lần cấp thuốc",
    hint="Thuốc đặc trị, biệt dược, thực phẩm bảo vệ sức khỏe theo chỉ định, trả theo hóa đơn.",
    icon="pill",
    benefits=("special_drug",),
    day="prescribed_on",
    name="cadre__sort_name",
    order=50,
    kept=("prescribed_on", "ordered_by"),
)

PACKAGE = Entry(
    code="package",
    path="goi-thau",
    model=models.PurchasePackage,
    form=forms.PackageForm,
    title="Gói thầu mua thuốc",
    create_label="Nhập gói thầu",
    hint="Thuốc mua theo gói thầu; tiền trả cho nhà cung cấp, không tính vào hạn mức của ai.",
    icon="package",
    benefits=("purchase_package",),
    day="accepted_on",
    name="supplier__name",
    order=55,
    kept=("supplier",),
)

DELEGATION = Entry(
    code="delegation",
    path="thuoc-phuc-vu-doan",
    model=models.DelegationDrugs,
    form=DelegationForm,
    title="Thuốc phục vụ hội nghị, đoàn công tác",
    create_label="Nhập lần cấp thuốc phục vụ đoàn",
    hint="Thuốc cho hội nghị, đoàn công tác trong và ngoài nước do tỉnh tổ chức; tiền trả theo "
    "hóa đơn cho nhà cung cấp.",
    icon="briefcase",
    benefits=("delegation_drugs",),
    day="begins_on",
    name="supplier__name",
    order=57,
    kept=("supplier",),
)


def _round_of(fact: Any) -> tuple[str, str]:
    return str(fact.round), reverse("round_detail", args=[fact.round_id])


CHECKUP = Entry(
    code="checkup",
    path="luot-kham",
    model=models.Checkup,
    form=forms.CheckupForm,
    title="Khám sức khỏe",
    create_label="Nhập lượt khám",
    hint="Khám định kỳ và khám phục vụ sự kiện, theo đợt khám đã lập.",
    icon="stethoscope",
    benefits=("periodic_checkup", "event_checkup"),
    day="examined_on",
    name="cadre__sort_name",
    order=60,
    kept=("round", "facility", "examined_on"),
    parent=_round_of,
)

ALLOWANCE = Entry(
    code="allowance",
    path="phu-cap",
    model=models.StaffAllowance,
    form=forms.AllowanceForm,
    title="Phụ cấp người làm nhiệm vụ",
    create_label="Nhập phụ cấp",
    hint="Ban, hội đồng, viên chức theo tháng; bác sĩ, nhân viên y tế đi khám theo buổi.",
    icon="users-group",
    benefits=("staff_allowance",),
    day="begins_on",
    name="recipient__name",
    order=70,
    kept=("duty", "begins_on", "ends_on", "decision"),
)

ENTRIES = (STAY, ILLNESS, DRUG, PACKAGE, DELEGATION, CHECKUP, ALLOWANCE)
