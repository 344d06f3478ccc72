"""Asking for a case: forms, addresses and sheets made of what the law needs to be told."""

from policies.asking.fields import (
    answers_in,
    as_typed,
    fields_for,
    names_of,
    spoken,
    typed,
)
from policies.asking.forms import CaseForm, askable, occasions_of, query_of
from policies.asking.used import UsedForm

__all__ = [
    "CaseForm",
    "UsedForm",
    "answers_in",
    "as_typed",
    "askable",
    "fields_for",
    "names_of",
    "occasions_of",
    "query_of",
    "spoken",
    "typed",
]
