"""The list of cards, what it counts, and the way from a card in the hand to the person."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from accounts.models import AccessEntry, UnitKind, User
from accounts.roles import Role
from beneficiaries.actions import issue_card, recall_card, reissue_card
from beneficiaries.models import Cadre, HealthCard
from policies.models import Resolution
from tests.factories import UnitFactory, UserFactory, entitled_cadre

pytestmark = pytest.mark.django_db


def card_of(cadre: Cadre, by: User, number: str, **fields: Any) -> HealthCard:
    told = {"issued_on": date(2025, 3, 3)} | fields
    group = cadre.memberships.first().group
    return issue_card(cadre=cadre, by=by, group=group, number=number, **told)


def shown(client: Client, query: str = "") -> str:
    return client.get(reverse("card_list") + query).content.decode()


def listed(client: Client, query: str) -> set[str]:
    answer = client.get(reverse("card_list") + query)
    return {card.number for card in answer.context["page"]}


@pytest.fixture
def cards(law: Resolution, clerk: User) -> dict[str, HealthCard]:
    """One of each standing."""
    today = timezone.localdate()
    found = {
        "valid": card_of(entitled_cadre(law), clerk, "V-01"),
        "ending": card_of(entitled_cadre(law), clerk, "E-01", expires_on=today + timedelta(days=9)),
        "ended": card_of(entitled_cadre(law), clerk, "X-01", expires_on=today - timedelta(days=1)),
        "recalled": card_of(entitled_cadre(law, group="3"), clerk, "R-01"),
    }
    recall_card(card=found["recalled"], by=clerk, on=date(2025, 9, 1), reason="Chuyển tỉnh")
    return found


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("", {"V-01", "E-01", "X-01", "R-01"}),
        ("?standing=valid", {"V-01", "E-01"}),
        ("?standing=ending", {"E-01"}),
        ("?standing=ended", {"X-01"}),
        ("?standing=recalled", {"R-01"}),
        ("?year=2025&standing=counted", {"V-01", "E-01", "X-01"}),
        ("?q=r-01", set()),
        ("?q=R-01", {"R-01"}),
        ("?kind=reissue", set()),
        ("?year=1999", {"V-01", "E-01", "X-01", "R-01"}),
    ],
)
def test_filters_show_the_cards_they_name(
    cards: dict[str, HealthCard],
    clerk: User,
    signed_in: Callable[[User], Client],
    query: str,
    numbers: set[str],
) -> None:
    assert listed(signed_in(clerk), query) == numbers


def test_the_list_finds_a_person_and_a_scanned_card(
    cards: dict[str, HealthCard], clerk: User, signed_in: Callable[[User], Client]
) -> None:
    card = HealthCard.objects.get(number="E-01")
    client = signed_in(clerk)
    assert listed(client, f"?q={card.cadre.citizen_id}") == {"E-01"}
    assert listed(client, f"?q={card.printed_code}") == {"E-01"}


def test_a_commune_sees_the_cards_of_its_people(
    law: Resolution,
    clerk: User,
    commune_clerk: User,
    cards: dict[str, HealthCard],
    signed_in: Callable[[User], Client],
) -> None:
    card_of(entitled_cadre(law, commune=commune_clerk.unit), clerk, "C-01")
    client = signed_in(commune_clerk)
    assert listed(client, "") == {"C-01"}
    assert ">1 thẻ<" in shown(client)


def test_counts_are_net_of_recalled_by_group(
    law: Resolution, clerk: User, cards: dict[str, HealthCard], signed_in: Callable[[User], Client]
) -> None:
    group = law.groups.get(code="4")
    holder = cards["valid"].cadre
    day = date(2025, 10, 1)
    reissue_card(cadre=holder, by=clerk, group=group, number="V-2", issued_on=day)
    answer = signed_in(clerk).get(reverse("card_list"))
    [four, total] = answer.context["counts"]
    assert (four["new"][0], four["reissued"][0], four["total"][0]) == (2, 1, 3)
    assert total["total"][0] == 3
    followed = signed_in(clerk).get(four["reissued"][1])
    assert [card.number for card in followed.context["page"]] == ["V-2"]


def test_the_demo_year_counts_as_its_report(
    demo_year: None, signed_in: Callable[[User], Client]
) -> None:
    """Row 1 of the report: 552 cards, 512 new and 40 reissued."""
    by = User.objects.get(username="nhaplieu")
    answer = signed_in(by).get(reverse("card_list") + "?year=2025")
    total = answer.context["counts"][-1]
    assert (total["new"][0], total["reissued"][0], total["total"][0]) == (512, 40, 552)
    followed = signed_in(by).get(total["total"][1])
    assert followed.context["page"].paginator.count == 552


def test_the_export_is_the_list(
    cards: dict[str, HealthCard], clerk: User, signed_in: Callable[[User], Client], tmp_path: Any
) -> None:
    file = tmp_path / "the.xlsx"
    answer = signed_in(clerk).get(reverse("card_export") + "?standing=recalled")
    file.write_bytes(answer.content)
    cells = {cell.value for row in load_workbook(file).active for cell in row}
    assert {"R-01", "Chuyển tỉnh"} <= cells
    assert "V-01" not in cells


# --- The QR ----------------------------------------------------------------------------------


def test_codes_are_random_and_say_nothing(law: Resolution, clerk: User) -> None:
    cards = [card_of(entitled_cadre(law), clerk, f"{number}") for number in range(20)]
    codes = [HealthCard.objects.get(pk=card.pk).code for card in cards]
    assert len(set(codes)) == 20
    assert {code.version for code in codes} == {4}


def test_a_scanned_card_leads_staff_in_scope_to_the_person_and_is_logged(
    cards: dict[str, HealthCard], clerk: User, signed_in: Callable[[User], Client]
) -> None:
    card = HealthCard.objects.get(number="V-01")
    answer = signed_in(clerk).get(reverse("card_lookup", args=[card.printed_code]), follow=True)
    assert answer.redirect_chain[-1][0] == reverse("cadre_detail", args=[card.cadre_id])
    assert "Thẻ số V-01 còn giá trị" in answer.content.decode()
    entry = AccessEntry.objects.get(action="Quét mã thẻ sức khỏe")
    assert (entry.user, entry.subject_id) == (clerk, card.cadre_id)


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("R-01", "Thẻ số R-01 không còn giá trị, đã thu hồi ngày 01/09/2025: Chuyển tỉnh"),
        ("X-01", "Thẻ số X-01 đã hết hạn từ"),
    ],
)
def test_a_card_that_is_worth_nothing_says_so(
    cards: dict[str, HealthCard],
    clerk: User,
    signed_in: Callable[[User], Client],
    number: str,
    said: str,
) -> None:
    code = HealthCard.objects.get(number=number).printed_code
    answer = signed_in(clerk).get(reverse("card_lookup", args=[code]), follow=True)
    assert said in answer.content.decode()


def test_everybody_else_learns_nothing(
    cards: dict[str, HealthCard], signed_in: Callable[[User], Client], commune_clerk: User
) -> None:
    """The same answer for a card that exists and for one that doesn't."""
    real = HealthCard.objects.get(number="V-01").printed_code
    invented = f"{UUID(int=7).int:039d}"
    hospital = UserFactory(unit=UnitFactory(kind=UnitKind.HOSPITAL, hospital_level="province"))
    administrator = UserFactory(roles=[Role.ADMINISTRATOR])
    for client, status in (
        (Client(), 302),
        (signed_in(commune_clerk), 404),
        (signed_in(hospital), 404),
        (signed_in(administrator), 403),
    ):
        answers = [client.get(reverse("card_lookup", args=[code])) for code in (real, invented)]
        assert [answer.status_code for answer in answers] == [status, status]
        for answer in answers:
            assert "V-01" not in answer.content.decode()
            assert "Hoàng Văn Mẫu" not in answer.content.decode()
    assert not AccessEntry.objects.exists()


