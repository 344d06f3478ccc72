"""Two who write cards at once, on real connections: one is told, nobody gets two, nothing half."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import connections

from accounts.models import User
from accounts.roles import Role
from beneficiaries.actions import issue_card
from beneficiaries.cards.actions import issue_batch, propose_people, type_numbers
from beneficiaries.models import CardBatch, CardLine, HealthCard
from policies.models import Resolution
from tests.beneficiaries.test_card_batches import DAY, add, batch_of, with_card
from tests.factories import UserFactory, entitled_cadre

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def chief(clerk: User) -> User:
    return UserFactory(username="lanh-dao", unit=clerk.unit, roles=[Role.APPROVER])


def at_once(*verbs: Callable[[], object]) -> list[str]:
    """What each of them was told; "" for who got through."""
    start = Barrier(len(verbs))

    def run(verb: Callable[[], object]) -> str:
        start.wait(timeout=30)
        try:
            verb()
        except ValidationError as refused:
            return " ".join(refused.messages)
        finally:
            connections.close_all()
        return ""

    with ThreadPoolExecutor(len(verbs)) as pool:
        return list(pool.map(run, verbs))


def states() -> list[str]:
    return sorted(CardBatch.objects.values_list("state", flat=True))


def test_one_person_comes_into_one_of_two_batches(law: Resolution, clerk: User) -> None:
    cadre = entitled_cadre(law)
    batches = [batch_of("new", clerk) for _ in range(2)]
    told = at_once(*(lambda one=one: add(one, clerk, cadre.citizen_id) for one in batches))
    assert told == ["", ""]  # refused people are told in the answer, not raised
    assert CardLine.objects.get().cadre == cadre


def test_two_batches_with_one_number_are_issued_at_once(
    law: Resolution, clerk: User, chief: User
) -> None:
    batches = []
    for _ in range(2):
        batch = batch_of("new", clerk, first_number="")
        add(batch, clerk, entitled_cadre(law).citizen_id)
        type_numbers(batch=batch, numbers={batch.lines.get().pk: "000777"})
        batches.append(batch)
    told = at_once(*(lambda one=one: issue_batch(batch=one, by=chief) for one in batches))
    assert sorted(map(bool, told)) == [False, True]
    assert "số thẻ" in "".join(told).lower()
    assert HealthCard.objects.get().number == "000777"
    assert states() == ["draft", "issued"]
    assert CardLine.objects.filter(is_open=True, card=None).count() == 1


def test_two_series_that_meet_are_issued_at_once(law: Resolution, clerk: User, chief: User) -> None:
    batches = []
    for first in ("000513", "000514"):
        batch = batch_of("new", clerk, first_number=first)
        for _ in range(2):
            entitled_cadre(law)
        propose_people(batch=batch, by=clerk, groups=[])
        batches.append(batch)
    told = at_once(*(lambda one=one: issue_batch(batch=one, by=chief) for one in batches))
    assert sorted(map(bool, told)) == [False, True]
    assert HealthCard.objects.count() == 2
    assert states() == ["draft", "issued"]


def test_a_card_written_by_hand_while_the_batch_is_issued(
    law: Resolution, clerk: User, chief: User
) -> None:
    cadre = entitled_cadre(law)
    batch = batch_of("new", clerk)
    propose_people(batch=batch, by=clerk, groups=[])
    group = cadre.memberships.get().group
    by_hand = {"group": group, "number": "000900", "issued_on": DAY}
    told = at_once(
        lambda: issue_batch(batch=batch, by=chief),
        lambda: issue_card(cadre=cadre, by=clerk, **by_hand),
    )
    assert sorted(map(bool, told)) == [False, True]
    card = HealthCard.objects.get()
    assert (card.number == "000900") == (states() == ["draft"])


def test_one_batch_issued_by_two_writes_each_card_once(
    law: Resolution, clerk: User, chief: User
) -> None:
    old = with_card(entitled_cadre(law), clerk, "1")
    batch = batch_of("reissue", clerk, reissue_reason="damaged")
    add(batch, clerk, old.cadre.citizen_id, reason="Thẻ hỏng")
    other = UserFactory(unit=clerk.unit, roles=[Role.APPROVER])
    told = at_once(*(lambda by=by: issue_batch(batch=batch, by=by) for by in (chief, other)))
    assert sorted(told) == ["", "Đợt thẻ đã ban hành, không sửa được."]
    assert list(HealthCard.objects.values_list("recalled_on", flat=True).order_by("pk")) == [
        DAY,
        None,
    ]
