"""Two at once on one round, on real PostgreSQL with real threads: one outcome, told in words."""

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connections
from django.utils import timezone

from accounts.roles import Role
from checkups.models import RosterEntry, RoundState
from checkups.rounds.actions import RoundError, propose, take_step
from checkups.rounds.parts import confirm, take_off
from checkups.rounds.workflow import Action
from tests.checkups.rounds import entitled, planned_round, running_round
from tests.factories import UnitFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*verbs: Callable[[], object]) -> list[str]:
    """Run the verbs in threads that start together; what each was told, "" when it was done."""
    start = Barrier(len(verbs))
    told = [""] * len(verbs)

    def run(place: int, verb: Callable[[], object]) -> None:
        try:
            start.wait(timeout=20)
            verb()
        except (RoundError, IntegrityError) as error:
            told[place] = str(error)
        except Exception as error:
            told[place] = f"broke: {error!r}"
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=pair) for pair in enumerate(verbs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
        assert not thread.is_alive(), "blocked for good"
    assert not [words for words in told if words.startswith("broke")], told
    return told


@pytest.fixture
def clerk():
    return UserFactory(unit=UnitFactory(name="Xã Đông Khê"), roles=[Role.DATA_ENTRY])


@pytest.fixture
def spring(law, hospital, clerk):
    entitled(law, commune=clerk.unit)
    return planned_round(law, hospital=hospital)


def test_two_clerks_of_a_unit_confirm_at_once(spring, clerk, staff):
    propose(checkup_round=spring, by=staff.maker)
    part = spring.parts.get()
    other = UserFactory(unit=clerk.unit, roles=[Role.DATA_ENTRY])
    told = at_once(
        lambda: confirm(part=part, by=clerk, seen=part.version),
        lambda: confirm(part=part, by=other, seen=part.version),
    )
    assert sorted(bool(words) for words in told) == [False, True]
    assert "đã xác nhận phần này trước" in "".join(told)
    assert spring.steps.filter(action=Action.CONFIRM).count() == 1


def test_confirming_while_somebody_is_taken_off(spring, clerk, staff):
    """Either the confirmation covers the list as it was seen, or it is refused."""
    propose(checkup_round=spring, by=staff.maker)
    part, entry = spring.parts.get(), spring.roster.get()
    chosen = {entry.pk: entry.version}
    told = at_once(
        lambda: confirm(part=part, by=clerk, seen=part.version),
        lambda: take_off(checkup_round=spring, chosen=chosen, reason="died", note="", by=clerk),
    )
    assert sorted(bool(words) for words in told) == [False, True]
    part.refresh_from_db()
    entry.refresh_from_db()
    assert (part.confirmed_at is None) == (entry.standing == "removed")


def test_two_propose_at_once_and_everybody_is_listed_once(spring, staff):
    at_once(
        lambda: propose(checkup_round=spring, by=staff.maker),
        lambda: propose(checkup_round=spring, by=staff.maker),
    )
    assert spring.roster.count() == 1
    assert spring.parts.count() == 1


def test_a_round_is_closed_while_somebody_marks_attendance(spring, staff):
    running_round(spring, staff.maker)
    now = {"marked_at": timezone.now(), "marked_by": staff.maker}
    RosterEntry.objects.update(attendance="absent", absence_reason="busy", **now)

    def mark() -> None:
        RosterEntry.objects.update(absence_reason="away", **now)

    told = at_once(
        mark, lambda: take_step(checkup_round=spring, action=Action.CLOSE, by=staff.maker)
    )
    spring.refresh_from_db()
    assert spring.state == RoundState.CLOSED
    assert told[1] == ""
    reason = RosterEntry.objects.get().absence_reason
    assert (reason == "busy") == ("đã kết thúc" in told[0])
