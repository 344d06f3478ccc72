"""The kinds of facts that claims are opened for. The apps above register theirs in ready()."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from accounts.models import User
from claims.models import Fact


@dataclass(frozen=True, slots=True)
class FactKind:
    """How claims reach a fact without importing its app."""

    kind: str
    title: str
    rows: Callable[[], QuerySet]  # with everything ``event()`` and ``summary()`` read joined in
    url_name: str  # page of the fact, taking its id


_KINDS: dict[str, FactKind] = {}


def register(kind: FactKind) -> None:
    _KINDS[kind.kind] = kind


def fact_kinds() -> Iterable[FactKind]:
    return _KINDS.values()


def fact_kind(kind: str) -> FactKind:
    """Raises ``KeyError`` for a kind nobody registered."""
    return _KINDS[kind]


def load_facts(kind: str, ids: Iterable[int]) -> dict[int, Fact]:
    """The facts of one kind by id, in one query."""
    return fact_kind(kind).rows().in_bulk(list(ids))


# The fact, who took it back, why and when; called inside the transaction that does it.
type Follower = Callable[[Fact, User, str, datetime], None]

_followers: list[Follower] = []


def follow_taking_back(follower: Follower) -> None:
    """Let whoever keeps that a fact was made (a bill's line, a roster) know that it is gone."""
    _followers.append(follower)


def taken_back(fact: Fact, by: User, reason: str, moment: datetime) -> None:
    for follower in _followers:
        follower(fact, by, reason, moment)


# Facts of one kind in their order, each with the đồng it would be owed → which of them (by place)
# go beyond a budget of their own, with a sentence. Called inside the transaction that opens claims.
type BudgetJudge = Callable[[Sequence[tuple[Fact, int]]], Mapping[int, str]]

_budgets: dict[str, BudgetJudge] = {}


def register_budget(kind: str, judge: BudgetJudge) -> None:
    """Facts of this kind may belong to something with money of its own."""
    _budgets[kind] = judge


def beyond_budget(asked: Sequence[tuple[Fact, int]]) -> Mapping[int, str]:
    """Which of these facts, all of one kind, nothing is left for; empty when all may be opened."""
    judge = _budgets.get(asked[0][0].KIND) if asked else None
    return judge(asked) if judge else {}
