"""Rounds and the other kinds of facts: entered right, refused where they are wrong."""

from datetime import date

import pytest
from django.urls import reverse

from beneficiaries.picking import shown_in_box
from checkups.models import Checkup, CheckupRound, RoundKind, StaffAllowance
from claims.entries import entries
from claims.models import Claim
from tests.factories import (
    RecipientFactory,
    UnitFactory,
    UserFactory,
    entitled_cadre,
)


@pytest.fixture
def spring_round(law) -> CheckupRound:
    return CheckupRound.objects.create(
        resolution=law,
        kind=RoundKind.PERIODIC,
        code="round_1",
        title="Khám định kỳ đợt 1",
        year=2025,
        begins_on=date(2025, 5, 1),
        ends_on=date(2025, 5, 31),
    )


def errors_of(response):
    return response.context["form"].errors


def planned(law, **changes):
    data = {
        "resolution": law.pk,
        "kind": RoundKind.PERIODIC,
        "number": "1",
        "title": "Khám định kỳ đợt 1",
        "begins_on": "01/05/2025",
        "ends_on": "31/05/2025",
    }
    return data | changes


def test_a_periodic_round_is_numbered(maker, law):
    response = maker.post(reverse("round_create"), planned(law))
    planned_round = CheckupRound.objects.get()
    assert response.url == reverse("round_detail", args=[planned_round.pk])
    assert (planned_round.code, planned_round.year) == ("round_1", 2025)
    again = maker.post(reverse("round_create"), planned(law))
    assert "đã có trong năm" in str(errors_of(again))
    assert CheckupRound.objects.count() == 1


def test_a_round_for_an_event_takes_its_code_from_the_law(maker, law):
    data = planned(law, kind=RoundKind.EVENT, number="")
    assert "programme" in errors_of(maker.post(reverse("round_create"), data))
    data |= {"programme": "provincial_congress"}
    assert {"plan_number", "plan_date", "estimate"} <= set(
        errors_of(maker.post(reverse("round_create"), data))
    )
    money = {"plan_number": "83/KH-SYT", "plan_date": "20/04/2025", "estimate": "340.000.000"}
    maker.post(reverse("round_create"), data | money)
    assert CheckupRound.objects.get().code == "provincial_congress"


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("ends_on", {"ends_on": "30/04/2025"}),
        ("number", {"number": ""}),
        ("number", {"number": "0"}),
        ("begins_on", {"begins_on": "hôm nay"}),
        ("resolution", {"resolution": "999"}),
    ],
)
def test_a_wrong_round_is_told_beside_its_field(maker, law, field, changes):
    response = maker.post(reverse("round_create"), planned(law, **changes))
    assert field in errors_of(response)
    assert CheckupRound.objects.count() == 0


def test_a_round_cannot_leave_its_people_outside(maker, spring_round, law, hospital, staff):
    Checkup.objects.create(
        round=spring_round,
        cadre=entitled_cadre(law),
        facility=hospital,
        examined_on=date(2025, 5, 20),
        unit=staff.maker.unit,
        recorded_by=staff.maker,
    )
    address = reverse("round_edit", args=[spring_round.pk])
    data = {"title": "Đợt một", "begins_on": "01/05/2025", "ends_on": "10/05/2025"}
    assert "20/05/2025" in str(errors_of(maker.post(address, data)))
    maker.post(address, data | {"ends_on": "20/05/2025"})
    spring_round.refresh_from_db()
    assert (spring_round.title, spring_round.ends_on) == ("Đợt một", date(2025, 5, 20))


def test_only_the_department_plans_rounds(law, signed_in, spring_round):
    clerk = signed_in(UserFactory(unit=UnitFactory()))
    assert clerk.get(reverse("round_create")).status_code == 403
    assert clerk.get(reverse("round_edit", args=[spring_round.pk])).status_code == 403
    assert clerk.get(reverse("round_detail", args=[spring_round.pk])).status_code == 200


def checkup(round_, cadre, hospital, **changes):
    data = {
        "round": round_.pk,
        "cadre": shown_in_box(cadre),
        "facility": hospital.pk,
        "examined_on": "20/05/2025",
        "cost": "",
    }
    return data | changes


