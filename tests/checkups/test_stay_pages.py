"""Entering a stay by hand: right, wrong, twice, and by somebody who may not see it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import AccessEntry
from beneficiaries.picking import shown_in_box
from checkups.models import HospitalStay
from claims.actions import open_claims, submit
from claims.models import Claim, ClosedPeriod
from tests.factories import CadreFactory, StayFactory, UnitFactory, UserFactory, entitled_cadre


@pytest.fixture
def typed(cadre, hospital):
    """What a clerk types for twelve days in a provincial hospital."""

    def fill(**changes):
        data = {
            "cadre": shown_in_box(cadre),
            "facility": hospital.pk,
            "admitted_on": "02/06/2025",
            "discharged_on": "13/06/2025",
            "visited_on": "05/06/2025",
            "fee_cost": "450.000",
            "diagnosis": "Viêm phổi",
            "evidence": ["Hóa đơn viện phí"],
            "note": "",
        }
        return data | changes

    return fill


def create(client, data):
    return client.post(reverse("stay_create"), data)


def errors_of(response) -> dict[str, list[str]]:
    return response.context["form"].errors


def test_a_stay_and_its_claim_are_written_together(maker, typed, cadre):
    response = create(maker, typed())
    stay = HospitalStay.objects.get()
    assert response.url == reverse("stay_detail", args=[stay.pk])
    claim = Claim.objects.get()
    assert (claim.fact_id, claim.cadre, claim.state) == (stay.pk, cadre, "draft")
    assert claim.amount == 1_000_000 + 12 * 190_000 + 450_000
    assert stay.evidence == ["Hóa đơn viện phí"]


def test_what_is_previewed_is_what_is_claimed(maker, typed):
    previewed = maker.post(reverse("stay_preview"), typed(), headers={"HX-Request": "true"})
    assert HospitalStay.objects.count() == 0
    lines = [told.line for told in previewed.context["preview"].lines]
    create(maker, typed())
    stored = Claim.objects.get().lines.values_list("sentence", "article", "amount")
    assert [(line.sentence, line.article, line.amount) for line in lines] == list(stored)
    assert "3.730.000 đồng" in previewed.content.decode()
    assert "<html" not in previewed.content.decode()


def test_without_javascript_the_preview_is_the_whole_form(maker, typed):
    response = maker.post(reverse("stay_preview"), typed())
    page = response.content.decode()
    assert "3.730.000 đồng" in page
    assert 'value="02/06/2025"' in page
    assert f'action="{reverse("stay_create")}"' in page
    assert HospitalStay.objects.count() == 0


def test_rates_that_nobody_confirmed_are_marked(maker, typed):
    page = maker.post(reverse("stay_preview"), typed()).content.decode()
    assert "Suy ra từ số liệu" in page
    assert "Giả định cho bản trình diễn" in page


def test_an_empty_preview_says_what_is_missing(maker, typed):
    page = maker.post(reverse("stay_preview"), {}, headers={"HX-Request": "true"}).content.decode()
    assert "Cán bộ, Nơi điều trị, Ngày vào viện, Ngày ra viện" in page


TOMORROW_OR_LATER = "01/01/2100"


@pytest.mark.parametrize(
    ("field", "changes", "words"),
    [
        ("discharged_on", {"discharged_on": "01/06/2025"}, "Phải từ ngày vào viện"),
        ("visited_on", {"visited_on": "20/06/2025"}, "trong thời gian nằm viện"),
        ("admitted_on", {"admitted_on": TOMORROW_OR_LATER}, "không được sau"),
        ("admitted_on", {"admitted_on": "31/02/2025"}, "Ngày không đúng"),
        ("admitted_on", {"admitted_on": "01/06/1950"}, "không được trước"),
        ("fee_cost", {"fee_cost": "-5"}, "không đọc được"),
        ("fee_cost", {"fee_cost": "99.000.000.000"}, "10.000.000.000"),
        ("fee_cost", {"fee_cost": "12,5"}, "không đọc được"),
        ("cadre", {"cadre": "Không Có Ai 01/01/1950"}, "Không có ai"),
        ("cadre", {"cadre": ""}, "bắt buộc"),
        ("facility", {"facility": "x"}, "Hãy chọn"),
        ("evidence", {"evidence": ["Giấy lạ"]}, "danh mục giấy tờ"),
        ("diagnosis", {"diagnosis": "x" * 400}, "300"),
    ],
)
def test_bad_input_is_told_beside_its_field_and_nothing_is_written(
    maker, typed, field, changes, words
):
    response = create(maker, typed(**changes))
    assert response.status_code == 200
    assert words in " ".join(errors_of(response)[field])
    assert HospitalStay.objects.count() == Claim.objects.count() == 0
    kept = next(iter(changes.values()))
    if isinstance(kept, str) and kept:
        assert kept in response.content.decode()
    assert "Viêm phổi" in response.content.decode() or field == "diagnosis"


def test_a_stay_before_birth_is_refused(maker, typed, law):
    child = entitled_cadre(law, birth_date=date(2025, 7, 1))
    response = create(maker, typed(cadre=shown_in_box(child)))
    assert "Trước ngày sinh" in errors_of(response)["admitted_on"][0]


def test_a_second_stay_on_the_same_days_is_refused_at_its_dates(maker, typed):
    create(maker, typed())
    response = create(
        maker, typed(admitted_on="13/06/2025", discharged_on="14/06/2025", visited_on="")
    )
    assert "trùng ngày" in errors_of(response)["admitted_on"][0]
    assert HospitalStay.objects.count() == Claim.objects.count() == 1


def test_a_double_click_writes_once(maker, typed):
    create(maker, typed())
    response = create(maker, typed())
    assert response.status_code == 200
    assert HospitalStay.objects.count() == Claim.objects.count() == 1


def test_a_person_without_a_group_is_told_what_to_do(maker, typed, law):
    stranger = CadreFactory()
    response = create(maker, typed(cadre=shown_in_box(stranger)))
    assert "cần quyết định xếp đối tượng" in response.context["form"].non_field_errors()[0]
    assert HospitalStay.objects.count() == 0


def test_a_pile_of_papers_goes_on_with_the_same_hospital(maker, typed, hospital):
    response = create(maker, typed(then="another"))
    assert response.url == f"{reverse('stay_create')}?facility={hospital.pk}"
    page = maker.get(response.url).content.decode()
    assert f'<option value="{hospital.pk}" selected>' in page


def test_a_claim_may_be_submitted_at_once(maker, typed):
    create(maker, typed(submit_now="on"))
    assert Claim.objects.get().state == "submitted"


def test_what_stops_the_submission_takes_the_stay_back_and_it_is_sent_once_more(
    maker, typed, monkeypatch
):
    """Else the button of the page that tells of it would enter the stay a second time."""

    def meet_another(**told):
        with connection.cursor() as cursor:
            cursor.execute("DO $$ BEGIN RAISE EXCEPTION 'deadlock' USING ERRCODE = '40P01'; END $$")

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr("claims.entries.pages.submit_many", meet_another)
        assert create(maker, typed(submit_now="on")).status_code == 409
    assert not HospitalStay.objects.exists()
    create(maker, typed(submit_now="on"))
    assert HospitalStay.objects.count() == 1
    assert Claim.objects.get().state == "submitted"


def test_the_persons_page_leads_to_a_form_filled_with_the_person(maker, cadre):
    page = maker.get(reverse("stay_create"), {"cadre": cadre.pk}).content.decode()
    assert shown_in_box(cadre) in page


def test_a_correction_computes_the_same_claim_anew(maker, typed):
    create(maker, typed())
    stay, before = HospitalStay.objects.get(), Claim.objects.get()
    address = reverse("stay_edit", args=[stay.pk])
    page = maker.get(address)
    assert 'value="02/06/2025"' in page.content.decode()
    changes = {"discharged_on": "11/06/2025", "fee_cost": "", "seen": page.context["seen"]}
    response = maker.post(address, typed(**changes))
    assert response.url == reverse("stay_detail", args=[stay.pk])
    after = Claim.objects.get()
    assert (after.number, after.amount) == (before.number, 1_000_000 + 10 * 190_000)


def test_previewing_a_correction_does_not_count_the_old_claim(maker, typed):
    create(maker, typed())
    stay = HospitalStay.objects.get()
    response = maker.post(reverse("stay_preview", args=[stay.pk]), typed())
    assert response.context["preview"].amount == Claim.objects.get().amount
    assert reverse("stay_edit", args=[stay.pk]) in response.content.decode()


def test_a_wrong_correction_changes_nothing(maker, typed):
    create(maker, typed())
    stay = HospitalStay.objects.get()
    response = maker.post(reverse("stay_edit", args=[stay.pk]), typed(discharged_on="01/05/2025"))
    assert response.status_code == 200
    assert HospitalStay.objects.get().discharged_on == date(2025, 6, 13)


def test_a_correction_from_a_stale_tab_is_refused(maker, typed):
    create(maker, typed())
    stay = HospitalStay.objects.get()
    address = reverse("stay_edit", args=[stay.pk])
    seen = maker.get(address).context["seen"]
    maker.post(address, typed(discharged_on="11/06/2025", seen=seen))
    response = maker.post(address, typed(discharged_on="12/06/2025", seen=seen))
    assert "sửa ở nơi khác" in response.context["form"].non_field_errors()[0]
    assert HospitalStay.objects.get().discharged_on == date(2025, 6, 11)


def test_another_unit_of_the_person_may_look_but_not_correct(maker, typed, cadre, signed_in):
    commune = UnitFactory()
    cadre.commune = commune
    cadre.save()
    create(maker, typed())
    stay = HospitalStay.objects.get()
    clerk = signed_in(UserFactory(unit=commune))
    page = clerk.get(reverse("stay_detail", args=[stay.pk])).content.decode()
    assert reverse("stay_edit", args=[stay.pk]) not in page
    for address in ("stay_edit", "stay_withdraw"):
        answer = clerk.post(reverse(address, args=[stay.pk]), {"reason": "x"}, follow=True)
        assert "do Sở Y tế thử nhập" in answer.content.decode()
    assert HospitalStay.objects.get().cancelled_at is None


def test_a_submitted_stay_can_no_longer_be_corrected(maker, typed, staff):
    create(maker, typed())
    submit(claim=Claim.objects.get(), by=staff.maker)
    stay = HospitalStay.objects.get()
    response = maker.post(reverse("stay_edit", args=[stay.pk]), typed(fee_cost="1"), follow=True)
    assert "Chờ thẩm định" in response.content.decode()
    assert HospitalStay.objects.get().fee_cost == 450_000


def test_a_stay_entered_by_mistake_is_taken_back_with_its_claim(maker, typed):
    create(maker, typed())
    stay = HospitalStay.objects.get()
    address = reverse("stay_withdraw", args=[stay.pk])
    assert maker.post(address, {"reason": " "}).status_code == 200
    assert HospitalStay.objects.get().cancelled_at is None
    maker.post(address, {"reason": "Nhập nhầm người"})
    assert HospitalStay.objects.get().cancelled_at is not None
    assert Claim.objects.get().state == "cancelled"
    create(maker, typed())
    assert HospitalStay.objects.standing().count() == 1


def test_strangers_of_another_unit_see_nothing_of_it(maker, typed, signed_in):
    create(maker, typed())
    stay = HospitalStay.objects.get()
    clerk = signed_in(UserFactory(unit=UnitFactory()))
    for page in ("stay_detail", "stay_edit", "stay_withdraw"):
        assert clerk.get(reverse(page, args=[stay.pk])).status_code == 404
    assert clerk.post(reverse("stay_preview", args=[stay.pk]), typed()).status_code == 404
    listed = clerk.get(reverse("stay_list"))
    assert listed.context["sums"] == {"facts": 0, "amount": 0, "claims": 0}


def test_a_commune_cannot_enter_for_a_foreign_person(typed, signed_in, law):
    clerk = signed_in(UserFactory(unit=UnitFactory()))
    response = create(clerk, typed())
    assert "Không" in errors_of(response)["cadre"][0]


def test_the_stay_lists_the_papers_of_what_was_asked_for(maker, typed):
    create(maker, typed(fee_cost="", evidence=["Bảng kê số ngày điều trị"]))
    page = maker.get(reverse("stay_detail", args=[HospitalStay.objects.get().pk]))
    there = {paper["name"]: paper["is_there"] for paper in page.context["papers"]}
    assert there["Bảng kê số ngày điều trị"]
    assert not there["Danh sách ký nhận quà thăm hỏi"]
    assert "Hóa đơn viện phí" not in there


def test_the_diagnosis_is_shown_to_those_who_work_on_the_claim(maker, typed, staff, signed_in):
    create(maker, typed())
    address = reverse("stay_detail", args=[HospitalStay.objects.get().pk])
    assert "Viêm phổi" in signed_in(staff.approver).get(address).content.decode()
    cashier = UserFactory(roles=["cashier"])
    assert "Viêm phổi" not in signed_in(cashier).get(address).content.decode()
    assert AccessEntry.objects.filter(user=cashier, action="Xem sự việc").exists()


@pytest.fixture
def more_stays(staff, cadre, hospital, law):
    """Adds as many stays as wanted, each with a claim."""

    def add(count: int) -> None:
        stays = [
            StayFactory(cadre=entitled_cadre(law), facility=hospital, recorded_by=staff.maker)
            for _ in range(count)
        ]
        open_claims(facts=stays, by=staff.maker)

    return add


def test_the_list_asks_as_often_for_many_as_for_few(maker, more_stays):
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert maker.get(reverse("stay_list")).status_code == 200
        return len(captured)

    more_stays(2)
    few = queries()
    more_stays(12)
    assert queries() == few


def test_the_list_finds_sorts_sums_and_exports_what_it_shows(maker, more_stays, cadre, typed):
    more_stays(3)
    create(maker, typed())
    response = maker.get(reverse("stay_list"), {"q": cadre.full_name})
    assert [fact.cadre for fact in response.context["page"]] == [cadre]
    assert response.context["sums"]["amount"] == 3_730_000
    assert maker.get(reverse("stay_list"), {"since": "03/06/2025"}).context["sums"]["facts"] == 0
    wrong = maker.get(reverse("stay_list"), {"since": "hôm qua"})
    assert wrong.context["sums"]["facts"] == 0, "a filter not understood finds nothing"
    assert "Ngày không đúng" in wrong.content.decode()
    exported = maker.get(reverse("stay_list"), {"export": "xlsx", "q": cadre.full_name})
    assert exported["Content-Type"].endswith("sheet")
    assert exported.content[:2] == b"PK"


def test_a_closed_book_does_not_hinder_entering_what_happened(maker, typed, staff):
    """Closing is about payments; a late paper of a closed year may still come in."""
    ClosedPeriod.objects.create(
        begins_on=date(2025, 1, 1), ends_on=date(2025, 12, 31), closed_by=staff.checker
    )
    create(maker, typed())
    assert Claim.objects.count() == 1


def test_the_page_of_a_person_shows_claims_and_leads_to_the_forms(maker, typed, cadre):
    create(maker, typed())
    page = maker.get(reverse("cadre_detail", args=[cadre.pk])).content.decode()
    assert Claim.objects.get().number in page
    assert f"{reverse('stay_create')}?cadre={cadre.pk}" in page
    assert reverse("package_create") not in page


@pytest.mark.parametrize(
    "query",
    [
        {"cadre": "9" * 30},
        {"cadre": "999999"},
        {"facility": "<b>"},
        {"facility": "9" * 18},
    ],
)
def test_odd_addresses_give_an_empty_form(maker, law, query):
    page = maker.get(reverse("stay_create"), query)
    assert page.status_code == 200
    assert "<b>" not in page.content.decode()


@pytest.mark.parametrize(
    "changes",
    [
        {"facility": "9" * 30},
        {"cadre": "x\x00y"},
        {"cadre": "|".join("0" * 9)},
        {"fee_cost": "٣٤"},
        {"note": "n" * 5000},
        {"admitted_on": "2025-13-45"},
    ],
)
def test_odd_input_is_refused_calmly(maker, typed, changes):
    for page in ("stay_create", "stay_preview"):
        response = maker.post(reverse(page), typed(**changes))
        assert response.status_code == 200
        assert errors_of(response)
    assert Claim.objects.count() == 0


def test_a_number_that_no_key_can_have_is_not_found(maker, law):
    assert maker.get(f"/noi-tru/{'9' * 30}/").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_two_tabs_at_once_write_once(typed, staff, signed_in):
    clients = [signed_in(staff.maker), signed_in(staff.maker)]
    data, start = typed(), Barrier(2)

    def send(client) -> int:
        try:
            start.wait()
            return create(client, data).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(send, clients)) == [200, 302]
    assert HospitalStay.objects.count() == Claim.objects.count() == 1
