"""Once released, a resolution is law: no way of writing changes it. And it is never ambiguous."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import Error, IntegrityError, connection, transaction

from accounts.models import Unit, User
from policies import actions
from policies.models import (
    BeneficiaryGroup,
    Benefit,
    Limit,
    Payer,
    Rate,
    RateConfirmation,
    Relation,
    Resolution,
    Scheme,
    Threshold,
)

UNDER_IT = [
    pytest.param(Rate, {"amount": 200_000}, id="rate"),
    pytest.param(Limit, {"value": 99}, id="limit"),
    pytest.param(Threshold, {"value": 99}, id="threshold"),
    pytest.param(Relation, {"article": "Điều 9"}, id="relation"),
    pytest.param(Benefit, {"title": "Khác"}, id="benefit"),
    pytest.param(BeneficiaryGroup, {"name": "Khác"}, id="group"),
]


@pytest.fixture
def officer(db) -> User:
    unit = Unit.objects.create(code="syt", name="Sở Y tế", kind="department")
    return User.objects.create_user(
        "chinh_sach",
        "mat-khau-dung-1",
        full_name="Nông Thị Hiền",
        unit=unit,
        job_title="Chuyên viên",
        roles=["policy_officer"],
    )


@pytest.fixture
def draft(db) -> Resolution:
    """A small law of another scheme, not yet released."""
    scheme = Scheme.objects.create(code="thu", name="Chính sách thử", province="Thử")
    resolution = Resolution.objects.create(
        scheme=scheme,
        code="thu-1",
        doc_type="Nghị quyết",
        number="1/2025/NQ-HĐND",
        issued_on=date(2025, 1, 1),
        issuer="HĐND tỉnh Thử",
        subject="Thử",
        effective_from=date(2025, 1, 1),
    )
    BeneficiaryGroup.objects.create(resolution=resolution, code="1", name="Một", position=1)
    benefit = Benefit.objects.create(
        resolution=resolution,
        code="tien_an",
        letter="a",
        position=1,
        title="Tiền ăn",
        short_title="Tiền ăn",
        unit="ngày",
        payee_kind="cadre",
        article="Điều 3",
    )
    Payer.objects.create(code="tinh", name="Ngân sách thử")
    rate_of(benefit).save()
    return resolution


def rate_of(benefit: Benefit, **changes) -> Rate:
    values = {
        "benefit": benefit,
        "group": benefit.resolution.groups.get(),
        "amount_kind": "per_day",
        "amount": 100_000,
        "payer": Payer.objects.get(code="tinh"),
        "article": "Điều 3",
        "confidence": "stated",
    }
    return Rate(**values | changes)


def refused() -> pytest.RaisesExc:
    return pytest.raises(Error, match="Văn bản đã ban hành, không sửa được")


# --- released --------------------------------------------------------------------------------


@pytest.mark.parametrize(("model", "changes"), UNDER_IT)
def test_nothing_under_a_released_law_is_changed_in_bulk(shaped, model, changes):
    with refused(), transaction.atomic():
        model.objects.update(**changes)


@pytest.mark.parametrize(("model", "changes"), UNDER_IT)
def test_nor_by_plain_sql(shaped, model, changes):
    [(column, value)] = changes.items()
    with refused(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE {model._meta.db_table} SET {column} = %s", [value])


@pytest.mark.parametrize(("model", "changes"), UNDER_IT)
def test_nor_deleted_nor_added_to(shaped, model, changes):
    row = model.objects.latest("pk")
    with refused(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {model._meta.db_table} WHERE id = %s", [row.pk])
    row.pk = None
    row._state.adding = True
    with refused(), transaction.atomic():
        model.objects.bulk_create([row])


@pytest.mark.parametrize(
    "changes",
    [
        {"number": "25/2024/NQ-HĐND"},
        {"issued_on": date(2024, 12, 17)},
        {"effective_from": date(2024, 12, 17)},
        {"issuer": "Ai khác"},
        {"code": "khac"},
        {"subject": "Khác"},
        {"settings": {"rounding": "dong"}},
        {"territories": ["tinh-cu-c"]},
        {"released_at": None},
        {"status": "draft", "released_at": None, "released_by": None},
        {"status": "tested", "released_at": None, "released_by": None},
    ],
)
def test_the_head_of_a_released_law_stands(lang_son, changes):
    with refused(), transaction.atomic():
        Resolution.objects.update(**changes)


def test_a_released_law_is_never_deleted(lang_son):
    with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM policies_resolution")


def test_a_draft_may_still_change(draft):
    Rate.objects.filter(benefit__resolution=draft).update(amount=1)
    assert Rate.objects.get(benefit__resolution=draft).amount == 1


def test_what_is_released_was_released_at_some_time(draft):
    with pytest.raises(IntegrityError), transaction.atomic():
        Resolution.objects.filter(pk=draft.pk).update(status="released")


def test_how_a_released_law_stands_may_change(lang_son):
    Resolution.objects.update(
        status="repealed", repealed_by_document="Nghị quyết khác", effective_to=date(2027, 12, 31)
    )
    Resolution.objects.update(
        status="continued", continued_by_document="NQ 12/NQ-HĐND", effective_to=None
    )


NOW = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"made_at": NOW}, "Người lập và lúc lập phải đi cùng nhau"),
        ({"status": "tested"}, "Văn bản đã thử phải ghi người thử và lúc thử"),
        ({"tested_at": NOW, "tested_by": "officer"}, "Dự thảo sửa sau khi thử thì phải thử lại"),
        (
            {
                "status": "released",
                "made_at": NOW,
                "made_by": "officer",
                "released_at": NOW,
                "released_by": "officer",
            },
            "Người lập không được tự ban hành",
        ),
        ({"status": "continued", "released_at": NOW}, "văn bản nào cho tiếp tục áp dụng"),
        ({"status": "repealed", "released_at": NOW}, "văn bản bãi bỏ và ngày hết hiệu lực"),
    ],
)
def test_the_life_of_a_version_makes_sense(draft, officer, changes, told):
    for name, value in changes.items():
        setattr(draft, name, officer if value == "officer" else value)
    with pytest.raises(ValidationError, match=told):
        draft.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        draft.save()


# --- rates that overlap ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"amount": 120_000, "valid_from": date(2025, 6, 1)},
        {"valid_to": date(2025, 6, 1)},
    ],
)
def test_a_second_rate_for_the_same_is_refused(draft, changes):
    rate = rate_of(draft.benefits.get(), **changes)
    with pytest.raises(ValidationError, match="Đã có mức cho cùng chế độ, đối tượng và điều kiện"):
        rate.full_clean()
    with pytest.raises(IntegrityError, match="rates_do_not_overlap"), transaction.atomic():
        Rate.objects.bulk_create([rate])


@pytest.mark.parametrize(
    "changes",
    [
        {"conditions": [{"trait": "employment_status", "values": ["retired"]}]},
        {"conditions": [{"trait": "hospital_level", "values": ["province"]}]},
        {"conditions": [{"trait": "variant", "values": ["nha"], "name": "Tại nhà"}]},
        {"group": None},
    ],
)
def test_a_rate_for_something_else_is_welcome(draft, changes):
    rate = rate_of(draft.benefits.get(), **changes)
    rate.full_clean()
    rate.save()


def test_a_rate_may_follow_another_to_the_day(draft):
    benefit = draft.benefits.get()
    benefit.rates.update(valid_to=date(2025, 6, 30))
    rate_of(benefit, valid_from=date(2025, 7, 1)).full_clean()
    with pytest.raises(ValidationError):
        rate_of(benefit, valid_from=date(2025, 6, 30)).full_clean()


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"amount": 0, "amount_kind": "flat"}, "Mức cố định phải lớn hơn 0"),
        ({"amount": 0}, "ghi một mức chung, hoặc mức theo khoảng ngày"),
        ({"amount": -1, "amount_kind": "flat"}, "không được âm"),
        ({"amount": 5, "amount_kind": "actual_cost"}, "không ghi mức"),
        ({"amount": 0, "amount_kind": "actual_cost", "ceiling": 0}, "không được âm"),
        ({"confidence": "derived"}, "phải ghi căn cứ"),
    ],
)
def test_a_rate_makes_sense(draft, changes, told):
    Rate.objects.all().delete()
    with pytest.raises(ValidationError, match=told):
        rate_of(draft.benefits.get(), **changes).full_clean()


# --- confirming ------------------------------------------------------------------------------


def test_a_confirmation_is_given_once_and_never_taken_back(lang_son, officer):
    rate = Rate.objects.first()
    source = "bản gốc có dấu, điểm a khoản 2 Điều 4"
    actions.confirm_rate(rate=rate, by=officer, source=source)
    with pytest.raises(ValidationError, match="vừa có người khác xác nhận"):
        actions.confirm_rate(rate=rate, by=officer, source=source)
    for statement in (
        "UPDATE policies_rateconfirmation SET source = 'x'",
        "DELETE FROM policies_rateconfirmation",
    ):
        with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert RateConfirmation.objects.get().source == source


def test_several_are_confirmed_together_or_none(lang_son, officer):
    first, second = Rate.objects.filter(benefit__code="inpatient_meal")[:2]
    actions.confirm_rate(rate=second, by=officer, source="bản gốc có dấu")
    with pytest.raises(ValidationError):
        actions.confirm_rates(rates=[first, second], by=officer, source="bản gốc có dấu")
    assert not RateConfirmation.objects.filter(rate=first).exists()
