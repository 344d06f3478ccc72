"""Benefits that no other page asks for: a resolution from elsewhere is paid as it was loaded."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import Unit
from beneficiaries.models import Cadre
from beneficiaries.picking import shown_in_box
from claims.actions import (
    ClaimError,
    correct_fact,
    issue_list,
    mark_paid,
    open_claim,
    open_list,
    record_fact,
    withdraw_fact,
)
from claims.models import BenefitRequest, Claim
from claims.verifying import verify
from policies.loading import PACKS, load_pack, parse_pack, store_pack
from policies.models import Payer, Resolution
from policies.rules import Event
from tests.claims.conftest import bring
from tests.factories import (
    CadreFactory,
    HospitalFactory,
    MembershipFactory,
    StayFactory,
    UnitFactory,
    UserFactory,
)


@pytest.fixture
def ca_mau(db) -> Resolution:
    return load_pack("ca-mau-2026", by=None, release=True)


def member(resolution: Resolution, group: str = "1") -> Cadre:
    since = resolution.effective_from
    cadre = CadreFactory()
    MembershipFactory(cadre=cadre, group=resolution.groups.get(code=group), since=since)
    return cadre


@pytest.fixture
def cadre(ca_mau) -> Cadre:
    return member(ca_mau)


@pytest.fixture
def maker(staff) -> Client:
    client = Client()
    client.force_login(staff.maker, backend="django.contrib.auth.backends.ModelBackend")
    return client


def request_of(cadre: Cadre, event: Event) -> BenefitRequest:
    request = BenefitRequest(cadre=cadre)
    request.tell(event, titles=[f"Chế độ {word}" for word in event.benefits], told=[])
    return request


MARCH = date(2026, 3, 2)


# --- a stay under a law that pays for its days -----------------------------------------------


def stay_days(cadre, staff, days, **fields):
    until = MARCH + timedelta(days=days - 1)
    return StayFactory.build(
        cadre=cadre,
        facility=fields.pop("facility"),
        admitted_on=MARCH,
        discharged_on=until,
        unit=staff.maker.unit,
        recorded_by=staff.maker,
        **fields,
    )


@pytest.fixture
def hospital(db) -> Unit:
    return HospitalFactory()


def test_a_long_stay_is_paid_from_its_eighth_day(cadre, staff, hospital):
    [claim] = record_fact(fact=stay_days(cadre, staff, 45, facility=hospital), by=staff.maker)
    [line] = claim.lines.all()
    assert (line.benefit.code, line.quantity, line.amount) == ("long_stay", 30, 3_000_000)
    assert claim.amount == 3_000_000
    assert "30 ngày" in line.sentence
    assert "100.000" in line.sentence
    assert claim.refusals == []


def test_the_long_stay_goes_all_the_way_to_its_proof(cadre, staff, hospital):
    [claim] = record_fact(fact=stay_days(cadre, staff, 45, facility=hospital), by=staff.maker)
    bring(claim, "approved", staff)
    payer = Payer.objects.get(pk=claim.payer_id)
    payment_list, _ = open_list(
        claims=[claim.pk], payer=payer, budget_year=2026, title="Chi", by=staff.cashier
    )
    issue_list(payment_list=payment_list, by=staff.cashier)
    mark_paid(
        payment_list=payment_list,
        payments=payment_list.payments.values_list("pk", flat=True),
        voucher="C2-01",
        paid_on=timezone.localdate(),
        by=staff.cashier,
    )
    claim.refresh_from_db()
    assert (claim.state, claim.amount) == ("paid", 3_000_000)
    assert verify().fault is None
    inspector = Client()
    inspector.force_login(staff.inspector, backend="django.contrib.auth.backends.ModelBackend")
    page = inspector.get(reverse("claim_proof", args=[claim.pk])).content.decode()
    assert "30 ngày × 100.000 đồng = 3.000.000 đồng" in page


def test_what_is_asked_for_aloud_is_refused_aloud(cadre, staff, hospital):
    stay = stay_days(cadre, staff, 45, facility=hospital, visited_on=MARCH)
    [claim] = record_fact(fact=stay, by=staff.maker)
    assert claim.amount == 3_000_000
    assert [refusal["benefit"] for refusal in claim.refusals] == ["hospital_visit_gift"]


def test_a_short_stay_tells_why_nothing_is_owed(cadre, staff, hospital):
    with pytest.raises(ClaimError, match="ngày"):
        record_fact(fact=stay_days(cadre, staff, 7, facility=hospital), by=staff.maker)


def test_other_laws_hear_nothing_of_the_word(stay, staff):
    [claim] = open_claim(fact=stay(), by=staff.maker)
    assert {line.benefit.code for line in claim.lines.all()} == {"inpatient_meal"}
    assert claim.refusals == []


# --- a request --------------------------------------------------------------------------------


def test_an_event_comes_back_as_it_was_told(cadre):
    event = Event(
        MARCH,
        ("critical_illness",),
        until=date(2026, 3, 9),
        traits=(("disease", "ung thư"),),
        costs=(("outside_insurance", 80_000_000),),
        decided_share=4_500,
    )
    assert request_of(cadre, event).event() == event


def test_a_request_supplies_what_was_decided(cadre, staff):
    event = Event(
        MARCH,
        ("critical_illness",),
        traits=(("disease", "ung thư"),),
        costs=(("outside_insurance", 80_000_000),),
        decided_share=4_500,
    )
    [claim] = record_fact(fact=request_of(cadre, event), by=staff.maker)
    assert (claim.fact_kind, claim.amount) == ("benefit_request", 36_000_000)


def test_a_corrected_request_keeps_its_claim(cadre, staff):
    fact = request_of(cadre, Event(MARCH, ("expert_consultation",), cost=3_000_000))
    [claim] = record_fact(fact=fact, by=staff.maker)
    fact.details["cost"] = 9_000_000
    [again] = correct_fact(fact=fact, by=staff.maker)
    assert (again.pk, again.amount) == (claim.pk, 5_000_000)


def test_the_same_request_stands_once(cadre, staff):
    def ask():
        fact = request_of(cadre, Event(MARCH, ("expert_consultation",), cost=1_000_000))
        record_fact(fact=fact, by=staff.maker)
        return fact

    first = ask()
    with pytest.raises(ValidationError, match="đã có một đề nghị cùng ngày"):
        ask()
    withdraw_fact(fact=first, by=staff.maker, reason="Nhập nhầm.")
    ask()
    assert BenefitRequest.objects.standing().count() == 1


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"until": date(2026, 3, 1)}, "request_ends_after_it_begins"),
        ({"occasions": [], "titles": []}, "request_asks_for_something"),
        ({"titles": []}, "request_asks_for_something"),
    ],
)
def test_the_database_refuses(cadre, staff, changes, constraint):
    fact = request_of(cadre, Event(MARCH, ("expert_consultation",), cost=1))
    fact.recorded_by, fact.unit = staff.maker, staff.maker.unit
    for name, value in changes.items():
        setattr(fact, name, value)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        fact.save()


# --- its pages --------------------------------------------------------------------------------


@pytest.fixture
def typed(cadre):
    def fill(**changes):
        data = {"cadre": shown_in_box(cadre), "on": "02/03/2026"}
        return {name: value for name, value in (data | changes).items() if value is not None}

    return fill


ILLNESS = {
    "occasions": ["critical_illness"],
    "traits-disease": "ung thư",
    "costs-outside_insurance": "80.000.000",
    "decided_share": "45",
    "evidence": ["Quyết định tỷ lệ hỗ trợ"],
}


def parts(maker, data, target="fields"):
    headers = {"HX-Request": "true", "HX-Target": target}
    return maker.post(reverse("request_preview"), data, headers=headers)


def test_person_and_day_show_the_benefits_of_their_policies(maker, typed, law):
    page = parts(maker, typed()).content.decode()
    assert "Hội chẩn chuyên gia" in page
    assert "Bệnh hiểm nghèo”)" in page
    assert "Tiền ăn" not in page  # of the other policy, to which this person doesn't belong
    assert "Hãy chọn ít nhất" not in page
    assert "<html" not in page


def test_only_what_the_chosen_benefits_need_is_asked(maker, typed):
    form = parts(maker, typed(occasions=["expert_consultation"])).context["form"]
    names = [field.name for field in form.needed_fields]
    assert "cost" in names
    assert "decided_share" not in names
    form = parts(maker, typed(occasions=["critical_illness"])).context["form"]
    names = [field.name for field in form.needed_fields]
    assert {"traits-disease", "costs-outside_insurance", "decided_share"} <= set(names)
    assert not {"group", "birth_date", "claimed_on"} & set(names)
    assert [paper for _, group in form.fields["evidence"].choices for paper, _ in group] == [
        "Giấy chẩn đoán, giấy ra viện",
        "Bảng kê chi phí, hóa đơn phần ngoài bảo hiểm",
        "Quyết định tỷ lệ hỗ trợ",
    ]


def test_the_registry_is_asked_before_the_clerk(maker, typed, staff):
    """Years of service are nowhere kept: the papers of the event tell them."""
    text = (PACKS / "ca-mau-2026.yaml").read_text()
    rate = "      - groups: *all\n        kind: actual_cost\n        ceiling: 5_000_000\n"
    when = "        when: {service_years: {from: 15}, employment_status: serving}\n"
    assert rate in text
    other = text.replace(rate, rate.replace("        kind", f"{when}        kind"))
    other = other.replace("ca-mau", "ca-mau-khac").replace("…/NQ-HĐND", "99/NQ-HĐND")
    pack = parse_pack(other.encode()) | {"cases": []}  # they are about the law as it was
    law = store_pack(pack, by=None, release=True)
    data = typed(cadre=shown_in_box(member(law)), occasions=["expert_consultation"], cost="900.000")
    form = parts(maker, data).context["form"]
    assert [field.name for field in form.needed_fields if "-" in field.name] == [
        "numbers-service_years"
    ]
    data["numbers-service_years"] = "15"
    assert maker.post(reverse("request_create"), data).status_code == 302
    fact = BenefitRequest.objects.get()
    assert fact.event().numbers == (("service_years", 15),)
    edit = maker.get(reverse("request_edit", args=[fact.pk]))
    assert edit.context["form"].initial["numbers-service_years"] == "15"
    assert Claim.objects.get().amount == 900_000


def test_the_papers_of_several_benefits_are_put_together(maker, typed):
    form = parts(maker, typed(occasions=["expert_consultation", "special_drug"])).context["form"]
    papers = [paper for _, group in form.fields["evidence"].choices for paper, _ in group]
    assert "Hóa đơn" in papers
    assert "Giấy mời hội chẩn hoặc phiếu chỉ định" in papers
    assert len(papers) == len(set(papers))


def test_what_is_tried_is_what_is_claimed_and_told(maker, typed):
    tried = parts(maker, typed(**ILLNESS), "preview")
    assert "36.000.000 đồng" in tried.content.decode()
    assert BenefitRequest.objects.count() == 0
    response = maker.post(reverse("request_create"), typed(**ILLNESS))
    fact = BenefitRequest.objects.get()
    assert response.url == reverse("request_detail", args=[fact.pk])
    claim = Claim.objects.get()
    assert claim.amount == tried.context["preview"].amount == 36_000_000
    assert ["Bệnh", "ung thư"] in claim.summary
    assert [
        "Tỷ lệ được quyết định",
        "45 %",
    ] in claim.summary
    page = maker.get(response.url).content.decode()
    for words in ("Hỗ trợ điều trị bệnh hiểm nghèo", "80.000.000 đồng", "Quyết định tỷ lệ hỗ trợ"):
        assert words in page
    assert "Hỗ trợ điều trị bệnh hiểm nghèo" in maker.get(reverse("request_list")).content.decode()


def test_the_preview_tells_what_is_missing(maker, typed):
    page = parts(maker, typed(occasions=["critical_illness"]), "preview").content.decode()
    assert "Để tính, hãy điền thêm" in page
    assert "Tỷ lệ được quyết định" in page


def test_it_works_without_javascript(maker, typed):
    first = maker.post(reverse("request_preview"), typed())
    page = first.content.decode()
    assert "<html" in page
    assert "Hội chẩn chuyên gia" in page
    assert first.context["form"].errors == {}
    second = maker.post(reverse("request_preview"), typed(occasions=["critical_illness"]))
    assert 'name="decided_share"' in second.content.decode()
    assert second.context["form"].errors == {}


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"decided_share": ""}, "decided_share", "bắt buộc"),
        ({"decided_share": "450"}, "decided_share", "Tỷ lệ từ 0 đến 100"),
        ({"occasions": []}, "occasions", "ít nhất một"),
        ({"occasions": ["inpatient_meal"]}, "occasions", "không có chế độ"),
        ({"cadre": "Không Có Ai 01/01/1950"}, "cadre", "Không có ai"),
        ({"on": "02/03/2019"}, "on", "chưa có văn bản"),
        ({"evidence": ["Giấy lạ"]}, "evidence", "danh mục giấy tờ"),
    ],
)
def test_bad_input_is_told_and_kept(maker, typed, changes, field, words):
    data = typed(**(ILLNESS | changes))
    response = maker.post(reverse("request_create"), data)
    assert words in " ".join(response.context["form"].errors[field])
    assert "80.000.000" in response.content.decode()
    assert BenefitRequest.objects.count() == Claim.objects.count() == 0


def test_a_correction_begins_with_what_was_told(maker, typed):
    maker.post(reverse("request_create"), typed(**ILLNESS))
    fact = BenefitRequest.objects.get()
    address = reverse("request_edit", args=[fact.pk])
    shown = maker.get(address)
    page = shown.content.decode()
    assert 'value="80.000.000"' in page
    assert 'value="45"' in page
    assert 'value="ung thư"' in page
    seen = shown.context["seen"]
    response = maker.post(address, typed(**(ILLNESS | {"decided_share": "60", "seen": seen})))
    assert response.status_code == 302
    assert Claim.objects.get().amount == 48_000_000


def test_nothing_is_asked_for_twice(maker, typed, cadre, staff, hospital):
    [claim] = record_fact(fact=stay_days(cadre, staff, 45, facility=hospital), by=staff.maker)
    data = typed(occasions=["inpatient_stay"], on="10/03/2026", days="20", until="29/03/2026")
    response = maker.post(reverse("request_create"), data)
    assert claim.number in " ".join(response.context["form"].errors["occasions"])
    consulted = typed(occasions=["expert_consultation"], cost="1.000.000")
    assert maker.post(reverse("request_create"), consulted).status_code == 302
    both = typed(occasions=["expert_consultation", "special_drug"], cost="1.000.000")
    response = maker.post(reverse("request_create"), both)
    assert "Đã có đề nghị cùng ngày" in " ".join(response.context["form"].errors["occasions"])


def test_others_people_are_not_offered_anything(typed, ca_mau):
    elsewhere = Client()
    user = UserFactory(unit=UnitFactory())
    elsewhere.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    response = elsewhere.post(reverse("request_create"), typed(**ILLNESS))
    assert "Không" in " ".join(response.context["form"].errors["cadre"])
    assert "Hội chẩn" not in response.content.decode()


def test_the_list_asks_the_same_number_of_questions(maker, ca_mau, staff):
    def ask():
        fact = request_of(member(ca_mau), Event(MARCH, ("expert_consultation",), cost=1_000_000))
        record_fact(fact=fact, by=staff.maker)

    ask()
    maker.get(reverse("request_list"))
    with CaptureQueriesContext(connection) as one:
        maker.get(reverse("request_list"))
    ask()
    with CaptureQueriesContext(connection) as two:
        maker.get(reverse("request_list"))
    assert len(one) == len(two)
