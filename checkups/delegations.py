"""Drugs for conferences and delegations: how they are typed and how a workbook tells them."""

from typing import Any, ClassVar

from django import forms

from checkups.imports import day_column, money_column
from checkups.models import DelegationDrugs, Gathering, Place
from claims.entries import EventDateField, FactForm, RecipientField
from claims.entries.forms import MOST_COST
from claims.importing import RECIPIENT_CODE, EventKind, RowFault, Surroundings
from claims.models import Fact, RecipientKind
from config.fields import MoneyField
from config.workbooks import cells
from config.workbooks.judging import Column


class DelegationForm(FactForm):
    day_field = "begins_on"
    last_day_field = "ends_on"
    REFUSED_AT: ClassVar = {
        "delegation_ends_after_it_begins": "ends_on",
        "delegation_has_participants": "participants",
        "delegation_cost_is_positive": "cost",
        "one_delegation_an_invoice": "invoice_number",
    }

    gathering = forms.ChoiceField(label="Phục vụ", choices=[("", "Chọn"), *Gathering.choices])
    name = forms.CharField(label="Tên hội nghị, đoàn công tác", max_length=250)
    # Django takes fields out of the class: the method of the same name stays what it is.
    place = forms.ChoiceField(  # type: ignore[assignment]
        label="Trong nước hay ngoài nước", choices=[("", "Chọn"), *Place.choices]
    )
    begins_on = EventDateField(label="Từ ngày")
    ends_on = EventDateField(label="Đến ngày")
    document = forms.CharField(
        label="Văn bản tổ chức hoặc cử đoàn",
        max_length=200,
        help_text="Số, ngày và cơ quan ban hành; ví dụ: Quyết định 512/QĐ-UBND ngày 02/6/2025.",
    )
    participants = forms.IntegerField(
        label="Số người tham gia",
        min_value=1,
        max_value=100_000,
        help_text="Chỉ ghi số người; không ghi tên hay tình trạng sức khỏe của ai.",
    )
    supplier = RecipientField(RecipientKind.SUPPLIER, label="Nhà cung cấp")
    invoice_number = forms.CharField(label="Số hóa đơn", max_length=40)
    invoiced_on = EventDateField(label="Ngày hóa đơn")
    cost = MoneyField(label="Chi phí thực tế (đồng)", least=1, most=MOST_COST)

    class Meta:
        model = DelegationDrugs
        fields = (
            "gathering",
            "name",
            "place",
            "begins_on",
            "ends_on",
            "document",
            "participants",
            "supplier",
            "invoice_number",
            "invoiced_on",
            "cost",
            "evidence",
            "note",
        )


def build_delegation(around: Surroundings, values: dict[str, Any]) -> Fact:
    if values["ends_on"] < values["begins_on"]:
        raise RowFault("ends_on", "trước ngày bắt đầu")
    told = {name: value for name, value in values.items() if name != "recipient_code"}
    supplier = around.recipient(RecipientKind.SUPPLIER, values["recipient_code"])
    return DelegationDrugs(supplier=supplier, **told)


DELEGATIONS = EventKind(
    code=DelegationDrugs.KIND,
    title="Nhập thuốc phục vụ hội nghị, đoàn công tác",
    noun="lần cấp thuốc",
    home="delegation_list",
    model=DelegationDrugs,
    columns=(
        RECIPIENT_CODE,
        Column(
            name="gathering",
            head="Phục vụ",
            parser=cells.choice({str(each.label): each.value for each in Gathering}),
            required=True,
        ),
        Column(name="name", head="Tên hội nghị, đoàn", parser=cells.text(250), required=True),
        Column(
            name="place",
            head="Trong nước hay ngoài nước",
            parser=cells.choice({str(each.label): each.value for each in Place}),
            required=True,
        ),
        day_column("begins_on", "Từ ngày", "02/06/2025"),
        day_column("ends_on", "Đến ngày", "06/06/2025"),
        Column(
            name="document",
            head="Văn bản tổ chức hoặc cử đoàn",
            parser=cells.text(200),
            required=True,
            help="số, ngày, cơ quan ban hành",
            example="Quyết định 512/QĐ-UBND ngày 20/5/2025",
        ),
        Column(
            name="participants",
            head="Số người tham gia",
            parser=cells.integer(1, 100_000),
            required=True,
        ),
        Column(name="invoice_number", head="Số hóa đơn", parser=cells.text(40), required=True),
        day_column("invoiced_on", "Ngày hóa đơn", "30/05/2025"),
        money_column("cost", "Chi phí thực tế", 12_345_678, required=True),
    ),
    build=build_delegation,
    identity=lambda fact: (fact.supplier_id, fact.invoice_number, fact.invoiced_on),
    known=lambda facts: DelegationDrugs.objects.filter(
        supplier__in={fact.supplier_id for fact in facts}, cancelled_at=None
    ),
    clash="hóa đơn này của nhà cung cấp này đã được nhập",
)