def test_a_round_counts_its_people_by_group(maker, spring_round, law, hospital):
    four, three = entitled_cadre(law), entitled_cadre(law, group="3")
    for cadre in (four, three):
        maker.post(reverse("checkup_create"), checkup(spring_round, cadre, hospital))
    page = maker.get(reverse("round_detail", args=[spring_round.pk]))
    assert page.context["sums"]["facts"] == 2
    assert [(g["group__name"], g["people"], g["amount"]) for g in page.context["groups"]] == [
        ("Đối tượng 3", 1, 3_000_000),
        ("Đối tượng 4", 1, 2_000_000),
    ]


def test_a_commune_sees_only_its_own_people_in_a_round(
    maker, spring_round, law, hospital, signed_in
):
    maker.post(reverse("checkup_create"), checkup(spring_round, entitled_cadre(law), hospital))
    commune = UnitFactory()
    own = entitled_cadre(law, commune=commune)
    maker.post(reverse("checkup_create"), checkup(spring_round, own, hospital))
    page = signed_in(UserFactory(unit=commune)).get(reverse("round_detail", args=[spring_round.pk]))
    assert [fact.cadre for fact in page.context["page"]] == [own]
    assert page.context["sums"]["facts"] == 1


@pytest.mark.parametrize(
    ("field", "changes", "words"),
    [
        ("examined_on", {"examined_on": "20/06/2025"}, "Ngoài thời gian của đợt khám"),
        ("round", {"round": ""}, "bắt buộc"),
        ("cost", {"cost": "rẻ"}, "không đọc được"),
    ],
)
def test_a_wrong_checkup_is_told(maker, spring_round, cadre, hospital, field, changes, words):
    data = checkup(spring_round, cadre, hospital, **changes)
    response = maker.post(reverse("checkup_create"), data)
    assert words in " ".join(errors_of(response)[field])
    assert Claim.objects.count() == 0


def test_one_checkup_a_person_and_round(maker, spring_round, cadre, hospital):
    data = checkup(spring_round, cadre, hospital)
    maker.post(reverse("checkup_create"), data)
    response = maker.post(reverse("checkup_create"), data)
    assert errors_of(response)["cadre"] == ["Người này đã khám trong đợt này."]
    assert Checkup.objects.count() == 1


def test_a_limit_reached_is_told_with_its_end(maker, spring_round, law, cadre, hospital):
    maker.post(reverse("checkup_create"), checkup(spring_round, cadre, hospital))
    second = CheckupRound.objects.create(
        resolution=law,
        kind=RoundKind.PERIODIC,
        code="round_2",
        title="Khám định kỳ đợt 2",
        year=2025,
        begins_on=date(2025, 9, 1),
        ends_on=date(2025, 9, 30),
    )
    data = checkup(second, cadre, hospital, examined_on="10/09/2025")
    page = maker.post(reverse("checkup_preview"), data, headers={"HX-Request": "true"})
    assert "sau ngày 31/12/2025 mới được xét lại" in page.content.decode()
    assert "31/12/2025" in str(errors_of(maker.post(reverse("checkup_create"), data)))
    assert Checkup.objects.count() == 1


# --- one right and several wrong of each of the others ---------------------------------------


@pytest.fixture
def typed(cadre, staff):
    """What a clerk types for each kind."""
    supplier = RecipientFactory(kind="supplier", unit=staff.maker.unit)
    member = RecipientFactory(unit=staff.maker.unit)
    who = shown_in_box(cadre)
    return {
        "illness": {
            "cadre": who,
            "disease": "Bệnh thử",
            "diagnosed_on": "10/04/2025",
            "facility_name": "Bệnh viện Thử",
        },
        "drug": {
            "cadre": who,
            "prescribed_on": "05/06/2025",
            "ordered_by": "council",
            "item": "Thuốc thử",
            "invoice_number": "HD 7",
            "cost": "1.250.000",
        },
        "package": {
            "supplier": supplier.pk,
            "number": "1",
            "title": "Gói thử",
            "contract": "HĐ 1",
            "accepted_on": "25/04/2025",
            "cost": "168.000.000",
        },
        "allowance": {
            "recipient": member.pk,
            "duty": "doctors",
            "begins_on": "01/05/2025",
            "ends_on": "31/05/2025",
            "months": "",
            "sessions": "10",
            "decision": "QĐ 3",
        },
    }


