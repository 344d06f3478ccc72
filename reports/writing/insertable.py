"""What can be put into the text of a section: figures, tables, charts, documents, days."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from config.formatting import count
from config.names import normalise_for_search
from reports.documents.citations import AS_NEEDED, Citations
from reports.figures.figure import FigureValue
from reports.figures.reckoning import PartReckoning, Reckoning
from reports.writing.text import TOKEN, Writer

FACT_WORDS = {
    "năm": "Năm báo cáo",
    "kỳ": "Kỳ báo cáo",
    "ngày_chốt": "Ngày chốt số liệu của báo cáo",
}


@dataclass(frozen=True, slots=True)
class Insertable:
    """``token`` is what is typed into the text; ``value`` what it says at present."""

    kind: str
    token: str
    title: str
    value: str = ""
    status: str = ""

    @property
    def found_by(self) -> str:
        """Words it is found by, without accents."""
        return normalise_for_search(f"{self.kind} {self.title} {self.token}")


@dataclass(frozen=True, slots=True)
class Chip:
    """What stands in the editor in place of a token."""

    text: str
    title: str
    problem: str = ""
    status: str = ""


def insertables(writer: Writer) -> list[Insertable]:
    """Everything the section may hold, figures first."""
    return [
        *_figures(writer.reckoning),
        *(Insertable("Bảng", f"[bảng {name}]", _spoken(name)) for name in sorted(writer.tables)),
        *(
            Insertable("Biểu đồ", f"[biểu đồ {name}]", _spoken(name))
            for name in sorted(writer.charts)
        ),
        *_documents(writer.citations),
        *(
            Insertable("Ngày, kỳ", f"{{{name}}}", FACT_WORDS.get(name, name), value)
            for name, value in writer.facts.items()
        ),
    ]


def _figures(reckoning: Reckoning | PartReckoning) -> Iterator[Insertable]:
    """By short codes inside a part, by whole ones around the parts."""
    prefix = reckoning.part.prefix if isinstance(reckoning, PartReckoning) else ""
    for value in reckoning:
        figure = value.figure
        title = ", ".join(words for words in (figure.title, figure.scope_words) if words)
        if figure.scope_words and figure.scope_words in figure.title:
            title = figure.title
        yield Insertable(
            "Số liệu",
            f"{{{value.code.removeprefix(prefix)}}}",
            title,
            f"{count(value.value)} {figure.unit}",
            _status(value),
        )


def _documents(citations: Citations) -> Iterator[Insertable]:
    for document in citations.documents.values():
        lacks = f"thiếu {', '.join(document.missing)}" if document.missing else ""
        yield Insertable(
            "Văn bản", f"{{{AS_NEEDED}:{document.code}}}", document.full, document.short, lacks
        )


def _status(value: FigureValue) -> str:
    return value.status_words if value.is_typed or value.is_mixed else ""


def _spoken(name: str) -> str:
    return name.replace("-", " ").capitalize()


def chips(writer: Writer, body: str) -> dict[str, Chip]:
    """Token as typed → what it says now; documents by type and number alone."""
    citations = writer.citations
    settled = replace(
        writer,
        citations=Citations(citations.documents, citations.first, set(citations.documents)),
    )
    return {typed[0]: _chip(settled, typed[0]) for typed in TOKEN.finditer(body)}


def _chip(writer: Writer, typed: str) -> Chip:
    pieces = writer.pieces(typed)
    text = "".join(piece.text for piece in pieces)
    problem = next((piece.problem for piece in pieces if piece.problem), "")
    code = next((piece.code for piece in pieces if piece.code), "")
    if not code:
        return Chip(text, problem or text, problem)
    value = writer.reckoning[code]
    return Chip(text, value.figure.title, problem, _status(value))
