"""What one look at a workbook found, row by row, and how it is kept until it is written."""

import base64
import json
import zlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

ROW_STATES = {
    "new": "Mới",
    "changed": "Thay đổi",
    "unchanged": "Không đổi",
    "question": "Cần trả lời",
    "wrong": "Sai",
}
TO_WRITE = ("new", "changed")
SKIP = "skip"


type Undo = dict[str, Any]


@dataclass(slots=True)
class Question:
    """What only the user can decide about a row: pairs of (answer, its words)."""

    text: str
    options: list[list[str]]

    @property
    def answers(self) -> set[str]:
        return {SKIP, *(value for value, _ in self.options)}


@dataclass(slots=True)
class Verdict:
    """What one row of the workbook would do. Everything in it must fit into JSON.

    ``changes`` are [label, old, new]; ``amount`` is in đồng; ``faults`` are the fields of Fault.
    """

    row: int
    state: str
    title: str
    values: dict[str, Any] = field(default_factory=dict)
    changes: list[list[str]] = field(default_factory=list)
    amount: int = 0
    question: Question | None = None
    faults: list[list[str]] = field(default_factory=list)
    answer: str = ""

    @property
    def state_label(self) -> str:
        return ROW_STATES[self.state]


@dataclass(slots=True)
class Judgement:
    """The whole look at a workbook: its rows in order, and what to tell about the sheet."""

    sheet: str
    ignored: list[str]
    notes: list[str]
    verdicts: list[Verdict]

    def counts(self) -> dict[str, int]:
        found = Counter(verdict.state for verdict in self.verdicts)
        return {state: found[state] for state in ROW_STATES}

    def amount(self) -> int:
        return sum(verdict.amount for verdict in self.verdicts if verdict.state != "wrong")


def to_be_written(verdicts: Iterable[Verdict]) -> list[Verdict]:
    """New and changed rows, and questions answered with something else than leaving out."""
    return [
        verdict
        for verdict in verdicts
        if verdict.state in TO_WRITE
        or (verdict.state == "question" and verdict.answer not in ("", SKIP))
    ]


def hindrances(verdicts: Sequence[Verdict]) -> list[str]:
    """Why the file can't be taken as a whole; empty when it can."""
    wrong = sum(verdict.state == "wrong" for verdict in verdicts)
    open_questions = sum(verdict.state == "question" and not verdict.answer for verdict in verdicts)
    found = [f"{wrong} dòng sai"] if wrong else []
    return found + ([f"{open_questions} dòng chưa trả lời"] if open_questions else [])


# --- Kept ----------------------------------------------------------------------------------


def packed_judgement(judgement: Judgement) -> str:
    """Small, and safe in a column of text; ``unpacked_judgement`` reads it."""
    rows = [
        [
            verdict.row,
            verdict.state,
            verdict.title,
            verdict.values,
            verdict.changes,
            verdict.amount,
            asdict(verdict.question) if verdict.question else None,
            verdict.faults,
        ]
        for verdict in judgement.verdicts
    ]
    data = {
        "sheet": judgement.sheet,
        "ignored": judgement.ignored,
        "notes": judgement.notes,
        "verdicts": rows,
    }
    return packed(data)


def unpacked_judgement(kept: str, answers: dict[str, str]) -> Judgement:
    """A judgement that was packed, with the answers given since by row number."""
    data = unpacked(kept)
    data["verdicts"] = [_verdict(fields, answers) for fields in data["verdicts"]]
    return Judgement(**data)


def _verdict(fields: list[Any], answers: dict[str, str]) -> Verdict:
    row, state, title, values, changes, amount, question, faults = fields
    asked = Question(**question) if question else None
    answer = answers.get(str(row), "") if asked else ""
    return Verdict(row, state, title, values, changes, amount, asked, faults, answer)


def packed(data: Any) -> str:
    """What fits into JSON, small and in letters only."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return base64.b64encode(zlib.compress(text.encode(), 1)).decode("ascii")


def unpacked(kept: str) -> Any:
    """What ``packed`` was given."""
    return json.loads(zlib.decompress(base64.b64decode(kept)))