AMOUNTS = {
    "illness": 20_000_000,
    "drug": 1_250_000,
    "package": 168_000_000,
    "allowance": 4_000_000,
}


@pytest.mark.parametrize("kind", AMOUNTS)
def test_each_kind_previews_what_it_claims_once(maker, typed, kind):
    preview = maker.post(reverse(f"{kind}_preview"), typed[kind])
    assert preview.context["preview"].amount == AMOUNTS[kind]
    assert Claim.objects.count() == 0
    maker.post(reverse(f"{kind}_create"), typed[kind])
    claim = Claim.objects.get()
    assert claim.amount == AMOUNTS[kind]
    response = maker.post(reverse(f"{kind}_create"), typed[kind])
    assert response.status_code == 200
    assert errors_of(response)
    assert Claim.objects.count() == 1
    detail = maker.get(reverse(f"{kind}_detail", args=[claim.fact_id])).content.decode()
    assert claim.number in detail
    assert maker.get(reverse(f"{kind}_list")).context["sums"]["amount"] == AMOUNTS[kind]
    assert maker.get(reverse(f"{kind}_edit", args=[claim.fact_id])).status_code == 200


@pytest.mark.parametrize(
    ("kind", "field", "changes"),
    [
        ("illness", "disease", {"disease": "x" * 201}),
        ("illness", "diagnosed_on", {"diagnosed_on": "01/01/2100"}),
        ("drug", "cost", {"cost": "0"}),
        ("drug", "cost", {"cost": "10.000.000.001"}),
        ("drug", "ordered_by", {"ordered_by": "ai đó"}),
        ("package", "number", {"number": "-1"}),
        ("package", "number", {"number": "1000000"}),
        ("package", "supplier", {"supplier": ""}),
        ("package", "accepted_on", {"accepted_on": ""}),
        ("allowance", "ends_on", {"ends_on": "01/04/2025"}),
        ("allowance", "sessions", {"sessions": ""}),
        ("allowance", "months", {"months": "1"}),
        ("allowance", "months", {"duty": "direct_staff", "sessions": "", "months": "2"}),
        ("allowance", "duty", {"duty": "x"}),
    ],
)
def test_each_kind_tells_what_is_wrong_beside_its_field(maker, typed, kind, field, changes):
    response = maker.post(reverse(f"{kind}_create"), typed[kind] | changes)
    assert field in errors_of(response)
    assert Claim.objects.count() == 0
    previewed = maker.post(reverse(f"{kind}_preview"), typed[kind] | changes)
    assert previewed.context["preview"].answer is None


def test_allowances_of_one_person_do_not_overlap(maker, typed):
    maker.post(reverse("allowance_create"), typed["allowance"])
    later = typed["allowance"] | {"begins_on": "31/05/2025", "ends_on": "30/06/2025"}
    assert "begins_on" in errors_of(maker.post(reverse("allowance_create"), later))
    assert StaffAllowance.objects.count() == 1


def test_the_same_disease_in_other_letters_is_the_same(maker, typed):
    maker.post(reverse("illness_create"), typed["illness"])
    again = typed["illness"] | {"disease": "BỆNH THỬ", "diagnosed_on": "10/02/2026"}
    assert "disease" in errors_of(maker.post(reverse("illness_create"), again))


def test_recipients_of_another_unit_cannot_be_chosen(typed, law, signed_in):
    clerk = signed_in(UserFactory(unit=UnitFactory()))
    assert "supplier" in errors_of(clerk.post(reverse("package_create"), typed["package"]))


def test_the_hub_names_every_kind_and_its_papers(maker, law):
    page = maker.get(reverse("entry_hub")).content.decode()
    for entry in entries():
        assert entry.create_label in page
        for checklist in entry.papers():
            assert all(paper in page for paper in checklist.papers)
    assert maker.get(reverse("event_import")).status_code == 200
