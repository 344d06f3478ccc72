"""The pages of a simulation: asking, waiting, reading, following a sum to its people."""

from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from accounts.models import AccessEntry
from accounts.roles import Role
from claims.actions import open_claim
from claims.models import Simulation, SimulationState
from claims.simulating.running import LOST_AFTER
from policies.models import Rate
from tests.claims.simulation_runs import MEAL, dearer_meals, draft_after, simulated, simulation_of
from tests.factories import UserFactory, entitled_cadre


@pytest.fixture
def officer(db):
    return UserFactory(username="officer", roles=[Role.POLICY_OFFICER])


@pytest.fixture
def draft(law, officer, staff, stay):
    """Dearer meals, and one stay of three days to try it on."""
    open_claim(fact=stay(cadre=entitled_cadre(law, full_name="Hoàng Văn An")), by=staff.maker)
    return draft_after(law, officer, dearer_meals)


@pytest.fixture
def browser(client, officer):
    client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    return client


def typed(**fields) -> dict:
    rows = {"luot-TOTAL_FORMS": "1", "luot-INITIAL_FORMS": "0", "luot-0-group": ""}
    return {"kind": "past", "year": "2025", "reckoned_year": ""} | rows | fields


def ask(browser, draft, **fields):
    return browser.post(reverse("simulation_create", args=[draft.code]), typed(**fields))


def test_a_run_is_asked_for_and_its_result_is_shown(browser, draft):
    response = ask(browser, draft)
    simulation = Simulation.objects.get()
    assert response.url == reverse("simulation_detail", args=[simulation.pk])
    page = browser.get(response.url).content.decode()
    assert "630.000" in page
    assert "570.000" in page
    assert "+60.000" in page
    assert "Mô phỏng không biết được gì" in page
    assert "Người ta sẽ làm khác đi" in page


def test_the_groups_typed_are_kept(browser, law, draft):
    older = law.groups.get(code="4")
    ask(browser, draft, **{f"map_{older.pk}": ""})
    simulation = Simulation.objects.get()
    assert simulation.assumptions["groups"] == {str(older.pk): ""}
    page = browser.get(reverse("simulation_detail", args=[simulation.pk])).content.decode()
    assert "Đối tượng 4 → không thuộc đối tượng nào" in page


