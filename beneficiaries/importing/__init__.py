"""Look, then leap: how every workbook comes in.

A file is read and judged as a whole; the user looks at what it would do; then it is written in
one transaction, or not at all. What a row means is known by the *kind* of import, which apps
register in ``AppConfig.ready()``; this room knows the way all of them go.
"""

from beneficiaries.importing.kinds import ImportKind, kind_named, register_import
from beneficiaries.importing.leaping import (
    answer_questions,
    confirm_batch,
    drop_batch,
    undo_batch,
)
from beneficiaries.importing.looking import (
    LARGE_FILE,
    judge_batch,
    judge_file,
    judgement_of,
    open_batch,
    rejects_of,
    verdicts_of,
)
from beneficiaries.importing.refusals import BatchIsStale, ImportRefused, UndoRefused
from beneficiaries.importing.verdicts import (
    ROW_STATES,
    Judgement,
    Question,
    Undo,
    Verdict,
    hindrances,
    to_be_written,
)

__all__ = [
    "LARGE_FILE",
    "ROW_STATES",
    "BatchIsStale",
    "ImportKind",
    "ImportRefused",
    "Judgement",
    "Question",
    "Undo",
    "UndoRefused",
    "Verdict",
    "answer_questions",
    "confirm_batch",
    "drop_batch",
    "hindrances",
    "judge_batch",
    "judge_file",
    "judgement_of",
    "kind_named",
    "open_batch",
    "register_import",
    "rejects_of",
    "to_be_written",
    "undo_batch",
    "verdicts_of",
]
