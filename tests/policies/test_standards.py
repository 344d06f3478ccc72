"""Dated numbers and lists: recorded once, read by every law, never rewritten."""

from copy import deepcopy
from datetime import date

import pytest
from django.db import Error, transaction

from accounts.models import Unit, User
from policies.models import DatedList, ListEntry, Parameter, ParameterValue
from policies.packing.shapes import PackError
from policies.standards import (
    held_values,
    keep_national_standards,
    keep_standards,
    national_standards,
    read_standards,
)

JULY = date(2026, 7, 1)


@pytest.fixture
def officer(db) -> User:
    unit = Unit.objects.create(code="syt", name="Sở Y tế", kind="department")
    return User.objects.create(username="o", full_name="Ô", unit=unit, roles=["policy_officer"])


@pytest.fixture
def salary(db) -> Parameter:
    keep_national_standards()
    return Parameter.objects.get(code="base_salary")


def held(parameter: Parameter, since: date) -> ParameterValue:
    return held_values([parameter])[parameter.pk, since]


def rows(**salary) -> dict:
    """Only the base salary, of July 2026, otherwise than what is known."""
    found = deepcopy(
        next(r for r in national_standards()["parameters"] if r["code"] == "base_salary")
    )
    found["values"] = [found["values"][-1] | salary]
    return {"parameters": [found], "lists": []}


def test_base_salary_has_all_its_values(salary):
    values = salary.values.order_by("since").values_list("since", "value")
    assert list(values) == [
        (date(2019, 7, 1), 1_490_000),
        (date(2023, 7, 1), 1_800_000),
        (date(2024, 7, 1), 2_340_000),
        (JULY, 2_530_000),
    ]
    assert held(salary, JULY).source == "Nghị định số 161/2026/NĐ-CP"
    premium = Parameter.objects.get(code="bhyt_premium")
    assert (premium.share_of, premium.unit) == (salary, "share")
    assert premium.values.get().value == 450
    assert Parameter.objects.get(code="merit_standard").values.count() == 3


def test_the_same_again_writes_nothing(salary):
    before = ParameterValue.objects.count()
    keep_national_standards()
    keep_standards(rows(), by=None)
    assert ParameterValue.objects.count() == before


def test_what_an_officer_records_stands(salary, officer):
    keep_standards(rows(value=2_600_000, source="Bản gốc"), by=officer)
    assert held(salary, JULY).value == 2_600_000
    assert held(salary, JULY).recorded_by == officer
    keep_national_standards()
    assert held(salary, JULY).value == 2_600_000, "the set-up doesn't overrule a person"
    assert salary.values.filter(since=JULY).count() == 2, "what was recorded before stays"


@pytest.mark.parametrize(
    "write",
    [
        lambda p: p.values.update(value=1),
        lambda p: p.values.all().delete(),
        lambda p: Parameter.objects.update(code="khac"),
        lambda p: Parameter.objects.filter(code="merit_standard").delete(),
        lambda p: ParameterValue.objects.create(
            parameter=p, since=JULY, value=0, source="x", confidence="stated"
        ),
        lambda p: Parameter.objects.create(code="x", name="X", unit="share"),
    ],
)
def test_nothing_recorded_is_rewritten(salary, write):
    with pytest.raises(Error), transaction.atomic():
        write(salary)


def test_a_parameter_may_be_renamed(salary):
    Parameter.objects.filter(pk=salary.pk).update(name="Mức lương cơ sở")


# --- lists -----------------------------------------------------------------------------------


def communes(**entry) -> dict:
    return read_standards(
        {
            "lists": [
                {
                    "code": "xa_ngheo",
                    "name": "Xã nghèo",
                    "kind": "places",
                    "entries": [{"value": "xa-a", "label": "Xã A"} | entry],
                }
            ]
        }
    )


def test_an_entry_is_closed_once(db):
    keep_standards(communes(), by=None)
    keep_standards(communes(), by=None)
    entry = ListEntry.objects.get()
    keep_standards(communes(until=date(2025, 12, 31)), by=None)
    entry.refresh_from_db()
    assert entry.until == date(2025, 12, 31)
    keep_standards(communes(), by=None)  # an older file doesn't open it again
    entry.refresh_from_db()
    assert entry.until == date(2025, 12, 31)
    with pytest.raises(PackError, match="đã kết thúc ngày 31/12/2025"):
        keep_standards(communes(until=date(2026, 12, 31)), by=None)


@pytest.mark.parametrize(
    "write",
    [
        lambda: ListEntry.objects.update(value="xa-b"),
        lambda: ListEntry.objects.update(since=date(2020, 1, 1)),
        lambda: ListEntry.objects.all().delete(),
        lambda: DatedList.objects.update(kind="other"),
        lambda: DatedList.objects.all().delete(),
        lambda: ListEntry.objects.create(list=DatedList.objects.get(), value="xa-a"),
    ],
)
def test_an_entry_is_otherwise_left_alone(db, write):
    keep_standards(communes(), by=None)
    with pytest.raises(Error), transaction.atomic():
        write()


def test_a_list_keeps_its_kind(db):
    keep_standards(communes(), by=None)
    other = communes()
    other["lists"][0]["kind"] = "other"
    with pytest.raises(PackError, match="thuộc loại khác"):
        keep_standards(other, by=None)


def test_a_file_of_nothing_is_refused():
    with pytest.raises(PackError, match="parameters, lists"):
        read_standards(None)
    with pytest.raises(PackError, match="phải là số đồng"):
        read_standards(
            {
                "parameters": [
                    {
                        "code": "x",
                        "name": "X",
                        "values": [
                            {
                                "since": date(2026, 1, 1),
                                "value": "5 %",
                                "source": "s",
                                "confidence": "stated",
                            }
                        ],
                    }
                ]
            }
        )
