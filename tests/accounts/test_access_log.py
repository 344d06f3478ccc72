from datetime import timedelta

import pytest
from django.db import Error, connection, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import AccessEntry
from accounts.roles import Role


@pytest.fixture
def entries(make_user, commune):
    clerk = make_user("xa", Role.DATA_ENTRY, unit=commune)
    officer = make_user("so", Role.CHECKER)
    now = timezone.now()
    for user, subject, ago in (
        (clerk, "Nguyễn Văn A", 0),
        (officer, "Trần Thị B", 0),
        (officer, "Nguyễn Văn A", 40),
    ):
        AccessEntry.objects.create(
            user=user, action="Xem hồ sơ", subject=subject, at=now - timedelta(days=ago)
        )
    return clerk, officer


def subjects(client, **asked) -> list[str]:
    page = client.get(reverse("access_log"), asked).context["page"]
    return [f"{entry.user.username} {entry.subject}" for entry in page]


def test_the_log_is_filtered_by_person_subject_and_days(admin_client, entries):
    clerk, _ = entries
    today = timezone.localdate()
    assert len(subjects(admin_client)) == 3
    assert subjects(admin_client, user=clerk.pk) == ["xa Nguyễn Văn A"]
    assert subjects(admin_client, subject="trần thị") == ["so Trần Thị B"]
    assert subjects(admin_client, until=f"{today - timedelta(days=30):%d/%m/%Y}") == [
        "so Nguyễn Văn A"
    ]
    assert len(subjects(admin_client, since=f"{today:%d/%m/%Y}", until=f"{today:%d/%m/%Y}")) == 2


def test_a_day_that_does_not_exist_is_told(admin_client, entries):
    response = admin_client.get(reverse("access_log"), {"since": "31/02/2025"})
    assert response.status_code == 200
    assert "Ngày không đúng" in response.content.decode()


def test_the_inspector_of_a_commune_sees_its_own_people_only(make_user, sign_in, commune, entries):
    inspector = make_user("tra_cuu_xa", Role.INSPECTOR, unit=commune)
    _, officer = entries
    client = sign_in(inspector)
    assert subjects(client) == ["xa Nguyễn Văn A"]
    assert (
        officer
        not in client.get(reverse("access_log")).context["filter"].form.fields["user"].queryset
    )


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE accounts_accessentry SET subject = 'không ai'",
        "DELETE FROM accounts_accessentry",
    ],
)
def test_nobody_rewrites_the_log(entries, statement):
    with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert AccessEntry.objects.count() == 3
