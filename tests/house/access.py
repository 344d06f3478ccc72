"""Who may open which page: the whole of it on one sheet.

A page that isn't here fails a test, and so does a line without a page.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver

from accounts.roles import Role

EVERYONE = frozenset(Role)
OFFICE = EVERYONE - {Role.ADMINISTRATOR}
REPORT_READERS = OFFICE - {Role.DATA_ENTRY, Role.CASHIER}

# Open without signing in.
PUBLIC: frozenset[str] = frozenset({"login"})

# URL name → the roles that may open it. Written out, not looked up: this sheet checks the
# permissions of the code, so it must not be made from them.
ACCESS: dict[str, frozenset[Role]] = {
    "home": EVERYONE,
    "logout": EVERYONE,
    "password_change": EVERYONE,
    "password_change_done": EVERYONE,
    "user_list": frozenset({Role.ADMINISTRATOR}),
    "user_create": frozenset({Role.ADMINISTRATOR}),
    "user_edit": frozenset({Role.ADMINISTRATOR}),
    "user_password": frozenset({Role.ADMINISTRATOR}),
    "unit_list": frozenset({Role.ADMINISTRATOR}),
    "unit_create": frozenset({Role.ADMINISTRATOR}),
    "unit_edit": frozenset({Role.ADMINISTRATOR}),
    "resolution_list": OFFICE,
    "resolution_detail": OFFICE,
    "pack_download": OFFICE,
    "rate_detail": OFFICE,
    "rate_confirm": frozenset({Role.POLICY_OFFICER}),
    "access_log": frozenset({Role.ADMINISTRATOR, Role.INSPECTOR}),
    "report_list": REPORT_READERS,
    "report_create": frozenset({Role.REPORTER}),
    "report_detail": REPORT_READERS,
    "report_edit": frozenset({Role.REPORTER}),
    "report_document": REPORT_READERS,
    "report_pdf": REPORT_READERS,
    "reported_type": frozenset({Role.REPORTER}),
    "reported_withdraw": frozenset({Role.REPORTER}),
    "figure_detail": REPORT_READERS,
    "figure_export": REPORT_READERS,
    "figure_type": frozenset({Role.REPORTER}),
    "figure_withdraw": frozenset({Role.REPORTER}),
    "section_edit": frozenset({Role.REPORTER}),
    "section_preview": frozenset({Role.REPORTER}),
    "session_renew": EVERYONE,
    "submission_resume": EVERYONE,
}

# A value for every kind of argument in an address, of something that doesn't exist.
NOBODY = {"int": 999_999_999, "str": "khong-co", "slug": "khong-co", "path": "khong-co"}
NOBODY["uuid"] = "00000000-0000-4000-8000-000000000000"


@dataclass(frozen=True, slots=True)
class Page:
    """One address of the portal and the kind of each of its arguments."""

    name: str
    arguments: tuple[tuple[str, str], ...]

    @property
    def of_nobody(self) -> dict[str, object]:
        return {name: NOBODY.get(kind, 2025) for name, kind in self.arguments}


def pages() -> list[Page]:
    """Every named address of the portal."""
    return sorted(_walk(get_resolver().url_patterns, "", ()), key=lambda page: page.name)


def url_names() -> set[str]:
    return {page.name for page in pages()}


def _walk(
    patterns: list[URLPattern | URLResolver], namespace: str, above: tuple[tuple[str, str], ...]
) -> Iterator[Page]:
    for pattern in patterns:
        kinds = {
            name: type(converter)
            .__name__.removesuffix("Converter")
            .lower()
            .replace("string", "str")
            for name, converter in pattern.pattern.converters.items()
        }
        arguments = (*above, *kinds.items())
        if isinstance(pattern, URLResolver):
            prefix = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern.url_patterns, prefix, arguments)
        elif pattern.name:
            yield Page(f"{namespace}{pattern.name}", arguments)


def _kind(converter: object) -> str:
    kind = type(converter).__name__.removesuffix("Converter").lower()
    return "str" if kind == "string" else kind
