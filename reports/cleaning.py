"""Text as it comes from Word, a mail or a web page, made plain. No word of it is dropped."""

import re
import unicodedata
from html.parser import HTMLParser

# What Word leaves in the text when its HTML is pasted; other tags are somebody's own words.
WORD_RUBBISH = re.compile(r"<o:p>|class=\"?Mso|<!--\[if|<!--StartFragment|xmlns:w=", re.I)
ENDS_A_LINE = frozenset({"p", "br", "div", "li", "tr", "h1", "h2", "h3", "h4"})
UNSEEN = re.compile(
    "[\N{SOFT HYPHEN}\N{ZERO WIDTH SPACE}\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}"
    "\N{WORD JOINER}\N{ZERO WIDTH NO-BREAK SPACE}\N{LEFT-TO-RIGHT MARK}\N{RIGHT-TO-LEFT MARK}]"
)
LINE_END = re.compile("\r\n?|[\v\f\x1c\x1d\x1e\x85\N{LINE SEPARATOR}\N{PARAGRAPH SEPARATOR}]")
SPACES = re.compile(r"[^\S\n]+")
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
# Bullets that Word draws, as letters of its symbol fonts too; "o" is its second level.
POINT = re.compile(
    "^[^\\S\n]*(?:[•·▪■●\uf0b7\uf0a7–—][^\\S\n]*(?=\\S)|-[^\\S\n]*(?=[^\\s\\d-]))", re.M
)
SUBPOINT = re.compile(
    "^[^\\S\n]*(?:[◦○\uf06f][^\\S\n]*(?=\\S)|o(?:\t| {2,})[^\\S\n]*(?=\\S)"
    "|\\+[^\\S\n]*(?=[^\\s\\d+]))",
    re.M,
)
QUOTES = str.maketrans({"‘": "'", "’": "'", "„": "“", "‟": "“", "«": "“", "»": "”"})


def cleaned(text: str) -> str:
    """Plain lines in NFC with single spaces; what Word draws as bullets begins with - or +."""
    if WORD_RUBBISH.search(text):
        text = _words_of(text)
    text = LINE_END.sub("\n", unicodedata.normalize("NFC", text))
    text = CONTROL.sub("", UNSEEN.sub("", text))
    text = SUBPOINT.sub("+ ", POINT.sub("- ", text))
    text = SPACES.sub(" ", text).translate(QUOTES)
    return "\n".join(line.strip() for line in text.split("\n")).strip("\n")


def cleaned_line(text: str) -> str:
    """The same for a heading: one line."""
    return " ".join(cleaned(text).split())


def _words_of(page: str) -> str:
    reader = _Words(convert_charrefs=True)
    reader.feed(page)
    reader.close()
    return "".join(reader.found)


class _Words(HTMLParser):
    """What can be read of a page: its text, not its tags, comments, style sheets and scripts."""

    def __init__(self, *, convert_charrefs: bool) -> None:
        super().__init__(convert_charrefs=convert_charrefs)
        self.found: list[str] = []
        self.unread = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("style", "script"):
            self.unread += 1
        elif tag == "li":
            self.found.append("\n- ")
        elif tag in ENDS_A_LINE:
            self.found.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("style", "script"):
            self.unread = max(0, self.unread - 1)
        elif tag in ENDS_A_LINE:
            self.found.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.unread:
            self.found.append(SPACES.sub(" ", data.replace("\n", " ")))
