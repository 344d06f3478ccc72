"""Every template is used, every template named exists, every link leads somewhere."""

import re

from django.template.loader import get_template

from tests.house.access import url_names
from tests.house.source import ROOT, name_of, product_modules, templates, text_of

# Django asks for these by names of its own.
CALLED_BY_DJANGO = re.compile(r"^(\d{3}(_csrf)?\.html|django/forms/|registration/)")
TEMPLATE_NAME = re.compile(r"""["']([\w./-]+\.html)(?:#[\w-]+)?["']""")
URL_TAG = re.compile(r"""{%\s*url\s+["']([\w:-]+)["']""")


def named_templates() -> dict[str, str]:
    """Every template named in code or in another template, with one place that names it."""
    return {
        match[1]: name_of(path)
        for path in (*product_modules(), *templates())
        for match in TEMPLATE_NAME.finditer(text_of(path))
    }


def test_every_template_is_used():
    named = named_templates()
    names = (str(path.relative_to(ROOT / "templates")) for path in templates())
    assert not [name for name in names if name not in named and not CALLED_BY_DJANGO.match(name)]


def test_every_template_that_is_named_exists_and_compiles():
    for name in named_templates():
        get_template(name)


def test_every_template_compiles():
    for path in templates():
        get_template(str(path.relative_to(ROOT / "templates")))


def test_links_lead_to_pages_that_exist():
    known = url_names()
    assert not [
        f"{name_of(path)}: {match[1]}"
        for path in templates()
        for match in URL_TAG.finditer(text_of(path))
        if match[1] not in known
    ]