@pytest.mark.parametrize("code", ["7", "0" * 40, "9" * 39, "²" * 39, "abc"])
def test_what_is_no_code_is_not_found(
    clerk: User, signed_in: Callable[[User], Client], code: str
) -> None:
    assert signed_in(clerk).get(reverse("card_lookup", args=[code])).status_code == 404


def test_the_search_box_takes_the_code_its_address_and_the_number(
    cards: dict[str, HealthCard], clerk: User, signed_in: Callable[[User], Client]
) -> None:
    card = HealthCard.objects.get(number="R-01")
    client = signed_in(clerk)
    for text in (card.printed_code, f"https://cong.lángon.vn/the/tra/{card.printed_code}/"):
        answer = client.get(reverse("search"), {"q": text})
        assert answer["Location"] == reverse("card_lookup", args=[card.printed_code])
    answer = client.get(reverse("search"), {"q": "R-01"})
    assert answer["Location"] == reverse("cadre_detail", args=[card.cadre_id])


def test_the_search_box_tells_a_stranger_nothing(
    cards: dict[str, HealthCard], commune_clerk: User, signed_in: Callable[[User], Client]
) -> None:
    code = HealthCard.objects.get(number="V-01").printed_code
    answer = signed_in(commune_clerk).get(reverse("search"), {"q": code})
    assert answer.status_code == 200
    assert "Không tìm thấy" in answer.content.decode()
