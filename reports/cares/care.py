from dataclasses import dataclass

from config.formatting import count

MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class Care:
    """One thing to look after: ``number`` of something, where there is a list to count it.

    ``named`` are (label, address) of the first few.
    """

    words: str
    note: str
    url: str
    icon: str
    tone: str = "orange"
    number: int | None = None
    named: tuple[tuple[str, str], ...] = ()

    @property
    def title(self) -> str:
        return self.words if self.number is None else f"{count(self.number)} {self.words}"
