"""What is wrong with a row of the ledger, in words."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """A row that doesn't hold: where, which part of it, what it should be and what it is."""

    where: str
    part: str
    expected: str
    found: str
    remark: str = ""

    def __str__(self) -> str:
        said = f"{self.where}, {self.part}: phải là {self.expected}; trong sổ: {self.found}."
        return f"{said} {self.remark}".strip()