def test_a_planned_year_keeps_what_was_assumed(browser, draft):
    fields = {"kind": "planned", "reckoned_year": "2027", "people_3": "10", "days_3": "-2,5"}
    rows = {"luot-0-group": "4", "luot-0-code": "inpatient_meal", "luot-0-times": "8"}
    assert ask(browser, draft, **fields, **rows).status_code == 302
    simulation = Simulation.objects.get()
    assert (simulation.is_planned, simulation.reckoned_year) == (True, 2027)
    assert simulation.assumptions["scales"] == {"4": {"people": 1_000, "days": -250, "costs": 0}}
    [row] = simulation.assumptions["occurrences"]
    assert (row["group"], row["code"], row["times"]) == ("4", "inpatient_meal", 8)
    page = browser.get(reverse("simulation_detail", args=[simulation.pk])).content.decode()
    assert "Đối tượng 4: số người +10%; số ngày −2,5%." in page
    assert "Đối tượng 4, Tiền ăn nội trú: tự đặt 8 lượt." in page


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"people_0": "nhiều"}, "Hãy gõ phần trăm tăng, giảm"),
        ({"kind": "planned", "costs_1": "-101"}, "Chỉ nhận từ -100 % đến 1.000 %."),
        ({"year": "1999"}, "1999"),
        ({"reckoned_year": "20"}, "2000"),
        ({"kind": "planned", "luot-0-group": "4"}, "Hãy điền ô này, hoặc xóa cả dòng."),
        ({"kind": "planned", "luot-TOTAL_FORMS": "x"}, "Số lượt tự đặt"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_run(browser, draft, fields, words):
    response = ask(browser, draft, **fields)
    assert response.status_code == 200
    assert words in response.content.decode()
    assert not Simulation.objects.exists()


def test_without_a_claim_there_is_nothing_to_run(browser, law):
    page = browser.get(reverse("simulation_create", args=[law.code])).content.decode()
    assert "Chưa có hồ sơ của năm nào" in page


def test_a_run_under_way_asks_again_until_it_is_over(browser, draft, officer):
    simulation = simulation_of(draft, officer, state=SimulationState.RUNNING, done=30, total=120)
    address = reverse("simulation_detail", args=[simulation.pk])
    piece = browser.get(address, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in piece
    assert 'hx-trigger="every 1s"' in piece
    assert "25" in piece
    Simulation.objects.update(stirred_at=timezone.now() - 2 * LOST_AFTER)
    lost = browser.get(address).content.decode()
    assert 'hx-trigger="every 1s"' not in lost
    assert "Chạy lại" in lost
    browser.post(reverse("simulation_cancel", args=[simulation.pk]))
    simulation.refresh_from_db()
    assert simulation.state == SimulationState.CANCELLED
    browser.post(reverse("simulation_repeat", args=[simulation.pk]))
    simulation.refresh_from_db()
    assert simulation.state == SimulationState.DONE


def test_a_result_of_an_older_content_says_so(browser, draft, officer):
    simulation = simulated(draft, officer)
    address = reverse("simulation_detail", args=[simulation.pk])
    assert "Văn bản đã thay đổi" not in browser.get(address).content.decode()
    meals = Rate.objects.filter(benefit__resolution=draft, benefit__code="inpatient_meal")
    meals.update(amount=1)
    assert "Văn bản đã thay đổi" in browser.get(address).content.decode()


def test_a_sum_leads_to_its_people_and_the_look_is_logged(browser, draft, officer):
    simulation = simulated(draft, officer)
    address = reverse("simulation_people", args=[simulation.pk])
    page = browser.get(f"{address}?benefit=inpatient_meal&group=4&month=6").content.decode()
    assert "Hoàng Văn An" in page
    assert "630.000" in page
    assert "Tiền ăn nội trú · Đối tượng 4 · tháng 6" in page
    assert AccessEntry.objects.filter(action="Xem người trong mô phỏng").exists()
    nobody = browser.get(f"{address}?benefit=inpatient_meal&month=7").content.decode()
    assert "Không có ai ở phần này" in nobody


@pytest.mark.parametrize("query", ["month=x", "group=zz", "reason=zz", "verdict=zz", "benefit='"])
def test_an_address_typed_wrong_is_no_fault(browser, draft, officer, query):
    simulation = simulated(draft, officer)
    address = reverse("simulation_people", args=[simulation.pk])
    assert browser.get(f"{address}?{query}").status_code == 200
    detail = reverse("simulation_detail", args=[simulation.pk])
    assert browser.get(f"{detail}?{query}").status_code == 200


def test_the_people_are_read_in_as_many_statements_however_many_they_are(
    browser, law, draft, officer, staff, stay, django_assert_num_queries
):
    address = reverse("simulation_people", args=[simulated(draft, officer).pk])
    with django_assert_num_queries(12, exact=False):
        browser.get(address)
    for _ in range(8):
        open_claim(fact=stay(cadre=entitled_cadre(law)), by=staff.maker)
    address = reverse("simulation_people", args=[simulated(draft, officer).pk])
    with django_assert_num_queries(12, exact=False):
        assert browser.get(address).content.decode().count("Được thêm") == 9


def test_the_workbook_holds_the_sums_and_the_people(browser, draft, officer):
    simulation = simulated(draft, officer)
    response = browser.get(reverse("simulation_export", args=[simulation.pk]))
    book = load_workbook(BytesIO(response.content))
    assert book.sheetnames == [
        "Tổng hợp",
        "Được, mất",
        "Không được hưởng",
        "Không tính được",
        "Từng người",
    ]
    [sums] = [row for row in book["Tổng hợp"].iter_rows(values_only=True) if row[2] == 6]
    assert sums == ("Tiền ăn nội trú", "Đối tượng 4", 6, 1, 630_000, 1, 3 * MEAL, 0, 60_000)
    names = [row[0] for row in book["Từng người"].iter_rows(values_only=True)]
    assert "Hoàng Văn An" in names


def test_a_result_is_thrown_away_after_a_question(browser, draft, officer):
    simulation = simulated(draft, officer)
    address = reverse("simulation_delete", args=[simulation.pk])
    assert "Xóa kết quả mô phỏng" in browser.get(address).content.decode()
    browser.post(address)
    assert not Simulation.objects.exists()


def test_an_approver_reads_the_run_of_a_draft_but_not_the_draft(client, draft, officer):
    approver = UserFactory(roles=[Role.APPROVER])
    client.force_login(approver, backend="django.contrib.auth.backends.ModelBackend")
    simulation = simulated(draft, officer)
    page = client.get(reverse("simulation_detail", args=[simulation.pk])).content.decode()
    assert "+60.000" in page
    assert reverse("resolution_detail", args=[draft.code]) not in page
    assert reverse("simulation_create", args=[draft.code]) not in page


def test_the_page_of_a_version_leads_to_its_simulation(browser, draft):
    page = browser.get(reverse("resolution_detail", args=[draft.code])).content.decode()
    assert reverse("simulation_create", args=[draft.code]) in page
