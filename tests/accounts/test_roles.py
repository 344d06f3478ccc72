"""Duties that must not meet in one person: refused by the form, the verb and the database."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts import actions
from accounts.models import User
from accounts.roles import INCOMPATIBLE_ROLES, PERMISSIONS, Role

PAIRS = [pytest.param(*pair, id=f"{pair[0]}-{pair[1]}") for pair in INCOMPATIBLE_ROLES]


@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_the_database_refuses_duties_that_must_not_meet(make_user, first, second):
    user = make_user("an", first)
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=user.pk).update(roles=[second, first])


@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_the_verb_names_both_duties(make_user, administrator, first, second):
    user = make_user("an", first)
    user.roles = [first, second]
    with pytest.raises(ValidationError, match=f"“{first.label}” vừa giữ vai trò “{second.label}”"):
        actions.save_user(user=user, by=administrator)


def test_maker_checker_approver_and_cashier_are_four_people():
    four = (Role.DATA_ENTRY, Role.CHECKER, Role.APPROVER, Role.CASHIER)
    pairs = {frozenset(pair) for pair in INCOMPATIBLE_ROLES}
    assert all(frozenset((a, b)) in pairs for a in four for b in four if a != b)


def test_duties_that_may_meet_are_kept_in_one_order(make_user, administrator):
    user = make_user("an", Role.REPORTER)
    user.roles = [Role.REPORTER, Role.CHECKER]
    actions.save_user(user=user, by=administrator)
    assert User.objects.get(pk=user.pk).roles == ["checker", "reporter"]


def test_who_only_looks_or_hands_out_rights_changes_nothing():
    changing = ("_edit", "_record", "_submit", "_check", "_approve", "_pay", "_confirm", "_write")
    for permission, roles in PERMISSIONS.items():
        if permission.endswith(changing):
            assert not roles & {Role.INSPECTOR, Role.ADMINISTRATOR}, permission


def test_the_form_tells_it_at_the_field_and_keeps_what_was_typed(admin_client, department):
    response = admin_client.post(
        reverse("user_create"),
        {
            "username": "binh",
            "password": "mot-mat-khau-tam",
            "full_name": "Lương Thị Bình",
            "unit": department.pk,
            "job_title": "Chuyên viên",
            "roles": ["checker", "approver"],
        },
    )
    form = response.context["form"]
    assert form.errors == {
        "roles": [
            "Một người không được vừa giữ vai trò “Thẩm định” vừa giữ vai trò “Lãnh đạo duyệt”."
        ]
    }
    assert "Lương Thị Bình" in response.content.decode()
    assert not User.objects.filter(username="binh").exists()


def test_a_person_without_the_right_to_sign_in_may_nothing(make_user):
    assert not make_user("an", Role.CHECKER, is_active=False).may("claim_check")
