"""Needs as form fields: what is typed becomes a person and an event, and looks the same again."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django import forms
from django.http import QueryDict

from policies.asking import CaseForm, answers_in, fields_for, names_of, query_of, spoken, typed
from policies.asking.fields import ShareField
from policies.rules.facts import Kind, Need, Subject
from policies.rules.needs import needs_of
from policies.rules.plain import Situation
from policies.rules.settings import Deciding, Settings, UsageOfReplaced
from policies.rules.types import (
    AmountKind,
    Benefit,
    Component,
    Condition,
    DatedList,
    Event,
    Law,
    Limit,
    ListEntry,
    Lost,
    Measure,
    Payer,
    Person,
    Rate,
    Threshold,
    Used,
    Window,
)

PAYER = Payer("province", "Ngân sách tỉnh")
CONDITIONS = (
    Condition("disease", listed="grave"),
    Condition("household", ("poor",), "hộ nghèo", grace_months=3),
    Condition("age", lowest=60),
    Condition("party_badge_years", lowest=30),
    Condition("hospital_level", ("province",)),
)
STAY = Benefit(
    "stay", "a", "Nằm viện", "đợt", "Điều 4",
    (
        Rate(1, AmountKind.PER_DAY, 100, PAYER, "", up_to=True, conditions=CONDITIONS),
        Rate(2, AmountKind.SHARE_OF_COST, 0, PAYER, "", cost="co_payment", factor=3_000,
             factor_to=6_000, stack_to=10_000, after_others=True),
        Rate(3, AmountKind.PACKAGE, 100, PAYER, "",
             components=(Component("Tiền ăn", 50), Component("Đi lại", 50))),
    ),
    limits=(Limit(Measure.AMOUNT, Window.YEAR, 5, "", exceptional_value=9, exceptional_by="BTV"),),
    thresholds=(Threshold(Measure.COST, Window.YEAR, 1, "", cost="co_payment"),),
    settings=Settings(deciding=Deciding.SPLIT, usage_of_replaced=UsageOfReplaced.RESTARTED),
)  # fmt: skip
LAW = Law(
    "Nghị quyết",
    date(2026, 1, 1),
    None,
    (STAY, Benefit("gift", "b", "Quà", "lượt", "", (Rate(4, AmountKind.FLAT, 9, PAYER, ""),))),
    groups=(("1", "Đối tượng 1"), ("2", "Đối tượng 2")),
    lists=(DatedList("grave", "Bệnh nặng", (ListEntry("ung thư"), ListEntry("suy thận"))),),
    code="new",
)
NEEDS = needs_of(LAW, ["stay"])
FULL = Situation(
    Person(
        "1",
        traits=(("household", "poor"),),
        other_groups=("2",),
        numbers=(("party_badge_years", 40),),
        birth_date=date(1950, 3, 5),
        ended_on=date(2026, 9, 1),
        lost=(Lost("household", "poor", date(2025, 12, 31)),),
        changes=(
            (
                date(2026, 5, 1),
                Person(
                    "2",
                    traits=(("household", "poor"),),
                    other_groups=("2",),
                    numbers=(("party_badge_years", 40),),
                    birth_date=date(1950, 3, 5),
                    ended_on=date(2026, 9, 1),
                    lost=(Lost("household", "poor", date(2025, 12, 31)),),
                ),
            ),
        ),
    ),
    Event(
        date(2026, 4, 28),
        ("stay",),
        days=9,
        until=date(2026, 5, 6),
        traits=(("disease", "ung thư"), ("hospital_level", "province")),
        costs=(("co_payment", 1_234_567), ("year_before", 0)),
        components=(("Tiền ăn", 40), ("Đi lại", 0)),
        others_paid=7,
        other_share=450,
        decided_amount=90,
        decided_share=5_000,
        exceptional_decision="Quyết định 9-QĐ/TU",
    ),
    (Used("stay", date(2026, 2, 1), 3, 300, 1_000, "old"), Used("stay", date(2026, 3, 1), 1, 5)),
)


def form_of(query: Any, **told: Any) -> CaseForm:
    data = QueryDict(query) if isinstance(query, str) else query
    return CaseForm(data, laws=[LAW], **told)


def test_everything_that_can_be_told_comes_back_from_its_address():
    form = form_of(query_of(FULL, [LAW]), replaced=[("old", "Nghị quyết cũ")])
    assert form.is_valid(), (form.errors, form.problems)
    assert form.situation() == FULL
    assert form_of(form.query, replaced=[("old", "Nghị quyết cũ")]).situation() == FULL
    assert form.missing == []


def test_names_may_stand_in_an_address_and_be_ids():
    names = list(names_of(NEEDS))
    assert len(set(names)) == len(NEEDS)
    assert all(
        name.replace("-", "").replace("_", "").isalnum() and name.isascii() for name in names
    )
    assert {"components-tienan", "components-dilai", "lost-household-poor"} <= set(names)


def test_needs_that_read_alike_have_names_of_their_own():
    def need(key: str) -> Need:
        return Need(subject=Subject.EVENT, field="components", key=key, label="", kind=Kind.MONEY)

    names = names_of([need("Ăn"), need("ăn"), need("An")])
    assert list(names) == ["components-an", "components-an_", "components-an__"]


@pytest.mark.parametrize(("enforced", "required"), [(True, True), (False, False)])
def test_what_the_law_requires_is_enforced_where_it_is_wanted(enforced, required):
    simple = needs_of(LAW, ["gift"])
    fields = fields_for(simple, enforced=enforced)
    assert fields["on"].required is required
    assert fields["group"].required is required
    assert not fields["ended_on"].required
    known = fields_for(simple, enforced=enforced, known={"group": "2"})
    assert not known["group"].required
    assert known["group"].choices[0] == ("", "Theo hồ sơ: Đối tượng 2")


def test_a_frame_is_told_and_left_to_the_rules():
    fields = fields_for(NEEDS, enforced=False)
    assert fields["decided_share"].help_text == "Từ 30 đến 60 %"
    assert fields["decided_amount"].help_text == "Tối đa 100 đồng"
    assert fields["decided_share"].clean("90") == 9_000


def test_listed_values_are_offered_and_others_are_words_too():
    field = fields_for(NEEDS, enforced=False)["traits-disease"]
    drawn = field.widget.render("traits-disease", "ho", attrs={"id": "id_traits-disease"})
    assert '<option value="ung thư">' in drawn
    assert 'list="id_traits-disease_list"' in drawn
    assert field.clean("ho") == "ho"


@pytest.mark.parametrize(
    ("typed_", "share"), [("50", 5_000), ("4,5 %", 450), ("0,05", 5), ("100%", 10_000), ("", None)]
)
def test_a_share_is_typed_as_it_is_spoken(typed_, share):
    assert ShareField(required=False).clean(typed_) == share


@pytest.mark.parametrize("wrong", ["101", "-1", "4.5", "nửa", "4,555"])
def test_what_is_no_share_is_refused(wrong):
    with pytest.raises(forms.ValidationError):
        ShareField().clean(wrong)


def test_answers_look_as_they_were_typed_and_are_spoken_in_words():
    answers = {"group": "2", "other_groups": ("1",), "other_share": 450, "on": date(2026, 3, 1)}
    assert typed(NEEDS, answers) == {
        "group": "2",
        "other_groups": ["1"],
        "other_share": "4,5",
        "on": "01/03/2026",
    }
    words = {need.name: spoken(need, answers[need.name]) for need in NEEDS if need.name in answers}
    assert words == {
        "group": "Đối tượng 2",
        "other_groups": "Đối tượng 1",
        "other_share": "4,5 %",
        "on": "01/03/2026",
    }
    assert answers_in(NEEDS, {"group": "2", "days": 0, "on": None}) == {"group": "2", "days": 0}


def test_a_fresh_form_complains_of_nothing():
    form = CaseForm(laws=[LAW])
    assert not form.is_valid()
    assert not form.is_started
    assert form.problems == []
    assert form.query == ""
    with pytest.raises(ValueError, match="not valid"):
        form.situation()


def test_a_real_person_fills_what_is_left_empty():
    basis = Person("2", traits=(("household", "poor"),), birth_date=date(1950, 3, 5))
    form = form_of({"benefits": ["stay"], "on": "01/03/2026"}, basis=basis)
    assert form.is_valid(), form.errors
    assert form.situation().person == basis
    assert "Đối tượng" not in form.missing
    assert form.fields["birth_date"].help_text == "Theo hồ sơ: 05/03/1950"


def test_the_cost_and_the_law_of_earlier_use_are_asked_only_where_they_count():
    [row] = form_of({"benefits": ["stay"]}, replaced=[("old", "Cũ")]).used
    assert set(row.fields) == {"benefit", "on", "quantity", "amount", "cost", "law"}
    [row] = form_of({"benefits": ["stay"]}).used
    assert "law" not in row.fields
    assert form_of({"benefits": ["gift"]}).used == []


def test_use_that_does_not_matter_says_so():
    query = {"benefits": ["stay"], "on": "01/03/2026", "u0-benefit": "gift", "u0-on": "01/02/2026"}
    form = form_of(query | {"u0-quantity": "1", "u0-amount": "9"})
    assert not form.is_valid()
    assert "không ảnh hưởng đến kết quả" in " ".join(form.problems)


def test_rare_facts_are_told_apart():
    form = form_of({"benefits": ["stay"], "ended_on": "01/09/2026"})
    form.is_valid()
    assert form.has_rare_answers
    names = {field.name for field in form.rare_fields}
    assert {
        "other_groups",
        "ended_on",
        "changes-on",
        "changes-group",
        "lost-household-poor",
    } == names
    assert not names & {field.name for field in (*form.person_fields, *form.event_fields)}
    assert form.asked == ["Nằm viện"]
    assert ("Thôi diện từ ngày (từ trần, chuyển đi, bị kỷ luật)", "01/09/2026") in form.told


def test_a_benefit_may_be_asked_for_by_its_occasion_or_by_itself():
    opened = replace(STAY, occasion="inpatient")
    law = replace(LAW, benefits=(opened, replace(opened, code="gift", title="Quà")))
    form = CaseForm({"benefits": ["inpatient"]}, laws=[law])
    assert form.fields["benefits"].choices == [("inpatient", "Nằm viện + Quà")]
    by_itself = CaseForm({"benefits": ["gift"]}, laws=[law])
    assert by_itself.fields["benefits"].choices[1:] == [("gift", "Quà")]
    assert by_itself.occasions == ["gift"]
    assert by_itself.asked == ["Quà"]
