"""Solved cases: typed in the browser, brought in a workbook, told in a pack."""

from policies.cases.actions import (
    CaseDraft,
    add_case,
    change_case,
    draft_of,
    keep_cases,
    remove_case,
)

__all__ = ["CaseDraft", "add_case", "change_case", "draft_of", "keep_cases", "remove_case"]
