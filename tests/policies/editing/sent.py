"""What a browser without JavaScript would send of a page's form, as it stands."""

from html.parser import HTMLParser

from django.http import HttpResponse
from django.test import Client


class _Fields(HTMLParser):
    """The values of the last form of the page that is sent by POST and isn't the frame's own."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[dict[str, list[str]]] = []
        self.fields: dict[str, list[str]] | None = None
        self.in_template = 0
        self.select = ""
        self.first_option: str | None = None
        self.chosen = False
        self.textarea = ""
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "template":
            self.in_template += 1
        if tag == "form" and given.get("method") == "post":
            self.fields = {}
            self.forms.append(self.fields)
        if self.fields is None or self.in_template:
            return
        name = given.get("name") or ""
        if tag == "input" and name:
            kind = given.get("type", "text")
            is_ticked = kind in ("checkbox", "radio")
            if not is_ticked or "checked" in given:
                value = given.get("value", "on" if is_ticked else "")
                self.fields.setdefault(name, []).append(value or "")
        elif tag == "select":
            self.select, self.first_option, self.chosen = name, None, False
        elif tag == "option" and self.select:
            value = given.get("value") or ""
            self.first_option = value if self.first_option is None else self.first_option
            if "selected" in given:
                self.fields.setdefault(self.select, []).append(value)
                self.chosen = True
        elif tag == "textarea":
            self.textarea, self.words = name, []

    def handle_endtag(self, tag: str) -> None:
        if tag == "template":
            self.in_template -= 1
        if self.fields is None or self.in_template:
            return
        if tag == "select":
            if not self.chosen and self.first_option is not None:
                self.fields.setdefault(self.select, []).append(self.first_option)
            self.select = ""
        elif tag == "textarea":
            # A browser drops the line break right after the tag.
            self.fields.setdefault(self.textarea, []).append("".join(self.words).removeprefix("\n"))
            self.textarea = ""
        elif tag == "form":
            self.fields = None

    def handle_data(self, data: str) -> None:
        if self.textarea:
            self.words.append(data)


def fields_of(response: HttpResponse, holding: str = "stamp") -> dict[str, list[str]]:
    """The fields of the form that has one of this name."""
    reader = _Fields()
    reader.feed(response.content.decode())
    [*_, form] = [form for form in reader.forms if holding in form]
    return form


def retyped(client: Client, address: str, **changes: object) -> HttpResponse:
    """Open the page, change these fields (names with ``__`` for ``-``), and save."""
    sent = fields_of(client.get(address)) | {
        name.replace("__", "-"): value for name, value in changes.items()
    }
    return client.post(address, sent)
