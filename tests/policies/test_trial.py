"""The bench: any case against any version, explained, in an address, and nothing written."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.http import urlencode

from accounts.models import AccessEntry, Unit, User
from accounts.roles import Role
from policies.loading import load_pack
from policies.models import Benefit, Limit, Rate, RateConfirmation, Resolution
from policies.subjects import lender_for
from policies.trying.bench import Bench
from tests import factories

CODE = "lang-son-24-2024"
STAY = {"benefits": "inpatient_meal", "group": "2", "on": "10/03/2025", "days": "12"}


@pytest.fixture
def people(db) -> dict[Role, User]:
    unit = Unit.objects.create(code="syt", name="Sở Y tế", kind="department")
    return {
        role: User.objects.create(
            username=role.value, full_name=f"Người {role.label}", unit=unit, roles=[role.value]
        )
        for role in (Role.POLICY_OFFICER, Role.CHECKER, Role.REPORTER)
    }


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def officer(people) -> Client:
    return client_of(people[Role.POLICY_OFFICER])


@pytest.fixture
def draft(db) -> Resolution:
    return load_pack(CODE, by=None, release=False)


def bench_at(client: Client, query, **headers):
    address = reverse("trial", args=[CODE])
    return client.get(f"{address}?{urlencode(query, doseq=True)}", headers=headers)


def amounts(response) -> list[int]:
    return [trial.amount for trial in response.context["bench"].trials]


# --- the answer ------------------------------------------------------------------------------


def test_a_case_is_answered_with_all_that_explains_it(lang_son, officer):
    response = bench_at(officer, STAY)
    assert amounts(response) == [12 * 190_000]
    page = response.content.decode()
    rate = response.context["bench"].trials[0].lines[0].rate
    for expected in (
        "2.280.000 đồng",
        "12 ngày × 190.000 đồng = 2.280.000 đồng",
        rate.article,
        reverse("rate_detail", args=[rate.pk]),
        "Suy ra",
        "còn",
        "Quy ước chuyển tiếp đã quyết định kết quả",
    ):
        assert expected in page, expected


def test_the_quoted_clause_stands_beside_the_line(draft, officer):
    Benefit.objects.filter(code="inpatient_meal").update(quote="Tiền ăn theo số ngày nằm viện.")
    assert "Tiền ăn theo số ngày nằm viện." in bench_at(officer, STAY).content.decode()
    Rate.objects.filter(benefit__code="inpatient_meal").update(quote="190.000 đồng/ngày.")
    assert "190.000 đồng/ngày." in bench_at(officer, STAY).content.decode()


def test_a_confirmed_rate_names_who_stands_for_it(lang_son, officer, people):
    rate = Rate.objects.get(benefit__code="inpatient_meal", group__code="2")
    by = people[Role.POLICY_OFFICER]
    RateConfirmation.objects.create(rate=rate, confirmed_by=by, source="bản gốc có dấu")
    assert "Người Chính sách xác nhận ngày" in bench_at(officer, STAY).content.decode()


def test_earlier_use_is_typed_and_counts(lang_son, officer):
    visits = {"benefits": "periodic_checkup", "group": "3", "on": "10/03/2025"}
    assert amounts(bench_at(officer, visits)) == [3_000_000]
    before = {
        "u0-benefit": "periodic_checkup",
        "u0-on": "05/01/2025",
        "u0-quantity": "1",
        "u0-amount": "3.000.000",
    }
    response = bench_at(officer, visits | before)
    assert amounts(response) == [0]
    [refused] = response.context["bench"].trials[0].refusals
    assert refused.reason == "hết hạn mức"
    assert refused.refusal.until == date(2025, 12, 31)
    assert "Áp dụng đến hết ngày 31/12/2025" in response.content.decode()
    assert len(response.context["bench"].form.used) == 2  # one filled, one to fill


def test_half_a_line_of_earlier_use_is_a_fault_beside_its_box(lang_son, officer):
    visits = {"benefits": "periodic_checkup", "group": "3", "on": "10/03/2025", "u0-amount": "1"}
    bench = bench_at(officer, visits).context["bench"]
    assert not bench.trials
    assert "Chế độ đã hưởng" in " ".join(bench.form.problems)


def test_what_swayed_the_result_is_told(draft, officer):
    Resolution.objects.filter(pk=draft.pk).update(settings={"rounding": "thousand_down"})
    Rate.objects.filter(benefit__code="inpatient_meal").update(amount=190_700)
    page = bench_at(officer, STAY | {"days": "1"}).content.decode()
    assert "Số tiền lẻ làm tròn thế nào?" in page
    assert "thì được 190.700 đồng" in page


# --- typing ----------------------------------------------------------------------------------


def test_an_empty_bench_invites(lang_son, officer):
    page = bench_at(officer, {}).content.decode()
    assert "Chọn chế độ rồi điền người và sự việc" in page
    assert "is-invalid" not in page


def test_the_fields_are_what_the_law_needs_for_what_is_chosen(lang_son, officer):
    def asked(*benefits: str) -> set[str]:
        form = bench_at(officer, {"benefits": benefits}).context["bench"].form
        return set(form.fields) - {"benefits", "other_groups", "ended_on"}

    assert asked() == set()
    assert asked("inpatient_meal") == {"group", "on", "days"}
    assert asked("hospital_visit_gift") == {"group", "on", "traits-hospital_level"}


def test_what_is_missing_is_named_and_the_rules_still_answer(lang_son, officer):
    response = bench_at(officer, STAY | {"days": ""})
    assert response.context["bench"].form.missing == ["Số ngày"]
    assert amounts(response) == [0]


@pytest.mark.parametrize(
    ("field", "value"),
    [("on", "31/02/2025"), ("days", "nhiều"), ("group", "99"), ("benefits", "khong_co")],
)
def test_what_can_not_be_read_is_told_in_the_form(lang_son, officer, field, value):
    response = bench_at(officer, STAY | {field: value})
    assert response.status_code == 200
    assert not response.context["bench"].trials
    if field != "benefits":
        assert len(response.context["bench"].form.problems) == 1


def test_htmx_gets_the_part_it_asked_for_and_the_address_follows(lang_son, officer):
    result = bench_at(
        officer, STAY | {"traits-x": "1", "u0-on": ""}, hx_request="true", hx_target="result"
    )
    assert "<form" not in result.content.decode()
    assert "2.280.000" in result.content.decode()
    assert result["HX-Replace-Url"].endswith(f"?{urlencode(STAY)}")
    bench = bench_at(officer, STAY, hx_request="true", hx_target="bench").content.decode()
    assert "Sự việc" in bench
    assert "<html" not in bench


def test_the_permalink_gives_the_same_case_again(lang_son, officer):
    first = bench_at(officer, STAY | {"other_groups": ["1", "4"], "nonsense": "x"})
    again = officer.get(first.context["bench"].address)
    assert again.context["bench"].situation == first.context["bench"].situation
    assert "nonsense" not in first.context["bench"].address


# --- versions --------------------------------------------------------------------------------


def test_drafts_are_for_policy_officers(draft, people):
    assert bench_at(client_of(people[Role.POLICY_OFFICER]), STAY).status_code == 200
    assert bench_at(client_of(people[Role.CHECKER]), STAY).status_code == 404


def _successor(of: Resolution, meal: int) -> Resolution:
    """A draft of the next version in which only the meal differs."""
    row = Resolution.objects.create(
        scheme=of.scheme, code="nq-moi", doc_type="Nghị quyết", number="99/2026/NQ-HĐND",
        issued_on=date(2026, 1, 2), issuer=of.issuer, subject="Thay thế",
        effective_from=of.effective_from, replaces=of,
    )  # fmt: skip
    group = row.groups.create(code="2", name="Đối tượng 2", position=1)
    old = Rate.objects.get(benefit__code="inpatient_meal", group__code="2")
    benefit = old.benefit
    benefit.pk, benefit.resolution = None, row
    benefit.save()
    old.pk, old.benefit, old.group, old.amount = None, benefit, group, meal
    old.save()
    return row


def test_two_versions_are_laid_side_by_side(lang_son, officer, people):
    _successor(lang_son, 210_000)
    response = bench_at(officer, STAY | {"against": "nq-moi"})
    assert amounts(response) == [2_280_000, 2_520_000]
    assert response.context["bench"].difference == -240_000
    page = response.content.decode()
    assert "ít hơn 240.000" in page
    assert "99/2026/NQ-HĐND" in page
    assert "against=nq-moi" in response.context["bench"].address
    hidden = bench_at(client_of(people[Role.CHECKER]), STAY | {"against": "nq-moi"})
    assert amounts(hidden) == [2_280_000]
    assert "99/2026/NQ-HĐND" not in hidden.content.decode()


# --- real people -----------------------------------------------------------------------------


@pytest.fixture
def cadre(lang_son, people):
    unit = people[Role.CHECKER].unit
    cadre = factories.CadreFactory(managing_unit=unit)
    factories.MembershipFactory(
        cadre=cadre, group=lang_son.groups.get(code="2"), since=date(2024, 1, 1)
    )
    return cadre


def test_a_real_person_stands_on_the_bench_as_on_that_day(cadre, people):
    checker = client_of(people[Role.CHECKER])
    query = {name: value for name, value in STAY.items() if name != "group"}
    response = bench_at(checker, query | {"cadre": f"mã {cadre.pk}"})
    assert amounts(response) == [2_280_000]
    assert response.context["bench"].subject.person.group == "2"
    page = response.content.decode()
    assert "Theo hồ sơ: Đối tượng 2" in page
    before_membership = bench_at(checker, query | {"cadre": f"mã {cadre.pk}", "on": "01/01/2023"})
    assert before_membership.context["bench"].subject.person.group is None


def test_a_typed_answer_goes_before_what_is_known(cadre, people):
    response = bench_at(
        client_of(people[Role.CHECKER]), STAY | {"cadre": f"mã {cadre.pk}", "group": "3"}
    )
    assert response.context["bench"].situation.person.group == "3"


def test_an_address_names_nobody(cadre, people):
    checker = client_of(people[Role.CHECKER])
    named = f"{cadre.full_name}, {cadre.birth_date:%d/%m/%Y}, mã {cadre.pk}"
    response = bench_at(checker, STAY | {"cadre": named})
    assert response.status_code == 302
    assert response["Location"].endswith(f"?{urlencode({'cadre': f'mã {cadre.pk}'} | STAY)}")


def test_looking_at_a_real_person_is_logged_once(cadre, people):
    checker = client_of(people[Role.CHECKER])
    query = STAY | {"cadre": f"mã {cadre.pk}"}
    page = bench_at(checker, query)
    seen = f"http://testserver{page.context['bench'].address}"
    bench_at(checker, query, hx_request="true", hx_target="result", hx_current_url=seen)
    [entry] = AccessEntry.objects.all()
    assert (entry.action, entry.subject_id) == ("Tính thử", cadre.pk)


def test_a_person_of_another_unit_is_nobody(cadre, db):
    other = Unit.objects.create(code="khac", name="Đơn vị khác", kind="commune")
    stranger = User.objects.create(username="la", full_name="Lạ", unit=other, roles=["data_entry"])
    response = bench_at(client_of(stranger), STAY | {"cadre": f"mã {cadre.pk}"})
    assert response.context["bench"].subject is None
    assert not response.context["bench"].trials
    assert not AccessEntry.objects.exists()


def test_a_draft_borrows_the_group_of_the_version_in_force(cadre, lang_son, officer, people):
    _successor(lang_son, 210_000)
    address = reverse("trial", args=["nq-moi"])
    query = {name: value for name, value in STAY.items() if name != "group"}
    response = officer.get(f"{address}?{urlencode(query | {'cadre': f'mã {cadre.pk}'})}")
    assert amounts(response) == [2_520_000]
    assert "chưa xếp ai vào đối tượng" in response.content.decode()


def test_who_may_not_see_people_types_them(lang_son, people):
    nobody = User(username="x", roles=[])
    assert lender_for(nobody) is None
    assert lender_for(people[Role.POLICY_OFFICER])


# --- the house -------------------------------------------------------------------------------


def test_the_bench_writes_nothing(lang_son, officer):
    counts = [model.objects.count() for model in (Resolution, Rate, Limit, AccessEntry)]
    bench_at(officer, STAY)
    assert [model.objects.count() for model in (Resolution, Rate, Limit, AccessEntry)] == counts


def test_more_benefits_ask_no_more_queries(lang_son, officer):
    def queries(*benefits: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            bench_at(officer, STAY | {"benefits": benefits})
        return len(captured)

    queries("inpatient_meal")
    assert queries("inpatient_meal") == queries("inpatient_meal", "critical_illness")


def test_a_bench_without_people_or_other_versions_is_a_bench(lang_son, people, rf, monkeypatch):
    monkeypatch.setattr("policies.subjects._lenders", [])
    request = rf.get("/", STAY)
    bench = Bench(people[Role.POLICY_OFFICER], lang_son, request.GET)
    assert not bench.setting.fields
    assert bench.trials[0].amount == 2_280_000
