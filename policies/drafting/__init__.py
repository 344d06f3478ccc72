"""What is done to a draft of the law: every verb writes in one transaction, or says why not."""

from policies.drafting.changing import ChangedMeanwhile, NotADraft, stamp_of
from policies.drafting.parts import save_benefit, save_benefits, save_groups, save_relation
from policies.drafting.rules import Terms, remove_rules, save_rules, save_sheet
from policies.drafting.shared import (
    add_entries,
    add_list,
    add_parameter,
    add_values,
    close_entries,
    save_payers,
)
from policies.drafting.versions import copy_version, save_answers, save_head, start_draft

__all__ = [
    "ChangedMeanwhile",
    "NotADraft",
    "Terms",
    "add_entries",
    "add_list",
    "add_parameter",
    "add_values",
    "close_entries",
    "copy_version",
    "remove_rules",
    "save_answers",
    "save_benefit",
    "save_benefits",
    "save_groups",
    "save_head",
    "save_payers",
    "save_relation",
    "save_rules",
    "save_sheet",
    "stamp_of",
    "start_draft",
]
