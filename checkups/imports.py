"""The workbooks of this app: how a row becomes a stay, a check-up, an allowance …"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from accounts.models import UnitKind
from beneficiaries.models import Cadre
from checkups.models import (
    Checkup,
    CheckupRound,
    CriticalIllness,
    DrugSupply,
    Duty,
    HospitalStay,
    PurchasePackage,
    StaffAllowance,
)
from checkups.models.secrecy import SECRET
from checkups.models.staff import BY_SESSION, calendar_months
from claims.importing import (
    CITIZEN_ID,
    RECIPIENT_CODE,
    EventKind,
    RowFault,
    Surroundings,
)
from claims.models import Fact, RecipientKind
from config.workbooks import cells
from config.workbooks.judging import Column

EARLIEST = date(2000, 1, 1)


def day_column(name: str, head: str, example: str, *, required: bool = True) -> Column:
    return Column(
        name=name,
        head=head,
        parser=cells.date(earliest=EARLIEST),
        required=required,
        example=example,
    )


def money_column(name: str, head: str, example: int, *, required: bool = False) -> Column:
    return Column(
        name=name,
        head=head,
        parser=cells.money(most=10_000_000_000),
        required=required,
        default=0,
        help="đồng",
        example=example,
    )


FACILITY = Column(
    name="facility",
    head="Cơ sở khám, chữa bệnh",
    parser=cells.text(200),
    required=True,
    help="mã hoặc tên trong danh mục đơn vị",
    example="Bệnh viện Đa khoa tỉnh Lạng Sơn",
)


def _refuse_secret(cadre: Cadre, told: object, column: str, what: str) -> None:
    if told and cadre.records_are_secret:
        raise RowFault(column, SECRET.format(what))


def build_stay(around: Surroundings, values: dict[str, Any]) -> Fact:
    admitted, discharged = values["admitted_on"], values["discharged_on"]
    if discharged < admitted:
        raise RowFault("discharged_on", "ra viện trước ngày vào viện")
    visited = values["visited_on"]
    if visited and not admitted <= visited <= discharged:
        raise RowFault("visited_on", "không nằm trong thời gian nằm viện")
    cadre = around.cadre(values["citizen_id"])
    _refuse_secret(cadre, values["diagnosis"], "diagnosis", "chẩn đoán")
    return HospitalStay(
        cadre=cadre,
        facility=around.unit("facility", values["facility"], UnitKind.HOSPITAL),
        admitted_on=admitted,
        discharged_on=discharged,
        visited_on=visited,
        fee_cost=values["fee_cost"],
        diagnosis=values["diagnosis"],
    )


STAYS = EventKind(
    code=HospitalStay.KIND,
    title="Nhập đợt điều trị nội trú",
    noun="đợt điều trị",
    home="stay_list",
    model=HospitalStay,
    columns=(
        CITIZEN_ID,
        FACILITY,
        day_column("admitted_on", "Vào viện", "12/03/2025"),
        day_column("discharged_on", "Ra viện", "24/03/2025"),
        day_column("visited_on", "Ngày thăm hỏi", "15/03/2025", required=False),
        money_column("fee_cost", "Viện phí đề nghị hỗ trợ", 450_000),
        Column(name="diagnosis", head="Chẩn đoán", parser=cells.text(300), default=""),
    ),
    build=build_stay,
    identity=lambda fact: fact.cadre_id,
    period=lambda fact: (fact.admitted_on, fact.discharged_on),
    known=lambda facts: HospitalStay.objects.filter(
        cadre__in={fact.cadre_id for fact in facts}, cancelled_at=None
    ),
    clash="trùng ngày với một đợt điều trị đã nhập của người này",
)


def build_checkup(around: Surroundings, values: dict[str, Any]) -> Fact:
    found = around.one(
        "round",
        (values["round"], values["examined_on"].year),
        lambda: (((one.code, one.year), one) for one in CheckupRound.objects.all()),
        "round",
        "không có đợt khám mã này trong năm khám",
    )
    if not found.begins_on <= values["examined_on"] <= found.ends_on:
        raise RowFault("examined_on", "ngoài thời gian của đợt khám")
    return Checkup(
        round=found,
        cadre=around.cadre(values["citizen_id"]),
        facility=around.unit("facility", values["facility"], UnitKind.HOSPITAL),
        examined_on=values["examined_on"],
        cost=values["cost"],
    )


CHECKUPS = EventKind(
    code=Checkup.KIND,
    title="Nhập lượt khám sức khỏe",
    noun="lượt khám",
    home="round_list",
    model=Checkup,
    columns=(
        CITIZEN_ID,
        Column(
            name="round",
            head="Mã đợt khám",
            parser=cells.text(60),
            required=True,
            example="round_1",
        ),
        FACILITY,
        day_column("examined_on", "Ngày khám", "20/05/2025"),
        money_column("cost", "Chi phí thực tế", 3_000_000),
    ),
    build=build_checkup,
    identity=lambda fact: (fact.round_id, fact.cadre_id),
    known=lambda facts: Checkup.objects.filter(
        round__in={fact.round_id for fact in facts}, cancelled_at=None
    ),
    clash="người này đã có trong đợt khám",
)


def build_illness(around: Surroundings, values: dict[str, Any]) -> Fact:
    cadre = around.cadre(values["citizen_id"])
    _refuse_secret(cadre, values["disease"], "disease", "bệnh hiểm nghèo")
    return CriticalIllness(
        cadre=cadre,
        disease=values["disease"],
        diagnosed_on=values["diagnosed_on"],
        facility_name=values["facility_name"],
    )


ILLNESSES = EventKind(
    code=CriticalIllness.KIND,
    title="Nhập trường hợp mắc bệnh hiểm nghèo",
    noun="trường hợp",
    home="illness_list",
    model=CriticalIllness,
    columns=(
        CITIZEN_ID,
        Column(name="disease", head="Bệnh", parser=cells.text(200), required=True),
        day_column("diagnosed_on", "Ngày chẩn đoán", "10/04/2025"),
        Column(name="facility_name", head="Nơi chẩn đoán", parser=cells.text(200), required=True),
    ),
    build=build_illness,
    identity=lambda fact: (fact.cadre_id, cells.fold(fact.disease)),
    known=lambda facts: CriticalIllness.objects.filter(
        cadre__in={fact.cadre_id for fact in facts}, cancelled_at=None
    ),
    clash="người này đã được ghi nhận bệnh này",
)


def build_drug_supply(around: Surroundings, values: dict[str, Any]) -> Fact:
    cadre = around.cadre(values["citizen_id"])
    _refuse_secret(cadre, values["item"], "item", "thuốc được cấp")
    return DrugSupply(
        cadre=cadre,
        prescribed_on=values["prescribed_on"],
        ordered_by=values["ordered_by"],
        item=values["item"],
        invoice_number=values["invoice_number"],
        cost=values["cost"],
    )


DRUG_SUPPLIES = EventKind(
    code=DrugSupply.KIND,
    title="Nhập lần cấp thuốc đặc trị",
    noun="lần cấp thuốc",
    home="drug_list",
    model=DrugSupply,
    columns=(
        CITIZEN_ID,
        day_column("prescribed_on", "Ngày chỉ định", "05/06/2025"),
        Column(
            name="ordered_by",
            head="Người chỉ định",
            parser=cells.choice({label: value for value, label in DrugSupply.ORDERED_BY}),
            required=True,
        ),
        Column(name="item", head="Mặt hàng", parser=cells.text(300), required=True),
        Column(name="invoice_number", head="Số hóa đơn", parser=cells.text(40), required=True),
        money_column("cost", "Chi phí thực tế", 1_250_000, required=True),
    ),
    build=build_drug_supply,
    identity=lambda fact: (fact.cadre_id, fact.invoice_number),
    known=lambda facts: DrugSupply.objects.filter(
        cadre__in={fact.cadre_id for fact in facts}, cancelled_at=None
    ),
    clash="hóa đơn này của người này đã được nhập",
)


def build_package(around: Surroundings, values: dict[str, Any]) -> Fact:
    return PurchasePackage(
        supplier=around.recipient(RecipientKind.SUPPLIER, values["recipient_code"]),
        number=values["number"],
        year=values["accepted_on"].year,
        title=values["title"],
        contract=values["contract"],
        accepted_on=values["accepted_on"],
        cost=values["cost"],
    )


PACKAGES = EventKind(
    code=PurchasePackage.KIND,
    title="Nhập gói thầu mua thuốc",
    noun="gói thầu",
    home="package_list",
    model=PurchasePackage,
    columns=(
        RECIPIENT_CODE,
        Column(name="number", head="Gói số", parser=cells.integer(1, 999), required=True),
        Column(name="title", head="Tên gói thầu", parser=cells.text(300), required=True),
        Column(name="contract", head="Hợp đồng", parser=cells.text(100), required=True),
        day_column("accepted_on", "Ngày nghiệm thu", "25/04/2025"),
        money_column("cost", "Giá trị đã mua", 168_000_000, required=True),
    ),
    build=build_package,
    identity=lambda fact: (fact.year, fact.number),
    known=lambda facts: PurchasePackage.objects.filter(
        year__in={fact.year for fact in facts}, cancelled_at=None
    ),
    clash="số gói thầu này đã có trong năm",
)


def build_allowance(around: Surroundings, values: dict[str, Any]) -> Fact:
    if values["ends_on"] < values["begins_on"]:
        raise RowFault("ends_on", "trước ngày bắt đầu")
    by_session = values["duty"] in BY_SESSION
    needed, other = ("sessions", "months") if by_session else ("months", "sessions")
    if not values[needed] or values[other]:
        told = "theo số buổi" if by_session else "theo số tháng"
        raise RowFault(needed, f"nhiệm vụ này hưởng {told}")
    if values["months"] > calendar_months(values["begins_on"], values["ends_on"]):
        raise RowFault("months", "nhiều hơn số tháng trong khoảng thời gian đã ghi")
    return StaffAllowance(
        recipient=around.recipient(RecipientKind.STAFF, values["recipient_code"]),
        duty=values["duty"],
        begins_on=values["begins_on"],
        ends_on=values["ends_on"],
        months=values["months"],
        sessions=values["sessions"],
        decision=values["decision"],
    )


ALLOWANCES = EventKind(
    code=StaffAllowance.KIND,
    title="Nhập phụ cấp người làm nhiệm vụ",
    noun="khoản phụ cấp",
    home="allowance_list",
    model=StaffAllowance,
    columns=(
        RECIPIENT_CODE,
        Column(
            name="duty",
            head="Nhiệm vụ",
            parser=cells.choice({str(duty.label): duty.value for duty in Duty}),
            required=True,
        ),
        day_column("begins_on", "Từ ngày", "01/01/2025"),
        day_column("ends_on", "Đến ngày", "30/06/2025"),
        Column(name="months", head="Số tháng", parser=cells.integer(0, 12), default=0),
        Column(name="sessions", head="Số buổi", parser=cells.integer(0, 400), default=0),
        Column(name="decision", head="Quyết định phân công", parser=cells.text(200), required=True),
    ),
    build=build_allowance,
    identity=lambda fact: fact.recipient_id,
    period=lambda fact: (fact.begins_on, fact.ends_on),
    known=lambda facts: StaffAllowance.objects.filter(
        recipient__in={fact.recipient_id for fact in facts}, cancelled_at=None
    ),
    clash="người này đã có phụ cấp trong khoảng thời gian đó",
)

EVENT_KINDS: Sequence[EventKind] = (
    STAYS,
    CHECKUPS,
    ILLNESSES,
    DRUG_SUPPLIES,
    PACKAGES,
    ALLOWANCES,
)
