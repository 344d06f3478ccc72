"""What is done with a batch of cards. Each verb is one transaction."""

from beneficiaries.cards.actions.drafting import change_batch, drop_batch, open_batch
from beneficiaries.cards.actions.filling import (
    Added,
    add_people,
    propose_people,
    remove_people,
    type_numbers,
)
from beneficiaries.cards.actions.issuing import hindrances, issue_batch

__all__ = [
    "Added",
    "add_people",
    "change_batch",
    "drop_batch",
    "hindrances",
    "issue_batch",
    "open_batch",
    "propose_people",
    "remove_people",
    "type_numbers",
]
